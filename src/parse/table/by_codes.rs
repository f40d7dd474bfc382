//! Pass: codes that speak against the title. 一般公共预算支出表 over 301 and 302 is the table by economic class.

use super::layout::{Layout, Role};
use super::view::View;
use crate::catalog::{LabelKind, Traits};
use crate::model::{Classification, Finding, FindingKind, LedgerTable, TableId};
use std::collections::BTreeMap;

/// Fewer codes than this say nothing.
const ENOUGH: usize = 3;

/// The table that it is by its codes, where its title says that its rows are other subjects.
pub(super) fn other_table(
    table: &LedgerTable,
    views: &[View],
    layouts: &[Layout],
) -> Option<(TableId, Finding)> {
    let traits = Traits::of(&table.id);
    let said = traits.codes?;
    let counts = classifications(views, layouts);
    let (&printed, &n) = counts.iter().max_by_key(|(_, n)| **n)?;
    if n < ENOUGH || counts.contains_key(&said) {
        return None;
    }
    let known = traits.otherwise.clone().filter(|id| Traits::of(id).codes == Some(printed));
    let id = known.unwrap_or_else(|| TableId::other(&table.title));
    let message = format!(
        "the title “{}” is that of {}, whose rows are subjects of the {} list, and its codes are those of the {} list",
        table.title,
        table.id,
        said.as_str(),
        printed.as_str()
    );
    let finding = Finding::new(FindingKind::TableByCodes, message);
    Some((id.clone(), finding.at_page(table.page).in_table(&id)))
}

/// How many codes of each list the label columns print.
fn classifications(views: &[View], layouts: &[Layout]) -> BTreeMap<Classification, usize> {
    let mut counts = BTreeMap::new();
    for (view, layout) in views.iter().zip(layouts) {
        let is_label = |col: usize| {
            layout.columns.iter().any(|column| {
                matches!(column.role, Role::Label(LabelKind::Code | LabelKind::Name))
                    && column.span.is_some_and(|span| (span.first..=span.last).contains(&col))
            })
        };
        let labels = view.cells().filter(|c| c.row >= layout.body && is_label(c.col));
        for class in labels.filter_map(|c| Some(c.token.code()?.classification)) {
            *counts.entry(class).or_default() += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;

    const HEAD: &str = "科目编码 | 科目名称 | 合计 | 基本支出\n  | 合计 | 9.00 | 9.00\n";
    const ECONOMIC: &str = " 301 | 工资福利支出 | 4.00 | 4.00\n 30101 | 基本工资 | 4.00 | 4.00\n 302 | 商品和服务支出 | 5.00 | 5.00";
    const FUNCTION: &str = " 208 | 社会保障和就业支出 | 4.00 | 4.00\n 20805 | 养老 | 4.00 | 4.00\n 210 | 卫生健康支出 | 5.00 | 5.00";

    fn read(id: &str, rows: &str) -> (String, Vec<&'static str>) {
        let (table, findings) = table(id, &[&format!("{HEAD}{rows}")]);
        (table.id.to_string(), findings.iter().map(|f| f.kind.code()).collect())
    }

    #[test]
    fn codes_of_another_list_say_which_table_it_is() {
        let economic = read("general_public_budget_expenditure", ECONOMIC);
        assert_eq!(economic, ("general_public_budget_economic".into(), vec!["table-by-codes"]));
        let functional = read("basic_expenditure_economic", FUNCTION);
        assert_eq!(functional, ("basic_expenditure_functional".into(), vec!["table-by-codes"]));
        let unknown = read("fiscal_appropriation_expenditure", ECONOMIC);
        assert_eq!(unknown, ("other:某表".into(), vec!["table-by-codes", "unknown-table"]));
    }

    #[test]
    fn a_title_whose_codes_agree_or_are_too_few_holds() {
        for (id, rows) in [
            ("general_public_budget_expenditure", FUNCTION),
            ("basic_expenditure_economic", ECONOMIC),
            ("general_public_budget_expenditure", " 301 | 工资福利支出 | 4.00 | 4.00"),
            // Lists print both.
            ("expenditure_summary", &format!("{ECONOMIC}\n{FUNCTION}")),
            ("procurement", FUNCTION),
        ] {
            assert_eq!(read(id, rows), (id.to_string(), vec![]), "{rows}");
        }
    }
}
