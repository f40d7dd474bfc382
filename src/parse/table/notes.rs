//! The notes below a table.

use crate::lex::{opens_note, printed};
use crate::model::{Note, Table};

pub(super) fn notes(table: &Table) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for line in &table.below {
        let text = printed(&line.text);
        let opens = opens_note(&text);
        match notes.last_mut() {
            Some(n) if !opens && n.page == line.page => {
                n.text.push_str(&text);
                n.rect = n.rect.union(&line.rect);
            }
            _ => notes.push(Note { text, page: line.page, rect: line.rect }),
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Line, Section, SectionKind};

    #[test]
    fn lines_go_on_with_their_note() {
        let line = |page, text: &str| Line { page, text: text.into(), ..Line::default() };
        let below =
            vec![line(1, "注：本表 为"), line(1, "空表。"), line(1, "备注：无"), line(2, "甲")];
        let section = Section { kind: SectionKind::Table, id: None, title: "某表".into() };
        let table = Table { section, grids: vec![], above: vec![], below };
        let notes: Vec<String> = notes(&table).into_iter().map(|note| note.text).collect();
        assert_eq!(notes, ["注：本表为空表。", "备注：无", "甲"]);
    }
}
