//! The words of performance tables (绩效目标表), from `data/performance.toml`; its comments say what each list is for.

use crate::model::{squeeze, squeezed};
use serde::Deserialize;
use std::collections::HashMap;

/// The vocabulary.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Performance {
    labels: HashMap<Field, Vec<String>>,
    /// What the groups of indicators are called.
    pub groups: Vec<String>,
    /// What names the value in a cell that holds all indicators.
    pub packed_value: String,
    /// Titles of the tables.
    pub titles: Titles,
    /// Target values.
    pub targets: Targets,
    /// Each label with its field, made of the lists.
    #[serde(skip)]
    fields: HashMap<String, Field>,
}

/// Titles, which may name the project.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// Without these endings they name it, longest first.
    pub endings: Vec<String>,
    /// With these words they name a kind of table.
    pub kinds: Vec<String>,
}

/// How target values print operators and dates.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// Beginnings with the operator of the output, longest first.
    pub operators: Vec<(String, String)>,
    /// Endings, likewise.
    pub endings: Vec<(String, String)>,
    /// What stands for an operator where the target is no number.
    pub qualitative: Vec<String>,
    /// What makes a number a date.
    pub dates: Dates,
}

/// The words of dates, by where they stand behind a number.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    holds: Vec<String>,
    begins: Vec<String>,
    whole: Vec<String>,
    year: Vec<String>,
}

impl Dates {
    /// Is the number, by what follows it, a day, month or year rather than a count of them?
    pub fn is_date(&self, number: &str, unit: &str) -> bool {
        let begins = |words: &[String]| words.iter().any(|w| unit.starts_with(w.as_str()));
        let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
        year && begins(&self.year)
            || begins(&self.begins)
            || self.holds.iter().any(|w| unit.contains(w.as_str()))
            || self.whole.iter().any(|w| unit == w)
    }
}

/// What a cell of a performance table is the label of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Field {
    ProjectName,
    ManagingDepartment,
    ImplementingUnit,
    FundsTotal,
    FundsFiscal,
    FundsOther,
    FundsFurther,
    AnnualGoal,
    Packed,
    Level1,
    Level2,
    Level3,
    Value,
    Operator,
    Unit,
    Closing,
}

impl Performance {
    /// The embedded vocabulary.
    pub fn builtin() -> Result<Performance, String> {
        let fault = |e: String| format!("performance.toml: {e}");
        let mut p: Performance = toml::from_str(include_str!("data/performance.toml"))
            .map_err(|e| fault(e.to_string()))?;
        p.titles.endings.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
        for list in [&mut p.targets.operators, &mut p.targets.endings] {
            list.iter_mut().for_each(|(w, _)| *w = squeeze(w));
            list.sort_by_key(|(w, _)| std::cmp::Reverse(w.chars().count()));
        }
        for (field, labels) in std::mem::take(&mut p.labels) {
            for label in labels {
                if let Some(other) = p.fields.insert(label.clone(), field) {
                    return Err(fault(format!("{label} is a label of {field:?} and {other:?}")));
                }
            }
        }
        Ok(p)
    }

    /// The field that a cell with exactly this text labels.
    pub fn field(&self, text: &str) -> Option<Field> {
        self.fields.get(squeezed(text).trim_end_matches(':')).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_their_spellings() {
        let p = Performance::builtin().unwrap();
        assert_eq!(p.field("项目（政策）名称："), Some(Field::ProjectName));
        assert_eq!(p.field("其中： 财政拨款"), Some(Field::FundsFiscal));
        assert_eq!(p.field("三级指标"), Some(Field::Level3));
        assert_eq!(p.field("指标"), None);
    }

    #[test]
    fn dates_are_no_counts() {
        let dates = Performance::builtin().unwrap().targets.dates;
        for (number, unit) in [("2026", "年"), ("12", "月底前"), ("6", "月"), ("2", "月份")]
        {
            assert!(dates.is_date(number, unit), "{number}{unit}");
        }
        assert!(!dates.is_date("3", "年") && !dates.is_date("12", "个月"));
    }
}
