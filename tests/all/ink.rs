//! What is seen of a page does not depend on how its text was cut into strings, in which order it was painted, or what
//! else the file hides: made-up pages, painted in many ways.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use yusuan::read::{Settings, read};

fn stream(entries: &str, content: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A file of one page in Helvetica.
fn file(content: &str) -> Vec<u8> {
    file_with(content, "/Subtype /Link")
}

/// Likewise, with an annotation over the first cell.
fn file_with(content: &str, annotation: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Annots [12 0 R] /MediaBox [0 0 600 400] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /ExtGState << /Clear << /ca 0 >> /Veil << /ca 0.6 >> /None << /SMask << /S /Luminosity /G 6 0 R >> >> >> /Pattern << /Tile 7 0 R /Holed 8 0 R >> /XObject << /White 9 0 R /Stencil 10 0 R >> /Shading << /Black 11 0 R >> /ColorSpace << /Palette [/Indexed /DeviceGray 1 <00FF>] /White [/Separation /White /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >>] >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 600 400] /Group << /S /Transparency >>", ""),
        stream("/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9", "1 g 0 0 9 9 re f"),
        stream("/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9", "1 g 0 0 4 9 re f"),
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0]", "@"),
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ImageMask true /BitsPerComponent 1", "@"),
        "<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 600 0] /Extend [true true] /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0] /N 1 >> >>".to_owned(),
        format!("<< /Type /Annot /Rect [10 340 200 370] {annotation} >>"),
    ];
    let mut pdf = "%PDF-1.7\n".to_owned();
    for (object, number) in objects.iter().zip(1..) {
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    pdf += "trailer\n<< /Root 1 0 R >>\n%%EOF\n";
    pdf.into_bytes()
}

/// The characters seen, with their places in tenths of a point, from top to bottom and left to right.
fn seen(content: &str) -> Vec<(i32, i32, char)> {
    let paper = read(&file(content), &Settings::default()).unwrap();
    let tenths = |points: f32| (points * 10.0).round() as i32;
    let mut seen: Vec<_> = paper.pages[0]
        .glyphs
        .iter()
        .map(|glyph| (tenths(glyph.baseline), tenths(glyph.rect.x0), glyph.ch))
        .collect();
    seen.sort_unstable();
    seen
}

/// What is left of a figure in the first cell: all of it, nothing, or a part that cannot be read.
fn left(content: &str, annotation: &str) -> &'static str {
    let paper = read(&file_with(content, annotation), &Settings::default()).unwrap();
    let text: String = paper.pages[0].glyphs.iter().map(|glyph| glyph.ch).collect();
    match &*text {
        "12,345.67" => "all",
        "" => "nothing",
        part if part.contains('\u{FFFD}') => "a part",
        other => panic!("{content}: {other}"),
    }
}

const FIGURE: &str = "BT /F 10 Tf 20 350 Td (12,345.67) Tj ET";

#[test]
fn what_covers_and_clips_leave_of_a_figure() {
    let patch = "10 340 200 30 re f";
    let over = [
        ("q 200 0 0 30 10 340 cm /White Do Q", "nothing"),
        ("q 150 90 -90 150 40 270 cm /White Do Q", "nothing"),
        ("1 g q 200 0 0 30 10 340 cm /Stencil Do Q", "nothing"),
        ("/Pattern cs /Tile scn 10 340 200 30 re f", "nothing"),
        ("/Pattern cs /Holed scn 10 340 200 30 re f", "a part"),
        ("1 g 10 340 200 30 re 15 345 190 20 re f", "nothing"),
        ("1 g 10 340 200 30 re 15 345 190 20 re f*", "all"),
        ("1 g 10 340 m 210 340 l 10 370 l h 210 340 m 210 370 l 10 370 l h f", "nothing"),
        ("1 G 30 w 0 349 m 150 360 l S", "nothing"),
        ("1 G 30 w 0 349 m 50 358 100 358 150 354 c S", "nothing"),
        ("/Veil gs 1 g 10 340 200 30 re f", "all"),
        ("/Veil gs 1 g 10 340 200 30 re f 9 340 201 30 re f 8 340 202 30 re f", "nothing"),
        ("/None gs 1 g 10 340 200 30 re f", "all"),
        ("1 g 10 340 13 30 re f", "a part"),
    ];
    for (cover, expected) in over {
        assert_eq!(left(&format!("{FIGURE} {cover}"), "/Subtype /Link"), expected, "{cover}");
    }
    let under = [
        ("0 0 600 400 re 10 340 200 30 re W* n", "nothing"),
        ("0 0 600 300 re 0 380 600 20 re W n", "nothing"),
        ("0 0 m 600 0 l 600 400 l h W n", "nothing"),
        ("32 340 100 30 re W n", "a part"),
        ("BT /F 60 Tf 7 Tr 5 340 Td (HHH) Tj ET 0 Tr", "a part"),
        ("q 200 0 0 30 10 340 cm /White Do Q 1 g", "nothing"),
        ("q 200 0 0 30 10 340 cm /White Do Q 3 Tr", "nothing"),
        ("q 10 340 200 30 re W n /Black sh Q", "nothing"),
        ("/Palette cs 1 sc", "nothing"),
        ("/White cs 1 scn", "nothing"),
        ("/Pattern cs /Tile scn", "nothing"),
        ("/None gs", "nothing"),
    ];
    for (before, expected) in under {
        assert_eq!(left(&format!("{before} {FIGURE}"), "/Subtype /Link"), expected, "{before}");
    }
    let through = format!("7 Tr {FIGURE} {patch}");
    assert_eq!(left(&through, "/Subtype /Link"), "all");
}

#[test]
fn words_that_their_cell_cuts_are_whole_and_in_it() {
    let words = |clip: &str, text: &str| -> (String, bool) {
        let content = format!("q {clip} re W n BT /F 10 Tf 20 350 Td ({text}) Tj ET Q");
        let paper = read(&file(&content), &Settings::default()).unwrap();
        let glyphs = &paper.pages[0].glyphs;
        let inside = glyphs.iter().all(|g| g.rect.x0 >= 10.0 && g.rect.x1 <= 60.01);
        let rising = glyphs.windows(2).all(|pair| pair[0].rect.x0 < pair[1].rect.x0);
        (glyphs.iter().map(|glyph| glyph.ch).collect(), inside && rising)
    };
    assert_eq!(words("10 340 50 30", "Wordsthatrun"), ("Wordsthatrun".into(), true));
    // Where two characters could not be told apart, it ends.
    assert_eq!(words("10 340 50 30", "Wordsthatgoon"), ("Wordsthatgo".into(), true));
    // A sliver of the line shows.
    assert_eq!(words("10 356 50 30", "Word"), ("Word".into(), true));
    // Nothing of it shows, or the clip is that of a page.
    assert_eq!(words("10 300 50 30", "Word").0, "");
    assert_eq!(words("10 200 50 300", "Wordsthatgoon").0, "Wordsth");
    // Figures are others without their characters.
    assert_eq!(words("10 340 20 30", "12345").0, "1\u{FFFD}");
}

#[test]
fn annotations_without_an_appearance_are_drawn() {
    let drawn = [
        ("/Subtype /Square /IC [1 1 1]", "nothing"),
        ("/Subtype /Square /C [1 1 1]", "all"),
        ("/Subtype /Circle /IC [1]", "nothing"),
        ("/Subtype /Ink /C [1] /BS << /W 40 >> /InkList [[0 350 60 356 150 352]]", "nothing"),
        ("/Subtype /Widget /FT /Tx /MK << /BG [1] >>", "nothing"),
    ];
    for (annotation, expected) in drawn {
        assert_eq!(left(FIGURE, annotation), expected, "{annotation}");
    }
}

/// A figure in each cell of a small table: strings, none over another.
fn figures() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[0-9]{1,3}(,[0-9]{3}){0,2}\\.[0-9]{2}", 1..12)
}

fn place(cell: usize) -> (usize, usize) {
    (20 + 140 * (cell % 4), 350 - 30 * (cell / 4))
}

fn show(text: &str, cell: usize) -> String {
    let (x, y) = place(cell);
    format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n")
}

/// The same text in several strings, each set where the one before ends.
fn show_split(text: &str, cell: usize, at: usize) -> String {
    let (x, y) = place(cell);
    let (a, b) = text.split_at(at % text.len());
    let parts = [a, b].map(|part| format!("({part}) Tj"));
    format!("BT /F 10 Tf {x} {y} Td {} ET\n", parts.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn neither_order_nor_strings_change_what_is_seen(texts in figures(), order in any::<u64>(), cut in 1usize..9) {
        let plain: String = texts.iter().enumerate().map(|(cell, text)| show(text, cell)).collect();
        let mut shuffled: Vec<usize> = (0..texts.len()).collect();
        shuffled.sort_by_key(|cell| (*cell as u64 + 1).wrapping_mul(order | 1));
        let other: String =
            shuffled.iter().map(|cell| show_split(&texts[*cell], *cell, cut)).collect();
        prop_assert_eq!(seen(&plain), seen(&other));
    }

    #[test]
    fn what_is_hidden_changes_nothing(texts in figures(), hidden in figures(), how in 0usize..5) {
        let cells = texts.len();
        let plain: String = texts.iter().enumerate().map(|(cell, text)| show(text, cell)).collect();
        let below: String =
            hidden.iter().enumerate().map(|(i, text)| show(text, i % cells)).collect();
        let both = match how {
            0 => format!("1 g {below} 0 g {plain}"),
            1 => format!("{below} 1 g 0 0 600 400 re f 0 g {plain}"),
            2 => format!("{plain} q /Clear gs {below} Q"),
            3 => format!("BT 3 Tr ET {below} BT 0 Tr ET {plain}"),
            _ => format!("{plain} q 700 500 10 10 re W n {below} Q"),
        };
        prop_assert_eq!(seen(&plain), seen(&both));
    }
}
