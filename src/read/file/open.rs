//! Opening a file: well-formed, damaged or encrypted.

use super::object::{Data, Dict, Object, Stream, indirect};
use super::work::Work;
use super::xref::{self, Place};
use super::{File, FreeNumbers, Slot, entry, write};
use crate::read::{ReadError, Settings, contained, error};
use hashbrown::HashMap;

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
    unencrypted(bytes, settings, |bytes, work| {
        // That the file says more of its objects than can be taken in is to be told: what stands last in it need not be
        // what counts.
        let told = Work::new(settings, bytes.len());
        if xref::read(bytes, &told).is_none() {
            told.limits().into_iter().for_each(|limit| work.limit(limit));
        }
        xref::scan(bytes, work)
    })
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
    let Streams { room, lengths } = streams(bytes, settings)?;
    let options = lopdf::LoadOptions {
        password: settings.password.clone(),
        max_decompressed_size: Some(room),
        ..lopdf::LoadOptions::default()
    };
    let cipher = cipher(bytes, settings);
    let (appended, whole) = match &cipher {
        Some(Cipher { direct: Some(appended), whole, .. }) => (Some(appended), *whole),
        _ => (None, true),
    };
    let load = || match appended {
        // Found by scanning: there is no table that what is appended could go on from.
        Some(appended) => lopdf::Document::load_mem_with_options(
            appended,
            lopdf::LoadOptions { force_reconstruct: !whole, ..options },
        ),
        None => lopdf::Document::load_mem_with_options(bytes, options),
    };
    let document = match contained(load) {
        Some(Ok(document)) => document,
        Some(Err(error)) => return Err(not_decrypted(&error).without_password(settings)),
        None => return Err(ReadError::Damaged("its objects cannot be decrypted".to_owned())),
    };
    if document.is_encrypted() {
        return Err(ReadError::Encrypted.without_password(settings));
    }
    let work = Work::new(settings, bytes.len());
    let in_blocks = cipher.is_some_and(|cipher| cipher.in_blocks);
    let slots = document.objects.into_iter().map(|((number, _), object)| {
        let mut object = adopt(object, 0);
        if let Object::Stream(stream) = &mut object
            && in_blocks
            && is_locked(stream, lengths.get(&number).copied())
        {
            stream.data = Data::Locked;
            // Which objects it held nobody knows.
            work.unread.set(work.unread.get() || stream.dict.is(b"Type", b"ObjStm"));
        }
        let slot = Slot::new(Place::Free);
        let _ = slot.object.set(Some(object));
        (number, slot)
    });
    let mut slots: Vec<_> = slots.collect();
    slots.dedup_by_key(|(number, _)| *number);
    Ok(File::new(bytes, slots, adopt_dict(document.trailer, 0), work))
}

/// Is the stream, so long in the file, still what it was? `lopdf` leaves a stream that is no whole number of blocks as it
/// is and says nothing; what it decrypts is shorter by the first block and the padding.
fn is_locked(stream: &Stream, length: Option<usize>) -> bool {
    let Data::Own(content) = &stream.data else { return false };
    let own_filter = match stream.dict.get(b"Filter") {
        Some(Object::Array(filters)) => filters.iter().any(|f| f.as_name() == Some(b"Crypt")),
        _ => stream.dict.is(b"Filter", b"Crypt"),
    };
    let in_clear = own_filter || stream.dict.is(b"Type", b"XRef");
    !in_clear && !content.is_empty() && length.is_some_and(|length| content.len() + BLOCK > length)
}

/// Bytes of a block of AES.
const BLOCK: usize = 16;

/// How a file is encrypted.
struct Cipher {
    /// Its streams, block by block: AES.
    in_blocks: bool,
    /// Where /Encrypt is no object but stands in the trailer itself, which `lopdf` does not know: the file with that
    /// dictionary appended as an object.
    direct: Option<Vec<u8>>,
    /// The cross-reference data can be read.
    whole: bool,
}

fn cipher(bytes: &[u8], settings: &Settings) -> Option<Cipher> {
    let work = Work::new(settings, bytes.len());
    let read = xref::read(bytes, &work);
    let whole = read.is_some();
    let (places, trailer) = read.or_else(|| xref::scan(bytes, &work))?;
    let encrypt = match trailer.get(b"Encrypt")? {
        Object::Reference((number, _)) => match places.get(number)? {
            Place::At(at) => indirect(bytes, *at, &work, Object::as_number)?.1,
            _ => return None,
        },
        direct => direct.clone(),
    };
    let dict = encrypt.as_dict()?;
    let filter = |name: &[u8]| dict.get(b"CF")?.as_dict()?.get(name)?.as_dict();
    let method = dict.get(b"StmF").and_then(Object::as_name).and_then(filter);
    let in_blocks = method.is_some_and(|it| it.is(b"CFM", b"AESV2") || it.is(b"CFM", b"AESV3"));
    let is_direct = matches!(trailer.get(b"Encrypt"), Some(Object::Dict(_)));
    let direct = is_direct.then(|| with_object(bytes, &trailer, whole, places.into_keys()));
    Some(Cipher { in_blocks, direct, whole })
}

/// The file with the /Encrypt of its trailer appended as an object, by an incremental update (7.5.6).
fn with_object(
    bytes: &[u8],
    trailer: &Dict,
    whole: bool,
    numbers: impl Iterator<Item = u32>,
) -> Vec<u8> {
    let mut used: Vec<u32> = numbers.collect();
    used.sort_unstable();
    let mut numbers = FreeNumbers::beside(used, 0);
    let number = numbers.take();
    let mut to = Vec::with_capacity(bytes.len() + (1 << 12));
    to.extend_from_slice(bytes);
    to.push(b'\n');
    let at = to.len();
    let mut object = format!("{number} 0 obj\n").into_bytes();
    if let Some(encrypt) = trailer.get(b"Encrypt") {
        write(encrypt, &mut object);
    }
    object.extend_from_slice(b"\nendobj\n");
    to.extend_from_slice(&object);
    let table = to.len();
    let mut end =
        format!("xref\n{number} 1\n{at:010} 00000 n \ntrailer\n<</Size {}", numbers.size());
    if let (true, Some(before)) = (whole, xref::start(bytes)) {
        end += &format!("/Prev {before}");
    }
    to.extend_from_slice(end.as_bytes());
    for key in [&b"Root"[..], b"Info", b"ID"] {
        if let Some(value) = trailer.get(key) {
            entry(key, value, &mut to);
        }
    }
    let end = format!("/Encrypt {number} 0 R>>\nstartxref\n{table}\n%%EOF\n");
    to.extend_from_slice(end.as_bytes());
    to
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

/// What is asked of the streams of an encrypted file before `lopdf` takes it.
struct Streams {
    /// What each object stream may unpack to: `lopdf` unpacks all of them at once, so they share the room that there is.
    room: usize,
    /// How long each is, by its number.
    lengths: HashMap<u32, usize>,
}

/// # Errors
/// A /Length is a stream: `lopdf` would follow it, and its /Length, without end.
fn streams(bytes: &[u8], settings: &Settings) -> Result<Streams, ReadError> {
    let work = Work::new(settings, bytes.len());
    let Some((places, _)) = xref::scan(bytes, &work) else {
        return Ok(Streams { room: settings.max_stream_bytes / 2, lengths: HashMap::new() });
    };
    // An older one of that number may be the one that counts.
    let counting = xref::read(bytes, &work).map(|(places, _)| places);
    let counts = |number: u32| match &counting {
        Some(counting) => counting.get(&number) == places.get(&number),
        None => true,
    };
    let plain = |number: u32| match places.get(&number)? {
        Place::At(at) => indirect(bytes, *at, &work, Object::as_number).map(|(_, object)| object),
        _ => None,
    };
    let object = |number: u32| match places.get(&number)? {
        Place::At(at) => indirect(bytes, *at, &work, |length| match length {
            Object::Reference((number, _)) => plain(*number)?.as_number(),
            other => other.as_number(),
        })
        .map(|(_, object)| object),
        _ => None,
    };
    let (mut containers, mut lengths) = (0, HashMap::new());
    let mut numbers: Vec<_> = places.keys().copied().collect();
    numbers.sort_unstable();
    for number in numbers {
        let Some(Object::Stream(stream)) = object(number) else { continue };
        containers += usize::from(stream.dict.is(b"Type", b"ObjStm"));
        if let Some(Object::Reference((length, _))) = stream.dict.get(b"Length")
            && matches!(plain(*length), Some(Object::Stream(_)))
        {
            return Err(ReadError::Damaged(format!("the length of object {number} is no number")));
        }
        if let Data::At(range) = stream.data
            && counts(number)
        {
            lengths.insert(number, range.len());
        }
    }
    let room = (settings.max_stream_bytes / 2).min(settings.max_kept_bytes / (containers + 1));
    Ok(Streams { room, lengths })
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
