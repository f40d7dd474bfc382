//! Figures of another year: none of this year's keys has them, but what they are of may have its figure for this year behind.

use super::lead::Told;
use super::reader::{Found, Reader};
use super::role::Role;
use super::state::Last;
use super::text::{last_of, starts_with};

impl Reader<'_> {
    /// What the figure is by its year: one of another year is none of this one's. A figure without a name or year behind last
    /// year's outturn is this year's (2024年执行数为5万元，预算安排6万元).
    pub(super) fn of_year(&self, told: &Told, from: usize, role: Role) -> Role {
        let (years, at) = (&self.paragraph.years, told.figure.start);
        if years.of_money(at) == 0 {
            return role;
        }
        let named = years.names(from, at);
        match role {
            Role::Own | Role::Budget { .. } if told.percent() => Role::Compared,
            Role::Own | Role::Budget { .. } => {
                let goes_on = !named && self.said.outturn && self.names_nothing(told.lead.words());
                if goes_on { role } else { Role::LastYear }
            }
            Role::Change { .. } | Role::Share | Role::Completion
                if named && !told.lead.clause().is_empty() || self.said.another_year =>
            {
                Role::Compared
            }
            role => role,
        }
    }

    /// 2025年会议费预算为50万元, whose figure for this year may follow. One that names nothing behind this year's figure of its
    /// sentence is only compared with it: 会议费5万元，上年6万元，减少1万元.
    pub(super) fn last_year(&mut self, told: &Told, opens: bool) {
        let amount = self.amount(told);
        let clause = told.lead.clause();
        let prior = self.words().comparison.prior.iter().find(|p| starts_with(clause, p));
        let nameless = prior.is_some_and(|p| self.names_nothing(&clause[p.chars().count()..]));
        let found = if nameless { Found::Generic } else { self.find(told.lead.words()) };
        if matches!(found, Found::Generic) && !opens && !self.said.another_year {
            self.sentence.last = Last::OfPrior;
            self.sentence.last_year_told |= self.said.about.is_some();
            return;
        }
        self.said.begin(amount);
        self.said.another_year = true;
        if let Some(list) = &mut self.said.list {
            list.add(amount, told.lead.words());
        }
        self.said.about = match found {
            Found::About(about) => {
                self.ends_whole(&about.key);
                Some(about)
            }
            Found::Generic => self.said.about.take().or_else(|| self.spoken_of()),
            Found::Unknown => None,
        };
        self.said.nameless = self.said.about.is_none();
        self.sentence.last_year_told = self.said.about.is_some();
    }

    /// 经费由2024年的5万元增加到6万元: the first figure is last year's, of what the clause names.
    pub(super) fn comes_from(&mut self, told: &Told) -> bool {
        let clause = told.lead.clause();
        let w = &self.words().comparison;
        let Some((at, end)) = last_of(clause, &w.from).filter(|_| !told.percent()) else {
            return false;
        };
        let year = w.prior.iter().find(|p| starts_with(&clause[end..], p));
        let year = end + year.map_or(0, |year| year.chars().count());
        let to = &told.s.text.chars[told.figure.end..told.s.end];
        if !self.names_nothing(&clause[year..]) || self.goes_on_to(to).is_none() {
            return false;
        }
        let named = match self.find(&clause[..at]) {
            Found::About(about) => Some(about),
            Found::Generic => self.spoken_of(),
            Found::Unknown => None,
        };
        self.said.begin(None);
        self.sentence.comes_from = named.is_some();
        self.said.about = named;
        true
    }

    /// 由2024年的5万元增加到6万元: the second figure is this year's.
    pub(super) fn goes_to(&mut self, told: &Told) -> bool {
        let words = told.lead.words();
        let to = self.goes_on_to(words).filter(|&to| self.names_nothing(&words[to..]));
        if told.percent() || to.is_none() || !std::mem::take(&mut self.sentence.comes_from) {
            return false;
        }
        if let Some(about) = &self.said.about {
            self.stated.figure(told.s, told.figure, about, "");
        }
        true
    }

    /// Where the 增加到 ends that the words begin with.
    fn goes_on_to(&self, words: &[char]) -> Option<usize> {
        let w = self.words();
        let mut verbs = w.changes.rise.iter().chain(w.changes.fall.iter());
        let verb = verbs.find(|v| starts_with(words, v))?.chars().count();
        let to = w.comparison.to.iter().find(|to| starts_with(&words[verb..], to))?;
        Some(verb + to.chars().count())
    }
}
