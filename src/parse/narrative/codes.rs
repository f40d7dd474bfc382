//! Codes for subjects that the prose names without one, from the document's own tables.
//!
//! 1. A subject named as such — the 项 at the end of its 类、款、项, or a 类 that opens a sentence of its own — is a line of
//!    a list that is typed from a table: it has the code that the tables print beside that name.
//! 2. Several rows may bear a name (行政运行 of several 款): the one with the stated amount counts. Where that leaves
//!    none or more than one, there is no code.
//! 3. Classes that a sentence lists as the parts of a total (主要用于以下方面：教育支出（类）…，占…%) are only named. They
//!    stay as printed: the name of a 类 tells it.

use crate::model::{Classification, Code, Content, LedgerTable, Mention, Row, squeeze, squeezed};
use std::borrow::Cow;

/// Gives each subject of the prose that prints no code the code of its row in the tables; see the module for which.
pub fn codes_from_tables(mentions: &mut [Mention], tables: &[LedgerTable]) {
    let rows = tables.iter().flat_map(|t| &t.rows).filter(|r| r.code.as_ref().is_some_and(is_function));
    let rows: Vec<Named> = rows.map(|r| (r, squeezed(&r.name))).collect();
    let mut start = 0;
    while start < mentions.len() {
        let (name, base) = (mentions[start].name.clone(), base(&mentions[start].key));
        let len = mentions[start..].iter().take_while(|m| m.name == name && self::base(&m.key) == base).count();
        let group = &mut mentions[start..start + len.max(1)];
        start += len.max(1);
        let Some(base) = base.filter(|_| !name.is_empty() && group.iter().all(|m| m.code.is_empty())) else { continue };
        let class = base.ends_with("_class");
        if class && !opens(&group[0].sentence, &name) {
            continue;
        }
        if let Some(digits) = code_of(&name, if class { 1 } else { 3 }, group, base, &rows) {
            group.iter_mut().for_each(|m| m.code = digits.clone());
        }
    }
}

/// Does the sentence begin with the name, but for an ordinal, brackets and quotation marks?
fn opens(sentence: &str, name: &str) -> bool {
    let sentence = squeeze(sentence);
    let before = sentence.split_once(&squeeze(name)).map(|(before, _)| before);
    before.is_some_and(|b| b.chars().all(|c| !c.is_alphabetic() || "一二三四五六七八九十百".contains(c)))
}

/// The key without its ending, for keys of subjects and classes.
fn base(key: &str) -> Option<&'static str> {
    ["general_public_budget_subject", "general_public_budget_class", "government_fund_subject", "state_capital_subject"]
        .into_iter()
        .find(|b| key.starts_with(b))
}

/// A row with a functional code, and its name squeezed.
type Named<'t> = (&'t Row, Cow<'t, str>);

fn is_function(code: &Code) -> bool {
    code.classification == Classification::Function
}

fn code_of(name: &str, level: u8, group: &[Mention], base: &str, rows: &[Named]) -> Option<String> {
    let wanted = squeezed(name);
    let fits = |c: &&Code| is_function(c) && c.level() == level;
    let stem = |n: &str| n.trim_end_matches("支出").len();
    let named = |n: &str| if level == 1 { n[..stem(n)] == wanted[..stem(&wanted)] } else { *n == *wanted };
    let of_name = rows.iter().filter(|(_, n)| named(n));
    let found: Vec<(&Row, &str)> = of_name.filter_map(|(r, _)| Some((*r, r.code.as_ref().filter(fits)?.digits.as_str()))).collect();
    let one = |codes: Vec<&str>| {
        let first = *codes.first()?;
        codes.iter().all(|c| *c == first).then(|| first.to_owned())
    };
    one(found.iter().map(|f| f.1).collect()).or_else(|| {
        let stated = group.iter().find(|m| m.key == base)?.amount.as_ref()?;
        let has = |r: &Row| {
            r.cells.iter().any(|c| matches!(&c.content, Content::Amount(a) if (a.yuan - stated.yuan).abs() < stated.last_place()))
        };
        one(found.iter().filter(|f| has(f.0)).map(|f| f.1).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Amount, Cell, MoneyUnit, Rect};

    fn row(digits: &str, name: &str, amount: &str) -> Row {
        let wan = MoneyUnit { label: "万元".into(), yuan: 10_000.into() };
        let amount = Amount::new(amount, amount.parse().unwrap(), &wan).unwrap();
        Row {
            code: Some(Code { classification: Classification::Function, digits: digits.into() }),
            name: name.into(),
            cells: vec![Cell {
                column: 0,
                content: Content::Amount(amount),
                stated: String::new(),
                page: 1,
                rect: Rect::default(),
                doubt: None,
            }],
            ..Row::default()
        }
    }

    fn mention(key: &str, name: &str, amount: &str) -> Mention {
        let wan = MoneyUnit { label: "万元".into(), yuan: 10_000.into() };
        Mention { key: key.into(), name: name.into(), amount: Amount::new(amount, amount.parse().unwrap(), &wan), ..Mention::default() }
    }

    #[test]
    fn a_name_that_several_rows_bear_is_told_by_its_amount() {
        let rows = vec![row("201", "一般公共服务支出", "9"), row("2010301", "行政运行", "5.1"), row("2040101", "行政运行", "7.20")];
        let tables = [LedgerTable { rows, ..LedgerTable::default() }];
        let mut m = vec![
            mention("general_public_budget_subject_initial_budget", "行政运行", "6"),
            mention("general_public_budget_subject", "行政运行", "7.2"),
            Mention {
                sentence: "（1）一般公共服务（类）支出9万元。".into(),
                ..mention("general_public_budget_class", "一般公共服务", "9")
            },
            mention("general_public_budget_subject", "没有的科目", "1"),
            mention("income_total", "", "1"),
        ];
        codes_from_tables(&mut m, &tables);
        assert_eq!(m.iter().map(|m| m.code.as_str()).collect::<Vec<_>>(), ["2040101", "2040101", "201", "", ""]);
    }

    #[test]
    fn classes_that_a_sentence_lists_stay_as_printed() {
        let tables = [LedgerTable { rows: vec![row("201", "一般公共服务支出", "9")], ..LedgerTable::default() }];
        let of = |sentence: &str| {
            let key = "general_public_budget_class";
            let mut m = vec![Mention { sentence: sentence.into(), ..mention(key, "一般公共服务支出", "9") }];
            codes_from_tables(&mut m, &tables);
            m[0].code.clone()
        };
        assert_eq!(of("主要用于以下方面：一般公共服务支出（类）9万元，占100.00%。"), "");
        assert_eq!(of("1．“一般公共服务支出（类）”9万元，主要用于人员支出。"), "201");
        assert_eq!(of("（1）一 般公共服务支出9万元。"), "201");
    }
}
