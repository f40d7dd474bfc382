//! Stage 4: tables and prose → ledger.

mod amount;
mod identity;
mod layout;
mod rows;
mod subject;
mod tables;
mod three_public;
mod view;

use crate::catalog::Catalog;
use crate::model::{Finding, Ledger, Outline, Page, Rebuilt, SectionKind};

/// Reads identity and tables (narrative and performance join here).
pub fn parse(pages: &[Page], outline: &Outline, rebuilt: &Rebuilt, catalog: &Catalog) -> Ledger {
    let mut findings: Vec<Finding> = Vec::new();
    let identity = identity::identify(pages, outline, rebuilt, &mut findings);
    let cx = tables::Context { catalog, year: identity.fiscal_year };
    let tables = rebuilt
        .tables
        .iter()
        .filter(|t| t.section.kind == SectionKind::Table)
        .filter_map(|t| tables::table_to_ledger(t, &cx, &mut findings))
        .collect();
    Ledger { identity, pages: pages.len() as u32, tables, announced: outline.announced.clone(), findings, ..Ledger::default() }
}
