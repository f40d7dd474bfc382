//! Ledgers built from the truth folders of the shared corpus: what a perfect parser would hand to `reconcile`.
//!
//! The truth has neither blank cells nor `also` nor the parts of items: a missing cell is blank, codes that come again
//! in one unit are taken as subdivided, and rows without an item are parts as their names or the row before them say.

use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use yusuan::model::*;

/// A row of a truth file by column name.
pub type Record = HashMap<String, String>;

/// All truth folders below `root`, by path.
pub fn folders(root: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                let truth = path.extension().is_some_and(|e| e == "truth")
                    || path.ends_with("truth") && path.join("facts.csv").exists();
                if truth { found.push(path) } else { open.push(path) }
            }
        }
    }
    found.sort();
    found
}

/// The records of a CSV file; none where it is absent.
pub fn records(path: &Path) -> Vec<Record> {
    let Ok(text) = std::fs::read_to_string(path) else { return Vec::new() };
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|r| r.expect("truth files are well formed")).collect()
}

fn field<'a>(record: &'a Record, name: &str) -> &'a str {
    record.get(name).map_or("", |s| s.trim())
}

/// The ledger that the folder's truth describes, and its source file.
pub fn ledger(folder: &Path) -> (String, Ledger) {
    let meta: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("meta.json")).unwrap()).unwrap();
    let word = |key: &str| match &meta[key] {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let identity = Identity {
        unit_name: Some(word("unit_name")),
        fiscal_year: word("fiscal_year").parse().ok(),
        kind: Some(if word("kind") == "budget" { Kind::Budget } else { Kind::FinalAccounts }),
        scope: Some(if word("scope") == "unit" { Scope::Unit } else { Scope::Department }),
        listed_units: Vec::new(),
    };
    let narrative: Vec<Mention> =
        records(&folder.join("narrative.csv")).iter().map(mention).collect();
    let ledger = Ledger {
        identity,
        tables: tables(&records(&folder.join("facts.csv"))),
        has_prose: !narrative.is_empty(),
        narrative,
        projects: projects(&records(&folder.join("performance.csv"))),
        ..Ledger::default()
    };
    let source = word("source_file");
    (if source.is_empty() { word("name") } else { source }, ledger)
}

fn unit(label: &str) -> MoneyUnit {
    let yuan = match label {
        "元" => 1,
        "千元" => 1_000,
        "万元" => 10_000,
        "亿元" => 100_000_000,
        other => panic!("unit {other}"),
    };
    MoneyUnit { label: label.into(), yuan: yuan.into() }
}

/// The printed number: its digits, decimals as printed, negative in brackets, after a minus or △.
fn printed(stated: &str) -> Decimal {
    let negative = stated.contains(['△', '-', '－', '−', '(', '（', '▲']);
    let digits: String =
        squeeze(stated).chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let value: Decimal = digits.parse().unwrap_or_else(|_| panic!("{stated}"));
    if negative { -value } else { value }
}

fn tables(facts: &[Record]) -> Vec<LedgerTable> {
    let mut tables: Vec<LedgerTable> = Vec::new();
    let mut places: HashMap<(usize, String, u32, String), usize> = HashMap::new();
    for fact in facts {
        let id = field(fact, "table");
        let t = tables.iter().position(|t| t.id == id).unwrap_or_else(|| {
            let page = field(fact, "page").parse().unwrap_or(0);
            tables.push(LedgerTable {
                id: id.into(),
                title: id.into(),
                unit: Some(unit(field(fact, "stated_unit"))),
                page,
                ..LedgerTable::default()
            });
            tables.len() - 1
        });
        let basis =
            Basis::ALL.into_iter().find(|b| b.as_str() == field(fact, "basis")).unwrap_or_default();
        let head = Column { id: field(fact, "column").into(), basis, label: String::new() };
        let table = &mut tables[t];
        let column = table.columns.iter().position(|c| *c == head).unwrap_or_else(|| {
            table.columns.push(head);
            table.columns.len() - 1
        });
        let number: u32 = field(fact, "row").parse().unwrap();
        let key = (t, field(fact, "side").to_owned(), number, field(fact, "code").to_owned());
        let r = *places.entry(key).or_insert_with(|| {
            table.rows.push(row(fact, number));
            table.rows.len() - 1
        });
        let stated = field(fact, "stated");
        let amount =
            Amount::new(stated, printed(stated), &unit(field(fact, "stated_unit"))).unwrap();
        let content = Content::Amount(amount);
        let page = field(fact, "page").parse().unwrap_or(0);
        table.rows[r].cells.push(Cell {
            column,
            content,
            stated: stated.into(),
            page,
            rect: Rect::default(),
            doubt: None,
        });
    }
    for table in &mut tables {
        table.rows.sort_by_key(|r| (r.side, r.number));
        subdivisions(table);
        parts(table);
        single_sided(table);
    }
    tables
}

fn row(fact: &Record, number: u32) -> Row {
    let side = [
        Side::None,
        Side::Income,
        Side::Expenditure,
        Side::ExpenditureEconomic,
        Side::ExpenditureGovernmentEconomic,
    ];
    let classification = match field(fact, "classification") {
        "economic" => Classification::Economic,
        "government_economic" => Classification::GovernmentEconomic,
        _ => Classification::Function,
    };
    let digits = field(fact, "code");
    Row {
        side: side.into_iter().find(|s| s.as_str() == field(fact, "side")).unwrap_or_default(),
        number,
        code: (!digits.is_empty()).then(|| Code { classification, digits: digits.into() }),
        item: ItemId::of(field(fact, "item")),
        name: field(fact, "name").into(),
        label: field(fact, "name").into(),
        row_unit: field(fact, "row_unit").into(),
        level: field(fact, "level").parse().ok(),
        page: field(fact, "page").parse().unwrap_or(0),
        ..Row::default()
    }
}

/// Codes that come again for one unit are subdivided by a classification that the truth does not hold.
fn subdivisions(table: &mut LedgerTable) {
    let mut count: BTreeMap<(String, String), u32> = BTreeMap::new();
    let key = |row: &Row| row.code.as_ref().map(|c| (row.row_unit.clone(), c.digits.clone()));
    table.rows.iter().filter_map(key).for_each(|k| *count.entry(k).or_default() += 1);
    let mut next = 0;
    for row in &mut table.rows {
        if key(row).is_some_and(|k| count[&k] > 1) {
            next += 1;
            row.also = vec![Code {
                classification: Classification::GovernmentEconomic,
                digits: (50_000 + next).to_string(),
            }];
        }
    }
}

/// Rows of a summary without an item are parts: of the class before them by level, of the heading rows by name.
fn parts(table: &mut LedgerTable) {
    let heads = ["部门预算", "财政拨款"];
    let blocks = ["人员经费和公用经费支出", "专项业务经费支出"];
    for side in [
        Side::Income,
        Side::Expenditure,
        Side::ExpenditureEconomic,
        Side::ExpenditureGovernmentEconomic,
    ] {
        let (mut head, mut block, mut class, mut sub) = (None, None, None, None);
        let mut last = None;
        for row in table.rows.iter_mut().filter(|r| r.side == side) {
            if row.item().contains("total") {
                continue;
            }
            if row.item.is_none() && heads.contains(&row.name.as_str()) {
                head = Some(row.number);
                continue;
            }
            if blocks.contains(&row.name.as_str()) {
                row.part_of = head;
                block = Some(row.number);
                continue;
            }
            if row.item().starts_with("function.") {
                row.part_of = head;
                (class, sub) = (Some(row.number), None);
            } else if side == Side::Income && row.item.is_none() {
                row.part_of = last;
                row.label = format!("其中：{}", row.name);
            } else if row.item.is_none() {
                row.part_of = sub.or(class).or(block).or(head);
                // 款 above 项: without levels the first row below a class, or one that no sum of the rest explains.
                let subclass = row.level == Some(2)
                    || row.level.is_none() && class.is_some() && is_subclass(&row.name);
                if subclass {
                    (row.part_of, sub) = (class, Some(row.number));
                }
            } else if head.is_some()
                && side == Side::Income
                && row.item() == "income.fiscal_appropriation"
            {
                row.part_of = head;
            } else if head.is_some() && row.item() == "income.general_public_budget" {
                row.part_of = last;
            }
            last = Some(row.number);
        }
        // The truth leaves out what the harness has not said: families of funds under fiscal appropriation.
        let said = table.rows.iter().any(|r| r.side == side && r.part_of.is_some());
        let fiscal = table
            .rows
            .iter()
            .find(|r| r.side == side && r.item() == "income.fiscal_appropriation")
            .map(|r| r.number);
        if said {
            for row in table.rows.iter_mut().filter(|r| r.side == side && r.part_of.is_none()) {
                if [
                    "income.general_public_budget",
                    "income.government_fund",
                    "income.state_capital",
                ]
                .contains(&row.item())
                {
                    row.part_of = fiscal.filter(|&f| f < row.number);
                }
            }
        }
    }
}

/// An income table that prints items as rows: 其他资金 holds the rows after it, a row without an item is part of the one before.
fn single_sided(table: &mut LedgerTable) {
    if !table.rows.iter().any(|r| r.side == Side::None && r.item() == "income.total") {
        return;
    }
    let (mut pool, mut last) = (None, None);
    for row in &mut table.rows {
        match (row.item(), row.name.as_str()) {
            (_, "其他资金") => pool = Some(row.number),
            ("", _) => row.part_of = last,
            _ => row.part_of = pool,
        }
        last = Some(row.number);
    }
}

/// Names of 款 in the summaries of the corpus that print them without a level.
fn is_subclass(name: &str) -> bool {
    [
        "信访事务",
        "进修及培训",
        "行政事业单位养老支出",
        "行政事业单位医疗",
        "住房改革支出",
        "财政事务",
    ]
    .contains(&name)
}

fn mention(record: &Record) -> Mention {
    let key = field(record, "key").to_owned();
    let (stated, sentence) = (field(record, "stated"), field(record, "sentence"));
    let money = field(record, "amount_yuan");
    let mut amount =
        (!money.is_empty()).then(|| printed_in(stated, sentence, money.parse().unwrap()));
    let mut value: Option<Decimal> = field(record, "value").parse().ok();
    if key.contains("_change")
        && falls(
            sentence,
            amount
                .as_ref()
                .map(|a| a.stated.clone())
                .unwrap_or_else(|| field(record, "value").into()),
        )
    {
        value = value.map(|v| -v.abs());
        if let Some(a) = &mut amount {
            (a.printed, a.yuan) = (-a.printed.abs(), -a.yuan.abs());
        }
    }
    Mention {
        key: key.into(),
        code: field(record, "code").into(),
        table_code: field(record, "table_code").into(),
        name: field(record, "name").into(),
        amount,
        value,
        value_unit: field(record, "value_unit").into(),
        stated: stated.into(),
        sentence: sentence.into(),
        page: field(record, "page").parse().unwrap_or(0),
        scope: None,
    }
}

/// The amount with the decimals that the sentence prints it with.
fn printed_in(stated: &str, sentence: &str, yuan: Decimal) -> Amount {
    let label = ["亿元", "万元", "元"].into_iter().find(|u| stated.ends_with(u)).unwrap_or("万元");
    let unit = unit(label);
    let number = (yuan / unit.yuan).normalize();
    let text = sentence.replace([',', '，', ' '], "");
    let mut scale = number.scale().max(2);
    for places in (number.scale()..=2).rev() {
        let mut written = number.abs();
        written.rescale(places);
        if text.contains(&format!("{written}{label}")) {
            scale = places;
            break;
        }
    }
    let mut number = number;
    number.rescale(scale);
    Amount::new(number.abs().to_string(), number, &unit).unwrap()
}

/// Does the sentence say that this figure is a decrease?
fn falls(sentence: &str, stated: String) -> bool {
    let text: String = sentence.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    let number: String = stated.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let places = text
        .match_indices(&number)
        .map(|(i, _)| text[..i].chars().rev().take(6).collect::<Vec<char>>());
    places
        .map(|back| back.into_iter().rev().collect::<String>())
        .any(|before| ["减少", "下降", "降低"].iter().any(|w| before.ends_with(w)))
}

fn projects(records: &[Record]) -> Vec<Project> {
    let mut projects: Vec<Project> = Vec::new();
    for record in records {
        let name = field(record, "project");
        if projects.last().is_none_or(|p| p.name != name) {
            let funds = field(record, "funds").parse::<Decimal>().ok();
            let funds_total = funds.and_then(|f| Amount::new(f.to_string(), f, &unit("元")));
            projects.push(Project {
                number: projects.len() as u32 + 1,
                name: name.into(),
                funds_total,
                ..Project::default()
            });
        }
    }
    projects
}
