//! Performance tables: targets (绩效目标表) and self-evaluations (绩效自评表).

use super::Amount;
use rust_decimal::Decimal;

/// A target value parsed: ≥90%.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    /// One of `>=`, `<=`, `>`, `<`, `=`; empty if none is printed.
    pub operator: String,
    /// The number, or the text of a qualitative target.
    pub value: String,
    /// Unit: %, 次, 万元 …
    pub unit: String,
}

/// A printed weight, score or rate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Points {
    /// As printed, without white space; empty where nothing is.
    pub stated: String,
    /// What it is, of a rate in percentage points; `None` for a dash and what is no number.
    pub value: Option<Decimal>,
}

/// One indicator (绩效指标) of a project.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Indicator {
    /// 1-based position in the table.
    pub number: u32,
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub level3: String,
    /// 指标值 as printed.
    pub value: String,
    /// 指标值 parsed, where it can be.
    pub target: Option<Target>,
    /// 实际完成值 as printed.
    pub actual: String,
    /// 分值.
    pub weight: Points,
    /// 得分.
    pub score: Points,
    /// 偏差原因分析及改进措施: why the target was missed. `None` where the table has no column for it.
    pub reason: Option<String>,
    /// 1-based page.
    pub page: u32,
}

/// What a performance table is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// It sets targets (绩效目标表).
    #[default]
    Target,
    /// It says how they were met (绩效自评表).
    SelfEvaluation,
}

impl Form {
    /// Both, in the order of the vocabulary.
    pub const ALL: [Form; 2] = [Form::Target, Form::SelfEvaluation];

    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Form::Target => "target",
            Form::SelfEvaluation => "self_evaluation",
        }
    }
}

/// Where the money of a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// All of it: 年度资金总额.
    #[default]
    Total,
    /// 财政拨款.
    Fiscal,
    /// 上年结转.
    Carryover,
    /// 其他资金.
    Other,
    /// Another line that the table prints.
    Further,
}

/// A line of the money of a self-evaluated project.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spending {
    /// What the line is called; empty for a line without a label.
    pub label: String,
    /// Where the money comes from.
    pub source: Source,
    /// 年初预算数.
    pub budgeted: Option<Amount>,
    /// 全年预算数.
    pub adjusted: Option<Amount>,
    /// 全年执行数.
    pub spent: Option<Amount>,
    /// 执行率.
    pub rate: Points,
    /// 分值 of the execution.
    pub weight: Points,
    /// Its 得分.
    pub score: Points,
}

/// One performance table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    /// 1-based position in the document.
    pub number: u32,
    /// What it is made for.
    pub form: Form,
    /// 项目名称.
    pub name: String,
    /// 主管部门.
    pub managing_department: String,
    /// 实施单位.
    pub implementing_unit: String,
    /// 资金总额.
    pub funds_total: Option<Amount>,
    /// 财政拨款.
    pub funds_fiscal: Option<Amount>,
    /// 其他资金.
    pub funds_other: Option<Amount>,
    /// 上年结转 that is printed beside them.
    pub funds_carryover: Option<Amount>,
    /// What else it prints beside them: 转移支付.
    pub funds_further: Vec<Amount>,
    /// The lines of money budgeted and spent, of a self-evaluation.
    pub spending: Vec<Spending>,
    /// 年度目标.
    pub annual_goal: String,
    /// 实际完成情况 of the goal.
    pub goal_met: String,
    /// Indicators in order.
    pub indicators: Vec<Indicator>,
    /// 分值 of 总分.
    pub total_weight: Points,
    /// 得分 of 总分.
    pub total_score: Points,
    /// 评价等级.
    pub grade: String,
    /// First page.
    pub page: u32,
}

impl Project {
    /// The line of this source in a self-evaluation.
    pub fn spent_from(&self, source: Source) -> Option<&Spending> {
        self.spending.iter().find(|line| line.source == source)
    }
}
