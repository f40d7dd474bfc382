//! Why an equation was not worked out. The words of both lists stand in LEDGER.md.

use std::fmt;

/// Declares an enum from its list: what is not in the list is no reason, so none can be forgotten in it.
macro_rules! reasons {
    ($(#[$about:meta])* $Reason:ident $($(#[$meaning:meta])* $name:ident: $word:literal;)+) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $Reason {
            $($(#[$meaning])* $name,)+
        }

        impl $Reason {
            /// All, in the order of the list.
            pub const ALL: [$Reason; [$($word),+].len()] = [$($Reason::$name),+];

            /// The reason in the output.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($Reason::$name => $word,)+
                }
            }
        }

        impl fmt::Display for $Reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

reasons! {
    /// The disclosure has no such relation.
    NotApplicable

    /// The document has none of the disclosure's tables.
    NoTables: "no tables";
    /// This layout has no such table.
    NoSuchTable: "no such table";
    /// The budget has no money of this fund.
    NoSuchFund: "no such fund";
    /// The tables print no such funding source.
    NoSuchSource: "no such funding source";
    /// The tables print no such column.
    NoSuchColumn: "no such column";
    /// The table prints no such row, or no total.
    NoSuchRow: "no such row";
    /// The table prints no codes of that classification.
    NoCodes: "no codes of that classification";
    /// The table lists units, not subjects.
    ListedByUnit: "listed by unit";
    /// The relation holds in budgets only.
    FinalAccounts: "not in final accounts";
    /// The relation holds in final accounts only.
    Budget: "not in budgets";
    /// The document has no explanation in prose.
    NoProse: "no prose";
    /// The prose states no such figure.
    NotInProse: "not in the prose";
    /// The document has no performance tables.
    NoPerformanceTables: "no performance tables";
    /// The document has no self-evaluations.
    NoSelfEvaluations: "no self-evaluations";
    /// The document has no contents page that announces tables.
    NoContentsPage: "no contents page";
    /// The tables print no unit names.
    NoUnitNames: "no unit names in the tables";
    /// The table lists parts of subjects that it does not name.
    Subdivided: "subdivided without a heading";
    /// Carry-over makes the two sides differ lawfully.
    Carryover: "carry-over makes them differ lawfully";
    /// The code is not in the project's list.
    UnknownCode: "code not in the list";
    /// The printed name is near to the code's and not the same, or the list is not sure of the code's name that year.
    UnsureName: "name not surely the code's";
    /// The documents that the relation compares are not all in the batch.
    NotInBatch: "not in the batch";
    /// Nothing is stated that the rule speaks of.
    NothingStated: "nothing stated";
}

reasons! {
    /// The relation exists and could not be evaluated. `advice.rs` says of each what to do.
    NotChecked

    /// A cell of the equation is printed and could not be read.
    Unread: "cell unread";
    /// The figure that should state the sum is blank, its addends are not.
    Blank: "stated figure blank";
    /// A table that every such disclosure has was not found.
    TableMissing: "table missing";
    /// Documents that the batch should have beside this one are not in it.
    DocumentMissing: "document missing";
    /// Items of this 款 are withheld (涉密): every table that prints it exceeds its 项 alike. Or a note says that a list
    /// leaves rows out.
    Withheld: "withheld";
    /// The sum does not fit 28 digits.
    TooLarge: "too large";
    /// How the rows of the table nest cannot be told.
    Nesting: "nesting unknown";
    /// The kind of disclosure or its year is not known.
    UnknownIdentity: "kind or year unknown";
    /// The figure that a change or rate refers to is not stated.
    NoBase: "base not stated";
    /// The prose lists a selection only.
    Selection: "selection only";
    /// The prose speaks of a part of the money (of one fund, of this year's alone) that no table tells apart.
    Apart: "money not told apart";
}
