//! What a column head means.

mod divided;

use super::{CatalogError, patterns::Patterns, tables::TableWords, wording::Wording};
use crate::lex::clean_head;
use crate::model::{Basis, ColumnId, TableId};
use divided::TotalsOfParts;
use hashbrown::HashMap;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    generic: Vec<Entry<ColumnId>>,
    column: Vec<Entry<ColumnId>>,
    basis: Vec<Entry<Basis>>,
    label: Vec<Entry<LabelKind>>,
    neutral: Neutral,
    totals_of_parts: TotalsOfParts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Neutral {
    patterns: Vec<String>,
}

#[derive(Deserialize, Debug, Clone)]
#[serde(deny_unknown_fields)]
struct Entry<I> {
    id: I,
    #[serde(default)]
    patterns: Vec<String>,
    /// Only in these tables.
    #[serde(default)]
    tables: Vec<TableId>,
    /// Only under a head of these columns.
    #[serde(default)]
    under: Vec<ColumnId>,
    /// Not under a head of these columns.
    #[serde(default)]
    not_under: Vec<ColumnId>,
    /// Only where the heads of the table hold this.
    #[serde(default)]
    beside: Wording,
    /// Not where they hold this.
    #[serde(default)]
    unless: String,
    /// Only as a group's head.
    #[serde(default)]
    group: bool,
    /// Only where it divides a figure, another such head beside it.
    #[serde(default)]
    divides: bool,
    /// Only as a head without groups below it; its own sum (小计) is none.
    #[serde(default)]
    top: bool,
}

impl<I> Entry<I> {
    /// That of a city's own words, which stand anywhere.
    fn anywhere(id: I) -> Entry<I> {
        let (patterns, tables, under) = (vec![], vec![], vec![]);
        let (group, divides, top) = (false, false, false);
        let (not_under, unless) = (vec![], String::new());
        let beside = Wording::default();
        Entry { id, patterns, tables, under, not_under, beside, unless, group, divides, top }
    }
}

/// What a head that names no measure is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// Subject codes.
    Code,
    /// Subject or item names.
    Name,
    /// Names of budget units.
    Unit,
    /// Codes of budget units.
    UnitCode,
    /// Row numbers (行次, 序号).
    Ordinal,
    /// Free text.
    Remark,
    /// Counts, dates and the like: figures that are no money, whatever they look like.
    Count,
}

/// All readings of one head.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// The head cleaned.
    pub text: String,
    /// `amount` or `total`: the head only says that here is the figure, or the sum.
    pub generic: Option<&'static str>,
    /// Indices of the columns it may mean.
    columns: Vec<usize>,
    /// Indices of the bases it may mean.
    bases: Vec<usize>,
    /// No measure.
    pub label: Option<LabelKind>,
    /// As a group's head it says nothing about the columns below it.
    neutral: bool,
}

impl Head {
    /// Could the head stand over figures at all?
    pub fn is_measure(&self) -> bool {
        self.generic.is_some() || !self.columns.is_empty() || !self.bases.is_empty()
    }

    /// Does it say in full that names stand below it: 项目名称, 资产名称?
    pub fn is_name(&self) -> bool {
        self.label == Some(LabelKind::Name)
            && self.text.ends_with(TableWords::embedded().name.as_str())
    }

    /// Does it say that percentages stand below it, and no money?
    pub fn is_rate(&self) -> bool {
        self.text.contains('%') && !self.text.contains('元')
    }

    /// Does it only say that here is the figure, or the sum?
    pub fn is_generic(&self) -> bool {
        self.generic.is_some()
    }

    /// Does it say nothing but that here is the figure, or nothing at all (其中)?
    fn is_plain(&self) -> bool {
        self.generic.is_some() || self.text.is_empty()
    }

    /// As a group's head that names no column: is it of a quantity that is not known?
    fn says_nothing_known(&self) -> bool {
        self.generic.is_none() && self.bases.is_empty() && !self.neutral
    }
}

/// What a column measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The column; `None` if the leaf is unknown.
    pub column: Option<ColumnId>,
    /// Basis.
    pub basis: Basis,
}

/// The vocabulary of column heads.
#[derive(Debug, Clone)]
pub struct Columns {
    generic: Vec<Entry<ColumnId>>,
    column: Vec<Entry<ColumnId>>,
    basis: Vec<Entry<Basis>>,
    label: Vec<LabelKind>,
    generic_patterns: Patterns,
    column_patterns: Patterns,
    basis_patterns: Patterns,
    label_patterns: Patterns,
    neutral_patterns: Patterns,
    totals_of_parts: TotalsOfParts,
    /// A city's own heads, and the index of their column or basis.
    own_columns: HashMap<String, usize>,
    own_bases: HashMap<String, usize>,
}

fn compile<I>(name: &'static str, entries: &[Entry<I>]) -> Result<Patterns, CatalogError> {
    Patterns::new(name, entries.iter().enumerate().map(|(i, e)| (i, e.patterns.as_slice())))
}

impl Columns {
    /// Loads columns.toml.
    pub fn builtin() -> Result<Columns, CatalogError> {
        const NAME: &str = "columns.toml";
        let file: File = embedded!("catalog/data/columns")
            .map_err(|e: serde_json::Error| CatalogError::new(NAME, "", e.to_string()))?;
        Ok(Columns {
            generic_patterns: compile(NAME, &file.generic)?,
            column_patterns: compile(NAME, &file.column)?,
            basis_patterns: compile(NAME, &file.basis)?,
            label_patterns: compile(NAME, &file.label)?,
            neutral_patterns: Patterns::new(NAME, [(0, file.neutral.patterns.as_slice())])?,
            generic: file.generic,
            column: file.column,
            basis: file.basis,
            label: file.label.iter().map(|e| e.id).collect(),
            totals_of_parts: file.totals_of_parts,
            own_columns: HashMap::new(),
            own_bases: HashMap::new(),
        })
    }

    /// The ids of the columns.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.column.iter().chain(&self.generic).map(|e| e.id.as_str())
    }

    /// Adds heads of the column `id`.
    pub(super) fn add(&mut self, id: &str, words: &[String]) {
        self.own_columns.extend(words.iter().map(|w| (clean_head(w, None), self.column.len())));
        self.column.push(Entry::anywhere(id.into()));
    }

    /// Adds heads that say which figure stands below them.
    pub(super) fn add_basis(&mut self, basis: Basis, words: &[String]) {
        self.own_bases.extend(words.iter().map(|w| (clean_head(w, None), self.basis.len())));
        self.basis.push(Entry::anywhere(basis));
    }

    /// Does a head say something about its column?
    #[cfg(test)]
    pub(super) fn knows(&self, text: &str) -> bool {
        let head = self.head(text, None);
        head.is_measure() || head.label.is_some()
    }

    /// All readings of one printed head.
    pub fn head(&self, text: &str, fiscal_year: Option<u16>) -> Head {
        let text = clean_head(text, fiscal_year);
        let generic = self
            .generic_patterns
            .first(&text)
            .map(|i| if self.generic[i].id == "total" { "total" } else { "amount" });
        Head {
            generic,
            columns: self
                .own_columns
                .get(&text)
                .copied()
                .into_iter()
                .chain(self.column_patterns.fits(&text))
                .collect(),
            bases: self
                .own_bases
                .get(&text)
                .copied()
                .into_iter()
                .chain(self.basis_patterns.fits(&text))
                .collect(),
            label: self.label_patterns.first(&text).map(|i| self.label[i]),
            neutral: text.is_empty() || self.neutral_patterns.first(&text).is_some(),
            text,
        }
    }

    /// What the column under these heads measures. `path` runs from top to leaf, heads that stand over every
    /// measure of the block already left out; `all` holds the text of every head of the table.
    pub fn measure(&self, path: &[Head], table: &TableId, all: &str) -> Measure {
        let mut basis = Basis::Current;
        let mut column: Option<&ColumnId> = None;
        let mut based_leaf = false;
        let mut unknown_group = false;
        let mut below_new = false;
        for (depth, head) in path.iter().enumerate() {
            let leaf = depth + 1 == path.len();
            let below_is_sum = path[depth + 1..].iter().all(Head::is_generic);
            if let Some(said) = self.basis_of(head, leaf, all) {
                basis = if said == Basis::Current { basis } else { said };
                based_leaf |= leaf;
            }
            match self.column_of(head, below_is_sum, (table, all), column) {
                // 上年结转/小计 is the column carryover; 上年结转/一般公共预算 the fund's part that is carried over.
                Some(id) if !leaf && self.is_group_of_basis(head) => {
                    if below_is_sum {
                        return Measure { column: Some(id.clone()), basis: Basis::Current };
                    }
                }
                Some(id) => (column, below_new) = (Some(id), basis == Basis::New),
                None if leaf && !head.is_plain() && !based_leaf => {
                    return Measure { column: None, basis };
                }
                None => unknown_group |= !leaf && head.says_nothing_known(),
            }
        }
        // 当年预算/小计 is the part that is not carried over, 财政拨款/当年预算/小计 that of 财政拨款; a fund below it is the fund.
        if basis == Basis::New && below_new {
            basis = Basis::Current;
        }
        // 小计 under a group that is not known is not known either.
        if column.is_none() && unknown_group {
            return Measure { column: None, basis };
        }
        let generic = || {
            let leaf = path.last();
            let leaf_known = leaf.is_none_or(|l| l.is_plain() || based_leaf);
            let generic = path.iter().rev().find_map(|h| h.generic).unwrap_or("amount");
            leaf_known.then(|| generic.into())
        };
        Measure { column: column.cloned().or_else(generic), basis }
    }

    /// The column that the head names in this table, with `all` of its heads, below the column `above`; `last`: nothing but
    /// its sum stands below it.
    fn column_of(
        &self,
        head: &Head,
        last: bool,
        (table, all): (&TableId, &str),
        above: Option<&ColumnId>,
    ) -> Option<&ColumnId> {
        let mut meant = head.columns.iter().map(|&c| &self.column[c]);
        let fits = |e: &&Entry<ColumnId>| {
            (e.tables.is_empty() || e.tables.contains(table))
                && (e.under.is_empty() || e.under.iter().any(|under| above == Some(under)))
                && !e.not_under.iter().any(|under| above == Some(under))
                && (e.unless.is_empty() || !all.contains(&e.unless))
                && (!e.top || last)
        };
        meant.find(fits).map(|entry| &entry.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(path: &[&str], table: &str) -> String {
        let c = Columns::builtin().unwrap();
        let heads: Vec<Head> = path.iter().map(|h| c.head(h, Some(2026))).collect();
        let m = c.measure(&heads, &table.into(), &path.join(" "));
        format!("{}@{}", m.column.as_ref().map_or("?", ColumnId::as_str), m.basis.as_str())
    }

    #[test]
    fn heads_mean_columns() {
        for (path, want) in [
            (&["小计"][..], "total@current"),
            (&["财政拨款", "本年安排", "合计"], "fiscal_appropriation@new"),
            (&["财政拨款", "本年安排", "政府性基金预算"], "government_fund@current"),
            (&["2026年预算数", "2025年决算数"], "amount@prior_final"),
            (&["预算数"], "amount@current"),
            (&["2026年预算数", "合计"], "total@current"),
            (&["2025年预算数", "合计"], "total@prior_budget"),
            (&["2025年预算数"], "amount@prior_budget"),
            (&["其中：", "基本支出"], "basic@current"),
            (&["基本支出", "小计"], "basic@current"),
            (&["基本支出", "人员经费"], "basic_personnel@current"),
            (&["上年结转结余", "小计"], "carryover@current"),
            (&["上年结转结余", "一般公共预算"], "general_public_budget@carryover"),
            (&["上年结转结余"], "carryover@current"),
            (&["财政专户拨款收入", "教育收费"], "?@current"),
            (&["本年收入", "小计"], "current_income@current"),
            (&["项目支出", "扣除基建项目后预算数"], "project_excluding_capital@current"),
            (&["增减变化情况"], "amount@change"),
            (&["一般公共预算拨款收入"], "general_public_budget@current"),
            (&["年初结转和结余"], "carryover@current"),
            (&["预算数", "公务接待费"], "?@current"),
            (&["2026年政府采购项目", "小计"], "?@current"),
            (&["部门预算", "合计"], "total@current"),
            (&["当年财政拨款安排", "合计"], "total@new"),
            (&["本年政府性基金预算支出", "小计"], "total@current"),
            (&["上年结转安排"], "carryover@current"),
            (&["上年结转（结余）"], "carryover@current"),
            (&["财政拨款（补助）", "小计"], "fiscal_appropriation@current"),
            (&["2026年预算数比2025年执行数", "增减额"], "amount@change"),
            (&["财政拨款结转结余", "一般公共预算"], "general_public_budget@carryover"),
            (&["当年财政拨款安排", "一般公共预算拨款", "小计"], "general_public_budget@current"),
            (&["省级当年财政拨款安排", "合计"], "total@new"),
            (&["上年结转安排", "小计"], "carryover@current"),
            (&["上年结转安排", "政府性基金安排"], "government_fund@carryover"),
            (&["财政拨款收入", "基金预算拨款"], "government_fund@current"),
            (&["财政专户管理资金", "小计"], "fiscal_special_account@current"),
            (&["财政专户管理资金", "教育收费"], "?@current"),
            (&["财政专户管理的支出"], "fiscal_special_account@current"),
            (&["采购预算金额", "合计"], "total@current"),
            (&["采购预算金额", "货物类"], "?@current"),
        ] {
            assert_eq!(measure(path, "income_summary"), want, "{path:?}");
        }
        assert_eq!(
            measure(&["年初结转和结余"], "state_capital_expenditure"),
            "opening_balance@current"
        );
    }

    #[test]
    fn a_head_may_mean_another_column_in_one_table() {
        let c = Columns::builtin().unwrap();
        let of = |table: &str| {
            let path = [c.head("财政拨款支出", Some(2026))];
            c.measure(&path, &table.into(), "财政拨款支出").column.map(String::from)
        };
        assert_eq!(of("fiscal_appropriation_expenditure").as_deref(), Some("total"));
        assert_eq!(of("expenditure_summary").as_deref(), Some("fiscal_appropriation"));
    }

    #[test]
    fn a_type_of_projects_is_not_their_name() {
        let c = Columns::builtin().unwrap();
        let label = |head: &str| c.head(head, None).label;
        assert_eq!(
            [label("类型"), label("项目名称")],
            [Some(LabelKind::Remark), Some(LabelKind::Name)]
        );
        assert_eq!(label("单位名称（科目）"), Some(LabelKind::Name));
    }
}
