//! E5: a target that was missed carries a reason.

use super::{evaluated, on, or_silent};
use crate::catalog::rules::words;
use crate::model::{At, Check, Indicator, Project, squeeze};
use crate::reconcile::book::Book;
use crate::reconcile::place::Finish;
use rust_decimal::Decimal;

pub(in crate::reconcile) const RULE: &str = "E5";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    or_silent(RULE, book, evaluated(book).flat_map(reasons).collect())
}

/// One check for each indicator below its weight or its target, in tables that have a column for the reason.
fn reasons(project: &Project) -> impl Iterator<Item = Check> + '_ {
    project.indicators.iter().filter(|i| is_missed(i)).filter_map(|indicator| {
        let reason = indicator.reason.as_ref()?;
        let check = on(RULE, project, "reason");
        let check = Check { at: Some(At::Page(indicator.page)), ..check };
        let told = squeeze(reason);
        let nothing = told.chars().all(|c| matches!(c, '-' | '—' | '–' | '/'))
            || words().no_reason.contains(&told.as_str());
        Some(match nothing {
            false => check.holds(),
            true => {
                let name: String = indicator.level3.chars().take(40).collect();
                check.fails(format!("\"{name}\" missed its target, and no reason is given"))
            }
        })
    })
}

/// Less points than it could have, or a number on the wrong side of its target.
fn is_missed(indicator: &Indicator) -> bool {
    let points = indicator.weight.value.zip(indicator.score.value);
    points.map_or_else(|| fails(indicator).unwrap_or(false), |(weight, score)| score < weight)
}

/// Does the number reached fail its target, in the same unit?
fn fails(indicator: &Indicator) -> Option<bool> {
    let target = indicator.target.as_ref()?;
    let wanted: Decimal = target.value.parse().ok()?;
    let actual = squeeze(&indicator.actual);
    let reached: Decimal = actual.strip_suffix(target.unit.as_str())?.parse().ok()?;
    match target.operator.as_str() {
        ">=" => Some(reached < wanted),
        ">" => Some(reached <= wanted),
        "<=" => Some(reached > wanted),
        "<" => Some(reached >= wanted),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Indicator, Target};
    use crate::reconcile::evaluation::testing::{ledger, lines, points};
    use crate::reconcile::testing::{odd, run};

    fn of(score: &str, actual: &str, reason: Option<&str>) -> usize {
        let mut ledger = ledger(lines(&["1.00 1.00 1.00"]));
        let target = Target { operator: ">=".into(), value: "90".into(), unit: "%".into() };
        ledger.projects[0].indicators = vec![Indicator {
            weight: points(if score.is_empty() { "" } else { "10" }),
            score: points(score),
            actual: actual.into(),
            target: Some(target),
            reason: reason.map(str::to_owned),
            ..Indicator::default()
        }];
        odd(&run(check, &ledger)).len()
    }

    #[test]
    fn less_points_or_a_number_below_ask_for_a_reason() {
        assert_eq!(of("9", "95%", Some("")), 1);
        assert_eq!(of("9", "95%", Some("无")), 1);
        assert_eq!(of("9", "95%", Some("人员变动")), 0);
        assert_eq!(of("10", "85%", Some("")), 0);
        assert_eq!(of("", "85%", Some("—")), 1);
        assert_eq!(of("", "95%", Some("")), 0);
        assert_eq!(of("9", "95%", None), 0, "the table has no column for it");
    }
}
