//! W6: code and name agree with the year's 政府收支分类科目.

use crate::catalog::subjects::Agreement;
use crate::model::{Check, Classification, Row, Side};
use crate::reconcile::book::{Book, Sheet};
use crate::reconcile::place::{Finish, on_row};
use crate::reconcile::reason::NotApplicable;

pub(in crate::reconcile) const RULE: &str = "W6";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for sheet in book.sheets().filter(|s| s.traits.by_subject || s.traits.two_sided) {
        for row in sheet.table.rows.iter().filter(|r| !r.name.is_empty()) {
            let Some((classification, digits)) = code_of(row, sheet) else { continue };
            let year = book.ledger.identity.fiscal_year;
            let check = on_row(RULE, sheet.table, row);
            checks.push(match book.subjects.agreement(classification, &digits, &row.name, year) {
                Agreement::Same => check.holds(),
                Agreement::Former(name, Some(year)) => remark(
                    check,
                    format!("former name in force until {year}; {digits} is now {name}"),
                ),
                Agreement::Former(name, None) => {
                    remark(check, format!("former name; {digits} is now {name}"))
                }
                Agreement::Later(name, since) => {
                    remark(check, format!("name in force since {since}; {digits} was still {name}"))
                }
                Agreement::Other(name) => {
                    check.fails(format!("{digits} is {name}, printed {}", row.name))
                }
                Agreement::Unsure => check.not_applicable(NotApplicable::UnsureName),
                Agreement::Unknown => check.not_applicable(NotApplicable::UnknownCode),
            });
        }
    }
    checks
}

/// The name is the code's, of another year.
fn remark(check: Check, reason: String) -> Check {
    Check { reason, ..check.holds() }
}

/// The code that the row's name should go with: its own, or that of the class which a summary's item names.
fn code_of(row: &Row, sheet: &Sheet) -> Option<(Classification, String)> {
    if let Some(code) = &row.code {
        return Some((code.classification, code.digits.clone()));
    }
    let summary = sheet.traits.two_sided && row.side == Side::Expenditure;
    let class = row.item().strip_prefix("function.").filter(|_| summary)?;
    Some((Classification::Function, class.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Row, Verdict};
    use crate::reconcile::testing::{budget, row, run, table};

    #[test]
    fn kinds_of_names() {
        let named = |code: &str, name: &str| Row { name: name.into(), ..row(code, "1.00") };
        let rows = vec![
            named("208", "社会保障和就业支出"),
            named("20805", "行政事业单位离退休"),
            named("2080505", "住房公积金"),
            named("2089991", "未见过的科目"),
            named("2080506", "机关事业单位职业年金"),
        ];
        let made = run(check, &budget(vec![table("expenditure_summary", "total", rows)]));
        let told: Vec<(Verdict, &str)> =
            made.iter().map(|c| (c.verdict, c.reason.as_str())).collect();
        assert_eq!(
            told,
            [
                (Verdict::Exact, ""),
                (
                    Verdict::Exact,
                    "former name in force until 2019; 20805 is now 行政事业单位养老支出"
                ),
                (
                    Verdict::Mismatch,
                    "2080505 is 机关事业单位基本养老保险缴费支出, printed 住房公积金"
                ),
                (Verdict::NotApplicable, "code not in the list"),
                (Verdict::NotApplicable, "name not surely the code's"),
            ]
        );
    }
}
