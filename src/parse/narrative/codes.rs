//! Codes for subjects that the prose names without one, from the document's own tables.

use crate::model::{Classification, Code, Content, LedgerTable, Mention, Row, squeeze};

/// Gives each subject or class that the prose names without a code the code that the tables of the same document print
/// beside that name. Where several rows bear the name (行政运行 of several 款), the one with the stated amount counts;
/// where that leaves none or more than one, the code stays empty.
pub fn codes_from_tables(mentions: &mut [Mention], tables: &[LedgerTable]) {
    let rows: Vec<&Row> = tables.iter().flat_map(|t| &t.rows).collect();
    let mut start = 0;
    while start < mentions.len() {
        let (name, base) = (mentions[start].name.clone(), base(&mentions[start].key));
        let len = mentions[start..].iter().take_while(|m| m.name == name && self::base(&m.key) == base).count();
        let group = &mut mentions[start..start + len.max(1)];
        start += len.max(1);
        let Some(base) = base.filter(|_| !name.is_empty() && group.iter().all(|m| m.code.is_empty())) else { continue };
        if let Some(digits) = code_of(&name, if base.ends_with("_class") { 1 } else { 3 }, group, base, &rows) {
            group.iter_mut().for_each(|m| m.code = digits.clone());
        }
    }
}

/// The key without its ending, for keys of subjects and classes.
fn base(key: &str) -> Option<&'static str> {
    ["general_public_budget_subject", "general_public_budget_class", "government_fund_subject", "state_capital_subject"]
        .into_iter()
        .find(|b| key.starts_with(b))
}

fn code_of(name: &str, level: u8, group: &[Mention], base: &str, rows: &[&Row]) -> Option<String> {
    let stem = |n: &str| squeeze(n).trim_end_matches("支出").to_owned();
    let wanted = stem(name);
    let fits = |c: &&Code| c.classification == Classification::Function && c.level() == level;
    let named = |r: &&&Row| if level == 1 { stem(&r.name) == wanted } else { squeeze(&r.name) == squeeze(name) };
    let found: Vec<(&Row, &str)> =
        rows.iter().filter(named).filter_map(|r| Some((*r, r.code.as_ref().filter(fits)?.digits.as_str()))).collect();
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
            cells: vec![Cell { column: 0, content: Content::Amount(amount), stated: String::new(), page: 1, rect: Rect::default() }],
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
            mention("general_public_budget_class", "一般公共服务", "9"),
            mention("general_public_budget_subject", "没有的科目", "1"),
            mention("income_total", "", "1"),
        ];
        codes_from_tables(&mut m, &tables);
        assert_eq!(m.iter().map(|m| m.code.as_str()).collect::<Vec<_>>(), ["2040101", "2040101", "201", "", ""]);
    }
}
