//! yusuan as a Python module: the core's functions with Python's values. `yusuan/__init__.py` is what users import.
//!
//! Python's lock is free while a file is converted; conversions run on threads of their own with the core's stack.

mod arrow;
mod checked;
mod error;
mod options;
mod rows;
mod source;
mod table;
mod walled;

use error::Error;
use options::Options;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use source::Source;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use table::Table;
use walled::Wall;
use yusuan::emit::wire::Document;
use yusuan::model::Failure;
use yusuan::read;
use yusuan::{batch, emit, pipeline, view};

/// As in the program; the model of thread-local storage is the one for libraries that are loaded late.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `work` on a thread with the stack that the core asks for, with Python's lock free.
fn aside<T: Send>(py: Python, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| {
        thread::scope(|scope| {
            let run = thread::Builder::new().stack_size(batch::STACK).spawn_scoped(scope, work)?;
            run.join().map_err(|_| Error::internal().into())
        })
    })
}

/// What `write` makes of the source's document; a failed one is an exception. The document comes and goes on one thread:
/// memory that another thread frees costs more.
fn written<T: Send>(
    py: Python,
    source: &Bound<PyAny>,
    name: Option<String>,
    strict: bool,
    options: Option<&Bound<PyDict>>,
    write: fn(&Document) -> io::Result<T>,
) -> PyResult<T> {
    let (source, options) = (Source::one(source, name)?, Options::of(options)?);
    let result = aside(py, || {
        error::checked(source.convert(&options), strict).map(|document| write(&document))
    })?;
    Ok(result??)
}

/// The document as JSON without white space, for a parser that makes dicts of it; a failed one is an exception.
#[pyfunction]
fn convert<'py>(
    py: Python<'py>,
    source: &Bound<'py, PyAny>,
    name: Option<String>,
    strict: bool,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyString>> {
    Ok(PyString::new(py, &written(py, source, name, strict, options, rows::compact)?))
}

/// The document's JSON, the same bytes as the command line's; a failed one is an exception.
#[pyfunction]
fn convert_json<'py>(
    py: Python<'py>,
    source: &Bound<'py, PyAny>,
    name: Option<String>,
    strict: bool,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(py, &written(py, source, name, strict, options, rows::json)?))
}

/// The sheets of all sources, in the order asked for, from one conversion of each.
#[pyfunction]
fn tables(
    py: Python,
    sources: &Bound<PyAny>,
    sheets: Vec<String>,
    raise_failed: bool,
    jobs: usize,
    options: Option<&Bound<PyDict>>,
) -> PyResult<Vec<Table>> {
    let (sources, options) = (Source::many(sources)?, Options::of(options)?);
    rows::tables(py, &sources, &sheets, raise_failed, jobs, &options)
}

/// Whether all is well, the summary, the tables, and the notes for programs and for people.
type Found<'py> = (bool, String, [Table; 4], [Bound<'py, PyBytes>; 2]);

/// What contradicts itself, could not be checked or could not be read: whether all is well, the line about it, the tables
/// (mismatches, not checked, findings, failed inputs), and what people should see as JSON, each on its line.
#[pyfunction]
fn check<'py>(
    py: Python<'py>,
    sources: &Bound<'py, PyAny>,
    select: Vec<String>,
    ignore: Vec<String>,
    lang: &str,
    jobs: usize,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Found<'py>> {
    let (lang, selection) = (checked::lang(lang)?, checked::selection(select, ignore)?);
    let (sources, options) = (Source::many(sources)?, Options::of(options)?);
    let told = checked::check(py, &sources, &selection, jobs, &options)?;
    let notes = [&told.notes, &told.told].map(|notes| PyBytes::new(py, notes));
    Ok((told.summary.is_clean(), told.summary.line(lang), told.tables, notes))
}

/// The second of the notes of [`check`] as the command line shows them.
#[pyfunction]
fn shown(told: &[u8], lang: &str) -> PyResult<String> {
    Ok(checked::shown(told, checked::lang(lang)?)?)
}

/// Writes the page about an output folder, or about sources, which are converted then: where it stands, and what did not
/// fit into it.
#[pyfunction]
fn report(
    py: Python,
    given: &Bound<PyAny>,
    to: Option<PathBuf>,
    lang: &str,
    rounding: bool,
    jobs: usize,
    options: Option<&Bound<PyDict>>,
) -> PyResult<(PathBuf, Option<String>)> {
    let lang = checked::lang(lang)?;
    if let Some(dir) = checked::is_output(given) {
        if options.is_some_and(|options| !options.is_empty()) {
            let message = "nothing is converted where a page is made of an output folder: leave the options away";
            return Err(PyTypeError::new_err(message));
        }
        return checked::page_of_folder(py, &dir, to, lang, rounding);
    }
    let Some(to) = to else {
        let message = "no output folder is given, but what is to be converted: say where the page goes with to=";
        return Err(PyTypeError::new_err(message));
    };
    let (sources, options) = (Source::many(given)?, Options::of(options)?);
    checked::page_of_sources(py, &sources, to, (lang, rounding), jobs, &options)
}

/// The columns of a [`Wall`]'s rows: an Arrow IPC stream without any.
#[pyfunction]
fn nested<'py>(py: Python<'py>, sheets: Vec<String>) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(py, &rows::nested(&[], &sheets)?))
}

/// The templates in the folder as one text, which is another where one of them is: empty where there is no folder.
#[pyfunction]
fn fingerprint(templates: Option<PathBuf>) -> PyResult<String> {
    options::fingerprint(templates)
}

/// A page as the tool saw it, as SVG.
#[pyfunction]
fn inspect_svg(
    py: Python,
    source: &Bound<PyAny>,
    page: u32,
    name: Option<String>,
    options: Option<&Bound<PyDict>>,
) -> PyResult<String> {
    let (source, options) = (Source::one(source, name)?, Options::of(options)?);
    let name = source.name().to_owned();
    let svg = aside(py, || {
        let failed = |code, message: String| Error::new(code, &name, None, message);
        let bytes =
            source.read(&options).map_err(|message| failed(Failure::NoInput.code(), message))?;
        let paper = read::read(&bytes, &options.settings.read)
            .map_err(|e| failed(e.failure().code(), e.to_string()))?;
        let pages = paper.pages.len();
        let stages = pipeline::stages(paper, &options.catalog);
        view::svg(&stages, page).ok_or_else(|| {
            let message = format!("no page {page}: the file has {pages}");
            Error::new("no-such-page", &name, Some(page), message)
        })
    })?;
    Ok(svg?)
}

/// The command line with these arguments, the program's name first; gives the exit code. `program` starts this command line
/// in another process: a program, and arguments before the command's.
#[pyfunction]
fn run(py: Python, args: Vec<OsString>, program: Vec<OsString>) -> u8 {
    batch::started_by(program);
    let code = py.detach(|| yusuan::cli::run(args));
    // an ExitCode tells only whether it is the same as another
    (0..=u8::MAX).find(|number| ExitCode::from(*number) == code).unwrap_or(2)
}

/// The names of the sheets.
#[pyfunction]
fn sheets() -> Vec<&'static str> {
    emit::SHEETS.iter().map(|sheet| sheet.name).collect()
}

#[pymodule]
fn _native(module: &Bound<PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Table>()?;
    module.add_class::<Wall>()?;
    module.add_function(wrap_pyfunction!(table::unpickled, module)?)?;
    module.add_function(wrap_pyfunction!(convert, module)?)?;
    module.add_function(wrap_pyfunction!(convert_json, module)?)?;
    module.add_function(wrap_pyfunction!(tables, module)?)?;
    module.add_function(wrap_pyfunction!(check, module)?)?;
    module.add_function(wrap_pyfunction!(shown, module)?)?;
    module.add_function(wrap_pyfunction!(report, module)?)?;
    module.add_function(wrap_pyfunction!(nested, module)?)?;
    module.add_function(wrap_pyfunction!(fingerprint, module)?)?;
    module.add_function(wrap_pyfunction!(inspect_svg, module)?)?;
    module.add_function(wrap_pyfunction!(run, module)?)?;
    module.add_function(wrap_pyfunction!(sheets, module)?)
}
