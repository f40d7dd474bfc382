//! The page's files.

/// Content type and text of the file of that name, the page itself being the empty name.
pub fn file(name: &str) -> Option<(&'static str, &'static [u8])> {
    match name {
        "" => Some(("text/html; charset=utf-8", b"<!doctype html><title>yusuan</title>")),
        _ => None,
    }
}
