//! Fonts of a file and of a page.

use super::raster::Rasters;
use crate::model;
use crate::read::file::Id;
use crate::read::font::{Font, Shared};
use hashbrown::HashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// Fonts of one file, loaded once each, and images. Fonts written inline are known by their place in memory.
#[derive(Default)]
pub(in crate::read) struct Fonts<'d> {
    pub(super) loaded: HashMap<FontKey, Rc<Font<'d>>>,
    /// What they have in common.
    pub(super) shared: Rc<Shared<'d>>,
    /// Images that were looked into.
    pub rasters: RefCell<Rasters>,
}

/// Fonts of one page, and the place of each in that list.
#[derive(Default)]
pub(in crate::read) struct PageFonts {
    pub list: Vec<model::Font>,
    pub(super) places: HashMap<FontKey, u16>,
}

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
pub(in crate::read) enum FontKey {
    Object(Id),
    Inline(usize),
}

/// A font, and its index on the page.
pub(in crate::read) type FontUse<'d> = (Rc<Font<'d>>, u16);
