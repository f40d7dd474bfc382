//! The body's name where no cover prints it, and the budget units that a list names.

use super::LENGTHS_OF_NAMES;
use crate::catalog::identity::Identities;
use crate::lex;
use crate::model::{GridCell, Outline, Rebuilt, SectionKind, squeeze};

/// 编制单位：, 部门名称：, 单位： lines above or in the tables; the one printed most often.
pub(super) fn from_labels(outline: &Outline, rebuilt: &Rebuilt) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let lines = outline.lines.iter().flatten().map(|line| &line.text);
    let lines = lines.filter(|text| squeeze(text).contains(':')).cloned();
    let cells = rebuilt.tables.iter().flat_map(|t| &t.grids).flat_map(|g| &g.cells);
    let cells = cells.filter(|c| c.row < 4).map(GridCell::text);
    for name in lines.chain(cells).filter_map(|text| labelled(&text)) {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1)).map(|(name, _)| name)
}

/// The name behind such a label. The line may go on with the unit of amount.
fn labelled(text: &str) -> Option<String> {
    let Identities { patterns: p, words } = Identities::embedded();
    let text = squeeze(&lex::printed(text));
    let behind = p.labelled.captures(&text)?.get(1)?.as_str();
    let ends = words.money_behind.iter().filter_map(|word| behind.find(word.as_str()));
    let name = behind[..ends.min().unwrap_or(behind.len())].trim_end_matches(':');
    let is_name = LENGTHS_OF_NAMES.contains(&name.chars().count())
        && !words.money.iter().any(|unit| unit == name)
        && !p.not_a_name.is_match(name);
    is_name.then(|| name.to_string())
}

/// The cell behind 部门（单位）名称 in a performance table.
pub(super) fn from_performance(rebuilt: &Rebuilt) -> Option<String> {
    let label = &Identities::embedded().patterns.performance_name;
    let tables = rebuilt.tables.iter().filter(|t| t.section.kind == SectionKind::Performance);
    tables.flat_map(|t| &t.grids).find_map(|grid| {
        grid.cells.iter().filter(|c| label.is_match(&squeeze(&c.text()))).find_map(|label| {
            let behind = |c: &&GridCell| c.row == label.row && c.col == label.col + label.colspan;
            let name = grid.cells.iter().find(behind)?.text();
            LENGTHS_OF_NAMES.contains(&name.chars().count()).then_some(name)
        })
    })
}

/// The list of budget units (预算单位构成): a grid whose header says 单位名称 and that states no amounts.
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
            return names;
        }
    }
    Vec::new()
}
