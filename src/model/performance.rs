//! Performance tables (绩效目标表).

use super::Amount;

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
    /// 1-based page.
    pub page: u32,
}

/// One performance table (绩效目标表).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    /// 1-based position in the document.
    pub number: u32,
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
    /// What it prints beside them that is no part of them: 上年结转, 转移支付.
    pub funds_further: Vec<Amount>,
    /// 年度目标.
    pub annual_goal: String,
    /// Indicators in order.
    pub indicators: Vec<Indicator>,
    /// First page.
    pub page: u32,
}
