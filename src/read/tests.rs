//! What is read of made-up pages, and what is told of them.

use super::{Paper, Settings, read};
use crate::model::FindingKind::{self, RecognizedText, UndecodableText, VeiledFigures};

const FIGURE: &str = "BT /F 10 Tf 20 50 Td (12,345.67) Tj ET";
/// Over the figure: an image, and a box.
const IMAGE: &str = "q 200 0 0 30 10 40 cm /I Do Q";
const BOX: &str = "1 g 10 40 200 30 re f";

/// An object of a file.
fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< {entries} /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// Reads a file of one page of 600 by 100 points: its content, and the objects from number 5 on. They are by their numbers:
/// 5 the font F, 6 the image I, 7 what the graphics state G sets, 8 the pattern P.
fn paper(content: &str, annotation: &str, objects: &[&[u8]]) -> Paper {
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /Annots [<< /Type /Annot /Rect [10 40 200 70] {annotation} >>] /MediaBox [0 0 600 100] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /I 6 0 R >> /ExtGState << /G 7 0 R >> /Pattern << /P 8 0 R >> >> >>"
    );
    let content = stream("", content.as_bytes());
    let first: [&[u8]; 4] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        page.as_bytes(),
        &content,
    ];
    let mut pdf = b"%PDF-1.7\n".to_vec();
    for (object, number) in first.iter().chain(objects).zip(1..) {
        pdf.extend(format!("{number} 0 obj\n").bytes());
        pdf.extend(*object);
        pdf.extend(b"\nendobj\n");
    }
    pdf.extend(b"trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    read(&pdf, &Settings::default()).unwrap()
}

const HELVETICA: &[u8] =
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
const NOTHING: &[u8] = b"<< >>";

fn text(paper: &Paper) -> String {
    paper.pages[0].glyphs.iter().map(|glyph| glyph.ch).collect()
}

/// What is seen of the page, and the kinds of what is told.
fn seen(paper: &Paper) -> (String, Vec<FindingKind>) {
    (text(paper), paper.findings.iter().map(|finding| finding.kind).collect())
}

/// What is seen of the figure below an image of one sample.
fn below(image: &str, sample: u8, state: &str, further: &[&[u8]]) -> (String, Vec<FindingKind>) {
    let size = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 1";
    let image = stream(&format!("{size} {image}"), &[sample]);
    let objects = [HELVETICA, &image, state.as_bytes(), NOTHING];
    seen(&paper(&format!("{FIGURE} /G gs {IMAGE}"), "", &[&objects, further].concat()))
}

fn all() -> (String, Vec<FindingKind>) {
    ("12,345.67".to_owned(), Vec::new())
}

fn nothing() -> (String, Vec<FindingKind>) {
    (String::new(), Vec::new())
}

#[test]
fn an_image_is_painted_where_its_stencil_is() {
    let masked = |decode: &str, sample: u8| {
        let entries = format!(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 1 /ImageMask true {decode}"
        );
        let mask = stream(&entries, &[sample]);
        below("/ColorSpace /DeviceGray /Mask 9 0 R", 0x80, "<< >>", &[&mask])
    };
    assert_eq!((masked("", 0), masked("", 0x80)), (nothing(), all()));
    assert_eq!((masked("/Decode [1 0]", 0), masked("/Decode [1 0]", 0x80)), (all(), nothing()));
}

#[test]
fn an_image_is_blended_as_its_state_says() {
    let gray = |sample, mode: &str| {
        below("/ColorSpace /DeviceGray", sample, &format!("<< /BM /{mode} >>"), &[])
    };
    // White leaves the darker figure, black does not; a blend that is not worked out hides nothing.
    for mode in ["Darken", "Multiply"] {
        assert_eq!((gray(0x80, mode), gray(0, mode)), (all(), nothing()), "{mode}");
    }
    assert_eq!((gray(0x80, "Normal"), gray(0x80, "Overlay")), (nothing(), all()));
}

#[test]
fn a_soft_mask_of_one_shade_is_an_opacity() {
    let masked = |content: &str| {
        let group = "/Type /XObject /Subtype /Form /BBox [0 0 600 100] /Group << /S /Transparency /CS /DeviceGray >>";
        let group = stream(group, content.as_bytes());
        let state = b"<< /SMask << /S /Luminosity /G 9 0 R >> >>";
        let objects: [&[u8]; 5] = [HELVETICA, NOTHING, state, NOTHING, &group];
        seen(&paper(&format!("{FIGURE} /G gs {BOX}"), "", &objects))
    };
    assert_eq!(masked("0.4 g 0 0 600 100 re f"), all());
    assert_eq!(masked("1 g 0 0 600 100 re f"), nothing());
    // Of several shades nobody knows which is where: the figure is not read, and that is told.
    let (text, told) = masked("0.4 g 0 0 40 100 re f 1 g 40 0 560 100 re f");
    assert_eq!((text.replace('\u{FFFD}', ""), told), (String::new(), vec![UndecodableText]));
}

#[test]
fn a_picture_with_holes_that_is_not_read_is_told_over_digits_only() {
    let mask = "/ImageMask true /Filter /CCITTFaxDecode";
    assert_eq!(below(mask, 0, "<< >>", &[]), (all().0, vec![VeiledFigures]));
    assert_eq!(below("/ImageMask true", 0x80, "<< >>", &[]), all());
    let size = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 1";
    let image = stream(&format!("{size} {mask}"), &[0]);
    let objects = [HELVETICA, &image, NOTHING, NOTHING];
    // Beside the figure, and below it.
    let beside = format!("{FIGURE} q 200 0 0 30 300 40 cm /I Do Q");
    assert_eq!(seen(&paper(&beside, "", &objects)), all());
    assert_eq!(seen(&paper(&format!("{IMAGE} {FIGURE}"), "", &objects)), all());
}

#[test]
fn digits_of_patterns_are_told() {
    let tile = |text: &str| {
        let tile = stream(
            "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 600 100] /XStep 600 /YStep 100 /Resources << /Font << /F 5 0 R >> >>",
            format!("BT /F 10 Tf 20 50 Td ({text}) Tj ET").as_bytes(),
        );
        let objects = [HELVETICA, NOTHING, NOTHING, &tile];
        seen(&paper("/Pattern cs /P scn 0 0 600 100 re f", "", &objects))
    };
    assert_eq!(tile("20.56"), (String::new(), vec![UndecodableText]));
    assert_eq!(tile("draft"), nothing());
}

#[test]
fn the_text_layer_of_a_scan_is_told() {
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode",
        &[0],
    );
    let objects = [HELVETICA, &image, NOTHING, NOTHING];
    let scan = "q 600 0 0 100 0 0 cm /I Do Q";
    let told = (all().0, vec![RecognizedText]);
    assert_eq!(seen(&paper(&format!("{scan} 3 Tr {FIGURE}"), "", &objects)), told);
    assert_eq!(seen(&paper(&format!("{FIGURE} {scan}"), "", &objects)), told);
    assert_eq!(seen(&paper(&format!("{scan} {FIGURE}"), "", &objects)), all());
}

/// What is read of these CIDs of a font that calls CID 3 “7”, 9 and 0 “0”, 10 万 and 11 U+F030.
fn composite(name: &str, program: Option<&[u8]>, cids: &str) -> String {
    let texts = "5 beginbfchar <0000> <0030> <0003> <0037> <0009> <0030> <000A> <4E07> <000B> <F030> endbfchar";
    text(&called(texts, name, program, cids))
}

/// What is read of these CIDs of a font by what its /ToUnicode calls them.
fn called(texts: &str, name: &str, program: Option<&[u8]>, cids: &str) -> Paper {
    let font = format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /ToUnicode 10 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity /FontDescriptor 9 0 R >>] >>"
    );
    let file = if program.is_some() { "/FontFile2 11 0 R" } else { "" };
    let descriptor = format!("<< /Type /FontDescriptor /FontName /{name} /Flags 4 {file} >>");
    let map = stream("", texts.as_bytes());
    let program = stream("", program.unwrap_or_default());
    let objects: [&[u8]; 7] =
        [font.as_bytes(), NOTHING, NOTHING, NOTHING, descriptor.as_bytes(), &map, &program];
    paper(&format!("BT /F 10 Tf 20 50 Td <{cids}> Tj ET"), "", &objects)
}

#[test]
fn a_glyph_that_the_font_does_not_have_is_not_read() {
    let program = include_bytes!("../../fuzz/seeds/font/tiny.ttf");
    let read = |cids| composite("Arial", Some(program), cids);
    assert_eq!(read("0003"), "7");
    // What is left of a figure is none.
    assert_eq!((read("00030009"), read("00030000")), ("\u{FFFD}".into(), "\u{FFFD}".into()));
    assert_eq!(read("000A"), "");
    // Without a program a viewer takes another font.
    assert_eq!(composite("Arial", None, "00030009000A"), "70万");
}

#[test]
fn digits_of_a_font_that_misnames_one_are_not_read() {
    let program = include_bytes!("../../fuzz/seeds/font/tiny.ttf");
    // Glyph 2 has no holes, as 1 has none; glyph 3 is a 7 by the program's own map.
    let read = |digit: &str| {
        let texts = format!("2 beginbfchar <0002> <{digit}> <0003> <0037> endbfchar");
        called(&texts, "Arial", Some(program), "00020003")
    };
    assert_eq!(seen(&read("0032")), ("27".to_owned(), Vec::new()));
    let eight = read("0038");
    assert_eq!(seen(&eight), ("\u{FFFD}\u{FFFD}".to_owned(), vec![UndecodableText]));
    assert!(eight.findings[0].message.contains("does not look like"));
}

#[test]
fn figures_of_symbol_fonts_are_those_of_their_codes() {
    assert_eq!(composite("Arial", None, "000B"), "0");
    assert_eq!(composite("Wingdings-Regular", None, "000B"), "\u{F030}");
}

/// How many strokes may cross a figure out.
fn strokes(content: &str, annotation: &str) -> usize {
    paper(content, annotation, &[HELVETICA]).pages[0].strokes.len()
}

#[test]
fn a_line_drawn_by_hand_crosses_out_and_a_ring_does_not() {
    assert_eq!(strokes("20 50 m 30 58 40 44 65 54 c S", ""), 1);
    assert_eq!(strokes("20 50 m 24 58 l 28 46 l 32 57 l 36 47 l 65 52 l S", ""), 1 + 1);
    let ring = "20 53 m 20 60 65 60 65 53 c 65 46 20 46 20 53 c S";
    assert_eq!((strokes(ring, ""), strokes(&format!("1 G {ring}"), "")), (0, 0));
    let ink = "/Subtype /Ink /C [1 0 0] /InkList [[20 50 24 56 28 48 32 56 36 47]]";
    assert_eq!(strokes("", ink), 1);
}
