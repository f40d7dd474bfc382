//! E1: the money of a self-evaluation is that of its sources, budgeted, adjusted and spent.

use super::{evaluated, on, or_silent};
use crate::model::{Amount, Check, Project, Source, Spending, Verdict};
use crate::reconcile::book::Book;
use crate::reconcile::figure::Figure;
use crate::reconcile::place::Finish;
use crate::reconcile::tolerance::{Outcome, Relation, Sum, compare};

pub(in crate::reconcile) const RULE: &str = "E1";

type Measure = fn(&Spending) -> Option<&Amount>;

/// What is summed, with its column of performance.csv.
const MEASURES: [(&str, Measure); 3] = [
    ("funds_total_yuan", |line| line.budgeted.as_ref()),
    ("funds_adjusted_yuan", |line| line.adjusted.as_ref()),
    ("funds_spent_yuan", |line| line.spent.as_ref()),
];

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let of = |p| MEASURES.iter().filter_map(move |m| parts(p, *m));
    or_silent(RULE, book, evaluated(book).flat_map(of).collect())
}

/// 财政拨款 may count 上年结转 and transfers among its own, or they stand beside it: the sum that fits counts, else the
/// largest.
fn parts(project: &Project, (column, measure): (&str, Measure)) -> Option<Check> {
    let amount = |source| project.spent_from(source).and_then(measure);
    let total = amount(Source::Total).map_or(Figure::Blank, Figure::from);
    let fiscal = amount(Source::Fiscal)?;
    let own = [Some(fiscal), amount(Source::Other)];
    let mut sum = Sum::of(own.into_iter().flatten().map(Figure::from));
    let mut outcome = compare(Relation::Equal, total, &sum)?;
    let fits = |outcome: &Outcome| outcome.verdict != Verdict::Mismatch;
    for source in [Source::Carryover, Source::Further] {
        let lines = project.spending.iter().filter(|line| line.source == source);
        let before = sum.clone();
        lines.filter_map(measure).for_each(|a| sum.add(a.into()));
        if !fits(&outcome) && sum != before {
            outcome = compare(Relation::Equal, total, &sum)?;
        }
    }
    Some(on(RULE, project, column).worked(outcome, "资金总额 is not 财政拨款 + 其他资金"))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::evaluation::testing::{ledger, lines};
    use crate::reconcile::testing::{odd, run};

    #[test]
    fn each_measure_is_the_sum_of_its_sources() {
        let of = |spent: &str| {
            let spending =
                lines(&["100.00 120.00 98.00", "80.00 90.00 70.00", "", "20.00 30.00 28.00"]);
            let mut ledger = ledger(spending);
            ledger.projects[0].spending[0].spent = Some(crate::reconcile::testing::amount(spent));
            odd(&run(check, &ledger))
        };
        assert!(of("98.00").is_empty());
        assert_eq!(of("98.01"), [" funds_spent_yuan rounding"].map(|w| format!("甲项目{w}")));
        assert_eq!(of("99.00"), [" funds_spent_yuan mismatch"].map(|w| format!("甲项目{w}")));
    }

    #[test]
    fn what_is_carried_over_is_part_of_the_total_or_of_the_appropriation() {
        let of = |total: &str| {
            let spending = lines(&[total, "80.00", "40.00", "0.00"]);
            odd(&run(check, &ledger(spending))).len()
        };
        assert_eq!((of("120.00"), of("80.00"), of("100.00")), (0, 0, 1));
    }
}
