//! Stage 4: tables and prose → ledger.

mod amount;
mod identity;
mod layout;
pub mod narrative;
pub mod performance;
mod rows;
mod subject;
mod tables;
mod three_public;
mod view;

use crate::catalog::Catalog;
use crate::model::{Finding, Ledger, Outline, Page, Rebuilt, SectionKind, Table};

/// Reads identity, tables, the figures of the prose and the performance tables.
pub fn parse(pages: &[Page], outline: &Outline, rebuilt: &Rebuilt, catalog: &Catalog) -> Ledger {
    let mut findings: Vec<Finding> = Vec::new();
    let identity = identity::identify(pages, outline, rebuilt, &mut findings);
    let cx = tables::Context { catalog, year: identity.fiscal_year };
    let (performance, others): (Vec<&Table>, Vec<&Table>) =
        rebuilt.tables.iter().partition(|t| performance::is_performance(t, &catalog.performance));
    let (projects, remarks) = performance::performance(&performance, &catalog.performance);
    findings.extend(remarks);
    let (narrative, remarks) = narrative::narrative(&rebuilt.paragraphs, identity.kind, identity.fiscal_year, &catalog.narrative);
    findings.extend(remarks);
    let tables = others
        .into_iter()
        .filter(|t| t.section.kind == SectionKind::Table)
        .filter_map(|t| tables::table_to_ledger(t, &cx, &mut findings))
        .collect();
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
