//! Whose money the prose speaks of: that of the section, or of the fund whose total was stated last.

use crate::model::FUND_TOTALS;

/// One of the three funds (一般公共预算, 政府性基金, 国有资本经营), in the order of [`FUND_TOTALS`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fund {
    GeneralPublic,
    Government,
    StateCapital,
}

impl Fund {
    const ALL: [Fund; 3] = [Fund::GeneralPublic, Fund::Government, Fund::StateCapital];

    /// The section of the vocabulary whose labels are those of the fund.
    pub fn section(self) -> &'static str {
        match self {
            Fund::GeneralPublic => "general_public_budget",
            Fund::Government => "government_fund",
            Fund::StateCapital => "state_capital",
        }
    }

    /// The key of its functional subjects.
    pub fn subject(self) -> &'static str {
        match self {
            Fund::GeneralPublic => "general_public_budget_subject",
            Fund::Government => "government_fund_subject",
            Fund::StateCapital => "state_capital_subject",
        }
    }

    /// The key of its functional classes; those of the other funds have none.
    pub fn class(self) -> &'static str {
        match self {
            Fund::GeneralPublic => "general_public_budget_class",
            Fund::Government | Fund::StateCapital => "",
        }
    }

    /// The key of the total of its money.
    pub fn total(self) -> &'static str {
        FUND_TOTALS[self as usize]
    }

    /// The fund that this key is the total of.
    fn of_total(key: &str) -> Option<Fund> {
        Fund::ALL.into_iter().find(|f| f.total() == key)
    }

    /// The fund whose own words (`totals.funds`) fit.
    pub fn of_words(words: &[String; 3], fits: impl Fn(&str) -> bool) -> Option<Fund> {
        Fund::ALL.into_iter().zip(words).find(|(_, word)| fits(word)).map(|(fund, _)| fund)
    }
}

/// The scope of a figure, handed down from the heading to the paragraph, its sentences and their clauses.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Scope<'w> {
    /// The section that the heading opened, or that the paragraph runs in with.
    opened: Option<&'w str>,
    /// The fund whose total was stated last under this heading: the subjects listed behind it are its own.
    stated: Option<Fund>,
}

impl<'w> Scope<'w> {
    /// The scope under a heading.
    pub fn under(section: Option<&'w str>) -> Scope<'w> {
        Scope { opened: section, stated: None }
    }

    /// The section that was opened.
    pub fn opened(self) -> Option<&'w str> {
        self.opened
    }

    /// The scope within a paragraph that has a section of its own, or behind one.
    pub fn within(self, section: Option<&'w str>) -> Scope<'w> {
        Scope { opened: section, ..self }
    }

    /// The scope behind a sentence that stated these keys: the totals of one fund narrow it to that fund, those of
    /// several (一般公共预算支出5万元、政府性基金支出1万元) to none.
    pub fn behind<'k>(self, keys: impl Iterator<Item = &'k str>) -> Scope<'w> {
        let mut funds = keys.filter_map(Fund::of_total);
        let Some(first) = funds.next() else { return self };
        Scope { stated: funds.all(|f| f == first).then_some(first), ..self }
    }

    /// The section whose labels count: that of the heading where it is one of a fund, else that of the fund stated last.
    pub fn section(self) -> Option<&'w str> {
        let of_fund = Fund::ALL.iter().any(|f| Some(f.section()) == self.opened);
        self.stated.filter(|_| !of_fund).map(Fund::section).or(self.opened)
    }

    /// The fund whose subjects are listed: where nothing says otherwise, the general public budget.
    pub fn fund(self) -> Fund {
        let section = self.section();
        Fund::ALL.into_iter().find(|f| Some(f.section()) == section).unwrap_or(Fund::GeneralPublic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fund_stated_last_gives_way_only_to_a_fund_of_the_heading() {
        let keys = ["income_total", "government_fund_total"].into_iter();
        let fiscal = Scope::under(Some("fiscal"));
        assert_eq!((fiscal.section(), fiscal.fund()), (Some("fiscal"), Fund::GeneralPublic));
        let behind = fiscal.behind(keys.clone());
        assert_eq!((behind.section(), behind.fund()), (Some("government_fund"), Fund::Government));
        assert_eq!(behind.within(Some("agency")).opened(), Some("agency"));
        assert_eq!(behind.within(Some("agency")).fund(), Fund::Government);
        let state = Scope::under(Some("state_capital")).behind(keys);
        assert_eq!((state.section(), state.fund()), (Some("state_capital"), Fund::StateCapital));
    }

    #[test]
    fn totals_of_several_funds_narrow_to_none() {
        let one = Scope::under(None).behind(["state_capital_total"].into_iter());
        assert_eq!(one.fund(), Fund::StateCapital);
        assert_eq!(one.behind(["three_public_total"].into_iter()), one);
        let both = one.behind(["government_fund_total", "state_capital_total"].into_iter());
        assert_eq!((both.section(), both.fund()), (None, Fund::GeneralPublic));
    }

    #[test]
    fn each_fund_has_its_words_and_keys() {
        let words = ["一般公共预算", "政府性基金", "国有资本"].map(str::to_owned);
        let fund = Fund::of_words(&words, |w| "政府性基金收入".starts_with(w)).unwrap();
        assert_eq!(
            (fund.total(), fund.subject()),
            ("government_fund_total", "government_fund_subject")
        );
        assert_eq!(Fund::of_words(&words, |w| "事业收入".starts_with(w)), None);
        assert_eq!(Fund::GeneralPublic.class(), "general_public_budget_class");
    }
}
