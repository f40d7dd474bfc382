//! Totals printed across the blocks of a wide table: 公用经费合计 stands below one block's heads, its figure below those of
//! the last, and no rulings say that they belong together.

use super::Context;
use super::draft::Draft;
use crate::catalog::ItemSide;
use crate::model::Cell;
use hashbrown::HashMap;

/// Gives figures without a label to the total in the same line that has none, if nothing is printed between them.
pub(super) fn join(drafts: &mut Vec<Draft>, cx: &Context) {
    if drafts.iter().all(|draft| draft.block == 0) {
        return;
    }
    let is_total = |text: &str| {
        cx.catalog
            .items
            .identify(text, ItemSide::Coded, |_| false)
            .is_some_and(|item| item.as_str().ends_with("total"))
    };
    // The last draft of each line: blocks follow each other.
    let mut lines: HashMap<(u32, u32), usize> = HashMap::new();
    for at in 0..drafts.len() {
        let (before, after) = drafts.split_at_mut(at);
        let draft = &mut after[0];
        let left =
            lines.insert((draft.page, draft.top.to_bits()), at).map(|left| &mut before[left]);
        let alone = |left: &&mut Draft| {
            left.block < draft.block
                && left.side == draft.side
                && !draft.has_label()
                && !left.has_figures()
                && left.cells.len() == draft.cells.len()
                && left.labels.iter().any(|l| is_total(&l.text))
        };
        if let Some(left) = left.filter(alone) {
            let figures = std::mem::take(&mut draft.cells);
            left.cells = left
                .cells
                .iter()
                .zip(figures)
                .map(|(blank, figure)| Cell { column: blank.column, ..figure })
                .collect();
        }
    }
    drafts.retain(|draft| !draft.is_blank());
}

#[cfg(test)]
mod tests {
    use super::super::draft::LabelGroup;
    use super::*;
    use crate::catalog::{Catalog, LabelKind};
    use crate::model::{Content, Rect, Side};

    fn draft(block: usize, top: f32, label: &str, stated: &str) -> Draft {
        let mut draft = Draft::new(Side::None, block, 1, top, false);
        let text = label.to_owned();
        let rect = Rect::default();
        draft.labels.push(LabelGroup {
            kind: LabelKind::Name,
            token: crate::lex::token(&text),
            text,
            rect,
            deeper: false,
            holds_units: None,
            group: String::new(),
            named: false,
            left: 0.0,
            indent: None,
        });
        let content = if stated.is_empty() { Content::Blank } else { Content::Other };
        draft.cells.push(Cell {
            column: block,
            content,
            stated: stated.into(),
            page: 1,
            rect,
            doubt: None,
        });
        draft
    }

    fn joined(drafts: &[(usize, f32, &str, &str)]) -> Vec<String> {
        let mut drafts = drafts
            .iter()
            .map(|&(block, top, label, stated)| draft(block, top, label, stated))
            .collect();
        join(&mut drafts, &Context { catalog: &Catalog::builtin().unwrap(), year: None });
        drafts
            .iter()
            .map(|d| format!("{} {} {}", d.labels[0].text, d.cells[0].column, d.cells[0].stated))
            .collect()
    }

    #[test]
    fn a_figure_goes_to_the_total_in_its_line_that_has_none() {
        let line = [
            (0, 90.0, "人员经费合计", "7.00"),
            (1, 90.0, "公用经费合计", ""),
            (2, 90.0, "", "5.00"),
        ];
        assert_eq!(joined(&line), ["人员经费合计 0 7.00", "公用经费合计 1 5.00"]);
        for not in [
            [(0, 90.0, "人员经费合计", "7.00"), (1, 90.0, "办公费", ""), (2, 90.0, "", "5.00")],
            [
                (0, 90.0, "人员经费合计", "7.00"),
                (1, 90.0, "公用经费合计", "2.00"),
                (2, 90.0, "", "5.00"),
            ],
            [
                (0, 90.0, "人员经费合计", "7.00"),
                (1, 70.0, "公用经费合计", ""),
                (2, 90.0, "", "5.00"),
            ],
            [
                (0, 90.0, "人员经费合计", "7.00"),
                (1, 90.0, "公用经费合计", ""),
                (2, 90.0, "办公费", "5.00"),
            ],
        ] {
            assert_eq!(joined(&not).len(), 3, "{not:?}");
        }
    }
}
