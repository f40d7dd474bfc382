//! Every limit of `read::Settings` reached once: what is before it is read, what it cuts off is said.

use yusuan::read::{Paper, ReadError, Settings, read};

const FONT: &str =
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// A file of these objects, numbered from 1; the first is the catalog. It has no table: it is found by scanning.
fn file(objects: &[String]) -> Vec<u8> {
    let body: String = objects
        .iter()
        .enumerate()
        .map(|(i, object)| format!("{} 0 obj\n{object}\nendobj\n", i + 1))
        .collect();
    format!("%PDF-1.7\n{body}trailer\n<< /Root 1 0 R >>\n").into_bytes()
}

fn stream(content: &str, entries: &str) -> String {
    format!("<< /Length {} {entries} >>\nstream\n{content}\nendstream", content.len())
}

/// Pages that show one content, in font /F with these entries.
fn pages_in(font: &str, content: &str, count: usize) -> Vec<u8> {
    let kids: String = (0..count).map(|i| format!("{} 0 R ", 5 + i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /MediaBox [0 0 300 200] /Resources << /Font << /F 3 0 R /G {FONT} >> >> /Kids [{kids}] >>"
        ),
        font.to_owned(),
        stream(content, ""),
    ];
    objects
        .extend((0..count).map(|_| "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>".to_owned()));
    objects
        .push(stream("begincmap 3 beginbfchar <61> <0041> <62> <0042> <63> <0043> endbfchar", ""));
    file(&objects)
}

fn pages(content: &str, count: usize) -> Vec<u8> {
    pages_in(FONT, content, count)
}

fn text(paper: &Paper, page: usize) -> String {
    paper.pages[page].glyphs.iter().map(|glyph| glyph.ch).collect()
}

/// The first limit named in each finding.
fn reached(paper: &Paper) -> Vec<&str> {
    let named = |message: &str| {
        message
            .find("max_")
            .map(|at| at..at + message[at..].find([':', ' ']).unwrap_or(message.len() - at))
    };
    paper
        .findings
        .iter()
        .filter_map(|finding| named(&finding.message).map(|range| &finding.message[range]))
        .collect()
}

fn with(bytes: &[u8], change: impl FnOnce(&mut Settings)) -> Paper {
    let mut settings = Settings::default();
    change(&mut settings);
    read(bytes, &settings).unwrap()
}

const ABC: &str = "BT /F 10 Tf 10 100 Td (a) Tj 20 0 Td (b) Tj 20 0 Td (c) Tj ET";

#[test]
fn nothing_is_reached_by_default() {
    let paper = with(&pages(ABC, 2), |_| {});
    assert_eq!([text(&paper, 0), text(&paper, 1)], ["abc", "abc"]);
    assert_eq!(paper.findings, []);
}

#[test]
fn file_bytes() {
    let bytes = pages(ABC, 1);
    let settings = Settings { max_file_bytes: 100, ..Settings::default() };
    assert_eq!(
        read(&bytes, &settings),
        Err(ReadError::TooLarge { bytes: bytes.len(), limit: 100 })
    );
}

#[test]
fn objects() {
    let bytes = pages(ABC, 5);
    assert_eq!(with(&bytes, |s| s.max_objects = 500).findings, []);
    // Some pages are found, others are not; or none, and that is said.
    let reached = |max_objects| match read(&bytes, &Settings { max_objects, ..Settings::default() })
    {
        Ok(paper) => reached(&paper).contains(&"max_objects"),
        Err(error) => error == ReadError::Damaged("no page can be found in it".to_owned()),
    };
    assert!([10, 40, 80, 120].into_iter().all(reached));
}

#[test]
fn bytes_looked_through() {
    // Without any length the end of the stream is looked for.
    let bytes = String::from_utf8(pages(ABC, 1)).unwrap().replace("/Length", "/Lost");
    assert_eq!(text(&with(bytes.as_bytes(), |_| {}), 0), "abc");
    let paper = with(bytes.as_bytes(), |s| s.max_search_bytes = 20);
    assert!(reached(&paper).contains(&"max_search_bytes"), "{:?}", paper.findings);
}

#[test]
fn page_count() {
    let paper = with(&pages(ABC, 5), |s| s.max_pages = 3);
    assert_eq!((paper.pages.len(), reached(&paper)), (3, vec!["max_pages"]));
    assert_eq!(with(&pages(ABC, 3), |s| s.max_pages = 3).findings, []);
}

#[test]
fn bytes_of_one_and_of_all_streams() {
    let paper = with(&pages(ABC, 1), |s| s.max_stream_bytes = 20);
    assert_eq!((text(&paper, 0).as_str(), reached(&paper)), ("", vec!["max_stream_bytes"]));
    let paper = with(&pages(ABC, 3), |s| s.max_total_bytes = ABC.len() * 2 + 10);
    assert_eq!([text(&paper, 1), text(&paper, 2)], ["abc", ""]);
    assert_eq!(paper.findings.iter().map(|f| f.page()).collect::<Vec<_>>(), [Some(3)]);
}

#[test]
fn operators_of_one_and_of_all_pages() {
    let paper = with(&pages(ABC, 2), |s| s.max_operators = 6);
    assert_eq!([text(&paper, 0), text(&paper, 1)], ["ab", "ab"]);
    assert_eq!(reached(&paper), ["max_operators", "max_operators"]);
    let paper = with(&pages(ABC, 2), |s| s.max_total_operators = 13);
    assert_eq!([text(&paper, 0), text(&paper, 1)], ["abc", "a"]);
    assert_eq!(reached(&paper), ["max_total_operators"]);
}

#[test]
fn operands() {
    let paper =
        with(&pages("BT /F 10 Tf 10 100 Td [(a) 0 (b) 0 (c)] TJ ET", 1), |s| s.max_operands = 4);
    assert_eq!((text(&paper, 0).as_str(), reached(&paper)), ("ab", vec!["max_operands"]));
}

#[test]
fn saved_states() {
    let content = format!("{} {ABC}", "q 1 0 0 1 1 0 cm ".repeat(20));
    let paper = with(&pages(&content, 1), |s| s.max_saved_states = 10);
    assert_eq!((text(&paper, 0).as_str(), reached(&paper)), ("abc", vec!["max_saved_states"]));
}

#[test]
fn glyphs_and_marks() {
    let paper = with(&pages(ABC, 1), |s| s.max_glyphs = 2);
    assert_eq!((text(&paper, 0).as_str(), reached(&paper)), ("ab", vec!["max_glyphs"]));
    let paper = with(&pages(ABC, 3), |s| s.max_total_marks = 7);
    assert_eq!([text(&paper, 1), text(&paper, 2)], ["abc", ""]);
    assert_eq!(reached(&paper), ["max_total_marks"]);
}

#[test]
fn line_pieces() {
    let paper = with(&pages("10 10 m 100 10 l S 10 50 m 100 50 l S", 1), |s| s.max_lines = 1);
    assert_eq!((paper.pages[0].rulings.len(), reached(&paper)), (1, vec!["max_lines"]));
}

#[test]
fn path_points() {
    let content = "10 10 m 100 10 l 100 50 l 10 50 l S 10 60 m 100 60 l S";
    assert_eq!(with(&pages(content, 1), |_| {}).pages[0].rulings.len(), 4);
    let paper = with(&pages(content, 1), |s| s.max_path_points = 2);
    assert_eq!((paper.pages[0].rulings.len(), reached(&paper)), (1, vec!["max_path_points"]));
}

#[test]
fn fonts() {
    let content = "BT /F 10 Tf 10 100 Td (a) Tj /G 10 Tf (b) Tj ET";
    assert_eq!(text(&with(&pages(content, 1), |_| {}), 0), "ab");
    let paper = with(&pages(content, 1), |s| s.max_fonts = 1);
    assert_eq!((text(&paper, 0).as_str(), reached(&paper)), ("a", vec!["max_fonts"]));
}

#[test]
fn cmap_entries() {
    let bytes = pages_in(&FONT.replace(" >>", " /ToUnicode 6 0 R >>"), ABC, 1);
    assert_eq!(text(&with(&bytes, |_| {}), 0), "ABC");
    let paper = with(&bytes, |s| s.max_cmap_entries = 2);
    assert_eq!((text(&paper, 0).as_str(), reached(&paper)), ("ABc", vec!["max_cmap_entries"]));
}

#[test]
fn depth_of_the_page_tree() {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    objects.extend(
        (3..=12)
            .map(|next| format!("<< /Type /Pages /Kids [{next} 0 R] /MediaBox [0 0 300 200] >>")),
    );
    objects.push("<< /Type /Page >>".to_owned());
    assert_eq!(with(&file(&objects), |_| {}).pages[0].width, 300.0);
    // Beyond the depth the page is found by its type, without what it would inherit.
    assert_eq!(with(&file(&objects), |s| s.max_tree_depth = 5).pages[0].width, 595.0);
}

#[test]
fn a_page_tree_in_a_circle_ends() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R 3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R >>",
    ];
    assert_eq!(with(&file(&objects.map(String::from)), |_| {}).pages.len(), 1);
}
