//! Cover and titles → whose disclosure, of which year, of what kind.
//!
//! 1. Year, kind and scope: the cover's title (2026年度 某局 部门预算), else the titles of the tables, else the
//!    headings of the document's parts. The file's name is never asked.
//! 2. The unit: what the cover prints behind 预算单位：, or beside year and 部门预算 if that is a body's name; else the
//!    编制单位： lines of the tables, their titles and what stands above them; then performance tables, and prose that
//!    begins with a body's name.

mod cover;
mod name;
mod text;

use crate::catalog::Titles;
use crate::model::{Finding, FindingKind, Identity, Outline, Page, Rebuilt};
use cover::{cover_lines, from_cover};
use name::{from_labels, from_performance, from_prose, from_tables, listed_units};
use std::ops::RangeInclusive;
use text::{from_headings, from_lines, from_titles};

/// Characters of a body's name.
const LENGTHS_OF_NAMES: RangeInclusive<usize> = 3..=60;

/// Reads the identity off the pages; what stays unknown is `None`, with a finding.
pub fn identify(
    pages: &[Page],
    outline: &Outline,
    rebuilt: &Rebuilt,
    titles: &Titles,
    findings: &mut Vec<Finding>,
) -> Identity {
    let mut id = Identity { listed_units: listed_units(rebuilt), ..Identity::default() };
    let cover = cover_lines(pages, outline, rebuilt);
    let on_cover = from_cover(&cover, titles, &mut id);
    from_titles(rebuilt, &mut id);
    from_headings(outline, &mut id);
    from_lines(outline, &mut id);
    if id.unit_name.is_none() {
        id.unit_name = from_labels(outline, rebuilt, titles)
            .or_else(|| from_tables(rebuilt, titles))
            .or(on_cover)
            .or_else(|| from_performance(rebuilt))
            .or_else(|| from_prose(outline, titles));
    }
    for (missing, what) in [
        (id.unit_name.is_none(), "the name of the unit"),
        (id.fiscal_year.is_none(), "the fiscal year"),
        (id.kind.is_none(), "whether it is a budget or final accounts"),
        (id.scope.is_none(), "whether it is a department's or a unit's"),
    ] {
        if missing {
            findings.push(Finding::new(
                FindingKind::UnknownIdentity,
                format!("{what} is not printed where it was looked for (cover, titles of the tables, 编制单位： lines)"),
            ));
        }
    }
    id
}
