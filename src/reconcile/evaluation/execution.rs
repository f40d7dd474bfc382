//! E2: the rate of execution is what was spent of what was budgeted.

use super::{evaluated, on, or_silent};
use crate::model::{Check, Project, Source, Verdict};
use crate::reconcile::book::Book;
use crate::reconcile::figure::Term;
use crate::reconcile::place::Finish;
use crate::reconcile::prose::ratio::Ratio;
use crate::reconcile::reason::NotChecked;

pub(in crate::reconcile) const RULE: &str = "E2";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    or_silent(RULE, book, evaluated(book).filter_map(rate).collect())
}

/// The budget is that of the whole year, where the table prints it; a table may count by that of its beginning.
fn rate(project: &Project) -> Option<Check> {
    let line = project.spent_from(Source::Total)?;
    let printed = line.rate.value?;
    let check = on(RULE, project, "execution_percent");
    let Some(spent) = &line.spent else {
        return Some(check.not_checked(NotChecked::NoBase, "全年执行数"));
    };
    let bases = [&line.adjusted, &line.budgeted].into_iter().flatten();
    let mut found: Option<Check> = None;
    for base in bases {
        let ratio = Ratio::of(Term::from(spent), Term::from(base));
        let worked = ratio.meets(printed, check.clone(), "spent / budgeted");
        if worked.verdict != Verdict::Mismatch {
            return Some(worked);
        }
        found = found.or(Some(worked));
    }
    Some(found.unwrap_or_else(|| check.not_checked(NotChecked::NoBase, "全年预算数")))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::evaluation::testing::{ledger, lines, points};
    use crate::reconcile::testing::{odd, run};

    #[test]
    fn a_rate_is_of_the_year_s_budget_or_of_that_of_its_beginning() {
        let of = |rate: &str| {
            let mut ledger = ledger(lines(&["100.00 120.00 90.00"]));
            ledger.projects[0].spending[0].rate = points(rate);
            odd(&run(check, &ledger)).len()
        };
        assert_eq!((of("75.00"), of("90"), of("75.1"), of("80")), (0, 0, 1, 1));
        assert_eq!(of(""), 0);
    }
}
