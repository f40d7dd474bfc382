//! A note as the page has it.

use super::data::{Addend, Equation, Finding, Row};
use super::picture::{Places, spot};
use super::pieces::cut;
use crate::emit::wire::Check;
use crate::render::note::Note;
use crate::render::text::shortened;

/// Figures of one equation that are listed.
pub const ADDENDS: usize = 40;
/// Characters of a name.
const NAME: usize = 200;

/// What a note says of its place; the page adds the rest.
pub fn told(note: Note) -> Finding {
    let printed = note.figures.as_ref().map_or("", |f| &f.printed);
    let sentence = note.sentence.as_deref().map(|s| shortened(s, printed)).unwrap_or_default();
    let (table, title) = note.table.map(|t| (name(&t.id), name(&t.title))).unwrap_or_default();
    let (column, basis) = note
        .column
        .map(|c| (name(if c.label.is_empty() { &c.id } else { &c.label }), c.basis))
        .unwrap_or_default();
    Finding {
        document: 0,
        kind: "",
        rule: note.rule,
        page: note.page,
        spot: None,
        table,
        title,
        row: note.row.map(|r| Row {
            number: r.number,
            side: r.side,
            code: name(&r.code),
            item: name(&r.item),
            name: name(&r.name),
            unit: name(&r.unit),
        }),
        column,
        basis: if basis == "current" { String::new() } else { basis },
        sentence,
        equation: None,
        message: None,
        help: None,
        pictures: vec![],
        unpictured: 0,
    }
}

/// The equation of a note, with the figures that it was computed from.
pub fn worked(note: &Note, check: &Check, places: &Places) -> Option<Equation> {
    let figures = note.figures.as_ref()?;
    let addend = |addend| {
        let (row, column) = places.get(addend);
        Addend { value: addend.value, spot: spot(addend), row, column }
    };
    Some(Equation {
        unit: name(&figures.unit),
        stated: figures.stated,
        printed: name(&figures.printed),
        computed: figures.computed,
        difference: figures.difference,
        allowed: figures.allowed,
        terms: figures.terms,
        from: figures
            .from
            .iter()
            .map(|table| name(if table.title.is_empty() { &table.id } else { &table.title }))
            .collect(),
        addends: check.addends.iter().take(ADDENDS).map(addend).collect(),
        more: check.addends.len().saturating_sub(ADDENDS),
    })
}

fn name(text: &str) -> String {
    cut(text, NAME)
}
