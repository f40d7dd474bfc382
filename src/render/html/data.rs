//! What the page is made of: the data that it carries, each part as JSON in a `<script type="application/json">`.
//!
//! | id | what | read |
//! | --- | --- | --- |
//! | `data-overview` | an [`Overview`]: counts, sums over disclosures, what was left out | when the page opens |
//! | `data-documents` | an array of [`Entry`], one for each input, in input order | when the page opens |
//! | `data-findings` | an array of [`Finding`], in the order of the documents, those between documents last | when the page opens |
//! | `data-texts` | an array of [`Text`], which findings point to | when the page opens |
//! | `data-words` | by key the word in Chinese and English ([`super::strings::words`]) | when the page opens |
//! | `picture-0` … | a [`super::picture::Picture`] each: the tables of a page | when it is looked at |
//!
//! Money is exact decimals as strings; the page groups their digits and never adds them: sums and shares are made here. A
//! place is `[page, x0, y0, x1, y1]`, the box in tenths of a point from the top left of the page as displayed.

use super::sums::{Class, Group};
use super::trends::Series;
use crate::emit::wire::{Corners, Exact};
use serde::Serialize;

/// A place on a page: 1-based page, box in tenths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Spot(pub u32, pub i32, pub i32, pub i32, pub i32);

impl Spot {
    /// The box on that page.
    pub fn new(page: u32, corners: Corners) -> Spot {
        let [x0, y0, x1, y1] = tenths(corners);
        Spot(page, x0, y0, x1, y1)
    }
}

/// A box in tenths of a point.
pub fn tenths(Corners(corners): Corners) -> [i32; 4] {
    corners.map(|points| (points * 10.0).round() as i32) // `as` saturates
}

/// The whole in numbers.
#[derive(Debug, Default, Serialize)]
pub struct Overview {
    /// Tool and version.
    pub tool: &'static str,
    /// The folder, as given; empty where the documents stand in none.
    pub folder: String,
    /// Language that the page opens in.
    pub lang: &'static str,
    /// Which inputs these are: `[1, 1]` all, `[3, 8]` the third of eight parts, `null` where the folder does not tell, nor
    /// which inputs failed.
    pub part: Option<[usize; 2]>,
    /// Inputs.
    pub inputs: usize,
    /// Inputs by status: ok, partial, no_tables, failed.
    pub statuses: [usize; 4],
    /// Different unit names.
    pub units: usize,
    /// Amounts that tables state.
    pub facts: usize,
    /// Checks by verdict, those between documents included: exact, rounding, mismatch, not_checked.
    pub verdicts: [usize; 4],
    /// Sums over disclosures of a kind, the latest year first.
    pub groups: Vec<Group>,
    /// Expenditure from year to year.
    pub series: Vec<Series>,
    /// Are checks with the verdict rounding among the findings?
    pub rounding: bool,
    /// What is not in the page because it would be too large.
    pub left_out: LeftOut,
}

/// What is not in the page because it would be too large. It counts in the numbers all the same.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Documents, their findings with them.
    pub documents: usize,
    /// Findings.
    pub findings: usize,
    /// Pages that findings show.
    pub pictures: usize,
}

impl LeftOut {
    /// Is all there?
    pub fn is_none(&self) -> bool {
        *self == LeftOut::default()
    }
}

/// An input.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Path as given.
    pub file: String,
    /// Unit, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Fiscal year, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// City with its province, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// `budget` or `final_accounts`, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// `unit` or `department`, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<&'static str>,
    /// `ok`, `partial`, `no_tables` or `failed`.
    pub status: &'static str,
    /// Number of pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Number of tables.
    pub tables: usize,
    /// Number of amounts.
    pub facts: usize,
    /// Its own checks: exact, rounding, mismatch, not_checked.
    pub verdicts: [usize; 4],
    /// What it has and spends, in yuan: income, expenditure, 基本支出, 项目支出.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<[Option<Exact>; 4]>,
    /// Expenditure by functional class.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub functional: Vec<Class>,
    /// What it spends beyond these classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub functional_rest: Option<Exact>,
    /// Basic expenditure of the general public budget by economic class.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub economic: Vec<Class>,
}

/// A text of the program in both languages; `zh` is left out where it has none.
#[derive(Debug, Serialize)]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
}

/// Something that people should look at.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// Position of its document.
    pub document: usize,
    /// `mismatch`, `not_checked`, `rounding`; of what could not be read `failed`, `error`, `warning`, `note`.
    pub kind: &'static str,
    /// The rule, the code of a finding, or `failed`.
    pub rule: String,
    /// Page of the stated figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spot: Option<Spot>,
    /// Id of the table, `narrative` for the prose.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub table: String,
    /// Its title as printed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The row: number and side, code and name, item, unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<Row>,
    /// The column: heads as printed, else its id; its basis, unless current.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub column: String,
    /// Basis of the column, unless it is the ordinary one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// The sentence of the prose, cut around the figure.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sentence: String,
    /// The equation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equation: Option<Equation>,
    /// What is wrong: position in `texts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<usize>,
    /// What to do next: position in `texts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<usize>,
    /// Numbers of the pictures, that of the stated figure first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<usize>,
    /// Pages that would be shown, were the page not too large.
    #[serde(skip_serializing_if = "is_zero")]
    pub unpictured: usize,
}

/// The row of a finding.
#[derive(Debug, Serialize)]
pub struct Row {
    /// 1-based number among the rows of its side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Side of a two-sided summary.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub side: String,
    /// Subject code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Item, or key of the prose.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// Name as printed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Budget unit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
}

/// An equation, worked out.
#[derive(Debug, Serialize)]
pub struct Equation {
    /// Unit of its figures: 元, %, or what is counted.
    pub unit: String,
    /// The stated figure.
    pub stated: Option<Exact>,
    /// As printed, with its unit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub printed: String,
    /// The other side of the equation.
    pub computed: Option<Exact>,
    /// Stated less computed, or by how much an inequality fails.
    pub difference: Option<Exact>,
    /// The difference that rounding can explain.
    pub allowed: Option<Exact>,
    /// Number of figures that it was computed from.
    pub terms: Option<u32>,
    /// The tables that hold them, where they are others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// These figures, as far as the document tells them; no more than a page shows at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addends: Vec<Addend>,
    /// How many more there are.
    #[serde(skip_serializing_if = "is_zero")]
    pub more: usize,
}

/// A figure that another one was computed from.
#[derive(Debug, Serialize)]
pub struct Addend {
    /// Its worth; negative if it is subtracted.
    pub value: Option<Exact>,
    /// Where it stands; `null` in the prose and in other documents.
    pub spot: Option<Spot>,
    /// Code and name of its row.
    pub row: String,
    /// Heads of its column.
    pub column: String,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
