//! Pass: rows of budget units among the rows of their subjects, in one column of labels. Shallower rows are units where the
//! head says that units stand there too (支出项目类别（资金使用单位）), and so is the name of a public body without a
//! subject's code right above the topmost codes. The rows below belong to it.

use super::Context;
use super::items::ItemBy;
use crate::model::{Row, Side};
use hashbrown::HashMap;

/// Says which rows are units. `shallow` holds the rows without a code that stand in a column of names and units, each
/// with whether it is told from the rows below it by where it begins; `codes` the codes that may be units', by row.
pub(super) fn name_units(
    rows: &mut [Row],
    shallow: &[(usize, bool)],
    codes: &HashMap<usize, String>,
    cx: &Context,
) {
    let mut units = if rows.iter().any(|r| r.code.is_some()) {
        above_codes(rows, cx)
    } else {
        above_parts(rows, shallow)
    };
    units.retain(|&i| rows[i].item.is_none());
    let (mut unit, mut code) = (String::new(), String::new());
    for (i, row) in rows.iter_mut().enumerate() {
        if units.contains(&i) {
            row.item = Some("unit".into());
            row.why.subject = ItemBy::Unit.as_str();
            unit = row.name.clone();
            code = codes.get(&i).cloned().unwrap_or_default();
        } else if row.level == Some(0) || row.item() == "unit" {
            unit.clear();
        }
        if !unit.is_empty() && row.row_unit.is_empty() {
            row.row_unit = unit.clone();
            if row.unit_code.is_empty() {
                row.unit_code = code.clone();
            }
        }
    }
}

/// Names of public bodies without a code, each right above a code of the table's topmost level.
fn above_codes(rows: &[Row], cx: &Context) -> Vec<usize> {
    let digits = |row: &Row| row.code.as_ref().map(|c| c.digits.len());
    let top = rows.iter().filter_map(digits).min();
    let heads = |i: &usize| {
        let row = &rows[*i];
        let below = rows.get(i + 1).and_then(digits);
        let body = || cx.catalog.titles.is_body(&row.name);
        row.side == Side::None && row.code.is_none() && below.is_some() && below == top && body()
    };
    (0..rows.len()).filter(heads).collect()
}

/// Rows that are no part of another where others are parts of them.
fn above_parts(rows: &[Row], shallow: &[(usize, bool)]) -> Vec<usize> {
    let parts = shallow.iter().any(|&(i, _)| rows[i].part_of.is_some());
    let is_unit = |&&(i, placed): &&(usize, bool)| placed && rows[i].part_of.is_none();
    shallow.iter().filter(is_unit).filter(|_| parts).map(|(i, _)| *i).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::rows;

    #[test]
    fn shallower_rows_are_units_where_the_head_says_so() {
        let art = "支出项目类别（资金使用单位） | 合计\n 合计 | 9.00\n 某局（本级） | 5.00\n   工资福利支出 | 4.00\n   商品和服务支出 | 1.00\n 某中心 | 4.00\n   工资福利支出 | 4.00";
        let want = [
            "1 total 合计 9.00",
            "2 unit 某局（本级） @某局（本级） 5.00",
            "3 工资福利支出 <2 @某局（本级） 4.00",
            "4 商品和服务支出 <2 @某局（本级） 1.00",
            "5 unit 某中心 @某中心 4.00",
            "6 工资福利支出 <5 @某中心 4.00",
        ];
        assert_eq!(rows("basic_expenditure_sources", &[art]), want);
        // Without deeper rows nothing tells units from projects, and without such a head no row is a unit.
        let flat = "支出项目类别（资金使用单位） | 合计\n 某局 | 5.00\n 某项目 | 4.00";
        assert_eq!(rows("basic_expenditure_sources", &[flat]), ["1 某局 5.00", "2 某项目 4.00"]);
        let other = art.replace("支出项目类别（资金使用单位）", "项目");
        assert!(rows("basic_expenditure_sources", &[&other]).iter().all(|r| !r.contains("unit")));
    }

    #[test]
    fn bodies_right_above_the_topmost_codes_are_units() {
        let art = "科目编码 | 科目名称 | 合计\n  | 合计 | 9.00\n 125001 | 某市监督管理局 | 5.00\n 208 | 社会保障和就业支出 | 5.00\n 20805 | 养老支出 | 5.00\n 125002 | 某市中心 | 4.00\n 208 | 社会保障和就业支出 | 4.00";
        let got = rows("general_public_budget_expenditure", &[art]);
        assert_eq!(got[1], "2 unit 某市监督管理局 @某市监督管理局 5.00");
        assert_eq!(got[3], "4 20805 养老支出 @某市监督管理局 5.00");
        assert_eq!(got[5], "6 208 社会保障和就业支出 @某市中心 4.00");
        // A subject with a misprinted code is none, nor is a body's name elsewhere.
        let misprint = "类 | 款 | 科目名称 | 合计\n 210 |  | 卫生健康支出 | 5.00\n 7 | 11 | 事业单位医疗 | 5.00\n 221 |  | 住房保障支出 | 4.00";
        assert_eq!(rows("expenditure_summary", &[misprint])[1], "2 事业单位医疗 5.00");
    }
}
