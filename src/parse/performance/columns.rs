//! Where the columns of a performance table stand.

use crate::catalog::performance::{Field, Performance};
use crate::model::GridCell;

/// Left and right edge of a column; `None` where the head names none.
pub(super) type Place = Option<(f32, f32)>;

/// Where the columns of the indicators stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Columns {
    pub level1: Place,
    pub level2: Place,
    pub level3: Place,
    pub value: Place,
    pub operator: Place,
    pub unit: Place,
    /// Of a list: the project's name, its money and its goal.
    pub project: Place,
    pub funds: [Place; 3],
    /// Parts of 财政拨款, where the list prints no column of their sum.
    pub fiscal_parts: [Place; 3],
    pub goal: Place,
    /// The projects of the list are bodies: it has no names of projects.
    pub by_unit: bool,
    /// What was reached, how it counts, and why it was missed.
    pub actual: Place,
    pub weight: Place,
    pub score: Place,
    pub reason: Place,
    /// Of a list: one cell with all indicators of the project.
    pub packed: Place,
    /// The names of the indicators begin with those of their groups: 产出指标数量指标次数.
    pub joined: bool,
}

impl Columns {
    /// A column of a self-evaluation, the first of its kind.
    fn evaluated(&mut self, field: Option<Field>, span: Place) {
        let slot = match field {
            Some(Field::Actual) => &mut self.actual,
            Some(Field::Weight) => &mut self.weight,
            Some(Field::Score) => &mut self.score,
            Some(Field::Reason) => &mut self.reason,
            _ => return,
        };
        *slot = slot.or(span);
    }
}

pub(super) const FUNDS: [Field; 3] = [Field::FundsTotal, Field::FundsFiscal, Field::FundsOther];

/// The columns that the rows of a head name; those of a list only where the head names projects.
pub(super) fn columns(head: &[Vec<&GridCell>], words: &Performance) -> Columns {
    let mut c = Columns::default();
    let mut unit = None;
    for cell in head.iter().flatten() {
        let span = Some((cell.rect.x0, cell.rect.x1));
        match words.field(&cell.text()) {
            Some(Field::Level1) => c.level1 = span,
            Some(Field::Level2) => c.level2 = span,
            Some(Field::Level3) if c.level3.is_none() => c.level3 = span, // 指标内容 may stand to its right
            Some(Field::Value) if c.value.is_none() => c.value = span,
            Some(Field::Operator) => c.operator = span,
            Some(Field::Unit) => c.unit = span,
            Some(Field::ProjectName) => c.project = span,
            Some(Field::AnnualGoal) => c.goal = span,
            Some(Field::Packed) => c.packed = span,
            Some(Field::ImplementingUnit) => unit = span,
            None if words.is_fiscal_part(&cell.text()) => {
                if let Some(slot) = c.fiscal_parts.iter_mut().find(|p| p.is_none()) {
                    *slot = span;
                }
            }
            None | Some(Field::GoalMet) => c.evaluated(words.column(&cell.text()), span),
            Some(field) => FUNDS
                .iter()
                .zip(&mut c.funds)
                .filter(|(f, _)| **f == field)
                .for_each(|(_, slot)| *slot = span),
        }
    }
    if c.project.is_none() && (c.goal.is_some() || c.funds[0].is_some()) {
        (c.project, c.by_unit) = (unit, unit.is_some());
    }
    // 绩效指标 beside 指标值 holds the names alone; over the heads of its levels it holds nothing.
    if c.packed.is_some() && c.level3.is_none() && c.value.is_some() {
        (c.level3, c.joined) = (c.packed, true);
    }
    c.packed = c.packed.filter(|_| c.level3.is_none());
    c
}

/// The cell among those of a row that covers the middle of a column.
pub(super) fn cell_at<'a>(row: &[&'a GridCell], place: Place) -> Option<&'a GridCell> {
    let (x0, x1) = place?;
    let x = (x0 + x1) / 2.0;
    row.iter().copied().find(|c| c.rect.x0 <= x && x <= c.rect.x1)
}

/// The text of the cell that begins in row `r` of a column.
pub(super) fn text_at(row: &[&GridCell], r: usize, place: Place) -> String {
    cell_at(row, place).filter(|c| c.row == r).map(GridCell::text).unwrap_or_default()
}
