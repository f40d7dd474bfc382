//! What the fonts of one file have in common: programs, maps and widths are read once each, however many fonts name them.

use super::super::cmap::Embedded;
use super::super::file::{Dict, File, Stream};
use super::drawn::Drawn;
use super::embedded::program_stream;
use hashbrown::HashMap;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Values by the place in memory of what they were made of, which stays where it is while the file is read.
pub(super) struct Once<T>(RefCell<HashMap<usize, T>>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Once(RefCell::default())
    }
}

impl<T: Clone> Once<T> {
    /// The value of what stands at this place.
    pub fn get<P: ?Sized>(&self, place: *const P, make: impl FnOnce() -> T) -> T {
        let place = place.cast::<u8>() as usize;
        if let Some(known) = self.0.borrow().get(&place) {
            return known.clone();
        }
        let made = make();
        self.0.borrow_mut().insert(place, made.clone());
        made
    }
}

/// First CID, last CID, width; sorted.
pub(super) type Width = (u32, u32, f64);

/// First CID, last CID, advance and v.x, v.y; sorted.
pub(super) type Vertical = (u32, u32, [f64; 3]);

/// Glyphs of CIDs, as /CIDToGIDMap lists them.
pub(super) type Glyphs = Option<Rc<[u8]>>;

/// All of them.
#[derive(Default)]
pub(in crate::read) struct Shared<'d> {
    programs: Once<Option<Rc<Drawn<'d>>>>,
    glyphs: Once<Glyphs>,
    pub(super) maps: Once<Option<Arc<Embedded>>>,
    pub(super) widths: Once<Rc<[Width]>>,
    pub(super) verticals: Once<Rc<[Vertical]>>,
}

impl<'d> Shared<'d> {
    /// The program of the font with this descriptor; `None` where it has none that can be kept.
    pub(super) fn program(
        &self,
        file: &'d File<'d>,
        descriptor: &'d Dict,
    ) -> Option<Rc<Drawn<'d>>> {
        let stream = program_stream(file, descriptor)?;
        self.programs.get(stream, || Drawn::of(file, stream).map(Rc::new))
    }

    /// The bytes of a /CIDToGIDMap.
    pub(super) fn glyphs(&self, file: &File, stream: &Stream) -> Glyphs {
        self.glyphs.get(stream, || {
            let bytes = file.inflate(stream)?;
            file.work.keep(bytes.len()).then(|| bytes.into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_one_place_is_made_once() {
        let once = Once::default();
        let (a, b) = (Box::new(1), Box::new(1));
        let mut made = 0;
        for place in [&*a, &*a, &*b, &*a] {
            once.get(std::ptr::from_ref(place), || made += 1);
        }
        assert_eq!(made, 2);
    }
}
