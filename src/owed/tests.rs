//! Obligations of small documents drawn by hand: what is there is found, and what is taken away is the one thing missing.

use super::owed;
use crate::catalog::owed::Duties;
use crate::model::*;

fn line(page: u32, y: f32, text: &str) -> Line {
    Line { page, rect: Rect::new(50.0, y, 500.0, y + 10.0), text: text.into(), ..Line::default() }
}

fn paragraph(page: u32, heading: Option<u8>, text: &str) -> Paragraph {
    let pages = vec![page; text.chars().count()];
    Paragraph { text: text.into(), pages, heading, ..Paragraph::default() }
}

fn amount(yuan: i64) -> Content {
    let unit = MoneyUnit { label: "元".into(), yuan: 1.into() };
    Content::Amount(Amount {
        stated: yuan.to_string(),
        printed: yuan.into(),
        unit,
        yuan: yuan.into(),
    })
}

fn row(page: u32, code: Option<(Classification, &str)>, item: &str, yuan: Option<i64>) -> Row {
    let content = yuan.map_or(Content::Blank, amount);
    let cell = Cell {
        column: 0,
        content,
        stated: String::new(),
        page,
        rect: Rect::default(),
        doubt: None,
    };
    let code = code.map(|(classification, digits)| Code { classification, digits: digits.into() });
    Row { code, item: ItemId::of(item), cells: vec![cell], page, ..Row::default() }
}

fn table(id: &str, page: u32, rows: Vec<Row>) -> LedgerTable {
    LedgerTable { id: id.into(), page, last_page: page, rows, ..LedgerTable::default() }
}

fn mention(key: &str, page: u32, yuan: i64, sentence: &str) -> Mention {
    let Content::Amount(amount) = amount(yuan) else { unreachable!() };
    let sentence = sentence.into();
    Mention { key: key.into(), amount: Some(amount), page, sentence, ..Mention::default() }
}

/// A document: its ledger, lines of page 3, paragraphs.
struct Document {
    ledger: Ledger,
    outline: Outline,
    rebuilt: Rebuilt,
}

const CHANGE: &str = "“三公”经费预算3万元，比上年减少1万元，主要原因是减少接待。";

/// Final accounts with everything that the rules ask for here.
fn document() -> Document {
    use Classification::{Economic, Function};
    let functional = || {
        let codes = ["208", "20805", "2080505"];
        codes.map(|code| row(2, Some((Function, code)), "", Some(7))).into_iter().collect()
    };
    let economic = ["301", "30101"].map(|code| row(2, Some((Economic, code)), "", Some(7)));
    let parts = ["overseas_travel", "reception", "vehicle_purchase", "vehicle_operation"];
    let parts = parts.map(|part| row(4, None, &format!("three_public.{part}"), Some(5)));
    let total = |id: &str| table(id, 1, vec![row(1, None, "total", Some(7))]);
    let tables = vec![
        total("income_expenditure_summary"),
        total("income_summary"),
        table("expenditure_summary", 2, functional()),
        total("fiscal_appropriation_summary"),
        table("general_public_budget_expenditure", 2, functional()),
        table("basic_expenditure_economic", 2, economic.into_iter().collect()),
        table("government_fund_expenditure", 3, vec![row(3, None, "total", None)]),
        table("three_public_expenses", 4, parts.into_iter().collect()),
    ];
    let identity = Identity {
        kind: Some(Kind::FinalAccounts),
        scope: Some(Scope::Unit),
        fiscal_year: Some(2019),
        ..Identity::default()
    };
    let mentions = vec![
        mention("three_public_total_change", 6, -10_000, CHANGE),
        mention("income_total_change", 5, 0, "收入与上年持平。"),
    ];
    let paragraphs = vec![
        paragraph(1, Some(2), "一、主要职责"),
        paragraph(1, Some(2), "二、机构设置"),
        paragraph(5, Some(2), "三、收入支出决算情况说明"),
        paragraph(5, None, "收入与上年持平。"),
        paragraph(6, Some(2), "四、“三公”经费情况说明"),
        paragraph(6, None, CHANGE),
        paragraph(
            6,
            None,
            "因公出国（境）团组1个，出国累计2人次。购置公务用车1辆，保有量3辆。国内公务接待4批次。接待5人次。",
        ),
        paragraph(7, Some(2), "五、机关运行经费情况"),
        paragraph(
            7,
            None,
            "六、政府采购支出情况。授予中小企业合同金额8万元，占政府采购支出总额的80%。",
        ),
        paragraph(7, Some(2), "七、国有资产占用情况"),
        paragraph(8, Some(2), "八、绩效自评情况"),
        paragraph(8, None, "绩效自评项目3个，自评项目资金9万元。"),
        paragraph(9, Some(1), "第四部分名词解释"),
        paragraph(9, None, "机关运行经费：指为保障行政单位运行的资金。"),
    ];
    let fund = "government_fund_expenditure";
    let mark = Mark {
        page: 3,
        rect: Rect::new(50.0, 20.0, 500.0, 30.0),
        title: "政府性基金预算支出表".into(),
        kind: SectionKind::Table,
        id: Some(fund.into()),
        continued: false,
    };
    let mut lines = vec![Vec::new(); 9];
    lines[2] = vec![
        line(3, 20.0, "政府性基金预算支出表"),
        line(3, 80.0, "注：本单位没有政府性基金预算安排的支出。"),
    ];
    Document {
        ledger: Ledger {
            identity,
            pages: 9,
            tables,
            narrative: mentions,
            has_prose: true,
            ..Ledger::default()
        },
        outline: Outline { lines, marks: vec![mark], listed: vec![0; 9], ..Outline::default() },
        rebuilt: Rebuilt { paragraphs, ..Rebuilt::default() },
    }
}

/// What is not found, with the reason and page.
fn missing(document: &Document) -> Vec<(String, String, Option<u32>)> {
    let Document { ledger, outline, rebuilt } = document;
    let all = owed(ledger, outline, rebuilt, &Duties::builtin().unwrap());
    let open = all.into_iter().filter(|o| o.state == OwedState::NotFound);
    open.map(|o| (o.id, o.reason, o.page)).collect()
}

fn state(document: &Document, id: &str) -> (OwedState, Option<u32>) {
    let Document { ledger, outline, rebuilt } = document;
    let all = owed(ledger, outline, rebuilt, &Duties::builtin().unwrap());
    let found = all.into_iter().find(|o| o.id == id).unwrap_or_else(|| panic!("{id}"));
    (found.state, found.page)
}

fn ids(document: &Document) -> Vec<String> {
    missing(document).into_iter().map(|(id, ..)| id).collect()
}

#[test]
fn a_complete_disclosure_lacks_nothing_and_says_where_it_all_is() {
    let document = document();
    assert_eq!(missing(&document), []);
    assert_eq!(state(&document, "note.government_fund_expenditure"), (OwedState::Found, Some(3)));
    assert_eq!(state(&document, "section.performance"), (OwedState::Found, Some(8)));
    assert_eq!(state(&document, "depth.basic_expenditure"), (OwedState::Found, Some(2)));
    assert_eq!(state(&document, "reason.total").0, OwedState::NotApplicable, "no change");
    assert_eq!(state(&document, "depth.government_fund_expenditure").0, OwedState::NotApplicable);
}

#[test]
fn each_table_part_and_code_that_is_taken_away_is_the_one_that_lacks() {
    for (id, owed) in [
        ("income_summary", "table.income_summary"),
        ("basic_expenditure_economic", "table.basic_expenditure"),
        ("government_fund_expenditure", "table.government_fund_expenditure"),
    ] {
        let mut document = document();
        document.ledger.tables.retain(|t| t.id.as_str() != id);
        document.outline.marks.clear();
        assert_eq!(ids(&document), [owed]);
    }
    let mut without_code = document();
    without_code.ledger.tables[4].rows.pop();
    let (id, reason, page) = missing(&without_code).remove(0);
    assert_eq!((&*id, page), ("depth.general_public_budget_expenditure", Some(2)));
    assert_eq!(reason, "20805 is divided no further");
    // 21999 has no 项 in any list.
    let mut undivided = document();
    let code = |digits: &str| {
        Some(Code { classification: Classification::Function, digits: digits.into() })
    };
    undivided.ledger.tables[4].rows.truncate(2);
    undivided.ledger.tables[4].rows[0].code = code("219");
    undivided.ledger.tables[4].rows[1].code = code("21999");
    assert_eq!(ids(&undivided), Vec::<String>::new());
    // 7|11|02 is no code, and its row still divides 20805.
    let mut misprinted = document();
    let last = misprinted.ledger.tables[4].rows.last_mut().unwrap();
    (last.code, last.name) = (None, "机关事业单位基本养老保险缴费支出".into());
    assert_eq!(ids(&misprinted), Vec::<String>::new());
    let last = misprinted.ledger.tables[4].rows.last_mut().unwrap();
    last.name = "住房公积金".into();
    assert_eq!(ids(&misprinted), ["depth.general_public_budget_expenditure"]);
    let mut without_part = document();
    without_part.ledger.tables[7].rows.remove(2);
    assert_eq!(ids(&without_part), ["part.vehicle_purchase"]);
}

#[test]
fn of_universities_without_a_division_nothing_is_said() {
    let named = |name: &str| {
        let mut document = document();
        document.ledger.identity.unit_name = Some(name.into());
        state(&document, "table.income_summary")
    };
    assert_eq!(named("甲乙大学").0, OwedState::NotChecked);
    assert_eq!(named("某局"), (OwedState::Found, Some(1)));
}

#[test]
fn a_note_is_the_tables_own() {
    let with = |note: &str| {
        let mut document = document();
        document.outline.lines[2][1].text = note.into();
        missing(&document).into_iter().map(|(_, reason, _)| reason).collect::<Vec<_>>()
    };
    assert_eq!(with("备注：本表无数据。"), Vec::<String>::new());
    assert_eq!(with("注：没有国有资本经营预算支出。"), ["the note speaks of another table"]);
    assert_eq!(
        with("注：如无政府性基金预算支出，仍保留空表。"),
        ["nothing says why the table is empty"]
    );
    let listed = |line_text: &str| {
        let mut document = document();
        document.outline.lines[2].pop();
        document.outline.listed[0] = 1;
        document.outline.lines[0] = vec![line(1, 100.0, line_text)];
        state(&document, "note.government_fund_expenditure")
    };
    assert_eq!(listed("表9 政府性基金收支表 是 不涉及"), (OwedState::Found, Some(1)));
    assert_eq!(listed("表9 政府性基金收支表").0, OwedState::NotFound);
    assert_eq!(listed("表10 国有资本经营预算支出表 是 不涉及").0, OwedState::NotFound);
    let mut in_prose = document();
    in_prose.outline.lines[2].pop();
    in_prose.rebuilt.paragraphs.insert(4, paragraph(5, None, "本单位没有政府性基金预算支出。"));
    assert_eq!(missing(&in_prose)[0].1, "the explanation says so on page 5, the table does not");
}

#[test]
fn each_section_that_is_taken_away_is_the_one_that_lacks() {
    for (words, owed) in [
        ("主要职责", "section.duties"),
        ("机构设置", "section.organisation"),
        ("收入支出决算", "section.income_expenditure"),
        ("五、机关运行", "section.agency_operation"),
        ("国有资产", "section.state_assets"),
    ] {
        let mut document = document();
        document.rebuilt.paragraphs.retain(|p| !p.text.contains(words));
        assert_eq!(ids(&document), [owed], "{words}; the glossary shows nothing");
    }
    let mut without_glossary = document();
    without_glossary.rebuilt.paragraphs.truncate(12);
    assert_eq!(ids(&without_glossary), ["section.glossary"]);
}

#[test]
fn a_change_carries_its_reason() {
    let bare = "“三公”经费预算3万元，比上年减少1万元，主要原因是。";
    let mut document = document();
    document.ledger.narrative[0].sentence = bare.into();
    document.rebuilt.paragraphs[5] = paragraph(6, None, bare);
    assert_eq!(
        missing(&document),
        [("reason.three_public".into(), "it changed, and no reason follows".into(), Some(6))]
    );
    document.rebuilt.paragraphs.insert(6, paragraph(6, None, "减少的原因是压减公务接待。"));
    assert_eq!(missing(&document), [], "the reason stands in the same section");
}

#[test]
fn counts_are_owed_where_money_was_spent() {
    let mut without = document();
    without.rebuilt.paragraphs.retain(|p| !p.text.contains("团组"));
    let counts = [
        "overseas_groups",
        "overseas_persons",
        "vehicles_purchased",
        "vehicles_held",
        "reception_batches",
        "reception_persons",
    ];
    assert_eq!(ids(&without), counts.map(|count| format!("count.{count}")));
    for row in &mut without.ledger.tables[7].rows {
        row.cells[0].content = amount(0);
    }
    assert_eq!(state(&without, "count.overseas_groups").0, OwedState::NotApplicable);
    let mut budget = document();
    budget.ledger.identity.kind = Some(Kind::Budget);
    budget.rebuilt.paragraphs.retain(|p| !p.text.contains("团组"));
    assert_eq!(missing(&budget), [], "budgets owe no counts");
}

#[test]
fn what_cannot_be_looked_for_is_never_found() {
    let mut tables_alone = document();
    tables_alone.rebuilt.paragraphs.clear();
    tables_alone.ledger.narrative.clear();
    tables_alone.ledger.has_prose = false;
    assert_eq!(missing(&tables_alone), []);
    assert_eq!(state(&tables_alone, "section.duties").0, OwedState::NotChecked);
    tables_alone.outline.listed[0] = 1;
    tables_alone.outline.lines[0] = vec![line(1, 100.0, "第三部分 2019年度决算情况说明 12")];
    assert_eq!(state(&tables_alone, "section.duties"), (OwedState::NotFound, Some(1)), "announced");
    let mut prose_alone = document();
    prose_alone.ledger.tables.clear();
    prose_alone.outline.marks.clear();
    assert_eq!(state(&prose_alone, "table.income_summary").0, OwedState::NotChecked);
    let id = "income_summary".into();
    prose_alone.ledger.announced = vec![Announced { id, title: "收入决算表".into(), page: 1 }];
    assert_eq!(state(&prose_alone, "table.income_summary"), (OwedState::NotFound, Some(1)));
    let mut unknown = document();
    unknown.ledger.identity.kind = None;
    assert_eq!(state(&unknown, "table.income_summary").0, OwedState::NotChecked);
    let nothing = Document {
        ledger: Ledger::default(),
        outline: Outline::default(),
        rebuilt: Rebuilt::default(),
    };
    let Document { ledger, outline, rebuilt } = &nothing;
    let all = owed(ledger, outline, rebuilt, &Duties::builtin().unwrap());
    assert!(all.iter().all(|o| o.state == OwedState::NotChecked && !o.reason.is_empty()));
}
