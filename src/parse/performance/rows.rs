//! The rows of a performance table's grid, with what each labels.

use super::columns::{Columns, cell_at};
use crate::catalog::performance::{Field, Performance};
use crate::model::{Grid, GridCell, squeeze};

/// The cells of a grid by rows.
pub(super) struct Rows<'g> {
    page: u32,
    /// Those that begin in each row.
    pub starting: Vec<Vec<&'g GridCell>>,
    /// Those that stand in each row, of merged cells the rows below too.
    covering: Vec<Vec<&'g GridCell>>,
}

impl<'g> Rows<'g> {
    /// The rows of a grid.
    pub fn of(grid: &'g Grid) -> Rows<'g> {
        let mut starting: Vec<Vec<&GridCell>> = vec![Vec::new(); grid.rows()];
        let mut covering = starting.clone();
        for cell in &grid.cells {
            if let Some(row) = starting.get_mut(cell.row) {
                row.push(cell);
            }
            let end = cell.row.saturating_add(cell.rowspan).min(covering.len());
            covering.get_mut(cell.row..end).into_iter().flatten().for_each(|row| row.push(cell));
        }
        Rows { page: grid.page, starting, covering }
    }

    /// Where the heads of a list begin whose last row is `head`: cells of rows above reach into it.
    pub fn head_start(&self, head: usize) -> usize {
        /// Heads have no more rows.
        const DEEP: usize = 4;
        let reaches = |r: &usize| {
            let into =
                |c: &&&GridCell| !c.lines.is_empty() && c.row.saturating_add(c.rowspan) > head;
            self.starting[*r].iter().filter(into).count() > 1
        };
        (head.saturating_sub(DEEP)..head).find(reaches).unwrap_or(head)
    }

    /// Each row.
    pub fn iter<'r>(&'r self, words: &Performance) -> impl Iterator<Item = Row<'r, 'g>> {
        let filled = |row: &Vec<&GridCell>| row.iter().any(|c| !c.lines.is_empty());
        let first = self.starting.iter().position(filled).unwrap_or(0);
        let last = self.starting.iter().rposition(filled).unwrap_or(0);
        self.starting.iter().enumerate().map(move |(r, cells)| Row {
            page: self.page,
            r,
            rows: self.starting.len(),
            cells,
            covering: &self.covering[r],
            fields: (0..)
                .zip(cells)
                .filter_map(|(i, c)| Some((i, words.field(&c.text())?)))
                .collect(),
            inline: inline(cells, words),
            opens_page: false,
            first: r <= first,
            last: r == last,
        })
    }
}

/// A row of a grid.
pub(super) struct Row<'r, 'g> {
    /// 1-based page.
    pub page: u32,
    /// Its index, and the number of all.
    pub r: usize,
    pub rows: usize,
    /// The cells that begin in it.
    pub cells: &'r [&'g GridCell],
    /// The cells that stand in it.
    pub covering: &'r [&'g GridCell],
    /// Which of the former are labels.
    pub fields: Vec<(usize, Field)>,
    /// A label and its value in one cell: 项目名称：某项目.
    pub inline: Option<(Field, String)>,
    /// The first row below the head.
    pub opens_page: bool,
    /// No row before it prints anything.
    pub first: bool,
    /// The last row that prints something.
    pub last: bool,
}

impl Row<'_, '_> {
    /// Does it head the columns of indicators?
    pub fn heads_indicators(&self) -> bool {
        let has = |field: Field| self.fields.iter().any(|(_, f)| *f == field);
        let joined = has(Field::Packed) && has(Field::Operator) && !has(Field::ProjectName);
        has(Field::Level3) && (has(Field::Value) || has(Field::Level2))
            || joined && has(Field::Value)
    }

    /// The first row below the head that begins here. 绩效指标 may stand merged beside all its rows, too.
    pub fn head_end(&self) -> usize {
        let own = self.fields.iter().filter(|(_, f)| *f != Field::Packed);
        own.map(|(i, _)| self.r.saturating_add(self.cells[*i].rowspan)).max().unwrap_or(0)
    }

    /// Is it an indicator in these columns, by the names of its groups? A project may print no heads.
    pub fn lists(&self, columns: Columns, words: &Performance) -> bool {
        let group = |place| {
            cell_at(self.cells, place)
                .is_some_and(|c| words.groups.contains(&squeeze(&c.text()).to_string()))
        };
        columns.packed.is_none() && group(columns.level1) && group(columns.level2)
    }

    /// Does it end the indicators: with another project, or a remark left of their names?
    pub fn ends_indicators(&self, columns: Columns) -> bool {
        let begins = self.inline.as_ref().is_some_and(|(f, _)| *f == Field::ProjectName);
        begins
            || self.fields.iter().any(|(i, f)| match f {
                Field::ProjectName | Field::Total => true,
                Field::Closing | Field::Grade => {
                    self.cells[*i].rect.x1 <= columns.level3.map_or(0.0, |c| c.0) + 1.0
                }
                _ => false,
            })
    }
}

/// The label that a cell begins with, and its value behind it: behind a colon, or where the row has no other cell.
fn inline(cells: &[&GridCell], words: &Performance) -> Option<(Field, String)> {
    let mut filled = cells.iter().filter(|c| !c.lines.is_empty());
    let first = filled.next()?;
    let alone = filled.next().is_none();
    let text = squeeze(&first.text());
    let fields = [Field::ProjectName, Field::ManagingDepartment, Field::ImplementingUnit];
    let known = |field| words.labels_of(field).map(move |l| (field, l));
    let (field, label) = fields
        .into_iter()
        .flat_map(known)
        .filter(|(_, label)| text.starts_with(label))
        .max_by_key(|(_, label)| label.len())?;
    let value = &text[label.len()..];
    let behind = value.strip_prefix(':').or(Some(value).filter(|_| alone));
    let value = behind.filter(|v| v.chars().count() > 1 && !v.starts_with('('))?;
    (words.field(&text).is_none()).then(|| (field, value.to_owned()))
}
