//! X10: empty tables of funds are empty for a reason.

use crate::catalog::rules::words;
use crate::model::{Check, Stated};
use crate::reconcile::book::{Book, F1, F4, FUNDS, Set, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, nowhere, on_table};
use crate::reconcile::reason::{NotApplicable, NotChecked};

pub(in crate::reconcile) const RULE: &str = "X10";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    // The general public budget is nobody's empty fund.
    let [_, funds @ ..] = FUNDS;
    book.sets
        .iter()
        .flat_map(|set| funds.iter().map(|(fund, id)| check_fund(set, fund, id)))
        .collect()
}

fn check_fund(set: &Set, fund: &str, id: &str) -> Check {
    let income = income(set, fund, id);
    let Some(sheet) = set.get(id) else {
        let check = Check { stated: Stated::table(id), ..nowhere(RULE) }.against(F4);
        return match income {
            Some(true) => check.not_checked(NotChecked::TableMissing, id),
            _ if set.sheets.is_empty() => check.not_applicable(NotApplicable::NoTables),
            _ => check.not_applicable(NotApplicable::NoSuchFund),
        };
    };
    let check = on_table(RULE, sheet.table).against(F4);
    let unread =
        sheet.table.rows.iter().flat_map(|r| &r.cells).any(|c| Figure::from(c) == Figure::Unread);
    match (sheet.is_empty(), income) {
        (true, _) if unread => check.not_checked(NotChecked::Unread, ""),
        (_, None) => check.not_checked(NotChecked::TableMissing, F4),
        (false, _) if note(sheet).is_some() => check.fails(format!(
            "the note says that the table is empty, and it is not: {}",
            note(sheet).unwrap_or_default()
        )),
        (true, Some(true)) => {
            check.fails("the table is empty, and the summary shows income of this fund".into())
        }
        (false, Some(false)) => check
            .fails("the table has figures, and the summary shows no income of this fund".into()),
        _ => check.holds(),
    }
}

/// Does the summary show money of that fund? `None` where no summary was found. Carry-over that is not split by fund may
/// be of any, so it counts only beside figures in the table.
fn income(set: &Set, fund: &str, table: &str) -> Option<bool> {
    let id = if set.get(F4).is_some() { F4 } else { F1 };
    let summary = set.get(id)?;
    let items = [format!("income.{fund}"), format!("income.carryover.{fund}")];
    let own = items.iter().any(|item| set.item_figure(id, item).is_nonzero());
    let split = summary.table.rows.iter().any(|r| r.item().starts_with("income.carryover."));
    let filled = set.get(table).is_some_and(|t| !t.is_empty());
    let carried =
        !split && [F4, F1].iter().any(|id| set.item_figure(id, "income.carryover").is_nonzero());
    let lumped = set.item_figure(id, "income.fiscal_appropriation").is_nonzero()
        && items[..1].iter().all(|item| summary.item(item).is_none());
    Some(own || filled && (carried || lumped))
}

/// The note that says the table is empty, if there is one.
fn note<'a>(sheet: &Sheet<'a>) -> Option<&'a str> {
    let says = |text: &str, list: &[&str]| list.iter().any(|word| text.contains(word));
    let notes = sheet.table.notes.iter().map(|n| n.text.as_str());
    notes.into_iter().find(|text| says(text, &words().empty) && !says(text, &words().template))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{LedgerTable, Note, Rect};
    use crate::reconcile::testing::{budget, row, run, table};

    fn verdict(income: &str, spent: &str, note: &str) -> &'static str {
        let summary = table(
            "fiscal_appropriation_summary",
            "amount",
            vec![row("income.government_fund", income), row("income.total", income)],
        );
        let notes = vec![Note { text: note.into(), page: 1, rect: Rect::default() }];
        let fund = LedgerTable {
            notes,
            ..table("government_fund_expenditure", "total", vec![row("total", spent)])
        };
        run(check, &budget(vec![summary, fund]))[0].verdict.as_str()
    }

    #[test]
    fn a_table_is_empty_where_there_is_no_such_money() {
        assert_eq!(verdict("0.00", "0.00", "本单位没有使用政府性基金预算拨款安排的支出"), "exact");
        assert_eq!(verdict("5.00", "5.00", ""), "exact");
        assert_eq!(verdict("5.00", "_", ""), "mismatch");
        assert_eq!(verdict("_", "5.00", ""), "mismatch");
    }

    #[test]
    fn a_note_on_a_filled_table_is_wrong_unless_it_is_an_instruction() {
        assert_eq!(
            verdict("5.00", "5.00", "本单位没有使用政府性基金预算拨款安排的支出"),
            "mismatch"
        );
        assert_eq!(verdict("5.00", "5.00", "无政府性基金预算的，仍保留该表格式"), "exact");
    }
}
