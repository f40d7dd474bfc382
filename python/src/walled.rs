//! Files behind the core's wall, a row of Arrow for each: what `yusuan/workers.py` asks.

use crate::{options, rows};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyDict};
use std::ffi::OsString;
use std::sync::atomic::AtomicBool;
use std::{mem, process};
use yusuan::batch::{self, Made};
use yusuan::emit::wire::{Document, Source};
use yusuan::model::Failure;

/// Nothing asks all walls of this process to stop: each ends with its object.
static NEVER: AtomicBool = AtomicBool::new(false);

/// Processes that convert, as many as are asked at once. A process that is forked off has none of them: they answer who
/// started them.
#[pyclass(frozen, module = "yusuan._native")]
pub struct Wall {
    wall: Option<batch::Wall>,
    owner: u32,
    sheets: Vec<String>,
}

#[pymethods]
impl Wall {
    /// Starts nothing yet. `program` starts the command line in another process: a program, and arguments before the
    /// command's.
    #[new]
    fn new(
        sheets: Vec<String>,
        options: Option<&Bound<PyDict>>,
        program: Vec<OsString>,
    ) -> PyResult<Wall> {
        batch::started_by(program);
        let (settings, templates) = options::walled(options)?;
        let wall = batch::Wall::new(&settings, &templates, true, &NEVER)?;
        Ok(Wall { wall: Some(wall), owner: process::id(), sheets })
    }

    /// The row of a file, or of one whose bytes could not be had: a record batch as an Arrow IPC stream.
    fn row<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        bytes: Option<PyBackedBytes>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let stream = py.detach(|| {
            let made = match &bytes {
                Some(bytes) => self.own()?.make(name, bytes)?,
                None => Made::failed(&without_bytes(name)),
            };
            rows::nested(&[made], &self.sheets)
        })?;
        Ok(PyBytes::new(py, &stream))
    }

    /// The processes that run.
    fn pids(&self, py: Python) -> PyResult<Vec<u32>> {
        py.detach(|| Ok(self.own()?.processes()))
    }

    /// Ends the processes, where no file is under way.
    fn end(&self, py: Python) {
        py.detach(|| self.own().map_or((), batch::Wall::end));
    }
}

impl Wall {
    /// The wall, in the process that it is of.
    fn own(&self) -> PyResult<&batch::Wall> {
        self.wall.as_ref().filter(|_| self.owner == process::id()).ok_or_else(|| {
            PyRuntimeError::new_err(
                "these workers are those of the process that this one was forked off: make others here",
            )
        })
    }
}

impl Drop for Wall {
    fn drop(&mut self) {
        if self.own().is_err() {
            mem::forget(self.wall.take()); // it would end the processes of another one
        }
    }
}

fn without_bytes(name: &str) -> Document {
    let error = "its bytes could not be had: check that it is there and may be read";
    Document::failed(Source::unread(name), error).with_failure(Failure::NoInput)
}
