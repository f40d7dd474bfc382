//! Cover and titles → whose disclosure, of which year, of what kind.
//!
//! 1. Year, kind and scope: the cover's title (2026年度 某局 部门预算), else the titles of the tables, else the
//!    headings of the document's parts. The file's name is never asked.
//! 2. The unit: what the cover prints beside year and 部门预算, or behind 预算单位：; without a cover the
//!    编制单位： lines of the tables; performance tables last.

use crate::lex::{self, is_page_number};
use crate::model::{
    Finding, FindingKind, Identity, Kind, Line, Outline, Page, Rebuilt, Scope, SectionKind, squeeze,
};
use regex::Regex;
use std::sync::LazyLock;

static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(20[0-9]{2})年").expect("valid"));
static DATE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"20[0-9]{2}年[0-9]{1,2}月").expect("valid"));
/// The year in Chinese numerals.
const NUMERALS: &str = "二[〇○零]([一二三四五六七八九])([〇○零一二三四五六七八九])年";
/// What a title goes on with behind 部门预算.
const TAIL: &str = "(?:(?:的|及|和|与)?(?:编制|相关|有关)?(?:信息|情况|说明|报告书?|报表|表|文本|公开|公示|草案|材料|资料|[“\"]?三公[”\"]?经费(?:预算|决算)?|[(（](?:公开|草案)[)）]))*";
static KIND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(部门|单位)?(?:综合)?(预算|决算){TAIL}(?:\(.*\))?$")).expect("valid")
});
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:市级|区级|县级|省级)?(?:预算|编制|填报|编报|公开|部门|决算|汇总)?(?:主管)?(?:单位|部门)(?:\(单位\)|\(公章\)|\(盖章\)|\(部门\))?(?:名称)?(?:\(公章\)|\(盖章\))?:(.+)$").expect("valid")
});
static NOT_A_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9一二三四五六七八九十〇○零年月日.\-—/()第部分附件:：]+|目录|封面|公开|\(?(?:公开|盖章|公章)\)?)$").expect("valid")
});

/// Reads the identity off the pages; what stays unknown is `None`, with a finding.
pub fn identify(
    pages: &[Page],
    outline: &Outline,
    rebuilt: &Rebuilt,
    findings: &mut Vec<Finding>,
) -> Identity {
    let mut id = Identity { listed_units: listed_units(rebuilt), ..Identity::default() };
    let cover = cover_lines(pages, outline, rebuilt);
    from_cover(&cover, &mut id);
    from_titles(rebuilt, &mut id);
    from_headings(outline, &mut id);
    from_text(outline, &mut id);
    if id.unit_name.is_none() {
        id.unit_name = from_labels(outline, rebuilt).or_else(|| from_performance(rebuilt));
    }
    for (missing, what) in [
        (id.unit_name.is_none(), "unit_name"),
        (id.fiscal_year.is_none(), "fiscal_year"),
        (id.kind.is_none(), "kind"),
        (id.scope.is_none(), "scope"),
    ] {
        if missing && !rebuilt.tables.is_empty() {
            findings.push(Finding::new(
                FindingKind::UnknownIdentity,
                format!("{what} is not printed where it was looked for (cover, titles of the tables, 编制单位： lines)"),
            ));
        }
    }
    id
}

/// The cover: the lines of the first page, if it holds little text and no table; of a first page of prose or contents
/// its title alone; of a table nothing. Watermarks and running headers are left out.
fn cover_lines(pages: &[Page], outline: &Outline, rebuilt: &Rebuilt) -> Vec<Line> {
    let (Some(page), Some(first)) = (pages.first(), outline.lines.first()) else {
        return Vec::new();
    };
    if rebuilt.tables.iter().any(|t| t.grids.iter().any(|g| g.page == page.number)) {
        return Vec::new();
    }
    let runs = |l: &Line| {
        let text = without_digits(&l.text);
        outline.lines[1..]
            .iter()
            .take(12)
            .filter(|p| {
                p.iter()
                    .any(|o| (o.rect.y0 - l.rect.y0).abs() < 3.0 && without_digits(&o.text) == text)
            })
            .count()
            >= 2
    };
    let upright = |l: &Line| l.glyphs.first().is_some_and(|&g| !page.glyphs[g as usize].turned());
    let lines: Vec<Line> = first.iter().filter(|l| upright(l) && !runs(l)).cloned().collect();
    let contents = outline.contents.first().copied().unwrap_or(false);
    if lines.len() > 14 || page.glyphs.len() > 400 || contents {
        let biggest = lines.iter().map(|l| l.size).fold(0.0, f32::max);
        let body = median(lines.iter().map(|l| l.size).collect());
        return lines
            .into_iter()
            .take(6)
            .filter(|l| l.size >= 0.97 * biggest && l.size > 1.15 * body)
            .collect();
    }
    lines
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

fn median(mut v: Vec<f32>) -> f32 {
    v.sort_by(f32::total_cmp);
    v.get(v.len() / 2).copied().unwrap_or(0.0)
}

/// 1. A labelled line (预算单位：某局) names the unit. 2. The lines up to the one that ends with 预算 or 决算 are the title:
///    year, kind, scope, and the name that is left of them. 3. A name that the title lacks stands in the lines behind it.
fn from_cover(lines: &[Line], id: &mut Identity) {
    let mut title: Vec<String> = Vec::new();
    let mut behind: Vec<String> = Vec::new();
    let mut closed = false;
    for line in lines {
        let printed = lex::printed(&line.text);
        let t = squeeze(&printed);
        if let Some(m) = LABELLED.captures(&t) {
            id.unit_name.get_or_insert_with(|| m[1].to_string());
        } else if DATE.is_match(&t) || is_number_or_date(&t) {
            continue;
        } else if closed {
            behind.push(printed);
        } else {
            title.push(printed);
            closed = KIND.is_match(&squeeze(&title.concat()));
        }
    }
    if !closed {
        // No line says what it is: a title page of another kind.
        return;
    }
    read_title(&squeeze(&title.concat()), id);
    if id.unit_name.is_none() {
        id.unit_name = title_to_name(&title.concat()).or_else(|| title_to_name(&behind.concat()));
    }
}

fn is_number_or_date(t: &str) -> bool {
    t.is_empty()
        || is_page_number(t)
        || (NOT_A_NAME.is_match(t) && !YEAR.is_match(t))
        || t.starts_with("附件")
}

/// Year, kind and scope out of a title.
fn read_title(title: &str, id: &mut Identity) {
    id.fiscal_year = id
        .fiscal_year
        .or_else(|| YEAR.captures(title)?[1].parse().ok())
        .or_else(|| year_in_numerals(title));
    if let Some(m) = KIND.captures(title) {
        id.kind.get_or_insert(if &m[2] == "决算" { Kind::FinalAccounts } else { Kind::Budget });
        if let Some(s) = m.get(1) {
            id.scope.get_or_insert(if s.as_str() == "单位" {
                Scope::Unit
            } else {
                Scope::Department
            });
        }
    }
}

/// 二〇二六年 is 2026.
fn year_in_numerals(title: &str) -> Option<u16> {
    let digit = |numeral: &str| {
        "一二三四五六七八九"
            .chars()
            .position(|c| numeral.starts_with(c))
            .map_or(0, |at| at as u16 + 1)
    };
    static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(NUMERALS).expect("valid"));
    YEAR.captures(title).map(|m| 2000 + 10 * digit(&m[1]) + digit(&m[2]))
}

/// The body's name in a cover title: what is left without year, 部门预算 and the words around them.
fn title_to_name(title: &str) -> Option<String> {
    static CUT: LazyLock<Regex> = LazyLock::new(|| {
        let year =
            format!("(?:(?:20|２０)[0-9０-９]{{2}}年|{NUMERALS})度?(?:市级|区级|县级|省级|本级)?");
        let scope = "[（(](?:部门|单位)(?:公开)?[)）]";
        let parts = format!(
            "{year}|(?:部门|单位)?(?:综合)?(?:预算|决算){TAIL}|{scope}|^关于|附件[0-9一二三四五六七八九十０-９]*[：:]?|目录.*$"
        );
        Regex::new(&parts).expect("valid")
    });
    let name = CUT
        .replace_all(title, "")
        .trim_matches(|c: char| matches!(c, '-' | '—' | '：' | ':' | '的' | '《' | '》'))
        .to_string();
    let n = name.chars().count();
    (3..=60).contains(&n).then_some(name).filter(|s| !NOT_A_NAME.is_match(&squeeze(s)))
}

fn from_titles(rebuilt: &Rebuilt, id: &mut Identity) {
    for t in rebuilt.tables.iter().filter(|t| t.section.kind == SectionKind::Table) {
        let title = squeeze(&t.section.title);
        if id.fiscal_year.is_none() {
            let above = t.above.iter().map(|l| squeeze(&l.text)).find_map(|l| {
                YEAR.captures(&l).filter(|_| !DATE.is_match(&l)).map(|m| m[1].to_string())
            });
            id.fiscal_year = YEAR
                .captures(&title)
                .map(|m| m[1].to_string())
                .or(above)
                .and_then(|y| y.parse().ok());
        }
        if id.kind.is_none() {
            id.kind = if title.contains("决算") {
                Some(Kind::FinalAccounts)
            } else if title.contains("预算") {
                Some(Kind::Budget)
            } else {
                None
            };
        }
        if id.scope.is_none() {
            id.scope = if title.contains("预算单位")
                || title.contains("单位收")
                || title.contains("单位支")
            {
                Some(Scope::Unit)
            } else if title.contains("部门")
                && !title.contains("部门预算经济")
                && !title.contains("部门经济")
            {
                Some(Scope::Department)
            } else {
                None
            };
        }
    }
}

/// Headings such as 第二部分 2026年度部门预算表.
fn from_headings(outline: &Outline, id: &mut Identity) {
    if id.fiscal_year.is_some() && id.kind.is_some() && id.scope.is_some() {
        return;
    }
    for line in outline.lines.iter().flatten().filter(|l| l.text.chars().count() <= 40) {
        let t = squeeze(&line.text);
        if KIND.is_match(&t) && !t.contains('。') && !DATE.is_match(&t) {
            read_title(&t, id);
        }
        if id.fiscal_year.is_some() && id.kind.is_some() && id.scope.is_some() {
            return;
        }
    }
}

/// What the rest of the document says most often: 2026年度 in a line of its own or in a title, 部门预算 against 单位预算,
/// a line that begins with 部门： or 单位：.
fn from_text(outline: &Outline, id: &mut Identity) {
    if id.fiscal_year.is_some() && id.scope.is_some() {
        return;
    }
    let lines: Vec<String> = outline.lines.iter().flatten().map(|l| squeeze(&l.text)).collect();
    if id.fiscal_year.is_none() {
        let mut counts: std::collections::BTreeMap<u16, usize> = Default::default();
        for line in lines.iter().filter(|l| l.chars().count() <= 30 && !DATE.is_match(l)) {
            if let Some(y) = YEAR.captures(line).and_then(|m| m[1].parse().ok()) {
                *counts.entry(y).or_default() += 1;
            }
        }
        id.fiscal_year = counts.into_iter().max_by_key(|&(y, n)| (n, y)).map(|(y, _)| y);
    }
    if id.scope.is_none() {
        let count =
            |words: &[&str]| lines.iter().filter(|l| words.iter().any(|w| l.contains(w))).count();
        let (mut department, mut unit) =
            (count(&["部门预算", "部门决算"]), count(&["单位预算", "单位决算"]));
        if department == unit {
            let labelled = |words: &[&str]| {
                lines.iter().filter(|l| words.iter().any(|w| l.starts_with(w))).count()
            };
            department = labelled(&["部门:", "部门名称:", "编制部门:", "部门(单位)"]);
            unit = labelled(&["单位名称:", "编制单位:", "预算单位:"]);
        }
        id.scope = match department.cmp(&unit) {
            std::cmp::Ordering::Greater => Some(Scope::Department),
            std::cmp::Ordering::Less => Some(Scope::Unit),
            std::cmp::Ordering::Equal => None,
        };
    }
}

/// 编制单位：, 部门名称：, 单位： lines above or in the tables; the one printed most often.
fn from_labels(outline: &Outline, rebuilt: &Rebuilt) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let mut add = |text: &str| {
        let printed = lex::printed(text);
        let Some(m) = LABELLED.captures(&squeeze(&printed)).map(|m| m[1].to_string()) else {
            return;
        };
        // The line may go on with the unit of amount.
        let name = m
            .split("金额单位")
            .next()
            .and_then(|s| s.split("单位:").next())
            .unwrap_or("")
            .trim_end_matches(':')
            .to_string();
        let n = name.chars().count();
        if !(3..=60).contains(&n)
            || matches!(name.as_str(), "万元" | "人民币万元")
            || NOT_A_NAME.is_match(&name)
        {
            return;
        }
        match counts.iter_mut().find(|(k, _)| *k == name) {
            Some((_, c)) => *c += 1,
            None => counts.push((name, 1)),
        }
    };
    for line in outline.lines.iter().flatten() {
        let t = squeeze(&line.text);
        if t.contains(':') {
            add(&line.text);
        }
    }
    for cell in
        rebuilt.tables.iter().flat_map(|t| &t.grids).flat_map(|g| &g.cells).filter(|c| c.row < 4)
    {
        add(&cell.text());
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1)).map(|(n, _)| n)
}

/// The cell behind 部门（单位）名称 in a performance table.
fn from_performance(rebuilt: &Rebuilt) -> Option<String> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:预算)?(?:部门|单位)(?:\((?:单位|部门)\))?名称$").expect("valid")
    });
    let grids = rebuilt
        .tables
        .iter()
        .filter(|t| t.section.kind == SectionKind::Performance)
        .flat_map(|t| &t.grids);
    grids.flat_map(|g| g.cells.iter().map(move |c| (g, c))).find_map(|(grid, label)| {
        let behind =
            grid.cells.iter().find(|c| c.row == label.row && c.col == label.col + label.colspan)?;
        let name = behind.text();
        (LABEL.is_match(&squeeze(&label.text())) && (3..=60).contains(&name.chars().count()))
            .then_some(name)
    })
}

/// The list of budget units (预算单位构成): a grid whose header says 单位名称 and that states no amounts.
fn listed_units(rebuilt: &Rebuilt) -> Vec<String> {
    for t in rebuilt.tables.iter().filter(|t| t.section.kind == SectionKind::Untitled) {
        let Some(g) = t.grids.first() else { continue };
        let head = g.cells.iter().find(|c| c.row == 0 && squeeze(&c.text()).contains("单位名称"));
        let Some(head) = head else { continue };
        let names: Vec<String> = t
            .grids
            .iter()
            .flat_map(|g| &g.cells)
            .filter(|c| c.col == head.col && !c.lines.is_empty() && c.text() != head.text())
            .map(|c| c.text())
            .collect();
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(lines: &[&str]) -> (String, u16, &'static str, &'static str) {
        let lines: Vec<Line> = lines
            .iter()
            .map(|t| Line { text: t.to_string(), size: 20.0, ..Line::default() })
            .collect();
        let mut id = Identity::default();
        from_cover(&lines, &mut id);
        (
            id.unit_name.unwrap_or_default(),
            id.fiscal_year.unwrap_or(0),
            id.kind.map_or("", Kind::as_str),
            id.scope.map_or("", Scope::as_str),
        )
    }

    #[test]
    fn covers_are_read() {
        assert_eq!(
            cover(&["2026 年度", "某市医疗保障局", "部门预算"]),
            ("某市医疗保障局".into(), 2026, "budget", "department")
        );
        assert_eq!(
            cover(&["2025 年度", "某市社会保险技术服务", "保障中心单位预算"]),
            ("某市社会保险技术服务保障中心".into(), 2025, "budget", "unit")
        );
        assert_eq!(
            cover(&["某市2026年市级单位预算", "预算单位：某市福利中心"]),
            ("某市福利中心".into(), 2026, "budget", "unit")
        );
        assert_eq!(
            cover(&["国家某局", "2024 年度部门决算", "二〇二五年七月"]),
            ("国家某局".into(), 2024, "final_accounts", "department")
        );
        assert_eq!(
            cover(&["2026年", "某市信访局部门预算"]),
            ("某市信访局".into(), 2026, "budget", "department")
        );
        assert_eq!(
            cover(&["关于某市某中心2025年单位预算公开的说明"]),
            ("某市某中心".into(), 2025, "budget", "unit")
        );
        assert_eq!(
            cover(&["某街道办事处", "2026年部门预算及“三公”经费预算公开"]),
            ("某街道办事处".into(), 2026, "budget", "department")
        );
        assert_eq!(
            cover(&["某市委宣传部", "二〇二六年部门预算"]),
            ("某市委宣传部".into(), 2026, "budget", "department")
        );
        assert_eq!(
            cover(&["某区某局（部门）", "2019年度部门决算"]),
            ("某区某局".into(), 2019, "final_accounts", "department")
        );
    }
}
