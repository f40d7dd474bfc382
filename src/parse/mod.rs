//! Stage 4: tables and prose → ledger.

mod announced;
mod identity;
pub mod narrative;
pub mod performance;
mod pictured;
mod table;
mod unplaced;

use crate::catalog::{Catalog, Traits};
use crate::model::{
    Finding, FindingKind, Identity, Ledger, LedgerTable, Outline, Page, Rebuilt, SectionKind, Table,
};

/// Reads identity, tables, the figures of the prose and the performance tables.
pub fn parse(pages: &[Page], outline: &Outline, rebuilt: &Rebuilt, catalog: &Catalog) -> Ledger {
    let mut findings: Vec<Finding> = Vec::new();
    let identity = identity::identify(pages, outline, rebuilt, &catalog.titles, &mut findings);
    let cx = table::Context { catalog, year: identity.fiscal_year };
    let whole = performance::whole(&rebuilt.tables, &catalog.performance);
    let chosen = performance::select(&rebuilt.tables, &whole, &catalog.performance);
    let of = |wanted: bool| -> Vec<&Table> {
        let tables = rebuilt.tables.iter().zip(&chosen);
        tables.filter(|(_, is)| **is == wanted).map(|(table, _)| table).collect()
    };
    let (performance, others) = (of(true), of(false));
    let (projects, remarks) =
        performance::performance(&performance, &catalog.performance, &catalog.units);
    findings.extend(remarks);
    let words = &catalog.performance;
    findings.extend(performance::unread_heads(outline, rebuilt, &whole, &projects, words));
    let (mut narrative, remarks) = narrative::narrative(
        &rebuilt.paragraphs,
        identity.kind,
        identity.fiscal_year,
        &catalog.narrative,
    );
    findings.extend(remarks);
    let tables: Vec<LedgerTable> = others
        .iter()
        .filter(|t| t.section.kind == SectionKind::Table)
        .filter_map(|t| table::table_to_ledger(t, &cx, &mut findings))
        .collect();
    let mut tables = of_a_disclosure(tables, &mut findings);
    table::disclosures::settle(&mut tables);
    table::years::settle(&mut tables, &identity, catalog, &mut findings);
    narrative::codes_from_tables(&mut narrative, &tables);
    findings.extend(announced::missing(outline, &tables, catalog));
    findings.extend(unnamed(&identity, &tables));
    findings.extend(pictured::pictured(pages));
    findings.extend(unplaced::unplaced(&others, outline, rebuilt, &tables, &identity));
    Ledger {
        identity,
        pages: pages.len() as u32,
        tables,
        announced: outline.announced.clone(),
        has_prose: !narrative.is_empty(),
        narrative,
        projects,
        findings,
    }
}

/// What is said where tables are a disclosure's and do not say whose, or of which year.
fn unnamed(identity: &Identity, tables: &[LedgerTable]) -> Option<Finding> {
    let what = match (&identity.unit_name, identity.fiscal_year) {
        (None, None) => "whose disclosure it is, and its year, are",
        (None, Some(_)) => "whose disclosure it is, is",
        (Some(_), None) => "the year of the disclosure is",
        (Some(_), Some(_)) => return None,
    };
    let table = tables.iter().find(|table| Traits::of(&table.id).is_standard())?;
    let message =
        format!("{what} not printed where it was looked for, and the file holds its tables");
    Some(Finding::new(FindingKind::UnnamedDisclosure, message).at_page(table.page))
}

/// The tables, if one of them is a standard table; else none: a report or a notice may hold tables of amounts too.
fn of_a_disclosure(tables: Vec<LedgerTable>, findings: &mut Vec<Finding>) -> Vec<LedgerTable> {
    if tables.is_empty() || tables.iter().any(|t| Traits::of(&t.id).is_standard()) {
        return tables;
    }
    let titles: Vec<&str> = tables.iter().map(|t| t.title.as_str()).take(5).collect();
    findings.push(
        Finding::new(
            FindingKind::NoDisclosure,
            format!(
                "tables were found ({}) and none of the ten that every disclosure has",
                titles.join(", ")
            ),
        )
        .at_page(tables[0].page),
    );
    Vec::new()
}
