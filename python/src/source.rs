//! What is to be converted: paths as the command line takes them, bytes, or bytes with a name.

use crate::error::Error;
use crate::options::Options;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyByteArray, PyBytes, PyTuple};
use std::borrow::Cow;
use std::path::PathBuf;
use yusuan::batch::{self, Input};
use yusuan::emit::wire::Document;

/// The name of bytes that are given without one.
const NAMELESS: &str = "<bytes>";

/// One input.
pub enum Source {
    /// A file, or what stands for none.
    Input(Input),
    /// Bytes under a name.
    Bytes(String, PyBackedBytes),
}

impl Source {
    /// The one input that `given` is; `name` is what it is to be called instead of its path.
    pub fn one(given: &Bound<PyAny>, name: Option<String>) -> PyResult<Source> {
        let mut found = Source::of(given)?;
        let mut source = match (found.pop(), found.len()) {
            (Some(source), 0) => source,
            (_, more) => {
                let message =
                    format!("it stands for {} files: give one of them, or use tables()", more + 1);
                return Err(Error::new("no-input", &given.str()?.to_cow()?, None, message).into());
            }
        };
        match (&mut source, name) {
            (Source::Input(input), Some(name)) => input.rename(name),
            (Source::Bytes(own, _), Some(name)) => *own = name,
            (_, None) => {}
        }
        Ok(source)
    }

    /// The inputs that `given` is, in their order: one, or any iterable of some.
    pub fn many(given: &Bound<PyAny>) -> PyResult<Vec<Source>> {
        match Source::of(given) {
            Err(_) => {
                let iterator = given.try_iter().map_err(|_| wrong_kind(given))?;
                iterator
                    .map(|one| Source::of(&one?))
                    .collect::<PyResult<Vec<_>>>()
                    .map(|found| found.into_iter().flatten().collect())
            }
            found => found,
        }
    }

    fn of(given: &Bound<PyAny>) -> PyResult<Vec<Source>> {
        let is_bytes = |value: &Bound<PyAny>| {
            value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>()
        };
        if is_bytes(given) {
            return Ok(vec![Source::Bytes(NAMELESS.into(), given.extract()?)]);
        }
        if let Ok(pair) = given.cast::<PyTuple>()
            && pair.len() == 2
            && is_bytes(&pair.get_item(1)?)
        {
            return Ok(vec![Source::Bytes(
                pair.get_item(0)?.extract()?,
                pair.get_item(1)?.extract()?,
            )]);
        }
        let path: PathBuf = given.extract().map_err(|_| wrong_kind(given))?;
        Ok(batch::expand(&[path]).into_iter().map(Source::Input).collect())
    }

    /// Its name in the output.
    pub fn name(&self) -> &str {
        match self {
            Source::Input(input) => input.name(),
            Source::Bytes(name, _) => name,
        }
    }

    /// Its bytes, or what is wrong and what to do.
    pub fn read(&self, options: &Options) -> Result<Cow<'_, [u8]>, String> {
        match self {
            Source::Input(input) => input
                .read(options.settings.read.max_file_bytes, options.settings.max_time)
                .map(Cow::Owned),
            Source::Bytes(_, bytes) => Ok(Cow::Borrowed(bytes)),
        }
    }

    /// Its document.
    pub fn convert(&self, options: &Options) -> Document {
        match self {
            Source::Input(input) => batch::convert(input, &options.settings, &options.catalog),
            Source::Bytes(name, bytes) => {
                batch::document_of(name, bytes, &options.settings, &options.catalog)
            }
        }
    }
}

fn wrong_kind(given: &Bound<PyAny>) -> PyErr {
    let kind = given.get_type().name().map(|name| name.to_string()).unwrap_or_default();
    PyTypeError::new_err(format!(
        "{kind} is no input: give a path, bytes, a pair of name and bytes, or an iterable of these"
    ))
}
