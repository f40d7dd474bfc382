//! What of a page's text can be seen (ISO 32000-2, 8.2: what is painted later hides what was painted before).
//!
//! 1. Text in rendering mode 3 paints nothing. It is kept where an image stands: it is the text of that image. A figure
//!    where the image is blank, or a patch painted later lies over it, is none of its text. So is text of a scan that paints
//!    nothing in another way (no opacity, a clip, glyphs without ink), or that lies below the scan.
//! 2. What later paint leaves of a character is worked out at nine points of its ink: the colour of what it stands on and
//!    its own, both under every cover painted later. Where the two look alike, nothing is seen of it.
//! 3. A figure's character that is seen at some of these points only, or below paint that nobody knows (a pattern, a soft
//!    mask, a clip of letters), is U+FFFD.
//! 4. Of a figure that is hidden or clipped away in part, what is left would be another figure: U+FFFD stands for the
//!    characters next to what is hidden. What is painted again in the same place is not missing.
//!
//! Blends that are not worked out hide nothing.

mod index;
mod parts;
mod spot;

use super::interpret::{Cover, Image, PAPER, Region, Within, alike};
use super::marks::{ink, is_of_figures};
use super::matrix::Area;
use crate::deadline;
use crate::lex::is_digit;
use crate::model::{Colour, Direction, Glyph};
use index::Index;
use parts::mark_parts;
use std::borrow::Cow;

/// What images show.
pub(super) trait Pictures {
    /// Colour and opacity of a picture at a point of the page.
    fn at(&self, picture: u32, x: f64, y: f64) -> Option<(Colour, f32)>;
    /// Is it of one colour all over an area of the page?
    fn is_blank(&self, picture: u32, area: &Area) -> bool;
}

/// What is painted on a page besides its characters.
pub(super) struct Painted<'p> {
    pub covers: &'p [Cover],
    pub images: &'p [Image],
    pub pictures: &'p dyn Pictures,
    /// Characters of figures that a clip hides, and how many were painted before.
    pub clipped: &'p [(usize, Glyph)],
    /// The page, square points.
    pub page: f64,
}

/// An image that covers this share of its page is a scan.
const SCAN: f64 = 0.4;
/// Covers that are asked whether they hide what an image shows.
const MAX_PATCHES: usize = 4096;

/// What is seen of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Seen,
    Unclear,
    Hidden,
}

/// What [`take_unseen`] finds.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    /// The characters that nobody sees, in order.
    pub glyphs: Vec<Glyph>,
    /// How many of those that are left became U+FFFD.
    pub unclear: usize,
    /// Digits left that an image with holes was painted over, of which nobody knows where its holes are.
    pub veiled: usize,
}

/// Takes the characters that nobody sees out of `glyphs`.
pub(super) fn take_unseen(glyphs: &mut Vec<Glyph>, painted: &Painted) -> Unseen {
    let plain = |glyph: &Glyph| !glyph.invisible && !alike(glyph.colour, PAPER);
    let covers = with_blocks(glyphs, painted.covers);
    if covers.is_empty() && painted.clipped.is_empty() && glyphs.iter().all(plain) {
        return Unseen::default();
    }
    let veils: Vec<&Cover> = covers.iter().filter(|cover| is_veil(cover, painted)).collect();
    let index = Index::new(&covers, painted.pictures);
    let mut pictured = Vec::new();
    let sight = |(at, glyph): (usize, &Glyph)| {
        deadline::tick();
        let sight = match glyph.invisible {
            true => sight_on_images(glyph, painted),
            // It lies under itself.
            false if is_block(glyph) => Sight::Seen,
            false => index.sight(glyph, at),
        };
        if sight == Sight::Hidden && is_of_scan(glyph, painted, at) {
            pictured.push(at);
            return Sight::Seen;
        }
        sight
    };
    let mut sights: Vec<Sight> = glyphs.iter().enumerate().map(sight).collect();
    pictured.into_iter().for_each(|at| glyphs[at].invisible = true);
    let unread = |glyphs: &[Glyph]| {
        glyphs.iter().filter(|glyph| glyph.ch == char::REPLACEMENT_CHARACTER).count()
    };
    let before = unread(glyphs);
    mark_parts(glyphs, &mut sights, painted.clipped);
    let unclear = unread(glyphs).saturating_sub(before);
    let below = |(at, (glyph, sight)): (usize, (&Glyph, &Sight))| {
        let (x, y) = middle(&ink(glyph));
        *sight == Sight::Seen
            && is_digit(glyph.ch)
            && !glyph.invisible
            && veils.iter().any(|veil| veil.at > at && veil.region.contains(x, y) == Within::Yes)
    };
    let veiled = match veils.is_empty() {
        true => 0,
        false => glyphs.iter().zip(&sights).enumerate().filter(|pair| below(*pair)).count(),
    };
    let mut sights = sights.into_iter();
    let hidden = glyphs.extract_if(.., |_| sights.next() == Some(Sight::Hidden)).collect();
    Unseen { glyphs: hidden, unclear, veiled }
}

/// Is it a picture that leaves out what nobody can tell, as it cannot be looked into?
fn is_veil(cover: &Cover, painted: &Painted) -> bool {
    let (x, y) = middle(&cover.region.area);
    let known = || cover.picture().is_some_and(|it| painted.pictures.at(it, x, y).is_some());
    cover.is_holed() && !known()
}

fn middle(area: &Area) -> (f64, f64) {
    ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0)
}

/// Takes those out of the characters that paint nothing that are the text of a scan, as invisible ones.
pub(super) fn take_of_scan(unpainted: &mut Vec<Glyph>, painted: &Painted) -> Vec<Glyph> {
    let mut taken: Vec<Glyph> =
        unpainted.extract_if(.., |glyph| is_of_scan(glyph, painted, 0)).collect();
    taken.iter_mut().for_each(|glyph| glyph.invisible = true);
    taken
}

/// Text that paints nothing is what an image shows there.
fn sight_on_images(glyph: &Glyph, painted: &Painted) -> Sight {
    let shows = |image: &Image| {
        shows(image, glyph, painted, is_of_figures(glyph.ch)) && !is_patched(image, glyph, painted)
    };
    if painted.images.iter().any(shows) { Sight::Seen } else { Sight::Hidden }
}

/// Is a character that nobody sees what a scan shows there that was painted after it, being number `at`?
fn is_of_scan(glyph: &Glyph, painted: &Painted, at: usize) -> bool {
    let shows = |image: &Image| {
        image.at >= at
            && image.area.width() * image.area.height() >= SCAN * painted.page
            && shows(image, glyph, painted, true)
            && !is_patched(image, glyph, painted)
    };
    painted.images.iter().any(shows)
}

/// Does an image stand at the character, and `somewhat`: is it of more than one colour there?
fn shows(image: &Image, glyph: &Glyph, painted: &Painted, somewhat: bool) -> bool {
    let ink = ink(glyph);
    // Such text stands a little beside what it is the text of.
    let (wide, tall) = (ink.width(), ink.height());
    let around =
        Area { x0: ink.x0 - wide, x1: ink.x1 + wide, y0: ink.y0 - tall, y1: ink.y1 + tall };
    image.area.contains((ink.x0 + ink.x1) / 2.0, (ink.y0 + ink.y1) / 2.0)
        && !(somewhat && image.picture.is_some_and(|it| painted.pictures.is_blank(it, &around)))
}

/// Is what the image shows below the whole character hidden by a patch: a surface of one colour painted later?
fn is_patched(image: &Image, glyph: &Glyph, painted: &Painted) -> bool {
    let ink = ink(glyph);
    let (x, y) = ((ink.x0 + ink.x1) / 2.0, (ink.y0 + ink.y1) / 2.0);
    let hides = |cover: &Cover| {
        deadline::tick();
        let (area, pictures) = (&cover.region.area, painted.pictures);
        cover.unread().is_opaque()
            && area.contains(ink.x0, ink.y0)
            && area.contains(ink.x1, ink.y1)
            && cover.region.contains(x, y) == Within::Yes
            && match cover.picture() {
                None => cover.coat.colour.is_some(),
                Some(own) => image.picture != Some(own) && pictures.is_blank(own, &ink),
            }
    };
    let later = painted.covers.get(image.covers..).unwrap_or_default();
    later.iter().rev().take(MAX_PATCHES).any(hides)
}

fn is_block(glyph: &Glyph) -> bool {
    matches!(glyph.ch, '■' | '█' | '◼' | '⬛' | '▇' | '▉')
}

/// Blocks that characters paint are covers too.
fn with_blocks<'c>(glyphs: &[Glyph], covers: &'c [Cover]) -> Cow<'c, [Cover]> {
    if !glyphs.iter().any(|glyph| is_block(glyph) && !glyph.invisible) {
        return Cow::Borrowed(covers);
    }
    let block = |(at, glyph): (usize, &Glyph)| {
        let (x0, x1) = (f64::from(glyph.rect.x0), f64::from(glyph.rect.x1));
        let (baseline, size) = (f64::from(glyph.baseline), f64::from(glyph.size));
        let side = 0.06 * (x1 - x0);
        let (y0, y1) = (baseline - 0.78 * size, baseline + 0.04 * size);
        let region = Region::of_box(Area { x0: x0 + side, x1: x1 - side, y0, y1 });
        Cover::block(region, glyph.colour, at + 1)
    };
    let level = |(_, glyph): &(usize, &Glyph)| {
        is_block(glyph) && !glyph.invisible && glyph.direction == Direction::Right
    };
    let mut all = covers.to_vec();
    all.extend(glyphs.iter().enumerate().filter(level).map(block));
    all.sort_by_key(|cover| cover.at);
    Cow::Owned(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;
    use crate::read::interpret::{Coat, Mix, Rule, Shape, Shown};
    use crate::read::marks::points;
    use proptest::prelude::*;

    const BLACK: Colour = Some([0; 3]);
    const BLUE: Colour = Some([0, 0, 160]);

    /// A character of ten points at (x, y), its lower left corner.
    fn glyph(ch: char, x: f32, y: f32, colour: Colour) -> Glyph {
        let rect = Rect::new(x, y - 8.8, x + 5.0, y + 1.2);
        Glyph { ch, rect, baseline: y, size: 10.0, colour, ..Glyph::default() }
    }

    fn cover(area: [f64; 4], colour: Colour, at: usize) -> Cover {
        let [x0, y0, x1, y1] = area;
        Cover::block(Region::of_box(Area { x0, y0, x1, y1 }), colour, at)
    }

    fn pictured(picture: Option<u32>) -> Shown {
        Shown::Image { picture, holed: false }
    }

    fn mixed(cover: Cover, mix: Mix, alpha: f32) -> Cover {
        Cover { coat: Coat { mix, alpha, ..cover.coat }, ..cover }
    }

    /// Pictures of which one half is white and the other is not known.
    struct Half;

    impl Pictures for Half {
        fn at(&self, _: u32, x: f64, _: f64) -> Option<(Colour, f32)> {
            (x < 50.0).then_some((PAPER, 1.0))
        }

        fn is_blank(&self, _: u32, area: &Area) -> bool {
            area.x1 < 50.0
        }
    }

    fn on_page<'p>(
        covers: &'p [Cover],
        images: &'p [Image],
        clipped: &'p [(usize, Glyph)],
    ) -> Painted<'p> {
        Painted { covers, images, pictures: &Half, clipped, page: 10_000.0 }
    }

    fn take(
        glyphs: &mut Vec<Glyph>,
        covers: &[Cover],
        images: &[Image],
        clipped: &[(usize, Glyph)],
    ) {
        let all = glyphs.len();
        let unseen = take_unseen(glyphs, &on_page(covers, images, clipped));
        assert_eq!(glyphs.len() + unseen.glyphs.len(), all);
    }

    /// What is left of the text.
    fn seen(mut glyphs: Vec<Glyph>, covers: &[Cover], images: &[Image]) -> String {
        take(&mut glyphs, covers, images, &[]);
        glyphs.iter().map(|glyph| glyph.ch).collect()
    }

    #[test]
    fn a_patch_hides_the_value_below_it_and_not_the_one_on_it() {
        let glyphs = vec![glyph('1', 10.0, 50.0, BLACK), glyph('2', 12.0, 50.0, BLACK)];
        assert_eq!(seen(glyphs.clone(), &[cover([0.0, 40.0, 40.0, 60.0], PAPER, 1)], &[]), "2");
        assert_eq!(seen(glyphs.clone(), &[cover([0.0, 40.0, 40.0, 60.0], PAPER, 0)], &[]), "12");
        // A patch beside it, or only over its edge, hides nothing; one over half of it leaves no digit.
        assert_eq!(seen(glyphs.clone(), &[cover([0.0, 49.0, 40.0, 60.0], PAPER, 2)], &[]), "12");
        let half = [cover([0.0, 46.0, 40.0, 60.0], PAPER, 2)];
        assert_eq!(seen(glyphs.clone(), &half, &[]), "\u{FFFD}\u{FFFD}");
        assert_eq!(seen(vec![glyph('字', 10.0, 50.0, BLACK)], &half, &[]), "字");
        // A line through it leaves enough of it.
        assert_eq!(seen(glyphs.clone(), &[cover([0.0, 46.0, 40.0, 47.0], BLACK, 2)], &[]), "12");
        // Two strips that meet on it hide it together.
        let strips =
            [cover([0.0, 40.0, 40.0, 46.5], PAPER, 2), cover([0.0, 46.5, 40.0, 60.0], PAPER, 2)];
        assert_eq!(seen(glyphs.clone(), &strips, &[]), "");
        // A bar over the first digit of a figure: what is left is not the figure.
        let figure = vec![
            glyph('1', 10.0, 50.0, BLACK),
            glyph('3', 15.0, 50.0, BLACK),
            glyph('5', 20.0, 50.0, BLACK),
        ];
        assert_eq!(seen(figure, &[cover([0.0, 40.0, 15.0, 60.0], BLACK, 3)], &[]), "\u{FFFD}5");
        let patch = |colour| cover([0.0, 40.0, 40.0, 60.0], colour, 2);
        assert_eq!(seen(glyphs.clone(), &[mixed(patch(None), Mix::Blend, 1.0)], &[]), "12");
        // A pattern, or a mask: who knows. What is painted over it hides for sure.
        let pattern = mixed(patch(None), Mix::Unclear, 1.0);
        assert_eq!(seen(glyphs.clone(), std::slice::from_ref(&pattern), &[]), "\u{FFFD}\u{FFFD}");
        assert_eq!(seen(glyphs, &[pattern, patch(PAPER)], &[]), "");
    }

    #[test]
    fn veils_hide_together_and_one_alone_does_not() {
        let glyphs = vec![glyph('1', 10.0, 50.0, BLACK)];
        let veil = || mixed(cover([0.0, 40.0, 40.0, 60.0], PAPER, 2), Mix::Over, 0.6);
        assert_eq!(seen(glyphs.clone(), &[veil()], &[]), "1");
        assert_eq!(seen(glyphs.clone(), &[veil(), veil(), veil()], &[]), "");
        let ink = |colour| mixed(cover([0.0, 40.0, 40.0, 60.0], colour, 2), Mix::Multiply, 1.0);
        assert_eq!(seen(glyphs.clone(), &[ink(Some([255, 255, 0]))], &[]), "1");
        assert_eq!(seen(glyphs, &[ink(BLACK)], &[]), "");
    }

    #[test]
    fn a_block_painted_over_a_digit_is_a_patch() {
        let block = |ch| {
            let rect = Rect::new(9.0, 41.2, 16.0, 51.2);
            Glyph { rect, ..glyph(ch, 9.0, 50.0, BLACK) }
        };
        let digit = glyph('1', 10.0, 50.0, BLACK);
        assert_eq!(seen(vec![digit, block('■')], &[], &[]), "■");
        assert_eq!(seen(vec![digit, block('□')], &[], &[]), "1□");
        assert_eq!(seen(vec![block('■'), glyph('1', 10.0, 50.0, PAPER)], &[], &[]), "■1");
    }

    #[test]
    fn what_a_clip_takes_from_a_figure_is_missed() {
        let figure = |from: usize| -> Vec<Glyph> {
            let places = "123.45".chars().zip(0u8..).skip(from);
            places.map(|(ch, i)| glyph(ch, 10.0 + 5.0 * f32::from(i), 50.0, BLACK)).collect()
        };
        let left = |mut glyphs: Vec<Glyph>, clipped: &[(usize, Glyph)]| -> String {
            take(&mut glyphs, &[], &[], clipped);
            glyphs.iter().map(|glyph| glyph.ch).collect()
        };
        assert_eq!(left(figure(1), &[(0, figure(0)[0])]), "\u{FFFD}3.45");
        // Painted again where it is seen, nothing is missing.
        assert_eq!(left(figure(0), &[(0, figure(0)[0]), (6, figure(0)[5])]), "123.45");
        // The figure of another cell is another one.
        assert_eq!(left(figure(1), &[(0, glyph('1', 2.0, 50.0, BLACK))]), "23.45");
    }

    #[test]
    fn text_in_the_colour_below_it_is_not_seen() {
        let white = vec![glyph('1', 10.0, 50.0, PAPER), glyph('2', 100.0, 50.0, PAPER)];
        assert_eq!(seen(white.clone(), &[], &[]), "");
        assert_eq!(seen(white.clone(), &[cover([90.0, 30.0, 120.0, 60.0], BLUE, 0)], &[]), "2");
        // On an image or a pattern any colour may be seen.
        assert_eq!(seen(white, &[cover([0.0, 30.0, 50.0, 60.0], None, 0)], &[]), "1");
        let blue = vec![glyph('1', 10.0, 50.0, BLUE), glyph('2', 100.0, 50.0, BLUE)];
        assert_eq!(seen(blue, &[cover([90.0, 30.0, 120.0, 60.0], BLUE, 0)], &[]), "1");
        // White on what an image shows there.
        let image = Cover { shown: pictured(Some(0)), ..cover([0.0, 30.0, 200.0, 60.0], None, 0) };
        let white = vec![glyph('1', 10.0, 50.0, PAPER), glyph('2', 100.0, 50.0, PAPER)];
        assert_eq!(seen(white, &[image], &[]), "2");
    }

    #[test]
    fn invisible_text_is_that_of_an_image() {
        let text = |x| Glyph { invisible: true, ..glyph('字', x, 50.0, BLACK) };
        let area = Area { x0: 0.0, y0: 0.0, x1: 60.0, y1: 100.0 };
        let image = |picture| Image { area, picture, covers: 0, at: 0 };
        assert_eq!(seen(vec![text(10.0), text(80.0)], &[], &[image(None)]), "字");
        let digit = Glyph { ch: '8', ..text(10.0) };
        assert_eq!(seen(vec![digit], &[], &[image(None)]), "8");
        assert_eq!(seen(vec![digit, text(10.0)], &[], &[image(Some(0))]), "字");
        // A patch painted over the image hides what it shows; one below it does not.
        let patch = [cover([0.0, 40.0, 40.0, 60.0], PAPER, 0)];
        assert_eq!(seen(vec![digit], &patch, &[image(None)]), "");
        let over = Image { covers: 1, ..image(None) };
        assert_eq!(seen(vec![digit], &patch, &[over]), "8");
    }

    #[test]
    fn text_that_a_scan_hides_is_its_text() {
        let scan = |wide: f64, picture| Image {
            area: Area { x0: 0.0, y0: 0.0, x1: wide, y1: 100.0 },
            picture,
            covers: 0,
            at: 2,
        };
        let scanned = |wide: f64, picture| {
            let cover = Cover { shown: pictured(None), ..cover([0.0, 0.0, wide, 100.0], None, 2) };
            let glyphs = vec![glyph('8', 10.0, 50.0, BLACK), glyph('字', 20.0, 50.0, PAPER)];
            seen(glyphs, &[cover], &[scan(wide, picture)])
        };
        assert_eq!(scanned(90.0, None), "8字");
        // A picture of one colour there is a patch, as is a small one.
        assert_eq!((scanned(90.0, Some(0)), scanned(35.0, None)), (String::new(), String::new()));
        // Transparent text.
        let images = [scan(90.0, None)];
        let painted = on_page(&[], &images, &[]);
        let mut unpainted = vec![glyph('8', 10.0, 50.0, BLACK), glyph('9', 95.0, 50.0, BLACK)];
        let taken = take_of_scan(&mut unpainted, &painted);
        assert_eq!((taken[0].ch, taken[0].invisible, unpainted[0].ch), ('8', true, '9'));
    }

    #[test]
    fn covers_of_any_shape_and_size() {
        let mut shape = Shape::new(Rule::Winding);
        shape.add([(0.0, 0.0), (200.0, 0.0), (0.0, 200.0)]);
        let mut triangle = cover([0.0, 0.0, 200.0, 200.0], PAPER, 2);
        triangle.region.shape = Some(Box::new(shape));
        let glyphs = vec![glyph('1', 10.0, 50.0, BLACK), glyph('2', 180.0, 180.0, BLACK)];
        assert_eq!(seen(glyphs.clone(), &[triangle], &[]), "2");
        assert_eq!(seen(glyphs, &[cover([-9e9, -9e9, 9e9, 9e9], None, 1)], &[]), "2");
    }

    proptest! {
        /// Covers and characters in any place: which of them are seen is the same as asking each cover for each one.
        #[test]
        fn the_index_finds_what_a_walk_finds(
            places in prop::collection::vec((0f32..3000.0, 0f32..3000.0, 0u8..3), 1..40),
            boxes in prop::collection::vec((0f64..3000.0, 0f64..3000.0, 1f64..900.0, 1f64..900.0, 0usize..40, 0u8..3), 0..30),
        ) {
            let colours = [PAPER, BLACK, None];
            let glyphs: Vec<Glyph> =
                places.iter().map(|&(x, y, c)| glyph('字', x, y, colours[usize::from(c)])).collect();
            let mut covers: Vec<Cover> = boxes
                .iter()
                .map(|&(x, y, w, h, at, c)| cover([x, y, x + w, y + h], colours[usize::from(c)], at))
                .collect();
            covers.sort_by_key(|cover| cover.at);
            let expected: Vec<bool> = glyphs.iter().enumerate().map(|(i, glyph)| {
                !points(&ink(glyph)).iter().all(|&(x, y)| {
                    let lies = |cover: &&Cover| cover.region.contains(x, y) == Within::Yes;
                    let below = covers.iter().rfind(|cover| cover.at <= i && lies(cover));
                    let over = covers.iter().any(|cover| cover.at > i && lies(&cover));
                    over || alike(below.map_or(PAPER, |cover| cover.coat.colour), glyph.colour)
                })
            }).collect();
            let mut left = glyphs.clone();
            take(&mut left, &covers, &[], &[]);
            let wanted: Vec<Glyph> = glyphs.iter().zip(expected).filter(|(_, seen)| *seen).map(|(glyph, _)| *glyph).collect();
            prop_assert_eq!(left, wanted);
        }
    }
}
