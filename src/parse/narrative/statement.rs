//! What each figure of a sentence is, from the words before it and what was said last; and what it leaves said.

use super::about::About;
use super::figure::{Figure, Unit};
use super::label::skip_ordinal;
use super::lead::{Lead, Told};
use super::reader::{Found, Reader};
use super::role::{Budget, Role};
use super::scope::Fund;
use super::state::{Course, Last};
use super::text::{Span, last_of};
use super::whose::fund_of;
use crate::model::FUND_TOTALS;
use rust_decimal::Decimal;

/// Figures that are no part of another: what follows them without 其中 is no part of an earlier one.
const TOTALS: [&str; 3] = ["income_total", "expenditure_total", "fiscal_appropriation_total"];

/// What is carried over, which each kind of money may have as a part.
const CARRYOVER: &str = "income_carryover";

impl Reader<'_> {
    /// Takes the figure; `from` is where the words before it begin.
    pub(super) fn figure(&mut self, s: &Span, from: usize, figure: &Figure) {
        if let Some(unit) = self.counted_in(s, from, figure) {
            return self.count(s, from, &Figure { unit: Unit::Count(unit), ..figure.clone() });
        }
        if self.sentence.segment.aside {
            self.said.about = None;
            return;
        }
        let lead = Lead::behind(s, from, figure.start, self.sentence.closed);
        let told = Told { s, lead, figure };
        if self.comes_from(&told) || self.goes_to(&told) {
            self.sentence.stated = true;
            return;
        }
        let role = self.of_year(&told, from, self.role(&told));
        self.sentence.last = self.compared(&told, role);
        if self.sentence.course != Course::Figures && !self.leaves_reason(&told, role) {
            return;
        }
        let opens = !self.sentence.stated;
        (self.sentence.course, self.sentence.stated) = (Course::Figures, true);
        match role {
            Role::Own if told.percent() => {}
            Role::Own => self.own(&told, from),
            Role::Change { negative } => self.change(&told, negative, opens),
            Role::Share => self.share(&told),
            Role::Completion => self.completion(&told),
            Role::Budget { of, before } => self.budget(&told, of, before),
            Role::PriorFinal => self.prior_final(&told),
            Role::LastYear => self.last_year(&told, opens),
            Role::Compared => {}
        }
    }

    /// The unit of a figure that counts things. A zero without a unit may be one of things: 其他用车为0.
    fn counted_in(&self, s: &Span, from: usize, figure: &Figure) -> Option<String> {
        match &figure.unit {
            Unit::Count(unit) => Some(unit.clone()),
            Unit::BareZero => {
                let key = self.counted(&s.text.chars[from..figure.start]);
                key.filter(|key| !key.is_empty()).map(|_| String::new())
            }
            Unit::Money(_) | Unit::Percent => None,
        }
    }

    /// What the figure is by its own words, and by what the sentence said before and says behind it.
    fn role(&self, told: &Told) -> Role {
        let (lead, percent) = (&told.lead, told.percent());
        match (self.roles.role(lead, percent), self.sentence.last) {
            // 减少4.76万元(26.30%)
            (Role::Compared, Last::Change { negative }) if percent && lead.is("(") => {
                Role::Change { negative }
            }
            // 完成预算5万元的80%
            (Role::Compared, Last::Completed) if percent && lead.is("的") => Role::Completion,
            // 较预算减少3万元,降低23.1%; 比预算数20万元减少5万元
            (Role::Change { .. }, Last::AgainstBudget)
                if (percent || lead.words().len() == lead.clause().len())
                    && self.before_change(lead.clause()) == 0 =>
            {
                Role::Compared
            }
            (role, _) => role,
        }
    }

    /// What the figure is for the next one, where it is one to compare with: 较上年13万元; or else, as nothing else is compared
    /// with, 较预算减少3万元.
    fn compared(&self, told: &Told, role: Role) -> Last {
        let budget =
            matches!(role, Role::Budget { .. }) && self.roles.begins_compare(told.lead.clause());
        if budget {
            Last::AgainstBudget
        } else if told.percent() || !matches!(role, Role::Compared | Role::PriorFinal) {
            Last::Other
        } else if self.roles.speaks_of_prior(told.lead.clause())
            && !self.roles.speaks_of_earlier(told.lead.clause())
        {
            Last::OfPrior
        } else {
            Last::AgainstBudget
        }
    }

    /// Was the last figure one against the year's own budget?
    pub(super) fn against_budget(&self) -> bool {
        self.sentence.last == Last::AgainstBudget
    }

    /// A figure of its own: 会议费5万元, or the money of performance targets.
    fn own(&mut self, told: &Told, from: usize) {
        if self.targets(told.s, from, told.figure) {
            return;
        }
        let words = told.lead.words();
        let amount = self.amount(told);
        self.said.begin(amount);
        self.said.listed = words.first() == Some(&'、');
        let others = self.is_of_others(told.lead.clause()) || self.is_sum(words);
        match self.find(words) {
            Found::About(about) if self.is_of_targets(&about) => self.own_unknown(told, amount),
            Found::About(about) if self.is_spending_of_subject(&about) => self.own_spoken_of(told),
            Found::About(about) if others => {
                self.own_unknown(told, amount);
                self.said.about = Some(About { key: String::new(), ..about });
            }
            Found::About(about) => {
                let about = self.of_body(told, about, amount);
                self.own_named(told, about, amount);
            }
            Found::Generic if told.figure.unit == Unit::BareZero => {}
            // 一般公共预算支出5万元，其中：本年预算4万元，比上年增加1万元
            Found::Generic if self.is_nameless_part() => self.own_unknown(told, amount),
            Found::Generic => self.own_spoken_of(told),
            Found::Unknown => self.own_unknown(told, amount),
        }
    }

    /// Is it the total of a fund behind the money of performance targets, a part of which it is: 涉及财政资金5万元，其中一般公共预算
    /// 当年拨款4万元?
    fn is_of_targets(&self, about: &About) -> bool {
        self.sentence.target_money_told && FUND_TOTALS.contains(&about.key.as_str())
    }

    /// Is it the spending of the subject that was named before it, not of the fund in whose section it stands: 某支出（项）。支出决算
    /// 为5万元?
    fn is_spending_of_subject(&self, about: &About) -> bool {
        let of_fund = FUND_TOTALS.contains(&about.key.as_str());
        let bare = about.label == self.words().totals.expenditure;
        let subject = match self.sentence.budget_told {
            true => self.said.about.clone(),
            false => self.spoken_of().filter(|_| !self.sentence.seen),
        };
        of_fund && bare && subject.is_some_and(|subject| subject.is_subject())
    }

    /// Is a figure without a name a part of what the sentence lists the parts of?
    fn is_nameless_part(&self) -> bool {
        let announced = self.sentence.budget_told
            || self.sentence.last_year_told
            || self.sentence.subject_told
            || self.paragraph.prior_told;
        !announced && self.said.list.is_some_and(|list| list.here)
    }

    /// The figure's amount in yuan.
    pub(super) fn amount(&self, told: &Told) -> Option<Decimal> {
        match told.figure.unit {
            Unit::Money(k) => told.figure.number.checked_mul(self.stated.money[k].yuan),
            _ => Some(told.figure.number),
        }
    }

    /// A figure of something unknown, which may be a part of what was spoken of.
    fn own_unknown(&mut self, told: &Told, amount: Option<Decimal>) {
        if let Some(list) = &mut self.said.list {
            list.add(amount, told.lead.words());
        }
        (self.said.about, self.said.nameless) = (None, true);
    }

    /// A figure that is named. A total ends the list that was open; but 其中：一般公共预算拨款 … goes on with it.
    fn own_named(&mut self, told: &Told, mut about: About, amount: Option<Decimal>) {
        if let Some(fund) = self.spending_of(&about) {
            about.key = fund.total().into();
        }
        self.ends_whole(&about.key);
        if let Some(list) = &mut self.said.list {
            list.add(amount, told.lead.words());
        }
        let listed = self.said.list.is_some_and(|l| l.here);
        let whole = self.said.whole.as_ref().filter(|_| listed && about.key == CARRYOVER);
        self.stated.money_of_whole = whole.and_then(|whole| fund_of(&whole.key));
        self.stated.figure(told.s, told.figure, &about, "");
        self.stated.money_of_whole = None;
        self.said.about = Some(about);
    }

    /// A total is no part of what was said before.
    pub(super) fn ends_whole(&mut self, key: &str) {
        let listed = self.said.list.is_some_and(|l| l.here);
        if TOTALS.contains(&key) || FUND_TOTALS.contains(&key) && !listed {
            self.said.whole = None;
        }
    }

    /// A figure that names nothing is what the figure before it announced (年初预算为5万元，支出决算为4万元); else it opens its
    /// sentence under a heading that does, or speaks of something else: 购置公务用车0辆，金额0万元.
    fn own_spoken_of(&mut self, told: &Told) {
        let prior_told = self.paragraph.prior_told;
        let announced = self.sentence.budget_told
            || self.sentence.last_year_told
            || self.sentence.subject_told
            || prior_told;
        let about = if announced {
            self.said.about.clone()
        } else {
            self.spoken_of().filter(|_| !self.sentence.seen && !numbers_before(told.s, told.figure))
        };
        if let Some(about) = about {
            // 上年执行数 …，今年预算安排 … restates a subject that has its figure.
            let restated = prior_told && self.stated.just_stated(&about);
            let suffix = if restated { "_arranged" } else { "" };
            self.stated.figure(told.s, told.figure, &about, suffix);
            self.said.about = Some(about);
        }
        (self.sentence.budget_told, self.sentence.subject_told) = (false, false);
    }

    /// The fund whose spending this is, as its income was stated just before: 一般公共预算财政拨款本年收入5万元；本年支出5万元.
    fn spending_of(&self, about: &About) -> Option<Fund> {
        let w = &self.words().totals;
        let income = &self.said.about.as_ref()?.label;
        if !w.spending.contains(&about.label) || !income.contains(&w.income) {
            return None;
        }
        Fund::of_words(&w.funds, |fund| income.starts_with(fund))
    }

    /// 比上年增加5万元, 下降2%. 减少-5万元 says both, and is neither. `opens` says that the sentence has stated nothing before.
    fn change(&mut self, told: &Told, negative: bool, opens: bool) {
        let Some(about) = self.changed_thing(&told.lead, opens) else {
            // The rate behind it is one of the same unknown thing.
            if !told.percent() {
                self.said.about = None;
            }
            return;
        };
        let number = told.figure.number;
        if negative && number.is_sign_negative() && !number.is_zero() {
            return self.has_changed(about);
        }
        let number = if negative { -number.abs() } else { number };
        let suffix = if told.percent() { "_change_percent" } else { "_change" };
        self.stated.figure(told.s, &Figure { number, ..told.figure.clone() }, &about, suffix);
        if !told.percent() {
            self.sentence.last = Last::Change { negative };
        }
        self.has_changed(about);
    }

    /// The change of `about` has been told.
    pub(super) fn has_changed(&mut self, about: About) {
        if let Some(list) = &mut self.said.list {
            list.changes += 1;
        }
        (self.said.changed, self.said.about) = (true, Some(about));
    }

    /// 占总支出的80%, of what was said last.
    fn share(&mut self, told: &Told) {
        if let Some(about) = &self.said.about {
            self.stated.figure(told.s, told.figure, about, "_share_percent");
        }
    }

    /// 完成年初预算的95%, of what was said last or the clause names: 某收入完成年初预算108.9%.
    fn completion(&mut self, told: &Told) {
        let named = self.named_before(told.lead.clause(), &self.words().budgets.completion);
        self.said.about = named.or(self.said.about.take());
        if let Some(about) = &self.said.about {
            self.stated.figure(told.s, told.figure, about, "_completion_percent");
        }
    }

    /// 会议费年初预算为5万元, whose outturn follows; or 完成预算5万元的 ….
    fn budget(&mut self, told: &Told, of: Budget, before: usize) {
        let words = &told.lead.words()[..before];
        let completed = self.roles.before_completion(words);
        // 比预算数20万元减少5万元
        let compared = self.sentence.last == Last::AgainstBudget;
        let words = if compared { self.without_comparison(words) } else { words };
        let before = words.len();
        self.said.about = match self.thing(&words[..completed.unwrap_or(before)]) {
            Some(thing) => thing,
            None if completed.is_some() || self.sentence.budget_told || compared => {
                self.said.about.take()
            }
            None => self.spoken_of(),
        };
        self.sentence.budget_told = completed.is_none() && !compared;
        if completed.is_some() {
            self.sentence.last = Last::Completed;
        }
        if let Some(about) = &self.said.about {
            let suffix = match of {
                Budget::Initial => "_initial_budget",
                Budget::FullYear => "_full_year_budget",
            };
            self.stated.figure(told.s, told.figure, about, suffix);
        }
    }

    /// 2025年会议费执行数为5万元, 会议费比上年决算数5万元: last year's outturn of what the clause names, else of what was said.
    fn prior_final(&mut self, told: &Told) {
        let clause = told.lead.clause();
        let about = self
            .compared_to(clause)
            .or_else(|| self.named_before(clause, &self.words().budgets.executed))
            .or_else(|| self.said.about.clone())
            .or_else(|| self.spoken_of());
        if let Some(about) = about {
            (self.paragraph.prior_told, self.said.outturn) = (true, true);
            self.stated.figure(told.s, told.figure, &about, "_prior_final");
            self.said.about = Some(about);
        }
    }

    /// What the clause names before the last of the words: 某收入完成年初预算108.9%, 2025年某费执行数.
    fn named_before(&mut self, clause: &[char], words: &[String]) -> Option<About> {
        let (at, _) = last_of(clause, words).filter(|&(at, _)| at > 0)?;
        match self.find(&clause[..at]) {
            Found::About(about) => Some(about),
            _ => None,
        }
    }
}

/// Does the sentence print numbers other than dates before the figure: 接待50批次，共计支出5万元?
fn numbers_before(s: &Span, figure: &Figure) -> bool {
    let chars = &s.text.chars[s.start..figure.start];
    let start = skip_ordinal(chars, 0);
    let dated = |c: &char| c.is_ascii_digit() || matches!(c, '年' | '月' | '日');
    (start..chars.len()).any(|i| chars[i].is_ascii_digit() && !chars.get(i + 1).is_some_and(dated))
}
