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
