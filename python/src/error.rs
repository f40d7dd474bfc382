//! What goes wrong, as Python's exception `yusuan.Error`: its code, its file, its page, what to do.

use pyo3::PyErr;
use yusuan::emit::wire::{Document, Status};
use yusuan::model::{Failure, FindingKind, Severity};

/// The exception's class, which is Python's: one of ours could not extend Exception in the stable ABI of Python 3.10.
mod python {
    pyo3::import_exception!(yusuan._error, Error);
}

/// The exception before Python's lock is held again.
pub struct Error {
    code: String,
    file: String,
    page: Option<u32>,
    message: String,
}

impl Error {
    /// An error in `file`.
    pub fn new(code: &str, file: &str, page: Option<u32>, message: String) -> Error {
        Error { code: code.into(), file: file.into(), page, message }
    }

    /// A fault of ours that no file explains.
    pub fn internal() -> Error {
        Error::new(
            Failure::Internal.code(),
            "",
            None,
            "yusuan stumbled: a fault of the program, please report it with the file".into(),
        )
    }

    /// That of a document of which nothing could be had.
    pub fn of(document: &Document) -> Option<Error> {
        let error = document.error.clone().filter(|_| document.status == Status::Failed)?;
        Some(Error::new(
            document.failure.map_or(FindingKind::Failed.code(), Failure::code),
            &document.source.file,
            None,
            error,
        ))
    }
}

impl From<Error> for PyErr {
    fn from(Error { code, file, page, message }: Error) -> PyErr {
        PyErr::new::<python::Error, _>((code, file, page, message))
    }
}

/// The document, if something could be had; if `strict`, only without warnings: the first one is the error.
pub fn checked(document: Document, strict: bool) -> Result<Document, Error> {
    if let Some(error) = Error::of(&document) {
        return Err(error);
    }
    match document.findings.iter().find(|finding| strict && finding.severity != Severity::Note) {
        None => Ok(document),
        Some(finding) => {
            let message = format!("{}: {}", finding.message, finding.help);
            Err(Error::new(&finding.code, &document.source.file, finding.page, message))
        }
    }
}
