//! What is seen of a page does not depend on how its text was cut into strings, in which order it was painted, or what
//! else the file hides: made-up pages, painted in many ways.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use yusuan::read::{Settings, read};

/// A file of one page in Helvetica.
fn file(content: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 400] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /ExtGState << /Clear << /ca 0 >> >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
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
