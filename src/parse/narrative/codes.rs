//! The rows of the document's own tables that subjects of the prose are about.
//!
//! 1. A subject that prints its code is about the row of that code, if a table has one.
//! 2. A subject that prints none is about the row that bears its name: a 项 row, a 类 row for a 类.
//! 3. Several rows may bear a name (行政运行 of several 款): those of the 款 that the sentence prints before the name, of them
//!    the one with the stated amount. Where that leaves none or more than one, there is no code.
//!
//! The name of a 类 may end in 支出 in one place and not in the other.

use crate::catalog::subjects::Subjects;
use crate::model::{
    Classification, Code, Content, Key, LedgerTable, Mention, MoneyScope, Row, squeezed,
};
use std::borrow::Cow;

/// Gives each subject of the prose the code of its row in the tables; see the module for which.
pub fn codes_from_tables(mentions: &mut [Mention], tables: &[LedgerTable]) {
    let rows =
        tables.iter().flat_map(|t| &t.rows).filter(|r| r.code.as_ref().is_some_and(is_function));
    let rows: Vec<Named> = rows.map(|r| (r, squeezed(&r.name))).collect();
    let mut start = 0;
    while start < mentions.len() {
        let (name, base) = (mentions[start].name.clone(), base(&mentions[start].key));
        // One line of a list: a figure that comes again is that of another.
        let same = |&i: &usize| {
            let m = &mentions[i];
            let again = mentions[start..i].iter().any(|before| before.key == m.key);
            let of_name = m.name == name && m.code == mentions[start].code;
            of_name && self::base(&m.key) == base && !again
        };
        let len = (start..mentions.len()).take_while(same).count();
        let group = &mut mentions[start..start + len.max(1)];
        start += len.max(1);
        let Some(base) = base else { continue };
        let row = match group.iter().find(|m| !m.code.is_empty()) {
            Some(printed) => {
                rows.iter().any(|(r, _)| has_code(r, &printed.code)).then(|| printed.code.clone())
            }
            None if name.is_empty() => None,
            None => {
                let mut levels = levels(&name, group, base).iter();
                levels.find_map(|&level| code_of(&name, level, group, base, &rows)?)
            }
        };
        if let Some(digits) = row {
            let is_open = base == GENERAL && group.iter().any(|m| m.scope.is_none());
            let fund = is_open.then(|| fund_of(&digits, tables)).flatten();
            for mention in group.iter_mut() {
                mention.table_code = digits.clone();
                if let (Some((list, scope)), None) = (fund, mention.scope) {
                    let ending = mention.key.as_str()[base.len()..].to_owned();
                    mention.key = format!("{list}{ending}").into();
                    mention.scope = Some(scope);
                }
            }
        }
    }
}

/// The key of subjects where nothing says whose money they are of.
const GENERAL: &str = "general_public_budget_subject";

/// The fund whose table alone has that subject, and the key of its subjects: a list of all that 财政拨款 is spent on names
/// those of the funds, too.
fn fund_of(digits: &str, tables: &[LedgerTable]) -> Option<(&'static str, MoneyScope)> {
    let has = |id: &str| {
        let of_kind = tables.iter().filter(|table| table.id == *id);
        of_kind.flat_map(|table| &table.rows).any(|row| has_code(row, digits))
    };
    let funds = [
        ("government_fund_expenditure", "government_fund_subject", MoneyScope::GovernmentFund),
        ("state_capital_expenditure", "state_capital_subject", MoneyScope::StateCapital),
    ];
    let mut found = funds.into_iter().filter(|(id, ..)| has(id));
    let (_, list, scope) = found.next()?;
    let printed = tables.iter().any(|table| table.id == "general_public_budget_expenditure");
    (found.next().is_none() && printed && !has("general_public_budget_expenditure"))
        .then_some((list, scope))
}

fn has_code(row: &Row, digits: &str) -> bool {
    row.code.as_ref().is_some_and(|c| c.digits == digits)
}

/// The key without its ending, for keys of subjects and classes.
fn base(key: &Key) -> Option<&'static str> {
    [
        "general_public_budget_subject",
        "general_public_budget_class",
        "expenditure_subject",
        "expenditure_class",
        "fiscal_appropriation_subject",
        "fiscal_appropriation_class",
        "government_fund_subject",
        "state_capital_subject",
    ]
    .into_iter()
    .find(|b| key.as_str().starts_with(b))
}

/// A row with a functional code, and its name squeezed.
type Named<'t> = (&'t Row, Cow<'t, str>);

fn is_function(code: &Code) -> bool {
    code.classification == Classification::Function
}

/// The levels that the name may be of, by the mark that its sentence prints: 某款（款） is no 项.
fn levels(name: &str, group: &[Mention], base: &str) -> &'static [u8] {
    let marked = |mark: &str| {
        let marked = format!("{}{mark}", folded(name));
        group.iter().any(|m| folded(&m.sentence).contains(&marked))
    };
    match (base.ends_with("_class"), marked("(项)"), marked("(款)")) {
        (true, _, _) => &[1],
        (_, true, _) => &[3],
        (_, _, true) => &[2],
        _ => &[3, 2],
    }
}

/// The code of the one row of that name and level; `Some(None)` where several could be meant, nothing where none is.
fn code_of(
    name: &str,
    level: u8,
    group: &[Mention],
    base: &str,
    rows: &[Named],
) -> Option<Option<String>> {
    let wanted = squeezed(name);
    let fits = |c: &&Code| is_function(c) && c.level() == level;
    let stem = |n: &str| n.trim_end_matches("支出").len();
    let named =
        |n: &str| if level == 1 { n[..stem(n)] == wanted[..stem(&wanted)] } else { *n == *wanted };
    let above = |mark: &str| group.iter().find_map(|m| named_before(m, mark));
    let (class, subclass) = (above("(类)"), above("(款)"));
    let below = |r: &Row| {
        let is = |len: usize, printed: &Option<String>| {
            let digits = r.code.as_ref().and_then(|c| c.digits.get(..len)).unwrap_or_default();
            len > 2 * usize::from(level)
                || printed.as_ref().is_none_or(|s| is_called(digits, s, rows))
        };
        is(3, &class) && is(5, &subclass)
    };
    let of_name = rows.iter().filter(|(r, n)| named(n) && below(r));
    let found: Vec<(&Row, &str)> = of_name
        .filter_map(|(r, _)| Some((*r, r.code.as_ref().filter(fits)?.digits.as_str())))
        .collect();
    if found.is_empty() {
        return None;
    }
    let one = |codes: Vec<&str>| {
        let first = *codes.first()?;
        codes.iter().all(|c| *c == first).then(|| first.to_owned())
    };
    Some(one(found.iter().map(|f| f.1).collect()).or_else(|| {
        let stated = group.iter().find(|m| m.key == base)?.amount.as_ref()?;
        let has = |r: &Row| {
            r.cells.iter().any(|c| matches!(&c.content, Content::Amount(a) if (a.yuan - stated.yuan).abs() < stated.last_place()))
        };
        one(found.iter().filter(|f| has(f.0)).map(|f| f.1).collect())
    }))
}

/// The 款 or 类, as `mark` says, that the sentence prints before the subject's name: 审计事务（款）事业运行（项）5万元. None where
/// it prints the name below several.
fn named_before(mention: &Mention, mark: &str) -> Option<String> {
    let sentence = folded(&mention.sentence);
    let name = folded(&mention.name);
    let own = ["(项)", "(款)"].map(|own| format!("{name}{own}"));
    let item = own.iter().find(|own| sentence.contains(own.as_str()))?;
    let mut found: Option<&str> = None;
    for (at, _) in sentence.match_indices(item.as_str()) {
        let before = &sentence[..at];
        let head = &before[..before.rfind(mark)?];
        let level = ["(类)", "(款)", "(项)"].iter().filter_map(|l| Some(head.rfind(l)? + l.len()));
        let opens = |c: char| "、,，。;；:：\"“.".contains(c);
        let name = head[level.max().unwrap_or(0)..].rsplit(opens).next();
        let name = name.filter(|name| !name.is_empty())?;
        if found.is_some_and(|found| found != name) {
            return None;
        }
        found = Some(name);
    }
    found.map(str::to_owned)
}

/// Without white space, with brackets in one form.
fn folded(text: &str) -> String {
    squeezed(text).replace('（', "(").replace('）', ")")
}

/// Is the 类 or 款 of those digits called so: in the tables, or where they print none, in the list of codes? The list may
/// know no name of it; that of a 类 may end in 支出 in one place only.
fn is_called(digits: &str, printed: &str, rows: &[Named]) -> bool {
    let stem = |name: &str| name.trim_end_matches("支出").to_owned();
    let same = |name: &str| match digits.len() {
        3 => stem(printed).ends_with(&stem(&folded(name))),
        _ => folded(name).ends_with(printed),
    };
    let mut own = rows.iter().filter(|(r, _)| has_code(r, digits)).peekable();
    let listed = Subjects::embedded().get(Classification::Function, digits);
    let unknown = own.peek().is_none() && listed.is_none();
    let named = || listed.is_some_and(|subject| subject.names.iter().any(|n| same(n.name)));
    unknown || own.any(|(_, name)| same(name)) || named()
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
        Mention {
            key: key.into(),
            name: name.into(),
            amount: Amount::new(amount, amount.parse().unwrap(), &wan),
            ..Mention::default()
        }
    }

    #[test]
    fn a_name_that_several_rows_bear_is_told_by_its_amount() {
        let rows = vec![
            row("201", "一般公共服务支出", "9"),
            row("2010301", "行政运行", "5.1"),
            row("2040101", "行政运行", "7.20"),
        ];
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
        assert_eq!(
            m.iter().map(|m| m.table_code.as_str()).collect::<Vec<_>>(),
            ["2040101", "2040101", "201", "", ""]
        );
    }

    #[test]
    fn a_printed_code_stays_as_printed_and_tells_its_row_only_where_a_table_has_it() {
        let tables = [LedgerTable {
            rows: vec![row("2080108", "信息化建设", "9")],
            ..LedgerTable::default()
        }];
        let of = |code: &str, name: &str| {
            let mut m = vec![Mention {
                code: code.into(),
                ..mention("general_public_budget_subject", name, "9")
            }];
            codes_from_tables(&mut m, &tables);
            (m[0].code.clone(), m[0].table_code.clone())
        };
        assert_eq!(of("2080108", "信息化"), ("2080108".into(), "2080108".into()));
        assert_eq!(of("2080109", "信息化建设"), ("2080109".into(), "".into()));
        assert_eq!(of("", "信息化建设"), ("".into(), "2080108".into()));
    }

    #[test]
    fn a_name_counts_below_the_subclass_that_the_sentence_prints() {
        let rows = vec![
            row("20129", "群众团体事务", "1"),
            row("2012902", "一般行政管理事务", "1"),
            row("20132", "组织事务", "2"),
            row("2013202", "一般行政管理事务", "2"),
            row("2010850", "事业运行", "3"),
        ];
        let tables = [LedgerTable { rows, ..LedgerTable::default() }];
        let said = |subclass: &str, name: &str, amount: &str| Mention {
            sentence: format!(
                "1. 一般公共服务支出（类）{subclass}（款）{name}（项）{amount}万元，用于事务。"
            ),
            ..mention("general_public_budget_subject", name, amount)
        };
        let arranged = Mention {
            amount: None,
            ..mention("general_public_budget_subject_arranged", "一般行政管理事务", "1")
        };
        let mut m = vec![
            said("群众团体事务", "一般行政管理事务", "9"),
            arranged.clone(),
            said("组织事务", "一般行政管理事务", "9"),
            arranged,
            said("人大事务", "一般行政管理事务", "0"),
            // Its 款 is not printed, the list of codes knows it: 20108 审计事务.
            said("审计事务", "事业运行", "3"),
            said("财政事务", "事业运行", "3"),
        ];
        codes_from_tables(&mut m, &tables);
        assert_eq!(
            m.iter().map(|m| m.table_code.as_str()).collect::<Vec<_>>(),
            ["2012902", "2012902", "2013202", "2013202", "", "2010850", ""]
        );
    }

    #[test]
    fn a_subject_that_a_fund_s_table_alone_has_is_that_fund_s() {
        let table = |id: &str, rows: Vec<Row>| LedgerTable {
            id: id.into(),
            rows,
            ..LedgerTable::default()
        };
        let general =
            || table("general_public_budget_expenditure", vec![row("2120101", "行政运行", "1")]);
        let fund = table(
            "government_fund_expenditure",
            vec![row("2120806", "土地出让业务支出", "4"), row("2120101", "行政运行", "1")],
        );
        let of = |name: &str, scope: Option<MoneyScope>| {
            let said = mention("general_public_budget_subject_change", name, "4");
            let mut m = vec![Mention { scope, ..said }];
            codes_from_tables(&mut m, &[general(), fund.clone()]);
            (m[0].key.as_str().to_owned(), m[0].scope)
        };
        assert_eq!(
            of("土地出让业务支出", None),
            ("government_fund_subject_change".into(), Some(MoneyScope::GovernmentFund))
        );
        // The sentence or its section says otherwise, or both tables have it.
        let said = Some(MoneyScope::GeneralPublicBudget);
        assert_eq!(of("土地出让业务支出", said).0, "general_public_budget_subject_change");
        assert_eq!(of("行政运行", None).0, "general_public_budget_subject_change");
    }

    #[test]
    fn the_whole_path_counts() {
        let rows = vec![
            row("205", "教育支出", "5"),
            row("20508", "进修及培训", "5"),
            row("2050803", "培训支出", "5"),
            row("22999", "其他支出", "2"),
            row("2299999", "其他支出", "2"),
        ];
        let tables = [LedgerTable { rows, ..LedgerTable::default() }];
        let of = |sentence: &str, name: &str| {
            let sentence = sentence.into();
            let mut m =
                vec![Mention { sentence, ..mention("general_public_budget_subject", name, "9") }];
            codes_from_tables(&mut m, &tables);
            m.remove(0).table_code
        };
        assert_eq!(of("教育（类）进修及培训（款）培训支出（项）9万元", "培训支出"), "2050803");
        assert_eq!(of("科学技术（类）进修及培训（款）培训支出（项）9万元", "培训支出"), "");
        assert_eq!(of("教育支出（类）进修及培训（款）9万元", "进修及培训"), "20508");
        assert_eq!(of("其他支出（款）9万元", "其他支出"), "22999");
        assert_eq!(of("其他支出（款）其他支出（项）9万元", "其他支出"), "2299999");
        assert_eq!(of("进修及培训9万元", "进修及培训"), "20508");
    }
}
