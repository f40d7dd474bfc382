//! What the images of a page show, looked into when it is asked.

use super::Interpreter;
use super::raster::{Picture, Raster};
use crate::model::Colour;
use crate::read::matrix::Area;

impl<'d> Interpreter<'d, '_> {
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
