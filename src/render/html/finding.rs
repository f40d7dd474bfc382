//! A note as the page has it.

use super::data::{Addend, Equation, Finding, Row, Spot};
use crate::model::cut;
use crate::render::named::Place;
use crate::render::note::Note;
use crate::render::text::shortened;
use crate::render::worked::Term;
use crate::render::{Lang, places};

/// Figures of one equation that are listed.
const ADDENDS: usize = 40;
/// Characters of a name.
const NAME: usize = 200;

/// What a note says of its place; the page adds the rest.
pub fn told(note: Note) -> Finding {
    let printed = note.figures.as_ref().map_or("", |f| &f.printed);
    let sentence = note.sentence.as_deref().map(|s| shortened(s, printed)).unwrap_or_default();
    let (table, title) = note.table.map(|t| (name(&t.id), name(&t.title))).unwrap_or_default();
    let (row, column) = places::as_printed(note.row.as_ref(), note.column.as_ref());
    let (column, basis) = column
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
        row: row.map(|r| Row {
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
pub fn worked(note: &Note) -> Option<Equation> {
    let figures = note.figures.as_ref()?;
    let addend = |term: &Term| {
        let (row, column) = places::as_printed(term.row.as_ref(), term.column.as_ref());
        Addend {
            value: term.value,
            spot: term.page.zip(term.corners).map(|(page, corners)| Spot::new(page, corners)),
            // as the page prints them, in whichever language it is told
            row: row
                .map(|row| {
                    name(&places::short_row(&Place { side: String::new(), ..row }, Lang::Zh))
                })
                .unwrap_or_default(),
            column: column.map(|column| name(&column.label)).unwrap_or_default(),
        }
    };
    let all = figures.terms.map_or(figures.addends.len(), |terms| terms as usize);
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
        addends: figures.addends.iter().take(ADDENDS).map(addend).collect(),
        more: match figures.addends.is_empty() {
            true => 0,
            false => all.saturating_sub(ADDENDS),
        },
    })
}

fn name(text: &str) -> String {
    cut(text, NAME)
}
