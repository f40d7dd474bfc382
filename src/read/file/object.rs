//! PDF objects and their syntax (ISO 32000-2, 7.3).

use super::work::Work;
use crate::read::tokenize::{Lexer, Token, name};
use std::ops::Range;

/// Object and generation number.
pub(in crate::read) type Id = (u32, u16);

/// An object. Strings and names own their bytes, so that objects of object streams can be kept beside the others.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) enum Object {
    Null,
    Bool(bool),
    Number(f64),
    Name(Box<[u8]>),
    Text(Box<[u8]>),
    Array(Vec<Object>),
    Dict(Dict),
    Stream(Stream),
    Reference(Id),
}

/// A dictionary, sorted by key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::read) struct Dict(Vec<(Box<[u8]>, Object)>);

#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Stream {
    pub dict: Dict,
    pub data: Data,
}

/// The encoded bytes of a stream.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) enum Data {
    /// In the file.
    At(Range<usize>),
    /// Decrypted or recovered.
    Own(Vec<u8>),
    /// Damaged, so that they cannot be decrypted.
    Locked,
}

/// Arrays and dictionaries inside each other: deeper ones are taken as null.
const MAX_DEPTH: usize = 48;

impl Object {
    pub fn as_dict(&self) -> Option<&Dict> {
        match self {
            Object::Dict(dict) => Some(dict),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    pub fn as_number(&self) -> Option<f64> {
        match self {
            Object::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_name(&self) -> Option<&[u8]> {
        match self {
            Object::Name(name) => Some(name),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&[u8]> {
        match self {
            Object::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Dict {
    /// Of several entries with one key the last counts.
    pub fn new(mut entries: Vec<(Box<[u8]>, Object)>) -> Self {
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        Dict(entries)
    }

    pub fn get(&self, key: &[u8]) -> Option<&Object> {
        let at = self.0.partition_point(|(k, _)| **k <= *key);
        self.0[..at].last().filter(|(k, _)| **k == *key).map(|(_, value)| value)
    }

    pub fn has(&self, key: &[u8]) -> bool {
        self.get(key).is_some()
    }

    /// The entry is this name.
    pub fn is(&self, key: &[u8], value: &[u8]) -> bool {
        matches!(self.get(key), Some(Object::Name(name)) if **name == *value)
    }

    pub fn entries(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }
}

/// What ended a run of objects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::read) enum End<'a> {
    Input,
    Bracket,
    Word(&'a [u8]),
}

/// Objects up to a closing bracket, a keyword or the end of the input.
pub(in crate::read) fn objects<'a>(
    lexer: &mut Lexer<'a>,
    depth: usize,
    work: &Work,
) -> (Vec<Object>, End<'a>) {
    let mut out = Vec::new();
    let mut text = Vec::new();
    let end = loop {
        text.clear();
        let Some(token) = lexer.next(&mut text).filter(|_| work.object()) else { break End::Input };
        let object = match token {
            Token::Number(number) => Object::Number(number),
            Token::Name(raw) if raw.contains(&b'#') => Object::Name(name(raw).into()),
            Token::Name(raw) => Object::Name(raw.into()),
            Token::Text { .. } => Object::Text(text.as_slice().into()),
            Token::ArrayStart if depth < MAX_DEPTH => {
                Object::Array(objects(lexer, depth + 1, work).0)
            }
            Token::DictStart if depth < MAX_DEPTH => dictionary(objects(lexer, depth + 1, work).0),
            Token::ArrayStart | Token::DictStart => {
                work.limit("max_object_depth");
                Object::Null
            }
            Token::ArrayEnd | Token::DictEnd => break End::Bracket,
            Token::Word(b"true") => Object::Bool(true),
            Token::Word(b"false") => Object::Bool(false),
            Token::Word(b"null") => Object::Null,
            Token::Word(b"R") => match out[..] {
                [.., Object::Number(number), Object::Number(generation)] => {
                    out.truncate(out.len() - 2);
                    Object::Reference((number as u32, generation as u16))
                }
                _ => Object::Null,
            },
            Token::Word(word) => break End::Word(word),
        };
        out.push(object);
    };
    (out, end)
}

fn dictionary(items: Vec<Object>) -> Object {
    let mut entries = Vec::with_capacity(items.len() / 2);
    let mut items = items.into_iter();
    while let Some(key) = items.next() {
        if let Object::Name(key) = key
            && let Some(value) = items.next()
        {
            entries.push((key, value));
        }
    }
    Object::Dict(Dict::new(entries))
}

/// `12 0 obj … endobj` at a place of the file: its number and value. `length` resolves an indirect /Length.
pub(in crate::read) fn indirect(
    bytes: &[u8],
    at: usize,
    work: &Work,
    length: impl Fn(&Object) -> Option<f64>,
) -> Option<(u32, Object)> {
    if !work.may_look() {
        return None;
    }
    let mut lexer = Lexer::at(bytes, at)?;
    let mut text = Vec::new();
    let Token::Number(number) = lexer.next(&mut text)? else { return None };
    let (Token::Number(_), Token::Word(b"obj")) = (lexer.next(&mut text)?, lexer.next(&mut text)?)
    else {
        return None;
    };
    let (items, end) = objects(&mut lexer, 0, work);
    work.spend_look(lexer.pos() - at);
    let object = items.into_iter().next().unwrap_or(Object::Null);
    let (Object::Dict(dict), End::Word(b"stream")) = (&object, end) else {
        return Some((number as u32, object));
    };
    let mut start = lexer.pos();
    if bytes.get(start) == Some(&b'\r') {
        start += 1;
    }
    if bytes.get(start) == Some(&b'\n') {
        start += 1;
    }
    let declared = dict
        .get(b"Length")
        .and_then(length)
        .map(|length| start.saturating_add(length.max(0.0) as usize));
    let ends_there = |end: &usize| {
        let rest = bytes.get(*end..).unwrap_or_default();
        let rest = &rest[rest.iter().take(4).take_while(|b| b.is_ascii_whitespace()).count()..];
        rest.starts_with(b"endstream") || rest.starts_with(b"endobj")
    };
    let end = declared.filter(ends_there).or_else(|| {
        let len = work.endstream(bytes.get(start..)?)?;
        Some(start + len)
    });
    let end = end.unwrap_or(bytes.len()).max(start.min(bytes.len()));
    let Object::Dict(dict) = object else { return None };
    Some((number as u32, Object::Stream(Stream { dict, data: Data::At(start.min(end)..end) })))
}
