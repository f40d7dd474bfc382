//! Where the objects are: cross-reference tables and streams (ISO 32000-2, 7.5.4 to 7.5.8).
//!
//! [`read`] takes well-formed files only; [`scan`] finds the objects of any other by looking at all its bytes.

use super::filter;
use super::object::{Data, Dict, End, Object, indirect, objects};
use super::work::Work;
use crate::deadline;
use crate::read::tokenize::{Lexer, Token};
use hashbrown::{HashMap, HashSet};

/// Place of one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Place {
    Free,
    /// Byte offset.
    At(usize),
    /// In an object stream, at an index.
    In(u32, u32),
}

/// Entries of all tables together: the largest file seen has 30,000.
const MAX_ENTRIES: usize = 2_000_000;

/// Sections of the cross-reference data, one for each time that the file was saved without writing it anew.
const MAX_SECTIONS: usize = 1 << 16;

/// Place of every object, and the trailer. Encrypted files have /Encrypt in the trailer.
pub(in crate::read) fn read(bytes: &[u8], work: &Work) -> Option<(HashMap<u32, Place>, Dict)> {
    let mut places = HashMap::new();
    let mut trailer = None;
    let mut seen = HashSet::new();
    let mut next = Some(last(bytes)?);
    while let Some(at) = next {
        deadline::tick();
        if at < 0.0 || !seen.insert(at as usize) {
            return None;
        }
        if seen.len() > MAX_SECTIONS || !work.may_look() {
            work.limit("max_objects");
            return None;
        }
        let mut free = Vec::new();
        let section = section(bytes, at as usize, &mut places, &mut free, work)?;
        if let Some(hybrid) = section.get(b"XRefStm").and_then(Object::as_number) {
            stream(bytes, hybrid as usize, &mut places, work)?;
        }
        // After the hybrid part, which lists objects that the table calls free.
        for number in free {
            places.entry(number).or_insert(Place::Free);
        }
        next = match section.get(b"Prev") {
            Some(prev) => Some(prev.as_number()?),
            None => None,
        };
        trailer.get_or_insert(section);
    }
    Some((places, trailer?))
}

/// Where the last section stands, as the file says.
fn last(bytes: &[u8]) -> Option<f64> {
    let tail = bytes.len().saturating_sub(4096);
    let at = tail + memchr::memmem::rfind(&bytes[tail..], b"startxref")?;
    match Lexer::at(bytes, at + 9)?.next(&mut Vec::new())? {
        Token::Number(start) => Some(start),
        _ => None,
    }
}

/// The same, where it is in the file.
pub(in crate::read) fn start(bytes: &[u8]) -> Option<usize> {
    last(bytes).map(|at| at as usize).filter(|at| *at < bytes.len())
}

fn section(
    bytes: &[u8],
    at: usize,
    places: &mut HashMap<u32, Place>,
    free: &mut Vec<u32>,
    work: &Work,
) -> Option<Dict> {
    let mut lexer = Lexer::at(bytes, at)?;
    let mut text = Vec::new();
    match lexer.next(&mut text)? {
        Token::Word(b"xref") => {}
        Token::Number(_) => return stream(bytes, at, places, work),
        _ => return None,
    }
    loop {
        let first = match lexer.next(&mut text)? {
            Token::Number(first) => first as u32,
            Token::Word(b"trailer") => break,
            _ => return None,
        };
        let Token::Number(count) = lexer.next(&mut text)? else { return None };
        for step in 0..count as u32 {
            let number = first.checked_add(step)?;
            let (Token::Number(offset), Token::Number(_)) =
                (lexer.next(&mut text)?, lexer.next(&mut text)?)
            else {
                return None;
            };
            match lexer.next(&mut text)? {
                Token::Word(b"n") => _ = places.entry(number).or_insert(Place::At(offset as usize)),
                Token::Word(b"f") => free.push(number),
                _ => return None,
            }
            if places.len() + free.len() > MAX_ENTRIES {
                work.limit("max_objects");
                return None;
            }
        }
    }
    let (items, end) = objects(&mut lexer, 0, work);
    work.spend_look(lexer.pos().saturating_sub(at));
    match (items.into_iter().next()?, end) {
        (Object::Dict(dict), End::Word(_) | End::Input) => Some(dict),
        _ => None,
    }
}

fn stream(bytes: &[u8], at: usize, places: &mut HashMap<u32, Place>, work: &Work) -> Option<Dict> {
    let (_, Object::Stream(stream)) = indirect(bytes, at, work, Object::as_number)? else {
        return None;
    };
    if !stream.dict.is(b"Type", b"XRef") {
        return None;
    }
    let Data::At(range) = stream.data else { return None };
    let dict = stream.dict;
    let table = filter::decode(&dict, bytes.get(range)?, work, Some)?;
    let list = |key: &[u8]| match dict.get(key) {
        Some(Object::Array(items)) => items
            .iter()
            .map(|item| item.as_number().map(|n| n.clamp(0.0, 1e12) as usize))
            .collect::<Option<Vec<_>>>(),
        _ => None,
    };
    let [kind_len, second_len, third_len] = list(b"W")?[..] else { return None };
    if kind_len > 8 || second_len > 8 || third_len > 8 {
        return None;
    }
    let size = dict.get(b"Size").and_then(Object::as_number)?.clamp(0.0, 1e9) as usize;
    let index = list(b"Index").unwrap_or_else(|| vec![0, size]);
    let width = kind_len + second_len + third_len;
    if width == 0 {
        return None;
    }
    let mut rows = table.chunks_exact(width);
    for pair in index.chunks_exact(2) {
        for number in (pair[0]..).take(pair[1]) {
            let Some(row) = rows.next() else { break };
            let field = |from: usize, len: usize| {
                row[from..from + len].iter().fold(0u64, |value, &b| value << 8 | u64::from(b))
            };
            let kind = if kind_len == 0 { 1 } else { field(0, kind_len) };
            let (second, third) =
                (field(kind_len, second_len), field(kind_len + second_len, third_len));
            let place = match kind {
                1 => Place::At(usize::try_from(second).ok()?),
                2 => Place::In(u32::try_from(second).ok()?, u32::try_from(third).ok()?),
                _ => Place::Free,
            };
            places.entry(u32::try_from(number).ok()?).or_insert(place);
            if places.len() > MAX_ENTRIES {
                work.limit("max_objects");
                return None;
            }
        }
    }
    Some(dict)
}

/// Finds objects by their `12 0 obj`, the last of a number counting, and what serves as a trailer. `None` without
/// a catalog.
pub(in crate::read) fn scan(bytes: &[u8], work: &Work) -> Option<(HashMap<u32, Place>, Dict)> {
    let mut places = HashMap::new();
    let mut containers = Vec::new();
    let mut trailer = None;
    let mut root = None;
    for at in memchr::memmem::find_iter(bytes, b"obj") {
        let Some((number, start)) = header_before(bytes, at) else { continue };
        if places.len() >= MAX_ENTRIES && !places.contains_key(&number) {
            work.limit("max_objects");
            continue;
        }
        places.insert(number, Place::At(start));
        match indirect(bytes, start, work, Object::as_number) {
            Some((_, Object::Stream(stream))) if stream.dict.is(b"Type", b"ObjStm") => {
                containers.push((number, stream))
            }
            Some((_, Object::Stream(stream))) if stream.dict.has(b"Root") => {
                trailer = Some(stream.dict)
            }
            Some((_, Object::Dict(dict))) if dict.is(b"Type", b"Catalog") => root = Some(number),
            _ => {}
        }
    }
    for (container, stream) in containers {
        let Data::At(range) = stream.data else { continue };
        let Some(members) = filter::decode(&stream.dict, &bytes[range], work, Some) else {
            continue;
        };
        for (index, (number, _)) in
            member_heads(&stream.dict, &members).into_iter().enumerate().take(MAX_ENTRIES)
        {
            places.entry(number).or_insert(Place::In(container, index as u32));
        }
    }
    for at in
        memchr::memmem::find_iter(bytes, b"trailer").collect::<Vec<_>>().into_iter().rev().take(64)
    {
        let (items, _) = objects(&mut Lexer::at(bytes, at + 7)?, 0, work);
        if let Some(Object::Dict(dict)) = items.into_iter().next()
            && dict.has(b"Root")
        {
            trailer = Some(dict);
            break;
        }
    }
    let made = || Some(Dict::new(vec![(b"Root".as_slice().into(), Object::Reference((root?, 0)))]));
    Some((places, trailer.or_else(made)?))
}

/// Number and start of each object in an object stream (7.5.7).
pub(in crate::read) fn member_heads(dict: &Dict, bytes: &[u8]) -> Vec<(u32, usize)> {
    let read = |key: &[u8]| dict.get(key).and_then(Object::as_number).unwrap_or(0.0) as usize;
    let (count, first) = (read(b"N"), read(b"First"));
    let mut lexer = Lexer::new(&bytes[..first.min(bytes.len())]);
    let mut text = Vec::new();
    let mut next = || match lexer.next(&mut text)? {
        Token::Number(number) => Some(number as usize),
        _ => None,
    };
    let heads = std::iter::from_fn(|| Some((next()? as u32, first.saturating_add(next()?))));
    heads.take(count.min(MAX_ENTRIES)).collect()
}

/// `12 0 ` before an `obj`: the number, and where it starts.
fn header_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let mut i = at;
    let mut back = |accept: fn(&u8) -> bool, most: usize| {
        let end = i;
        while i > 0 && end - i < most && accept(&bytes[i - 1]) {
            i -= 1;
        }
        (i < end).then_some(i..end)
    };
    let white = |b: &u8| b.is_ascii_whitespace() || *b == 0;
    back(white, 8)?;
    back(u8::is_ascii_digit, 5)?;
    back(white, 8)?;
    let digits = back(u8::is_ascii_digit, 10)?;
    let number = std::str::from_utf8(&bytes[digits.clone()]).ok()?.parse().ok()?;
    Some((number, digits.start))
}
