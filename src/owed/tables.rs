//! R1 to R4: tables, how deep they go, the parts of three-public expenses, notes of empty tables.

use super::Answer;
use super::evidence::Evidence;
use crate::catalog::narrative::fold;
use crate::catalog::owed::words;
use crate::catalog::subjects::Subjects;
use crate::model::{Classification, Content, LedgerTable, Line, Mark, Row};

/// Id of the table of three-public expenses.
pub(super) const THREE_PUBLIC: &str = "three_public_expenses";

/// R1: one of these tables is there; of `table/column`, with figures of 款 in that column.
pub(super) fn table(ids: &[String], evidence: &Evidence) -> Answer {
    if let Some(table) = evidence.tables(ids).next() {
        return Answer::found(table.page);
    }
    let in_column = ids.iter().filter_map(|id| id.split_once('/')).find_map(|(id, column)| {
        let ids = [id.to_owned()];
        evidence.tables(&ids).find(|table| states(table, column))
    });
    if let Some(table) = in_column {
        return Answer {
            reason: "as a column of another table".into(),
            ..Answer::found(table.page)
        };
    }
    if let Some(answer) = no_tables(evidence) {
        return answer;
    }
    let unread = evidence
        .outline
        .marks
        .iter()
        .find(|m| m.id.as_ref().is_some_and(|id| ids.iter().any(|i| id.as_str() == i)));
    match unread {
        Some(mark) => {
            Answer::not_found("its title is printed, and no table below it").on(mark.page)
        }
        None => Answer::not_found(""),
    }
}

/// Does the table state figures of 款 in this column, or that there are none?
fn states(table: &LedgerTable, column: &str) -> bool {
    let Some(at) = table.columns.iter().position(|c| c.id.as_str() == column) else {
        return false;
    };
    let amount =
        |row: &Row| row.cells.iter().find(|c| c.column == at).and_then(|c| c.amount()).cloned();
    let deep = table.rows.iter().filter(|r| r.code.as_ref().is_some_and(|c| c.digits.len() >= 5));
    let coded = deep.clone().next().is_some();
    let stated = deep.filter_map(amount).next().is_some();
    let empty = table.rows.iter().filter_map(amount).all(|amount| amount.yuan.is_zero());
    stated || coded && empty
}

/// What becomes of tables in a file without any.
fn no_tables(evidence: &Evidence) -> Option<Answer> {
    match (evidence.has_tables, evidence.announced) {
        (true, _) => None,
        (false, Some(page)) => Some(match evidence.elsewhere() {
            Some(says) => Answer::not_checked("the tables are an attachment of this file").on(says),
            None => Answer::not_found("tables are announced, and this file holds none").on(page),
        }),
        (false, None) => Some(Answer::not_checked("this file holds no tables: another one may")),
    }
}

/// What keeps a question about the rows of these tables from being asked.
fn nothing_to_ask(found: &[&LedgerTable], evidence: &Evidence) -> Option<Answer> {
    let Some(first) = found.first() else {
        let why = match evidence.has_tables {
            true => "there is no such table",
            false => "this file holds no tables: another one may",
        };
        return Some(Answer::not_checked(why));
    };
    let empty = found.iter().all(|table| is_empty(table));
    empty.then(|| Answer::not_applicable("the table is empty").on(first.page))
}

/// R2: the codes of the table go down to `digits`.
pub(super) fn depth(
    ids: &[String],
    digits: usize,
    classification: Classification,
    evidence: &Evidence,
) -> Answer {
    let found: Vec<&LedgerTable> = evidence.tables(ids).collect();
    if let Some(answer) = nothing_to_ask(&found, evidence) {
        return answer;
    }
    let coded = |row: &&Row| row.code.as_ref().is_some_and(|c| c.classification == classification);
    let subjects = Subjects::embedded();
    // A row whose code is misprinted, and is none, still divides the one above it.
    let named_below = |table: &LedgerTable, code: &str| {
        let names = table.rows.iter().filter(|row| row.code.is_none()).map(|row| &row.name);
        names.into_iter().any(|n| subjects.below(classification, code, n, digits).is_some())
    };
    let mut deep = None;
    for table in found {
        let rows: Vec<&Row> = table.rows.iter().filter(coded).collect();
        let code = |row: &Row| row.code.as_ref().map_or(String::new(), |c| c.digits.clone());
        let codes: Vec<String> = rows.iter().map(|row| code(row)).collect();
        let shallow = rows.iter().zip(&codes).find(|(row, code)| {
            code.len() < digits
                && has_money(row)
                && !codes.iter().any(|c| c.len() > code.len() && c.starts_with(code.as_str()))
                && subjects.is_divided(classification, code)
                && !named_below(table, code)
        });
        if let Some((row, code)) = shallow {
            return Answer::not_found(format!("{code} is divided no further")).on(row.page);
        }
        deep = deep.or(rows.first().map(|row| row.page));
    }
    match deep {
        Some(page) => Answer::found(page),
        None => Answer::not_checked("the rows of the table print no codes of that kind"),
    }
}

fn has_money(row: &Row) -> bool {
    row.cells.iter().any(|c| c.amount().is_some_and(|amount| !amount.yuan.is_zero()))
}

/// Does the table state no money?
pub(super) fn is_empty(table: &LedgerTable) -> bool {
    let unread = |row: &Row| row.cells.iter().any(|c| matches!(c.content, Content::Unread(_)));
    !table.rows.iter().any(|row| has_money(row) || unread(row)) && table.stray_numbers.is_empty()
}

/// R3: the table of three-public expenses prints one of these items, or the prose states it.
pub(super) fn part(items: &[String], evidence: &Evidence) -> Answer {
    let ids = [THREE_PUBLIC.to_owned()];
    let row = evidence
        .tables(&ids)
        .flat_map(|t| &t.rows)
        .find(|row| items.iter().any(|i| row.item() == i));
    if let Some(row) = row {
        return Answer::found(row.page);
    }
    // the keys of the prose are called as the items are
    let keys: Vec<String> = items.iter().map(|item| item.replace('.', "_")).collect();
    if let Some(mention) = evidence.mention(&keys) {
        return Answer { reason: "in the explanation".into(), ..Answer::found(mention.page) };
    }
    let found: Vec<&LedgerTable> = evidence.tables(&ids).collect();
    match nothing_to_ask(&found, evidence) {
        Some(answer) => answer,
        None => Answer::not_found("").on(found[0].page),
    }
}

/// R4: where one of these tables is empty, a note of its own says so.
pub(super) fn note(ids: &[String], evidence: &Evidence) -> Answer {
    let found: Vec<&LedgerTable> = evidence.tables(ids).collect();
    if found.is_empty() {
        return match evidence.has_tables {
            true => Answer::not_applicable("there is no such table"),
            false => Answer::not_checked("this file holds no tables: another one may"),
        };
    }
    let Some(table) = found.iter().find(|table| is_empty(table)) else {
        return Answer::not_applicable("the table is not empty").on(found[0].page);
    };
    let empty = |text: &String| words().empty.is_in(text) && !words().template.is_in(text);
    let said: Vec<String> = around(table, evidence).into_iter().filter(empty).collect();
    if said.iter().any(|text| is_own(text, table.id.as_str())) {
        return Answer::found(table.page);
    }
    if let Some(page) = listed(table, evidence) {
        return Answer { reason: "in the list of tables".into(), ..Answer::found(page) };
    }
    if !said.is_empty() {
        return Answer::not_found("the note speaks of another table").on(table.page);
    }
    let own = words().own.get(table.id.as_str());
    let told = |text: &String| own.is_some_and(|own| own.iter().any(|word| text.contains(word)));
    let says = |s: &str| words().empty.is_in(s) || words().zero.is_in(s);
    let prose =
        evidence.prose().find(|p| p.text.split('。').any(|s| told(&s.to_owned()) && says(s)));
    match prose {
        Some(p) => Answer::not_found(format!(
            "the explanation says so on page {}, the table does not",
            p.page
        )),
        None => Answer::not_found("nothing says why the table is empty"),
    }
    .on(table.page)
}

/// Does a note speak of this table? One that names no table stands where it belongs.
fn is_own(text: &str, id: &str) -> bool {
    let names = |words: &Vec<String>| words.iter().any(|word| text.contains(word));
    let own = words().own.get(id).is_some_and(names);
    own || !words().own.values().any(names)
}

/// The page of a list of tables that says in the table's own line that it is empty, and why (表9 政府性基金收支表 是 不涉及).
fn listed(table: &LedgerTable, evidence: &Evidence) -> Option<u32> {
    let own = words().own.get(table.id.as_str())?;
    let says = |line: &&Line| {
        let text = fold(&line.text);
        own.iter().any(|word| text.contains(word)) && words().empty.is_in(&text)
    };
    evidence.outline.entries().find(says).map(|line| line.page)
}

/// Lines of the table's pages, from its title to the next, joined where they wrap, and its notes.
fn around(table: &LedgerTable, evidence: &Evidence) -> Vec<String> {
    let mut texts: Vec<String> = table.notes.iter().map(|note| fold(&note.text)).collect();
    for page in table.page..=table.last_page {
        let lines = evidence.outline.lines.get(page as usize - 1).map_or(&[][..], Vec::as_slice);
        let marks = evidence.outline.marks.iter().filter(|m| m.page == page);
        let others = |m: &&Mark| m.id.as_ref().is_some_and(|id| *id != table.id);
        let others: Vec<f32> = marks.clone().filter(others).map(|m| m.rect.y0).collect();
        let own = marks.filter(|m| m.id.as_ref() == Some(&table.id)).map(|m| m.rect.y1);
        let top = own.fold(0.0f32, f32::max);
        let bottom = others.into_iter().filter(|y| *y > top).fold(f32::MAX, f32::min);
        let here = lines.iter().filter(|l| l.rect.y0 >= top - 1.0 && l.rect.y1 <= bottom);
        texts.extend(here.map(|line| fold(&line.text)));
    }
    texts
}
