//! Pass over all tables: the same table twice, once titled with the document's own year and once with the year before. What
//! its heads call 金额 is then last year's figure. A title of the year before alone is none: a template may have kept it.

use crate::lex::{THIS_YEAR, year_to_relative};
use crate::model::{Basis, Finding, FindingKind, LedgerTable};

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

/// Gives tables of the year before that stand beside this year's the basis that their title says, and tells it.
pub fn settle(tables: &mut [LedgerTable], year: Option<u16>, findings: &mut Vec<Finding>) {
    let years: Vec<Named> = tables.iter().map(|table| named(&table.title, year)).collect();
    for i in (0..tables.len()).filter(|&i| years[i] == Named::LastYear) {
        let is_twin = |j: &usize| tables[*j].id == tables[i].id && years[*j] == Named::ThisYear;
        let Some(page) = (0..tables.len()).find(is_twin).map(|j| tables[j].page) else { continue };
        let table = &mut tables[i];
        for column in &mut table.columns {
            column.basis = match column.basis {
                Basis::Current | Basis::New | Basis::Carryover => Basis::Prior,
                Basis::Budget => Basis::PriorBudget,
                told => told,
            };
        }
        let message = format!(
            "its title names the year before, and page {page} has the table of this year: its figures are taken for those of the year before"
        );
        findings.push(
            Finding::new(FindingKind::DoubtfulFigure, message)
                .at_page(table.page)
                .in_table(&table.id),
        );
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
        settle(&mut tables, Some(2025), &mut findings);
        assert!(tables.iter().all(|table| table.columns[1].basis == Basis::Change));
        (tables.iter().map(|table| table.columns[0].basis).collect(), findings.len())
    }

    #[test]
    fn the_same_table_of_the_year_before_states_last_years_figures() {
        let (this, last) = ("2025年一般公共预算支出表", "2024年一般公共预算支出表");
        assert_eq!(bases(&[last, this]), (vec![Basis::Prior, Basis::Current], 1));
        assert_eq!(bases(&[this, last]), (vec![Basis::Current, Basis::Prior], 1));
        assert_eq!(bases(&[last, "一般公共预算支出表"]).1, 0, "which is meant is not said");
        assert_eq!(bases(&[this, "2025年一般公共预算上年结转支出表"]).1, 0);
        assert_eq!(bases(&[this, "2024年和2025年一般公共预算支出表"]).1, 0);
    }
}
