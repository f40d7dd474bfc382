//! The words of performance tables (绩效目标表), from `data/performance.toml`; its comments say what each list is for.

use crate::model::{squeeze, squeezed};
use hashbrown::HashMap;
use serde::Deserialize;

/// The vocabulary.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Performance {
    labels: HashMap<Field, Vec<String>>,
    /// What the groups of indicators are called.
    pub groups: Vec<String>,
    /// Those of the first level.
    first_groups: Vec<String>,
    /// What the label of the year's funds holds, beside that of another term.
    of_year: Vec<String>,
    /// Heads of the parts of 财政拨款.
    fiscal_parts: Vec<String>,
    /// What names the value in a cell that holds all indicators.
    pub packed_value: String,
    /// Titles of the tables.
    pub titles: Titles,
    /// Target values.
    pub targets: Targets,
    /// Heads of self-evaluations.
    pub evaluation: Evaluation,
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

/// The heads of self-evaluations by words that they hold: their wording is free. Each list holds against those below it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Measures of money, the first that fits counts.
    money: Vec<(Measure, Vec<String>)>,
    /// Columns of indicators, likewise.
    columns: Vec<(Field, Vec<String>)>,
    /// With one of these it is the head of an explanation.
    never: Vec<String>,
    /// What a title of a self-evaluation holds.
    pub titles: Vec<String>,
    /// What stands for nothing where a figure or a reason could.
    pub nothing: Vec<String>,
}

/// What is said of a line of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Measure {
    Budgeted,
    Adjusted,
    Spent,
    Rate,
    Weight,
    Score,
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
    FundsCarryover,
    FundsFurther,
    AnnualGoal,
    ExpectedGoal,
    GoalMet,
    Packed,
    Level1,
    Level2,
    Level3,
    Value,
    Operator,
    Unit,
    Actual,
    Weight,
    Score,
    Reason,
    Total,
    Grade,
    Closing,
}

impl Performance {
    /// The embedded vocabulary.
    pub fn builtin() -> Result<Performance, String> {
        let fault = |e: String| format!("performance.toml: {e}");
        let mut p: Performance = embedded!("catalog/data/performance")
            .map_err(|e: serde_json::Error| fault(e.to_string()))?;
        p.titles.endings.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
        for list in [&mut p.targets.operators, &mut p.targets.endings] {
            list.iter_mut().for_each(|(w, _)| *w = squeeze(w));
            list.sort_by_key(|(w, _)| std::cmp::Reverse(w.chars().count()));
        }
        for (&field, labels) in &p.labels {
            for label in labels {
                if let Some(other) = p.fields.insert(label.clone(), field) {
                    return Err(fault(format!("{label} is a label of {field:?} and {other:?}")));
                }
            }
        }
        Ok(p)
    }

    /// The field that a cell with exactly this text labels, whatever formula or unit stands in brackets behind it:
    /// 全年预算数(A), 得分(10分).
    pub fn field(&self, text: &str) -> Option<Field> {
        let text = squeezed(text);
        let label = text.trim_end_matches(':');
        let known = |label: &str| self.fields.get(label).copied();
        known(label).or_else(|| known(without_formula(label)?))
    }

    /// The labels of a field.
    pub fn labels_of(&self, field: Field) -> impl Iterator<Item = &str> {
        self.labels.get(&field).into_iter().flatten().map(String::as_str)
    }

    /// Does the text begin with a label?
    pub fn begins_with_label(&self, text: &str) -> bool {
        self.fields.keys().any(|label| text.starts_with(label.as_str()))
    }

    /// The column of indicators that a head names by its words.
    pub fn column(&self, text: &str) -> Option<Field> {
        self.worded(text, &self.evaluation.columns)
    }

    /// What the head or label of money names by its words.
    pub fn measure(&self, text: &str) -> Option<Measure> {
        self.worded(text, &self.evaluation.money)
    }

    fn worded<T: Copy>(&self, text: &str, lists: &[(T, Vec<String>)]) -> Option<T> {
        /// A head with more characters is a sentence.
        const LONG: usize = 30;
        let text = squeezed(text);
        let holds = |words: &[String]| words.iter().any(|w| text.contains(w.as_str()));
        if text.chars().count() > LONG || holds(&self.evaluation.never) {
            return None;
        }
        lists.iter().find(|(_, words)| holds(words)).map(|(named, _)| *named)
    }

    /// Is it the name of a group of the first level?
    pub fn is_first_group(&self, text: &str) -> bool {
        let text = squeezed(text);
        self.first_groups.iter().any(|group| *group == text)
    }

    /// Does the label of all funds say that they are those of the year?
    pub fn is_of_year(&self, label: &str) -> bool {
        let label = squeezed(label);
        self.of_year.iter().any(|word| label.contains(word.as_str()))
    }

    /// Does it head a part of 财政拨款?
    pub fn is_fiscal_part(&self, text: &str) -> bool {
        let text = squeezed(text);
        self.fiscal_parts.iter().any(|part| *part == text)
    }

    /// Does it stand for a blank cell, as a dash does, or the dots of a form that nobody filled in?
    pub fn is_left_blank(&self, text: &str) -> bool {
        let text = squeezed(text);
        text.chars().all(|c| matches!(c, '-' | '—' | '–' | '/' | '－' | '―' | '─' | '.' | '…'))
    }

    /// Is it a word or dash that stands for nothing?
    pub fn says_nothing(&self, text: &str) -> bool {
        let text = squeezed(text);
        text.is_empty()
            || text.chars().all(|c| matches!(c, '-' | '—' | '–' | '/' | '－' | '―' | '─'))
            || self.evaluation.nothing.iter().any(|word| *word == text)
    }
}

/// The label before the bracket that it ends in, where that holds a formula, a unit or a number of points.
fn without_formula(label: &str) -> Option<&str> {
    let (label, inside) = label.strip_suffix(')')?.split_once('(')?;
    let formula = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '万' | '元' | '分' | '%' | '/' | '*' | '×' | '=' | '.')
    };
    inside.chars().all(formula).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_self_evaluations_are_known_by_their_words() {
        let p = Performance::builtin().unwrap();
        assert_eq!(p.measure("全年预算数（A）"), Some(Measure::Adjusted));
        assert_eq!(p.measure("调整后预算"), Some(Measure::Adjusted));
        assert_eq!(p.measure("年初预算数"), Some(Measure::Budgeted));
        assert_eq!(p.measure("全年执行数"), Some(Measure::Spent));
        assert_eq!(p.measure("预算执行率（B/A）"), Some(Measure::Rate));
        assert_eq!(p.measure("执行率分值（10）"), Some(Measure::Weight));
        assert_eq!(p.measure("得分计算方法"), None);
        assert_eq!(p.column("全年实际完成值"), Some(Field::Actual));
        assert_eq!(p.column("偏差原因分析及改进措施"), Some(Field::Reason));
        assert_eq!(p.column("评分标准"), None);
        assert_eq!(p.field("总分（100分）"), Some(Field::Total));
        assert_eq!(p.field("资金总额（人民币）"), None);
        assert!(p.says_nothing("--") && p.says_nothing("无") && !p.says_nothing("0"));
    }

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
