//! E4: the weights add up to the total that is stated, or to a hundred; so do the scores to theirs.

use super::{evaluated, figure, on, or_silent};
use crate::model::{Check, Points, Project, Source, Verdict};
use crate::reconcile::book::Book;
use crate::reconcile::figure::Figure;
use crate::reconcile::place::Finish;
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::{Relation, Sum, compare};
use rust_decimal::Decimal;

pub(in crate::reconcile) const RULE: &str = "E4";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let of = |p| [weights(p), scores(p)].into_iter().flatten();
    or_silent(RULE, book, evaluated(book).flat_map(of).collect())
}

fn weights(project: &Project) -> Option<Check> {
    let hundred = Figure::count(Decimal::ONE_HUNDRED);
    let parts: Vec<&Points> = project.indicators.iter().map(|i| &i.weight).collect();
    let execution = project.spent_from(Source::Total).map(|line| &line.weight);
    let stated = figure(&project.total_weight).or(hundred);
    sum(on(RULE, project, "weight"), stated, &parts, execution, "分值 do not add up to 总分")
}

fn scores(project: &Project) -> Option<Check> {
    let parts: Vec<&Points> = project.indicators.iter().map(|i| &i.score).collect();
    let execution = project.spent_from(Source::Total).map(|line| &line.score);
    project.total_score.value?;
    let stated = figure(&project.total_score);
    sum(on(RULE, project, "score"), stated, &parts, execution, "得分 do not add up to 总分")
}

/// The points of the execution count where the money prints them, unless an indicator repeats them.
fn sum(
    check: Check,
    stated: Figure,
    parts: &[&Points],
    execution: Option<&Points>,
    words: &str,
) -> Option<Check> {
    if parts.iter().all(|p| p.value.is_none()) {
        return None;
    }
    if parts.iter().any(|p| p.value.is_none() && p.stated.chars().any(|c| c.is_ascii_digit())) {
        return Some(check.not_checked(NotChecked::Unread, ""));
    }
    let own = Sum::of(parts.iter().map(|p| figure(p)));
    let mut all = own.clone();
    execution.into_iter().for_each(|p| all.add(figure(p)));
    let outcome = compare(Relation::Equal, stated, &all)?;
    let alone = compare(Relation::Equal, stated, &own)?;
    let outcome = if alone.verdict == Verdict::Exact { alone } else { outcome };
    Some(check.worked(outcome, words))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::Indicator;
    use crate::reconcile::evaluation::testing::{ledger, lines, points};
    use crate::reconcile::testing::{odd, run};

    fn of(weights: [&str; 2], scores: [&str; 2], total: &str) -> Vec<String> {
        let mut ledger = ledger(lines(&["1.00 1.00 1.00"]));
        let project = &mut ledger.projects[0];
        (project.spending[0].weight, project.spending[0].score) = (points("10"), points("9.5"));
        project.indicators = (0..2)
            .map(|i| Indicator {
                weight: points(weights[i]),
                score: points(scores[i]),
                ..Indicator::default()
            })
            .collect();
        project.total_score = points(total);
        odd(&run(check, &ledger))
    }

    #[test]
    fn weights_make_a_hundred_and_scores_their_total() {
        assert!(of(["50", "40"], ["50", "38"], "97.5").is_empty());
        assert_eq!(of(["50", "30"], ["50", "38"], "97.5"), ["甲项目 weight mismatch"]);
        assert_eq!(of(["50", "40"], ["50", "38"], "98.5"), ["甲项目 score mismatch"]);
        assert!(of(["60", "40"], ["50", "38"], "88").is_empty(), "the execution is an indicator");
        assert!(of(["", ""], ["", ""], "88").is_empty());
    }
}
