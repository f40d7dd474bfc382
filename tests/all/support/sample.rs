//! A small ledger with one of everything, as `parse` would give it, and its checks.

use rust_decimal::Decimal;
use yusuan::emit::{self, wire};
use yusuan::model::*;

pub fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

pub fn amount(stated: &str, unit: &str, yuan: i64) -> Amount {
    let unit = MoneyUnit { label: unit.into(), yuan: Decimal::from(yuan) };
    Amount::new(stated, decimal(&stated.replace(',', "")), &unit).unwrap()
}

fn cell(column: usize, stated: &str, content: Content) -> Cell {
    let x0 = 200.0 + 80.0 * column as f32;
    Cell {
        column,
        content,
        stated: stated.into(),
        page: 3,
        rect: Rect::new(x0, 100.25, x0 + 36.125, 110.0),
        doubt: None,
    }
}

/// A table of two columns with three rows: an amount, a dash, a percentage, a blank, an amount that is not read.
pub fn table() -> LedgerTable {
    let money = |column, stated: &str| {
        cell(column, stated, Content::Amount(amount(stated, "万元", 10_000)))
    };
    let code = |classification, digits: &str| Code { classification, digits: digits.into() };
    let column =
        |id: &str, basis, label: &str| Column { id: id.into(), basis, label: label.into() };
    let row = |number, cells| Row {
        number,
        cells,
        page: 3,
        rect: Rect::new(60.0, 100.25, 150.5, 110.0),
        ..Row::default()
    };
    LedgerTable {
        id: "expenditure_summary".into(),
        title: "支出预算总表".into(),
        of_unit: String::new(),
        unit: Some(MoneyUnit { label: "万元".into(), yuan: Decimal::from(10_000) }),
        page: 3,
        last_page: 4,
        heads: vec![],
        columns: vec![
            column("total", Basis::Current, "合计"),
            column("other:增减率", Basis::Current, "增减率"),
        ],
        rows: vec![
            Row {
                code: Some(code(Classification::Function, "208")),
                also: vec![
                    code(Classification::Economic, "301"),
                    code(Classification::GovernmentEconomic, "501"),
                ],
                name: "社会保障和就业支出".into(),
                label: "社会保障和就业支出".into(),
                level: Some(1),
                ..row(1, vec![money(0, "548.03"), cell(1, "3.5%", Content::Other)])
            },
            Row {
                code: Some(code(Classification::Function, "20801")),
                name: "人力资源和社会保障管理事务".into(),
                label: "其中：人力资源和社会保障管理事务".into(),
                row_unit: "某市社会保险中心".into(),
                level: Some(2),
                part_of: Some(1),
                ..row(2, vec![money(0, "-0.00"), cell(1, "—", Content::Dash)])
            },
            Row {
                item: Some("total".into()),
                name: "合计".into(),
                label: "合计".into(),
                level: Some(0),
                ..row(
                    3,
                    vec![
                        cell(0, "5?8.03", Content::Unread("'?' is no digit".into())),
                        cell(1, "", Content::Blank),
                    ],
                )
            },
        ],
        notes: vec![Note {
            text: "备注：金额单位为万元。".into(),
            page: 4,
            rect: Rect::new(60.0, 130.0, 300.0, 140.0),
        }],
        stray_numbers: vec![],
    }
}

pub fn ledger() -> Ledger {
    Ledger {
        identity: Identity {
            unit_name: Some("某市社会保险中心".into()),
            fiscal_year: Some(2025),
            kind: Some(Kind::Budget),
            scope: None,
            listed_units: vec!["某市社会保险中心".into()],
        },
        pages: 9,
        tables: vec![table()],
        announced: vec![],
        narrative: vec![
            Mention {
                key: "expenditure_total".into(),
                amount: Some(amount("548.03", "万元", 10_000)),
                stated: "548.03万元".into(),
                sentence: "2025年，支出预算为548.03万元，比上年增长3.50%。".into(),
                page: 7,
                ..Mention::default()
            },
            Mention {
                key: "expenditure_total_change_percent".into(),
                value: Some(decimal("3.50")),
                value_unit: "%".into(),
                stated: "3.50%".into(),
                sentence: "2025年，支出预算为548.03万元，比上年增长3.50%。".into(),
                page: 7,
                ..Mention::default()
            },
        ],
        projects: vec![Project {
            number: 1,
            name: "社保服务经费".into(),
            managing_department: "某市人力资源和社会保障局".into(),
            implementing_unit: "某市社会保险中心".into(),
            funds_total: Some(amount("5", "万元", 10_000)),
            funds_fiscal: Some(amount("5", "万元", 10_000)),
            funds_other: None,
            funds_further: Vec::new(),
            annual_goal: "保障业务正常开展。".into(),
            indicators: vec![Indicator {
                number: 1,
                level1: "产出指标".into(),
                level2: "质量指标".into(),
                level3: "按时办结率".into(),
                value: "≥90%".into(),
                target: Some(Target {
                    operator: ">=".into(),
                    value: "90".into(),
                    unit: "%".into(),
                }),
                weight: Points { stated: "90".into(), value: Some(decimal("90")) },
                page: 8,
                ..Indicator::default()
            }],
            page: 8,
            ..Project::default()
        }],
        findings: vec![
            Finding::new(FindingKind::UnreadCell, "row “行政运行”: “5?8.03” is no single figure")
                .at_rect(3, Rect::new(200.0, 100.25, 236.125, 110.0))
                .in_table("expenditure_summary"),
            Finding::new(
                FindingKind::UnknownIdentity,
                "scope is not printed where it was looked for (cover, titles of the tables, 编制单位： lines)",
            ),
        ],
        has_prose: true,
    }
}

/// 208 against the sum of its parts: off by 0.01 万元, which rounding explains.
pub fn check() -> Check {
    Check {
        rule: "W3",
        stated: Stated::Table {
            table: "expenditure_summary".into(),
            row: Some(StatedRow {
                side: Side::None,
                number: 1,
                unit: String::new(),
                code: Some(Code { classification: Classification::Function, digits: "208".into() }),
                item: None,
            }),
            column: Some("total".into()),
            basis: Some(Basis::Current),
        },
        against: vec![],
        lhs: Some(decimal("5480300.00")),
        rhs: Some(decimal("5480200")),
        residual: Some(decimal("100")),
        terms: Some(1),
        bound: Some(decimal("100.0")),
        verdict: Verdict::Rounding,
        reason: String::new(),
        at: Some(At::Box(Place { page: 3, rect: Rect::new(200.0, 100.25, 236.125, 110.0) })),
        addends: vec![Addend {
            value: decimal("5480200"),
            place: Some(Place { page: 3, rect: Rect::new(200.0, 120.25, 236.125, 130.0) }),
        }],
    }
}

pub fn owed() -> Owed {
    Owed {
        id: "table.expenditure_summary".into(),
        rule: "R1".into(),
        name: ["table: expenditure", "支出总体情况表"].map(String::from),
        source: "财预〔2016〕143号".into(),
        state: OwedState::Found,
        reason: String::new(),
        page: Some(3),
    }
}

pub fn document() -> wire::Document {
    let source = wire::Source {
        pages: Some(9),
        producer: Some("WPS 文字".into()),
        ..wire::Source::of("某市/社会保险中心.pdf", b"%PDF-1.7")
    };
    let figure = NamedFigure {
        id: "function.208".into(),
        label: "社会保障和就业支出".into(),
        amount: decimal("5480300.00"),
        chosen_from: "expenditure_summary".into(),
        how: How::Stated,
        verdict: Some(Verdict::Rounding),
        doubt: String::new(),
        page: 3,
    };
    let mut document = emit::document(source, ledger(), vec![check()]).with_figures(vec![figure]);
    document.owed = vec![emit::owed(owed())];
    document
}
