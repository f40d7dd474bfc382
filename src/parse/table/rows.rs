//! Pass: drafts → ledger rows. Each draft's labels are understood, it is put below the row that it is a part of, and
//! numbered.

use super::Context;
use super::amount::without_money;
use super::continuation::{broken_item, is_page_break_rest, is_rest_of_listed, reprints_total};
use super::draft::{Draft, Edge, left_edges};
use super::items::{ItemBy, Labels, is_carried, name_research_travel};
use super::layout::{Layout, UnitsAmong};
use super::named::name_levels;
use super::nesting::{Ancestor, GroupPlace, PartBy, RevenueCodes, group_place, parent_of};
use super::parts::Parts;
use super::subjects::{labels_to_subjects, printed_unit, subjects_to_row, unread_code};
use super::totals::{set_level, unlabelled_total};
use super::unit_codes::{code_among_subjects, name_of_unit, printed_code};
use super::units::name_units;
use super::unlabelled::drafts_to_findings;
use crate::catalog::LabelKind;
use crate::deadline;
use crate::lex::{self, clean_label, printed_name};
use crate::model::{Finding, FindingKind, ItemId, Row, Side, TableId, Total};
use hashbrown::HashMap;

/// Turns drafts into numbered rows.
pub(super) fn drafts_to_rows(
    drafts: Vec<Draft>,
    table: &TableId,
    layout: &Layout,
    cx: &Context,
    findings: &mut Vec<Finding>,
) -> Vec<Row> {
    let mut reader = Reader {
        facts: Facts::of(&drafts, table, layout, cx),
        block: Block::default(),
        parts: HashMap::new(),
        numbers: HashMap::new(),
        rows: Vec::new(),
        shallow: Vec::new(),
        codes: HashMap::new(),
        unread: Vec::new(),
    };
    let mut without: Vec<&Draft> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        deadline::tick();
        let is_unlabelled_total = reader.facts.unlabelled_total == Some(index);
        if draft.has_label() || !reader.facts.has_labels || is_unlabelled_total {
            reader.draft(draft, is_unlabelled_total);
            continue;
        }
        reader.enter(draft);
        without.push(draft);
    }
    findings.extend(drafts_to_findings(&without, table));
    findings.extend(reader.unread.drain(..).map(|finding| finding.in_table(table)));
    name_research_travel(&mut reader.rows);
    name_units(&mut reader.rows, &reader.shallow, &reader.codes, cx);
    name_levels(&mut reader.rows, table, cx);
    reader.rows
}

/// What holds for all rows of a table.
struct Facts<'t> {
    cx: &'t Context<'t>,
    labels: Labels<'t>,
    /// The table has columns for labels.
    has_labels: bool,
    /// The draft that is its total without a label.
    unlabelled_total: Option<usize>,
    edges: HashMap<Edge, f32>,
}

impl<'t> Facts<'t> {
    fn of(drafts: &[Draft], table: &'t TableId, layout: &Layout, cx: &'t Context) -> Facts<'t> {
        let names = |k: LabelKind| !matches!(k, LabelKind::Remark | LabelKind::Ordinal);
        Facts {
            cx,
            labels: Labels::of(drafts, table, layout, cx),
            has_labels: layout.labels().any(names),
            unlabelled_total: (!table.is_other()).then(|| unlabelled_total(drafts, cx)).flatten(),
            edges: left_edges(drafts),
        }
    }
}

/// What a block's rows above say about those below.
#[derive(Default)]
struct Block {
    number: Option<usize>,
    /// The budget unit that the rows belong to.
    unit: String,
    /// Its code.
    unit_code: String,
    ancestors: Vec<Ancestor>,
    /// Codes of revenue above.
    revenue: RevenueCodes,
    /// The row that sums up a merged label (一般公共预算 | 小计): number and item.
    group: Option<(u32, Option<ItemId>)>,
}

struct Reader<'t> {
    facts: Facts<'t>,
    block: Block,
    /// Codes in parts, of each block's groups of columns.
    parts: HashMap<(usize, usize), Parts>,
    numbers: HashMap<Side, u32>,
    rows: Vec<Row>,
    /// Rows without a code in a column of names and units, each with whether its place tells what it is a part of.
    shallow: Vec<(usize, bool)>,
    /// Codes of units that stand where those of subjects do, by the row that prints them.
    codes: HashMap<usize, String>,
    /// What is said of codes that are none.
    unread: Vec<Finding>,
}

impl Reader<'_> {
    /// Another block begins anew.
    fn enter(&mut self, draft: &Draft) {
        if self.block.number != Some(draft.block) {
            self.block = Block { number: Some(draft.block), ..Block::default() };
        }
    }

    /// One draft: a row, or what goes on from the row before.
    fn draft(&mut self, draft: &Draft, is_unlabelled_total: bool) {
        self.enter(draft);
        let subjects = labels_to_subjects(&draft.labels, draft.block, &mut self.parts);
        let mut row = subjects_to_row(draft, &subjects);
        let unread = unread_code(draft, &row).map(|printed| code_finding(&printed, &row));
        self.unread.extend(unread);
        if self.goes_on(draft, &row) {
            return;
        }
        row.name = printed_name(&row.label);
        let indent = self.indent(draft, &row);
        if row.code.is_some() {
            // 其中 of the rows above ends here.
            self.block.ancestors.retain(|above| !above.of_which);
        } else {
            self.place(&mut row, draft, indent);
            // 小计 beside a unit is the unit's.
            let sum = |name: &str| lex::total(&clean_label(name)) == Some(Total::Group);
            let only_unit = subjects.iter().all(|s| s.name.is_empty() || sum(&s.name));
            self.name_by_place(&mut row, draft, only_unit, is_unlabelled_total);
            if units_among(draft, &row) == Some(UnitsAmong::Shallow) {
                self.shallow.push((self.rows.len(), indent.is_some()));
            }
        }
        let is_total = row.item() == "total" || row.item().ends_with(".total");
        let code = printed_code(draft).filter(|_| !is_total);
        if let Some(unit) = printed_unit(draft).filter(|_| !is_total) {
            self.block.unit = name_of_unit(unit).to_string();
            self.block.unit_code.clear();
        } else if code.as_ref().is_some_and(|code| *code != self.block.unit_code)
            && row.code.is_none()
            && row.item.is_none()
            && self.facts.cx.catalog.titles.is_body(&row.name)
        {
            // 单位编码 | 单位（项目）名称: the row of the code names the unit, those below it are its projects.
            (row.item, row.why.subject) = (Some("unit".into()), ItemBy::Unit.as_str());
            self.block.unit.clone_from(&row.name);
        }
        if let Some(code) = code {
            self.block.unit_code = code;
        }
        if !is_total && !self.block.unit.is_empty() {
            row.row_unit = self.block.unit.clone();
        }
        if !is_total {
            row.unit_code.clone_from(&self.block.unit_code);
        }
        if let Some(code) = code_among_subjects(draft, &row) {
            self.codes.insert(self.rows.len(), code);
        }
        set_level(&mut row);
        row.cells = draft.cells.clone();
        if self.facts.cx.catalog.items.is_count(&row.label) {
            row.cells.iter_mut().for_each(|c| c.content = without_money(&c.content));
        }
        if !(is_total && draft.opens_page && reprints_total(&row, &self.rows)) {
            self.number(row);
        }
    }

    /// The rest of a label that wrapped over the page break goes to the row that it belongs to.
    fn goes_on(&mut self, draft: &Draft, row: &Row) -> bool {
        let Some(last) = self.rows.last_mut() else { return false };
        if is_page_break_rest(draft, row, Some(last)) {
            last.name.push_str(&row.label);
            last.label.push_str(&row.label);
            return true;
        }
        let side = self.facts.labels.side(draft.side);
        let item = broken_item(draft, row, Some(last), side, self.facts.cx);
        if item.is_none() && !is_rest_of_listed(draft, row, last, side, self.facts.cx) {
            return false;
        }
        last.label.push_str(&row.label);
        last.name = printed_name(&last.label);
        if item.is_some() {
            last.item = item;
            last.why.subject = ItemBy::BrokenLabel.as_str();
            set_level(last);
        }
        true
    }

    /// How far the row's first label is indented.
    fn indent(&self, draft: &Draft, row: &Row) -> Option<f32> {
        let label = draft.labels.iter().find(|l| !l.text.is_empty());
        let own =
            label.and_then(|l| l.indent.or_else(|| self.facts.edges.get(&l.edge(draft)).copied()));
        // Text that happens to stand in the middle of its cell, right below the label above, is as deep as that.
        let below = self.rows.last().is_some_and(|r| {
            r.side == row.side && r.page == row.page && (r.rect.x0 - row.rect.x0).abs() < 2.0
        });
        own.or(self.block.ancestors.last().filter(|_| below).and_then(|a| a.indent))
    }

    /// The row with a code right above, or that the rows right above are parts of.
    fn coded_above(&self, side: Side) -> Option<u32> {
        let last = self.rows.last().filter(|row| row.side == side)?;
        let number = last.part_of.unwrap_or(last.number);
        let mut rows = self.rows.iter().rev();
        let above = rows.find(|row| row.side == side && row.number == number)?;
        above.code.is_some().then_some(number)
    }

    /// What a row without a code is by its label, and of which row it is a part.
    fn place(&mut self, row: &mut Row, draft: &Draft, indent: Option<f32>) {
        let coded = self.coded_above(row.side);
        let part = parent_of(&mut self.block.ancestors, &row.label, indent, coded);
        let mut part = self.block.revenue.above(draft).or(part);
        let above = self.rows.iter().rev().find(|r| r.side == row.side && !is_carried(r));
        row.item = self.facts.labels.item(row, self.facts.labels.side(draft.side), above);
        let mut by = if row.item.is_some() { ItemBy::Label } else { ItemBy::Nothing };
        if is_carried(row) {
            part = part.or(above.map(|r| (r.number, PartBy::Carryover)));
        }
        match (group_place(&draft.labels), &self.block.group) {
            (GroupPlace::Part, Some((number, item))) => {
                part = Some((*number, PartBy::Merged));
                // 其他资金 below 其他资金 | 小计: the sum is the item.
                if row.item == *item {
                    (row.item, by) = (None, ItemBy::GroupRow);
                }
            }
            (GroupPlace::Part, None) => {}
            (GroupPlace::Sum, _) => self.block.group = Some((0, row.item.clone())),
            (GroupPlace::None, _) => self.block.group = None,
        }
        row.why.subject = by.as_str();
        if let Some((number, by)) = part {
            (row.part_of, row.why.part_of) = (Some(number), by.as_str());
        }
    }

    /// What a row is by where its label stands, or that it has none.
    fn name_by_place(
        &self,
        row: &mut Row,
        draft: &Draft,
        only_unit: bool,
        is_unlabelled_total: bool,
    ) {
        let unit = printed_unit(draft).filter(|_| only_unit);
        let among_subjects = units_among(draft, row) == Some(UnitsAmong::NoCode);
        if row.item.is_none() && (unit.is_some() || among_subjects) {
            row.item = Some("unit".into());
            row.row_unit = name_of_unit(unit.unwrap_or(&row.label)).to_owned();
            row.why.subject = ItemBy::Unit.as_str();
        }
        if !self.facts.has_labels || is_unlabelled_total {
            row.item = Some("total".into());
            row.why.subject = ItemBy::NoLabel.as_str();
        }
    }

    /// Numbers the row, also where others refer to it.
    fn number(&mut self, mut row: Row) {
        let n = self.numbers.entry(row.side).or_insert(0);
        *n += 1;
        row.number = *n;
        if let Some(a) = self.block.ancestors.last_mut().filter(|a| a.number == 0) {
            a.number = row.number;
            a.item = row.item.clone();
        }
        self.block.revenue.number(row.number);
        if let Some(g) = self.block.group.as_mut().filter(|g| g.0 == 0) {
            g.0 = row.number;
        }
        self.rows.push(row);
    }
}

/// What is said of a row whose printed code is none.
fn code_finding(printed: &str, row: &Row) -> Finding {
    let message = format!("row “{}” prints {printed} where its code stands", row.label);
    Finding::new(FindingKind::UnreadCode, message).at_rect(row.page, row.rect)
}

/// How units are told in the column that names the row.
fn units_among(draft: &Draft, row: &Row) -> Option<UnitsAmong> {
    draft.labels.iter().filter(|l| l.text == row.label).find_map(|l| l.holds_units)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{rows, table};
    use super::ItemBy;

    #[test]
    fn why_a_row_has_its_code_or_item_is_told() {
        let why = |id: &str, art: &str| -> Vec<&str> {
            table(id, &[art]).0.rows.iter().map(|row| row.why.subject).collect()
        };
        let coded = "单位名称 | 科目编码 | 科目名称 | 合计\n 某局 |  |  | 9.00\n  | 20805 | 养老 | 4.00\n  |  | 甲乙丙 | 5.00\n  |  |  | 9.00";
        let want = [ItemBy::Unit.as_str(), "its code is printed whole", ItemBy::Nothing.as_str()];
        let got = why("expenditure_summary", coded);
        assert_eq!(got[..3], want);
        assert_eq!(got[3], ItemBy::NoLabel.as_str());
        assert_eq!(
            why("income_summary", "项目 | 预算数\n 事业收入 | 1.00"),
            [ItemBy::Label.as_str()]
        );
    }

    #[test]
    fn the_parts_of_a_code_that_is_none_are_told() {
        let art = "类 | 款 | 项 | 科目名称 | 合计\n 210 | 11 | 01 | 甲 | 1.00\n 7 | 11 | 02 | 乙 | 1.00\n  |  |  | 合计 | 2.00";
        let (table, findings) = table("expenditure_summary", &[art]);
        assert_eq!(table.rows[1].code, None);
        let told: Vec<(&str, &str)> =
            findings.iter().map(|f| (f.kind.code(), f.message.as_str())).collect();
        assert_eq!(told, [("unread-code", "row “乙” prints 7 | 11 | 02 where its code stands")]);
    }

    #[test]
    fn rows_are_numbered_on_each_side() {
        let art = "收入 | < | 支出 | <\n 项目 | 预算数 | 项目 | 预算数\n 一、事业收入 | 1.00 | 一、教育支出 | 1.00\n 收入总计 | 1.00 | 支出总计 | 1.00";
        let want = [
            "i1 income.institutional 事业收入 1.00",
            "i2 income.total 收入总计 1.00",
            "e1 function.205 教育支出 1.00",
            "e2 expenditure.total 支出总计 1.00",
        ];
        assert_eq!(rows("income_expenditure_summary", &[art]), want);
    }

    #[test]
    fn units_hold_for_the_rows_below_them() {
        let art = "单位名称 | 科目编码 | 科目名称 | 合计\n 某局 | 208 | 甲 | 1.00\n  | 210 | 乙 | 2.00\n 某中心 | 210 | 乙 | 3.00\n 合计 |  |  | 6.00";
        let sums =
            "单位名称 | 项目名称 | 合计\n 某局 | 小计 | 3.00\n  | 某项目 | 3.00\n 合计 | < | 3.00";
        let want = ["1 unit 小计 @某局 3.00", "2 某项目 @某局 3.00", "3 total 合计 3.00"];
        assert_eq!(rows("project_expenditure_sources", &[sums]), want);
        let (table, _) = table("expenditure_summary", &[art]);
        let units: Vec<&str> = table.rows.iter().map(|r| r.row_unit.as_str()).collect();
        assert_eq!(units, ["某局", "某局", "某中心", ""]);
    }

    #[test]
    fn a_unit_s_code_beside_a_body_s_name_tells_it_from_its_projects() {
        let art = "单位编码 | 单位（项目）名称 | 合计\n  | 合计 | 3.00\n 252001 | 某市某局 | 2.00\n  | 法制宣传 | 2.00\n 252002 | 某市监测站 | 1.00\n  | 购买服务 | 1.00";
        let want = [
            "1 total 合计 3.00",
            "2 unit 某市某局 @某市某局 2.00",
            "3 法制宣传 @某市某局 2.00",
            "4 unit 某市监测站 @某市监测站 1.00",
            "5 购买服务 @某市监测站 1.00",
        ];
        assert_eq!(rows("project_expenditure_sources", &[art]), want);
        let coded = "单位 | 项目名称 | 合计\n [242001]某市某局 | 甲 | 2.00";
        assert_eq!(rows("project_expenditure_sources", &[coded]), ["1 甲 @某市某局 2.00"]);
    }

    #[test]
    fn blocks_begin_anew_and_funds_stand_below_what_is_carried_over() {
        let art = "收入 | < | 支出 | <\n 项目 | 预算数 | 项目 | 预算数\n 一、事业收入 | 1.00 | 其中：甲 | 1.00\n 上年结转 | 2.00 | 乙 | 1.00\n 一般公共预算结转 | 2.00 |  | ";
        let got = rows("income_expenditure_summary", &[art]);
        assert_eq!(got[1], "i2 income.carryover 上年结转 2.00");
        assert_eq!(got[2], "i3 income.carryover.general_public_budget 一般公共预算结转 <2 2.00");
        assert_eq!(got[3], "e1 甲 1.00");
    }

    #[test]
    fn counts_are_no_money_and_the_sum_of_a_group_is_its_item() {
        let counts = "项目 | 预算数\n 公务接待费 | 2.00\n 公务接待人次（人次） | 12";
        assert_eq!(rows("three_public_expenses", &[counts])[1], "2 公务接待人次（人次） x");
        let group = "项目 | < | 预算数\n 其他收入 | 小计 | 2.00\n  | 其他收入 | 2.00";
        let want = ["1 income.other 其他收入 2.00", "2 其他收入 <1 2.00"];
        assert_eq!(rows("income_summary", &[group]), want);
    }
}
