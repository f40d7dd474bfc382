//! Why a file gives no pages at all.

use super::Settings;
use crate::model::Failure;

/// Nothing could be read from the bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Zero bytes.
    #[error("the file is empty: download it again")]
    Empty,
    /// The bytes are something else.
    #[error("not a PDF but {looks_like}: fetch the disclosure itself, or convert it to PDF")]
    NotPdf {
        /// What the bytes look like, with an article: "a web page", "a zip archive", "text" …
        looks_like: &'static str,
    },
    /// A PDF whose objects or pages cannot be found, not even by scanning.
    #[error("a damaged PDF ({0}): download it again, or repair it with `mutool clean`")]
    Damaged(String),
    /// Encrypted, and no password was given.
    #[error(
        "an encrypted PDF that needs a password: give its user or owner password with --password"
    )]
    NeedsPassword,
    /// Encrypted, and the password given does not open it.
    #[error(
        "an encrypted PDF that the password does not open: give its user or owner password with --password"
    )]
    Encrypted,
    /// Encrypted in a way that no password opens here.
    #[error(
        "a PDF encrypted in a way that is not read (for a certificate, or by a method of its own): open it with the program that it is made for and save a copy without encryption"
    )]
    Cipher,
    /// Larger than [`super::Settings::max_file_bytes`].
    #[error(
        "the file has {bytes} bytes, more than the limit of {limit}: split it, or raise the limit"
    )]
    TooLarge {
        /// Size of the file.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
}

impl ReadError {
    /// The same, unless it blames a password that was not given.
    pub(crate) fn without_password(self, settings: &Settings) -> ReadError {
        match (self, &settings.password) {
            (ReadError::Encrypted, None) => ReadError::NeedsPassword,
            (error, _) => error,
        }
    }

    /// The kind of error.
    pub fn failure(&self) -> Failure {
        match self {
            ReadError::Empty => Failure::Empty,
            ReadError::NotPdf { .. } => Failure::NotPdf,
            ReadError::Damaged(_) => Failure::Damaged,
            ReadError::NeedsPassword | ReadError::Encrypted | ReadError::Cipher => {
                Failure::Encrypted
            }
            ReadError::TooLarge { .. } => Failure::TooLarge,
        }
    }
}

/// What bytes that are no PDF look like.
pub(super) fn looks_like(bytes: &[u8]) -> &'static str {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
    let head = &bytes[start..bytes.len().min(start + 2048)];
    let lower = head.to_ascii_lowercase();
    let has = |word: &[u8]| lower.windows(word.len()).any(|w| w == word);
    const MAGIC: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "a zip archive (perhaps .docx, .xlsx or .ofd)"),
        (b"PK\x05\x06", "a zip archive"),
        (b"\xD0\xCF\x11\xE0", "an old Office file (.doc or .xls)"),
        (b"Rar!", "a rar archive"),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"\x89PNG", "a PNG image"),
        (b"GIF8", "a GIF image"),
        (b"{\\rtf", "an RTF text"),
        (b"%!PS", "a PostScript file"),
        (b"II*\0", "a TIFF image"),
        (b"MM\0*", "a TIFF image"),
    ];
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return what;
    }
    if has(b"<html") || has(b"<!doctype html") || has(b"<script") || has(b"<head") || has(b"<body")
    {
        return "a web page";
    }
    match head.first() {
        None => "white space",
        Some(b'<') => "an XML or HTML file",
        Some(b'{' | b'[') if !has(b"\0") => "a JSON answer of a server",
        _ if head.iter().all(|&b| b >= 0x20 || b.is_ascii_whitespace()) => "text",
        _ => "an unknown binary file",
    }
}
