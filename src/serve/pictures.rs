//! Pictures of pages, and the PDF with its notes on its pages: both made behind the wall, one at a time.

use super::entry::Entry;
use super::mark::Verdict;
use super::notes::{self, Told};
use super::reply::{self, Reply, error, failed, refused, unknown};
use super::window::Window;
use crate::annotate::Mark;
use crate::batch;
use crate::emit::wire::Corners;
use crate::render::Lang;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, HeaderValue};
use std::io;

/// Pixels that a picture may be wide.
const WIDTHS: std::ops::RangeInclusive<u32> = 50..=4_000;

/// A picture of the page `file` names (`12.png`). The file never changes under its id, so a browser may keep it.
pub fn page(window: &Window, id: &str, file: &str, width: u32) -> Reply {
    let number = file.strip_suffix(".png").and_then(|number| number.parse::<u32>().ok());
    let Some(number) = number.filter(|_| window.shelf.at(id, |_| ()).is_some()) else {
        return unknown();
    };
    let width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
    let made = drawn(window, id, |bytes| window.wall.picture(bytes, number, width));
    made.map_or_else(
        |reply| *reply,
        |picture| {
            let mut reply = reply::bytes(StatusCode::OK, "image/png", picture.png);
            let kept = HeaderValue::from_static("private, max-age=86400, immutable");
            reply.headers_mut().insert(CACHE_CONTROL, kept);
            reply
        },
    )
}

/// The PDF with what is said of it on its pages, but for notes that were marked as fine.
pub fn annotated(window: &Window, id: &str, lang: Lang) -> Reply {
    let document = match window.document(id) {
        Ok(Some(document)) => document,
        Ok(None) => {
            return error(StatusCode::CONFLICT, "the document is not read yet: wait a moment");
        }
        Err(reason) => return refused(&reason),
    };
    let of = |entry: &Entry| (entry.name.clone(), entry.between.clone(), entry.marks.clone());
    let Some((name, between, marks)) = window.shelf.at(id, of) else { return unknown() };
    let told = notes::told(&document, &between, &marks, lang);
    let marks = marks_of(&told);
    drop((document, told));
    let made = drawn(window, id, |bytes| window.wall.annotated(bytes, marks.clone()));
    let name = format!("{}-notes.pdf", batch::stems(std::iter::once(name.as_str())).swap_remove(0));
    made.map_or_else(|reply| *reply, |pdf| reply::kept("application/pdf", pdf, &name))
}

/// What is made of the file behind the wall.
fn drawn<T>(
    window: &Window,
    id: &str,
    make: impl FnOnce(&[u8]) -> io::Result<Result<T, String>>,
) -> Result<T, Box<Reply>> {
    let _one = window.drawing();
    let cannot = |reason: &str| Box::new(error(StatusCode::UNPROCESSABLE_ENTITY, reason));
    let bytes = batch::read_file(&window.shelf.input(id), window.settings.read.max_file_bytes);
    let bytes = bytes.map_err(|reason| cannot(&reason))?;
    match make(&bytes) {
        Ok(made) => made.map_err(|reason| cannot(&reason)),
        Err(reason) => Err(Box::new(failed(&reason))),
    }
}

/// A mark for each place, with all that is said there.
fn marks_of(told: &[Told]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = vec![];
    let fine = |told: &&Told| told.mark.as_ref().is_some_and(|mark| mark.mark == Verdict::Fine);
    for told in told.iter().filter(|told| !fine(told)) {
        let place = told.places.first().map(|spot| (spot.page, Some(Corners(spot.corners))));
        let (page, corners) = place.unwrap_or((told.page.unwrap_or(1), None));
        let text = paragraph(told);
        match marks.iter_mut().find(|mark| mark.page == page && mark.corners == corners) {
            Some(mark) => {
                mark.severity = mark.severity.max(told.severity);
                mark.rules.push_str(&format!(", {}", told.rule));
                mark.text.push_str(&format!("\n\n{text}"));
            }
            None => marks.push(Mark {
                page,
                corners,
                severity: told.severity,
                rules: told.rule.clone(),
                text,
            }),
        }
    }
    marks
}

fn paragraph(told: &Told) -> String {
    let remark = told.mark.as_ref().map_or("", |mark| &mark.remark);
    let parts = [&told.title, &told.text, told.advice.as_deref().unwrap_or_default(), remark];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}
