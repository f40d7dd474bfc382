//! W4: subject codes stand where they belong.

use crate::model::{Check, Classification, Code, Row};
use crate::reconcile::book::{Book, Sheet};
use crate::reconcile::place::{Finish, on_row};
use crate::reconcile::reason::NotApplicable;
use hashbrown::{HashMap, HashSet};

pub(in crate::reconcile) const RULE: &str = "W4";
/// What stands behind a code that another row of its table has too.
pub(crate) const COMES_AGAIN: &str = " comes again: ";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    book.sheets().filter(|s| s.traits.by_subject).flat_map(check_table).collect()
}

fn check_table(sheet: &Sheet) -> Vec<Check> {
    let rows = &sheet.table.rows;
    // A level is printed where any of its codes has codes of its own below it; codes of another length may be leaves.
    let level =
        |index: usize| rows[index].code.as_ref().map(|c| (c.classification, c.digits.len()));
    let heads = |&index: &usize| {
        let below = |child: &usize| {
            level(*child).zip(level(index)).is_some_and(|(c, l)| c.0 == l.0 && c.1 > l.1)
        };
        sheet.tree.children[index].iter().any(below)
    };
    let lengths: HashSet<(Classification, usize)> =
        (0..rows.len()).filter(heads).filter_map(level).collect();
    let mut seen: HashMap<Key, usize> = HashMap::new();
    let mut checks = Vec::new();
    let mut again = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let Some(code) = &row.code else { continue };
        let check = on_row(RULE, sheet.table, row);
        let parent = sheet.tree.parent[index].map(|p| &rows[p]);
        let before = seen.insert(key(sheet, index), index);
        if let Some(before) = before {
            again.push((
                checks.len(),
                format!(
                    "{}{COMES_AGAIN}“{}” on page {} is printed with it too",
                    code.digits, rows[before].label, rows[before].page
                ),
            ));
        }
        checks.push(match fault(code, &lengths, parent) {
            Some(reason) => check.fails(reason),
            None => check.holds(),
        });
    }
    for (index, reason) in &again {
        let check = checks[*index].clone();
        checks[*index] = match again.len() {
            ..SUBDIVIDED => check.fails(reason.clone()),
            _ => check.not_applicable(NotApplicable::Subdivided),
        };
    }
    checks
}

/// A table that repeats codes as often as this lists parts of subjects (units, projects) that it does not name.
const SUBDIVIDED: usize = 3;

/// Unit, the row that heads the block, the row that this one subdivides, code, and codes of other classifications beside it.
type Key<'a> = (&'a str, Option<usize>, Option<usize>, &'a Code, &'a [Code]);

fn key<'a>(sheet: &Sheet<'a>, index: usize) -> Key<'a> {
    let row: &'a Row = &sheet.table.rows[index];
    let code = row.code.as_ref().expect("coded rows only");
    let mut above = sheet.tree.parent[index];
    // Up to the row of another classification that this block belongs to.
    while let Some(at) = above {
        let other = &sheet.table.rows[at].code;
        if other.as_ref().is_some_and(|c| c.classification != code.classification) {
            break;
        }
        above = sheet.tree.parent[at];
    }
    (&row.row_unit, sheet.tree.head[index], above, code, &row.also)
}

/// What is wrong with the code's place, if anything.
fn fault(
    code: &Code,
    lengths: &HashSet<(Classification, usize)>,
    parent: Option<&Row>,
) -> Option<String> {
    let length = code.digits.len();
    if !matches!(length, 3 | 5 | 7) {
        return Some(format!("{} has {length} digits; subject codes have 3, 5 or 7", code.digits));
    }
    let above = parent
        .and_then(|p| p.code.as_ref())
        .filter(|c| c.classification == code.classification)
        .map_or(0, |c| c.digits.len());
    // A subdivision repeats the code of the row that it divides.
    if above == length {
        return None;
    }
    let missing = [5, 3]
        .into_iter()
        .find(|&l| l < length && l > above && lengths.contains(&(code.classification, l)))?;
    Some(format!(
        "{} stands without {} above it, though the table prints that level",
        code.digits,
        &code.digits[..missing]
    ))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Check, Classification, Code, Row};
    use crate::reconcile::testing::{budget, odd, row, run, table};

    fn reasons(rows: Vec<Row>) -> Vec<String> {
        let checks: Vec<Check> =
            run(check, &budget(vec![table("expenditure_summary", "total", rows)]));
        odd(&checks)
            .iter()
            .zip(checks.iter().filter(|c| !c.reason.is_empty()))
            .map(|(o, c)| format!("{o}: {}", c.reason))
            .collect()
    }

    #[test]
    fn codes_hang_on_printed_ancestors() {
        let rows = vec![
            row("208", "1.00"),
            row("20805", "1.00"),
            row("2080505", "1.00"),
            row("2210201", "1.00"),
        ];
        let wanted = [
            "2210201 total mismatch: 2210201 stands without 22102 above it, though the table prints that level",
        ];
        assert_eq!(
            reasons(rows).iter().map(|r| r.replace("  ", " total ")).collect::<Vec<String>>(),
            wanted
        );
        assert_eq!(reasons(vec![row("2080505", "1.00"), row("2210201", "1.00")]), [""; 0]);
    }

    #[test]
    fn a_row_that_is_subdivided_otherwise_prints_no_level() {
        let government = |digits: &str| Row {
            code: Some(Code {
                classification: Classification::GovernmentEconomic,
                digits: digits.into(),
            }),
            ..row(digits, "1.00")
        };
        let rows = vec![row("30108", "1.00"), government("50102"), row("3021101", "1.00")];
        assert_eq!(reasons(rows), [""; 0]);
    }

    #[test]
    fn a_code_comes_once_unless_it_is_subdivided() {
        let again = reasons(vec![row("2080505", "1.00"), row("2080505", "1.00")]);
        assert_eq!(
            again,
            ["2080505  mismatch: 2080505 comes again: “2080505” on page 0 is printed with it too"]
        );
        let by = |digits: &str| {
            let also = vec![Code {
                classification: Classification::GovernmentEconomic,
                digits: digits.into(),
            }];
            Row { also, ..row("2080505", "1.00") }
        };
        assert_eq!(reasons(vec![by("50101"), by("50102")]), [""; 0]);
    }
}
