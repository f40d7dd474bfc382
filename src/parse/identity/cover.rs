//! Covers: whose disclosure it is, of which year, of what kind.

use super::LENGTHS_OF_NAMES;
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
pub(super) fn from_cover(lines: &[Line], id: &mut Identity) {
    let p = &Identities::embedded().patterns;
    let mut title: Vec<String> = Vec::new();
    let mut behind: Vec<String> = Vec::new();
    let mut closed = false;
    for line in lines {
        let printed = lex::printed(&line.text);
        let t = squeeze(&printed);
        if let Some(m) = p.labelled.captures(&t) {
            id.unit_name.get_or_insert_with(|| m[1].to_string());
        } else if p.date.is_match(&t) || is_number_or_date(&t) {
            continue;
        } else if closed {
            behind.push(printed);
        } else {
            title.push(printed);
            closed = p.kind.is_match(&squeeze(&title.concat()));
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
    let Identities { patterns: p, words } = Identities::embedded();
    t.is_empty()
        || is_page_number(t)
        || (p.not_a_name.is_match(t) && !p.year.is_match(t))
        || t.starts_with(&words.appendix)
}

/// Year, kind and scope out of a title.
pub(super) fn read_title(title: &str, id: &mut Identity) {
    let Identities { patterns: p, words } = Identities::embedded();
    id.fiscal_year = id
        .fiscal_year
        .or_else(|| p.year.captures(title)?[1].parse().ok())
        .or_else(|| year_in_numerals(title));
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
fn title_to_name(title: &str) -> Option<String> {
    let Identities { patterns: p, words } = Identities::embedded();
    let left = p.around_name.replace_all(title, "");
    let name = left.trim_matches(|c: char| words.ends_of_name.contains(c)).to_string();
    let long = LENGTHS_OF_NAMES.contains(&name.chars().count());
    (long && !p.not_a_name.is_match(&squeeze(&name))).then_some(name)
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
