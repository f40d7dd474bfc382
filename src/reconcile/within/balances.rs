//! W7: blocks and balances of final accounts.

use crate::model::{Basis, Check, Code, Row, Verdict};
use crate::reconcile::book::{Book, F4, F6, F7, F9, FUNDS, Sheet};
use crate::reconcile::figure::{Figure, Term};
use crate::reconcile::place::{Finish, nowhere, on_cell};
use crate::reconcile::reason::NotApplicable;
use crate::reconcile::tolerance::{Relation, Sum, compare};
use rust_decimal::Decimal;

pub(in crate::reconcile) const RULE: &str = "W7";

const CLOSING: &str = "closing is not opening + income − expenditure";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for sheet in book.sheets() {
        match sheet.id() {
            F9 => blocks(sheet, &mut checks),
            F6 | F7 => balances(sheet, &mut checks),
            F4 => funds(sheet, &mut checks),
            _ => {}
        }
    }
    if checks.is_empty() && !book.is_final() {
        checks.push(nowhere(RULE).not_applicable(NotApplicable::Budget));
    }
    checks
}

/// The two blocks of the economic table: each sum over the classes between the one before it and itself.
fn blocks(sheet: &Sheet, checks: &mut Vec<Check>) {
    let rows = &sheet.table.rows;
    let at = |item: &str| rows.iter().position(|r| r.item() == item);
    let (personnel, public) = (at("personnel_total"), at("public_total"));
    let is_personnel =
        |code: &Code| code.digits.starts_with("301") || code.digits.starts_with("303");
    let coded = |from: usize, to: usize| sheet.tree.roots.iter().any(|&r| from <= r && r < to);
    // Where the sums do not follow their blocks, the classes tell: 301 and 303 are personnel.
    let in_order = personnel.zip(public).is_some_and(|(a, b)| a < b && coded(0, a) && coded(a, b));
    for (stated, first) in [(personnel, true), (public, false)] {
        let Some(stated) = stated else { continue };
        let inside = |root: usize| match (in_order, &rows[root].code) {
            (true, _) if first => root < stated,
            (true, _) => personnel.is_some_and(|p| p < root) && root < stated,
            (false, Some(code)) => is_personnel(code) == first,
            (false, None) => false,
        };
        let roots: Vec<&Row> =
            sheet.tree.roots.iter().filter(|&&r| inside(r)).map(|&r| &rows[r]).collect();
        for column in 0..sheet.table.columns.len() {
            let sum = Sum::of(roots.iter().map(|r| sheet.at(r, column)));
            let words = "the sum is not that of its block's classes";
            checks.extend(sheet.cell(&rows[stated], column).equals(RULE, &sum, words));
        }
    }
}

/// Closing = opening + income − expenditure in every row.
fn balances(sheet: &Sheet, checks: &mut Vec<Check>) {
    let one = |id: &str| sheet.column(id, Basis::Current);
    let (Some(income), Some(spent), Some(closing)) =
        (one("current_income"), one("total"), one("closing_balance"))
    else {
        return;
    };
    for (index, row) in sheet.table.rows.iter().enumerate() {
        let mut sum = Sum::of([
            sheet.at(row, income),
            one("opening_balance").map_or(Figure::Blank, |c| sheet.at(row, c)),
        ]);
        sum.subtract(sheet.at(row, spent));
        let (whole, parts) = beside(sheet, index, closing);
        let stated = or_nothing(sheet.at(row, closing), whole, &parts);
        // Final accounts leave a zero balance blank as often as not.
        if stated.is_blank() && sum.is_zero() {
            continue;
        }
        checks.extend(closes(sheet, row, closing, stated, &sum));
    }
}

/// What the row above that one (the total above the classes) states in that column, and the sum of all that stands directly
/// below it: what W3 compares.
fn beside(sheet: &Sheet, index: usize, column: usize) -> (Figure, Sum) {
    let (rows, tree) = (&sheet.table.rows, &sheet.tree);
    let (above, below) = match (tree.parent[index], tree.total) {
        (Some(above), _) => (above, &tree.children[above]),
        (None, Some(total)) if tree.units.is_empty() && tree.roots.contains(&index) => {
            (total, &tree.roots)
        }
        _ => return (Figure::Blank, Sum::default()),
    };
    (sheet.at(&rows[above], column), Sum::of(below.iter().map(|&i| sheet.at(&rows[i], column))))
}

/// A blank balance is zero where another equation of the page leaves nothing for it: `whole` is exactly `rest`, to which it
/// would belong.
fn or_nothing(stated: Figure, whole: Figure, rest: &Sum) -> Figure {
    let exact =
        || compare(Relation::Equal, whole, rest).is_some_and(|o| o.verdict == Verdict::Exact);
    match (stated, whole) {
        (Figure::Blank, Figure::Stated(term)) if exact() => {
            let zero = Decimal::ZERO;
            Figure::Stated(Term { value: zero, last: zero, place: None, ..term })
        }
        _ => stated,
    }
}

fn closes(sheet: &Sheet, row: &Row, column: usize, stated: Figure, sum: &Sum) -> Option<Check> {
    let outcome = compare(Relation::Equal, stated, sum)?;
    Some(on_cell(RULE, sheet.table, row, column).worked(outcome, CLOSING))
}

/// Per fund of the fiscal appropriation summary: total = income + carried over; closing = that − the year's expenditure.
fn funds(sheet: &Sheet, checks: &mut Vec<Check>) {
    let figure = |item: &str| sheet.item(item).map_or(Figure::Blank, |row| sheet.main(row));
    let split =
        FUNDS.iter().any(|(fund, _)| !figure(&format!("income.carryover.{fund}")).is_blank());
    if figure("income.carryover").is_nonzero() && !split {
        return;
    }
    for (fund, _) in FUNDS {
        let sources = Sum::of([
            figure(&format!("income.{fund}")),
            figure(&format!("income.carryover.{fund}")),
        ]);
        let Some(column) = sheet.column(fund, Basis::Current) else { continue };
        if let Some(total) = sheet.item("expenditure.total").filter(|_| !sources.is_empty()) {
            let words = "the fund's total is not its income and carry-over";
            checks.extend(sheet.cell(total, column).equals(RULE, &sources, words));
        }
        let (closing, spent) =
            (sheet.item("expenditure.carryforward"), sheet.item("expenditure.current_total"));
        if let (Some(closing), Some(spent)) = (closing, spent)
            && !sources.is_empty()
        {
            let mut sum = sources;
            sum.subtract(sheet.at(spent, column));
            // 总计 = 本年支出合计 + 年末结转和结余.
            let total =
                sheet.item("expenditure.total").map_or(Figure::Blank, |r| sheet.at(r, column));
            let rest = Sum::of([sheet.at(spent, column)]);
            let stated = or_nothing(sheet.at(closing, column), total, &rest);
            if !stated.is_blank() {
                checks.extend(closes(sheet, closing, column, stated, &sum));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Identity, Kind, LedgerTable};
    use crate::reconcile::testing::{brief, budget, row, run, table};

    /// The balances of final accounts.
    fn closings(table: LedgerTable) -> Vec<String> {
        let mut ledger = budget(vec![table]);
        ledger.identity = Identity { kind: Some(Kind::FinalAccounts), ..ledger.identity };
        let mut brief = brief(&run(check, &ledger));
        brief.retain(|b| b.contains("closing") || b.contains("carryforward"));
        brief
    }

    #[test]
    fn a_blank_balance_is_zero_where_the_total_is_that_of_the_others() {
        let of = |total: &str, blank: &str| {
            let columns = "opening_balance current_income total closing_balance";
            let rows = vec![
                row("total", &format!("1.00 9.00 8.00 {total}")),
                row("212", "1.00 5.00 4.00 2.00"),
                row("229", blank),
            ];
            closings(table("government_fund_expenditure", columns, rows))
        };
        let both = ["total closing_balance exact", "212 closing_balance exact"];
        let third = |verdict: &str| {
            [both[0], both[1], &format!("229 closing_balance {verdict}")].map(str::to_owned)
        };
        assert_eq!(of("2.00", "_ 4.00 4.00 _"), third("exact"));
        assert_eq!(of("2.00", "_ 7.00 4.00 _"), third("mismatch"));
        // No equation says it of a column whose total is blank too, or is more.
        assert_eq!(of("_", "_ 7.00 4.00 _")[2], "229 closing_balance not_checked");
        assert_eq!(of("3.00", "_ 7.00 4.00 _")[2], "229 closing_balance not_checked");
        assert_eq!(of("_", "_ 4.00 4.00 _").len(), 2);
    }

    #[test]
    fn a_blank_balance_of_a_fund_is_zero_where_the_total_is_the_year_s_expenditure() {
        let of = |income: &str, total: &str| {
            let blank = |what: &str, fund: &str| row(what, &format!("_ {fund}"));
            let rows = vec![
                row("income.general_public_budget", &format!("{income} _")),
                row("income.total", &format!("{income} _")),
                blank("expenditure.current_total", "5.00"),
                blank("expenditure.carryforward", "_"),
                blank("expenditure.total", total),
            ];
            let columns = "amount general_public_budget";
            closings(table("fiscal_appropriation_summary", columns, rows))
        };
        let closing = |verdict| format!("expenditure.carryforward general_public_budget {verdict}");
        assert_eq!(of("5.00", "5.00"), [closing("exact")]);
        assert_eq!(of("6.00", "5.00"), [closing("mismatch")]);
        assert_eq!(of("6.00", "6.00"), [""; 0], "the total leaves something for it");
    }
}
