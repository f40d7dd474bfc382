//! B1 to B5: documents against each other. Of each document a [`Summary`] of a few kilobytes is kept where its caller
//! likes, and a [`Key`] of a few words in memory, which tells what is to be compared with what. The documents of a batch
//! are all that its run is given: a check says what contradicts what among them, and `not in the batch` where the other
//! document is not there.

mod budgeted;
mod coverage;
mod department;
mod duplicate;
mod last_year;
mod summary;

pub use summary::{Key, Summary, summarize};

use super::place::{Finish, nowhere};
use super::reason::NotApplicable;
use crate::model::{Check, Kind, Scope};
use coverage::Missing;
use hashbrown::{HashMap, HashSet};
use std::convert::Infallible;

/// The rules on documents of one batch, in order.
pub(super) const RULES: [&str; 5] =
    [department::RULE, duplicate::RULE, last_year::RULE, budgeted::RULE, coverage::RULE];

/// Which document of the batch is to be compared with which; all are named by their position.
struct Index<'k> {
    keys: &'k [Key],
    /// By unit, year and kind.
    named: HashMap<u64, Vec<usize>>,
    /// The bodies that have a document, by year and kind.
    bodies: HashSet<u64>,
    /// The years and kinds that any document has.
    begun: HashSet<(u16, Kind)>,
}

impl<'k> Index<'k> {
    fn of(keys: &'k [Key]) -> Index<'k> {
        let mut named: HashMap<u64, Vec<usize>> = HashMap::new();
        for (position, key) in keys.iter().enumerate() {
            if let Some(name) = key.name {
                named.entry(name).or_default().push(position);
            }
        }
        Index {
            keys,
            named,
            bodies: keys.iter().filter_map(|key| key.body).collect(),
            begun: keys.iter().filter_map(|key| key.when).collect(),
        }
    }

    /// The documents of that unit, year and kind.
    fn named(&self, name: u64) -> impl Iterator<Item = usize> {
        self.named.get(&name).into_iter().flatten().copied()
    }

    /// The units that a department lists; `None` where not all are there.
    fn units(&self, department: &Summary) -> Option<Vec<usize>> {
        if department.scope != Some(Scope::Department) || department.listed.is_empty() {
            return None;
        }
        let year = department.year?;
        let is_unit = |position: &usize| self.keys[*position].scope == Some(Scope::Unit);
        let unit = |name: &String| self.named(department.named(name, year)).find(is_unit);
        department.listed.iter().map(unit).collect()
    }

    /// The first of the documents before this one that should be the same.
    fn first(&self, position: usize) -> Option<usize> {
        let key = &self.keys[position];
        key.content?;
        let is_alike = |&i: &usize| {
            i < position && self.keys[i].scope == key.scope && self.keys[i].content.is_some()
        };
        self.named(key.name?).find(is_alike)
    }

    /// Last year's disclosure, where there is exactly one.
    fn last_year(&self, document: &Summary) -> Option<usize> {
        let name = document.named(&document.unit, document.year?.saturating_sub(1));
        self.only(name, |key| key.scope == document.scope && key.states)
    }

    /// The budget of the year of final accounts, where there is exactly one.
    fn budget(&self, document: &Summary) -> Option<usize> {
        if document.kind != Some(Kind::FinalAccounts) {
            return None;
        }
        let name = document.named_of(&document.unit, document.year?, Some(Kind::Budget));
        self.only(name, |key| key.scope == document.scope && key.discloses)
    }

    /// The document of that name that is meant, where there is exactly one.
    fn only(&self, name: u64, is_meant: impl Fn(&Key) -> bool) -> Option<usize> {
        let mut found = self.named(name).filter(|&i| is_meant(&self.keys[i]));
        found.next().filter(|_| found.next().is_none())
    }

    /// The documents that the batch should have beside this one because it has begun them, and those of them that it has
    /// not; `None` where it has begun none.
    fn missing(&self, document: &Summary) -> Option<Vec<Missing>> {
        let (year, kind) = (document.year?, document.kind?);
        let own = document.body(&document.unit, year, kind)?;
        let is_there = |body: &Option<u64>| body.is_some_and(|body| self.bodies.contains(&body));
        let mut expected = Vec::new();
        let other = match kind {
            Kind::Budget => Kind::FinalAccounts,
            Kind::FinalAccounts => Kind::Budget,
        };
        if self.begun.contains(&(year, other)) {
            let body = document.body(&document.unit, year, other);
            expected.push((body, Missing { unit: document.unit.clone(), year, kind: other }));
        }
        if document.scope == Some(Scope::Department) {
            let listed = document.listed.iter().map(|unit| {
                let missing = Missing { unit: unit.clone(), year, kind };
                (document.body(unit, year, kind), missing)
            });
            let others: Vec<_> = listed.filter(|(body, _)| *body != Some(own)).collect();
            if others.iter().any(|(body, _)| is_there(body)) {
                expected.extend(others);
            }
        }
        if expected.is_empty() {
            return None;
        }
        expected.retain(|(body, _)| !is_there(body));
        Some(expected.into_iter().map(|(_, missing)| missing).collect())
    }
}

/// B1 to B5 over the documents of a batch, in their order: `each` gets a document's position, the document, and the checks
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
    let index = Index::of(keys);
    let stating = |key: &Key| key.content.is_some() || key.states;
    for (position, key) in keys.iter().enumerate().filter(|(_, key)| stating(key)) {
        let document = load(position)?;
        let mut made = Vec::new();
        if let Some(units) = index.units(&document) {
            let units = units.into_iter().map(&mut load).collect::<Result<Vec<_>, E>>()?;
            made.extend(department::check(&document, &units));
        }
        if let Some(first) = index.first(position) {
            made.push(match keys[first].content == key.content {
                true => duplicate::same(),
                false => duplicate::other(&load(first)?),
            });
        }
        if let Some(last) = index.last_year(&document) {
            made.extend(last_year::check(&document, &load(last)?));
        }
        if let Some(budget) = index.budget(&document) {
            made.extend(budgeted::check(&document, &load(budget)?));
        }
        if let Some(missing) = index.missing(&document) {
            made.push(coverage::check(&missing));
        }
        for rule in RULES {
            if !made.iter().any(|check| check.rule == rule) {
                let reason = match (rule, document.kind) {
                    (budgeted::RULE, Some(Kind::Budget)) => NotApplicable::Budget,
                    _ => NotApplicable::NotInBatch,
                };
                made.push(nowhere(rule).not_applicable(reason));
            }
        }
        made.sort_by_key(|check| check.rule);
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

#[cfg(test)]
mod tests {
    use super::summary::{Stated, TOTALS};
    use super::*;
    use crate::model::{self, Amount, At, Kind, MoneyUnit, Place, Rect, Verdict};
    use crate::reconcile::figure::Term;

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

    fn budget_and_accounts(stated: &str) -> [Summary; 2] {
        let name = "three_public_expenses/three_public.total";
        let disclosed = vec![budgeted::Disclosed { name: name.into(), figure: wan("20.00") }];
        let said = budgeted::Budgeted {
            name: name.into(),
            figure: wan(stated),
            place: Box::new(nowhere("")),
        };
        [
            Summary { disclosed, ..unit("甲", 2025, "1.00") },
            Summary {
                kind: Some(Kind::FinalAccounts),
                budgeted: vec![said],
                ..unit("甲", 2025, "1.00")
            },
        ]
    }

    #[test]
    fn what_accounts_say_was_budgeted_is_the_budget() {
        assert_eq!(verdicts(&budget_and_accounts("20.00"), "B4"), [(1, Verdict::Exact)]);
        assert_eq!(verdicts(&budget_and_accounts("20.0"), "B4"), [(1, Verdict::Exact)]);
        assert_eq!(verdicts(&budget_and_accounts("20.03"), "B4"), [(1, Verdict::Mismatch)]);
        let [budget, accounts] = budget_and_accounts("20.03");
        let other_year = Summary { year: Some(2024), ..budget };
        assert_eq!(verdicts(&[other_year, accounts], "B4"), []);
    }

    #[test]
    fn what_is_begun_is_whole_or_what_is_missing_is_named() {
        let department = Summary {
            scope: Some(Scope::Department),
            listed: vec!["局（本级）".into(), "甲".into(), "乙".into()],
            ..unit("局", 2026, "1.00")
        };
        let all = [department, unit("甲", 2026, "1.00"), unit("乙", 2026, "1.00")];
        assert_eq!(verdicts(&all, "B5"), [(0, Verdict::Exact)]);
        assert_eq!(verdicts(&all[..1], "B5"), [], "none of the units is begun");
        let told = |documents: &[Summary]| -> Vec<String> {
            let checks = made(documents).into_iter().flatten().filter(|c| c.rule == "B5");
            checks.map(|c| c.reason).collect()
        };
        assert_eq!(told(&all[..2]), ["document missing: 乙 2026预算", "not in the batch"]);
        let accounts = Summary { kind: Some(Kind::FinalAccounts), ..unit("丙", 2026, "1.00") };
        let both = [unit("甲", 2026, "1.00"), accounts];
        assert_eq!(told(&both), ["document missing: 甲 2026决算", "document missing: 丙 2026预算"]);
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
        let absent = |rule| (rule, Verdict::NotApplicable, "not in the batch");
        let [one, two, three, five] = ["B1", "B2", "B3", "B5"].map(absent);
        assert_eq!(rows, [one, two, three, ("B4", Verdict::NotApplicable, "not in budgets"), five]);
    }
}
