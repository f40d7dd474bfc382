//! Pass over all tables: the same table twice, once titled with the document's own year and once with the year before. What
//! its heads call 金额 is then last year's figure. A title of the year before alone is none: a template may have kept it; but in a
//! budget one of its outturn (2025年…执行情况表) is.

use crate::catalog::Catalog;
use crate::catalog::rules::words;
use crate::lex::{THIS_YEAR, year_to_relative};
use crate::model::{Basis, Column, Finding, FindingKind, Identity, Kind, LedgerTable};

/// The year that a title names, from the document's.
#[derive(Clone, Copy, PartialEq)]
enum Named {
    ThisYear,
    LastYear,
    None,
}

fn named(title: &str, year: Option<u16>) -> Named {
    let relative = year_to_relative(title, year);
    // What the title itself calls so, 上年结转 or 本年收入, names no year.
    let more = |word: &str| relative.matches(word).count() > title.matches(word).count();
    match (more(THIS_YEAR), more("上年")) {
        (true, _) => Named::ThisYear,
        (false, true) => Named::LastYear,
        _ => Named::None,
    }
}

/// Gives tables of the year before the basis that their title says, and tells it.
pub fn settle(
    tables: &mut [LedgerTable],
    identity: &Identity,
    catalog: &Catalog,
    findings: &mut Vec<Finding>,
) {
    let year = identity.fiscal_year;
    let years: Vec<Named> = tables.iter().map(|table| named(&table.title, year)).collect();
    let budget = identity.kind == Some(Kind::Budget);
    for i in (0..tables.len()).filter(|&i| years[i] == Named::LastYear) {
        let is_twin = |j: &usize| tables[*j].id == tables[i].id && years[*j] == Named::ThisYear;
        let twin = (0..tables.len()).find(is_twin).map(|j| tables[j].page);
        let is_past = budget && words().past.iter().any(|word| tables[i].title.contains(word));
        let message = match twin {
            Some(page) => format!(
                "its title names the year before, and page {page} has the table of this year: its figures are taken for those of the year before"
            ),
            None if is_past => "its title names the outturn of the year before: its figures are taken for those of the year before".into(),
            None => continue,
        };
        let table = &mut tables[i];
        doubt_earlier(table);
        for column in &mut table.columns {
            column.basis = before(column, &table.id, year, catalog);
        }
        findings.push(
            Finding::new(FindingKind::DoubtfulFigure, message)
                .at_page(table.page)
                .in_table(&table.id),
        );
    }
}

/// What the column's figure is, seen from the year after.
fn before(
    column: &Column,
    table: &crate::model::TableId,
    year: Option<u16>,
    catalog: &Catalog,
) -> Basis {
    match column.basis {
        Basis::Current | Basis::New | Basis::Carryover => {
            let head = catalog.columns.head(&format!("上年{}", column.label), year);
            match catalog.columns.measure(&[head], table, &column.label).basis {
                told @ (Basis::PriorBudget | Basis::PriorFinal) => told,
                _ => Basis::Prior,
            }
        }
        Basis::Budget => Basis::PriorBudget,
        told => told,
    }
}

/// 上年 in a table of the year before is a year that no basis names.
fn doubt_earlier(table: &mut LedgerTable) {
    let is_earlier =
        |basis: Basis| matches!(basis, Basis::Prior | Basis::PriorBudget | Basis::PriorFinal);
    let earlier: Vec<bool> = table.columns.iter().map(|c| is_earlier(c.basis)).collect();
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if earlier.get(cell.column) == Some(&true) && cell.doubt.is_none() {
            let stated = &cell.stated;
            cell.doubt = Some(format!(
                "the table is of the year before, and “{stated}” stands below a head of the year before that"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Column;

    fn table(title: &str, page: u32) -> LedgerTable {
        let column = |basis| Column { id: "amount".into(), basis, label: "金额".into() };
        LedgerTable {
            id: "general_public_budget_expenditure".into(),
            title: title.into(),
            page,
            columns: vec![column(Basis::Current), column(Basis::Change)],
            ..LedgerTable::default()
        }
    }

    /// The basis of the first column of each table, and how many findings there are.
    fn bases(titles: &[&str]) -> (Vec<Basis>, usize) {
        let mut tables: Vec<LedgerTable> =
            titles.iter().zip(2..).map(|(t, p)| table(t, p)).collect();
        let mut findings = Vec::new();
        let identity =
            Identity { fiscal_year: Some(2025), kind: Some(Kind::Budget), ..Identity::default() };
        settle(&mut tables, &identity, &Catalog::builtin().unwrap(), &mut findings);
        assert!(tables.iter().all(|table| table.columns[1].basis == Basis::Change));
        (tables.iter().map(|table| table.columns[0].basis).collect(), findings.len())
    }

    #[test]
    fn heads_of_an_outturn_say_which_figure_of_the_year_before() {
        let catalog = Catalog::builtin().unwrap();
        let basis = |label: &str| {
            let column = Column { id: "amount".into(), basis: Basis::Current, label: label.into() };
            before(&column, &"other:某表".into(), Some(2026), &catalog)
        };
        let told = ["执行数", "年初预算数", "金额"].map(basis);
        assert_eq!(told, [Basis::PriorFinal, Basis::PriorBudget, Basis::Prior]);
    }

    #[test]
    fn the_same_table_of_the_year_before_states_last_years_figures() {
        let (this, last) = ("2025年一般公共预算支出表", "2024年一般公共预算支出表");
        assert_eq!(bases(&[last, this]), (vec![Basis::Prior, Basis::Current], 1));
        assert_eq!(bases(&[this, last]), (vec![Basis::Current, Basis::Prior], 1));
        assert_eq!(bases(&[last, "一般公共预算支出表"]).1, 0, "which is meant is not said");
        assert_eq!(bases(&[this, "2025年一般公共预算上年结转支出表"]).1, 0);
        assert_eq!(bases(&[this, "2024年和2025年一般公共预算支出表"]).1, 0);
        // How the year before went, without a twin.
        assert_eq!(bases(&["2024年一般公共预算支出执行情况表"]), (vec![Basis::Prior], 1));
    }
}
