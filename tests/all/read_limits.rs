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
    let paper = with(&file(&objects), |s| s.max_tree_depth = 5);
    assert_eq!((paper.pages[0].width, reached(&paper)), (595.0, vec!["max_tree_depth"]));
}

#[test]
fn a_page_tree_in_a_circle_ends() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R 3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R >>",
    ];
    // A page that is listed twice is shown twice, and those after it have their numbers by that.
    assert_eq!(with(&file(&objects.map(String::from)), |_| {}).pages.len(), 2);
    let doubling = |(i, _)| format!("<< /Type /Pages /Kids [{0} 0 R {0} 0 R] >>", i + 3);
    let mut objects = vec![objects[0].to_owned()];
    objects.extend([(); 40].iter().enumerate().map(doubling));
    objects.push("<< /Type /Pages /Kids [] >>".to_owned());
    objects.push("<< /Type /Page >>".to_owned());
    let paper = with(&file(&objects), |_| {});
    assert_eq!((paper.pages.len(), reached(&paper)), (1, vec!["max_tree_depth"]));
}

/// A page with this content, these entries and these objects from number 4 on.
fn page(content: &str, entries: &str, more: &[String]) -> Vec<u8> {
    let head = [
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [4 0 R] /D << /OFF [4 0 R] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] >>",
    ];
    let content_at = 4 + more.len();
    let own = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents {content_at} 0 R {entries} >>"
    );
    let mut objects: Vec<String> = head.map(String::from).to_vec();
    objects.push(own);
    objects.extend(more.iter().cloned());
    objects.push(stream(content, ""));
    file(&objects)
}

#[test]
fn every_quadrangle_of_a_strike_is_drawn() {
    let quads = |count: usize| -> String {
        let quad = |i| format!("10 {0} 60 {0} 10 {1} 60 {1} ", 10 + i % 90 * 2, 9 + i % 90 * 2);
        (0..count).map(quad).collect()
    };
    let struck = |count| {
        let entries = format!(
            "/Annots [<< /Subtype /StrikeOut /C [1 0 0] /Rect [0 0 99 99] /QuadPoints [{}] >>]",
            quads(count)
        );
        with(&page("", &entries, &[]), |_| {})
    };
    let paper = struck(20);
    assert_eq!((paper.pages[0].rulings.len(), reached(&paper)), (20, vec![]));
    assert_eq!(reached(&struck(10_001)), ["max_annotation_points"]);
}

#[test]
fn the_last_of_many_differences_counts() {
    let font = |count: usize| {
        let again = "97 /x ".repeat(count);
        let encoding = format!("<< /Differences [{again} 97 /seven] >>");
        let font = FONT.replace("/WinAnsiEncoding", &encoding);
        with(&pages_in(&font, ABC, 1), |_| {})
    };
    assert_eq!((text(&font(600), 0).as_str(), reached(&font(600))), ("7bc", vec![]));
    assert_eq!(reached(&font(1 << 15)), ["max_differences"]);
}

#[test]
fn slanted_strokes() {
    let strokes = |count| "10 10 m 30 15 l S ".repeat(count);
    let paper = with(&page(&strokes(3_000), "", &[]), |_| {});
    assert_eq!((paper.pages[0].strokes.len(), reached(&paper)), (3_000, vec![]));
    assert_eq!(reached(&with(&page(&strokes(20_001), "", &[]), |_| {})), ["max_strokes"]);
}

#[test]
fn marked_content_in_marked_content() {
    let hidden = |depth| {
        let content = format!(
            "{}/OC /L BDC BT /F 10 Tf 10 100 Td (a) Tj ET {} EMC BT /F 10 Tf 30 100 Td (b) Tj ET",
            "/P BMC ".repeat(depth),
            "EMC ".repeat(depth)
        );
        let entries = format!("/Resources << /Font << /F {FONT} >> /Properties << /L 4 0 R >> >>");
        with(&page(&content, &entries, &["<< /Type /OCG /Name (L) >>".to_owned()]), |_| {})
    };
    let paper = hidden(300);
    assert_eq!((text(&paper, 0).as_str(), reached(&paper)), ("b", vec![]));
    assert_eq!(reached(&hidden(1 << 16)), ["max_marked_depth"]);
}

#[test]
fn groups_of_an_expression() {
    let shown = |count: usize| {
        let on = "5 0 R ".repeat(count);
        let group = |name| format!("<< /Type /OCG /Name ({name}) >>");
        let member = format!("<< /Type /OCMD /VE [/And {on} 4 0 R] >>");
        let content = "/OC /L BDC BT /F 10 Tf 10 100 Td (a) Tj ET EMC";
        let entries = format!("/Resources << /Font << /F {FONT} >> /Properties << /L 6 0 R >> >>");
        with(&page(content, &entries, &[group("off"), group("on"), member]), |_| {})
    };
    let paper = shown(2_000);
    assert_eq!((text(&paper, 0).as_str(), reached(&paper)), ("", vec![]));
    assert_eq!(reached(&shown(100_000)), ["max_layers"]);
}

#[test]
fn fields_in_fields() {
    let value = |depth: usize| {
        let field = |i| format!("<< /T (f) /Parent {} 0 R >>", 5 + i);
        let mut fields: Vec<String> = (0..depth).map(field).collect();
        fields.push("<< /FT /Tx /V (42) >>".to_owned());
        let entries =
            "/Annots [<< /Subtype /Widget /Rect [10 10 90 30] /Parent 4 0 R >>]".to_owned();
        with(&page("", &entries, &fields), |_| {})
    };
    let paper = value(20);
    assert_eq!((text(&paper, 0).as_str(), reached(&paper)), ("42", vec![]));
    assert_eq!(reached(&value(70)), ["max_field_depth"]);
}

#[test]
fn pictures() {
    let image = |i| format!("q 5 0 0 5 {} {} cm /I Do Q ", i % 250, i / 250);
    let page = |count| {
        let content: String = (0..count).map(image).collect();
        let content = content + &ABC.repeat(200);
        let entries = format!("/Resources << /Font << /F {FONT} >> /XObject << /I 4 0 R >> >>");
        let image =
            "/Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray";
        with(&page(&content, &entries, &[stream("\0\x7f", image)]), |_| {})
    };
    let paper = page(2_500);
    assert_eq!((paper.pages[0].pictures.len(), reached(&paper)), (2_500, vec![]));
    assert_eq!(reached(&page(10_001)), ["max_pictures"]);
}

#[test]
fn references_to_references() {
    let content = |count: usize| {
        let step = |i| format!("{} 0 R", 5 + i);
        let mut steps: Vec<String> = (0..count).map(step).collect();
        steps.push(stream(ABC, ""));
        let entries = format!("/Resources << /Font << /F {FONT} >> >> /Contents 4 0 R");
        with(&page("", &entries, &steps), |_| {})
    };
    let paper = content(20);
    assert_eq!((text(&paper, 0).as_str(), reached(&paper)), ("abc", vec![]));
    assert_eq!(reached(&content(40)), ["max_references"]);
}

/// The newest state of a file stands first in it, and then it was saved so often without being written anew.
#[test]
fn saved_a_thousand_times() {
    let body = [
        format!("4 0 obj\n{}\nendobj\n", stream(&ABC.replace("(a)", "(7)"), "")),
        "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n".to_owned(),
        "2 0 obj\n<< /Type /Pages /Kids [3 0 R] >>\nendobj\n".to_owned(),
        format!(
            "3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F {FONT} >> >> >>\nendobj\n"
        ),
        format!("4 0 obj\n{}\nendobj\n", stream(ABC, "")),
    ];
    let mut bytes = "%PDF-1.7\n".to_owned();
    let places = body.map(|object| (bytes.len(), bytes.push_str(&object)).0);
    let mut before = bytes.len();
    bytes += "xref\n0 5\n0000000000 65535 f \n";
    for place in [places[1], places[2], places[3], places[0]] {
        bytes += &format!("{place:010} 00000 n \n");
    }
    bytes += &format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{before}\n%%EOF\n");
    for _ in 0..1_100 {
        let at = bytes.len();
        bytes += &format!(
            "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 5 /Root 1 0 R /Prev {before} >>\nstartxref\n{at}\n%%EOF\n"
        );
        before = at;
    }
    let paper = with(bytes.as_bytes(), |_| {});
    assert_eq!((text(&paper, 0).as_str(), paper.findings.len()), ("7bc", 0));
}

/// Nodes that refer to each other and to themselves; a file in each, but the first, with a PDF.
#[test]
fn a_tree_of_embedded_files_is_walked_once() {
    let nodes = 600;
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 5 0 R >> >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [3 0 R] /MediaBox [0 0 300 200] /Resources << /Font << /F {FONT} >> >> >>"
        ),
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>".to_owned(),
        stream(ABC, ""),
        "<< /Kids [5 0 R 6 0 R 6 0 R] >>".to_owned(),
    ];
    let own = objects.len() + nodes;
    objects.extend((0..nodes).map(|i| {
        let (next, at) = (7 + i, own + 1);
        let next = if i + 1 < nodes { format!("{next} 0 R") } else { String::new() };
        format!("<< /Kids [5 0 R {next}] /Names [(a) << /F ({i}.pdf) /EF << /F {at} 0 R >> >>] >>")
    }));
    objects.push(stream("", ""));
    let paper = with(&file(&objects), |_| {});
    let told: Vec<&str> = paper.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(told.len(), 21, "{told:?}");
    assert!(told[0].contains("\"0.pdf\"") && told[20].contains("580 further PDFs"), "{told:?}");
}
