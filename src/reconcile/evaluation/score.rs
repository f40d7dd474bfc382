//! E3: the score of the execution is its rate of the weight, and no more than the weight.

use super::{evaluated, on, or_silent, term};
use crate::model::{Check, Project, Source};
use crate::reconcile::book::Book;
use crate::reconcile::figure::{Figure, Term};
use crate::reconcile::place::Finish;
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::{Relation, Sum, compare};
use rust_decimal::Decimal;

pub(in crate::reconcile) const RULE: &str = "E3";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    or_silent(RULE, book, evaluated(book).filter_map(score).collect())
}

fn score(project: &Project) -> Option<Check> {
    let line = project.spent_from(Source::Total)?;
    let (score, weight) = (line.score.value?, line.weight.value?);
    let check = on(RULE, project, "score");
    let Some(rate) = line.rate.value else {
        return Some(check.not_checked(NotChecked::NoBase, "执行率"));
    };
    let full = Decimal::ONE_HUNDRED;
    let of = |rate: Decimal| (rate / full).checked_mul(weight).unwrap_or(Decimal::MAX);
    // The rate is known no better than it is printed; above a hundred it counts for a hundred.
    let last = if rate >= full { Decimal::ZERO } else { of(Decimal::new(1, rate.scale())) };
    let expected = Term { last, ..term(of(rate.min(full))) };
    let sum = Sum::of([Figure::Stated(expected)]);
    let outcome = compare(Relation::Equal, Figure::Stated(term(score)), &sum)?;
    Some(check.worked(outcome, "得分 is not 执行率 × 分值"))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::evaluation::testing::{ledger, lines, points};
    use crate::reconcile::testing::{odd, run};

    #[test]
    fn the_score_is_the_rate_of_the_weight_and_at_most_the_weight() {
        let of = |rate: &str, score: &str| {
            let mut ledger = ledger(lines(&["100.00 100.00 77.13"]));
            let line = &mut ledger.projects[0].spending[0];
            (line.rate, line.weight, line.score) = (points(rate), points("10"), points(score));
            odd(&run(check, &ledger))
        };
        assert!(of("100.00", "10").is_empty());
        assert!(of("112.5", "10").is_empty());
        assert_eq!(of("77.13", "7.7"), ["甲项目 score rounding"]);
        assert_eq!(of("77.13", "7.8"), ["甲项目 score mismatch"]);
        assert_eq!(of("112.5", "11.25"), ["甲项目 score mismatch"]);
        assert!(of("", "10").iter().all(|c| c.ends_with("not_checked")));
    }
}
