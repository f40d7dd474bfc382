//! Colour spaces, patterns and shadings that content streams name (ISO 32000-2, 8.6 and 8.7).

use super::Interpreter;
use super::function::Function;
use super::ink::{Ink, Space, alike, colour};
use super::operators::Operand;
use super::resources::Frame;
use crate::model::Colour;
use crate::read::file::{Dict, Object};
use std::rc::Rc;

/// Tables of colours that one page may use; each has 256 at most.
const MAX_TABLES: usize = 256;
/// Spaces on which others stand.
const MAX_DEPTH: usize = 3;
/// Where the colours of a shading are looked at.
const STEPS: u32 = 8;

/// A space that has a palette or tints, and their colours.
pub(super) type Table = (Space, Rc<[Colour]>);

impl<'d> Interpreter<'d, '_> {
    /// `cs`, `CS`: what the numbers of the named colour space mean.
    pub(super) fn space(&mut self, operands: &[Operand], frame: &Frame<'d>) -> Space {
        let Some(Operand::Name(raw)) = operands.last() else { return Space::Other };
        match *raw {
            b"DeviceGray" => return Space::Gray,
            b"DeviceRGB" => return Space::Rgb,
            b"DeviceCMYK" => return Space::Cmyk,
            b"Pattern" => return Space::Pattern,
            _ => {}
        }
        if let Some(known) = frame.spaces.get(raw) {
            return known;
        }
        let object = self.named_resource(b"ColorSpace", raw, frame);
        let space = object.map_or(Space::Other, |object| self.space_with_table(object));
        frame.spaces.put(raw, space);
        space
    }

    fn space_with_table(&mut self, object: &'d Object) -> Space {
        let key = std::ptr::from_ref(object) as usize;
        let known = self.tables.iter().position(|(place, _)| *place == key);
        let (space, table) = match known {
            Some(place) => return self.tables[place].1.0.numbered(place),
            None => self.named_space(object),
        };
        match table {
            Some(table) if self.tables.len() < MAX_TABLES => {
                self.tables.push((key, (space, table)));
                space.numbered(self.tables.len() - 1)
            }
            Some(_) => Space::Other,
            None => space,
        }
    }

    /// A colour space, and the colours of its palette or its tints.
    pub(super) fn named_space(&self, object: &'d Object) -> (Space, Option<Rc<[Colour]>>) {
        self.space_at(object, 0)
    }

    fn space_at(&self, object: &'d Object, depth: usize) -> (Space, Option<Rc<[Colour]>>) {
        let (family, parts) = match self.file.resolve(object) {
            Some(Object::Name(name)) => (Some(&**name), &[][..]),
            Some(Object::Array(parts)) => {
                let family = parts.first().and_then(|part| self.file.resolve(part));
                (family.and_then(Object::as_name), &parts[1.min(parts.len())..])
            }
            _ => (None, &[][..]),
        };
        let space = match family {
            Some(b"DeviceGray" | b"CalGray" | b"G") => Space::Gray,
            Some(b"DeviceRGB" | b"CalRGB" | b"RGB") => Space::Rgb,
            Some(b"DeviceCMYK" | b"CMYK") => Space::Cmyk,
            Some(b"Lab") => Space::Lab,
            Some(b"Pattern") => Space::Pattern,
            Some(b"ICCBased") => self.profile(parts),
            Some(b"Separation") if depth < MAX_DEPTH => {
                return (Space::Spot, self.tints(parts, depth));
            }
            Some(b"Separation" | b"DeviceN") => Space::Spot,
            Some(b"Indexed" | b"I") if depth < MAX_DEPTH => {
                return (Space::Other, self.palette(parts, depth));
            }
            _ => Space::Other,
        };
        (space, None)
    }

    fn profile(&self, parts: &'d [Object]) -> Space {
        let Some(Object::Stream(profile)) = parts.first().and_then(|part| self.file.resolve(part))
        else {
            return Space::Other;
        };
        match self.file.number(&profile.dict, b"N") {
            Some(1.0) => Space::Gray,
            Some(3.0) => Space::Rgb,
            Some(4.0) => Space::Cmyk,
            _ => Space::Other,
        }
    }

    /// The colours of an Indexed space (8.6.6.3).
    fn palette(&self, parts: &'d [Object], depth: usize) -> Option<Rc<[Colour]>> {
        let [base, most, lookup] = parts else { return None };
        let (base, None) = self.space_at(base, depth + 1) else { return None };
        let count = base.parts()?;
        let most = self.file.resolve(most)?.as_number()?.clamp(0.0, 255.0) as usize;
        let bytes = match self.file.resolve(lookup)? {
            Object::Stream(stream) => self.file.samples(stream)?,
            text => text.as_text()?.to_vec(),
        };
        let shades = bytes.chunks_exact(count).take(most + 1).map(|entry| {
            let numbers: Vec<f64> = entry.iter().map(|byte| f64::from(*byte) / 255.0).collect();
            if base == Space::Lab { None } else { colour(base, &numbers) }
        });
        Some(shades.collect())
    }

    /// What the tints of a Separation space look like (8.6.6.4), from none to all of its ink.
    fn tints(&self, parts: &'d [Object], depth: usize) -> Option<Rc<[Colour]>> {
        let [_, alternate, function] = parts else { return None };
        let (alternate, None) = self.space_at(alternate, depth + 1) else { return None };
        let function = Function::load(self.file, function)?;
        let shade = |tint: u16| {
            let numbers = function.at(f64::from(tint) / 255.0);
            (Some(numbers.len()) == alternate.parts())
                .then(|| colour(alternate, &numbers))
                .flatten()
        };
        Some((0..256).map(shade).collect())
    }

    /// `sc`, `scn`: a colour of the ink's space, or a pattern.
    pub(super) fn set_colour(&mut self, stroke: bool, operands: &[Operand], frame: &Frame<'d>) {
        let mut ink = if stroke { self.state.stroke } else { self.state.fill };
        match (ink.space(), operands.last()) {
            (Space::Pattern, Some(Operand::Name(name))) => {
                let pattern = self.named_resource(b"Pattern", name, frame);
                self.set_pattern(&mut ink, pattern, frame);
            }
            (Space::Palette(table), Some(Operand::Number(number))) => {
                ink.colour = self.shade(table, *number);
            }
            (Space::Tint(table), Some(Operand::Number(tint))) => {
                ink.colour = self.shade(table, tint.clamp(0.0, 1.0) * 255.0);
            }
            _ => ink.set_colour(operands),
        }
        *(if stroke { &mut self.state.stroke } else { &mut self.state.fill }) = ink;
    }

    fn shade(&self, table: u16, number: f64) -> Colour {
        let (_, (_, table)) = self.tables.get(usize::from(table))?;
        *table.get(number.round().clamp(0.0, 255.0) as usize).or(table.last())?
    }

    fn set_pattern(&mut self, ink: &mut Ink, pattern: Option<&'d Object>, frame: &Frame<'d>) {
        let pattern = pattern.and_then(|object| self.file.resolve(object));
        let dict = pattern.and_then(Object::as_dict);
        let shading = dict.and_then(|dict| self.file.get(dict, b"Shading"));
        ink.set_pattern(None);
        if let Some(shading) = shading.and_then(Object::as_dict) {
            if let (colour, true) = self.shading_colour(shading) {
                ink.set_pattern(Some(colour));
            }
        } else if let (Some(Object::Stream(stream)), Some(dict)) = (pattern, dict)
            && self.file.number(dict, b"PaintType") != Some(2.0)
            && let Some(colour) = self.tile_colour(stream, frame)
        {
            ink.set_pattern(Some(Some(colour)));
        }
    }

    /// The one colour of a shading, if it has one, and whether it fills all that it is painted on (8.7.4.5).
    pub(super) fn shading_colour(&self, shading: &'d Dict) -> (Colour, bool) {
        let kind = self.file.number(shading, b"ShadingType").unwrap_or(0.0);
        let extend = self.file.array(shading, b"Extend").unwrap_or_default();
        let extends = matches!(extend, [Object::Bool(true), Object::Bool(true)]);
        let whole = matches!(kind, 2.0 | 3.0) && extends && !shading.has(b"BBox");
        let one = || -> Colour {
            let (space, None) = self.named_space(shading.get(b"ColorSpace")?) else { return None };
            let function = Function::load(self.file, shading.get(b"Function")?)?;
            let at = |step: u32| colour(space, &function.at(f64::from(step) / f64::from(STEPS)));
            let first = at(0);
            (1..=STEPS).all(|step| alike(at(step), first)).then_some(first)?
        };
        (if matches!(kind, 2.0 | 3.0) { one() } else { None }, whole)
    }
}
