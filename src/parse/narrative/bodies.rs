//! What is none of the body's own figures, though it bears their names: money of other bodies or of several together, several
//! things together, and what a subject, project or other whole has of them.

use super::about::About;
use super::label::Label;
use super::lead::Told;
use super::reader::Reader;
use super::text::{before_end, ends_with_any, has_any, last_of, rfind, starts_with_any};
use crate::model::Kind;
use rust_decimal::Decimal;

/// What a body has one of, of which subjects and projects have parts: 某项88万元，其中：培训费38万元.
const OF_BODY: [&str; 7] = [
    "three_public_",
    "meetings",
    "training",
    "commissioned_",
    "procurement_",
    "agency_operation",
    "basic_",
];
/// Parts of the spending whose parts are not those of all of it.
const OF_SPENDING: [&str; 3] = ["expenditure_basic", "expenditure_project", "agency_operation"];

impl Reader<'_> {
    /// Is the money that of other bodies (下属单位机关运行经费5万元), or of several together (全系统三公经费5万元)?
    pub(super) fn is_of_others(&self, clause: &[char]) -> bool {
        let w = &self.words().bodies;
        let opens = |word: &String| {
            rfind(clause, word).is_some_and(|at| at == 0 || self.names_nothing(&clause[..at]))
        };
        let below = last_of(clause, &w.below).map(|(at, _)| &clause[..at]);
        w.all.iter().any(opens)
            || below.is_some_and(|before| !has_any(before, &w.with)) && !has_any(clause, &w.own)
    }

    /// Are several things named before the figure that they make together: 甲费和乙费合计5万元?
    pub(super) fn is_sum(&self, words: &[char]) -> bool {
        let w = &self.words().labels;
        let Label::Known { start, end, .. } = self.label(words) else { return false };
        let before = &words[..start];
        let joined = before_end(before, &w.joined);
        let together = has_any(&words[end..], &w.sums);
        let listed = before.strip_suffix(&['、']).filter(|_| together);
        let first = joined.map(|at| &before[..at]).or(listed);
        first.is_some_and(
            |first| matches!(self.label(first), Label::Known { key, .. } if !key.is_empty()),
        ) && !has_any(&words[end..], &w.each)
    }

    /// What a figure is of that is named so: where it is one of a part only, nothing that the output holds.
    pub(super) fn of_body(&mut self, told: &Told, about: About, amount: Option<Decimal>) -> About {
        // 2024年经费5万元，其中接待费1万元；2025年经费6万元 begins anew.
        self.tell_total_from_year(told, &about);
        let (words, at) = (told.lead.words(), told.figure.start);
        let anew = words.contains(&';') && self.paragraph.years.names(at - words.len().min(at), at);
        let of_part =
            !anew && self.is_of_part(&about, amount, words) || self.is_economic(told, &about);
        if of_part { About { key: String::new(), ..about } } else { about }
    }

    /// 支出决算合计5万元，其中：本年支出合计4万元，年末结转和结余1万元: a whole that has the year's own figure for a part is the total of
    /// both sides, with what is carried over.
    fn tell_total_from_year(&mut self, told: &Told, about: &About) {
        let (of_year, total) = (&self.words().years.this, total_of(&about.key));
        let says_year = has_any(told.lead.clause(), of_year);
        let whole = self.said.whole.as_ref().filter(|w| w.key == about.key);
        let (Some(whole), Some(total)) = (whole, total) else { return };
        let whole_says = of_year.iter().any(|year| whole.label.contains(year.as_str()));
        let listed = self.said.list.is_some_and(|l| l.here);
        if self.roles.kind == Some(Kind::FinalAccounts) && listed && says_year && !whole_says {
            self.stated.retitle(&about.key, total);
            self.said.whole = Some(About { key: total.into(), ..whole.clone() });
        }
    }

    /// The spending that a clause says its parts are of: 项目支出中，会议费5万元.
    pub(super) fn whole_within(&self, clause: &[char]) -> Option<About> {
        let words = before_end(clause, &self.words().course.within).map(|end| &clause[..end])?;
        match self.label(words) {
            Label::Known { key, start, end } if OF_SPENDING.contains(&key.as_str()) => {
                Some(About::labelled(key, &words[start..end]))
            }
            _ => None,
        }
    }

    /// What the parts that follow are of, to choose among the meanings of their labels. The running costs have parts only where
    /// a sentence lists them.
    pub(super) fn parent(&self) -> Option<&str> {
        let here = self.said.list.is_some_and(|l| l.here);
        let whole = self.said.whole.as_ref().map(|whole| whole.key.as_str());
        whole.filter(|key| here || *key != "agency_operation")
    }

    /// Is it a part of a whole whose parts are not those of the body, or of what bears its own name?
    fn is_of_part(&self, about: &About, amount: Option<Decimal>, words: &[char]) -> bool {
        let listed = self.said.list.is_some_and(|l| l.here);
        // 项目支出5万元，主要是…，其中：教育支出5万元
        let behind_reason = !listed && has_any(words, &self.words().course.parts);
        let whole = if behind_reason { &self.said.about } else { &self.said.whole };
        let Some(whole) = whole.as_ref() else { return false };
        if !(listed || behind_reason) || about.key.is_empty() {
            return false;
        }
        let of_spending = OF_SPENDING.contains(&whole.key.as_str())
            || starts_with_any(&label(whole), &self.words().totals.spending_parts);
        let of_body = OF_BODY.iter().any(|key| about.key.starts_with(key));
        let again = about.key == whole.key && about.code == whole.code && about.name == whole.name;
        let other = self.said.list.is_some_and(|l| l.whole != amount);
        // Under 三公经费 the parts of something unknown are its own.
        let section = self.scope.opened().unwrap_or("-");
        let unknown =
            whole.key.is_empty() && (!whole.label.is_empty() || !about.key.starts_with(section));
        of_body && (unknown || whole.is_subject() || of_spending)
            || about.is_subject() && of_spending
            || again && !about.is_subject()
            || of_body && other && self.stated.just_stated(about)
    }

    /// Is the class one of the economic classification: 按支出经济分类，其他支出5万元?
    fn is_economic(&self, told: &Told, about: &About) -> bool {
        let w = &self.words().subjects;
        let before = &told.s.text.chars[told.s.start..told.figure.start];
        let economic = last_of(before, &w.economic);
        about.is_subject()
            && about.code.is_empty()
            && economic.is_some()
            && economic > last_of(before, &w.functional)
    }

    /// Does the figure stand for several things together: 较上年合计减少5万元?
    pub(super) fn speaks_of_sum(&self, clause: &[char]) -> bool {
        let listed = self.said.list.is_some_and(|l| l.here && l.parts > 1);
        listed && ends_with_any(clause, &self.words().labels.sums)
    }
}

/// The key of the total of both sides, of which a figure of this key is what one side had in the year.
fn total_of(key: &str) -> Option<&'static str> {
    match key {
        "income_total" | "expenditure_total" => Some("income_expenditure_total"),
        "income_fiscal_appropriation" | "expenditure_fiscal_appropriation" => {
            Some("fiscal_appropriation_total")
        }
        _ => None,
    }
}

fn label(about: &About) -> Vec<char> {
    about.label.chars().collect()
}
