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
    let college = |cover: &str, text: &str| {
        let mut document = document();
        document.ledger.identity.unit_name = Some("甲乙学院".into());
        document.outline.lines[0] = vec![line(1, 100.0, cover)];
        document.rebuilt.paragraphs.insert(1, paragraph(1, None, text));
        state(&document, "table.income_summary").0
    };
    let (found, open) = (OwedState::Found, OwedState::NotChecked);
    assert_eq!(college("2026年市级单位预算", ""), found);
    assert_eq!(college("2026年预算", "甲乙学院是延吉市交通委员会下属事业单位。"), found);
    assert_eq!(college("2026年预算", "甲乙学院是教育部直属、延吉市共建的高校。"), open);
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

/// The document without the passages that hold `words`, and with `added` behind its duties.
fn with_duties(words: &str, added: &[(Option<u8>, &str)]) -> Document {
    let mut document = document();
    document.rebuilt.paragraphs.retain(|p| !p.text.contains(words));
    let duties = added.iter().map(|(depth, text)| paragraph(1, *depth, text));
    document.rebuilt.paragraphs.splice(1..1, duties);
    document
}

#[test]
fn duties_and_names_are_no_sections() {
    for (words, owed, duty) in [
        ("绩效", "section.performance", "（三）组织实施预算绩效管理，编制绩效目标。"),
        ("绩效", "section.performance", "4.预算绩效管理。编报3个项目的绩效目标。"),
        ("绩效", "section.performance", "某局的主要职责是：开展绩效评价；编制绩效目标。"),
        (
            "国有资产",
            "section.state_assets",
            "（八）管理警车。负责下属单位国有资产使用情况的审核。",
        ),
        (
            "收入支出决算",
            "section.income_expenditure",
            "（三）向市委提出年度预算执行和其他财政收支情况报告。",
        ),
        ("机构设置", "section.organisation", "7.负责厅机关及所属单位的干部人事管理。"),
        (
            "机构设置",
            "section.organisation",
            "（五）组织实施能源、人口、劳动力、社会发展基本情况等统计调查，",
        ),
    ] {
        let document = with_duties(words, &[(None, duty)]);
        let lacks = ids(&document).into_iter().filter(|id| !id.starts_with("evaluation"));
        assert_eq!(lacks.collect::<Vec<_>>(), [owed], "{duty}");
    }
    // what a paragraph holds behind the characters that a heading may have
    let pay = "（一）人员经费8万元，主要包括：基本工资、津贴补贴、奖金、伙食补助费、社会保障缴费、住房公积金、绩效工资。";
    let mut wages = with_duties("绩效", &[]);
    wages.rebuilt.paragraphs.insert(3, paragraph(8, None, pay));
    let head =
        "（一）基本工资津贴补贴奖金伙食补助费社会保障缴费其他社会保障缴费住房公积金医疗费绩效工资";
    wages.rebuilt.paragraphs.insert(6, paragraph(8, None, head));
    wages.rebuilt.paragraphs.insert(7, paragraph(8, None, &head[..head.len() - "工资".len()]));
    let last = wages.rebuilt.paragraphs[7].text.clone() + "工资福利支出等各项";
    wages.rebuilt.paragraphs[7] = paragraph(8, None, &last);
    assert!(ids(&wages).contains(&"section.performance".to_owned()));
    let mut project_alone = with_duties("机构设置", &[]);
    project_alone.rebuilt.paragraphs.insert(4, paragraph(5, Some(3), "（一）项目基本情况"));
    assert_eq!(ids(&project_alone), ["section.organisation"]);
}

#[test]
fn a_heading_is_found_wherever_a_section_begins() {
    let long =
        "某局机关内共有各类工作人员五十余名，分布于机关大楼和分部的各处办公场所，共同承办日常事务";
    for (text, page) in [
        (format!("（一）机构设置。{long}。"), 2),
        (format!("（一）机构设置情况{long}。"), 2),
        (format!("机构设置：{long}。"), 2),
        (format!("{long}。二、机构设置。{long}。"), 2),
        ("机构设置情况".to_owned(), 2),
    ] {
        let mut document = with_duties("机构设置", &[]);
        document.rebuilt.paragraphs.insert(1, paragraph(2, None, &text));
        assert_eq!(
            state(&document, "section.organisation"),
            (OwedState::Found, Some(page)),
            "{text}"
        );
        assert_eq!(missing(&document), [], "{text}");
    }
    // the page is that of the heading, not of the paragraph
    let mut document = with_duties("机构设置", &[]);
    let mut across = paragraph(2, None, &format!("“{long}”。二、机构设置。{long}。"));
    let behind = long.chars().count() + 3;
    across.pages[behind..].fill(3);
    document.rebuilt.paragraphs.insert(1, across);
    assert_eq!(state(&document, "section.organisation"), (OwedState::Found, Some(3)));
    // 机构设置 may stand below the duties
    let below = with_duties("机构设置", &[(Some(3), "（二）机构设置")]);
    assert_eq!(state(&below, "section.organisation"), (OwedState::Found, Some(1)));
    let among = with_duties("国有资产", &[(Some(3), "（二）国有资产占用情况")]);
    assert_eq!(state(&among, "section.state_assets"), (OwedState::Found, Some(1)));
    let cut = with_duties("机构设置", &[(None, &format!("{long}，如下表")), (None, "机构设置")]);
    assert_eq!(state(&cut, "section.organisation"), (OwedState::Found, Some(1)));
    let rest =
        with_duties("机构设置", &[(None, &format!("{long}，并")), (None, "管理机构设置等。")]);
    assert_eq!(state(&rest, "section.organisation").0, OwedState::NotFound);
    let mut verb = with_duties("绩效", &[]);
    verb.rebuilt.paragraphs.insert(3, paragraph(8, Some(2), "八、开展绩效自评情况"));
    assert_eq!(state(&verb, "section.performance"), (OwedState::Found, Some(8)));
    // what begins as a duty and counts is none
    let mut told = with_duties("绩效", &[]);
    told.rebuilt.paragraphs.insert(3, paragraph(8, None, "组织开展绩效自评项目3个。"));
    assert_eq!(state(&told, "section.performance"), (OwedState::Found, Some(8)));
    assert_eq!(state(&told, "evaluation.projects"), (OwedState::Found, Some(8)));
    // a note to the form is no heading
    let mut noted = with_duties("绩效", &[]);
    noted
        .rebuilt
        .paragraphs
        .insert(3, paragraph(8, None, "备注：1、可选择填写。2、整体绩效目标必须公开。"));
    assert!(ids(&noted).contains(&"section.performance".to_owned()));
}

#[test]
fn a_note_stands_where_it_was_printed() {
    let mut document = document();
    document.ledger.tables[6].last_page = 4;
    let note = document.outline.lines[2].pop().unwrap();
    document.outline.lines[3] = vec![line(4, 80.0, &note.text)];
    let id = "note.government_fund_expenditure";
    assert_eq!(state(&document, id), (OwedState::Found, Some(4)), "on the table's second page");
    document.ledger.tables[6].last_page = 3;
    assert_eq!(state(&document, id), (OwedState::Found, Some(4)), "on top of the page behind");
    let title = Mark {
        page: 4,
        rect: Rect::new(50.0, 20.0, 500.0, 30.0),
        ..document.outline.marks[0].clone()
    };
    let title = Mark { id: Some("three_public_expenses".into()), ..title };
    document.outline.marks.push(title);
    assert_eq!(state(&document, id).0, OwedState::NotFound, "below the next table's title");
}

#[test]
fn a_column_of_another_table_is_asked_as_a_table_is() {
    let economic = |codes: &[&str]| {
        let row = |code: &&str| row(6, Some((Classification::Economic, code)), "", Some(7));
        let mut own = table("general_public_budget_economic", 6, codes.iter().map(row).collect());
        own.columns =
            vec![Column {
                id: "basic".into(), basis: Basis::Current, label: "基本支出".into()
            }];
        let mut document = document();
        document.ledger.tables[5] = own;
        ["table.basic_expenditure", "depth.basic_expenditure"].map(|id| state(&document, id))
    };
    assert_eq!(economic(&["301", "30101"]), [(OwedState::Found, Some(6)); 2]);
    let shallow = economic(&["301", "302", "30201"]);
    assert_eq!(shallow, [(OwedState::Found, Some(6)), (OwedState::NotFound, Some(6))]);
}

#[test]
fn performance_tables_of_another_file_cannot_be_asked() {
    let mut document = with_duties("绩效", &[]);
    document.ledger.tables.clear();
    document.outline.marks.clear();
    document.outline.listed[0] = 1;
    document.outline.lines[0] = vec![line(1, 100.0, "十二、项目支出绩效目标表")];
    assert_eq!(state(&document, "section.performance").0, OwedState::NotFound);
    document.outline.lines[8] = vec![line(9, 100.0, "附件：某局2019年度部门决算报表")];
    assert_eq!(state(&document, "section.performance"), (OwedState::NotChecked, Some(9)));
    document.outline.lines[0] = vec![line(1, 100.0, "九、收入决算表")];
    assert_eq!(state(&document, "section.performance").0, OwedState::NotFound, "none is announced");
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
fn what_gives_no_reason_is_none() {
    let given = |sentence: &str, behind: &str| {
        let mut document = document();
        document.ledger.narrative[0].sentence = sentence.into();
        document.rebuilt.paragraphs[5] = paragraph(6, None, sentence);
        document.rebuilt.paragraphs.insert(6, paragraph(6, None, behind));
        state(&document, "reason.three_public").0 == OwedState::Found
    };
    for (sentence, behind, want) in [
        ("2026年预算9万元，比上年执行数增加1万元，增长0.8%，与上年基本持平。", "", false),
        ("因公出国（境）费2万元，比上年减少1万元。", "", false),
        ("预算为876.67万元比上年增加1万元。", "", false),
        ("预算9万元，比上年增加1万元。其中：基本支出主要为人员经费。", "", false),
        ("（一）预算9万元，比上年增加1万元。", "（二）根据工作需要安排项目，比上年增加。", false),
        ("（一）预算9万元，比上年增加1万元。", "（二）增加的主要原因是业务量上升。", true),
        ("预算9万元，比上年增加1万元。主要是增加水费等项目支出。", "", true),
        ("预算数小于上年预算数4万元，主要是严格贯彻落实规定。", "", true),
        ("预算9万元，比上年减少1万元。", "主要是压减公务接待。", true),
        ("预算9万元，因机构改革减少1万元。", "", true),
        ("预算9万元，均为一般公共预算拨款安排，比上年增加1万元。", "", false),
        ("预算9万元，比上年增加1万元。按照市财政统一要求安排支出。", "", false),
        ("预算9万元，比上年增加1万元。上述数据受四舍五入影响。", "", false),
        ("预算9万元，比上年增加1万元。增减变化的情况及原因详见附表。", "", false),
        ("预算9万元，比上年增加1万元，主要原因是无。", "", false),
        ("预算9万元，比上年增加1万元，主要原因是××××。", "", false),
        ("预算9万元，比上年增加1万元，主要原因是无房职工的补贴增加。", "", true),
        ("预算9万元，比上年增加1万元，主要原因是：", "（1）在职人员增加；", true),
        ("预算9万元，比上年增加1万元，一是人员增加，二是更新展柜。", "", true),
        ("因本年更新展柜，预算9万元，比上年增加1万元。", "", true),
        ("由于人员变动，预算9万元，比上年增加1万元。", "", true),
        ("预算9万元，比上年增加1万元。", "变动情况说明：本年更新展柜。", true),
        ("预算9万元，比上年增加1万元，增加主要是展柜更新项目。", "", true),
        ("预算9万元，比上年增加1万元，系本年安排展柜更新。", "", true),
    ] {
        assert_eq!(given(sentence, behind), want, "{sentence} {behind}");
    }
    // a figure without its unit states no change, and the reason is there all the same
    let mut bare = document();
    bare.ledger.narrative.clear();
    let text = "收支预算总体较上年减少12.95，减少的主要原因是职能划出。";
    bare.rebuilt.paragraphs[3] = paragraph(5, None, text);
    assert_eq!(state(&bare, "reason.total"), (OwedState::Found, Some(5)));
    bare.rebuilt.paragraphs[3] = paragraph(5, None, "收支预算总体较上年减少12.95。");
    assert_eq!(state(&bare, "reason.total").0, OwedState::NotChecked);
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

#[test]
fn the_page_of_words_below_a_title_that_runs_on_is_their_own() {
    let mut document = document();
    document.outline.lines[2].pop();
    let title = "政府性基金预算支出表";
    let mut across = paragraph(3, None, &format!("{title}一二三四五没有政府性基金预算支出。"));
    across.pages[title.chars().count()..].fill(4);
    document.rebuilt.paragraphs.insert(4, across);
    assert_eq!(missing(&document)[0].1, "the explanation says so on page 4, the table does not");
    // the only lines of the next page, which say so of this table
    document.outline.lines[3] = vec![line(4, 80.0, "本单位无政府性基金预算支出,此表为空。")];
    let id = "note.government_fund_expenditure";
    assert_eq!(state(&document, id), (OwedState::Found, Some(4)));
    document.outline.lines[3].extend((0..9).map(|i| line(4, 100.0 + i as f32, "一段文字")));
    assert_eq!(state(&document, id).0, OwedState::NotFound);
}

#[test]
fn a_note_that_sets_a_condition_says_nothing() {
    let with = |note: &str| {
        let mut document = document();
        document.outline.lines[2][1].text = note.into();
        state(&document, "note.government_fund_expenditure").0 == OwedState::Found
    };
    for (note, want) in [
        ("注：若本单位无政府性基金预算支出，则本表为空。", false),
        ("注：如本表为空，则说明没有此类资金。", false),
        ("注：无论是否有数据，本表均应公开政府性基金支出情况。", false),
        ("编制单位：无某市某中心（收支科）", false),
        ("（本单位2026年无政府性基金）", true),
        ("注：本表空白", true),
        ("备注：本表为零", true),
    ] {
        assert_eq!(with(note), want, "{note}");
    }
}

#[test]
fn only_a_heading_opens_the_glossary() {
    for sentence in ["相关数据口径详见名词解释。", "有关名词解释附后。", "注：名词解释见文末。"]
    {
        let mut document = document();
        document.rebuilt.paragraphs.insert(2, paragraph(1, None, sentence));
        assert_eq!(missing(&document), [], "{sentence}");
        document.rebuilt.paragraphs.truncate(13);
        assert_eq!(ids(&document), ["section.glossary"], "{sentence}");
    }
    // one without an ordinal ends where the sections count on
    let mut amid = document();
    let words = amid.rebuilt.paragraphs.split_off(12);
    amid.rebuilt.paragraphs.splice(7..7, words);
    amid.rebuilt.paragraphs[7] = paragraph(6, None, "名词解释");
    assert_eq!(missing(&amid), []);
}

#[test]
fn duties_end_where_sections_without_ordinals_begin() {
    let mut document = document();
    for passage in &mut document.rebuilt.paragraphs {
        if passage.heading == Some(2) {
            let text: String = passage.text.chars().skip(2).collect();
            *passage = paragraph(passage.pages[0], None, &text);
        }
    }
    document.rebuilt.paragraphs.insert(1, paragraph(1, None, "负责某项工作。"));
    let zero = "国有资产占用情况。我单位无车辆，无大型设备。";
    let at = document.rebuilt.paragraphs.iter().position(|p| p.text == "国有资产占用情况");
    document.rebuilt.paragraphs[at.unwrap()] = paragraph(7, None, zero);
    assert_eq!(missing(&document), []);
    assert_eq!(state(&document, "section.state_assets"), (OwedState::Found, Some(7)));
}

#[test]
fn what_was_done_for_others_is_no_account_of_the_body() {
    let mut document = with_duties("绩效", &[]);
    document.rebuilt.paragraphs.retain(|p| !p.text.contains("政府采购"));
    let work = [
        paragraph(2, Some(2), "三、2019年度主要工作完成情况"),
        paragraph(
            2,
            None,
            "（一）深化预算绩效管理，对全市20个项目开展绩效自评，涉及资金3000万元。",
        ),
        paragraph(2, None, "（二）规范政府采购行为，授予中小企业合同金额1.2亿元，占全部的60%。"),
        paragraph(2, None, "（三）接待来访300批次1200人。"),
    ];
    document.rebuilt.paragraphs.splice(2..2, work);
    let want = [
        "section.procurement",
        "section.performance",
        "sme.amount",
        "sme.share",
        "evaluation.projects",
        "evaluation.amount",
    ];
    assert_eq!(ids(&document), want);
    let counted = state(&document, "count.reception_batches");
    assert_eq!(counted, (OwedState::Found, Some(6)), "not that of the work");
}

#[test]
fn an_attached_report_has_its_own_sections() {
    let mut document = with_duties("国有资产", &[]);
    document.rebuilt.paragraphs.extend([
        paragraph(9, None, "某中心2019年度整体支出绩效自评报告"),
        paragraph(9, Some(2), "一、基本概况"),
        paragraph(9, Some(3), "（一）国有资产占用情况"),
    ]);
    assert_eq!(ids(&document), ["section.state_assets"]);
}

#[test]
fn offices_bonuses_and_aims_head_no_section() {
    for (words, owed, text) in [
        ("绩效", "section.performance", "3.绩效管理科"),
        ("绩效", "section.performance", "某市预算绩效评价中心"),
        ("绩效", "section.performance", "2.绩效考核奖。"),
        ("绩效", "section.performance", "委托业务费增加，主要是委托第三方开展绩效评价。"),
        ("收入支出决算", "section.income_expenditure", "1.非税收入征缴情况良好。"),
        ("收入支出决算", "section.income_expenditure", "国有资本经营预算收支情况"),
        ("国有资产", "section.state_assets", "收入增加主要是国有资产使用费收入。"),
        ("国有资产", "section.state_assets", "公务用车运行维护费3.00万元，现有车辆老旧。"),
        ("机构设置", "section.organisation", "配合建设等有关部门开展考古调查工作，提高保护水平。"),
    ] {
        let mut document = with_duties(words, &[]);
        document.rebuilt.paragraphs.insert(3, paragraph(5, None, text));
        assert!(ids(&document).contains(&owed.to_owned()), "{text}");
    }
}

#[test]
fn sections_go_by_many_names() {
    for (words, owed, heading) in [
        ("政府采购", "section.procurement", "七、政府采购执行情况"),
        ("政府采购", "section.procurement", "七、政府采购及政府购买服务"),
        ("政府采购", "section.procurement", "七、政府集中采购情况"),
        ("国有资产", "section.state_assets", "八、国有资产"),
        ("国有资产", "section.state_assets", "八、国有资产管理情况"),
        ("国有资产", "section.state_assets", "八、资产情况"),
        ("绩效", "section.performance", "九、绩效工作情况"),
        ("机构设置", "section.organisation", "二、机构人员情况"),
        ("机构设置", "section.organisation", "二、人员编制"),
        ("机构设置", "section.organisation", "二、组织架构"),
        ("机构设置", "section.organisation", "二、机构和人员"),
        ("主要职责", "section.duties", "一、宗旨和业务范围"),
        ("五、机关", "section.agency_operation", "六、机关（事业单位）运行经费情况"),
        ("名词解释", "section.glossary", "十、专业术语"),
        ("名词解释", "section.glossary", "十、名词释义"),
        ("收入支出决算", "section.income_expenditure", "三、部门预算情况说明"),
    ] {
        let mut document = with_duties(words, &[]);
        document.rebuilt.paragraphs.insert(2, paragraph(5, Some(2), heading));
        assert_eq!(state(&document, owed).0, OwedState::Found, "{heading}");
    }
}

#[test]
fn counts_are_those_of_the_three_public_and_of_contracts() {
    let of = |text: &str, id: &str| {
        let mut document = document();
        document
            .rebuilt
            .paragraphs
            .retain(|p| !["团组", "中小企业", "绩效自评项目3"].iter().any(|w| p.text.contains(w)));
        document.rebuilt.paragraphs.insert(5, paragraph(6, None, text));
        state(&document, id).0 == OwedState::Found
    };
    for (text, id, want) in [
        ("全年组织因公出国（境）团组一个，累计两人次。", "count.overseas_groups", true),
        ("全年组织因公出国（境）团组一个，累计两人次。", "count.overseas_persons", true),
        ("公务用车购置一辆，保有量为两辆。", "count.vehicles_purchased", true),
        ("公务用车购置一辆，保有量为两辆。", "count.vehicles_held", true),
        ("团组数：1个。人次数：2人。", "count.overseas_persons", true),
        ("期末车辆数：2辆。", "count.vehicles_held", true),
        ("国内公务接待四批次，二十五人次。", "count.reception_persons", true),
        ("本年购置办公电脑5台，更新空调3台。", "count.vehicles_purchased", false),
        ("公务用车保有量较上年减少1辆。", "count.vehicles_held", false),
        ("全年接待观众30批次，接待参观群众10000人次。", "count.reception_batches", false),
        ("接待中小学生研学团12批次，共计3000人。", "count.reception_persons", false),
        ("国（境）外公务接待2批次，8人次。", "count.reception_batches", false),
        ("授予中、小企业合同金额1.60万元，占80.00%。", "sme.amount", true),
        ("全部授予中小企业，占政府采购支出总额的比例为百分之百。", "sme.share", true),
        ("拨付支持中小企业发展专项资金1.00万元，占项目支出的40.00%。", "sme.share", false),
        ("面向中小企业预留采购份额1.60万元，占采购预算的80.00%。", "sme.amount", false),
        ("由中小企业供应商中标或成交的，采购金额1.60万元。", "sme.amount", true),
        ("对一个项目开展了绩效自评，涉及资金2.50万元。", "evaluation.projects", true),
        ("开展绩效自评，设置绩效指标12个。", "evaluation.projects", false),
        ("自评得分95分，发现问题2个，其中扣分指标3个。", "evaluation.projects", false),
    ] {
        assert_eq!(of(text, id), want, "{text} {id}");
    }
}
