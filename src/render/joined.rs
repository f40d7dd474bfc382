//! One note for one cause: what people are told, where programs get every note.
//!
//! 1. A printed figure stands in several equations. Where some of them fail, and would all hold were this one figure another,
//!    the first of them names the figure and the others. A figure that as many equations agree with is no such cause.
//! 2. What lacks one amount and is taken for withheld for that, what asks for one missing table or one blank figure, and the
//!    rows of one amount that another table does not have are told once each.
//! 3. A code that tables print twice alike is told once, and so are a row whose code may be misprinted and the names of one
//!    table that are not those of their codes.
//! 4. Remarks on the prose that differ in their sentence alone are one remark, with the first of the sentences.

use super::alongside::alongside;
use super::nearby;
use super::note::{Note, Suspect, WITHHELD};
use super::worked::Term;
use crate::emit::wire::{Check, Corners, Document, Exact};
use crate::model::{FindingKind, Verdict};
use crate::reconcile::{self, COMES_AGAIN, NOTHING_THERE, NotChecked};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is told once for all of its places.
const ALIKE: &str = FindingKind::NarrativeUnnamed.code();
/// The rule on the names of codes.
const NAMES: &str = "W6";
/// Equations of one figure that are compared.
const COMPARED: usize = 64;

/// A box on a page.
type Spot = (u32, [u64; 4]);

/// A figure in an equation that fails: the equation's position, what the figure would have to be, and what rounding allows.
struct Use {
    note: usize,
    instead: Decimal,
    allowed: Decimal,
}

/// The notes of the document, those of one cause as one, each with the position of the one that tells it. Which of them does
/// is of their places, not of their order: a mark on it stays.
pub fn joined(document: &Document, notes: Vec<Note>) -> Vec<(usize, Note)> {
    let mut groups: Vec<(Vec<usize>, Vec<Suspect>)> = causes(document, &notes);
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, note) in notes.iter().enumerate() {
        if let Some(key) = alike(note) {
            same.entry(key).or_default().push(index);
        }
    }
    groups.extend(same.into_values().map(|members| (members, vec![])));
    let mut head_of: HashMap<usize, usize> = HashMap::new();
    let mut suspects_of: HashMap<usize, Vec<Suspect>> = HashMap::new();
    for (members, suspects) in groups {
        let free: Vec<usize> = members.into_iter().filter(|i| !head_of.contains_key(i)).collect();
        let Some(head) = free.iter().copied().min_by_key(|i| rank(&notes[*i])) else { continue };
        if free.len() > 1 {
            head_of.extend(free.iter().map(|member| (*member, head)));
            suspects_of.insert(head, suspects);
        }
    }
    let head = |index: &usize| head_of.get(index).copied().unwrap_or(*index);
    let (heads, others): (Vec<_>, Vec<_>) =
        notes.into_iter().enumerate().partition(|(index, _)| head(index) == *index);
    let mut told = heads;
    for (index, note) in &mut told {
        note.cause = suspects_of.remove(index).unwrap_or_default();
    }
    for (index, note) in others {
        if let Ok(at) = told.binary_search_by_key(&head(&index), |(index, _)| *index) {
            told[at].1.joined.push(note);
        }
    }
    alongside(told, rank)
}

/// Each of the notes that this one tells by itself, with the figure that explains it: for what shows them in their places.
pub fn each(told: &Note) -> Vec<Note> {
    let is_alike = told.verdict.is_none();
    let head = match is_alike {
        true => Note { joined: vec![], ..told.clone() },
        false => told.clone(),
    };
    let joined = told.joined.iter().map(|note| Note { cause: told.cause.clone(), ..note.clone() });
    let head_alone = Note { joined: vec![], cause: vec![], beside: vec![], ..told.clone() };
    let beside =
        told.beside.iter().map(|note| Note { beside: vec![head_alone.clone()], ..note.clone() });
    std::iter::once(head).chain(joined).chain(beside).collect()
}

/// Which of several notes tells them all: the rule that comes first, the place that comes first.
fn rank(note: &Note) -> (usize, Option<u32>, Option<Spot>, String) {
    let rule = reconcile::rules().iter().position(|rule| rule.id == note.rule);
    (rule.unwrap_or(usize::MAX), note.page, spot(note.page, note.corners), note.message.clone())
}

/// What is the same in notes that are told once: remarks on the prose; equations that ask for one missing table or one blank
/// figure; what is taken for withheld by one amount; rows that one table has and another has not, by one amount.
fn alike(note: &Note) -> Option<String> {
    let told = |reason: NotChecked| note.message.starts_with(reason.as_str());
    let amount = || Some(note.figures.as_ref()?.difference?.value().normalize().to_string());
    match note.verdict {
        None => (note.rule == ALIKE).then(|| ALIKE.to_owned()),
        Some(Verdict::NotChecked) if told(NotChecked::TableMissing) => Some(note.message.clone()),
        Some(Verdict::NotChecked) if told(NotChecked::Blank) => {
            spot(note.page, note.corners).map(|place| format!("{} {place:?}", NotChecked::Blank))
        }
        Some(Verdict::NotChecked) if note.message == WITHHELD => {
            amount().map(|amount| format!("{WITHHELD} {amount}"))
        }
        Some(Verdict::Mismatch) if note.message == NOTHING_THERE => {
            let tables = note.table.iter().chain(&note.figures.as_ref()?.from);
            let ids: Vec<&str> = tables.map(|table| table.id.as_str()).collect();
            amount().map(|amount| format!("{} {ids:?} {amount}", note.rule))
        }
        Some(Verdict::Mismatch) if nearby::is_perhaps(&note.message) => {
            note.row.as_ref().map(|row| format!("perhaps {}", row.code))
        }
        Some(Verdict::Mismatch) if note.rule == NAMES => {
            note.table.as_ref().map(|table| format!("{} {:?}", note.rule, table))
        }
        Some(Verdict::Mismatch) if note.message.contains(COMES_AGAIN) => {
            note.row.as_ref().map(|row| format!("{} {} {}", note.rule, row.code, row.name))
        }
        Some(_) => None,
    }
}

/// The equations that fail by one figure, and the figures that explain them: most equations first.
fn causes(document: &Document, notes: &[Note]) -> Vec<(Vec<usize>, Vec<Suspect>)> {
    let mut uses: BTreeMap<Spot, (Term, Vec<Use>)> = BTreeMap::new();
    for (index, note) in
        notes.iter().enumerate().filter(|(_, n)| n.verdict == Some(Verdict::Mismatch))
    {
        for (spot, term, instead) in figures(note) {
            let allowed =
                note.figures.as_ref().and_then(|f| f.allowed).map_or(Decimal::ZERO, |a| a.value());
            let of = &mut uses.entry(spot).or_insert_with(|| (term, vec![])).1;
            if of.len() < COMPARED {
                of.push(Use { note: index, instead, allowed });
            }
        }
    }
    uses.retain(|_, (_, uses)| uses.len() > 1);
    if uses.is_empty() {
        return vec![];
    }
    let holding = holding(document, &uses.keys().copied().collect());
    let mut groups: BTreeMap<Vec<usize>, Vec<Suspect>> = BTreeMap::new();
    for (spot, (figure, uses)) in uses {
        let Some((members, instead)) = explained(&uses) else { continue };
        let holds = holding.get(&spot).copied().unwrap_or_default();
        if let (true, Some(instead)) = (holds < members.len(), Exact::money(instead)) {
            groups.entry(members).or_default().push(Suspect { figure, instead, holds });
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    for (_, suspects) in &mut groups {
        // a figure that other equations agree with is less likely the wrong one
        let least = suspects.iter().map(|s| s.holds).min().unwrap_or_default();
        suspects.retain(|s| s.holds == least);
    }
    groups.sort_by_key(|(members, _)| (std::cmp::Reverse(members.len()), members[0]));
    groups
}

/// The most equations that one value of the figure would make hold, and that value.
fn explained(uses: &[Use]) -> Option<(Vec<usize>, Decimal)> {
    let with = |value: Decimal| {
        let fits = move |of: &&Use| {
            of.instead.checked_sub(value).is_some_and(|off| off.abs() <= of.allowed)
        };
        let mut members: Vec<usize> = uses.iter().filter(fits).map(|of| of.note).collect();
        members.dedup();
        members
    };
    let each = uses.iter().map(|of| (with(of.instead), of.instead));
    // of several values the first
    each.rev().max_by_key(|(members, _)| members.len()).filter(|(members, _)| members.len() > 1)
}

/// The figures of an equation that stand in cells, and what each would have to be for it to hold.
fn figures(note: &Note) -> Vec<(Spot, Term, Decimal)> {
    let Some(of) = &note.figures else { return vec![] };
    let (Some(stated), Some(computed)) = (of.stated, of.computed) else { return vec![] };
    let Some(off) = stated.value().checked_sub(computed.value()) else { return vec![] };
    let own = Term {
        value: of.stated,
        printed: of.printed.clone(),
        page: note.page,
        corners: note.corners,
        table: note.table.clone(),
        row: note.row.clone(),
        column: note.column.clone(),
    };
    let own = spot(note.page, note.corners)
        .and_then(|at| Some((at, own, stated.value().checked_sub(off)?)));
    let others = of.addends.iter().filter_map(|term| {
        let (at, value) = (spot(term.page, term.corners)?, term.value?.value());
        // what is taken away is printed without its sign
        let instead = value.checked_add(off)?;
        Some((at, term.clone(), if term.is_subtracted() { -instead } else { instead }))
    });
    own.into_iter().chain(others).collect()
}

/// How many equations hold with each of these figures.
fn holding(document: &Document, spots: &HashSet<Spot>) -> HashMap<Spot, usize> {
    let mut count = HashMap::new();
    let holds = |check: &&Check| {
        let off = check.lhs.zip(check.rhs).and_then(|(l, r)| l.value().checked_sub(r.value()));
        let bound = check.bound.map_or(Decimal::ZERO, |b| b.value());
        // an inequality that holds says nothing of the figure, and neither do two zeros
        matches!(check.verdict, Verdict::Exact | Verdict::Rounding)
            && off.is_some_and(|off| off.abs() <= bound)
            && check.lhs.is_some_and(|lhs| !lhs.value().is_zero())
    };
    for check in document.checks.iter().filter(holds) {
        let addends = check.addends.iter().map(|a| (a.page, a.corners));
        let places = std::iter::once((check.page, check.corners)).chain(addends);
        for at in
            places.filter_map(|(page, corners)| spot(page, corners)).filter(|at| spots.contains(at))
        {
            *count.entry(at).or_default() += 1;
        }
    }
    count
}

fn spot(page: Option<u32>, corners: Option<Corners>) -> Option<Spot> {
    Some((page?, corners?.0.map(f64::to_bits)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit;
    use crate::emit::wire::{Addend, Source};
    use crate::model::Ledger;
    use crate::render::{note, places};

    fn exact(text: &str) -> Option<Exact> {
        Exact::printed(text.parse().unwrap())
    }

    fn spot(at: f64) -> Option<Corners> {
        Some(Corners([at, 0.0, at + 10.0, 10.0]))
    }

    /// `stated` in the box at its place is not the sum of these figures, each in the box at its place.
    fn check(
        rule: &str,
        (at, stated): (f64, &str),
        addends: &[(f64, &str)],
        verdict: Verdict,
    ) -> Check {
        let sum: Decimal = addends.iter().map(|(_, v)| v.parse::<Decimal>().unwrap()).sum();
        let stated: Decimal = stated.parse().unwrap();
        let addend = |(at, value): &(f64, &str)| Addend {
            value: exact(value),
            page: Some(1),
            corners: spot(*at),
        };
        Check {
            rule: rule.into(),
            table: "income_summary".into(),
            side: String::new(),
            row: None,
            row_unit: String::new(),
            code: String::new(),
            item: "total".into(),
            column: "total".into(),
            basis: String::new(),
            against: vec![],
            lhs: Exact::printed(stated),
            rhs: Exact::printed(sum),
            residual: Exact::printed(stated - sum),
            terms: Some(addends.len() as u32),
            bound: exact("0.50"),
            verdict,
            reason: String::new(),
            page: Some(1),
            corners: spot(at),
            addends: addends.iter().map(addend).collect(),
        }
    }

    /// Rules of the notes that people are told, those of one cause in brackets, with what the figure would have to be.
    fn told(checks: Vec<Check>) -> Vec<String> {
        let mut document = emit::document(Source::unread("a.pdf"), Ledger::default(), vec![]);
        document.checks = checks;
        let notes = joined(&document, note::notes(&document));
        let line = |(_, note): (usize, Note)| {
            let with: Vec<_> = note.joined.iter().map(|n| n.rule.as_str()).collect();
            let instead: Vec<_> = note.cause.iter().map(|s| s.instead.to_string()).collect();
            format!("{} {with:?} {instead:?}", note.rule)
        };
        notes.into_iter().map(line).collect()
    }

    #[test]
    fn one_misprinted_figure_is_one_note() {
        use Verdict::{Exact, Mismatch};
        // the figure at 20 is printed 55 and adds up everywhere as 45
        let row = || check("W2", (10.0, "45.00"), &[(20.0, "55.00")], Mismatch);
        let column =
            || check("W3", (30.0, "145.00"), &[(20.0, "55.00"), (40.0, "100.00")], Mismatch);
        assert_eq!(told(vec![row(), column()]), [r#"W2 ["W3"] ["45.00"]"#]);
        // other equations hold with it as it is
        let holds = |at| check("X6", (at, "55.00"), &[(20.0, "55.00")], Exact);
        assert_eq!(told(vec![row(), column(), holds(50.0), holds(60.0)]), ["W2 [] []", "W3 [] []"]);
        // another difference is another cause
        let other = check("W3", (30.0, "150.00"), &[(20.0, "55.00"), (40.0, "100.00")], Mismatch);
        assert_eq!(told(vec![row(), other]), ["W2 [] []", "W3 [] []"]);
        // the same difference without a figure in common
        let apart = check("W3", (30.0, "145.00"), &[(25.0, "55.00"), (40.0, "100.00")], Mismatch);
        assert_eq!(told(vec![row(), apart]), ["W2 [] []", "W3 [] []"]);
    }

    #[test]
    fn each_note_by_itself_names_what_it_is_told_with() {
        use Verdict::Mismatch;
        let row = check("W2", (10.0, "45.00"), &[(20.0, "55.00")], Mismatch);
        let column = check("W3", (30.0, "145.00"), &[(20.0, "55.00"), (40.0, "100.00")], Mismatch);
        let off = |at, stated| check("X1", (at, stated), &[(at + 1.0, "1.00")], Mismatch);
        let mut document = emit::document(Source::unread("a.pdf"), Ledger::default(), vec![]);
        document.checks = vec![row, column, off(50.0, "8.23"), off(60.0, "8.23")];
        let told = joined(&document, note::notes(&document));
        let each: Vec<Note> = told.iter().flat_map(|(_, note)| each(note)).collect();
        let names = |note: &Note| {
            let beside = note.beside.iter().map(|other| other.rule.as_str());
            let cause = note.cause.iter().map(|suspect| suspect.instead.to_string());
            format!(
                "{} {:?} {:?}",
                note.rule,
                cause.collect::<Vec<_>>(),
                beside.collect::<Vec<_>>()
            )
        };
        let want =
            [r#"W2 ["45.00"] []"#, r#"W3 ["45.00"] []"#, r#"X1 [] ["X1"]"#, r#"X1 [] ["X1"]"#];
        assert_eq!(each.iter().map(names).collect::<Vec<_>>(), want);
    }

    #[test]
    fn a_figure_that_is_taken_away_counts_with_its_sign() {
        use Verdict::Mismatch;
        let change = check("W2", (10.0, "-5.00"), &[(20.0, "60.00"), (30.0, "-55.00")], Mismatch);
        let stated = check("W3", (30.0, "55.00"), &[(40.0, "65.00")], Mismatch);
        assert_eq!(told(vec![change, stated]), [r#"W2 ["W3"] ["65.00"]"#]);
    }

    #[test]
    fn what_lacks_one_amount_is_withheld_once() {
        let withheld = |rule, at, stated: &str| Check {
            reason: "withheld".into(),
            ..check(rule, (at, stated), &[(at + 1.0, "10.00")], Verdict::NotChecked)
        };
        let checks = vec![
            withheld("W3", 10.0, "40.00"),
            withheld("W3", 30.0, "50.00"),
            withheld("X5", 50.0, "40.00"),
        ];
        assert_eq!(told(checks), [r#"W3 ["X5"] []"#, "W3 [] []"]);
    }

    #[test]
    fn one_table_that_is_missing_and_one_figure_that_is_blank_are_told_once() {
        let open = |rule, at, reason: &str| Check {
            reason: reason.into(),
            ..check(rule, (at, "40.00"), &[(at + 1.0, "10.00")], Verdict::NotChecked)
        };
        let checks = vec![
            open("W1", 10.0, "stated figure blank: the total is not the sum of its items"),
            open("X1", 10.0, "stated figure blank: the income table has another figure"),
            open("X1", 30.0, "stated figure blank: the income table has another figure"),
            open("X7", 50.0, "table missing: income_summary"),
            open("X9", 70.0, "table missing: income_summary"),
            open("X9", 90.0, "table missing: expenditure_summary"),
        ];
        let want = [r#"W1 ["X1"] []"#, "X1 [] []", r#"X7 ["X9"] []"#, "X9 [] []"];
        assert_eq!(told(checks), want);
    }

    #[test]
    fn the_rows_of_one_amount_that_another_table_has_not_are_told_once() {
        let absent = |at, stated: &str| Check {
            reason: NOTHING_THERE.into(),
            ..check("X6", (at, stated), &[], Verdict::Mismatch)
        };
        let checks = vec![absent(10.0, "3.00"), absent(30.0, "3.00"), absent(50.0, "4.00")];
        assert_eq!(told(checks), [r#"X6 ["X6"] []"#, "X6 [] []"]);
    }

    /// Rules of the notes that people are told, those that stand beside one in brackets.
    fn beside(checks: Vec<Check>) -> Vec<String> {
        let mut document = emit::document(Source::unread("a.pdf"), Ledger::default(), vec![]);
        document.checks = checks;
        let line = |(_, note): (usize, Note)| {
            let with: Vec<_> = note.beside.iter().map(|n| n.rule.as_str()).collect();
            format!("{} {with:?}", note.rule)
        };
        joined(&document, note::notes(&document)).into_iter().map(line).collect()
    }

    #[test]
    fn what_is_off_by_one_telling_amount_stands_side_by_side() {
        use Verdict::Mismatch;
        let off = |rule, at, stated: &str, other: &str| {
            check(rule, (at, stated), &[(at + 1.0, other)], Mismatch)
        };
        let whole = || off("W1", 10.0, "5000.00", "4094.30");
        // by 905.70 in another table, by 905.80, which rounding explains, and by 909.70
        let other = |other| off("X1", 30.0, "8000.00", other);
        assert_eq!(beside(vec![other("7094.30"), whole()]), [r#"W1 ["X1"]"#]);
        assert_eq!(beside(vec![other("7094.20"), whole()]), [r#"W1 ["X1"]"#]);
        assert_eq!(beside(vec![whole(), other("7090.30")]), ["W1 []", "X1 []"]);
        // two rows of a column that lack it together, and two that do not
        let row = |at, stated| off("W2", at, stated, "900.00");
        let checks = vec![whole(), row(50.0, "597.70"), row(70.0, "296.60")];
        assert_eq!(beside(checks), [r#"W1 ["W2", "W2"]"#]);
        let checks = vec![whole(), row(50.0, "597.70"), row(70.0, "296.50")];
        assert_eq!(beside(checks), ["W1 []", "W2 []", "W2 []"]);
        // many things are off by a round amount
        let round = |rule, at| off(rule, at, "600.00", "500.00");
        assert_eq!(beside(vec![round("W1", 10.0), round("X1", 30.0)]), ["W1 []", "X1 []"]);
    }

    #[test]
    fn a_code_that_comes_again_stands_beside_the_sum_that_counts_it_twice() {
        let again = |at| Check {
            code: "21999".into(),
            reason: format!("21999{COMES_AGAIN}“其他支出” on page 1 is printed with it too"),
            lhs: None,
            rhs: None,
            residual: None,
            row: Some(9),
            ..check("W4", (at, "0.00"), &[], Verdict::Mismatch)
        };
        let mut document = emit::document(Source::unread("a.pdf"), Ledger::default(), vec![]);
        let twice = [(20.0, "502.00"), (30.0, "502.00")];
        let sum = check("W3", (10.0, "502.00"), &twice, Verdict::Mismatch);
        document.checks = vec![sum, again(20.0), again(30.0)];
        let mut notes = note::notes(&document);
        let of_code =
            |code: &str| super::super::named::Place { code: code.into(), ..places::named("") };
        let addends = |notes: &mut Vec<Note>, code: &str| {
            for term in notes[0].figures.iter_mut().flat_map(|f| &mut f.addends) {
                term.row = Some(of_code(code));
            }
        };
        let rules = |notes: Vec<Note>| -> Vec<(String, usize)> {
            let told = joined(&document, notes).into_iter();
            told.map(|(_, note)| (note.rule, note.beside.len())).collect()
        };
        addends(&mut notes, "21999");
        assert_eq!(rules(notes.clone()), [("W3".to_owned(), 2)]);
        addends(&mut notes, "21901");
        assert_eq!(rules(notes), [("W3".to_owned(), 0), ("W4".to_owned(), 0)]);
    }
}
