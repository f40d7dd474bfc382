//! One evaluated equation: a row of checks.csv (docs/contract/checks.md).

use super::{At, Basis, Code, ColumnId, ItemId, Key, Place, Side, TableId};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The outcome of an equation.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The residual is zero, or the rule without arithmetic holds.
    Exact,
    /// Independent rounding of the printed figures can explain the residual.
    Rounding,
    /// The page contradicts itself.
    Mismatch,
    /// The disclosure has no such relation.
    NotApplicable,
    /// The relation exists and could not be evaluated.
    NotChecked,
}

impl Verdict {
    /// The one of the two that a reader of a figure must know first: that the page contradicts itself, then that nothing
    /// could be told.
    pub fn worse(self, other: Verdict) -> Verdict {
        let badness = |verdict| match verdict {
            Verdict::NotApplicable => 0,
            Verdict::Exact => 1,
            Verdict::Rounding => 2,
            Verdict::NotChecked => 3,
            Verdict::Mismatch => 4,
        };
        if badness(other) > badness(self) { other } else { self }
    }

    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::Rounding => "rounding",
            Verdict::Mismatch => "mismatch",
            Verdict::NotApplicable => "not_applicable",
            Verdict::NotChecked => "not_checked",
        }
    }
}

/// What an equation is about: whose stated figure it checks, as far as it has one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Stated {
    /// The document.
    #[default]
    Document,
    /// A table, its row, and the cell of the row in a column.
    Table {
        /// Table.
        table: TableId,
        /// Row.
        row: Option<StatedRow>,
        /// Column.
        column: Option<ColumnId>,
        /// Basis of the column.
        basis: Option<Basis>,
    },
    /// The explanation in prose.
    Prose {
        /// What the figure is of.
        key: Option<Key>,
        /// Subject code, empty for none.
        code: String,
    },
    /// The performance tables.
    Performance {
        /// Number and name of the project.
        project: Option<(u32, String)>,
        /// The column of performance.csv that the check is on; empty for all of its funds.
        column: String,
    },
}

/// A row that states a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedRow {
    /// Side of a two-sided table.
    pub side: Side,
    /// 1-based position among the rows of that side.
    pub number: u32,
    /// Budget unit, empty for none.
    pub unit: String,
    /// Subject code.
    pub code: Option<Code>,
    /// What its label names.
    pub item: Option<ItemId>,
}

impl Stated {
    /// Stands for the prose where the output has a table.
    pub const PROSE: &'static str = Against::PROSE;
    /// Stands for the performance tables where the output has a table.
    pub const PERFORMANCE: &'static str = Against::PERFORMANCE;

    /// A table as a whole.
    pub fn table(table: impl Into<TableId>) -> Stated {
        Stated::Table { table: table.into(), row: None, column: None, basis: None }
    }

    /// The prose as a whole.
    pub fn prose() -> Stated {
        Stated::Prose { key: None, code: String::new() }
    }

    /// Its row of a table.
    pub fn row(&self) -> Option<&StatedRow> {
        match self {
            Stated::Table { row, .. } => row.as_ref(),
            _ => None,
        }
    }

    /// The table in the output; empty for the document.
    pub fn table_id(&self) -> &str {
        match self {
            Stated::Document => "",
            Stated::Table { table, .. } => table.as_str(),
            Stated::Prose { .. } => Stated::PROSE,
            Stated::Performance { .. } => Stated::PERFORMANCE,
        }
    }

    /// The subject code, empty for none.
    pub fn code(&self) -> &str {
        match self {
            Stated::Prose { code, .. } => code,
            _ => self.row().and_then(|r| r.code.as_ref()).map_or("", |c| &c.digits),
        }
    }

    /// The item, the key of a figure of the prose or the name of a project; empty for none.
    pub fn item(&self) -> &str {
        match self {
            Stated::Prose { key, .. } => key.as_ref().map_or("", Key::as_str),
            Stated::Performance { project, .. } => project.as_ref().map_or("", |(_, name)| name),
            _ => self.row().and_then(|r| r.item.as_ref()).map_or("", ItemId::as_str),
        }
    }

    /// The column, empty for none.
    pub fn column(&self) -> &str {
        match self {
            Stated::Table { column, .. } => column.as_ref().map_or("", ColumnId::as_str),
            Stated::Performance { column, .. } => column,
            _ => "",
        }
    }

    /// The basis of the column.
    pub fn basis(&self) -> Option<Basis> {
        match self {
            Stated::Table { basis, .. } => *basis,
            _ => None,
        }
    }
}

/// What stands on the other side of an equation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Against {
    /// A table.
    Table(TableId),
    /// The explanation in prose.
    Prose,
    /// The performance tables.
    Performance,
}

impl Against {
    const PROSE: &'static str = "narrative";
    const PERFORMANCE: &'static str = "performance";

    /// The word in the output.
    pub fn as_str(&self) -> &str {
        match self {
            Against::Table(table) => table.as_str(),
            Against::Prose => Against::PROSE,
            Against::Performance => Against::PERFORMANCE,
        }
    }
}

impl<T: Into<TableId>> From<T> for Against {
    fn from(table: T) -> Against {
        Against::Table(table.into())
    }
}

/// One equation, evaluated. Amounts in yuan, rates in percentage points, counts as they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The equation, by its id in docs/contract/checks.md.
    #[serde(skip)]
    pub rule: &'static str,
    /// What states the figure.
    pub stated: Stated,
    /// The tables and the like on the other side; empty within one table.
    pub against: Vec<Against>,
    /// The stated figure.
    pub lhs: Option<Decimal>,
    /// What it should equal.
    pub rhs: Option<Decimal>,
    /// lhs − rhs, or by how much an inequality fails.
    pub residual: Option<Decimal>,
    /// Number of addends.
    pub terms: Option<u32>,
    /// What independent rounding can explain.
    pub bound: Option<Decimal>,
    /// Outcome.
    pub verdict: Verdict,
    /// Why, for all but plain outcomes.
    pub reason: String,
    /// Where the stated figure stands.
    pub at: Option<At>,
    /// The figures that `rhs` is the sum of; empty for rates.
    pub addends: Vec<Addend>,
}

/// A figure that another one is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Addend {
    /// What it is worth; subtrahends are negative.
    pub value: Decimal,
    /// Where its cell stands; `None` for a figure of the prose or of another document.
    pub place: Option<Place>,
}
