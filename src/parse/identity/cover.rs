//! Covers: whose disclosure it is, of which year, of what kind.

use super::name::{cleaned, is_place};
use crate::catalog::Titles;
use crate::catalog::identity::Identities;
use crate::lex::{self, is_page_number};
use crate::model::{Identity, Kind, Line, Outline, Page, Rebuilt, Scope, squeeze};

/// The cover: the lines of the first page, if it holds little text and no table; of a first page of prose or contents
/// its title alone; of a table nothing. Watermarks and running headers are left out.
pub(super) fn cover_lines(pages: &[Page], outline: &Outline, rebuilt: &Rebuilt) -> Vec<Line> {
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
    let contents = outline.is_contents(0);
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
///    Gives back what may be the name, and does not end as those of bodies do.
pub(super) fn from_cover(lines: &[Line], titles: &Titles, id: &mut Identity) -> Option<String> {
    let p = &Identities::embedded().patterns;
    let mut title: Vec<String> = Vec::new();
    let mut behind: Vec<String> = Vec::new();
    let mut closed = false;
    for line in lines {
        let printed = lex::printed(&line.text);
        let t = squeeze(&printed);
        if let Some(m) = p.labelled.captures(&t) {
            id.unit_name = id.unit_name.take().or_else(|| cleaned(&m[1], titles));
        } else if p.date.is_in(&t) || is_number_or_date(&t) {
            continue;
        } else if closed {
            behind.push(printed);
        } else {
            title.push(printed.trim_end_matches(['。', '；', '，']).to_owned());
            closed = p.kind.is_in(&squeeze(&title.concat()));
        }
    }
    if !closed {
        // No line says what it is: a title page of another kind.
        return None;
    }
    read_title(&squeeze(&title.concat()), id);
    let bare = |line: &Line| p.bare_year.captures(&squeeze(&line.text))?[1].parse().ok();
    id.fiscal_year = id.fiscal_year.or_else(|| lines.iter().find_map(bare));
    let names = [title.concat(), behind.concat()].map(|text| title_to_name(&text, titles));
    let government = id.scope == Some(Scope::Government);
    let mut names = names.into_iter().flatten().filter(|name| government || !is_place(name));
    let first = names.next()?;
    if government || titles.is_body(&first) {
        id.unit_name.get_or_insert(first);
        return None;
    }
    id.unit_name = id.unit_name.take().or_else(|| names.find(|name| titles.is_body(name)));
    Some(first)
}

fn is_number_or_date(t: &str) -> bool {
    let Identities { patterns: p, words } = Identities::embedded();
    t.is_empty()
        || is_page_number(t)
        || (p.not_a_name.is_in(t) && !p.year.is_in(t))
        || t.starts_with(&words.appendix)
}

/// Year, kind and scope out of a title.
pub(super) fn read_title(title: &str, id: &mut Identity) {
    let Identities { patterns: p, words } = Identities::embedded();
    let of_government =
        p.government.is_in(title) && p.kind.captures(title).is_none_or(|m| m.get(1).is_none());
    let years = || p.year.all_in(title).filter_map(|m| m[1].parse().ok());
    // 2025年预算执行情况和2026年预算草案 is of the later year.
    let year = if of_government { years().max() } else { years().next() };
    id.fiscal_year = id.fiscal_year.or(year).or_else(|| year_in_numerals(title));
    if of_government && p.kind.is_in(title) {
        id.scope.get_or_insert(Scope::Government);
    }
    if let Some(m) = p.kind.captures(title) {
        let final_accounts = m[2] == words.final_accounts;
        id.kind.get_or_insert(if final_accounts { Kind::FinalAccounts } else { Kind::Budget });
        if let Some(s) = m.get(1) {
            let unit = s.as_str() == words.unit;
            id.scope.get_or_insert(if unit { Scope::Unit } else { Scope::Department });
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
    let found = Identities::embedded().patterns.numerals.captures(title);
    found.map(|m| 2000 + 10 * digit(&m[1]) + digit(&m[2]))
}

/// The body's name in a cover title: what is left without year, 部门预算 and the words around them.
fn title_to_name(title: &str, titles: &Titles) -> Option<String> {
    let left = Identities::embedded().patterns.around_name.without(title);
    cleaned(&left, titles)
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
        let titles = crate::catalog::Catalog::builtin().unwrap().titles;
        let other = from_cover(&lines, &titles, &mut id);
        (
            id.unit_name.or(other).unwrap_or_default(),
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
    #[test]
    fn covers_of_other_layouts() {
        for (lines, name, year, kind, scope) in [
            (
                &["某市医疗保障局部门 2026 年度部门预算", "信息公开"][..],
                "某市医疗保障局",
                2026,
                "budget",
                "department",
            ),
            (&["某局 2026 部门预算"], "", 2026, "budget", "department"),
            (&["某市某局2026部门预算"], "某市某局", 2026, "budget", "department"),
            (&["（2026年度）", "某市某局", "部门预算"], "某市某局", 2026, "budget", "department"),
            (
                &["2024年度部门决算公开报告", "单位名称：某市某局", "编报日期：2025年8月"],
                "某市某局",
                2024,
                "final_accounts",
                "department",
            ),
            (
                &["某市某局（本级）2026年度单位预算公开。"],
                "某市某局（本级）",
                2026,
                "budget",
                "unit",
            ),
            (&["2026年预算公开", "某县某局", "2026年2月"], "某县某局", 2026, "budget", ""),
            (&["某省2026年省级部门预算", "某省某厅"], "某省某厅", 2026, "budget", "department"),
            (&["附件2", "某市某局2026年部门预算公开表"], "某市某局", 2026, "budget", "department"),
            (
                &["2025年度", "某市花卉试验场", "单位决算"],
                "某市花卉试验场",
                2025,
                "final_accounts",
                "unit",
            ),
            (&["2026", "某市某局", "部门预算"], "某市某局", 2026, "budget", "department"),
            (&["某某市2025年财政总决算"], "某某市", 2025, "final_accounts", "government"),
            (
                &["关于某某县2025年预算执行情况和2026年预算草案的报告"],
                "某某县",
                2026,
                "budget",
                "government",
            ),
            (&["某某区2025年度政府决算公开"], "某某区政府", 2025, "final_accounts", "government"),
        ] {
            assert_eq!(cover(lines), (name.into(), year, kind, scope), "{lines:?}");
        }
    }
}
