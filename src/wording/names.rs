//! T4: a subject's name in the prose is not the table's; a code has two names in the tables.

use crate::catalog::Traits;
use crate::catalog::narrative::fold;
use crate::model::{Classification, Finding, FindingKind, Ledger, Mention, Row};
use hashbrown::HashMap;

/// What ends a name and is left out at will.
const SPENDING: &str = "支出";
/// Of two names that mean one subject, so much of the shorter one's characters stand in the other.
const ALIKE: f64 = 0.6;

/// One finding for each code that has two names, and for each subject that the prose calls otherwise than its row.
pub(super) fn renamed(ledger: &Ledger) -> Vec<Finding> {
    let rows: Vec<&Row> = ledger
        .tables
        .iter()
        .filter(|table| Traits::of(&table.id).by_subject)
        .flat_map(|table| &table.rows)
        .filter(|row| row.code.is_some() && !row.name.is_empty())
        .collect();
    let mut found = two_names(&rows);
    let mut told: Vec<(String, String)> = Vec::new();
    for mention in ledger.narrative.iter().filter(|m| names_a_subject(m)) {
        let Some(row) = row_of(mention, &rows) else { continue };
        let pair = (bare(&mention.name), bare(&row.name));
        if same(&pair.0, &pair.1) || told.contains(&pair) {
            continue;
        }
        told.push(pair);
        let (name, printed) =
            (mention.name.trim_start_matches(|c: char| c.is_ascii_digit()), &row.name);
        let code = row.code.as_ref().map_or("", |c| &c.digits);
        let message = format!(
            "T4: the explanation calls the subject “{name}”, its row on page {} is {code} “{printed}”",
            row.page
        );
        found.push(Finding::new(FindingKind::SubjectRenamed, message).at_page(mention.page));
    }
    found
}

/// Does it state the figure of a subject, or of a class by its code? A class without one is known by its name alone.
fn names_a_subject(mention: &Mention) -> bool {
    let key = mention.key.as_str();
    key.ends_with("_subject") || key.ends_with("_class") && !mention.subject_code().is_empty()
}

/// Codes that two rows give different names.
fn two_names(rows: &[&Row]) -> Vec<Finding> {
    let mut first: HashMap<(Classification, &str), &Row> = HashMap::new();
    let mut told: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for row in rows {
        let Some(code) = &row.code else { continue };
        let known = *first.entry((code.classification, &code.digits)).or_insert(row);
        let (a, b) = (bare(&known.name), bare(&row.name));
        if same(&a, &b) || told.contains(&code.digits.as_str()) {
            continue;
        }
        told.push(&code.digits);
        let message = format!(
            "T4: {} is “{}” here and “{}” on page {}",
            code.digits, row.name, known.name, known.page
        );
        found.push(Finding::new(FindingKind::SubjectRenamed, message).at_page(row.page));
    }
    found
}

/// The row that a figure of the prose is of: by its code, or as the only 项 with just this amount and a name like it.
fn row_of<'r>(mention: &Mention, rows: &[&'r Row]) -> Option<&'r Row> {
    let of = |row: &Row| row.code.as_ref().map_or("", |c| &c.digits).to_owned();
    let code = mention.subject_code();
    if !code.is_empty() {
        let named = rows.iter().filter(|row| of(row) == code);
        // any row that prints the prose's name shows that it is the table's
        let same_name = named.clone().find(|row| same(&bare(&row.name), &bare(&mention.name)));
        return same_name.or(named.clone().next()).copied();
    }
    let amount = mention.amount.as_ref()?;
    let is_it = |row: &&&Row| {
        of(row).len() == 7
            && row
                .cells
                .iter()
                .any(|c| c.amount().is_some_and(|a| a.yuan == amount.yuan && !a.yuan.is_zero()))
    };
    let mut found = rows.iter().filter(is_it);
    let row = found.next()?;
    (found.all(|other| of(other) == of(row)) && alike(&bare(&mention.name), &bare(&row.name)))
        .then_some(*row)
}

/// A name without what is left out at will: brackets at its end, 支出, a number before it.
fn bare(name: &str) -> String {
    let name = fold(name);
    let name =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '-'));
    let name = name.strip_suffix(')').and_then(|n| n.rsplit_once('(')).map_or(name, |(n, _)| n);
    let name: String = name.chars().filter(|c| !matches!(c, '(' | ')' | '、' | ',')).collect();
    name.strip_suffix(SPENDING).unwrap_or(&name).to_owned()
}

/// One that its cell cuts off is no other.
fn same(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// Could one be a slip of the other?
fn alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = short.chars().filter(|c| long.contains(*c)).count();
    let count = short.chars().count();
    count >= 2 && shared as f64 >= ALIKE * count as f64
}
