//! The labels of performance tables (绩效目标表), from `data/performance.toml`.

use crate::model::{squeeze, squeezed};
use serde::Deserialize;
use std::collections::HashMap;

/// The vocabulary; the file's comments say what each list is for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Performance {
    pub project_name: Vec<String>,
    pub managing_department: Vec<String>,
    pub implementing_unit: Vec<String>,
    pub funds_total: Vec<String>,
    pub funds_fiscal: Vec<String>,
    pub funds_other: Vec<String>,
    pub annual_goal: Vec<String>,
    pub packed: Vec<String>,
    pub level1: Vec<String>,
    pub level2: Vec<String>,
    pub level3: Vec<String>,
    pub value: Vec<String>,
    pub operator: Vec<String>,
    pub unit: Vec<String>,
    pub closing: Vec<String>,
    pub groups: Vec<String>,
    pub titles: Vec<String>,
    pub kinds_of_title: Vec<String>,
    /// Beginnings of target values with the operator of the output, longest first.
    pub operators: Vec<(String, String)>,
    /// Endings of target values, likewise.
    pub endings: Vec<(String, String)>,
    /// What stands for an operator where the target is no number.
    pub qualitative: Vec<String>,
    /// What each label of the lists above is, made of them.
    #[serde(skip)]
    fields: HashMap<String, Field>,
}

/// What a cell of a performance table is the label of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Field {
    ProjectName,
    ManagingDepartment,
    ImplementingUnit,
    FundsTotal,
    FundsFiscal,
    FundsOther,
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
        let mut p: Performance = toml::from_str(include_str!("data/performance.toml"))
            .map_err(|e| format!("performance.toml: {e}"))?;
        for list in [&mut p.titles, &mut p.groups] {
            list.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
        }
        for list in [&mut p.operators, &mut p.endings] {
            list.iter_mut().for_each(|(w, _)| *w = squeeze(w));
            list.sort_by_key(|(w, _)| std::cmp::Reverse(w.chars().count()));
        }
        p.fields = p.labels();
        Ok(p)
    }

    /// The field that a cell with exactly this text labels.
    pub fn field(&self, text: &str) -> Option<Field> {
        self.fields.get(squeezed(text).trim_end_matches(':')).copied()
    }

    /// Each label with its field; of two the first list's.
    fn labels(&self) -> HashMap<String, Field> {
        let lists = [
            (&self.project_name, Field::ProjectName),
            (&self.managing_department, Field::ManagingDepartment),
            (&self.implementing_unit, Field::ImplementingUnit),
            (&self.funds_total, Field::FundsTotal),
            (&self.funds_fiscal, Field::FundsFiscal),
            (&self.funds_other, Field::FundsOther),
            (&self.annual_goal, Field::AnnualGoal),
            (&self.packed, Field::Packed),
            (&self.level1, Field::Level1),
            (&self.level2, Field::Level2),
            (&self.level3, Field::Level3),
            (&self.value, Field::Value),
            (&self.operator, Field::Operator),
            (&self.unit, Field::Unit),
            (&self.closing, Field::Closing),
        ];
        lists
            .into_iter()
            .rev()
            .flat_map(|(list, field)| list.iter().map(move |label| (label.clone(), field)))
            .collect()
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
}
