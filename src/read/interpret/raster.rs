//! What images show at a point (ISO 32000-2, 8.9), as far as it costs little: those without a filter of images. What the
//! others show is not known.

use super::ink::{Space, colour};
use crate::model::Colour;
use crate::read::file::{Dict, File, Object, Stream};
use crate::read::matrix::{Area, Matrix};
use std::cell::OnceCell;
use std::rc::Rc;

/// Bytes of one image that is looked at, and of all those kept at a time.
const MAX_BYTES: usize = 16 << 20;
const MAX_KEPT: usize = 64 << 20;
/// Images that are remembered.
const MAX_KNOWN: usize = 1024;
/// Points to a side at which a place of an image is looked at.
const LOOKS: u32 = 16;

/// An image where it stands on the page.
#[derive(Debug)]
pub(in crate::read) struct Picture<'d> {
    pub stream: &'d Stream,
    /// From the page to the image's unit square.
    pub inverse: Matrix,
    /// What a stencil mask is painted with.
    pub ink: Colour,
    /// Looked into when it is asked for.
    raster: OnceCell<Option<Rc<Raster>>>,
}

/// Samples of an image.
#[derive(Debug)]
pub(in crate::read) struct Raster {
    width: usize,
    height: usize,
    parts: usize,
    bits: usize,
    data: Vec<u8>,
    space: Space,
    palette: Option<Rc<[Colour]>>,
    /// /Decode turns the samples around.
    turned: bool,
    stencil: bool,
    mask: Option<Box<Raster>>,
}

/// Images that were looked at.
#[derive(Debug, Default)]
pub(in crate::read) struct Rasters {
    known: Vec<(usize, Option<Rc<Raster>>)>,
    kept: usize,
}

/// What the colour space of an image is, and its palette.
pub(in crate::read) type Spaces<'s, 'd> = &'s dyn Fn(&'d Object) -> (Space, Option<Rc<[Colour]>>);

impl Rasters {
    /// A new page: what the last ones looked at is forgotten where it is much.
    pub fn next_page(&mut self) {
        if self.kept > MAX_KEPT / 2 || self.known.len() >= MAX_KNOWN {
            *self = Rasters::default();
        }
    }

    pub fn get<'d>(
        &mut self,
        file: &'d File<'d>,
        stream: &'d Stream,
        spaces: Spaces<'_, 'd>,
    ) -> Option<Rc<Raster>> {
        let key = std::ptr::from_ref(stream) as usize;
        if let Some((_, known)) = self.known.iter().find(|(known, _)| *known == key) {
            return known.clone();
        }
        if self.known.len() >= MAX_KNOWN {
            return None;
        }
        let room = MAX_BYTES.min(MAX_KEPT.saturating_sub(self.kept));
        let raster = Raster::load(file, stream, spaces, room).map(Rc::new);
        self.kept += raster.as_ref().map_or(0, |raster| raster.len());
        self.known.push((key, raster.clone()));
        raster
    }
}

impl Raster {
    fn load<'d>(
        file: &'d File<'d>,
        stream: &'d Stream,
        spaces: Spaces<'_, 'd>,
        room: usize,
    ) -> Option<Raster> {
        let dict = &stream.dict;
        let size = |key: &[u8]| file.number(dict, key).map(|v| v.clamp(0.0, 1e6) as usize);
        let (width, height) = (size(b"Width")?, size(b"Height")?);
        let stencil = file.is_true(dict, b"ImageMask");
        let (space, palette) = match file.get(dict, b"ColorSpace") {
            _ if stencil => (Space::Gray, None),
            Some(space) => spaces(space),
            None => return None,
        };
        let parts = if palette.is_some() { 1 } else { space.parts()? };
        let bits = if stencil { 1 } else { size(b"BitsPerComponent")? };
        let row = width.checked_mul(parts * bits)?.div_ceil(8);
        let wanted = row.checked_mul(height).filter(|bytes| (1..=room).contains(bytes))?;
        if !matches!(bits, 1 | 2 | 4 | 8 | 16) {
            return None;
        }
        let turned = match file.numbers(dict, b"Decode").as_deref() {
            None | Some([0.0, 1.0, ..]) => false,
            Some([1.0, 0.0, ..]) if palette.is_none() => true,
            Some(_) if palette.is_some() => false,
            Some(_) => return None,
        };
        let mask = match holes(file, dict) {
            None => None,
            Some(Object::Stream(mask)) if mask.dict.get(b"SMask").is_none() => {
                Some(Box::new(Raster::load(file, mask, spaces, room - wanted)?))
            }
            Some(_) => return None,
        };
        let data = file.samples(stream).filter(|data| data.len() >= wanted)?;
        Some(Raster { width, height, parts, bits, data, space, palette, turned, stencil, mask })
    }

    fn len(&self) -> usize {
        self.data.len() + self.mask.as_ref().map_or(0, |mask| mask.len())
    }

    /// The samples at a point of the unit square, 0 to 1 each, and the first one as it is.
    fn samples(&self, x: f64, y: f64) -> Option<([f64; 4], usize)> {
        let place = |v: f64, count: usize| ((v * count as f64).max(0.0) as usize).min(count - 1);
        let (column, row) = (place(x, self.width), place(1.0 - y, self.height));
        let start = row * (self.width * self.parts * self.bits).div_ceil(8);
        let (mut samples, mut first) = ([0.0; 4], 0);
        for (part, shown) in samples.iter_mut().take(self.parts).enumerate() {
            let bit = (column * self.parts + part) * self.bits;
            let byte = usize::from(*self.data.get(start + bit / 8)?);
            // Of 16 bits the upper eight say enough.
            let bits = self.bits.min(8);
            let most = (1 << bits) - 1;
            let sample = (byte >> (8 - bits - bit % 8)) & most;
            if part == 0 {
                first = sample;
            }
            let share = sample as f64 / most as f64;
            *shown = if self.turned { 1.0 - share } else { share };
        }
        Some((samples, first))
    }

    /// Colour and opacity at a point of the unit square; a stencil is painted in `ink`.
    fn at(&self, x: f64, y: f64, ink: Colour) -> Option<(Colour, f32)> {
        let (samples, first) = self.samples(x, y)?;
        if self.stencil {
            return Some((ink, if samples[0] < 0.5 { 1.0 } else { 0.0 }));
        }
        let shown = match &self.palette {
            Some(palette) => palette.get(first).copied().flatten(),
            None => {
                let lab = if self.space == Space::Lab { 100.0 } else { 1.0 };
                colour(
                    self.space,
                    &samples[..self.parts].iter().map(|v| v * lab).collect::<Vec<_>>(),
                )
            }
        };
        let alpha = match &self.mask {
            None => 1.0,
            // The image is painted where the stencil would be (8.9.6.3).
            Some(mask) if mask.stencil => mask.at(x, y, None)?.1,
            Some(mask) => mask.samples(x, y)?.0[0] as f32,
        };
        Some((shown, alpha))
    }
}

/// What leaves holes in an image.
fn holes<'d>(file: &'d File<'d>, dict: &'d Dict) -> Option<&'d Object> {
    let keys = [b"SMask".as_slice(), b"Mask"];
    keys.iter().find_map(|key| file.get(dict, key)).filter(|o| !matches!(o, Object::Name(_)))
}

impl<'d> Picture<'d> {
    pub fn new(stream: &'d Stream, inverse: Matrix, ink: Colour) -> Self {
        Picture { stream, inverse, ink, raster: OnceCell::new() }
    }

    pub fn raster(&self, load: impl FnOnce() -> Option<Rc<Raster>>) -> Option<&Raster> {
        self.raster.get_or_init(load).as_deref()
    }

    /// Its colour and opacity at a point of the page.
    pub fn at(&self, raster: &Raster, x: f64, y: f64) -> Option<(Colour, f32)> {
        let (x, y) = self.inverse.apply(x, y);
        raster.at(x, y, self.ink)
    }

    /// One colour everywhere in an area of the page?
    pub fn is_blank(&self, raster: &Raster, area: &Area) -> bool {
        let along = |from: f64, to: f64| {
            (0..LOOKS).map(move |i| from + (to - from) * (f64::from(i) + 0.5) / f64::from(LOOKS))
        };
        let points =
            along(area.y0, area.y1).flat_map(|y| along(area.x0, area.x1).map(move |x| (x, y)));
        let mut shown = points.map(|(x, y)| self.at(raster, x, y));
        let first = shown.next().flatten();
        let same = |a: (Colour, f32), b: (Colour, f32)| {
            (a.1 - b.1).abs() < 0.1 && (a.1 < 0.1 || super::ink::alike(a.0, b.0))
        };
        first.is_some_and(|first| shown.all(|next| next.is_some_and(|next| same(first, next))))
    }
}
