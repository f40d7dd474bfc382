//! The layout of a table: its columns, what each is for and why, the blocks that they form. `columns` and `role` find it
//! out; every later pass reads the rows by it.

use super::header::row_signature;
use super::view::View;
use crate::catalog::{Head, LabelKind};
use crate::model::{Heads, MoneyUnit, squeezed};

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Role {
    /// Labels of this kind.
    Label(LabelKind),
    /// Figures.
    Measure,
}

impl Role {
    /// In a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Measure => "measure",
            Role::Label(LabelKind::Code) => "code",
            Role::Label(LabelKind::Name) => "name",
            Role::Label(LabelKind::Unit) => "unit",
            Role::Label(LabelKind::UnitCode) => "unit code",
            Role::Label(LabelKind::Ordinal) => "ordinal",
            Role::Label(LabelKind::Remark | LabelKind::Count) => "remark",
        }
    }
}

/// Why a column is for what it is for; the whole sentence is for people who look for a wrong amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Its head names labels, and no amount speaks against it.
    LabelHead,
    /// Its head counts things.
    CountHead,
    /// The row of column numbers numbers it.
    Numbered,
    /// The row of column numbers marks it as a label.
    Marked,
    /// Percentages stand in it.
    Percents,
    /// Its cells count the rows.
    Counting,
    /// Mostly amounts stand in it.
    Amounts,
    /// Digits below a head of measures, or right of one.
    DigitsBelowMeasure,
    /// Mostly codes stand in it.
    Codes,
    /// Numbers and no words stand in it.
    Numbers,
    /// Digits that could be codes, and are not of the lists.
    UnlistedCodes,
    /// Whole numbers under a head that nobody knows, where money is printed with decimals.
    WholeNumbers,
    /// Sentences stand in it.
    Sentences,
    /// Words behind the last measure.
    WordsBehind,
    /// Words before a measure name its rows.
    WordsBefore,
    /// Words below a head of labels.
    Words,
    /// Nothing tells: an empty column under a head of measures, or under none.
    Nothing,
}

impl Why {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::LabelHead => "its head names labels, and no amount below speaks against it",
            Why::CountHead => "its head counts things: what stands below is no money",
            Why::Numbered => "the row of column numbers numbers it",
            Why::Marked => "the row of column numbers marks it as a label",
            Why::Percents => "mostly percentages stand in it",
            Why::Counting => "its numbers count the rows",
            Why::Amounts => "mostly amounts stand in it",
            Why::DigitsBelowMeasure => "digits below a head of measures, or right of one",
            Why::Codes => "mostly codes stand in it",
            Why::Numbers => "numbers and no words stand in it",
            Why::UnlistedCodes => "its digits are no codes of subjects: the lists have hardly any",
            Why::WholeNumbers => "whole numbers under an unknown head, where money has decimals",
            Why::Sentences => "mostly sentences stand in it",
            Why::WordsBehind => "words behind the last measure",
            Why::WordsBefore => "words before a measure name its rows",
            Why::Words => "words and no numbers below a head of labels",
            Why::Nothing => "nothing else tells",
        }
    }
}

/// Grid columns side by side: the first and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// First.
    pub first: usize,
    /// Last.
    pub last: usize,
}

impl Span {
    /// The columns, left to right.
    pub fn columns(self) -> std::ops::RangeInclusive<usize> {
        self.first..=self.last
    }
}

/// How units are told in a column of names that they stand in too, as its head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitsAmong {
    /// 单位名称（科目）: what has no code is one.
    NoCode,
    /// 支出项目类别（资金使用单位）: what stands further left is one.
    Shallow,
}

/// A column of the table, over all its pages.
#[derive(Debug, Clone)]
pub(super) struct LayoutColumn {
    /// The grid columns that it is on its page; `None` on a page that has none for it.
    pub span: Option<Span>,
    /// Left and right edge there.
    pub x: (f32, f32),
    /// Heads from top to leaf.
    pub path: Vec<Head>,
    /// The same as printed, without white space.
    pub printed: Vec<String>,
    /// The unit that its own heads declare, whatever the table's: 基本支出（元） in a table of 万元.
    pub unit: Option<MoneyUnit>,
    /// What it is for.
    pub role: Role,
    /// Why.
    pub why: Why,
    /// A name column that is a further level of the one before: the same leaf, a group of levels (一级 | 二级 | 三级), or no
    /// head of its own.
    pub deeper: bool,
    /// The head of a name column says that units stand in it too.
    pub holds_units: Option<UnitsAmong>,
    /// Its leaf head is an item of the three-public table: figures stand below it.
    pub item: bool,
}

impl LayoutColumn {
    /// Do its heads say that it measures something?
    pub(super) fn has_measure_head(&self) -> bool {
        self.item || self.path.last().is_some_and(|h| h.is_measure())
    }

    /// Does the column hold figures?
    pub fn is_measure(&self) -> bool {
        self.role == Role::Measure
    }
}

/// The layout of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    /// Columns, left to right.
    pub columns: Vec<LayoutColumn>,
    /// First row below the header.
    pub body: usize,
    /// Column ranges of the blocks (first, last), left to right.
    pub blocks: Vec<(usize, usize)>,
    /// The header rows' texts, for telling a repeated header.
    pub signature: Vec<String>,
    /// All heads, for words that depend on each other (预算数 beside 决算数).
    pub all_heads: String,
    /// Its heads say otherwise than the first page's: its columns are not those, one by one.
    pub own: bool,
}

impl Layout {
    /// The kinds of its label columns.
    pub fn labels(&self) -> impl Iterator<Item = LabelKind> {
        self.columns.iter().filter_map(|c| match c.role {
            Role::Label(kind) => Some(kind),
            Role::Measure => None,
        })
    }

    /// The columns for people.
    pub fn heads(&self) -> Vec<Heads> {
        let block_of = |i: usize| self.blocks.iter().position(|b| (b.0..=b.1).contains(&i));
        let head = |(i, column): (usize, &LayoutColumn)| Heads {
            printed: column.printed.join("/"),
            role: column.role.as_str().into(),
            why: column.why.as_str(),
            block: block_of(i).unwrap_or_default(),
        };
        self.columns.iter().enumerate().map(head).collect()
    }

    /// Does row `r` print what a row of the header does?
    pub fn repeats_header(&self, view: &View, r: usize) -> bool {
        let Some(first) = view.printed(r).next() else { return false };
        let first = squeezed(first.text());
        self.signature.iter().any(|s| s.starts_with(&*first))
            && self.signature.contains(&row_signature(view, r))
    }

    /// The same layout on another page: each column's span is the grid columns whose middle lies in it, by
    /// position, or by count where both grids have as many columns.
    pub fn on_grid(&self, view: &View, first: &[f32]) -> Layout {
        let grid = view.grid;
        let same_count = first.len() == grid.xs.len();
        let mut layout = self.clone();
        for c in &mut layout.columns {
            if same_count {
                if let Some(span) = c.span {
                    c.x = (grid.xs[span.first], grid.xs[span.last + 1]);
                }
                continue;
            }
            let hits: Vec<usize> = (0..grid.cols())
                .filter(|&k| {
                    let mid = (grid.xs[k] + grid.xs[k + 1]) / 2.0;
                    mid >= c.x.0 && mid < c.x.1
                })
                .collect();
            let ends = hits.first().zip(hits.last());
            c.span = ends.map(|(&first, &last)| Span { first, last });
        }
        // A column of this page that several columns of the header share is the last label's among them, the
        // one beside the next figures.
        for k in 0..grid.cols() {
            let shared =
                |c: &LayoutColumn| (grid.xs[k]..grid.xs[k + 1]).contains(&((c.x.0 + c.x.1) / 2.0));
            let over: Vec<usize> = (0..layout.columns.len())
                .filter(|&i| !same_count && shared(&layout.columns[i]))
                .collect();
            if over.len() > 1
                && let Some(&home) = over.iter().rfind(|&&i| !layout.columns[i].is_measure())
            {
                over.iter().for_each(|&i| layout.columns[i].span = None);
                layout.columns[home].span = Some(Span { first: k, last: k });
            }
        }
        layout.body = 0;
        layout
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{grid, layout, rows};
    use super::*;

    #[test]
    fn columns_are_found_again_by_where_they_stand() {
        let first = grid("科目编码 | 科目名称 | 合计\n 208 | 社会保障 | 1.00");
        let mut second = grid("2080505养老 | 2.00");
        // The first column holds the middles of both labels: it is the name's, beside the figures.
        second.xs = vec![0.0, 90.0, 150.0];
        let moved = layout(&first).on_grid(&View::new(&second), &first.xs);
        let spans: Vec<Option<usize>> =
            moved.columns.iter().map(|c| c.span.map(|span| span.first)).collect();
        assert_eq!(spans, [None, Some(0), Some(1)]);
    }

    #[test]
    fn a_header_printed_again_is_no_row() {
        let head = "科目编码 | 科目名称 | 合计";
        let art = format!("{head}\n 208 | 甲 | 1.00\n {head}\n 210 | 乙 | 2.00");
        assert_eq!(rows("expenditure_summary", &[&art]), ["1 208 甲 1.00", "2 210 乙 2.00"]);
    }
}
