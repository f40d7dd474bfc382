//! A row that may be meant where an equation finds none: its code could not be read, or is another one by a slip.

use super::prints::Prints;
use crate::emit::wire::{self, Check};
use crate::reconcile::{NO_SUCH_SUBJECT, NOTHING_THERE};
use rust_decimal::Decimal;

/// What is said last of such a row. [`is_perhaps`] tells notes by it.
const PERHAPS: &str = "perhaps it is this row";
/// What to do about it.
pub(super) const ADVICE: &str = "compare both rows on their pages: where a code is misprinted, its publisher should correct it; where both are printed well, one is misread: report it to the project (see README)";

/// Digits of a code that a slip may change.
const SLIP: usize = 2;
/// What the prose rounds away where it states 万元 with two decimals.
const ROUNDED: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// Does the message speak of a row that may be meant?
pub(super) fn is_perhaps(message: &str) -> bool {
    message.ends_with(PERHAPS)
}

/// What is said of a figure of this `name` that the other side does not state, where a row there may be the one.
pub(super) fn perhaps(check: &Check, name: &str, prints: &Prints) -> Option<String> {
    let (reason, code) = (check.reason.as_str(), check.code.as_str());
    if ![NOTHING_THERE, NO_SUCH_SUBJECT].contains(&reason) || code.is_empty() {
        return None;
    }
    let mention = prints.mention(check);
    let amount = check.lhs.or(mention.and_then(|mention| mention.amount_yuan))?.value().abs();
    let off = if mention.is_some() { ROUNDED } else { Decimal::ZERO };
    let prints_it = |row: &wire::Row| {
        let mut amounts = row.cells.iter().filter_map(|cell| cell.amount_yuan);
        !amount.is_zero() && amounts.any(|own| (own.value().abs() - amount).abs() <= off)
    };
    let is_named = |row: &wire::Row| !name.is_empty() && row.label == name;
    let tables = check.against.iter().filter_map(|id| prints.tables.get(id.as_str()));
    let rows = || tables.clone().flatten().flat_map(|table| &table.rows);
    let page = |row: &wire::Row| row.cells.first().map(|cell| cell.page);
    let uncoded = rows().find(|row| row.code.is_empty() && is_named(row) && prints_it(row));
    if let Some((row, page)) = uncoded.and_then(|row| Some((row, page(row)?))) {
        let label = &row.label;
        return Some(format!(
            "the code of “{label}” on page {page} could not be read, its amount is the same: {PERHAPS}"
        ));
    }
    let of = |row: &&wire::Row| {
        let alike = [is_named(row), prints_it(row), is_near(&row.code, code)];
        !row.code.is_empty() && row.code != code && alike.into_iter().filter(|is| *is).count() > 1
    };
    let row = rows().filter(of).max_by_key(|row| (prints_it(row), is_near(&row.code, code)))?;
    let (other, label, page) = (&row.code, &row.label, page(row)?);
    Some(match prints_it(row) {
        true => format!(
            "{reason}; page {page} prints {other} “{label}” with the same amount: {PERHAPS}"
        ),
        false => format!("{reason}; page {page} prints {other} “{label}”: {PERHAPS}"),
    })
}

/// Codes that begin alike and differ in a few digits, or in one that is there once only.
fn is_near(a: &str, b: &str) -> bool {
    let alike = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let apart = || a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count();
    alike >= 3
        && match long.len() - short.len() {
            0 => apart() <= SLIP,
            1 => short.get(alike..) == long.get(alike + 1..),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::subjects::Subjects;
    use crate::emit::{self, wire::Source};
    use crate::model::Row;
    use crate::reconcile::reconcile;
    use crate::reconcile::testing::{budget, row, table};
    use crate::render::note;

    #[test]
    fn codes_are_near_by_a_slip_of_a_finger() {
        assert!(is_near("2089901", "2089999"));
        assert!(is_near("210101", "2101101"));
        assert!(is_near("2080505", "2080506"));
        assert!(!is_near("2080505", "2110505"), "another class");
        assert!(!is_near("2080505", "2080199") && !is_near("208", "20805"));
        assert!(!is_near("21001", "210110"));
    }

    /// What the note says where the income table prints 2101102 with 50.00 and the expenditure table this row instead.
    fn said(code: &str, name: &str, amount: &str) -> Vec<String> {
        let own =
            |code: &str, name: &str, amount: &str| Row { label: name.into(), ..row(code, amount) };
        let income = vec![
            row("total", "60.00"),
            own("2101102", "事业单位医疗", "50.00"),
            own("2050803", "培训支出", "10.00"),
        ];
        let expenditure = vec![
            row("total", "60.00"),
            own(code, name, amount),
            own("2050803", "培训支出", "10.00"),
        ];
        let tables = vec![
            table("income_summary", "total", income),
            table("expenditure_summary", "total", expenditure),
        ];
        let ledger = budget(tables);
        let mut checks = reconcile(&ledger, Subjects::embedded());
        checks.retain(|check| check.reason == NOTHING_THERE && check.rule == "X3");
        let document = emit::document(Source::unread("a.pdf"), ledger, checks);
        note::notes(&document).into_iter().map(|note| note.message).collect()
    }

    #[test]
    fn a_row_that_may_be_meant_is_told() {
        let unread = "the code of “事业单位医疗” on page 1 could not be read, its amount is the same: perhaps it is this row";
        assert_eq!(said("事业单位医疗", "事业单位医疗", "50.00"), [unread]);
        let other = "the other table prints no figure for it; page 1 prints 2101199 “其他” with the same amount: perhaps it is this row";
        assert_eq!(said("2101199", "其他", "50.00"), [other]);
        let name = "the other table prints no figure for it; page 1 prints 2101199 “事业单位医疗”: perhaps it is this row";
        assert_eq!(said("2101199", "事业单位医疗", "40.00"), [name]);
        assert_eq!(said("2101199", "其他", "40.00"), [NOTHING_THERE]);
        assert_eq!(said("2080505", "基本养老", "50.00"), [NOTHING_THERE]);
    }
}
