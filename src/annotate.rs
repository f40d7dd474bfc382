//! The PDF as it was published, with what was found marked on its pages: highlights with notes, as annotations of ISO
//! 32000-2 (12.5) that every viewer shows. What the file holds stays as it is, byte for byte; the marks are appended.

use crate::emit::wire::Corners;
use crate::model::Severity;
use crate::read::{Settings, Update};
use crate::render::{Lang, Note, text};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt::Write;

/// What is marked in one place of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// 1-based page.
    pub page: u32,
    /// The box on it; without one, a note stands in the page's corner.
    pub corners: Option<Corners>,
    /// The worst of what is said.
    pub severity: Severity,
    /// The rules and findings, by id.
    pub rules: String,
    /// What is said, a paragraph for each note.
    pub text: String,
}

/// Characters of what is said in one place.
const LONGEST: usize = 8000;

/// Adds what these notes say, each place once, in the order of the first note on each. What has no page is told on the first
/// one.
pub fn mark<'n>(marks: &mut Vec<Mark>, notes: impl IntoIterator<Item = &'n Note>, lang: Lang) {
    let place = |page: u32, corners: Option<Corners>| {
        (page, corners.map(|corners| corners.0.map(f64::to_bits)))
    };
    let known = marks.iter().zip(0..);
    let mut places: HashMap<_, usize> =
        known.map(|(mark, at)| (place(mark.page, mark.corners), at)).collect();
    for note in notes {
        let (page, corners) = match note.page {
            Some(page) => (page, note.corners),
            None => (1, None),
        };
        let (severity, rules) = (note.severity, note.rule.clone());
        let text = text::block(note, lang);
        let at = *places.entry(place(page, corners)).or_insert(marks.len());
        match marks.get_mut(at) {
            None => marks.push(Mark { page, corners, severity, rules, text }),
            Some(mark) => {
                mark.severity = mark.severity.max(severity);
                if !mark.rules.split(", ").any(|rule| rule == rules) {
                    mark.rules.push_str(&format!(", {rules}"));
                }
                mark.text.push_str(&format!("\n{text}"));
            }
        }
    }
}

/// The PDF with the marks; without any, as it is.
///
/// The file is read once more for that, and may be hostile: time and memory are for the caller to bound.
///
/// # Errors
/// Why the file cannot be added to: it is encrypted or damaged.
pub fn annotated(pdf: &[u8], marks: &[Mark], settings: &Settings) -> Result<Vec<u8>, String> {
    if marks.is_empty() {
        return Ok(pdf.to_vec());
    }
    let pages = marks.iter().map(|mark| mark.page).collect();
    let mut update = Update::of(pdf, &pages, settings)?;
    for (mark, number) in marks.iter().zip(1..) {
        let quad = quad(&update, mark);
        let look = update.add(appearance(mark, &quad).into_bytes());
        let annotation = update.add(annotation(mark, &quad, look, number).into_bytes());
        update.annotate(mark.page, annotation);
    }
    Ok(update.written())
}

/// A place in the page's own space: the corners top left, top right, bottom left, bottom right of the page as displayed.
type Quad = [(f64, f64); 4];

/// A note without a box: so far from the page's corner, so large.
const CORNER: [f64; 4] = [6.0, 6.0, 24.0, 24.0];

fn quad(update: &Update, mark: &Mark) -> Quad {
    let [x0, y0, x1, y1] = mark.corners.map_or(CORNER, |corners| corners.0);
    [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| update.own(mark.page, x, y))
}

/// The upright box around it.
fn rect(quad: &Quad) -> String {
    let [mut x0, mut y0] = [f64::INFINITY; 2];
    let [mut x1, mut y1] = [f64::NEG_INFINITY; 2];
    for (x, y) in quad {
        (x0, y0, x1, y1) = (x0.min(*x), y0.min(*y), x1.max(*x), y1.max(*y));
    }
    format!("{x0:.2} {y0:.2} {x1:.2} {y1:.2}")
}

/// Red, orange, yellow: full, for lists of notes, and what the page is covered with.
fn colours(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("0.85 0.15 0.15", "1 0.6 0.6"),
        Severity::Warning => ("0.95 0.55 0.1", "1 0.82 0.5"),
        Severity::Note => ("0.85 0.75 0.1", "1 0.95 0.55"),
    }
}

fn annotation(mark: &Mark, quad: &Quad, look: u32, number: usize) -> String {
    let rect = rect(quad);
    let (colour, _) = colours(mark.severity);
    let kind = match mark.corners {
        None => "/Subtype/Text/Name/Comment".to_owned(),
        Some(_) => {
            let points: Vec<_> = quad.iter().map(|(x, y)| format!("{x:.2} {y:.2}")).collect();
            format!("/Subtype/Highlight/QuadPoints[{}]", points.join(" "))
        }
    };
    format!(
        "<</Type/Annot{kind}/Rect[{rect}]/C[{colour}]/F 4/T{}/Subj{}/NM(yusuan-{number})/Contents{}/AP<</N {look} 0 R>>>>",
        text_string("yusuan"),
        text_string(&mark.rules),
        text_string(&mark.text)
    )
}

/// How it looks: a colour that the text below shines through, or a sheet with three lines.
fn appearance(mark: &Mark, quad: &Quad) -> String {
    let (full, light) = colours(mark.severity);
    let [(ax, ay), (bx, by), (cx, cy), (dx, dy)] = quad;
    let outline =
        format!("{ax:.2} {ay:.2} m {bx:.2} {by:.2} l {dx:.2} {dy:.2} l {cx:.2} {cy:.2} l h");
    let drawn = match mark.corners {
        Some(_) => format!("/G gs {light} rg {outline} f"),
        None => {
            // between the corners, so far along and down
            let at = |along: f64, down: f64| {
                let (x, y) = (ax + (bx - ax) * along, ay + (by - ay) * along);
                format!("{:.2} {:.2}", x + (cx - ax) * down, y + (cy - ay) * down)
            };
            let lines =
                [0.3, 0.5, 0.7].map(|down| format!("{} m {} l", at(0.2, down), at(0.8, down)));
            format!("{full} rg {outline} f 1 1 1 RG 1.5 w {} S", lines.join(" "))
        }
    };
    format!(
        "<</Type/XObject/Subtype/Form/BBox[{}]/Resources<</ExtGState<</G<</Type/ExtGState/BM/Multiply>>>>>>/Length {}>>\nstream\n{drawn}\nendstream",
        rect(quad),
        drawn.len()
    )
}

/// A text string (ISO 32000-2, 7.9.2.2) in UTF-16, in hexadecimal digits: nothing in it can end it. Characters that control
/// something are replaced.
fn text_string(text: &str) -> String {
    let shown = |c: char| if c.is_control() && c != '\n' { '\u{fffd}' } else { c };
    let text: String = text.chars().take(LONGEST).map(shown).collect();
    let mut to = String::from("<FEFF");
    text.encode_utf16().for_each(|unit| _ = write!(to, "{unit:04X}"));
    to + ">"
}

#[cfg(test)]
mod tests;
