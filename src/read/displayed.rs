//! The pages of a file without what is on them.

use super::{File, ReadError, Settings, file};

/// Width and height of each page as it is displayed, in points.
///
/// # Errors
/// As of [`read`](super::read).
pub fn sizes(bytes: &[u8], settings: &Settings) -> Result<Vec<[f64; 2]>, ReadError> {
    let bytes = file::body(bytes, settings)?;
    let sizes = |file: &File| -> Vec<[f64; 2]> {
        let pages = file.pages(settings);
        pages.iter().take(settings.max_pages).map(|page| [page.width, page.height]).collect()
    };
    if let Some(file) = file::open(bytes, settings) {
        let found = sizes(&file);
        if !found.is_empty() && !file.misled.get() {
            return Ok(found);
        }
    }
    let file = match file::recover(bytes, settings) {
        Some(file) => file,
        None => file::decrypt(bytes, settings)?,
    };
    let found = sizes(&file);
    match found.is_empty() {
        true => Err(ReadError::Damaged("no page can be found in it".to_owned())),
        false => Ok(found),
    }
}
