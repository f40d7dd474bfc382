//! Why an equation was not worked out. The words of both lists stand in LEDGER.md.

use std::fmt;

/// The disclosure has no such relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotApplicable {
    /// The document has none of the disclosure's tables.
    NoTables,
    /// This layout has no such table.
    NoSuchTable,
    /// The budget has no money of this fund.
    NoSuchFund,
    /// The tables print no such funding source.
    NoSuchSource,
    /// The tables print no such column.
    NoSuchColumn,
    /// The table prints no such row, or no total.
    NoSuchRow,
    /// The table prints no codes of that classification.
    NoCodes,
    /// The table lists units, not subjects.
    ListedByUnit,
    /// The relation holds in budgets only.
    FinalAccounts,
    /// The relation holds in final accounts only.
    Budget,
    /// The document has no explanation in prose.
    NoProse,
    /// The prose states no such figure.
    NotInProse,
    /// The document has no performance tables.
    NoPerformanceTables,
    /// The document has no contents page that announces tables.
    NoContentsPage,
    /// The tables print no unit names.
    NoUnitNames,
    /// The table lists parts of subjects that it does not name.
    Subdivided,
    /// Carry-over makes the two sides differ lawfully.
    Carryover,
    /// The code is not in the project's list.
    UnknownCode,
    /// The documents that the relation compares are not all in the batch.
    NotInBatch,
    /// Nothing is stated that the rule speaks of.
    NothingStated,
}

impl NotApplicable {
    /// The reason in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            NotApplicable::NoTables => "no tables",
            NotApplicable::NoSuchTable => "no such table",
            NotApplicable::NoSuchFund => "no such fund",
            NotApplicable::NoSuchSource => "no such funding source",
            NotApplicable::NoSuchColumn => "no such column",
            NotApplicable::NoSuchRow => "no such row",
            NotApplicable::NoCodes => "no codes of that classification",
            NotApplicable::ListedByUnit => "listed by unit",
            NotApplicable::FinalAccounts => "not in final accounts",
            NotApplicable::Budget => "not in budgets",
            NotApplicable::NoProse => "no prose",
            NotApplicable::NotInProse => "not in the prose",
            NotApplicable::NoPerformanceTables => "no performance tables",
            NotApplicable::NoContentsPage => "no contents page",
            NotApplicable::NoUnitNames => "no unit names in the tables",
            NotApplicable::Subdivided => "subdivided without a heading",
            NotApplicable::Carryover => "carry-over makes them differ lawfully",
            NotApplicable::UnknownCode => "code not in the list",
            NotApplicable::NotInBatch => "not in the batch",
            NotApplicable::NothingStated => "nothing stated",
        }
    }

    /// All, for LEDGER.md.
    pub const ALL: [NotApplicable; 20] = [
        NotApplicable::NoTables,
        NotApplicable::NoSuchTable,
        NotApplicable::NoSuchFund,
        NotApplicable::NoSuchSource,
        NotApplicable::NoSuchColumn,
        NotApplicable::NoSuchRow,
        NotApplicable::NoCodes,
        NotApplicable::ListedByUnit,
        NotApplicable::FinalAccounts,
        NotApplicable::Budget,
        NotApplicable::NoProse,
        NotApplicable::NotInProse,
        NotApplicable::NoPerformanceTables,
        NotApplicable::NoContentsPage,
        NotApplicable::NoUnitNames,
        NotApplicable::Subdivided,
        NotApplicable::Carryover,
        NotApplicable::UnknownCode,
        NotApplicable::NotInBatch,
        NotApplicable::NothingStated,
    ];
}

/// The relation exists and could not be evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotChecked {
    /// A cell of the equation is printed and could not be read.
    Unread,
    /// The figure that should state the sum is blank, its addends are not.
    Blank,
    /// A table that every such disclosure has was not found.
    TableMissing,
    /// Items of this 款 are withheld (涉密): every table that prints it exceeds its 项 alike.
    Withheld,
    /// The sum does not fit 28 digits.
    TooLarge,
    /// How the rows of the table nest cannot be told.
    Nesting,
    /// The kind of disclosure or its year is not known.
    UnknownIdentity,
    /// The figure that a change or rate refers to is not stated.
    NoBase,
    /// The prose lists a selection only.
    Selection,
}

impl NotChecked {
    /// The reason in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            NotChecked::Unread => "cell unread",
            NotChecked::Blank => "stated figure blank",
            NotChecked::TableMissing => "table missing",
            NotChecked::Withheld => "withheld",
            NotChecked::TooLarge => "too large",
            NotChecked::Nesting => "nesting unknown",
            NotChecked::UnknownIdentity => "kind or year unknown",
            NotChecked::NoBase => "base not stated",
            NotChecked::Selection => "selection only",
        }
    }

    /// All, for LEDGER.md.
    pub const ALL: [NotChecked; 9] = [
        NotChecked::Unread,
        NotChecked::Blank,
        NotChecked::TableMissing,
        NotChecked::Withheld,
        NotChecked::TooLarge,
        NotChecked::Nesting,
        NotChecked::UnknownIdentity,
        NotChecked::NoBase,
        NotChecked::Selection,
    ];
}

impl fmt::Display for NotApplicable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for NotChecked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
