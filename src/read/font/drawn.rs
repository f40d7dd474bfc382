//! What an embedded font program draws: has a glyph any ink, and which figure's character is it.
//!
//! The text layer can say of a painted digit that it is a space, or another digit. The program that paints it knows
//! better: its outlines, its own Unicode map, the names of its glyphs.

use super::embedded::Reverse;
use super::glyph_text;
use super::said::Said;
use super::shapes::Contours;
use crate::read::contained;
use crate::read::file::{File, Stream};
use std::cell::OnceCell;
use ttf_parser::{CFFError, Face, GlyphId, OutlineBuilder, PlatformId, cff, cmap};

/// What figures are written with: characters that a wrong text layer must not give each other's.
pub(super) const FIGURE: &str = "0123456789.,-+()%";

/// An embedded TrueType, OpenType or bare CFF program.
pub(super) struct Drawn<'d> {
    file: &'d File<'d>,
    stream: &'d Stream,
    said: Said,
    /// All its bytes, unpacked when its outlines or names are asked for.
    program: OnceCell<Vec<u8>>,
    reverse: OnceCell<Reverse>,
}

impl<'d> Drawn<'d> {
    /// That of this stream; `None` where it cannot be read.
    pub fn of(file: &'d File<'d>, stream: &'d Stream) -> Option<Drawn<'d>> {
        let said = Said::read(file, stream)?;
        Some(Drawn { file, stream, said, program: OnceCell::new(), reverse: OnceCell::new() })
    }

    /// Its bytes, or none where they are too many to be kept.
    fn program(&self) -> &[u8] {
        self.program.get_or_init(|| {
            let program = self.file.inflate(self.stream).unwrap_or_default();
            // its texts and names, once they are asked for, take about as much
            let kept = program.len().saturating_mul(2).saturating_add(1 << 16);
            if self.file.work.keep(kept) { program } else { Vec::new() }
        })
    }

    /// Glyphs and their texts, all of them: costly.
    pub fn reverse(&self) -> &Reverse {
        self.reverse.get_or_init(|| Reverse::new(self.program()))
    }

    /// The glyph of a one-byte code (ISO 32000-2, 9.6.5.4): of a symbolic font by the program's own map, of others by
    /// the character that the encoding gives it.
    pub fn glyph_of_code(&self, code: u8, character: Option<char>, symbolic: bool) -> Option<u16> {
        let by_map = |map: &cmap::Table| {
            let own = || code_to_glyph(map, code);
            let by_character = || character.and_then(|c| character_to_glyph(map, c));
            match symbolic {
                true => own().or_else(by_character),
                false => by_character().or_else(own),
            }
        };
        if !matches!(self.said, Said::Program) {
            return self.said.ask_map(by_map);
        }
        self.ask(|face, cff| match face {
            Some(face) => by_map(&face.tables().cmap?),
            None => cff?.glyph_index(code).map(|glyph| glyph.0).filter(|glyph| *glyph != 0),
        })
    }

    /// The glyph of a CID: the program's own numbers where it is keyed by CIDs, otherwise they are the same.
    pub fn glyph_of_cid(&self, cid: u16) -> Option<u16> {
        if !matches!(self.said, Said::Program) {
            return Some(cid);
        }
        let keyed = self.ask(|face, cff| {
            let table = face.and_then(|face| face.tables().cff).or(cff.copied())?;
            table.glyph_cid(GlyphId(0))
        });
        match keyed {
            Some(_) => self.reverse().glyph_of_cid(cid),
            None => Some(cid),
        }
    }

    /// Does the glyph paint anything? `None` where the program does not tell: it has no outlines, or one with operators
    /// that are not understood, which may still paint.
    pub fn has_ink(&self, glyph: u16) -> Option<bool> {
        self.ask(|face, cff| {
            let (glyph, mut ink) = (GlyphId(glyph), Ink::default());
            let is_bare = match (face.and_then(|face| face.tables().glyf), cff.copied()) {
                // A glyph beyond the last one is not drawn either.
                (Some(outlines), _) => {
                    outlines.outline(glyph, &mut ink).is_none() && outlines.bbox(glyph).is_none()
                }
                (None, cff) => {
                    let outlines = cff.or(face.and_then(|face| face.tables().cff))?;
                    is_bare(&outlines, glyph, &mut ink)
                }
            };
            match ink.0 {
                true => Some(true),
                false => is_bare.then_some(false),
            }
        })
    }

    /// Has a TrueType program that says which characters its glyphs are no glyph of this one?
    pub fn lacks(&self, c: char) -> bool {
        let has_outlines = self.ask(|face, _| face?.tables().glyf.map(|_| ())).is_some();
        has_outlines && self.reverse().lacks(c)
    }

    /// The contours of a glyph.
    pub fn contours(&self, glyph: u16) -> Option<Contours> {
        self.ask(|face, cff| {
            let mut contours = Contours::default();
            match face {
                Some(face) => face.outline_glyph(GlyphId(glyph), &mut contours).map(|_| ()),
                None => cff?.outline(GlyphId(glyph), &mut contours).ok().map(|_| ()),
            }?;
            Some(contours)
        })
    }

    /// Are the outlines of two glyphs different, wherever they stand and however large they are?
    pub fn differ(&self, a: u16, b: u16) -> bool {
        let outline = |glyph: u16| {
            self.ask(|face, cff| {
                let mut outline = Outline::default();
                match face {
                    Some(face) => face.outline_glyph(GlyphId(glyph), &mut outline).map(|_| ()),
                    None => cff?.outline(GlyphId(glyph), &mut outline).ok().map(|_| ()),
                }?;
                Some(outline.fitted())
            })
        };
        outline(a).zip(outline(b)).is_some_and(|(a, b)| a != b)
    }

    /// The figure's characters that the program gives the glyph: by its Unicode map, and by its name.
    pub fn figures(&self, glyph: u16) -> (Option<char>, Option<char>) {
        let in_map =
            |map: &cmap::Table| FIGURE.chars().find(|c| character_to_glyph(map, *c) == Some(glyph));
        if !matches!(self.said, Said::Program) {
            return (self.said.ask_map(in_map), None);
        }
        let found = self.ask(|face, cff| {
            let mapped = |face: &Face| in_map(&face.tables().cmap?);
            let name = match face {
                Some(face) => face.glyph_name(GlyphId(glyph)),
                None => cff?.glyph_name(GlyphId(glyph)),
            };
            let named = name.and_then(glyph_text).and_then(|text| only(&text));
            Some((face.and_then(mapped), named.filter(|c| FIGURE.contains(*c))))
        });
        found.unwrap_or_default()
    }

    /// Asks the program as what it is. Parsing looks at its table of contents alone.
    fn ask<T>(
        &self,
        question: impl FnOnce(Option<&Face>, Option<&cff::Table>) -> Option<T>,
    ) -> Option<T> {
        let program = self.program();
        contained(|| match Face::parse(program, 0) {
            Ok(face) => question(Some(&face), None),
            Err(_) => question(None, Some(&cff::Table::parse(program)?)),
        })
        .flatten()
    }
}

/// Draws the glyph of a CFF program: is it well formed, and its box empty?
fn is_bare(outlines: &cff::Table, glyph: GlyphId, ink: &mut Ink) -> bool {
    outlines.outline(glyph, ink) == Err(CFFError::ZeroBBox)
}

/// The built-in encoding of a TrueType program: its (3,0) map at 0xF000, else its (1,0) map.
fn code_to_glyph(map: &cmap::Table, code: u8) -> Option<u16> {
    let subtables = || map.subtables.into_iter().take(8);
    let mapped = |platform, encoding, bases: &[u32]| {
        let mut maps =
            subtables().filter(|s| s.platform_id == platform && s.encoding_id == encoding);
        maps.find_map(|s| bases.iter().find_map(|base| s.glyph_index(base + u32::from(code))))
    };
    mapped(PlatformId::Windows, 0, &[0xF000, 0, 0xF100, 0xF200])
        .or_else(|| mapped(PlatformId::Macintosh, 0, &[0]))
        .map(|glyph| glyph.0)
        .filter(|glyph| *glyph != 0)
}

/// The glyph that the program's Unicode maps give a character.
fn character_to_glyph(map: &cmap::Table, c: char) -> Option<u16> {
    let unicode = map.subtables.into_iter().filter(|subtable| subtable.is_unicode());
    unicode.filter_map(|subtable| subtable.glyph_index(u32::from(c))).next().map(|glyph| glyph.0)
}

/// The character of a text of one.
pub(super) fn only(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The points of an outline, as they are drawn.
#[derive(Default)]
struct Outline(Vec<(f32, f32)>);

impl Outline {
    /// The points in sixteenths of the outline's own width and height.
    fn fitted(&self) -> Vec<(i32, i32)> {
        let ends = |pick: fn(&(f32, f32)) -> f32| {
            let values = self.0.iter().map(pick);
            let low = values.clone().fold(f32::INFINITY, f32::min);
            (low, (values.fold(f32::NEG_INFINITY, f32::max) - low).max(1.0))
        };
        let ((x, width), (y, height)) = (ends(|p| p.0), ends(|p| p.1));
        let share = |v: f32, size: f32| (16.0 * v / size).round() as i32;
        self.0.iter().map(|p| (share(p.0 - x, width), share(p.1 - y, height))).collect()
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push((x, y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push((x, y));
    }
    fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
        self.0.extend([(a, b), (x, y)]);
    }
    fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
        self.0.extend([(a, b), (c, d), (x, y)]);
    }
    fn close(&mut self) {}
}

/// Notes whether an outline has any line.
#[derive(Default)]
struct Ink(bool);

impl OutlineBuilder for Ink {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {
        self.0 = true;
    }
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
        self.0 = true;
    }
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
        self.0 = true;
    }
    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A CFF program of these glyphs (Adobe Technical Note 5176), all offsets of one byte.
    fn cff_of(glyphs: &[&[u8]]) -> Vec<u8> {
        let index = |items: &[&[u8]]| {
            let mut bytes = vec![0, items.len() as u8];
            let mut end = 1;
            if !items.is_empty() {
                bytes.extend([1, 1]);
            }
            for item in items {
                end += item.len() as u8;
                bytes.push(end);
            }
            bytes.extend(items.concat());
            bytes
        };
        let head = [vec![1, 0, 4, 1], index(&[b"A"])].concat();
        let tail = [index(&[]), index(&[])].concat();
        let top = |offset: u8| index(&[&[29, 0, 0, 0, offset, 17]]);
        let offset = head.len() + top(0).len() + tail.len();
        [head, top(offset as u8), tail, index(glyphs)].concat()
    }

    #[test]
    fn an_operator_that_is_not_understood_does_not_make_a_glyph_bare() {
        let ink_of = |charstring: &[u8]| {
            let program = cff_of(&[&[14], charstring]);
            let (table, mut ink) = (cff::Table::parse(&program).unwrap(), Ink::default());
            (is_bare(&table, GlyphId(1), &mut ink), ink.0)
        };
        // 100 hmoveto 50 hlineto 50 vlineto endchar; then behind dotsection, and nothing at all
        let path = [239, 22, 189, 6, 189, 7, 14];
        assert_eq!(ink_of(&path), (false, true));
        assert_eq!(ink_of(&[&[12, 0][..], &path].concat()), (false, false));
        assert_eq!(ink_of(&[14]), (true, false));
    }
}
