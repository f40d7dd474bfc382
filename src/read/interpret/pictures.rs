//! Images and shadings, and what they show, looked into when it is asked.

use super::Interpreter;
use super::ink::{Coat, Mix};
use super::operators::Operand;
use super::paint::{Cover, Image, Shown};
use super::raster::{Picture, Raster};
use super::region::{Region, Rule, Shape};
use super::resources::Frame;
use crate::model::Colour;
use crate::read::file::{Object, Stream};
use crate::read::matrix::Area;

/// Images of a page that may be looked into.
const MAX_PICTURES: usize = 4096;

impl<'d> Interpreter<'d, '_> {
    /// `sh`: a shading fills the clip.
    pub(in crate::read) fn shading(&mut self, operands: &[Operand], frame: &Frame<'d>) {
        if self.marked.hides() || self.state.transparent(false, true) {
            return;
        }
        let shading = self.resource(b"Shading", operands, frame).and_then(Object::as_dict);
        let (colour, whole) = shading.map_or((None, false), |dict| self.shading_colour(dict));
        let mix = if whole { self.state.mix() } else { Mix::Unclear };
        let coat = Coat { colour, alpha: self.state.fill.alpha() as f32, mix };
        self.paint_region(Region::of_box(self.state.clip), coat, Shown::Colour);
    }

    /// Paints what is no path, through the clip.
    fn paint_region(&mut self, mut region: Region, coat: Coat, shown: Shown) {
        let coat = self.state.masked(coat);
        region.area = region.area.intersect(&self.state.clip);
        region.clip = self.state.clip_shape.clone();
        let cover = Cover { region: region.clone(), coat, shown, at: self.glyphs.len() };
        let coat = cover.unread();
        self.canvas.cover(cover, self.settings.max_lines);
        self.fill_letters(&region, coat);
    }

    /// An image fills the unit square of user space (8.9.5); an inline one has no stream of its own.
    pub(in crate::read) fn image(&mut self, stream: Option<&'d Stream>, opaque: bool) {
        if self.marked.hides() || self.state.transparent(false, true) {
            return;
        }
        let ctm = self.state.ctm;
        let area = ctm.apply_box(0.0, 0.0, 1.0, 1.0);
        let max = self.settings.max_lines;
        let ink = self.state.fill.colour;
        let picture = stream.zip(ctm.inverse()).and_then(|(stream, inverse)| {
            self.canvas.picture(Picture::new(stream, inverse, ink), MAX_PICTURES)
        });
        if self.canvas.images.len() < max {
            let seen = area.intersect(&self.state.clip);
            let (covers, at) = (self.canvas.covers.len(), self.glyphs.len());
            self.canvas.images.push(Image { area: seen, picture, covers, at });
        }
        let mix = self.state.mix();
        let coat = Coat { colour: None, alpha: self.state.fill.alpha() as f32, mix };
        let mut region = Region::of_box(area);
        if !ctm.is_upright() {
            let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
            let mut shape = Shape::new(Rule::Winding);
            shape.add(corners.map(|(x, y)| ctm.apply(x, y)));
            region.shape = Some(Box::new(shape));
        }
        self.paint_region(region, coat, Shown::Image { picture, holed: !opaque });
    }

    /// Colour and opacity of a picture at a point of the page, where they can be had.
    pub fn picture_at(&self, picture: u32, x: f64, y: f64) -> Option<(Colour, f32)> {
        let (picture, raster) = self.picture(picture)?;
        picture.at(raster, x, y)
    }

    /// Is a picture of one colour all over an area of the page?
    pub fn is_blank(&self, picture: u32, area: &Area) -> bool {
        self.picture(picture).is_some_and(|(picture, raster)| picture.is_blank(raster, area))
    }

    fn picture(&self, picture: u32) -> Option<(&Picture<'d>, &Raster)> {
        let picture = self.canvas.pictures.get(picture as usize)?;
        let load = || {
            let spaces = |object| self.named_space(object);
            self.fonts.rasters.borrow_mut().get(self.file, picture.stream, &spaces)
        };
        Some((picture, picture.raster(load)?))
    }
}
