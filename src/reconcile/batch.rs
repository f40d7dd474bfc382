//! B1 to B3: documents against each other. Of each document only a [`Summary`] of a few hundred bytes is kept, so that a
//! batch of tens of thousands fits in memory.

use super::Rule;
use super::book::{Book, F1, F5, Set};
use super::place::{Finish, nowhere};
use super::reason::NotChecked;
use super::tolerance::{Figure, Relation, Sum, Term, compare};
use crate::catalog::subjects::Subjects;
use crate::model::{Check, Content, Kind, Ledger, Scope};
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) static RULES: [Rule; 3] = [
    Rule {
        id: "B1",
        title: "a department = the sum of its units",
        what: "A department's total income, total expenditure and general public expenditure = the sums over the units that it lists, \
               where their disclosures of the same year are all in the batch.",
        why: "Money between department and units is easily counted twice or not at all.",
        source: "contract, checks.md, B1",
        example: "收入总计 6838.41 = 4467.55 + 724.30 + 731.02 + 273.77 + 641.77",
    },
    Rule {
        id: "B2",
        title: "no unit and year twice with different content",
        what: "Two documents of one unit, year, kind and scope have the same figures.",
        why: "A corrected disclosure beside the first one: a dataset must not hold both unknowingly.",
        source: "contract, checks.md, B2",
        example: "the same budget published twice, once with a corrected table",
    },
    Rule {
        id: "B3",
        title: "last year's figure = last year's disclosure",
        what: "This year's figure less the change that the prose states = the figure of last year's own disclosure of the same kind, \
               where it is in the batch.",
        why: "A comparison with a figure that was never published.",
        source: "contract, checks.md, B3",
        example: "24995.94 − 608.71 = 24387.23, 收入预算 of last year's disclosure",
    },
];

/// The figures that departments and years are compared by.
const TOTALS: [&str; 3] = ["income_total", "expenditure_total", "general_public_budget_total"];
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
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    unit: String,
    year: Option<u16>,
    kind: Option<Kind>,
    scope: Option<Scope>,
    listed: Vec<String>,
    /// Of all figures of its tables; `None` without tables.
    content: Option<u64>,
    /// Of [`TOTALS`], from the tables.
    totals: [Option<Term>; 3],
    /// Key (by position in [`FOLLOWED`]), figure, change, as the prose states them.
    stated: Vec<(u8, Term, Option<Term>)>,
}

impl Summary {
    fn kind_word(&self) -> &'static str {
        self.kind.map_or("", Kind::as_str)
    }
}

/// What the batch needs to know of a document.
pub fn summarize(ledger: &Ledger) -> Summary {
    let book = Book::new(ledger, Subjects::embedded());
    let identity = &ledger.identity;
    let total = |set: &Set, id: &str, item: &str| match set.item_figure(id, item) {
        Figure::Stated(term) => Some(term),
        _ => None,
    };
    let first = book.sets.first().filter(|_| book.sets.len() == 1);
    let totals = first.map_or([None; 3], |set| {
        let general = set.get(F5).and_then(|s| Some(s.main(s.total()?)));
        let general = match general {
            Some(Figure::Stated(term)) => Some(term),
            _ => None,
        };
        [total(set, F1, "income.total"), total(set, F1, "expenditure.total"), general]
    });
    Summary {
        unit: identity.unit_name.clone().unwrap_or_default(),
        year: identity.fiscal_year,
        kind: identity.kind,
        scope: identity.scope,
        listed: identity.listed_units.clone(),
        content: content(ledger),
        totals,
        stated: stated(ledger),
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

fn stated(ledger: &Ledger) -> Vec<(u8, Term, Option<Term>)> {
    let find = |key: &str| ledger.narrative.iter().find(|m| m.key == key && m.code.is_empty()).and_then(|m| m.amount.as_ref());
    let keys = FOLLOWED.iter().enumerate();
    keys.filter_map(|(i, key)| Some((i as u8, Term::from(find(key)?), find(&format!("{key}_change")).map(Term::from)))).collect()
}

/// Documents by unit, year and kind.
type Index<'a> = HashMap<(&'a str, u16, &'a str), Vec<usize>>;

/// The documents of that unit and year, of the kind of `like`.
fn find<'i>(index: &'i Index<'i>, unit: &'i str, year: u16, like: &Summary) -> &'i [usize] {
    index.get(&(unit, year, like.kind_word())).map_or(&[], Vec::as_slice)
}

/// B1 to B3 over the documents of a batch: the position of the document that states the figure, and the check. In document
/// order.
pub fn batch(documents: &[Summary]) -> Vec<(usize, Check)> {
    let mut index = Index::new();
    for (position, document) in documents.iter().enumerate() {
        if let (false, Some(year)) = (document.unit.is_empty(), document.year) {
            index.entry((&document.unit, year, document.kind_word())).or_default().push(position);
        }
    }
    let mut checks: BTreeMap<usize, Vec<Check>> = BTreeMap::new();
    for (position, document) in documents.iter().enumerate() {
        let Some(year) = document.year else { continue };
        let mut made = departments(documents, position, &|unit| find(&index, unit, year, document));
        made.extend(duplicates(documents, position, find(&index, &document.unit, year, document)));
        made.extend(last_year(documents, position, find(&index, &document.unit, year.saturating_sub(1), document)));
        checks.insert(position, made);
    }
    checks.into_iter().flat_map(|(position, made)| made.into_iter().map(move |check| (position, check))).collect()
}

/// B1, where every listed unit is there.
fn departments<'a>(documents: &'a [Summary], position: usize, units: &dyn Fn(&'a str) -> &'a [usize]) -> Vec<Check> {
    let department = &documents[position];
    if department.scope != Some(Scope::Department) || department.listed.is_empty() {
        return Vec::new();
    }
    let unit = |name: &'a String| units(name).iter().copied().find(|&i| documents[i].scope == Some(Scope::Unit));
    let Some(units) = department.listed.iter().map(unit).collect::<Option<Vec<usize>>>() else { return Vec::new() };
    let mut checks = Vec::new();
    for (i, key) in TOTALS.iter().enumerate() {
        let Some(stated) = department.totals[i] else { continue };
        let check = Check { table: if i == 2 { F5 } else { F1 }.into(), item: (*key).into(), ..nowhere("B1") };
        let figures: Option<Vec<Term>> = units.iter().map(|&u| documents[u].totals[i]).collect();
        checks.push(match figures {
            None => check.not_checked(NotChecked::Blank, "a unit's total"),
            Some(figures) => match compare(Relation::Equal, Figure::Stated(stated), &Sum::of(figures.into_iter().map(Figure::Stated))) {
                Some(outcome) => check.worked(outcome, "the department is not the sum of its units"),
                None => continue,
            },
        });
    }
    checks
}

/// B2, stated at each document after the first.
fn duplicates(documents: &[Summary], position: usize, same: &[usize]) -> Option<Check> {
    let document = &documents[position];
    let content = document.content?;
    let alike = |i: &&usize| documents[**i].scope == document.scope && documents[**i].content.is_some() && **i < position;
    let first = same.iter().find(alike)?;
    Some(match documents[*first].content == Some(content) {
        true => nowhere("B2").holds(),
        false => nowhere("B2").fails(format!("input {} is of the same unit and year and has other figures", first + 1)),
    })
}

/// B3, where exactly one disclosure of last year is there.
fn last_year(documents: &[Summary], position: usize, before: &[usize]) -> Vec<Check> {
    let document = &documents[position];
    let same: Vec<usize> =
        before.iter().copied().filter(|&i| documents[i].scope == document.scope && !documents[i].stated.is_empty()).collect();
    let [last] = same[..] else { return Vec::new() };
    let mut checks = Vec::new();
    for (key, figure, change) in &document.stated {
        let (Some(change), Some((_, own, _))) = (change, documents[last].stated.iter().find(|(k, _, _)| k == key)) else { continue };
        let mut sum = Sum::of([Figure::Stated(*figure)]);
        sum.subtract(Figure::Stated(*own));
        if let Some(outcome) = compare(Relation::Equal, Figure::Stated(*change), &sum) {
            let item = format!("{}_change", FOLLOWED[*key as usize]);
            let check = Check { table: "narrative".into(), item, ..nowhere("B3") }.against("narrative");
            checks.push(check.worked(outcome, &format!("last year's disclosure (input {}) states another figure", last + 1)));
        }
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Amount, MoneyUnit, Verdict};

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
            totals: [Some(wan(total)); 3],
            ..Summary::default()
        }
    }

    fn verdicts(documents: &[Summary], rule: &str) -> Vec<(usize, Verdict)> {
        batch(documents).into_iter().filter(|(_, c)| c.rule == rule).map(|(i, c)| (i, c.verdict)).collect()
    }

    #[test]
    fn a_department_is_the_sum_of_its_units() {
        let department =
            |total: &str| Summary { scope: Some(Scope::Department), listed: vec!["甲".into(), "乙".into()], ..unit("局", 2026, total) };
        let all = |total: &str| [department(total), unit("甲", 2026, "10.00"), unit("乙", 2026, "2.50")];
        assert_eq!(verdicts(&all("12.50"), "B1"), [(0, Verdict::Exact); 3]);
        assert_eq!(verdicts(&all("12.60"), "B1"), [(0, Verdict::Mismatch); 3]);
        assert_eq!(verdicts(&all("12.50")[..2], "B1"), []);
    }

    #[test]
    fn the_same_unit_and_year_twice_is_a_mismatch_when_the_figures_differ() {
        let other = Summary { content: Some(2), ..unit("甲", 2026, "1.00") };
        assert_eq!(verdicts(&[unit("甲", 2026, "1.00"), unit("甲", 2026, "1.00")], "B2"), [(1, Verdict::Exact)]);
        assert_eq!(verdicts(&[unit("甲", 2026, "1.00"), other], "B2"), [(1, Verdict::Mismatch)]);
        assert_eq!(verdicts(&[unit("甲", 2026, "1.00"), unit("甲", 2025, "1.00")], "B2"), []);
    }

    #[test]
    fn last_years_figure_is_last_years_disclosure() {
        let year =
            |year, figure, change: Option<&str>| Summary { stated: vec![(0, wan(figure), change.map(wan))], ..unit("甲", year, figure) };
        let pair = |change| [year(2025, "24387.23", None), year(2026, "24995.94", Some(change))];
        assert_eq!(verdicts(&pair("608.71"), "B3"), [(1, Verdict::Exact)]);
        assert_eq!(verdicts(&pair("680.71"), "B3"), [(1, Verdict::Mismatch)]);
    }
}
