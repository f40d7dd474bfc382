//! Codes → CIDs: identity, Adobe's predefined CMaps, embedded ones over others.

use super::Embedded;
use hashbrown::HashMap;
use hayro_cmap::{BfString, CMap as Predefined, CMapName, CidFamily, WritingMode};
use std::sync::{Arc, LazyLock, Mutex};

/// How the codes of a string map to CIDs.
#[derive(Debug, Clone)]
pub(in crate::read) enum Encoding {
    /// Two bytes, code = CID.
    Identity { vertical: bool },
    /// One of Adobe's, by name.
    Named(Arc<NamedMap>),
    /// A name that nobody defined: two bytes each, no CIDs.
    Undefined,
    /// In the file, over another one.
    Embedded(Arc<Embedded>, Option<Box<Encoding>>),
}

/// A predefined CMap with what its name says.
#[derive(Debug)]
pub(in crate::read) struct NamedMap {
    map: Predefined,
    /// The codes themselves are Unicode.
    pub unicode: Option<Unicode>,
    pub family: Option<CidFamily>,
}

/// Transformation format of a Uni… CMap's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Unicode {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    pub fn named(name: &[u8]) -> Encoding {
        match name {
            b"Identity-H" | b"DLIdent-H" => Encoding::Identity { vertical: false },
            b"Identity-V" | b"DLIdent-V" => Encoding::Identity { vertical: true },
            _ => predefined(name).map_or(Encoding::Undefined, Encoding::Named),
        }
    }

    pub fn vertical(&self) -> bool {
        match self {
            Encoding::Identity { vertical } => *vertical,
            Encoding::Undefined => false,
            Encoding::Named(named) => {
                named.map.metadata().writing_mode == Some(WritingMode::Vertical)
            }
            Encoding::Embedded(map, base) => {
                map.vertical.unwrap_or_else(|| base.as_ref().is_some_and(|base| base.vertical()))
            }
        }
    }

    /// Character collection of the CIDs, where the CMap fixes it.
    pub fn family(&self) -> Option<&CidFamily> {
        match self {
            Encoding::Identity { .. } | Encoding::Undefined => None,
            Encoding::Named(named) => named.family.as_ref(),
            Encoding::Embedded(_, base) => base.as_ref()?.family(),
        }
    }

    /// The next code of a non-empty string, and its length in bytes.
    pub fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        match self {
            Encoding::Identity { .. } | Encoding::Undefined => match *bytes {
                [high, low, ..] => (u32::from(high) << 8 | u32::from(low), 2),
                [only] => (u32::from(only), 1),
                [] => (0, 1),
            },
            Encoding::Named(named) => named.next_code(bytes),
            Encoding::Embedded(map, base) => match base {
                Some(base) if map.codespaces.is_empty() => base.next_code(bytes),
                _ => map.next_code(bytes),
            },
        }
    }

    pub fn cid(&self, code: u32, len: usize) -> Option<u32> {
        match self {
            Encoding::Identity { .. } => Some(code),
            Encoding::Undefined => None,
            Encoding::Named(named) => named.cid(code, len),
            Encoding::Embedded(map, base) => {
                map.cid(code).or_else(|| base.as_ref()?.cid(code, len))
            }
        }
    }
}

impl NamedMap {
    pub fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        let mut code = 0;
        for (i, &b) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(b);
            if self.cid(code, i + 1).is_some() {
                return (code, i + 1);
            }
        }
        // Not in the map: as many bytes as such a code has.
        let first = bytes.first().copied().unwrap_or(0);
        let len = match self.unicode {
            Some(Unicode::Utf16) if (0xD8..0xDC).contains(&first) => 4,
            Some(Unicode::Utf16) => 2,
            Some(Unicode::Utf32) => 4,
            Some(Unicode::Utf8) | None if first < 0x80 => 1,
            Some(Unicode::Utf8) => (first.leading_ones() as usize).clamp(1, 4),
            None => 2,
        };
        let len = len.min(bytes.len());
        (bytes[..len].iter().fold(0, |code, &b| code << 8 | u32::from(b)), len)
    }

    pub fn cid(&self, code: u32, len: usize) -> Option<u32> {
        match self.unicode {
            Some(Unicode::Utf8 | Unicode::Utf32) => {
                let mut units = [0; 2];
                let units = self.character(code, len)?.encode_utf16(&mut units);
                let code = units.iter().fold(0, |code, unit| code << 16 | u32::from(*unit));
                self.map.lookup_cid_code(code, 2 * units.len() as u8)
            }
            _ => self.map.lookup_cid_code(code, len as u8),
        }
    }

    /// The character that a code of a Uni… CMap is.
    pub fn character(&self, code: u32, len: usize) -> Option<char> {
        match self.unicode? {
            Unicode::Utf16 if len == 4 => {
                char::decode_utf16([(code >> 16) as u16, code as u16]).next()?.ok()
            }
            Unicode::Utf32 if len != 4 => None,
            Unicode::Utf16 | Unicode::Utf32 => char::from_u32(code),
            Unicode::Utf8 => {
                let bytes = code.to_be_bytes();
                let mut chars = std::str::from_utf8(&bytes[4 - len.min(4)..]).ok()?.chars();
                chars.next().filter(|_| chars.next().is_none())
            }
        }
    }
}

/// A CID of one of Adobe's collections as text.
pub(in crate::read) fn collection_text(family: &CidFamily, cid: u32) -> Option<String> {
    let map = predefined(family.ucs2_cmap()?.to_bytes())?;
    match map.map.lookup_bf_string(cid)? {
        BfString::Char(c) => Some(c.to_string()),
        BfString::String(text) => Some(text),
    }
}

/// Unpacking takes up to some milliseconds: once per process for each map.
static PREDEFINED: LazyLock<Mutex<Cache>> = LazyLock::new(Default::default);

/// Maps by name; `None` for names without data.
type Cache = HashMap<Vec<u8>, Option<Arc<NamedMap>>>;

fn predefined(name: &[u8]) -> Option<Arc<NamedMap>> {
    // The UTF-8 and UTF-32 maps say the same as the UTF-16 ones in other bytes.
    let text = std::str::from_utf8(name).ok()?;
    let same = text.replace("-UTF8-", "-UTF16-").replace("-UTF32-", "-UTF16-");
    let known = CMapName::from_bytes(same.as_bytes());
    if matches!(known, CMapName::Custom(_)) {
        return None;
    }
    let mut cache = PREDEFINED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(found) = cache.get(name) {
        return found.clone();
    }
    let found = hayro_cmap::load_embedded(known)
        .and_then(|data| Predefined::parse(data, hayro_cmap::load_embedded))
        .map(|map| {
            let unicode = match () {
                () if text.contains("UCS2") && !text.contains("Adobe")
                    || text.contains("UTF16") =>
                {
                    Some(Unicode::Utf16)
                }
                () if text.contains("UTF8") => Some(Unicode::Utf8),
                () if text.contains("UTF32") => Some(Unicode::Utf32),
                () => None,
            };
            let family = map
                .metadata()
                .character_collection
                .as_ref()
                .map(|collection| collection.family.clone());
            Arc::new(NamedMap { map, unicode, family })
        });
    cache.insert(name.to_vec(), found.clone());
    found
}
