//! The options of a conversion: the command line's, under the same names.

use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use yusuan::catalog::Catalog;
use yusuan::cli::templates;
use yusuan::pipeline::Settings;

/// What a conversion may cost and needs to know.
pub struct Options {
    /// Password and limits.
    pub settings: Settings,
    /// The vocabulary.
    pub catalog: Arc<Catalog>,
}

/// Where files are converted: some options are of processes that convert alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Here,
    BehindTheWall,
}

impl Options {
    /// From keyword arguments; one that is `None` is left at its default.
    pub fn of(given: Option<&Bound<PyDict>>) -> PyResult<Options> {
        let (settings, folder) = settings(given, Place::Here)?;
        Ok(Options { settings, catalog: catalog(folder)? })
    }
}

/// What files behind a wall may cost, and path and text of each template that they are read with.
pub fn walled(given: Option<&Bound<PyDict>>) -> PyResult<(Settings, Vec<(String, String)>)> {
    let (settings, folder) = settings(given, Place::BehindTheWall)?;
    let texts = templates::texts(folder.as_deref())?;
    if folder.is_some() {
        catalog(folder)?; // what is wrong with templates is told at once
    }
    Ok((settings, texts))
}

/// The templates in `folder` as one text: empty where there is none.
pub fn fingerprint(folder: Option<PathBuf>) -> PyResult<String> {
    Ok(templates::fingerprint(folder.as_deref())?)
}

fn settings(given: Option<&Bound<PyDict>>, place: Place) -> PyResult<(Settings, Option<PathBuf>)> {
    let (mut settings, mut folder) = (Settings::default(), None);
    for (name, value) in given.into_iter().flatten().filter(|(_, value)| !value.is_none()) {
        let name: String = name.extract()?;
        let number = || {
            value.extract::<usize>().map_err(|_| {
                PyTypeError::new_err(format!("{name} must be a whole number, 0 or more"))
            })
        };
        let megabytes = || number().map(|megabytes| megabytes.saturating_mul(1 << 20));
        let walled = place == Place::BehindTheWall;
        match name.as_str() {
            "password" => settings.read.password = Some(value.extract()?),
            "templates" => folder = Some(value.extract()?),
            "max_seconds" => settings.max_time = seconds(value.extract()?)?,
            "max_file_mb" => settings.read.max_file_bytes = megabytes()?,
            "max_pages" => settings.read.max_pages = number()?,
            "max_objects" => settings.read.max_objects = number()?,
            "max_inflated_mb" => settings.read.max_total_bytes = megabytes()?,
            "max_memory_mb" if walled => settings.max_memory_bytes = memory(megabytes()?)?,
            "max_output_mb" if walled => settings.max_output_bytes = megabytes()? as u64,
            _ => return Err(PyTypeError::new_err(format!("there is no option '{name}'"))),
        }
    }
    Ok((settings, folder))
}

/// As on the command line: with less, no file is converted.
fn memory(bytes: usize) -> PyResult<u64> {
    match bytes >= 64 << 20 {
        true => Ok(bytes as u64),
        false => Err(PyValueError::new_err("max_memory_mb must be 64 or more")),
    }
}

fn seconds(limit: f64) -> PyResult<Duration> {
    let limit = Duration::try_from_secs_f64(limit).ok().filter(|limit| !limit.is_zero());
    limit.ok_or_else(|| PyValueError::new_err("max_seconds must be more than 0"))
}

/// The vocabulary with the templates in `folder`; those used last are kept, as long as their files stay as they are.
fn catalog(folder: Option<PathBuf>) -> PyResult<Arc<Catalog>> {
    static BUILTIN: OnceLock<Arc<Catalog>> = OnceLock::new();
    static LAST: Mutex<Option<(String, Arc<Catalog>)>> = Mutex::new(None);
    let load = || {
        templates::catalog(folder.as_deref())
            .map(Arc::new)
            .map_err(|e| PyOSError::new_err(e.to_string()))
    };
    if folder.is_none() {
        return match BUILTIN.get() {
            Some(catalog) => Ok(catalog.clone()),
            None => load().map(|catalog| BUILTIN.get_or_init(|| catalog).clone()),
        };
    }
    let fingerprint =
        templates::fingerprint(folder.as_deref()).map_err(|e| PyOSError::new_err(e.to_string()))?;
    let mut last = LAST.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    match &*last {
        Some((same, catalog)) if *same == fingerprint => Ok(catalog.clone()),
        _ => {
            let catalog = load()?;
            *last = Some((fingerprint, catalog.clone()));
            Ok(catalog)
        }
    }
}
