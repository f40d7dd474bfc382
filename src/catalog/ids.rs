//! The ids that the output can hold, list by list: docs/contract has a line for each.

use super::Catalog;
use super::figures::Figures;
use std::collections::BTreeSet;

/// Items that the parser gives by where a row stands, not by its label.
const PLACED_ITEMS: [&str; 3] = [
    "unit",
    "three_public.overseas_travel_general",
    "three_public.total_with_meetings_and_training",
];

/// Keys of the prose that no single label stands for: subjects by code and name, projects by what is said of them.
const PLACED_KEYS: [&str; 10] = [
    "general_public_budget_subject",
    "general_public_budget_class",
    "expenditure_subject",
    "expenditure_class",
    "fiscal_appropriation_subject",
    "fiscal_appropriation_class",
    "government_fund_subject",
    "state_capital_subject",
    "performance_target_project_count",
    "performance_target_amount",
];

/// What a key of the prose may end in: what of the figure is stated, where it is not the figure itself.
pub const KEY_ENDINGS: [&str; 8] = [
    "_prior_final",
    "_initial_budget",
    "_full_year_budget",
    "_completion_percent",
    "_arranged",
    "_share_percent",
    "_change",
    "_change_percent",
];

impl Catalog {
    /// Every id that the output can have in an open list (`table`, `column`, `item`, `key`, `figure`; see
    /// [`OPEN`](super::vocabulary::OPEN)), what begins with `other:` aside, keys without [`KEY_ENDINGS`], and figures that
    /// are not by class. Empty for other lists.
    pub fn ids(&self, list: &str) -> BTreeSet<String> {
        let placed = |ids: &[&str]| ids.iter().map(|id| id.to_string()).collect::<Vec<_>>();
        match list {
            "table" => self.titles.ids().map(str::to_owned).collect(),
            "column" => self.columns.ids().map(str::to_owned).collect(),
            "item" => self.items.ids().map(str::to_owned).chain(placed(&PLACED_ITEMS)).collect(),
            "key" => self.narrative.keys().chain(placed(&PLACED_KEYS)).collect(),
            "figure" => Figures::embedded().figure.iter().map(|figure| figure.id.clone()).collect(),
            _ => BTreeSet::new(),
        }
    }
}
