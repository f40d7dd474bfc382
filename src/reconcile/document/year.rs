//! D2: one fiscal year throughout.

use crate::catalog::rules::words;
use crate::model::{Check, Kind, LedgerTable};
use crate::reconcile::book::Book;
use crate::reconcile::place::{Finish, nowhere, on_table};
use crate::reconcile::reason::{NotApplicable, NotChecked};

pub(in crate::reconcile) const RULE: &str = "D2";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let Some(year) = book.ledger.identity.fiscal_year else {
        return vec![nowhere(RULE).not_checked(NotChecked::UnknownIdentity, "")];
    };
    let budget = book.ledger.identity.kind == Some(Kind::Budget);
    let past = |t: &LedgerTable| words().past.iter().any(|word| t.title.contains(word));
    let dated = book.ledger.tables.iter().filter_map(|t| Some((t, title_year(t)?)));
    // A budget prints lawfully how the year before went.
    let dated = dated.filter(|(t, printed)| !(budget && printed + 1 == year && past(t)));
    let checks: Vec<Check> = dated
        .map(|(table, printed)| match printed == year {
            true => on_table(RULE, table).holds(),
            false => on_table(RULE, table).fails(format!(
                "the title says {printed}, the document is of {year}: {}",
                table.title
            )),
        })
        .collect();
    if checks.is_empty() {
        vec![nowhere(RULE).not_applicable(NotApplicable::NothingStated)]
    } else {
        checks
    }
}

/// The year that the title begins with or holds before 年: 2026年…, 2026年度….
fn title_year(table: &LedgerTable) -> Option<u16> {
    let before: Vec<char> = table.title[..table.title.find('年')?].chars().collect();
    let digits: String = before.iter().rev().take_while(|c| c.is_ascii_digit()).take(4).collect();
    let year: u16 = digits.chars().rev().collect::<String>().parse().ok()?;
    (2000..=2100).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{budget, row, run, table};

    #[test]
    fn a_budget_may_print_how_the_year_before_went() {
        let titled = |title: &str| {
            let mut table = table("other:某表", "amount", vec![row("208", "1.00")]);
            table.title = title.into();
            let checks = run(check, &budget(vec![table]));
            checks.iter().map(|c| c.verdict.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(titled("2026年一般公共预算支出表"), ["exact"]);
        assert_eq!(titled("2025年一般公共预算支出表"), ["mismatch"]);
        for past in ["2025年一般公共预算支出执行情况表", "2025年地方政府债务限额及余额情况表"]
        {
            assert_eq!(titled(past), ["not_applicable"]);
        }
        assert_eq!(titled("2024年一般公共预算支出执行情况表"), ["mismatch"]);
    }
}
