//! What a figure is by the words directly before it: a figure of its own, a change, a share, a budget …

use super::lead::{Lead, last_clause};
use super::text::{
    before_end, before_ends, ends_with, ends_with_any, has_any, last_of, rfind, starts_with_any,
};
use crate::catalog::narrative::Words;
use crate::model::Kind;

/// Figures that a label's clause binds otherwise than as the figure itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Role {
    Own,
    Change {
        negative: bool,
    },
    Share,
    Completion,
    /// A budget of the year; what it is the budget of is named in the first `before` characters of the lead.
    Budget {
        of: Budget,
        before: usize,
    },
    PriorFinal,
    /// Last year's figure of something whose figure for this year follows.
    LastYear,
    /// Last year's budget and other figures to compare with: no key.
    Compared,
}

/// The budget as it was at the beginning of the year, or as it is by the end of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Budget {
    Initial,
    FullYear,
}

/// What is needed to tell the roles apart.
#[derive(Clone, Copy)]
pub(super) struct Roles<'w> {
    pub kind: Option<Kind>,
    pub year: Option<u16>,
    pub words: &'w Words,
}

impl Roles<'_> {
    /// What the words directly before the figure make of it. The questions in their order: what the figure changed is told
    /// by the last word; a percentage is nothing but a change or a share; a budget and last year's figure say their name.
    pub fn role(&self, lead: &Lead, percent: bool) -> Role {
        if let Some(role) = self.change(lead) {
            return role;
        }
        if percent {
            return self.percentage(lead.clause());
        }
        self.beside_prior(lead.clause())
            .or_else(|| self.budget(lead))
            .or_else(|| self.of_prior(lead.clause()))
            .unwrap_or(Role::Own)
    }

    /// 比上年增加5万元, 下降了2%. In final accounts 较预算减少3万元 is a comparison, for which there is no key.
    fn change(&self, lead: &Lead) -> Option<Role> {
        let (words, changes) = (lead.words(), &self.words.changes);
        let bare = &words[..before_ends(words, &changes.after)];
        let verb = |list| before_end(words, list).or_else(|| before_end(bare, list));
        let fall = verb(&changes.fall);
        let verb = fall.or(verb(&changes.rise))?;
        let clause = words.len() - lead.clause().len();
        if self.accounts() && self.against_budget(&words[clause.min(verb)..verb]) {
            return Some(Role::Compared);
        }
        let own = &words[clause.min(verb)..verb];
        let before = last_clause(lead.before_clause());
        // 与上年相比，本年增加
        let told = before_end(before, &self.words.comparison.told).is_some();
        let compared = has_any(own, &self.words.comparison.words) || !told;
        if self.speaks_of_earlier(if compared { own } else { before }) {
            return Some(Role::Compared);
        }
        Some(Role::Change { negative: fall.is_some() })
    }

    /// 完成年初预算的95%, 占80%. Any other percentage has no key.
    fn percentage(&self, clause: &[char]) -> Role {
        if has_any(clause, &self.words.budgets.completion) {
            Role::Completion
        } else if has_any(clause, &self.words.budgets.share) {
            Role::Share
        } else {
            Role::Compared
        }
    }

    /// 本年数小于上年预算数40.05万元: the figure behind last year's is the change, but not where it is 不高于上年预算数.
    fn beside_prior(&self, clause: &[char]) -> Option<Role> {
        let w = &self.words.comparison;
        let beside = |list: &[String]| {
            last_of(clause, list)
                .filter(|&(at, _)| !ends_with_any(&clause[..at], &w.not))
                .is_some_and(|(_, end)| self.speaks_of_prior(&clause[end..]))
        };
        let negative = beside(&w.below);
        (negative || beside(&w.above)).then_some(Role::Change { negative })
    }

    /// 年初预算为5万元 in final accounts, and 全年预算数为5万元 where nothing is compared with it.
    fn budget(&self, lead: &Lead) -> Option<Role> {
        let named =
            |of| self.before_budget(lead.words(), of).map(|before| Role::Budget { of, before });
        let initial = if self.accounts() { named(Budget::Initial) } else { None };
        initial.or_else(|| {
            named(Budget::FullYear).filter(|_| {
                self.accounts() || !has_any(lead.clause(), &self.words.comparison.words)
            })
        })
    }

    /// 上年执行数为5万元; or 比上年预算数28万元减少, where last year's figure is one to compare with.
    fn of_prior(&self, clause: &[char]) -> Option<Role> {
        if !self.speaks_of_prior(clause) {
            return None;
        }
        let executed = &self.words.budgets.executed;
        let bare = &clause[..before_ends(clause, &self.words.budgets.copulas)];
        if ends_with_any(bare, executed) || ends_with_any(clause, executed) {
            return Some(Role::PriorFinal);
        }
        self.begins_compare(clause).then_some(Role::Compared)
    }

    fn accounts(&self) -> bool {
        self.kind == Some(Kind::FinalAccounts)
    }

    /// Compared with the year's own budget, not with last year: 较年初预算减少.
    pub fn against_budget(&self, part: &[char]) -> bool {
        has_any(part, &self.words.comparison.words) && self.speaks_of_budget(part)
    }

    /// Does it speak of the year's own budget?
    pub fn speaks_of_budget(&self, part: &[char]) -> bool {
        rfind(part, &self.words.budgets.budget).is_some() && !self.speaks_of_prior(part)
    }

    /// Does it speak of last year, as 上年 or as a year before that of the disclosure?
    pub fn speaks_of_prior(&self, part: &[char]) -> bool {
        has_any(part, &self.words.comparison.prior)
            || self.years(part).any(|y| self.year.is_none_or(|now| y < now))
    }

    /// Does it compare with a year before last year, which is no change of the output?
    pub fn speaks_of_earlier(&self, part: &[char]) -> bool {
        let w = &self.words.comparison;
        let Some(now) = self.year else { return has_any(part, &w.earlier) };
        let mut years = self.years(part).peekable();
        has_any(part, &w.earlier)
            || has_any(part, &w.words) && years.peek().is_some() && years.all(|y| y + 1 < now)
    }

    /// Does the clause begin with 比, 较 …?
    pub fn begins_compare(&self, clause: &[char]) -> bool {
        starts_with_any(clause, &self.words.comparison.words)
    }

    /// How many characters stand before the 完成 at the end, if there is one.
    pub fn before_completion(&self, words: &[char]) -> Option<usize> {
        before_end(words, &self.words.budgets.completion)
    }

    /// How many characters stand before the 年初预算为, 全年预算数为 … that the words end in.
    fn before_budget(&self, words: &[char], of: Budget) -> Option<usize> {
        let w = self.words;
        let list = if of == Budget::Initial { &w.budgets.initial } else { &w.budgets.full_year };
        let bare = &words[..before_ends(words, &w.budgets.copulas)];
        let found = [before_end(words, list), before_end(bare, list)];
        found.into_iter().flatten().min().or_else(|| {
            // In final accounts 预算为5万元 is that of the year; 一般公共预算5万元 is the money of that fund.
            let budget = &w.budgets.budget;
            let fund =
                w.totals.parts_only.iter().any(|f| f.ends_with(budget) && ends_with(bare, f));
            (of == Budget::FullYear && self.accounts() && !fund && ends_with(bare, budget))
                .then(|| bare.len() - budget.chars().count())
        })
    }

    /// The years in `part`: 2024年, and 与2024持平.
    pub fn years(&self, part: &[char]) -> impl Iterator<Item = u16> {
        (0..part.len().saturating_sub(4)).filter_map(|i| {
            let (digits, behind) = (&part[i..i + 4], part[i + 4]);
            let alone = i == 0 || !part[i - 1].is_ascii_digit();
            let year = behind == '年'
                || digits[..2] == ['2', '0']
                    && !behind.is_ascii()
                    && !self.words.figures.no_year.contains(behind);
            (alone && digits.iter().all(char::is_ascii_digit) && year)
                .then(|| digits.iter().collect::<String>().parse().ok())
                .flatten()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::narrative::Narrative;

    fn role(kind: Kind, words: &str, percent: bool) -> Role {
        let n = Narrative::builtin().unwrap();
        let chars: Vec<char> = words.chars().collect();
        Roles { kind: Some(kind), year: Some(2024), words: &n.words }
            .role(&Lead::new(chars), percent)
    }

    fn accounts(words: &str) -> Role {
        role(Kind::FinalAccounts, words, false)
    }

    #[test]
    fn a_change_is_told_by_its_last_word_unless_it_is_one_against_the_budget() {
        assert_eq!(accounts("比上年增加了"), Role::Change { negative: false });
        assert_eq!(accounts("较2023年下降约"), Role::Change { negative: true });
        assert_eq!(accounts("较年初预算减少"), Role::Compared);
        assert_eq!(role(Kind::Budget, "较年初预算减少", false), Role::Change { negative: true });
    }

    #[test]
    fn a_change_since_a_year_before_last_is_none_of_last_years() {
        let fall = Role::Change { negative: true };
        assert_eq!(accounts("比2022年减少"), Role::Compared);
        assert_eq!(accounts("与2022年度相比,减少"), Role::Compared);
        assert_eq!(accounts("与前年相比,减少"), Role::Compared);
        assert_eq!(accounts("比2023年减少"), fall);
        assert_eq!(accounts("与2022年相比,本年减少"), Role::Compared);
        assert_eq!(accounts("与2023年相比,本年减少"), fall);
        assert_eq!(accounts("2022年结转资金减少"), fall);
    }

    #[test]
    fn a_percentage_is_a_completion_or_a_share() {
        let percentage = |words| role(Kind::FinalAccounts, words, true);
        assert_eq!(percentage("完成年初预算的"), Role::Completion);
        assert_eq!(percentage("占"), Role::Share);
        assert_eq!(percentage("利率"), Role::Compared);
        assert_eq!(percentage("降低"), Role::Change { negative: true });
    }

    #[test]
    fn behind_last_years_figure_stands_the_change() {
        assert_eq!(accounts("本年数小于上年预算数"), Role::Change { negative: true });
        assert_eq!(accounts("本年数高于2023年"), Role::Change { negative: false });
        assert_eq!(accounts("本年数不高于上年的"), Role::Own);
    }

    #[test]
    fn budgets_are_those_of_final_accounts() {
        let of = |of, before| Role::Budget { of, before };
        assert_eq!(accounts("会议费年初预算数为"), of(Budget::Initial, 3));
        assert_eq!(accounts("会议费调整后预算为"), of(Budget::FullYear, 3));
        assert_eq!(accounts("会议费预算为"), of(Budget::FullYear, 3));
        assert_eq!(accounts("一般公共预算"), Role::Own);
        assert_eq!(role(Kind::Budget, "会议费年初预算数为", false), Role::Own);
        assert_eq!(role(Kind::Budget, "会议费年度预算", false), of(Budget::FullYear, 3));
        assert_eq!(role(Kind::Budget, "比年度预算", false), Role::Own);
    }

    #[test]
    fn last_years_outturn_has_a_key_and_its_budget_none() {
        assert_eq!(accounts("上年决算数为"), Role::PriorFinal);
        assert_eq!(accounts("2024年决算数为"), Role::Own);
        assert_eq!(role(Kind::Budget, "比上年预算数", false), Role::Compared);
    }

    #[test]
    fn years_need_no_word_but_no_unit_either() {
        let n = Narrative::builtin().unwrap();
        let roles = Roles { kind: None, year: None, words: &n.words };
        let years = |text: &str| roles.years(&text.chars().collect::<Vec<_>>()).collect::<Vec<_>>();
        assert_eq!(years("与2023持平,2024年为2025万元"), [2023, 2024]);
        assert_eq!(years("12023年"), [0; 0]);
    }
}
