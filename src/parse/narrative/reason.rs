//! Where a reason or a use ends, and the figures begin again.

use super::label::{Label, skip_ordinal};
use super::lead::{Lead, Told, clause_start};
use super::reader::{Found, Reader, is_total};
use super::role::Role;
use super::state::Course;
use super::text::{ends_with_any, last_of};

impl Reader<'_> {
    /// Does the figure end the reason or use that stands before it? One whose clause begins with its name does behind ； or
    /// 其中. So does a change, where the sentence goes through the parts of a whole: 其中：甲增加1万元，主要原因是…；乙减少2万元.
    pub(super) fn leaves_reason(&mut self, told: &Told, role: Role) -> bool {
        let words = told.lead.words();
        let change = matches!(role, Role::Change { .. });
        if change && self.leaves_for_last_year(&told.lead) {
            return true;
        }
        let own = matches!(role, Role::Own | Role::Budget { .. });
        let of_part = change && self.said.list.is_some_and(|l| l.here);
        if told.percent() || !(own || of_part) {
            return false;
        }
        let Some(words) = self.begins_anew(words).map(|start| &words[start..]) else {
            return false;
        };
        self.names_at_once(if change { &words[..self.before_change(words)] } else { words })
    }

    /// 决算数比预算数减少3万元，主要原因是…；与上年相比减少1万元: a change against last year, behind a reason of the budget's or
    /// a semicolon.
    fn leaves_for_last_year(&self, lead: &Lead) -> bool {
        let apart = match self.sentence.course {
            Course::ReasonOfBudget => true,
            Course::Reason => lead.words().contains(&';'),
            Course::Usage | Course::Figures => false,
        };
        apart && !self.said.changed && self.turns_to_last_year(lead)
    }

    /// Does the change compare with last year and name nothing: 与上年相比减少, 决算数比2023年增加, 与上年相比，减少?
    fn turns_to_last_year(&self, lead: &Lead) -> bool {
        const LONG: usize = 16;
        let (clause, before) = (lead.clause(), lead.before_clause());
        let end = self.before_change(clause);
        let part = match end {
            0 if !before.is_empty() => &before[clause_start(before)..],
            _ => &clause[..end],
        };
        part.len() <= LONG && self.compares_at_once(part) && self.roles.speaks_of_prior(part)
    }

    /// Where the words behind the last ； or 其中 begin, but where 二是 … goes on explaining.
    fn begins_anew(&self, words: &[char]) -> Option<usize> {
        let w = &self.words().course;
        let semicolon = words.iter().rposition(|c| *c == ';').map(|i| i + 1);
        let parts = last_of(words, &w.parts)
            .map(|(_, end)| end)
            .filter(|&end| !ends_with_any(&words[..end], &w.usages) || self.of_total());
        let open = semicolon.max(parts)?;
        let start = open + usize::from(matches!(words.get(open), Some(':' | ',')));
        let name = skip_ordinal(words, start);
        (name == start || words[name - 1] != '是').then_some(name)
    }

    /// Was a total said last? 本年收入5万元，主要包括：某收入3万元 lists its parts; what a part is used for is not for the output.
    fn of_total(&self) -> bool {
        self.said.about.as_ref().is_some_and(|about| is_total(&about.key))
    }

    /// Do the words begin with the name of what follows?
    fn names_at_once(&mut self, words: &[char]) -> bool {
        if self.named(words).is_some() {
            return matches!(self.find(words), Found::About(_));
        }
        match self.label(words) {
            Label::Known { start, .. } | Label::Class { start, .. } => {
                start == 0 || self.names_nothing(&words[..start])
            }
            Label::Generic | Label::Unknown => false,
        }
    }
}
