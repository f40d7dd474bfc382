//! Undoing stream filters (ISO 32000-2, 7.4). Flate alone is done here, fast; the rest by `lopdf`.

use super::object::{Dict, Object};
use super::work::Work;
use crate::read::contained;
use zune_inflate::errors::DecodeErrorStatus;
use zune_inflate::{DeflateDecoder, DeflateOptions};

/// A stream's bytes with all filters undone, of a damaged one what stands before the damage; `None` over the limits or
/// with a filter of images.
pub(super) fn decode<'d>(
    dict: &'d Dict,
    data: &[u8],
    work: &Work,
    resolve: impl Fn(&'d Object) -> Option<&'d Object>,
) -> Option<Vec<u8>> {
    let decoded = undo(dict, data, work.room(), resolve);
    if !matches!(decoded, Some((_, true))) {
        work.unread.set(true);
    }
    let (bytes, _) = decoded?;
    work.spend_inflated(bytes.len());
    Some(bytes)
}

/// The samples of an image, or nothing: that it is damaged, large or has a filter of images is no loss.
pub(super) fn samples<'d>(
    dict: &'d Dict,
    data: &[u8],
    work: &Work,
    resolve: impl Fn(&'d Object) -> Option<&'d Object>,
) -> Option<Vec<u8>> {
    let (bytes, whole) = undo(dict, data, work.room(), resolve)?;
    work.spend_inflated(bytes.len());
    whole.then_some(bytes)
}

/// The first `most` bytes of a stream or a few more, as far as they stand before any damage; of one whose filters can
/// only be undone as a whole, all of them.
pub(super) fn start<'d>(
    dict: &'d Dict,
    data: &[u8],
    most: usize,
    work: &Work,
    resolve: impl Fn(&'d Object) -> Option<&'d Object>,
) -> Option<Vec<u8>> {
    let flate = dict.get(b"Filter").and_then(&resolve).and_then(Object::as_name);
    if flate != Some(b"FlateDecode") || dict.get(b"DecodeParms").is_some() {
        return decode(dict, data, work, resolve);
    }
    let most = most.min(work.room());
    let options = DeflateOptions::default()
        .set_limit(most)
        .set_confirm_checksum(false)
        .set_size_hint(most.saturating_add(START_ROOM));
    let bytes = contained(|| DeflateDecoder::new_with_options(data, options).decode_zlib())?
        .unwrap_or_else(|error| error.data);
    work.spend_inflated(bytes.len());
    Some(bytes)
}

/// Bytes that the inflater writes before it looks whether they are too many.
const START_ROOM: usize = 512;

/// The decoded bytes, at most `limit`, and whether they are whole.
fn undo<'d>(
    dict: &'d Dict,
    data: &[u8],
    limit: usize,
    resolve: impl Fn(&'d Object) -> Option<&'d Object>,
) -> Option<(Vec<u8>, bool)> {
    let filters: Vec<&[u8]> =
        match dict.get(b"Filter").or_else(|| dict.get(b"F")).and_then(&resolve) {
            None => Vec::new(),
            Some(Object::Name(name)) => vec![name],
            Some(Object::Array(items)) => {
                items.iter().map(|item| resolve(item)?.as_name()).collect::<Option<_>>()?
            }
            Some(_) => return None,
        };
    let parameters = dict.get(b"DecodeParms").or_else(|| dict.get(b"DP")).and_then(&resolve);
    match filters[..] {
        [] => (data.len() <= limit).then(|| (data.to_vec(), true)),
        [b"FlateDecode" | b"Fl"] if parameters.is_none() => inflate(data, limit),
        _ => slow(&filters, parameters, data, limit, &resolve).map(|bytes| (bytes, true)),
    }
}

fn inflate(data: &[u8], limit: usize) -> Option<(Vec<u8>, bool)> {
    let options = DeflateOptions::default()
        .set_limit(limit)
        .set_confirm_checksum(false)
        .set_size_hint(data.len().saturating_mul(8).min(limit));
    match contained(|| DeflateDecoder::new_with_options(data, options).decode_zlib())? {
        Ok(bytes) => Some((bytes, true)),
        Err(error) if matches!(error.error, DecodeErrorStatus::OutputLimitExceeded(..)) => None,
        Err(error) => Some((error.data, false)),
    }
}

/// By `lopdf`.
fn slow<'d>(
    filters: &[&[u8]],
    parameters: Option<&'d Object>,
    data: &[u8],
    limit: usize,
    resolve: impl Fn(&'d Object) -> Option<&'d Object>,
) -> Option<Vec<u8>> {
    let mut dict = lopdf::Dictionary::new();
    let name = |filter: &&[u8]| {
        let long: &[u8] = match *filter {
            b"Fl" => b"FlateDecode",
            b"LZW" => b"LZWDecode",
            b"A85" => b"ASCII85Decode",
            b"AHx" => b"ASCIIHexDecode",
            b"RL" => b"RunLengthDecode",
            other => other,
        };
        lopdf::Object::Name(long.to_vec())
    };
    dict.set("Filter", filters.iter().map(name).collect::<Vec<_>>());
    let convert = |object: &'d Object| match resolve(object) {
        Some(Object::Dict(entries)) => {
            let mut out = lopdf::Dictionary::new();
            for (key, value) in entries.entries() {
                if let Some(number) = value.as_number() {
                    out.set(key.to_vec(), number as i64);
                }
            }
            lopdf::Object::Dictionary(out)
        }
        _ => lopdf::Object::Null,
    };
    match parameters {
        Some(Object::Array(items)) => {
            dict.set("DecodeParms", items.iter().map(convert).collect::<Vec<_>>())
        }
        Some(object) => dict.set("DecodeParms", convert(object)),
        None => {}
    }
    contained(|| {
        lopdf::Stream::new(dict, data.to_vec()).decompressed_content_with_limit(limit).ok()
    })?
}
