//! What could not be read, or looks wrong, with its place; and every kind of it, listed once.

use super::{At, Place, Rect, TableId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding costs the reader of the data.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Something on the page could not be read or is doubtful: the document is `partial`.
    Warning,
    /// Nothing could be had from the file.
    Error,
}

impl Severity {
    /// All, from the least on.
    pub const ALL: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

    /// The word in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Declares an enum from its list: what is not in the list is no kind, so none can be forgotten in it.
macro_rules! kinds {
    ($(#[$about:meta])* $Kind:ident
     $($name:ident: $code:literal, $severity:ident, $meaning:literal, $advice:literal;)+) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $Kind {
            $(#[doc = $meaning] $name,)+
        }

        impl $Kind {
            /// All, in the order of the list.
            pub const ALL: &[$Kind] = &[$($Kind::$name),+];

            const fn entry(self) -> (&'static str, Severity, &'static str, &'static str) {
                match self {
                    $($Kind::$name => ($code, Severity::$severity, $meaning, $advice),)+
                }
            }
        }
    };
}

kinds! {
    /// A kind of finding: stable code, severity, meaning (what it says about the page and what it costs the reader), and
    /// what to do next unless a finding says otherwise. Codes are public: add, do not rename.
    FindingKind

    Failed: "failed", Error,
        "nothing could be had from the file: it gives no table, no figure and no check",
        "do what its message says; `check` tells it whatever is selected";
    LimitReached: "limit-reached", Warning,
        "the file or a page is larger than a limit allows: what lies beyond it was not read, so tables and figures may be missing",
        "check that the page is what it claims to be; raise the limit to read all of it";
    UndecodableText: "undecodable-text", Warning,
        "the page prints characters that the file does not name: words and figures that hold them cannot be read",
        "look at the printed page, or read it by OCR; the places hold U+FFFD";
    OverpaintedText: "overpainted-text", Warning,
        "different digits are painted in one place: which one the page means cannot be told, and the figure is not read",
        "look at the printed page; the places hold U+FFFD";
    AssumedEncoding: "assumed-encoding", Note,
        "a font does not say which characters its codes are: its Chinese name and its bytes say GBK, and so it is read",
        "compare a line of the page with what was read of it";
    PicturedPage: "pictured-page", Warning,
        "a page among pages of text is a picture: nothing that it shows is read, and tables and figures may be missing",
        "look at the page; read the file by OCR (`ocrmypdf`) if it shows a table";
    RecognizedText: "recognized-text", Warning,
        "figures of a page are the text layer of a scan, which a program recognized: they may differ from what the page shows, and some may be missing",
        "compare the figures with the page";
    VeiledFigures: "veiled-figures", Warning,
        "a picture lies over figures, and where it is transparent is not read: the page may hide figures that are written",
        "look at the page: are these figures to be seen?";
    EmbeddedPdf: "embedded-pdf", Warning,
        "the file carries another PDF inside it, which is not read: the disclosure, or a part of it, may stand there",
        "take the embedded file out with a viewer, and convert it";
    UnreadableStream: "unreadable-stream", Warning,
        "a part of what the page draws could not be unpacked: text or lines of it may be missing",
        "compare the page with a viewer's; raise the limits if it is only large";
    UnknownIdentity: "unknown-identity", Note,
        "whose disclosure it is, its year, kind or scope is not printed where it was looked for: the field is empty, and equations that ask for it are not checked",
        "take it from the place where the file was published";
    NoDisclosure: "no-disclosure", Note,
        "the file holds tables and none of the standard ones: it is taken for another paper, and no table of it is written",
        "another kind of paper, or only a part of the disclosure: look for the file that holds 收支总表";
    UnknownTable: "unknown-table", Note,
        "a table bears a title that the catalog does not know: its figures stand under `other:` and the printed title",
        "look at the page: if it is one of the standard tables under another title, tell the project (see README)";
    UnknownColumn: "unknown-column", Note,
        "heads of a standard table that the catalog does not know: the figures below them stand under `other:` and the printed heads",
        "look at the page: heads that its lines cut, or words of one city; tell the project which (see README)";
    TableByCodes: "table-by-codes", Note,
        "a table's title says that its rows are subjects of one list, and they print codes of another: the codes say which table it is",
        "look at the page: the title may be that of another table";
    MissingTable: "missing-table", Warning,
        "the contents page or a title announces a standard table that was not found: its figures are missing",
        "look at the page: the table may be an image, stand on a later page, or be left out by the publisher";
    NoHeader: "no-header", Warning,
        "what the columns of a table are for cannot be told: the whole table is left out",
        "look at the page; if its header words are new, tell the project (see README)";
    NoUnit: "no-unit", Warning,
        "a table does not say what its amounts count in: they are kept as printed, without a value in 元, and take part in no equation",
        "look at the page for 单位：元 or 万元; the amounts stay as printed";
    UnreadCell: "unread-cell", Warning,
        "a cell prints something that is no single exact amount: its figure is missing, and equations that need it are not checked",
        "read the figure on the page";
    UnreadCode: "unread-code", Warning,
        "a row prints digits where its code stands that are no code of a subject: its code and level are missing, and equations that need them leave it out",
        "compare the row with the same one of another table; its figures stand as printed";
    DoubtfulColumn: "doubtful-column", Warning,
        "a table without ruling lines leaves open which head figures stand under: they are written, and may belong to another column",
        "look at the page";
    DoubtfulFigure: "doubtful-figure", Note,
        "a figure leaves room for another reading, by its points and commas or by its head: it is written, and may have been meant otherwise",
        "compare the figure with its equations, or with the page";
    SecondReading: "second-reading", Note,
        "the rulings of a page and the places of its words tell its table differently, and the document's own equations speak for the words: so it is read",
        "compare the table with the page";
    UnplacedFigures: "unplaced-figures", Warning,
        "figures on a page of the disclosure's tables belong to none of them: they are in none of the facts",
        "look at the page: a table without a title that is known, a part of a table, or figures painted apart from it";
    StrayNumber: "stray-number", Warning,
        "a figure inside a table belongs to no row and column of it: it is in none of the facts",
        "look at the page: a row without a label, or a column without a head";
    UnlabelledRow: "unlabelled-row", Warning,
        "a row prints figures, and nothing says what they are for: it is left out",
        "look at the page: the row's label may stand in a merged cell or on the page before";
    UnlabelledZeros: "unlabelled-zeros", Note,
        "rows print 0 and nothing else: they are left out, and no amount is lost",
        "nothing to do: such lines of a form are left out";
    NarrativeUnnamed: "narrative-unnamed", Note,
        "a sentence of the prose states figures that the output has no key for, or of which it cannot tell what they are: they are not among its figures",
        "look at the page: these figures are not among the data of the prose; ask the project for the one that you need (see README)";
    PerformanceFundsUnit: "performance-funds-unit", Warning,
        "a performance table states an amount and not what it counts in: the amount is left out",
        "Look at the page: if it prints the unit elsewhere, tell us the layout.";
    PerformanceUnread: "performance-unread", Warning,
        "a performance table prints something that is no single figure where an amount, a weight, a score or a rate belongs: it is left out",
        "look at the cell on the page";
    AnnouncedTables: "announced-tables", Warning,
        "the contents page announces tables of the disclosure, and the file holds none of them: it gives no fact",
        "look for the file that holds the tables, often an attachment (附件, 报表) of the same page";
    UnnamedDisclosure: "unnamed-disclosure", Warning,
        "a disclosure with tables does not print whose it is, or of which year: its figures belong to nobody, or to no year",
        "take it from the place where the file was published, and write it beside the figures";
    TemplateResidue: "template-residue", Note,
        "rule T1: a sentence, title or head holds what a template leaves to be filled in, chosen or deleted: XX, ____, 增加（减少）, 原因是。",
        "look at the page: whoever publishes it should finish the text";
    ShareWithoutSign: "share-without-sign", Note,
        "rule T2: a share or a rate is printed without its sign: 占76.23",
        "look at the page: whoever publishes it should print the sign";
    BrokenYear: "broken-year", Note,
        "rule T3: a year has three or five digits: 202年度",
        "look at the page: whoever publishes it should mend the year";
    SubjectRenamed: "subject-renamed", Note,
        "rule T4: the explanation calls a subject otherwise than its row in the tables, or two tables give one code different names",
        "compare both with the year's 政府收支分类科目: one of the names may be a former one, or a slip";
    ScopeMixed: "scope-mixed", Note,
        "rule T5: a unit's disclosure calls itself 部门, or a department's 单位: a page may come from the other's paper",
        "compare the page with the title: whose figures it tells";
    PerformanceHead: "performance-head", Warning,
        "the head of a project is printed and no project of that name was written: its indicators are missing, or stand under the project before it",
        "look at the page: how the head of the project is set is new to us";
}

impl FindingKind {
    /// Stable kebab-case name.
    pub const fn code(self) -> &'static str {
        self.entry().0
    }

    /// How bad.
    pub const fn severity(self) -> Severity {
        self.entry().1
    }

    /// What it says about the page, and what it costs the reader.
    pub const fn meaning(self) -> &'static str {
        self.entry().2
    }

    /// What to do next.
    pub const fn advice(self) -> &'static str {
        self.entry().3
    }

    /// The rule of docs/contract/checks.md that it tells of, where it is one of them: T1 to T5.
    pub const fn rule(self) -> Option<&'static str> {
        match self {
            FindingKind::TemplateResidue => Some("T1"),
            FindingKind::ShareWithoutSign => Some("T2"),
            FindingKind::BrokenYear => Some("T3"),
            FindingKind::SubjectRenamed => Some("T4"),
            FindingKind::ScopeMixed => Some("T5"),
            _ => None,
        }
    }

    /// The kind of this code.
    pub fn of(code: &str) -> Option<FindingKind> {
        FindingKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// Why nothing could be had from an input, for programs: the codes of Python's exception. These are no kinds of finding,
/// as a report calls each of them [`FindingKind::Failed`]: the error's own message says what is wrong and what to do, and
/// no report can select among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// Its bytes could not be had: no such file, a damaged zip file.
    NoInput,
    /// It has no bytes.
    Empty,
    /// Its bytes are something else.
    NotPdf,
    /// Its objects or pages cannot be found.
    Damaged,
    /// The password does not open it.
    Encrypted,
    /// It has more bytes than the limit.
    TooLarge,
    /// Its pages are images, or blank.
    NoText,
    /// It takes longer than the limit.
    Overtime,
    /// Its document would be longer than the limit.
    OutputTooLarge,
    /// It takes more memory than the limit.
    Memory,
    /// The process that converts it ends on it.
    Ended,
    /// A fault of the program.
    Internal,
}

impl Failure {
    /// Stable kebab-case name.
    pub const fn code(self) -> &'static str {
        match self {
            Failure::NoInput => "no-input",
            Failure::Empty => "empty",
            Failure::NotPdf => "not-pdf",
            Failure::Damaged => "damaged",
            Failure::Encrypted => "encrypted",
            Failure::TooLarge => "too-large",
            Failure::NoText => "no-text",
            Failure::Overtime => "overtime",
            Failure::OutputTooLarge => "output-too-large",
            Failure::Memory => "out-of-memory",
            Failure::Ended => "ended",
            Failure::Internal => "internal",
        }
    }
}

/// One remark of one stage about one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What kind: its code, how bad it is.
    pub kind: FindingKind,
    /// Where it was found.
    pub at: Option<At>,
    /// Table that it belongs to.
    pub table: Option<TableId>,
    /// What and why, in English, printed terms quoted.
    pub message: String,
    /// What to do next.
    pub help: String,
}

impl Finding {
    /// A finding without a place, with the advice of its kind; add a place with the `at_` methods.
    pub fn new(kind: FindingKind, message: impl Into<String>) -> Self {
        Finding { kind, at: None, table: None, message: message.into(), help: kind.advice().into() }
    }

    /// With the advice that this place asks for.
    pub fn help(mut self, advice: impl Into<String>) -> Self {
        self.help = advice.into();
        self
    }

    /// On this page.
    pub fn at_page(mut self, page: u32) -> Self {
        self.at = Some(At::Page(page));
        self
    }

    /// In this box of this page.
    pub fn at_rect(mut self, page: u32, rect: Rect) -> Self {
        self.at = Some(At::Box(Place { page, rect }));
        self
    }

    /// Its page.
    pub fn page(&self) -> Option<u32> {
        self.at.map(|at| at.page())
    }

    /// In this table.
    pub fn in_table(mut self, table: impl Into<TableId>) -> Self {
        self.table = Some(table.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_a_code_of_its_own_and_says_what_it_means() {
        let codes: BTreeSet<_> = FindingKind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), FindingKind::ALL.len());
        for &kind in FindingKind::ALL {
            let is_kebab = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(kind.code().chars().all(is_kebab), "{}", kind.code());
            assert!(kind.meaning().len() > 30 && kind.advice().len() > 10, "{}", kind.code());
            assert_eq!(FindingKind::of(kind.code()), Some(kind));
        }
    }

    #[test]
    fn the_advice_is_that_of_the_kind_unless_the_place_asks_for_another() {
        let finding = Finding::new(FindingKind::LimitReached, "");
        assert_eq!(finding.help, FindingKind::LimitReached.advice());
        assert_eq!(finding.help("split the file").help, "split the file");
    }
}
