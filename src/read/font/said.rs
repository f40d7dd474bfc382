//! Which characters an embedded program says that its glyphs are, read from its first bytes alone where they tell: the
//! outlines, nearly all of a program, stand behind its character map, and most subsets have no map at all.

use crate::read::contained;
use crate::read::file::{File, Stream};
use ttf_parser::cmap;

/// Bytes that hold the directory of any font's tables.
const START: usize = 1024;
/// A `post` table no longer than this names no glyph (version 3).
const NAMELESS: usize = 32;

/// Where a program says which characters its glyphs are.
pub(super) enum Said {
    /// Nowhere: TrueType without a map and without names.
    Nowhere,
    /// In its `cmap` table alone: this one.
    Map(Vec<u8>),
    /// In names too, or it is no TrueType: the whole of it must be read.
    Program,
}

impl Said {
    /// Reads no more of the program than the answer needs; `None` where nothing can be read.
    pub fn read(file: &File, stream: &Stream) -> Option<Said> {
        let start = file.inflate_start(stream, START)?;
        let Some(directory) = Directory::of(&start) else { return Some(Said::Program) };
        let named = directory.find(b"post").is_some_and(|(_, length)| length > NAMELESS);
        if named || directory.find(b"CFF ").is_some() {
            return Some(Said::Program);
        }
        let Some((at, length)) = directory.find(b"cmap") else { return Some(Said::Nowhere) };
        let end = at.saturating_add(length);
        let bytes = file.inflate_start(stream, end)?;
        let map = bytes.get(at..end).map(<[u8]>::to_vec);
        Some(map.map_or(Said::Program, Said::Map))
    }

    /// Asks the map; `None` where there is none. Only of a program that is not read whole.
    pub fn ask_map<T>(&self, question: impl FnOnce(&cmap::Table) -> Option<T>) -> Option<T> {
        let Said::Map(bytes) = self else { return None };
        contained(|| question(&cmap::Table::parse(bytes)?)).flatten()
    }
}

/// The directory of a TrueType program's tables (OpenType 1.9.1, "Organization of an OpenType Font").
struct Directory<'p>(&'p [u8]);

impl<'p> Directory<'p> {
    fn of(program: &'p [u8]) -> Option<Self> {
        let version = program.get(..4)?;
        let count = usize::from(u16::from_be_bytes([*program.get(4)?, *program.get(5)?]));
        let records = program.get(12..12 + 16 * count)?;
        (version == [0, 1, 0, 0] || version == b"true").then_some(Directory(records))
    }

    /// Where a table begins, and how long it is.
    fn find(&self, tag: &[u8; 4]) -> Option<(usize, usize)> {
        let record = self.0.chunks_exact(16).find(|record| record.starts_with(tag))?;
        let number = |at: usize| {
            let bytes = record.get(at..at + 4)?;
            Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
        };
        Some((number(8)?, number(12)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of tables that begin behind each other at 100.
    fn directory(tables: &[(&[u8; 4], u32)]) -> Vec<u8> {
        let mut bytes = vec![0, 1, 0, 0, 0, tables.len() as u8, 0, 0, 0, 0, 0, 0];
        let mut at: u32 = 100;
        for (tag, length) in tables {
            bytes.extend_from_slice(*tag);
            bytes.extend([0; 4]);
            bytes.extend(at.to_be_bytes());
            bytes.extend(length.to_be_bytes());
            at += length;
        }
        bytes
    }

    #[test]
    fn tables_are_found_by_their_tags() {
        let bytes = directory(&[(b"cmap", 20), (b"glyf", 3000), (b"post", 32)]);
        let found = Directory::of(&bytes).unwrap();
        assert_eq!(found.find(b"cmap"), Some((100, 20)));
        assert_eq!(found.find(b"post"), Some((3120, 32)));
        assert_eq!(found.find(b"CFF "), None);
    }

    #[test]
    fn other_programs_and_cut_directories_are_none() {
        assert!(Directory::of(b"OTTO\0\x01\0\0\0\0\0\0cmap").is_none());
        assert!(Directory::of(&directory(&[(b"cmap", 20)])[..20]).is_none());
        assert!(Directory::of(b"\x01\0\x04\x01").is_none());
    }
}
