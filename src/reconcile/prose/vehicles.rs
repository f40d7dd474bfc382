//! N8: vehicles by use.

use super::{against, figure, or_silent};
use crate::catalog::rules::words;
use crate::model::{Against, Check, Mention, Verdict};
use crate::reconcile::book::Book;
use crate::reconcile::place::{Finish, on_mention};
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::Sum;

pub(in crate::reconcile) const RULE: &str = "N8";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let mentions = &book.ledger.narrative;
    let mut checks = Vec::new();
    for head in ["vehicles_owned_", "vehicles_planned_"] {
        let is_total = |m: &Mention| m.key.as_str().strip_prefix(head) == Some("total");
        for (index, total) in mentions.iter().enumerate().filter(|(_, m)| is_total(m)) {
            let after = mentions[index + 1..].iter().take_while(|m| !is_total(m));
            let parts: Vec<&Mention> = after.filter(|m| m.key.as_str().starts_with(head)).collect();
            // Without 其中 the uses named are those of some vehicles.
            let listed = total.sentence.is_empty()
                || words().listed.iter().any(|w| total.sentence.contains(w));
            if listed && !parts.is_empty() {
                let sum = Sum::of(parts.iter().map(|m| figure(m)));
                let check = against(RULE, book, total, &[(Against::Prose, sum)], None);
                let own = parts.iter().filter(|m| m.sentence == total.sentence).count();
                checks.push(match check.verdict {
                    // A use without a key (业务用车) is no part that could be added.
                    Verdict::Mismatch if counts(total) > own + 1 => {
                        on_mention(RULE, total).not_checked(NotChecked::Selection, "")
                    }
                    _ => check,
                });
            }
        }
    }
    or_silent(RULE, book, checks)
}

/// How many numbers of the sentence have the unit of this one.
fn counts(mention: &Mention) -> usize {
    let units = mention.sentence.match_indices(mention.value_unit.as_str());
    let counted = |at: usize| mention.sentence[..at].ends_with(|c: char| c.is_ascii_digit());
    units.filter(|(at, unit)| !unit.is_empty() && counted(*at)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::testing::{budget, odd, run};
    use rust_decimal::Decimal;

    #[test]
    fn a_use_without_a_key_is_no_part_that_is_missing() {
        let of = |sentence: &str, parts: &[(&str, i64)]| {
            let said = |(use_, count): &(&str, i64)| Mention {
                key: format!("vehicles_owned_{use_}").into(),
                value: Some(Decimal::from(*count)),
                value_unit: "辆".into(),
                sentence: sentence.into(),
                ..Mention::default()
            };
            let mut ledger = budget(Vec::new());
            ledger.narrative = [&[("total", 7)], parts].concat().iter().map(said).collect();
            odd(&run(check, &ledger))
        };
        let parts = [("law_enforcement", 4), ("other", 0)];
        assert_eq!(
            of("车辆7辆，其中：一般公务用车3辆、执法执勤用车4辆、其他用车0辆。", &parts),
            ["vehicles_owned_total  not_checked"]
        );
        assert_eq!(
            of("车辆7辆，其中：执法执勤用车4辆、其他用车0辆。", &parts),
            ["vehicles_owned_total  mismatch"]
        );
        let parts = [("law_enforcement", 4), ("other", 3)];
        assert_eq!(of("车辆7辆，其中：执法执勤用车4辆、其他用车3辆。", &parts), [""; 0]);
    }
}
