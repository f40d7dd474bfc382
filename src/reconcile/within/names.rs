//! W6: code and name agree with the year's 政府收支分类科目.

use crate::catalog::subjects::Agreement;
use crate::model::{Check, Classification, Row, Side};
use crate::reconcile::Rule;
use crate::reconcile::book::{BY_SUBJECT, Book, F1, F4};
use crate::reconcile::place::{Finish, on_row};
use crate::reconcile::reason::NotApplicable;

pub(in crate::reconcile) const RULE: Rule = Rule {
    id: "W6",
    title: "code and name agree",
    what: "A coded row carries the name that the year's 政府收支分类科目 gives its code, as far as the project's code list knows it; \
           the classes named in the summaries exist. A former name of the code agrees, with a remark. For a code outside the list \
           there is nothing to compare with.",
    why: "A name of another code is a row out of step, or a code misprinted.",
    source: "contract, checks.md, W6; src/catalog/data/subjects_*.tsv",
    example: "208 社会保障和就业支出",
};

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for sheet in book.sheets().filter(|s| BY_SUBJECT.contains(&s.id()) || [F1, F4].contains(&s.id())) {
        for row in sheet.table.rows.iter().filter(|r| !r.name.is_empty()) {
            let Some((classification, digits)) = code_of(row, sheet.id()) else { continue };
            let check = on_row(RULE.id, sheet.table, row);
            checks.push(match book.subjects.agreement(classification, &digits, &row.name) {
                Agreement::Same => check.holds(),
                Agreement::Former(name) => {
                    let mut check = check.holds();
                    check.reason = format!("former name; {digits} is now {name}");
                    check
                }
                Agreement::Other(name) => check.fails(format!("{digits} is {name}, printed {}", row.name)),
                Agreement::Unknown => check.not_applicable(NotApplicable::UnknownCode),
            });
        }
    }
    checks
}

/// The code that the row's name should go with: its own, or that of the class which a summary's item names.
fn code_of(row: &Row, table: &str) -> Option<(Classification, String)> {
    if let Some(code) = &row.code {
        return Some((code.classification, code.digits.clone()));
    }
    let summary = (table == F1 || table == F4) && row.side == Side::Expenditure;
    let class = row.item.strip_prefix("function.").filter(|_| summary)?;
    Some((Classification::Function, class.to_owned()))
}
