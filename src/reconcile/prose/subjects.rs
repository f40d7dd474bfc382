//! N2: the subjects that the prose lists.

use super::{Candidate, against, figure, or_silent};
use crate::catalog::subjects::alike;
use crate::model::{At, Check, Classification, Mention, Row, Stated, squeeze};
use crate::reconcile::book::{Book, F3, F5, F6, F7, Sheet};
use crate::reconcile::place::{Finish, nowhere, on_mention};
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::Sum;
use crate::reconcile::tree::{is_named_subject, level};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

pub(in crate::reconcile) const RULE: &str = "N2";
/// The reason of a subject that no row of the table has.
pub(crate) const NO_SUCH_SUBJECT: &str = "the table has no such subject";

const LISTS: [(&str, &str); 3] = [
    ("general_public_budget_subject", F5),
    ("government_fund_subject", F6),
    ("state_capital_subject", F7),
];

/// Subjects of all money.
const OF_ALL: &str = "expenditure_subject";

/// Subjects of 财政拨款, and the table that final accounts may print of them.
const OF_APPROPRIATION: &str = "fiscal_appropriation_subject";
const APPROPRIATION: &str = "fiscal_appropriation_expenditure";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mut checks = Vec::new();
    for (key, own) in LISTS {
        let said = |suffix: &'static str| {
            book.ledger
                .narrative
                .iter()
                .filter(move |m| ending(m.key.as_str(), key) == Some(suffix))
        };
        let listed: Vec<&Mention> = said("").collect();
        // A line may stand under another fund's heading: its own table first, then the others.
        let ids =
            std::iter::once(own).chain(LISTS.iter().map(|(_, id)| *id).filter(|id| *id != own));
        let tables: Vec<(&'static str, Vec<&Sheet>)> =
            ids.map(|id| (id, book.sets.iter().filter_map(|set| set.get(id)).collect())).collect();
        let sheets = &tables[0].1;
        // 上年执行数 …，今年预算安排 … states the figure once more.
        for mention in listed.iter().copied().chain(said("_arranged")) {
            let found = |(id, sheets): &(&'static str, Vec<&Sheet>)| -> Vec<Candidate> {
                sheets.iter().flat_map(|s| rows(s, mention)).map(|sum| (*id, sum)).collect()
            };
            let mut candidates =
                tables.iter().map(found).find(|c| !c.is_empty()).unwrap_or_default();
            // What is said of all money is the row of all money, or where nothing else is spent the same.
            if mention.key.as_str().starts_with(OF_ALL) {
                let all = book.sets.iter().filter_map(|set| set.get(F3));
                candidates.extend(all.flat_map(|s| rows(s, mention)).map(|sum| (F3, sum)));
            }
            let appropriated = mention.key.as_str().starts_with(OF_APPROPRIATION);
            let all = book.sets.iter().filter_map(|set| set.get(APPROPRIATION));
            let of_all: Vec<&Sheet> = all.filter(|_| appropriated).collect();
            let more = of_all.iter().flat_map(|s| rows(s, mention));
            candidates.extend(more.map(|sum| (APPROPRIATION, sum)));
            let (own, sheets) = match sheets.is_empty() && !of_all.is_empty() {
                true => (APPROPRIATION, &of_all),
                false => (own, sheets),
            };
            // A subject that got nothing this year has no row.
            let nothing = figure(mention).value().is_some_and(|v| v.is_zero());
            checks.push(match candidates.is_empty() && !sheets.is_empty() && !nothing {
                true => on_mention(RULE, mention).against(own).fails(NO_SUCH_SUBJECT.into()),
                false => {
                    against(RULE, book, mention, &candidates, sheets.is_empty().then_some(own))
                }
            });
        }
        // Units in one file each list their own; whose a line is cannot be told.
        // A list that does not say whose money it is may name some of the fund's.
        let mixed = || {
            let mut all = book.ledger.narrative.iter();
            key != LISTS[0].0 && all.any(|m| m.key == *LISTS[0].0 && m.scope.is_none())
        };
        if let ([sheet], false) = (&sheets[..], listed.is_empty() || mixed()) {
            checks.extend(whole(key, own, sheet, &listed));
        }
    }
    or_silent(RULE, book, checks)
}

/// What the key has behind that of the list; subjects of all money and of 财政拨款 belong to that of 一般公共预算.
fn ending<'k>(key: &'k str, list: &str) -> Option<&'k str> {
    let others = [OF_ALL, OF_APPROPRIATION];
    let others = others.iter().filter(|_| list == LISTS[0].0);
    key.strip_prefix(list).or_else(|| others.filter_map(|other| key.strip_prefix(other)).next())
}

/// The rows that a line of the list may mean: those of its code, or of its name where it prints none.
fn rows(sheet: &Sheet, mention: &Mention) -> Vec<Sum> {
    let coded = !sheet.names_classes();
    if !mention.subject_code().is_empty() && coded {
        let rows = sheet.rows_of(Classification::Function, mention.subject_code());
        let Some((first, others)) = rows.split_first() else { return Vec::new() };
        let mut found = vec![Sum::of(rows.iter().map(|r| sheet.main(r)))];
        // A 款 that has no 项 may be printed twice, the second time as its own 项.
        let value = |r: &Row| sheet.main(r).value();
        let again = |r: &&Row| r.name == first.name && value(r) == value(first);
        if !others.is_empty() && others.iter().copied().all(|r| again(&r)) {
            found.push(Sum::of([sheet.main(first)]));
        }
        return found;
    }
    let items = || {
        sheet.table.rows.iter().filter(|r| {
            let subject = r.code.is_some() || is_named_subject(r);
            subject && level(r) > 1 && !mention.name.is_empty()
        })
    };
    let mut named: Vec<&Row> = items().filter(|r| r.name == mention.name).collect();
    if named.is_empty() && sheet.table.rows.len() <= LIKENED {
        named = items().filter(|r| alike(&r.name, &mention.name)).collect();
    }
    if !coded {
        keep_path(sheet, mention, &mut named);
    }
    // A subject of nothing has no row of its own; one of that name is another 款's.
    let nothing = figure(mention).value().is_some_and(|v| v.is_zero());
    named.retain(|r| !nothing || !sheet.main(r).is_nonzero());
    named.into_iter().map(|r| Sum::of([sheet.main(r)])).collect()
}

/// Of several rows of one name without codes, those below the subject that the sentence names too:
/// 公共安全支出（类）公安（款）行政运行（项）.
fn keep_path(sheet: &Sheet, mention: &Mention, named: &mut Vec<&Row>) {
    let said = squeeze(&mention.sentence);
    let above = |row: &Row| {
        let index = sheet.table.rows.iter().position(|r| std::ptr::eq(r, row))?;
        Some(sheet.table.rows[sheet.tree.parent[index]?].name.as_str())
    };
    let path = |row: &Row| above(row).is_some_and(|name| said.contains(&squeeze(name)));
    if named.iter().any(|row| path(row)) {
        named.retain(|row| path(row));
    }
}

/// Tables longer than this are searched for the very name only.
const LIKENED: usize = 2_000;

/// The list as a whole against the table's 项 rows; those of nothing, or of money that came back, need not be listed.
fn whole(key: &str, id: &str, sheet: &Sheet, listed: &[&Mention]) -> Option<Check> {
    let codes: BTreeSet<&str> = listed.iter().map(|m| m.subject_code()).collect();
    if codes.contains("") {
        return None;
    }
    let items = sheet
        .table
        .rows
        .iter()
        .filter(|r| sheet.main(r).value().is_some_and(|v| v > Decimal::ZERO))
        .filter_map(|r| r.code.as_ref());
    let printed: BTreeSet<&str> =
        items.filter(|c| c.digits.len() == 7).map(|c| c.digits.as_str()).collect();
    if printed.is_empty() {
        return None;
    }
    // A line for a whole class or 款 stands for its items.
    let covered = |code: &&&str| {
        [3, 5, 7].iter().any(|&l| code.get(..l).is_some_and(|start| codes.contains(start)))
    };
    let missing: Vec<&str> = printed.iter().filter(|c| !covered(c)).copied().collect();
    let check = Check {
        stated: Stated::Prose { key: Some(key.into()), code: String::new() },
        at: listed.first().map(|m| At::Page(m.page)),
        ..nowhere(RULE)
    }
    .against(id);
    Some(match missing.len() {
        0 => check.holds(),
        n if n * 2 > printed.len() => check.not_checked(NotChecked::Selection, ""),
        _ => check.fails(format!("the list leaves out {}", missing.join(", "))),
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Ledger, Mention, Row};
    use crate::reconcile::testing::{amount, budget, named, odd, row, run, table};

    #[test]
    fn subjects_are_found_by_their_path_of_names() {
        let said = |text: &str, name: &str, path: &str| Mention {
            key: "general_public_budget_subject".into(),
            name: name.into(),
            sentence: format!("{path}{name}（项）{text}万元"),
            amount: Some(amount(text)),
            ..Mention::default()
        };
        let rows = vec![
            row("total", "9.00"),
            named(1, "204 公共安全支出", "9.00"),
            named(2, "公安", "5.00"),
            named(3, "行政运行", "5.00"),
            named(2, "司法", "4.00"),
            named(3, "行政运行", "4.00"),
        ];
        let verdicts = |mention: Mention| -> Vec<String> {
            let tables = vec![table("general_public_budget_expenditure", "total", rows.clone())];
            let ledger = Ledger { narrative: vec![mention], has_prose: true, ..budget(tables) };
            let told = |check: &crate::model::Check| {
                format!("{} {}", check.verdict.as_str(), check.reason)
            };
            run(check, &ledger).iter().map(|check| told(check).trim().into()).collect()
        };
        let path = "公共安全支出（类）公安（款）";
        assert_eq!(verdicts(said("5.00", "行政运行", path)), ["exact"]);
        // The figure of the other 款's 行政运行 is not this one's.
        assert_eq!(
            verdicts(said("4.00", "行政运行", path)),
            ["mismatch the table has another figure"]
        );
        assert_eq!(verdicts(said("4.00", "行政运行", "")), ["exact"]);
        assert_eq!(
            verdicts(said("4.00", "强制隔离戒毒", path)),
            ["mismatch the table has no such subject"]
        );
        // The prose prints codes, the table does not.
        let coded = Mention { code: "2040201".into(), ..said("5.00", "行政运行", path) };
        assert_eq!(verdicts(coded), ["exact"]);
    }

    #[test]
    fn a_subject_of_nothing_is_not_another_subclass_of_that_name() {
        let of = |printed: &str| {
            let named = Row { name: "事业运行".into(), ..row("2080150", "4.00") };
            let rows = vec![row("total", "4.00"), named];
            let mut ledger =
                budget(vec![table("general_public_budget_expenditure", "total", rows)]);
            ledger.narrative = vec![Mention {
                key: "general_public_budget_subject".into(),
                name: "事业运行".into(),
                amount: Some(amount(printed)),
                ..Mention::default()
            }];
            odd(&run(check, &ledger))
        };
        assert_eq!(of("0.00"), [""; 0]);
        assert_eq!(of("3.00"), ["general_public_budget_subject  mismatch"]);
    }

    #[test]
    fn a_subject_of_appropriation_is_in_the_table_of_all_of_it() {
        let of = |printed: &str| {
            let rows = || vec![row("total", "4.00"), row("2050205", "4.00")];
            let mut ledger =
                budget(vec![table("fiscal_appropriation_expenditure", "total", rows())]);
            ledger.narrative = vec![Mention {
                key: "fiscal_appropriation_subject".into(),
                code: "2050205".into(),
                amount: Some(amount(printed)),
                ..Mention::default()
            }];
            odd(&run(check, &ledger))
        };
        assert_eq!(of("4.00"), [""; 0]);
        assert_eq!(of("3.00"), ["2050205  mismatch"]);
    }
}
