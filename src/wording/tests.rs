//! Texts of small documents, and what is told of them.

use super::remarks;
use crate::model::*;

/// A disclosure of `scope` with these paragraphs and rows: table, code, name, yuan.
fn told(
    scope: Scope,
    paragraphs: &[(Option<u8>, &str)],
    rows: &[(&str, &str, &str, i64)],
    mentions: &[(&str, &str, i64)],
) -> Vec<(&'static str, Option<u32>, String)> {
    let unit = MoneyUnit { label: "元".into(), yuan: 1.into() };
    let amount = |yuan: i64| Amount {
        stated: yuan.to_string(),
        printed: yuan.into(),
        unit: unit.clone(),
        yuan: yuan.into(),
    };
    let paragraph = |(i, (heading, text)): (usize, &(Option<u8>, &str))| Paragraph {
        text: text.to_string(),
        pages: vec![i as u32 + 1; text.chars().count()],
        heading: *heading,
        ..Paragraph::default()
    };
    let tables = rows.iter().map(|(id, code, name, yuan)| {
        let cell = Cell {
            column: 0,
            content: Content::Amount(amount(*yuan)),
            stated: String::new(),
            page: 20,
            rect: Rect::default(),
            doubt: None,
        };
        let code = Code { classification: Classification::Function, digits: code.to_string() };
        let row = Row {
            code: Some(code),
            name: name.to_string(),
            cells: vec![cell],
            page: 20,
            ..Row::default()
        };
        LedgerTable {
            id: (*id).into(),
            rows: vec![row],
            page: 20,
            last_page: 20,
            ..LedgerTable::default()
        }
    });
    let mentions = mentions.iter().map(|(code, name, yuan)| Mention {
        key: if code.len() == 3 { "expenditure_class" } else { "general_public_budget_subject" }
            .into(),
        code: code.to_string(),
        name: name.to_string(),
        amount: Some(amount(*yuan)),
        page: 9,
        ..Mention::default()
    });
    let identity = Identity { kind: Some(Kind::Budget), scope: Some(scope), ..Identity::default() };
    let ledger = Ledger {
        identity,
        tables: tables.collect(),
        narrative: mentions.collect(),
        has_prose: true,
        ..Ledger::default()
    };
    let rebuilt = Rebuilt {
        paragraphs: paragraphs.iter().enumerate().map(paragraph).collect(),
        ..Rebuilt::default()
    };
    let all = remarks(&ledger, &Outline::default(), &rebuilt);
    all.into_iter().map(|f| (f.kind.rule().unwrap(), f.page(), f.message)).collect()
}

fn rules(paragraphs: &[(Option<u8>, &str)]) -> Vec<(&'static str, Option<u32>)> {
    told(Scope::Unit, paragraphs, &[], &[])
        .into_iter()
        .map(|(rule, page, _)| (rule, page))
        .collect()
}

#[test]
fn each_is_told_with_its_page_and_words() {
    let found = told(
        Scope::Unit,
        &[
            (None, "本单位收入12万元。支出比上年增加（减少）3万元。"),
            (None, "基本支出9万元，占76.23。"),
            (None, "202 年度单位预算。"),
            (None, "本部门共有车辆1辆。本部门无设备。"),
        ],
        &[],
        &[],
    );
    let places: Vec<_> = found.iter().map(|(rule, page, _)| (*rule, *page)).collect();
    assert_eq!(places, [("T1", Some(1)), ("T2", Some(2)), ("T3", Some(3)), ("T5", Some(4))]);
    assert_eq!(
        found[0].2,
        "T1: “增加(减少)” looks like words of a template that nobody filled in, chose from or deleted: “支出比上年增加(减少)3万元。”"
    );
    assert!(found[3].2.ends_with("and likewise 1 more"), "{}", found[3].2);
}

#[test]
fn what_is_finished_is_not_told_nor_what_the_glossary_explains() {
    assert_eq!(
        rules(&[(None, "本单位收入12万元，比上年增加3万元，增长33.33%，主要原因是人员增加。")]),
        []
    );
    assert_eq!(
        rules(&[(Some(1), "第四部分名词解释"), (None, "“三公”经费：指本部门安排的XX费。")]),
        []
    );
    let ended = [(Some(2), "三、名词解释"), (Some(2), "四、其他说明"), (None, "XX项目12万元。")];
    assert_eq!(rules(&ended), [("T1", Some(3))], "the next heading ends the glossary");
}

#[test]
fn a_department_with_units_tells_of_this_unit() {
    let text = [(None, "用于保障本单位运行。")];
    assert_eq!(told(Scope::Department, &text, &[], &[]).len(), 1);
    assert_eq!(told(Scope::Unit, &text, &[], &[]), []);
}

const TABLE: &str = "general_public_budget_expenditure";

#[test]
fn a_subject_is_called_as_its_row_is() {
    let rows = [
        (TABLE, "2060404", "科技成果转化与扩散", 27),
        (TABLE, "2013101", "行政运行（党委办公厅）", 31),
    ];
    let with = |mention| told(Scope::Department, &[], &rows, &[mention]);
    let slip = with(("", "科技成果转换与扩散", 27));
    assert_eq!(slip.len(), 1);
    assert_eq!(
        (slip[0].0, slip[0].1, &*slip[0].2),
        (
            "T4",
            Some(9),
            "T4: the explanation calls the subject “科技成果转换与扩散”, its row on page 20 is 2060404 “科技成果转化与扩散”"
        )
    );
    assert_eq!(with(("2060404", "科技成果转化与推广", 5)).len(), 1, "by its code");
    assert_eq!(with(("", "行政运行", 31)), [], "brackets at the end are left out");
    assert_eq!(with(("", "住房公积金", 27)), [], "another subject with the same amount");
    assert_eq!(with(("2060404", "科技成果转化与扩散支出", 27)), []);
}

#[test]
fn a_code_has_one_name_in_tables_by_subject() {
    let two = |id: &str, name: &str| {
        told(
            Scope::Department,
            &[],
            &[(TABLE, "2080505", "机关事业单位基本养老保险缴费支出", 3), (id, "2080505", name, 4)],
            &[],
        )
    };
    let found = two("expenditure_summary", "机关事业单位职业年金缴费支出");
    assert_eq!(
        found[0].2,
        "T4: 2080505 is “机关事业单位职业年金缴费支出” here and “机关事业单位基本养老保险缴费支出” on page 20"
    );
    assert_eq!(two("procurement", "办公设备"), [], "projects have names of their own");
    assert_eq!(two("expenditure_summary", "机关事业单位基本养老保险"), [], "its cell cuts it off");
}

#[test]
fn a_class_is_called_as_its_row_is() {
    let rows =
        [(TABLE, "208", "社会保障和就业支出", 27), (TABLE, "2050299", "其他普通教育支出", 31)];
    let with = |mention| told(Scope::Department, &[], &rows, &[mention]).len();
    assert_eq!(with(("208", "社会保险和就业支出", 27)), 1);
    assert_eq!(with(("208", "社会保障和就业", 27)), 0);
    assert_eq!(with(("205", "教育支出", 31)), 0, "no row of that code");
}
