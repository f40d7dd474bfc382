//! What else than a document a file is asked for, behind the same wall: a picture of one of its pages, and
//! itself with marks on them.

use super::frames::{Ask, receive, send};
use super::{Wall, contained, fault_message};
use crate::annotate::{self, Mark};
use crate::deadline;
use crate::pipeline::{self, Settings};
use crate::view::{self, Picture};
use serde::{Serialize, de::DeserializeOwned};
use std::io::{self, Read, Write};

/// Bytes of what is told beside a file.
const SHORT: u64 = 1 << 20;

/// Bytes of a file that is made.
const LONG: u64 = 1 << 31;

/// What is told of a file that was made, and its bytes; or why there is none.
pub(super) type Answer<T> = Result<(T, Vec<u8>), String>;

impl Wall {
    /// A picture of the page with this 1-based number, so many pixels wide; or why there is none.
    ///
    /// # Errors
    /// No process can be started, or all were asked to stop.
    pub fn picture(
        &self,
        bytes: &[u8],
        page: u32,
        width: u32,
    ) -> io::Result<Result<Picture, String>> {
        let answer = self.file(&Ask::Picture { page, width }, bytes)?;
        Ok(answer.map(|(picture, png)| Picture { png, ..picture }))
    }

    /// The PDF with these marks on its pages; or why there is none.
    ///
    /// # Errors
    /// No process can be started, or all were asked to stop.
    pub fn annotated(&self, bytes: &[u8], marks: Vec<Mark>) -> io::Result<Result<Vec<u8>, String>> {
        let answer = self.file::<()>(&Ask::Annotated { marks }, bytes)?;
        Ok(answer.map(|((), pdf)| pdf))
    }

    fn file<T: DeserializeOwned>(&self, ask: &Ask, bytes: &[u8]) -> io::Result<Answer<T>> {
        let size = |answer: &Answer<T>| answer.as_ref().map_or(0, |(_, file)| file.len());
        let answer = self.asked(ask, bytes, |from| answered(from), size)?;
        Ok(answer.unwrap_or_else(|(_, error)| Err(error)))
    }
}

/// Draws the page.
pub(super) fn picture(bytes: &[u8], page: u32, width: u32, settings: &Settings) -> Answer<Picture> {
    let draw = || view::picture(bytes, page, width, &settings.read);
    let mut picture = within(settings, draw)?;
    let png = std::mem::take(&mut picture.png);
    Ok((picture, png))
}

/// Marks its pages.
pub(super) fn annotated(bytes: &[u8], marks: &[Mark], settings: &Settings) -> Answer<()> {
    within(settings, || annotate::annotated(bytes, marks, &settings.read)).map(|pdf| ((), pdf))
}

/// The value of `work`, within the time of a file; whatever goes wrong in it stays in it.
fn within<T>(settings: &Settings, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    match contained(|| deadline::within(settings.max_time, work)) {
        Ok(Ok(made)) => made,
        Ok(Err(deadline::Overtime)) => Err(pipeline::overtime(settings.max_time)),
        Err(panic) => Err(fault_message(panic)),
    }
}

/// Sends an answer.
pub(super) fn answer<T: Serialize>(to: &mut impl Write, answer: Answer<T>) -> io::Result<()> {
    let (told, file) = match answer {
        Ok((told, file)) => (Ok(told), file),
        Err(error) => (Err(error), vec![]),
    };
    send(to, &serde_json::to_vec(&told)?)?;
    send(to, &file)?;
    to.flush()
}

/// What [`answer`] sent.
fn answered<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Answer<T>> {
    let told: Result<T, String> = serde_json::from_slice(&receive(from, SHORT)?)?;
    let file = receive(from, LONG)?;
    Ok(told.map(|told| (told, file)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn an_answer_is_received_as_it_was_sent() {
        let mut pipe = vec![];
        answer(&mut pipe, Ok((7, b"file".to_vec()))).unwrap();
        answer::<u8>(&mut pipe, Err("why".into())).unwrap();
        let mut from = &pipe[..];
        assert_eq!(answered::<u8>(&mut from).unwrap(), Ok((7, b"file".to_vec())));
        assert_eq!(answered::<u8>(&mut from).unwrap(), Err("why".into()));
        assert!(answered::<u8>(&mut from).is_err(), "nothing is left");
    }

    #[test]
    fn panics_and_late_work_are_told() {
        let settings = Settings { max_time: Duration::ZERO, ..Settings::default() };
        let late = within(&settings, || {
            (0..1000).for_each(|_| deadline::tick());
            Ok(())
        });
        assert!(late.unwrap_err().contains("longer than the limit of 0 s"));
        let fault = within::<()>(&settings, || panic!("page 3")).unwrap_err();
        assert!(fault.contains("page 3 at batch/asked.rs"), "{fault}");
    }
}
