//! R1 to R4: tables, how deep they go, the parts of three-public expenses, notes of empty tables.

use super::Answer;
use super::evidence::Evidence;
use crate::catalog::narrative::fold;
use crate::catalog::owed::words;
use crate::catalog::subjects::Subjects;
use crate::lex::opens_note;
use crate::model::{Cell, Classification, Content, LedgerTable, Line, Mark, Row};

/// Id of the table of three-public expenses.
pub(super) const THREE_PUBLIC: &str = "three_public_expenses";
/// Lines on top of a page among which a note of the table before it stands: page number and running head are others.
const NOTE_BEHIND: usize = 4;

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
        (false, Some(page)) => Some(attached(evidence).unwrap_or_else(|| {
            Answer::not_found("tables are announced, and this file holds none").on(page)
        })),
        (false, None) => Some(Answer::not_checked("this file holds no tables: another one may")),
    }
}

/// What a file without tables says of them: that they stand in another one.
pub(super) fn attached(evidence: &Evidence) -> Option<Answer> {
    let says = evidence.elsewhere().filter(|_| !evidence.has_tables)?;
    Some(Answer::not_checked("the tables are an attachment of this file").on(says))
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
    // a column of another table says as much as a table of its own
    let columns = ids.iter().filter_map(|id| id.split_once('/'));
    let parts = columns.flat_map(|(id, column)| {
        let all = evidence.ledger.tables.iter().filter(move |table| table.id.as_str() == id);
        all.filter(move |table| states(table, column)).map(move |table| (table, Some(column)))
    });
    let whole = evidence.tables(ids).map(|table| (table, None));
    let mut found: Vec<(&LedgerTable, Option<&str>)> = whole.collect();
    if found.is_empty() {
        found.extend(parts);
    }
    let tables: Vec<&LedgerTable> = found.iter().map(|(table, _)| *table).collect();
    if let Some(answer) = nothing_to_ask(&tables, evidence) {
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
    for (table, column) in found {
        let column = column.and_then(|id| table.columns.iter().position(|c| c.id.as_str() == id));
        let rows: Vec<&Row> = table.rows.iter().filter(coded).collect();
        let code = |row: &Row| row.code.as_ref().map_or(String::new(), |c| c.digits.clone());
        let codes: Vec<String> = rows.iter().map(|row| code(row)).collect();
        let shallow = rows.iter().zip(&codes).find(|(row, code)| {
            code.len() < digits
                && has_money(row, column)
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

/// Does the row state money, in this column or in any?
fn has_money(row: &Row, column: Option<usize>) -> bool {
    let own = |cell: &&Cell| column.is_none_or(|column| cell.column == column);
    let money = |cell: &Cell| cell.amount().is_some_and(|amount| !amount.yuan.is_zero());
    row.cells.iter().filter(own).any(money)
}

/// Does the table state no money?
pub(super) fn is_empty(table: &LedgerTable) -> bool {
    let unread = |row: &Row| row.cells.iter().any(|c| matches!(c.content, Content::Unread(_)));
    !table.rows.iter().any(|row| has_money(row, None) || unread(row))
        && table.stray_numbers.is_empty()
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
    let empty =
        |(_, text): &(u32, String)| words().empty.is_in(text) && !words().template.is_in(text);
    let said: Vec<(u32, String)> = around(table, evidence).into_iter().filter(empty).collect();
    if let Some((page, _)) = said.iter().find(|(_, text)| is_own(text, table.id.as_str())) {
        return Answer::found(*page);
    }
    if let Some(page) = listed(table, evidence) {
        return Answer { reason: "in the list of tables".into(), ..Answer::found(page) };
    }
    if let Some((page, _)) = said.first() {
        return Answer::not_found("the note speaks of another table").on(*page);
    }
    let own = words().own.get(table.id.as_str());
    let told = |text: &str| own.is_some_and(|own| own.iter().any(|word| text.contains(word)));
    // a table's title may run on into the text of the next page: the page is that of the words that say so
    let says = |s: &str| {
        let at = words().empty.find(s).or_else(|| words().zero.find(s))?;
        told(s).then_some(at.end - 1)
    };
    match evidence.page_saying(says) {
        Some(page) => {
            Answer::not_found(format!("the explanation says so on page {page}, the table does not"))
        }
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

/// What stands around the table, each with its page: its notes, and the lines of its pages from its title to the next. A note
/// that found no place on the last of them stands on top of the page behind it, above the next title.
fn around(table: &LedgerTable, evidence: &Evidence) -> Vec<(u32, String)> {
    let outline = evidence.outline;
    let mut texts: Vec<(u32, String)> =
        table.notes.iter().map(|note| (note.page, fold(&note.text))).collect();
    let lines = |page: u32| outline.lines.get(page as usize - 1).map_or(&[][..], Vec::as_slice);
    let others = |m: &&Mark| m.id.as_ref().is_some_and(|id| *id != table.id);
    for page in table.page..=table.last_page {
        let marks = || outline.marks.iter().filter(|m| m.page == page);
        let own = marks().filter(|m| m.id.as_ref() == Some(&table.id)).map(|m| m.rect.y1);
        let top = own.fold(0.0f32, f32::max);
        let below = marks().filter(others).map(|m| m.rect.y0).filter(|y| *y > top);
        let bottom = below.fold(f32::MAX, f32::min);
        let here = lines(page).iter().filter(|l| l.rect.y0 >= top - 1.0 && l.rect.y1 <= bottom);
        texts.extend(here.map(|line| (page, fold(&line.text))));
    }
    let behind = table.last_page + 1;
    let ends_page = !outline
        .marks
        .iter()
        .any(|m| m.page == table.last_page && others(&m) && m.rect.y0 > last_row(table));
    if ends_page && !outline.is_contents(behind as usize - 1) {
        let next = outline.marks.iter().filter(|m| m.page == behind).map(|m| m.rect.y0);
        let bottom = next.fold(f32::MAX, f32::min);
        let top = lines(behind).iter().map(|line| (line, fold(&line.text)));
        let top: Vec<(&Line, String)> =
            top.filter(|(line, _)| line.rect.y1 <= bottom).take(NOTE_BEHIND + 1).collect();
        // a page, or what of it stands above the next title, that holds nothing else holds the note
        let is_alone = top.len() <= NOTE_BEHIND;
        let top = top.into_iter().take(NOTE_BEHIND).map(|(_, text)| text);
        let note = |text: &String| opens_note(text) || is_alone && words().of_table.is_in(text);
        texts.extend(top.filter(note).map(|text| (behind, text)));
    }
    texts
}

/// Where the last row of the table stands on its last page.
fn last_row(table: &LedgerTable) -> f32 {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let here = cells.filter(|cell| cell.page == table.last_page);
    here.map(|cell| cell.rect.y0).fold(0.0, f32::max)
}
