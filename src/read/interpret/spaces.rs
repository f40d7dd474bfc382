//! Colour spaces that content streams name (ISO 32000-2, 8.6).

use super::Interpreter;
use super::ink::Space;
use super::operators::Operand;
use super::resources::Frame;
use crate::read::file::Object;

impl<'d> Interpreter<'d, '_> {
    /// `cs`, `CS`: what the numbers of the named colour space mean.
    pub(super) fn space(&self, operands: &[Operand], frame: &Frame<'d>) -> Space {
        let Some(Operand::Name(raw)) = operands.last() else { return Space::Other };
        match *raw {
            b"DeviceGray" => return Space::Gray,
            b"DeviceRGB" => return Space::Rgb,
            b"DeviceCMYK" => return Space::Cmyk,
            b"Pattern" => return Space::Pattern,
            _ => {}
        }
        frame.spaces.get(raw).unwrap_or_else(|| {
            let object = self.named_resource(b"ColorSpace", raw, frame);
            let space = object.map_or(Space::Other, |object| self.named_space(object));
            frame.spaces.put(raw, space);
            space
        })
    }

    fn named_space(&self, object: &'d Object) -> Space {
        let (family, stream) = match self.file.resolve(object) {
            Some(Object::Name(name)) => (Some(&**name), None),
            Some(Object::Array(parts)) => {
                let family = parts.first().and_then(|part| self.file.resolve(part));
                let family = match family {
                    Some(Object::Name(name)) => Some(&**name),
                    _ => None,
                };
                (family, parts.get(1).and_then(|part| self.file.resolve(part)))
            }
            _ => (None, None),
        };
        match (family, stream) {
            (Some(b"DeviceGray" | b"CalGray"), _) => Space::Gray,
            (Some(b"DeviceRGB" | b"CalRGB"), _) => Space::Rgb,
            (Some(b"DeviceCMYK"), _) => Space::Cmyk,
            (Some(b"Lab"), _) => Space::Lab,
            (Some(b"Separation" | b"DeviceN"), _) => Space::Spot,
            (Some(b"Pattern"), _) => Space::Pattern,
            (Some(b"ICCBased"), Some(Object::Stream(profile))) => {
                match self.file.number(&profile.dict, b"N") {
                    Some(1.0) => Space::Gray,
                    Some(3.0) => Space::Rgb,
                    Some(4.0) => Space::Cmyk,
                    _ => Space::Other,
                }
            }
            _ => Space::Other,
        }
    }
}
