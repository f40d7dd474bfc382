//! The equations as properties: a consistent disclosure has no mismatch, and no figure can change in silence.

use crate::support::disclosure::{Print, budget, final_accounts};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;
use yusuan::catalog::subjects::Subjects;
use yusuan::model::{Amount, Check, ColumnId, Content, Ledger, Stated, TableId, Verdict};
use yusuan::reconcile::reconcile;

fn checks(ledger: &Ledger) -> Vec<Check> {
    reconcile(ledger, Subjects::embedded())
}

fn of(checks: &[Check], verdict: Verdict) -> Vec<&Check> {
    checks.iter().filter(|c| c.verdict == verdict).collect()
}

/// Every amount of every table, by table, row and cell.
fn cells(ledger: &Ledger) -> Vec<(usize, usize, usize)> {
    let mut all = Vec::new();
    for (t, table) in ledger.tables.iter().enumerate() {
        for (r, row) in table.rows.iter().enumerate() {
            let amounts = row
                .cells
                .iter()
                .enumerate()
                .filter(|(_, c)| matches!(c.content, Content::Amount(_)));
            all.extend(amounts.map(|(c, _)| (t, r, c)));
        }
    }
    all
}

/// The amount with one of its printed digits `step` further on, from 9 to 0: 1 to 9 make it another one.
fn altered(amount: &Amount, place: usize, step: u32) -> Amount {
    let mut text: Vec<char> = amount.printed.to_string().chars().collect();
    let places: Vec<usize> = (0..text.len()).filter(|&i| text[i].is_ascii_digit()).collect();
    let at = places[place % places.len()];
    let digit = text[at].to_digit(10).expect("a digit");
    text[at] = char::from_digit((digit + step) % 10, 10).expect("a digit");
    let printed: Decimal = text.iter().collect::<String>().parse().expect("a number");
    Amount::new(printed.to_string(), printed, &amount.unit).expect("an amount")
}

/// The amount with its leading digit made 9, or 1 where it is 9.
fn far_off(amount: &Amount) -> Amount {
    let first = amount.printed.to_string().chars().find_map(|c| c.to_digit(10)).expect("a digit");
    altered(amount, 0, if first == 9 { 2 } else { 9 - first })
}

/// The disclosure of that kind.
fn made(seed: u64, last_year: bool, print: Print) -> Ledger {
    if last_year { final_accounts(seed, print) } else { budget(seed, print) }
}

/// The same disclosures in every run: what fails once fails again. `PROPTEST_RNG_SEED` and `PROPTEST_CASES` draw others.
fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let rng_seed = match usual.rng_seed {
        RngSeed::Random => RngSeed::Fixed(20_260_101),
        given => given,
    };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { 48 };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_consistent_disclosure_is_exact(seed in any::<u64>(), last_year in any::<bool>()) {
        let made = checks(&made(seed, last_year, Print::Exact));
        prop_assert_eq!(of(&made, Verdict::Mismatch), Vec::<&Check>::new());
        prop_assert_eq!(of(&made, Verdict::Rounding), Vec::<&Check>::new());
        prop_assert_eq!(of(&made, Verdict::NotChecked), Vec::<&Check>::new());
        prop_assert!(of(&made, Verdict::Exact).len() > 300, "{}", made.len());
    }

    #[test]
    fn figures_rounded_one_by_one_are_no_mismatch(seed in any::<u64>(), last_year in any::<bool>()) {
        let made = checks(&made(seed, last_year, Print::Rounded));
        prop_assert_eq!(of(&made, Verdict::Mismatch), Vec::<&Check>::new());
        prop_assert!(of(&made, Verdict::Rounding).len() > 5);
    }

    #[test]
    fn an_altered_digit_is_caught(
        (seed, last_year) in any::<(u64, bool)>(),
        pick in any::<prop::sample::Index>(),
        (place, step) in (0..9usize, 1..10u32),
    ) {
        let mut ledger = made(seed, last_year, Print::Exact);
        let places = cells(&ledger);
        let (t, r, c) = places[pick.index(places.len())];
        let cell = &mut ledger.tables[t].rows[r].cells[c];
        let Content::Amount(before) = &cell.content else { unreachable!("cells() lists amounts") };
        let after = altered(before, place, step);
        let change = (after.yuan - before.yuan).abs();
        let label = format!("{before:?} → {after:?}");
        cell.content = Content::Amount(after);
        let made = checks(&ledger);
        let table = &ledger.tables[t];
        let row = &table.rows[r];
        let name = row.code.as_ref().map_or(row.item(), |c| c.digits.as_str());
        let column = table.columns[c].id.as_str();
        // Beyond half a 万元 no bound of these tables reaches: the page contradicts itself. Below that a single digit may
        // be within what rounding explains; it is still not exact.
        let caught = match change > Decimal::from(5_000) {
            true => of(&made, Verdict::Mismatch).len(),
            false => of(&made, Verdict::Mismatch).len() + of(&made, Verdict::Rounding).len(),
        };
        prop_assert!(caught > 0, "{} {name} {column}: {label}", table.id);
    }
}

/// Figures of the prose that no equation covers: a change without its rate.
const UNTOLD: [&str; 1] = ["income_total_change"];

/// Every figure of the prose in turn, its leading digit changed.
#[test]
fn every_figure_of_the_prose_is_covered() {
    let mut untold = 0;
    for ledger in [budget(5, Print::Exact), final_accounts(5, Print::Exact)] {
        assert!(!ledger.narrative.is_empty());
        for index in 0..ledger.narrative.len() {
            let mut changed = ledger.clone();
            let mention = &mut changed.narrative[index];
            let before = mention.amount.as_ref().expect("money");
            mention.amount = Some(far_off(before));
            let key = mention.key.clone();
            let caught = of(&checks(&changed), Verdict::Mismatch)
                .iter()
                .any(|c| c.stated.table_id() == Stated::PROSE && c.stated.item() == key.as_str());
            assert_eq!(caught, !UNTOLD.contains(&key.as_str()), "{key}");
            untold += usize::from(!caught);
        }
    }
    assert!(untold >= UNTOLD.len());
}

/// Every cell in turn, its leading digit changed: some equation covers each of these budgets and final accounts. What none
/// covers elsewhere is listed in LEDGER.md.
#[test]
fn every_cell_is_covered() {
    // one of each kind: every cell costs a proof of the whole, and other trees are drawn above
    for last_year in [false, true] {
        let ledger = made(1, last_year, Print::Exact);
        assert!(cells(&ledger).len() > 100, "{}", cells(&ledger).len());
        assert_eq!(uncovered(&ledger), []);
    }
}

/// The cells that no equation covers, as (table, item or code, column).
fn uncovered(ledger: &Ledger) -> Vec<(TableId, String, ColumnId)> {
    let mut silent = Vec::new();
    for (t, r, c) in cells(ledger) {
        let mut changed = ledger.clone();
        let Content::Amount(before) = &ledger.tables[t].rows[r].cells[c].content else {
            unreachable!("cells() lists amounts")
        };
        changed.tables[t].rows[r].cells[c].content = Content::Amount(far_off(before));
        if of(&checks(&changed), Verdict::Mismatch).is_empty() {
            let row = &ledger.tables[t].rows[r];
            let name = row.code.as_ref().map_or(row.item(), |c| &c.digits).to_owned();
            silent.push((
                ledger.tables[t].id.clone(),
                name,
                ledger.tables[t].columns[c].id.clone(),
            ));
        }
    }
    silent
}

#[test]
fn a_mismatch_names_table_row_and_column() {
    let mut ledger = budget(3, Print::Exact);
    let table = ledger.tables.iter_mut().find(|t| t.id == "expenditure_summary").unwrap();
    let row = table
        .rows
        .iter_mut()
        .find(|r| r.code.as_ref().is_some_and(|c| c.digits.len() == 7))
        .unwrap();
    let code = row.code.as_ref().unwrap().digits.clone();
    let Content::Amount(before) = &row.cells[1].content else { panic!("basic is stated") };
    let after = Amount::new("", before.printed + Decimal::new(60, 2), &before.unit).unwrap();
    row.cells[1].content = Content::Amount(after);
    let number = row.number;
    let made = checks(&ledger);
    let failed = of(&made, Verdict::Mismatch);
    let found = failed
        .iter()
        .find(|c| c.rule == "W2" && c.stated.table_id() == "expenditure_summary")
        .expect("W2 fails in that table");
    assert_eq!(
        (found.stated.row().map(|r| r.number), found.stated.code(), found.stated.column()),
        (Some(number), code.as_str(), "total")
    );
    assert_eq!(found.residual, Some(Decimal::from(-6_000)));
    assert!(
        failed
            .iter()
            .any(|c| (c.rule, c.stated.code(), c.stated.column()) == ("W3", &code[..5], "basic"))
    );
}
