//! Undoing stream filters (ISO 32000-2, 7.4). Flate is done here, fast; the rest by `lopdf`, which does not tell whether
//! what it undoes is all there: that is looked at here.

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
    let parameters = dict.get(b"DecodeParms").and_then(&resolve);
    if flate != Some(b"FlateDecode") || parameters.is_some() {
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
    if filters.is_empty() {
        return (data.len() <= limit).then(|| (data.to_vec(), true));
    }
    if filters.len() > MAX_FILTERS {
        return None;
    }
    let mut done: Option<(Vec<u8>, bool)> = None;
    for (at, filter) in filters.into_iter().enumerate() {
        let own = match parameters {
            Some(Object::Array(items)) => items.get(at).and_then(&resolve),
            other => other,
        };
        let own = own.and_then(Object::as_dict);
        let (before, whole) = done.as_ref().map_or((data, true), |(bytes, whole)| (bytes, *whole));
        let (bytes, all) = step(filter, own, before, limit, &resolve)?;
        done = Some((bytes, whole && all));
    }
    done
}

/// Filters of one stream: as many as `lopdf` undoes.
const MAX_FILTERS: usize = 16;

/// One filter undone, and whether all of its data was there.
fn step<'d>(
    filter: &[u8],
    parameters: Option<&'d Dict>,
    data: &[u8],
    limit: usize,
    resolve: impl Fn(&'d Object) -> Option<&'d Object>,
) -> Option<(Vec<u8>, bool)> {
    let number = |key: &[u8]| parameters?.get(key).and_then(&resolve)?.as_number();
    let predicted = number(b"Predictor").is_some_and(|predictor| predictor > 1.0);
    let filter: &[u8] = match filter {
        b"Fl" => b"FlateDecode",
        b"LZW" => b"LZWDecode",
        b"A85" => b"ASCII85Decode",
        b"AHx" => b"ASCIIHexDecode",
        b"RL" => b"RunLengthDecode",
        other => other,
    };
    let whole = match filter {
        b"FlateDecode" if !predicted => return inflate(data, limit),
        // Inflated twice, as only `lopdf` undoes the predictor, and only `inflate` knows whether all was there.
        b"FlateDecode" => inflate(data, limit)?.1,
        b"LZWDecode" => ends_lzw(data, number(b"EarlyChange").is_none_or(|early| early != 0.0)),
        b"ASCII85Decode" => {
            let digit = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'!'..=b'u' | b'z');
            data.iter().find(|b| !digit(b)) == Some(&b'~')
        }
        b"ASCIIHexDecode" => data.contains(&b'>'),
        b"RunLengthDecode" => ends_runs(data),
        _ => true,
    };
    let mut own = lopdf::Dictionary::new();
    for (key, value) in parameters.into_iter().flat_map(Dict::entries) {
        if let Some(number) = resolve(value).and_then(Object::as_number) {
            own.set(key.to_vec(), number as i64);
        }
    }
    let mut dict = lopdf::Dictionary::new();
    dict.set("Filter", lopdf::Object::Name(filter.to_vec()));
    dict.set("DecodeParms", own);
    let bytes = contained(|| {
        lopdf::Stream::new(dict, data.to_vec()).decompressed_content_with_limit(limit).ok()
    })??;
    Some((bytes, whole))
}

/// Do the codes of LZW (ISO 32000-2, 7.4.4) go on to the one that ends them?
fn ends_lzw(data: &[u8], early: bool) -> bool {
    const CLEAR: u32 = 256;
    const END: u32 = 257;
    let (mut held, mut bits) = (0u32, 0u32);
    // Codes that are known, and whether one came since they were cleared.
    let (mut known, mut first) = (END + 1, true);
    let mut width = 9;
    for &byte in data {
        held = held << 8 | u32::from(byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = held >> bits;
        held &= (1 << bits) - 1;
        match code {
            END => return true,
            CLEAR => (known, first, width) = (END + 1, true, 9),
            code if code > known => return false,
            _ => {
                known += u32::from(!first && known < 4096);
                first = false;
                width = match known + u32::from(early) {
                    0..512 => 9,
                    512..1024 => 10,
                    1024..2048 => 11,
                    _ => 12,
                };
            }
        }
    }
    false
}

/// Do the runs (ISO 32000-2, 7.4.5) go on to the mark that ends them?
fn ends_runs(data: &[u8]) -> bool {
    let mut left = data;
    while let [length, rest @ ..] = left {
        let run = match length {
            128 => return true,
            0..128 => usize::from(*length) + 1,
            _ => 1,
        };
        left = rest.get(run..).unwrap_or_default();
    }
    false
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Settings;
    use crate::read::tokenize::Lexer;

    /// What comes of these bytes under these entries of their dictionary, and whether they are whole.
    fn undone(entries: &str, data: &[u8]) -> Option<(String, bool)> {
        let work = Work::new(&Settings::default(), 1000);
        let (items, _) =
            super::super::object::objects(&mut Lexer::new(entries.as_bytes()), 0, &work);
        let [Object::Dict(dict)] = &items[..] else { panic!("no dictionary") };
        let (bytes, whole) = undo(dict, data, 1000, Some)?;
        Some((String::from_utf8(bytes).unwrap(), whole))
    }

    /// `12 0 Td` as Flate writes it in two pieces, neither compressed.
    const FLATE: &[u8] = b"\x78\x01\x00\x04\x00\xfb\xff12 0\x01\x03\x00\xfc\xff Td\x05\x56\x01\x8c";

    #[test]
    fn what_is_cut_off_is_no_whole_stream() {
        let hex = |data: &[u8]| data.iter().map(|b| format!("{b:02x}")).collect::<String>();
        let all = |text: &str| Some((text.to_owned(), true));
        let part = |text: &str| Some((text.to_owned(), false));
        for entries in [
            "<</Filter/FlateDecode>>",
            "<</Filter/FlateDecode/DecodeParms null>>",
            "<</Filter[/FlateDecode]/DecodeParms[null]>>",
            "<</Filter/FlateDecode/DecodeParms<</Predictor 1/Columns 4>>>>",
        ] {
            assert_eq!(undone(entries, FLATE), all("12 0 Td"), "{entries}");
            assert_eq!(undone(entries, &FLATE[..14]), part("12 0"), "{entries}");
        }
        let two = "<</Filter[/AHx/Fl]>>";
        assert_eq!(undone(two, format!("{}>", hex(FLATE)).as_bytes()), all("12 0 Td"));
        assert_eq!(undone(two, format!("{}>", hex(&FLATE[..14])).as_bytes()), part("12 0"));
        assert_eq!(undone("<</Filter/AHx>>", b"31 32>"), all("12"));
        assert_eq!(undone("<</Filter/AHx>>", b"31 32"), part("12"));
        assert_eq!(undone("<</Filter/A85>>", b"0etN~>\n"), all("123"));
        assert_eq!(undone("<</Filter/A85>>", b"0etN"), part("123"));
        assert_eq!(undone("<</Filter/RL>>", b"\x01ab\xfec\x80"), all("abccc"));
        assert_eq!(undone("<</Filter/RL>>", b"\x01ab\xfec"), part("abccc"));
        // Clear, a, b, end: nine bits each.
        let codes = [256u64, 97, 98, 257].iter().fold(0, |all, code| all << 9 | code) << 4;
        let codes = codes.to_be_bytes();
        assert_eq!(undone("<</Filter/LZW>>", &codes[3..]), all("ab"));
        assert_eq!(undone("<</Filter/LZW>>", &codes[3..7]), part("ab"));
    }
}
