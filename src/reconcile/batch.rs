//! B1 to B3: documents against each other. Of each document a [`Summary`] of about a kilobyte is kept where its caller
//! likes, and a [`Key`] of a few words in memory, which tells what is to be compared with what. The documents of a batch
//! are all that its run is given: a check says what contradicts what among them, and `not in the batch` where the other
//! document is not there.

use super::book::{Book, F1, F5, Sheet};
use super::figure::{Figure, Term};
use super::place::{Finish, nowhere, on_cell, on_row};
use super::reason::{NotApplicable, NotChecked};
use super::tolerance::{Relation, Sum, compare};
use crate::catalog::subjects::Subjects;
use crate::model::{self, Against, At, Check, Content, Kind, Ledger, Row, Scope};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The rules on documents of one batch, in order.
pub(super) const RULES: [&str; 3] = ["B1", "B2", "B3"];

/// The totals that departments are compared by: income, expenditure, general public expenditure.
const TOTALS: usize = 3;
/// The keys whose changes are followed into last year's disclosure.
const FOLLOWED: [&str; 8] = [
    "income_total",
    "expenditure_total",
    "general_public_budget_total",
    "government_fund_total",
    "three_public_total",
    "three_public_reception",
    "three_public_vehicle_operation",
    "agency_operation",
];

/// What the batch keeps of a document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Summary {
    source: String,
    unit: String,
    year: Option<u16>,
    kind: Option<Kind>,
    scope: Option<Scope>,
    listed: Vec<String>,
    /// Of all figures of its tables; `None` without tables.
    content: Option<u64>,
    /// From the tables.
    totals: [Option<Term>; TOTALS],
    /// Where a department states them.
    places: [Option<Box<Check>>; TOTALS],
    /// What the prose states.
    stated: Vec<Stated>,
}

/// A figure of the prose and its change since last year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Stated {
    /// Position in [`FOLLOWED`].
    key: u8,
    figure: Term,
    /// With its page.
    change: Option<(Term, u32)>,
}

impl Summary {
    /// The file, as [`summarize`] was told.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What tells which other documents it is to be compared with.
    pub fn key(&self) -> Key {
        Key {
            name: self
                .year
                .filter(|_| !self.unit.is_empty())
                .map(|year| self.named(&self.unit, year)),
            scope: self.scope,
            content: self.content,
            states: !self.stated.is_empty(),
        }
    }

    /// The name of a document of that unit and year, of the kind of this one.
    fn named(&self, unit: &str, year: u16) -> u64 {
        let mut hasher = DefaultHasher::new();
        (unit, year, self.kind.map_or("", Kind::as_str)).hash(&mut hasher);
        hasher.finish()
    }
}

/// What is kept in memory of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// Unit, year and kind, hashed; `None` where unit or year are unknown.
    name: Option<u64>,
    scope: Option<Scope>,
    content: Option<u64>,
    /// Its prose states figures.
    states: bool,
}

/// What the batch needs to know of a document, `source` being its file.
pub fn summarize(source: &str, ledger: &Ledger) -> Summary {
    let book = Book::new(ledger, Subjects::embedded());
    let identity = &ledger.identity;
    let mut summary = Summary {
        source: source.into(),
        unit: identity.unit_name.clone().unwrap_or_default(),
        year: identity.fiscal_year,
        kind: identity.kind,
        scope: identity.scope,
        listed: identity.listed_units.clone(),
        content: content(ledger),
        stated: stated(ledger),
        ..Summary::default()
    };
    if let [set] = &book.sets[..] {
        let general = set.get(F5).and_then(|sheet| Some((sheet, sheet.total()?)));
        let rows = [set.item(F1, "income.total"), set.item(F1, "expenditure.total"), general];
        for (i, (sheet, row)) in rows.into_iter().enumerate().filter_map(|(i, row)| Some((i, row?)))
        {
            let Figure::Stated(term) = sheet.main(row) else { continue };
            summary.totals[i] = Some(term.elsewhere());
            summary.places[i] =
                (identity.scope == Some(Scope::Department)).then(|| Box::new(place(sheet, row)));
        }
    }
    summary
}

/// The place of the row's main figure.
fn place(sheet: &Sheet, row: &Row) -> Check {
    match sheet.main_column(row) {
        Some(column) => on_cell("B1", sheet.table, row, column),
        None => on_row("B1", sheet.table, row),
    }
}

/// A hash over the amounts of all tables, with their places in the table.
fn content(ledger: &Ledger) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut any = false;
    for table in &ledger.tables {
        table.id.hash(&mut hasher);
        for row in &table.rows {
            for cell in &row.cells {
                if let Content::Amount(amount) = &cell.content {
                    any = true;
                    (row.side, row.number, cell.column, amount.yuan.normalize()).hash(&mut hasher);
                }
            }
        }
    }
    any.then(|| hasher.finish())
}

fn stated(ledger: &Ledger) -> Vec<Stated> {
    let find = |key: &str| {
        let mention = ledger.narrative.iter().find(|m| m.key == key && m.code.is_empty())?;
        Some((Term::from(mention.amount.as_ref()?), mention.page))
    };
    let keys = FOLLOWED.iter().enumerate();
    keys.filter_map(|(i, key)| {
        Some(Stated { key: i as u8, figure: find(key)?.0, change: find(&format!("{key}_change")) })
    })
    .collect()
}

/// B1 to B3 over the documents of a batch, in their order: `each` gets a document's position, the document, and the checks
/// whose stated figure is its own. Documents without tables and figures have none. `keys` are the keys of all, `load` gives
/// the summary at a position.
///
/// # Errors
/// The first error of either.
pub fn batch<E>(
    keys: &[Key],
    mut load: impl FnMut(usize) -> Result<Summary, E>,
    mut each: impl FnMut(usize, &Summary, Vec<Check>) -> Result<(), E>,
) -> Result<(), E> {
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    for (position, key) in keys.iter().enumerate() {
        if let Some(name) = key.name {
            index.entry(name).or_default().push(position);
        }
    }
    let find = |name: u64| index.get(&name).map_or(&[][..], Vec::as_slice);
    for (position, key) in
        keys.iter().enumerate().filter(|(_, key)| key.content.is_some() || key.states)
    {
        let document = load(position)?;
        let mut made = Vec::new();
        if let Some(year) = document.year {
            let unit = |name: &String| {
                find(document.named(name, year))
                    .iter()
                    .copied()
                    .find(|&i| keys[i].scope == Some(Scope::Unit))
            };
            let units = (document.scope == Some(Scope::Department) && !document.listed.is_empty())
                .then(|| document.listed.iter().map(unit).collect::<Option<Vec<usize>>>())
                .flatten();
            if let Some(units) = units {
                let units = units.into_iter().map(&mut load).collect::<Result<Vec<_>, E>>()?;
                made = department(&document, &units);
            }
            // stated at each document after the first
            let alike = |i: &usize| {
                keys[*i].scope == key.scope && keys[*i].content.is_some() && *i < position
            };
            let first = key
                .name
                .filter(|_| key.content.is_some())
                .and_then(|name| find(name).iter().copied().find(alike));
            match first {
                Some(first) if keys[first].content == key.content => {
                    made.push(nowhere("B2").holds())
                }
                Some(first) => made.push(duplicate(&load(first)?)),
                None => {}
            }
            let before =
                find(document.named(&document.unit, year.saturating_sub(1))).iter().copied();
            // exactly one disclosure of last year
            if let [last] = before
                .filter(|&i| keys[i].scope == key.scope && keys[i].states)
                .collect::<Vec<_>>()[..]
            {
                made.extend(last_year(&document, &load(last)?));
            }
        }
        for rule in RULES {
            if made.iter().any(|c| c.rule == rule) {
                continue;
            }
            made.push(nowhere(rule).not_applicable(NotApplicable::NotInBatch));
        }
        made.sort_by_key(|c| c.rule);
        each(position, &document, made)?;
    }
    Ok(())
}

/// [`batch`] of documents that are all in memory: the checks of each by its position.
pub fn between(documents: &[Summary]) -> Vec<(usize, Vec<Check>)> {
    let keys: Vec<Key> = documents.iter().map(Summary::key).collect();
    let mut made = Vec::new();
    let load = |position: usize| Ok::<_, Infallible>(documents[position].clone());
    let Ok(()) = batch(&keys, load, |position, _, checks| {
        made.push((position, checks));
        Ok(())
    });
    made
}

/// Units named in a reason.
const NAMED: usize = 5;

/// B1, where every listed unit is there.
fn department(department: &Summary, units: &[Summary]) -> Vec<Check> {
    let names =
        department.listed.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
    let more = if units.len() > NAMED {
        format!(" and {} more", units.len() - NAMED)
    } else {
        String::new()
    };
    let equation = format!("the department is not the sum of its units {names}{more}");
    let mut checks = Vec::new();
    for (i, (stated, place)) in department.totals.iter().zip(&department.places).enumerate() {
        let (Some(stated), Some(place)) = (stated, place) else { continue };
        let check = Check { rule: "B1", ..Check::clone(place) };
        let figures: Option<Vec<Term>> = units.iter().map(|unit| unit.totals[i]).collect();
        checks.push(match figures {
            None => check.not_checked(NotChecked::Blank, "a unit's total"),
            Some(figures) => match compare(
                Relation::Equal,
                Figure::Stated(*stated),
                &Sum::of(figures.into_iter().map(Figure::Stated)),
            ) {
                Some(outcome) => check.worked(outcome, &equation),
                None => continue,
            },
        });
    }
    checks
}

/// B2, where the first document of the unit and year has other figures.
fn duplicate(first: &Summary) -> Check {
    nowhere("B2")
        .fails(format!("{} is of the same unit and year and has other figures", first.source))
}

/// B3.
fn last_year(document: &Summary, last: &Summary) -> Vec<Check> {
    let equation = format!("last year's disclosure {} states another figure", last.source);
    let mut checks = Vec::new();
    for Stated { key, figure, change } in &document.stated {
        let (Some((change, page)), Some(own)) =
            (change, last.stated.iter().find(|s| s.key == *key))
        else {
            continue;
        };
        let mut sum = Sum::of([Figure::Stated(*figure)]);
        sum.subtract(Figure::Stated(own.figure));
        if let Some(outcome) = compare(Relation::Equal, Figure::Stated(*change), &sum) {
            let key = Some(format!("{}_change", FOLLOWED[*key as usize]).into());
            let stated = model::Stated::Prose { key, code: String::new() };
            let check = Check { stated, at: Some(At::Page(*page)), ..nowhere("B3") }
                .against(Against::Prose);
            checks.push(check.worked(outcome, &equation));
        }
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Amount, MoneyUnit, Place, Rect, Verdict};

    fn wan(text: &str) -> Term {
        let unit = MoneyUnit { label: "万元".into(), yuan: 10_000.into() };
        Term::from(&Amount::new(text, text.parse().unwrap(), &unit).unwrap())
    }

    fn unit(name: &str, year: u16, total: &str) -> Summary {
        Summary {
            unit: name.into(),
            year: Some(year),
            kind: Some(Kind::Budget),
            scope: Some(Scope::Unit),
            content: Some(1),
            totals: [Some(wan(total)); TOTALS],
            places: std::array::from_fn(|_| Some(Box::new(nowhere("B1")))),
            ..Summary::default()
        }
    }

    /// The checks of each document that has some, the summaries kept as text in between.
    fn made(documents: &[Summary]) -> Vec<Vec<Check>> {
        let keys: Vec<Key> = documents.iter().map(Summary::key).collect();
        let kept: Vec<String> =
            documents.iter().map(|d| serde_json::to_string(d).unwrap()).collect();
        let mut made = vec![];
        let each = |_, _: &Summary, checks| {
            made.push(checks);
            Ok(())
        };
        batch(&keys, |i| serde_json::from_str(&kept[i]), each).unwrap();
        made
    }

    fn verdicts(documents: &[Summary], rule: &str) -> Vec<(usize, Verdict)> {
        let checks = made(documents)
            .into_iter()
            .enumerate()
            .flat_map(|(i, checks)| checks.into_iter().map(move |c| (i, c)));
        checks
            .filter(|(_, c)| c.rule == rule && c.verdict != Verdict::NotApplicable)
            .map(|(i, c)| (i, c.verdict))
            .collect()
    }

    #[test]
    fn what_is_kept_of_a_document_is_whole_as_text() {
        let mut kept = Summary {
            stated: vec![Stated { key: 3, figure: wan("7.10"), change: Some((wan("-0.07"), 9)) }],
            ..unit("甲", 2026, "1.10")
        };
        kept.places[0] = Some(Box::new(Check {
            rule: "",
            stated: model::Stated::table("t"),
            at: Some(At::Box(Place { page: 2, rect: Rect::new(0.1, 1e-7, 3.3, 841.89) })),
            ..nowhere("")
        }));
        kept.places[1..].fill(None);
        assert_eq!(
            serde_json::from_str::<Summary>(&serde_json::to_string(&kept).unwrap()).unwrap(),
            kept
        );
    }

    #[test]
    fn a_department_is_the_sum_of_its_units() {
        let department = |total: &str| Summary {
            scope: Some(Scope::Department),
            listed: vec!["甲".into(), "乙".into()],
            ..unit("局", 2026, total)
        };
        let all =
            |total: &str| [department(total), unit("甲", 2026, "10.00"), unit("乙", 2026, "2.50")];
        assert_eq!(verdicts(&all("12.50"), "B1"), [(0, Verdict::Exact); 3]);
        assert_eq!(verdicts(&all("12.60"), "B1"), [(0, Verdict::Mismatch); 3]);
        assert_eq!(verdicts(&all("12.50")[..2], "B1"), []);
    }

    #[test]
    fn the_same_unit_and_year_twice_is_a_mismatch_when_the_figures_differ() {
        let other = Summary { content: Some(2), ..unit("甲", 2026, "1.00") };
        assert_eq!(
            verdicts(&[unit("甲", 2026, "1.00"), unit("甲", 2026, "1.00")], "B2"),
            [(1, Verdict::Exact)]
        );
        assert_eq!(verdicts(&[unit("甲", 2026, "1.00"), other], "B2"), [(1, Verdict::Mismatch)]);
        assert_eq!(verdicts(&[unit("甲", 2026, "1.00"), unit("甲", 2025, "1.00")], "B2"), []);
    }

    #[test]
    fn last_years_figure_is_last_years_disclosure() {
        let year = |year, figure, change: Option<&str>| Summary {
            stated: vec![Stated {
                key: 0,
                figure: wan(figure),
                change: change.map(|c| (wan(c), 7)),
            }],
            ..unit("甲", year, figure)
        };
        let pair = |change| [year(2025, "24387.23", None), year(2026, "24995.94", Some(change))];
        assert_eq!(verdicts(&pair("608.71"), "B3"), [(1, Verdict::Exact)]);
        assert_eq!(verdicts(&pair("680.71"), "B3"), [(1, Verdict::Mismatch)]);
    }

    #[test]
    fn what_is_not_in_the_batch_is_said() {
        let summaries = [
            unit("甲", 2026, "1.00"),
            Summary { source: "empty.pdf".into(), ..Summary::default() },
        ];
        let made = made(&summaries);
        assert_eq!(made.len(), 1, "a document without figures has no relations");
        let rows: Vec<_> = made[0].iter().map(|c| (c.rule, c.verdict, c.reason.as_str())).collect();
        assert_eq!(
            rows,
            ["B1", "B2", "B3"].map(|rule| (rule, Verdict::NotApplicable, "not in the batch"))
        );
    }
}
