//! Pass: what a column is for. Its head tells; where that does not, what stands in it.

use super::columns::{LayoutColumn, Role, Span};
use super::view::View;
use crate::catalog::LabelKind;
use crate::lex::stands_for_blank;

pub(super) fn column_to_role(
    view: &View,
    body: usize,
    columns: &[LayoutColumn],
    index: usize,
) -> Role {
    let column = &columns[index];
    let (mut amounts, mut plain, mut codes, mut words, mut long) = (0, 0, 0, 0, 0);
    for r in body..view.grid.rows() {
        for c in column.span.into_iter().flat_map(Span::columns) {
            let Some(cell) =
                view.cell(r, c).filter(|x| x.row == r && x.col == c && !x.lines.is_empty())
            else {
                continue;
            };
            let text = cell.text();
            if cell.token.code().is_some() {
                codes += 1;
            } else if cell.token.figure().is_some() {
                amounts += 1;
                plain += usize::from(cell.token.is_amount());
            } else if !stands_for_blank(text) {
                words += 1;
                long += usize::from(text.chars().count() > 30);
            }
        }
    }
    let leaf = column.path.last();
    let label = leaf.and_then(|h| h.label);
    let measured = column.has_measure_head();
    match label {
        Some(LabelKind::Count) => return Role::Label(LabelKind::Remark),
        Some(LabelKind::Ordinal) if plain == 0 => return Role::Label(LabelKind::Ordinal),
        Some(LabelKind::UnitCode) if plain == 0 => return Role::Label(LabelKind::UnitCode),
        Some(LabelKind::Code) if plain == 0 => return Role::Label(LabelKind::Code),
        Some(LabelKind::Remark) if plain == 0 || words > plain => {
            return Role::Label(LabelKind::Remark);
        }
        Some(kind) if plain == 0 && !measured => return Role::Label(kind),
        _ => {}
    }
    if plain > 0 && plain + amounts >= words {
        return Role::Measure;
    }
    // 5882200 below 合计 has as many digits as a code, and is none; nor is one below a head to the right of that.
    let right =
        || !column.path.is_empty() && columns[..index].iter().any(LayoutColumn::has_measure_head);
    if label.is_none() && words == 0 && codes + amounts > 0 && (measured || right()) {
        return Role::Measure;
    }
    if codes > 0 && codes >= words {
        return Role::Label(if words > 0 { LabelKind::Name } else { LabelKind::Code });
    }
    if amounts > 0 && words == 0 {
        // Two-digit parts of codes beside a code column.
        return if label == Some(LabelKind::Code) {
            Role::Label(LabelKind::Code)
        } else {
            Role::Measure
        };
    }
    if words > 0 && !measured {
        if long * 2 > words {
            return Role::Label(LabelKind::Remark);
        }
        // Words behind the last measure are remarks; before a measure they name its rows.
        let last = !columns[index + 1..].iter().any(|c| c.has_measure_head())
            && columns[..index].iter().any(|c| c.has_measure_head());
        return Role::Label(label.unwrap_or(if last {
            LabelKind::Remark
        } else {
            LabelKind::Name
        }));
    }
    if words > 0 && amounts == 0 && label.is_some() {
        return Role::Label(label.unwrap_or(LabelKind::Name));
    }
    Role::Measure
}
