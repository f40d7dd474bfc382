//! Opening a file: well-formed, damaged or encrypted.

use super::object::{Data, Dict, Object, Stream, indirect};
use super::work::Work;
use super::xref::{self, Place};
use super::{File, Slot};
use crate::read::{ReadError, Settings, contained, error};
use std::collections::HashMap;

/// The part of the bytes from the header on.
pub(in crate::read) fn body<'b>(
    bytes: &'b [u8],
    settings: &Settings,
) -> Result<&'b [u8], ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > settings.max_file_bytes {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: settings.max_file_bytes });
    }
    // Junk may stand before the header, some of it long; a file without any header is something else.
    let head = &bytes[..bytes.len().min(1 << 16)];
    match memchr::memmem::find(head, b"%PDF-") {
        Some(start) => Ok(&bytes[start..]),
        None => Err(ReadError::NotPdf { looks_like: error::looks_like(bytes) }),
    }
}

/// A well-formed file without encryption; `None` for any other.
pub(in crate::read) fn open<'b>(bytes: &'b [u8], settings: &Settings) -> Option<File<'b>> {
    unencrypted(bytes, settings, xref::read)
}

/// A damaged file without encryption, its objects found by scanning; `None` for any other.
pub(in crate::read) fn recover<'b>(bytes: &'b [u8], settings: &Settings) -> Option<File<'b>> {
    unencrypted(bytes, settings, xref::scan)
}

/// The file whose objects `find` finds, unless it is encrypted.
fn unencrypted<'b>(
    bytes: &'b [u8],
    settings: &Settings,
    find: impl Fn(&'b [u8], &Work) -> Option<(HashMap<u32, Place>, Dict)>,
) -> Option<File<'b>> {
    let work = Work::new(settings, bytes.len());
    let (places, trailer) = find(bytes, &work)?;
    (!trailer.has(b"Encrypt")).then(|| File::new(bytes, slots(places), trailer, work))
}

/// An encrypted file.
pub(in crate::read) fn decrypt<'b>(
    bytes: &'b [u8],
    settings: &Settings,
) -> Result<File<'b>, ReadError> {
    let room = room_of_streams(bytes, settings)?;
    let options = lopdf::LoadOptions {
        password: settings.password.clone(),
        max_decompressed_size: Some(room),
        ..lopdf::LoadOptions::default()
    };
    let document = match contained(|| lopdf::Document::load_mem_with_options(bytes, options)) {
        Some(Ok(document)) => document,
        Some(Err(error)) => return Err(not_decrypted(&error)),
        None => return Err(ReadError::Damaged("its objects cannot be decrypted".to_owned())),
    };
    if document.is_encrypted() {
        return Err(ReadError::Encrypted);
    }
    let slots = document.objects.into_iter().map(|((number, _), object)| {
        let slot = Slot::new(Place::Free);
        let _ = slot.object.set(Some(adopt(object, 0)));
        (number, slot)
    });
    let mut slots: Vec<_> = slots.collect();
    slots.dedup_by_key(|(number, _)| *number);
    Ok(File::new(bytes, slots, adopt_dict(document.trailer, 0), Work::new(settings, bytes.len())))
}

/// What to say of a file that `lopdf` does not open: its own words are for those who program with it.
fn not_decrypted(error: &lopdf::Error) -> ReadError {
    use lopdf::Error::{Decryption, InvalidPassword, Unimplemented, UnsupportedSecurityHandler};
    use lopdf::encryption::DecryptionError as Why;
    let damaged = |what: &str| ReadError::Damaged(what.to_owned());
    match error {
        InvalidPassword
        | Decryption(Why::IncorrectPassword | Why::Padding | Why::StringPrep(_)) => {
            ReadError::Encrypted
        }
        UnsupportedSecurityHandler(_)
        | Unimplemented(_)
        | Decryption(
            Why::UnsupportedEncryption | Why::UnsupportedVersion | Why::UnsupportedRevision,
        ) => ReadError::Cipher,
        Decryption(_) => damaged("its encryption is not described as it must be"),
        _ => damaged("its objects cannot be decrypted"),
    }
}

/// What each object stream may unpack to: `lopdf` unpacks all of them at once, so they share the room that there is.
///
/// # Errors
/// A /Length is a stream: `lopdf` would follow it, and its /Length, without end.
fn room_of_streams(bytes: &[u8], settings: &Settings) -> Result<usize, ReadError> {
    let work = Work::new(settings, bytes.len());
    let Some((places, _)) = xref::scan(bytes, &work) else {
        return Ok(settings.max_stream_bytes / 2);
    };
    let object = |number: &u32| match places.get(number)? {
        Place::At(at) => indirect(bytes, *at, &work, Object::as_number).map(|(_, object)| object),
        _ => None,
    };
    let mut containers = 0;
    let mut numbers: Vec<_> = places.keys().collect();
    numbers.sort_unstable();
    for number in numbers {
        let Some(Object::Stream(stream)) = object(number) else { continue };
        containers += usize::from(stream.dict.is(b"Type", b"ObjStm"));
        if let Some(Object::Reference((length, _))) = stream.dict.get(b"Length")
            && matches!(object(length), Some(Object::Stream(_)))
        {
            return Err(ReadError::Damaged(format!("the length of object {number} is no number")));
        }
    }
    Ok((settings.max_stream_bytes / 2).min(settings.max_kept_bytes / (containers + 1)))
}

/// Sorted while the entries are still small.
fn slots(places: HashMap<u32, Place>) -> Vec<(u32, Slot)> {
    let mut places: Vec<_> = places.into_iter().collect();
    places.sort_unstable_by_key(|(number, _)| *number);
    places.into_iter().map(|(number, place)| (number, Slot::new(place))).collect()
}

fn adopt(object: lopdf::Object, depth: usize) -> Object {
    match object {
        _ if depth > 64 => Object::Null,
        lopdf::Object::Null => Object::Null,
        lopdf::Object::Boolean(value) => Object::Bool(value),
        lopdf::Object::Integer(number) => Object::Number(number as f64),
        lopdf::Object::Real(number) => Object::Number(f64::from(number)),
        lopdf::Object::Name(name) => Object::Name(name.into()),
        lopdf::Object::String(text, _) => Object::Text(text.into()),
        lopdf::Object::Array(items) => {
            Object::Array(items.into_iter().map(|item| adopt(item, depth + 1)).collect())
        }
        lopdf::Object::Dictionary(dict) => Object::Dict(adopt_dict(dict, depth + 1)),
        lopdf::Object::Stream(stream) => Object::Stream(Stream {
            dict: adopt_dict(stream.dict, depth + 1),
            data: Data::Own(stream.content),
        }),
        lopdf::Object::Reference(id) => Object::Reference(id),
    }
}

fn adopt_dict(dict: lopdf::Dictionary, depth: usize) -> Dict {
    Dict::new(dict.into_iter().map(|(key, value)| (key.into(), adopt(value, depth))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::encryption::DecryptionError as Why;

    #[test]
    fn what_keeps_a_file_closed_is_told_in_words_of_our_own() {
        let told = |error: lopdf::Error| not_decrypted(&error);
        assert_eq!(told(lopdf::Error::InvalidPassword), ReadError::Encrypted);
        assert_eq!(told(Why::IncorrectPassword.into()), ReadError::Encrypted);
        assert_eq!(told(Why::UnsupportedVersion.into()), ReadError::Cipher);
        let handler = b"Adobe.PubSec".to_vec();
        assert_eq!(told(lopdf::Error::UnsupportedSecurityHandler(handler)), ReadError::Cipher);
        for error in [Why::MissingFileID.into(), lopdf::Error::MissingXrefEntry] {
            let text = told(error).to_string();
            assert!(text.starts_with("a damaged PDF (its "), "{text}");
        }
    }
}
