//! N3: changes and rates in the prose.
//!
//! 1. A change goes with the nearest figure of its key before it, a rate with the nearest change of its key. Where its own
//!    sentence states this year's figure again (2026年预算安排57.8万元) it is that.
//! 2. Last year = this year − change; rate of change = change / last year; share = part / whole; completion = final
//!    figure / budget: see [`Ratio`] for how well a rate is known.
//! 3. A rate against the direction of its change is a mismatch.

use super::ratio::Ratio;
use super::whole::NATURE;
use super::{figure, or_silent};
use crate::catalog::rules::words;
use crate::model::{Against, Check, FUND_TOTALS, Mention, MoneyScope, Verdict};
use crate::reconcile::book::Book;
use crate::reconcile::figure::{Figure, Term};
use crate::reconcile::place::{Finish, on_mention};
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::{Relation, Sum, compare};

pub(in crate::reconcile) const RULE: &str = "N3";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mentions = &book.ledger.narrative;
    let mut checks = Vec::new();
    for (index, rate) in mentions.iter().enumerate() {
        let before = &mentions[..index];
        let around = &mentions[index.saturating_sub(REACH)..mentions.len().min(index + REACH)];
        if let Some(key) = rate.key.as_str().strip_suffix("_change_percent") {
            checks.push(change(rate, key, before));
        } else if let Some(key) = rate.key.as_str().strip_suffix("_share_percent") {
            checks.push(share(rate, key, before, around));
        } else if let Some(key) = rate.key.as_str().strip_suffix("_completion_percent") {
            checks.push(completion(rate, key, before));
        } else if let Some(key) = rate.key.as_str().strip_suffix("_change") {
            checks.extend(last_year(rate, key, around));
        }
    }
    or_silent(RULE, book, checks)
}

/// How many mentions back a rate may look for its figures: those of its own sentence and a few before.
const REACH: usize = 40;
/// How many mentions back a share may look for its whole, over a long list of parts.
const FAR: usize = 2_000;
/// The items of “三公”, which may be stated without their sum.
const THREE_PUBLIC: [&str; 3] =
    ["three_public_overseas_travel", "three_public_vehicles", "three_public_reception"];

fn nearest<'a>(before: &'a [Mention], key: &str, code: &str, name: &str) -> Option<&'a Mention> {
    before
        .iter()
        .rev()
        .take(REACH)
        .find(|m| m.key == key && m.subject_code() == code && (name.is_empty() || m.name == name))
}

fn term(mention: &Mention) -> Option<Term> {
    match figure(mention) {
        Figure::Stated(term) => Some(term),
        _ => None,
    }
}

/// A rate of change is change / (this − change), or where the prose states last year's figure itself (this − last) / last.
fn change(rate: &Mention, key: &str, before: &[Mention]) -> Check {
    let check = on_mention(RULE, rate).against(Against::Prose);
    let find = |key: &str| nearest(before, key, rate.subject_code(), &rate.name).and_then(term);
    // 2025年执行数为57.43万元，2026年预算安排57.8万元，比2025年执行数减少2.27%
    let again = format!("{key}_arranged");
    let again = nearest(before, &again, rate.subject_code(), &rate.name);
    let again = again.filter(|m| m.sentence == rate.sentence).and_then(term);
    let Some(this) = again.or_else(|| find(key)) else {
        return check.not_checked(NotChecked::NoBase, key);
    };
    let Some(percent) = rate.value else { return check.not_checked(NotChecked::Unread, "") };
    let ratio = if let Some(change) = find(&format!("{key}_change")) {
        Ratio::of_change(change, this)
    } else if let Some(last) = find(&format!("{key}_prior_final")) {
        Some(Ratio::since(last, this))
    } else {
        return check.not_checked(NotChecked::NoBase, &format!("{key}_change"));
    };
    let Some(ratio) = ratio else { return check.not_checked(NotChecked::TooLarge, "") };
    ratio.meets(percent, check, "change / last year")
}

/// A share is part / whole.
fn share(rate: &Mention, key: &str, before: &[Mention], around: &[Mention]) -> Check {
    let check = on_mention(RULE, rate).against(Against::Prose);
    let part = nearest(before, key, rate.subject_code(), &rate.name).and_then(term);
    let Some(part) = part else { return check.not_checked(NotChecked::NoBase, key) };
    let Some(percent) = rate.value else { return check.not_checked(NotChecked::Unread, "") };
    // Where two wholes are stated, the one nearer to the rate is meant.
    let before = &before[before.len().saturating_sub(FAR)..];
    let near = |key: &&str| before.iter().rposition(|m| m.key == *key);
    // 小微企业 …，占授予中小企业合同金额的 …, or of all procurement.
    let base = rate.sentence.split(rate.stated.as_str()).next().and_then(|b| b.rsplit('占').next());
    let of_sme = base.is_some_and(|base| base.contains(words().enterprises));
    let wholes = match key {
        "procurement_micro" if of_sme => &["procurement_sme"],
        key => wholes(key, rate.scope, base.unwrap_or_default()),
    };
    let whole = wholes.iter().filter_map(near).max().and_then(|i| term(&before[i]));
    let of = |whole: Term| Ratio::of(part, whole).meets(percent, check.clone(), "part / whole");
    let fits = |check: &Check| check.verdict <= Verdict::Rounding;
    let Some(whole) = whole else {
        let items = Some(THREE_PUBLIC).filter(|_| key.starts_with("three_public_"));
        let guessed = items.and_then(|items| together(around, &items)).map(of).filter(fits);
        let first = wholes.first().unwrap_or(&"");
        return guessed.unwrap_or_else(|| check.not_checked(NotChecked::NoBase, first));
    };
    let stated = of(whole);
    if stated.verdict != Verdict::Mismatch || !rate.sentence.contains(words().spent) {
        return stated;
    }
    // 本年支出 may be stated by its two parts only, while 支出 counts what is carried forward too.
    let spent = together(around, &["expenditure_basic", "expenditure_project"]);
    spent.map(of).filter(fits).unwrap_or(stated)
}

/// The keys of what a figure of this key and money may be a share of; `base` is what the sentence has between 占 and the rate.
fn wholes(key: &str, scope: Option<MoneyScope>, base: &str) -> &'static [&'static str] {
    let of_nature = NATURE.iter().any(|(nature, _)| *nature == key);
    match key {
        // Basic expenditure is no share of itself: 一般公共预算支出5万元，其中：基本支出4万元，占80%.
        "basic_expenditure_total" => {
            let named = words().bases.iter().find(|(word, _)| base.contains(word));
            named.map_or(in_all(scope), |(_, whole)| std::slice::from_ref(whole))
        }
        // 占总支出的 in a section of 财政拨款 is a share of that.
        _ if of_nature && !matches!(scope, None | Some(MoneyScope::All)) => in_all(scope),
        "general_public_budget_class" | "general_public_budget_subject" => {
            &["general_public_budget_total"]
        }
        "fiscal_appropriation_class" | "fiscal_appropriation_subject" => {
            &["fiscal_appropriation_total", "expenditure_fiscal_appropriation"]
        }
        "general_public_budget_total" | "fiscal_appropriation_total" => &["expenditure_total"],
        "income_current_total" | "income_carryover" => &["income_total"],
        "expenditure_current_total" => &["expenditure_total"],
        k if k.starts_with("income_") => &["income_current_total", "income_total"],
        k if k.starts_with("expenditure_") => &["expenditure_current_total", "expenditure_total"],
        k if k.starts_with("three_public_") => &["three_public_total"],
        k if k.starts_with("procurement_") => &["procurement_total"],
        k if k.starts_with("basic_") => &["basic_expenditure_total"],
        _ => &[],
    }
}

/// The keys of all spending of that money.
fn in_all(scope: Option<MoneyScope>) -> &'static [&'static str] {
    let [general, fund, capital] = &FUND_TOTALS;
    match scope {
        None => &[],
        Some(MoneyScope::All) => &["expenditure_current_total", "expenditure_total"],
        Some(MoneyScope::FiscalAppropriation) => {
            &["fiscal_appropriation_total", "expenditure_fiscal_appropriation"]
        }
        Some(MoneyScope::GeneralPublicBudget) => std::slice::from_ref(general),
        Some(MoneyScope::GovernmentFund) => std::slice::from_ref(fund),
        Some(MoneyScope::StateCapital) => std::slice::from_ref(capital),
    }
}

/// The figures of these keys together, where all of them are stated.
fn together(around: &[Mention], keys: &[&str]) -> Option<Term> {
    let mut sum: Option<Term> = None;
    for key in keys {
        let term = around.iter().find(|m| m.key == *key).and_then(term)?;
        sum = Some(match sum {
            Some(sum) => sum.plus(term)?,
            None => term,
        });
    }
    sum
}

/// A rate of completion is final figure / budget.
fn completion(rate: &Mention, key: &str, before: &[Mention]) -> Check {
    let check = on_mention(RULE, rate).against(Against::Prose);
    let this = nearest(before, key, rate.subject_code(), &rate.name).and_then(term);
    let bases = match () {
        () if rate.sentence.contains(words().full_year) => ["full_year_budget", "initial_budget"],
        () => ["initial_budget", "full_year_budget"],
    };
    let base = bases
        .iter()
        .find_map(|b| nearest(before, &format!("{key}_{b}"), rate.subject_code(), &rate.name))
        .and_then(term);
    let (Some(this), Some(base)) = (this, base) else {
        return check.not_checked(NotChecked::NoBase, key);
    };
    let Some(percent) = rate.value else { return check.not_checked(NotChecked::Unread, "") };
    Ratio::of(this, base).meets(percent, check, "final figure / budget")
}

/// Last year's figure, where the prose states it beside the change: this − change.
fn last_year(change: &Mention, key: &str, around: &[Mention]) -> Option<Check> {
    let by_key = |key: &str| nearest(around, key, change.subject_code(), &change.name);
    let mut sum = Sum::of([figure(by_key(key)?)]);
    sum.subtract(figure(by_key(&format!("{key}_prior_final"))?));
    let outcome = compare(Relation::Equal, figure(change), &sum)?;
    Some(
        on_mention(RULE, change)
            .against(Against::Prose)
            .worked(outcome, "the change is not this year − last year"),
    )
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Ledger, Mention};
    use crate::reconcile::testing::{amount, budget, run};

    fn money(key: &str, text: &str) -> Mention {
        Mention { key: key.into(), amount: Some(amount(text)), ..Mention::default() }
    }

    fn rate(key: &str, text: &str) -> Mention {
        Mention {
            key: key.into(),
            value: Some(text.parse().unwrap()),
            value_unit: "%".into(),
            ..Mention::default()
        }
    }

    fn verdict(mentions: Vec<Mention>) -> String {
        let ledger = Ledger { narrative: mentions, has_prose: true, ..budget(Vec::new()) };
        let checks = run(check, &ledger);
        format!("{} {}", checks[0].verdict.as_str(), checks[0].reason).trim().to_owned()
    }

    fn change(this: &str, change: &str, percent: &str) -> String {
        verdict(vec![
            money("income_total", this),
            money("income_total_change", change),
            rate("income_total_change_percent", percent),
        ])
    }

    #[test]
    fn a_rate_is_known_no_better_than_its_figures() {
        assert_eq!(change("110.00", "10.00", "10.00"), "exact");
        assert_eq!(change("24995.94", "608.71", "2.50"), "exact", "2.496 printed to two places");
        assert_eq!(change("24.5", "0.6", "2.40"), "rounding the rate is not change / last year");
        assert_eq!(
            change("24995.94", "608.71", "2.52"),
            "mismatch the rate is not change / last year, 608.71 / 24387.23"
        );
        let against = |percent: &str| {
            verdict(vec![
                money("income_total_prior_final", "0.50"),
                money("income_total", "0.62"),
                rate("income_total_change_percent", percent),
            ])
        };
        assert_eq!(against("22.22"), "rounding the rate is not change / last year");
        assert_eq!(against("-24.00"), "mismatch the rate is not change / last year, 0.12 / 0.5");
        assert_eq!(
            change("90.00", "-10.00", "10.00"),
            "mismatch the rate is not change / last year, -10 / 100"
        );
    }

    #[test]
    fn a_base_of_zero_has_no_rate() {
        assert_eq!(
            change("5.00", "5.00", "100"),
            "mismatch a rate on a base of zero (change / last year)"
        );
        assert_eq!(change("0.00", "0.00", "0.00"), "exact");
    }

    #[test]
    fn a_rate_goes_with_the_figure_of_its_own_sentence() {
        let rate_of = |percent: &str, own: &str| {
            let sentence = "执行数为57.43万元，预算安排57.8万元".to_owned();
            let said = |m: Mention, sentence: &str| Mention { sentence: sentence.into(), ..m };
            verdict(vec![
                money("income_total", "56.13"),
                said(money("income_total_prior_final", "57.43"), &sentence),
                said(money("income_total_arranged", "57.80"), own),
                said(rate("income_total_change_percent", percent), &sentence),
            ])
        };
        let own = "执行数为57.43万元，预算安排57.8万元";
        assert_eq!(rate_of("0.64", own), "exact");
        assert_eq!(
            rate_of("-2.26", own),
            "mismatch the rate is not change / last year, 0.37 / 57.43"
        );
        assert_eq!(rate_of("-2.26", "预算安排57.8万元"), "exact");
    }

    #[test]
    fn shares_and_completions_have_bases_of_their_own() {
        let share = |percent: &str| {
            verdict(vec![
                money("expenditure_total", "200.00"),
                money("expenditure_basic", "50.00"),
                rate("expenditure_basic_share_percent", percent),
            ])
        };
        assert_eq!(share("25.00"), "exact");
        assert_eq!(share("25.10"), "mismatch the rate is not part / whole, 50 / 200");
        let done = |sentence: &str| {
            let rate = Mention {
                sentence: sentence.into(),
                ..rate("three_public_total_completion_percent", "50.00")
            };
            verdict(vec![
                money("three_public_total_initial_budget", "0.00"),
                money("three_public_total_full_year_budget", "8.00"),
                money("three_public_total", "4.00"),
                rate,
            ])
        };
        assert_eq!(done("完成全年预算的50%"), "exact");
        assert_eq!(
            done("完成年初预算的50%"),
            "mismatch a rate on a base of zero (final figure / budget)"
        );
        assert_eq!(
            verdict(vec![rate("income_total_change_percent", "1.00")]),
            "not_checked base not stated: income_total"
        );
    }
}
