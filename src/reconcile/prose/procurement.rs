//! N6: public procurement, within the prose and against its table.

use super::{Candidate, against, figure, or_silent};
use crate::catalog::rules::words;
use crate::model::{Against, Check, Mention, Row};
use crate::reconcile::book::{Book, Sheet};
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "N6";

const TABLE: &str = "procurement";
const TOTAL: &str = "procurement_total";
const PARTS: [&str; 3] = ["procurement_goods", "procurement_works", "procurement_services"];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mentions = &book.ledger.narrative;
    let mut checks = Vec::new();
    for (index, total) in mentions.iter().enumerate().filter(|(_, m)| m.key == TOTAL) {
        // The parts follow their total, up to the next total.
        let after = mentions[index + 1..].iter().take_while(|m| m.key != TOTAL);
        let parts: Vec<&Mention> = after.filter(|m| PARTS.contains(&m.key.as_str())).collect();
        if !parts.is_empty() {
            let sum = Sum::of(parts.iter().map(|m| figure(m)));
            checks.push(against(RULE, book, total, &[(Against::Prose, sum)], None));
        }
    }
    let tables: Vec<&Sheet> = book.sheets().filter(|sheet| sheet.id() == TABLE).collect();
    for mention in mentions.iter().filter(|_| !tables.is_empty()) {
        let key = mention.key.as_str();
        let part = PARTS.iter().position(|part| *part == key);
        if part.is_none() && key != TOTAL {
            continue;
        }
        let stated = |sheet: &&Sheet| match part {
            Some(part) => class(sheet, words().procured[part]),
            None => sheet.whole(|row| sheet.main(row)),
        };
        let candidates: Vec<Candidate> = tables.iter().map(|s| (TABLE, stated(s))).collect();
        checks.push(against(RULE, book, mention, &candidates, None));
    }
    or_silent(RULE, book, checks)
}

/// The figure of 货物, 工程 or 服务 where the table has one row of that name, whatever letter of the catalogue of purchases
/// (品目) stands beside it; empty where it lists purchases alone, or that row more than once.
fn class(sheet: &Sheet, name: &str) -> Sum {
    let bare = |row: &Row| row.name.trim_matches(|c: char| c.is_ascii()) == name;
    let mut rows = sheet.table.rows.iter().filter(|row| bare(row));
    match (rows.next(), rows.next()) {
        (Some(row), None) => Sum::of([sheet.main(row)]),
        _ => Sum::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Mention, Row};
    use crate::reconcile::testing::{amount, brief, budget, named, row, run, table};

    /// What the prose states, and the rows of the table of procurement.
    fn made(said: &[(&str, &str)], rows: Vec<Row>) -> Vec<String> {
        let mention = |(key, text): &(&str, &str)| Mention {
            key: format!("procurement_{key}").as_str().into(),
            amount: Some(amount(text)),
            ..Mention::default()
        };
        let mut ledger = budget(vec![table("procurement", "total", rows)]);
        ledger.narrative = said.iter().map(mention).collect();
        brief(&run(check, &ledger))
    }

    #[test]
    fn the_prose_states_what_the_table_does() {
        let rows = |total: &str| {
            vec![row("total", total), named(1, "A-货物", "2.00"), named(1, "服务C", "3.00")]
        };
        let said = [("total", "5.00"), ("goods", "2.00"), ("works", "0.00"), ("services", "3.00")];
        let exact = ["total", "total", "goods", "works", "services"]
            .map(|k| format!("procurement_{k}  exact"));
        assert_eq!(made(&said, rows("5.00")), exact);
        assert_eq!(made(&said, rows("6.00"))[1], "procurement_total  mismatch");
        let said = [("goods", "3.00")];
        assert_eq!(made(&said, rows("5.00")), ["procurement_goods  mismatch"]);
    }

    #[test]
    fn a_list_of_purchases_has_no_row_of_goods() {
        let rows = vec![row("total", "5.00"), named(1, "办公设备购置", "5.00")];
        let said = [("total", "5.00"), ("goods", "5.00")];
        assert_eq!(
            made(&said, rows),
            [
                "procurement_total  exact",
                "procurement_total  exact",
                "procurement_goods  not_applicable"
            ]
        );
    }
}
