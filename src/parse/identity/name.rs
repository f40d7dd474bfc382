//! The body's name where no cover prints it, and the budget units that a list names.

use super::LENGTHS_OF_NAMES;
use crate::catalog::Titles;
use crate::catalog::identity::Identities;
use crate::lex;
use crate::model::{GridCell, Outline, Rebuilt, SectionKind, squeeze};
use hashbrown::HashSet;

/// A name as printed, without what belongs to the title around it: stops, a bare year, brackets that nothing opens or
/// closes, 部门 behind the name of a body.
pub(super) fn cleaned(name: &str, titles: &Titles) -> Option<String> {
    let Identities { patterns: p, words } = Identities::embedded();
    let mut left = name.trim();
    loop {
        let before = left.len();
        left = left.trim_matches(|c: char| words.ends_of_name.contains(c) || c.is_whitespace());
        left = without_bracket(left);
        left = &left[..p.stamp.find(&squeeze(left)).map_or(left.len(), |_| stamp_at(left))];
        for word in &words.behind_name {
            left = left.strip_suffix(word.as_str()).filter(|l| titles.is_body(l)).unwrap_or(left);
        }
        left = without_year(left);
        if left.len() == before {
            break;
        }
    }
    let long = LENGTHS_OF_NAMES.contains(&left.chars().count());
    (long && !p.not_a_name.is_in(&squeeze(left))).then(|| left.to_owned())
}

/// Where the last bracket opens.
fn stamp_at(text: &str) -> usize {
    text.rfind(['（', '(']).unwrap_or(text.len())
}

/// Without a bracket at an end that has no other, or those around all of it.
fn without_bracket(text: &str) -> &str {
    let opens = |c: char| matches!(c, '（' | '(');
    let closes = |c: char| matches!(c, '）' | ')');
    if let Some(inner) = text.strip_prefix(opens).and_then(|t| t.strip_suffix(closes))
        && !inner.contains(|c| opens(c) || closes(c))
    {
        return inner;
    }
    let (mut opened, mut closed) = (0usize, 0usize);
    for ch in text.chars() {
        opened += usize::from(matches!(ch, '（' | '('));
        closed += usize::from(matches!(ch, '）' | ')'));
    }
    match opened.cmp(&closed) {
        std::cmp::Ordering::Greater => {
            text.trim_end_matches(['（', '(']).trim_start_matches(['（', '('])
        }
        std::cmp::Ordering::Less => {
            text.trim_end_matches(['）', ')']).trim_start_matches(['）', ')'])
        }
        std::cmp::Ordering::Equal => text,
    }
}

/// Without a year at an end: 某局2026, 2026年度某局.
fn without_year(text: &str) -> &str {
    let is_year =
        |t: &str| t.len() == 4 && t.starts_with("20") && t.bytes().all(|b| b.is_ascii_digit());
    if let Some((_, rest)) = text.split_at_checked(4).filter(|(first, _)| is_year(first))
        && !rest.starts_with(|c: char| c.is_ascii_digit())
    {
        return rest.strip_prefix("年").map_or(rest, |r| r.strip_prefix("度").unwrap_or(r));
    }
    let bare = text.strip_suffix("度").unwrap_or(text);
    let bare = bare.strip_suffix("年").unwrap_or(bare);
    let end = bare.len().saturating_sub(4);
    match bare.split_at_checked(end) {
        Some((name, year)) if is_year(year) && !name.ends_with(|c: char| c.is_ascii_digit()) => {
            name
        }
        _ => text,
    }
}

/// A place, and no body.
pub(super) fn is_place(name: &str) -> bool {
    Identities::embedded().words.places.iter().any(|place| name.ends_with(place.as_str()))
}

/// The body whose name lines of the prose begin with, before a year and what the figures are of: the one that does most
/// often, at least twice.
pub(super) fn from_prose(outline: &Outline, titles: &Titles) -> Option<String> {
    let Identities { patterns: p, words } = Identities::embedded();
    let mut counts: Vec<(String, usize)> = Vec::new();
    for line in outline.lines.iter().flatten() {
        let text = squeeze(&lex::printed(&line.text));
        let Some(name) = p.in_prose.captures(&text).and_then(|m| cleaned(&m[1], titles)) else {
            continue;
        };
        let of_itself = words.of_itself.iter().any(|word| name.starts_with(word.as_str()));
        if of_itself || !titles.is_body(&name) || lex::line_ordinal(&name).is_some() {
            continue;
        }
        count(&mut counts, name);
    }
    counts.into_iter().filter(|(_, n)| *n > 1).max_by_key(|(_, n)| *n).map(|(name, _)| name)
}

fn count(counts: &mut Vec<(String, usize)>, name: String) {
    match counts.iter_mut().find(|(known, _)| *known == name) {
        Some((_, n)) => *n += 1,
        None => counts.push((name, 1)),
    }
}

/// The name that the titles of standard tables hold, or that stands above them, printed most often.
pub(super) fn from_tables(rebuilt: &Rebuilt, titles: &Titles) -> Option<String> {
    let p = &Identities::embedded().patterns;
    let mut counts: Vec<(String, usize)> = Vec::new();
    // Lines of other papers' tables may end as names do.
    for table in rebuilt.tables.iter().filter(|t| t.section.standard_id().is_some()) {
        let above = table.above.iter().filter_map(|line| {
            let text = squeeze(&lex::printed(&line.text));
            let name = cleaned(p.above_table.captures(&text)?.get(1)?.as_str(), titles)?;
            titles.is_body(&name).then_some(name)
        });
        let title = titles.body_in(&table.section.title);
        title.into_iter().chain(above).take(1).for_each(|name| count(&mut counts, name));
    }
    let most = counts.iter().map(|(_, n)| *n).max()?;
    counts.into_iter().find(|(_, n)| *n == most).map(|(name, _)| name)
}

/// 编制单位：, 部门名称：, 单位： lines above or in the tables; the one printed most often.
pub(super) fn from_labels(outline: &Outline, rebuilt: &Rebuilt, titles: &Titles) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let lines = outline.lines.iter().flatten().map(|line| &line.text);
    let lines = lines.filter(|text| squeeze(text).contains(':')).cloned();
    let cells = rebuilt.tables.iter().flat_map(|t| &t.grids).flat_map(|g| &g.cells);
    let cells = cells.filter(|c| c.row < 4).map(GridCell::text);
    lines
        .chain(cells)
        .filter_map(|text| labelled(&text, titles))
        .for_each(|name| count(&mut counts, name));
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1)).map(|(name, _)| name)
}

/// The name behind such a label. The line may go on with a date and the unit of amount.
fn labelled(text: &str, titles: &Titles) -> Option<String> {
    let Identities { patterns: p, words } = Identities::embedded();
    let text = squeeze(&lex::printed(text));
    let behind = p.labelled.captures(&text)?.get(1)?.as_str();
    let money = words.money_behind.iter().filter_map(|word| behind.find(word.as_str()));
    let ends = money.chain(p.date.find(behind).map(|date| date.start));
    let name = cleaned(&behind[..ends.min().unwrap_or(behind.len())], titles)?;
    // A list of bodies, and units of amount, are no name.
    let is_unit = |part: &str| {
        part.ends_with(['元', '%', '％']) || words.money.iter().any(|unit| unit == part)
    };
    let of_money = name.split('、').any(is_unit);
    (!of_money && name.matches('、').count() < 3).then_some(name)
}

/// The cell behind 部门（单位）名称 in a performance table.
pub(super) fn from_performance(rebuilt: &Rebuilt) -> Option<String> {
    let label = &Identities::embedded().patterns.performance_name;
    let tables = rebuilt.tables.iter().filter(|t| t.section.kind == SectionKind::Performance);
    tables.flat_map(|t| &t.grids).find_map(|grid| {
        grid.cells.iter().filter(|c| label.is_in(&squeeze(&c.text()))).find_map(|label| {
            let behind = |c: &&GridCell| c.row == label.row && c.col == label.col + label.colspan;
            let name = grid.cells.iter().find(behind)?.text();
            LENGTHS_OF_NAMES.contains(&name.chars().count()).then_some(name)
        })
    })
}

/// The list of budget units (预算单位构成), each once: the column of the first grid whose header says 单位名称.
pub(super) fn listed_units(rebuilt: &Rebuilt) -> Vec<String> {
    let words = &Identities::embedded().words;
    for t in rebuilt.tables.iter().filter(|t| t.section.kind == SectionKind::Untitled) {
        let Some(g) = t.grids.first() else { continue };
        let head = g
            .cells
            .iter()
            .find(|c| c.row == 0 && squeeze(&c.text()).contains(&words.list_of_units));
        let Some(head) = head else { continue };
        let names: Vec<String> = t
            .grids
            .iter()
            .flat_map(|g| &g.cells)
            .filter(|c| c.col == head.col && !c.lines.is_empty() && c.text() != head.text())
            .map(|c| c.text())
            .collect();
        if !names.is_empty() {
            let names = uncut(names);
            return if names.len() > MOST_UNITS { Vec::new() } else { names };
        }
    }
    Vec::new()
}

/// A department has some hundred units at most: a longer list is of something else.
const MOST_UNITS: usize = 5000;

/// The names, each once, without those that a page's end cut in two: what follows belongs to a name whose bracket is open,
/// and to one that with it is another name of the list.
fn uncut(names: Vec<String>) -> Vec<String> {
    let all: HashSet<String> = names.iter().cloned().collect();
    let is_open = |name: &str| {
        let count = |brackets: [char; 2]| name.chars().filter(|c| brackets.contains(c)).count();
        count(['(', '（']) > count([')', '）'])
    };
    let mut whole: Vec<String> = Vec::with_capacity(names.len());
    let mut rest = names.into_iter().peekable();
    while let Some(name) = rest.next() {
        let joined = rest.peek().map(|next| format!("{name}{next}"));
        let joined = joined.filter(|both| is_open(&name) && !is_open(both) || all.contains(both));
        if joined.is_some() {
            rest.next();
        }
        whole.push(joined.unwrap_or(name));
    }
    let mut known = HashSet::new();
    whole.retain(|name| known.insert(name.clone()));
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::model::Line;

    #[test]
    fn names_are_told_from_what_stands_around_them() {
        let titles = Catalog::builtin().unwrap().titles;
        let clean = |name: &str| cleaned(name, &titles).unwrap_or_default();
        for (printed, name) in [
            ("某市医疗保障局部门", "某市医疗保障局"),
            ("某市财政局2026", "某市财政局"),
            ("2026某市财政局。", "某市财政局"),
            ("省卫生健康委)", "省卫生健康委"),
            ("某市财政局（盖章）", "某市财政局"),
            ("（某市财政局）", "某市财政局"),
            ("某市财政局2026年度", "某市财政局"),
            ("某市人民政府办公室（本级）", "某市人民政府办公室（本级）"),
            ("某市教育部门", "某市教育部门"),
            ("目录", ""),
        ] {
            assert_eq!(clean(printed), name, "{printed}");
        }
    }

    #[test]
    fn names_that_a_page_cut_are_put_together() {
        let whole = |names: &[&str]| uncut(names.iter().map(|name| name.to_string()).collect());
        assert_eq!(whole(&["某局（本级）", "某局（本", "级）", "某站"]), ["某局（本级）", "某站"]);
        assert_eq!(
            whole(&["某河流", "管理中心", "某河流管理中心", "某站"]),
            ["某河流管理中心", "某站"]
        );
        assert_eq!(whole(&["某局（本", "某站"]), ["某局（本", "某站"]);
    }

    #[test]
    fn labels_name_bodies_and_no_money() {
        let titles = Catalog::builtin().unwrap().titles;
        let read = |text: &str| labelled(text, &titles).unwrap_or_default();
        assert_eq!(read("编制单位：某市某局 单位：万元"), "某市某局");
        assert_eq!(read("编制单位：某市某局 2025年1月 [单位：万元]"), "某市某局");
        assert_eq!(read("部门：某市某局 [单位：万元]"), "某市某局");
        for none in ["单位：亿元、%", "单位：万元", "单位：市甲局、市乙局、市丙局、市丁局"]
        {
            assert_eq!(read(none), "", "{none}");
        }
    }

    #[test]
    fn tables_bear_names() {
        let titles = Catalog::builtin().unwrap().titles;
        let read = |title: &str, above: &str| {
            let line = Line { text: above.to_owned(), ..Line::default() };
            let section = crate::model::Section {
                kind: SectionKind::Table,
                id: Some("expenditure_summary".into()),
                title: title.to_owned(),
            };
            let table =
                crate::model::Table { section, grids: vec![], above: vec![line], below: vec![] };
            let rebuilt = Rebuilt { tables: vec![table], paragraphs: vec![] };
            from_tables(&rebuilt, &titles).unwrap_or_default()
        };
        assert_eq!(read("2026年某市某局支出总表", "单位：万元"), "某市某局");
        assert_eq!(read("支出总表", "301001-某市某局 单位：万元"), "某市某局");
        assert_eq!(read("支出总表", "[301]某市某局"), "某市某局");
        assert_eq!(read("支出总表", "单位：万元") + &read("支出总表", "2026年度"), "");
    }

    #[test]
    fn prose_may_begin_with_the_name() {
        let titles = Catalog::builtin().unwrap().titles;
        let read = |lines: &[&str]| {
            let line = |text: &&str| Line { text: text.to_string(), ..Line::default() };
            let outline =
                Outline { lines: vec![lines.iter().map(line).collect()], ..Outline::default() };
            from_prose(&outline, &titles).unwrap_or_default()
        };
        let said =
            ["某省政协办公厅 2019 年度收入、支出", "某省政协办公厅2019年度财政拨款收、支预算"];
        assert_eq!(read(&said), "某省政协办公厅");
        assert_eq!(read(&said[..1]), "");
        assert_eq!(read(&["本部门2019年度收入", "本部门2019年度收入"]), "");
    }
}
