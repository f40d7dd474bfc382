//! What titles, headings and lines say of year, kind and scope, where the cover does not.

use super::cover::read_title;
use crate::catalog::identity::Identities;
use crate::model::{Identity, Kind, Outline, Rebuilt, Scope, SectionKind, squeeze};
use std::collections::BTreeMap;

/// One scope is said so many times as often as the other.
const DECISIVE: usize = 3;

/// What the titles of tables say, and the lines above them.
pub(super) fn from_titles(rebuilt: &Rebuilt, id: &mut Identity) {
    let Identities { patterns: p, words } = Identities::embedded();
    let year = |text: &str| p.year.captures(text).and_then(|m| m[1].parse().ok());
    for t in rebuilt.tables.iter().filter(|t| t.section.kind == SectionKind::Table) {
        let title = squeeze(&t.section.title);
        let above = || {
            let mut lines = t.above.iter().map(|l| squeeze(&l.text));
            lines.find(|l| p.year.is_in(l) && !p.date.is_in(l)).and_then(|l| year(&l))
        };
        let kind = || {
            if title.contains(&words.final_accounts) {
                Some(Kind::FinalAccounts)
            } else {
                title.contains(&words.budget).then_some(Kind::Budget)
            }
        };
        id.fiscal_year = id.fiscal_year.or_else(|| year(&title)).or_else(above);
        id.kind = id.kind.or_else(kind);
        id.scope = id.scope.or_else(|| scope_of(&title));
    }
    let words = &words.titles;
    let performance = || {
        let tables = rebuilt.tables.iter().filter(|t| t.section.kind == SectionKind::Performance);
        tables.map(|t| squeeze(&t.section.title))
    };
    id.fiscal_year = id.fiscal_year.or_else(|| performance().find_map(|title| year(&title)));
    let of_performance =
        |holds: &[String]| performance().any(|t| holds.iter().any(|w| t.contains(w.as_str())));
    if id.scope.is_none() && of_performance(&words.whole_department) {
        id.scope = Some(Scope::Department);
    } else if id.scope.is_none() && of_performance(&words.whole_unit) {
        id.scope = Some(Scope::Unit);
    }
}

/// The scope that the title of a table names.
fn scope_of(title: &str) -> Option<Scope> {
    let words = &Identities::embedded().words.titles;
    let holds = |words: &[String]| words.iter().any(|w| title.contains(w.as_str()));
    if holds(&words.unit) {
        return Some(Scope::Unit);
    }
    (holds(&words.department) && !holds(&words.neither)).then_some(Scope::Department)
}

/// Headings such as 第二部分 2026年度部门预算表.
pub(super) fn from_headings(outline: &Outline, id: &mut Identity) {
    let p = &Identities::embedded().patterns;
    let complete =
        |id: &Identity| id.fiscal_year.is_some() && id.kind.is_some() && id.scope.is_some();
    for line in outline.lines.iter().flatten().filter(|l| l.text.chars().count() <= 40) {
        if complete(id) {
            return;
        }
        let t = squeeze(&line.text);
        if p.kind.is_in(&t) && !t.contains('。') && !p.date.is_in(&t) {
            read_title(&t, id);
        }
    }
}

/// What the rest of the document says most often: （2026年度）, 2026年部门预算 or 2026年预算数, 部门预算 against 单位预算, a line that
/// begins with 部门： or 单位：. A year that stands anywhere else is a date, or the year of something else.
pub(super) fn from_lines(outline: &Outline, id: &mut Identity) {
    if id.fiscal_year.is_some() && id.scope.is_some() {
        return;
    }
    let lines: Vec<String> = outline.lines.iter().flatten().map(|l| squeeze(&l.text)).collect();
    id.fiscal_year = id.fiscal_year.or_else(|| most_frequent_year(&lines));
    id.scope = id.scope.or_else(|| most_frequent_scope(&lines));
}

fn most_frequent_year(lines: &[String]) -> Option<u16> {
    let p = &Identities::embedded().patterns;
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for line in lines.iter().filter(|l| l.chars().count() <= 30 && !p.date.is_in(l)) {
        if line.contains(['。', ',', ';', ':']) {
            continue;
        }
        for found in p.of_year.all_in(line) {
            let year = found.get(1).or_else(|| found.get(2)).and_then(|m| m.as_str().parse().ok());
            year.into_iter().for_each(|year| *counts.entry(year).or_default() += 1);
        }
    }
    counts.into_iter().max_by_key(|&(year, n)| (n, year)).map(|(year, _)| year)
}

fn most_frequent_scope(lines: &[String]) -> Option<Scope> {
    let words = &Identities::embedded().words.lines;
    let count = |words: &[String], fits: fn(&str, &str) -> bool| {
        lines.iter().filter(|l| words.iter().any(|w| fits(l, w))).count()
    };
    let holds = |line: &str, word: &str| line.contains(word);
    let begins = |line: &str, word: &str| line.starts_with(word);
    let (department, unit) = (count(&words.hold_department, holds), count(&words.hold_unit, holds));
    // Cells and sentences speak of 部门预算 in general.
    let sure = department.max(unit) >= DECISIVE * department.min(unit).max(1);
    let held = if sure { department.cmp(&unit) } else { std::cmp::Ordering::Equal };
    match held
        .then_with(|| count(&words.begin_department, begins).cmp(&count(&words.begin_unit, begins)))
    {
        std::cmp::Ordering::Greater => Some(Scope::Department),
        std::cmp::Ordering::Less => Some(Scope::Unit),
        std::cmp::Ordering::Equal => None,
    }
}
