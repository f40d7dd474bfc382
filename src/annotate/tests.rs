use super::mark as mark_all;
use super::*;
use crate::{Catalog, extract, pipeline, render};
use std::collections::HashSet;

fn box_of(page: u32, corners: [f64; 4], text: &str) -> Mark {
    let (severity, rules, text) = (Severity::Error, "W2".into(), text.into());
    Mark { page, corners: Some(Corners(corners)), severity, rules, text }
}

/// A file of one page with these entries, its cross-reference data a table.
fn file(page: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R{page}>>"),
    ];
    let mut to = String::from("%PDF-1.7\n");
    let mut table = String::from("xref\n0 4\n0000000000 65535 f \n");
    for (object, number) in objects.iter().zip(1..) {
        table.push_str(&format!("{:010} 00000 n \n", to.len()));
        to.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let at = to.len();
    to.push_str(&format!("{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n"));
    to.into_bytes()
}

/// The annotations of the first page, as another library reads them.
fn read_back(pdf: &[u8]) -> Vec<lopdf::Dictionary> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let page = document.page_iter().next().unwrap();
    let list = document.get_page_annotations(page).unwrap();
    list.into_iter().cloned().collect()
}

fn numbers(dict: &lopdf::Dictionary, key: &[u8]) -> Vec<f32> {
    let items = dict.get(key).unwrap().as_array().unwrap();
    items.iter().map(|item| item.as_float().unwrap()).collect()
}

fn text_of(dict: &lopdf::Dictionary, key: &[u8]) -> String {
    let bytes = dict.get(key).unwrap().as_str().unwrap();
    assert_eq!(bytes[..2], [0xfe, 0xff]);
    let units: Vec<u16> = bytes[2..].chunks(2).map(|b| u16::from_be_bytes([b[0], b[1]])).collect();
    String::from_utf16(&units).unwrap()
}

#[test]
fn boxes_stand_where_the_page_shows_them() {
    // a box 10 from the left and 20 from the top of the page as displayed, 30 wide and 5 high
    let marks = [box_of(1, [10.0, 20.0, 40.0, 25.0], "合计")];
    let media = "/MediaBox[0 0 200 300]";
    let crop = "/MediaBox[0 0 200 300]/CropBox[20 30 180 250]";
    let cases = [
        (media.to_owned(), [10.0, 280.0, 40.0, 280.0, 10.0, 275.0, 40.0, 275.0]),
        (crop.to_owned(), [30.0, 230.0, 60.0, 230.0, 30.0, 225.0, 60.0, 225.0]),
        (format!("{media}/Rotate 90"), [20.0, 10.0, 20.0, 40.0, 25.0, 10.0, 25.0, 40.0]),
        (format!("{crop}/Rotate 90"), [40.0, 40.0, 40.0, 70.0, 45.0, 40.0, 45.0, 70.0]),
        (format!("{media}/Rotate 180"), [190.0, 20.0, 160.0, 20.0, 190.0, 25.0, 160.0, 25.0]),
        (format!("{crop}/Rotate 180"), [170.0, 50.0, 140.0, 50.0, 170.0, 55.0, 140.0, 55.0]),
        (format!("{media}/Rotate 270"), [180.0, 290.0, 180.0, 260.0, 175.0, 290.0, 175.0, 260.0]),
        (format!("{crop}/Rotate 270"), [160.0, 240.0, 160.0, 210.0, 155.0, 240.0, 155.0, 210.0]),
        (format!("{media}/UserUnit 2"), [5.0, 290.0, 20.0, 290.0, 5.0, 287.5, 20.0, 287.5]),
    ];
    for (page, points) in cases {
        let pdf = file(&page);
        let made = annotated(&pdf, &marks, &Settings::default()).unwrap();
        assert!(made.starts_with(&pdf), "what was there stays");
        let [one] = &read_back(&made)[..] else { panic!("{page}") };
        assert_eq!(numbers(one, b"QuadPoints"), points, "{page}");
        let (x, y) = ([points[0], points[4], points[6]], [points[1], points[5], points[7]]);
        let least = |v: [f32; 3]| v.into_iter().fold(f32::MAX, f32::min);
        let most = |v: [f32; 3]| v.into_iter().fold(f32::MIN, f32::max);
        assert_eq!(numbers(one, b"Rect"), [least(x), least(y), most(x), most(y)], "{page}");
        assert_eq!(
            (text_of(one, b"Contents"), text_of(one, b"T")),
            ("合计".into(), "yusuan".into())
        );
    }
}

#[test]
fn what_stood_on_the_page_stays() {
    let link = "<</Type/Annot/Subtype/Link/Rect[1 2 3 4]/Contents(a\\)b)>>";
    let pdf = file(&format!("/MediaBox[0 0 200 300]/A#20B -0.5/Annots[{link}]"));
    let note = Mark { corners: None, severity: Severity::Warning, ..box_of(1, [0.0; 4], "x") };
    let once = annotated(&pdf, &[note], &Settings::default()).unwrap();
    let twice = annotated(&once, &[box_of(1, [1.0, 2.0, 3.0, 4.0], "y")], &Settings::default());
    let twice = twice.unwrap();
    assert!(twice.starts_with(&once));
    let kinds: Vec<_> = read_back(&twice)
        .iter()
        .map(|a| String::from_utf8(a.get(b"Subtype").unwrap().as_name().unwrap().to_vec()).unwrap())
        .collect();
    assert_eq!(kinds, ["Link", "Text", "Highlight"]);
    let document = lopdf::Document::load_mem(&twice).unwrap();
    let page = document.get_dictionary((3, 0)).unwrap();
    assert_eq!(page.get(b"A B").unwrap().as_float().unwrap(), -0.5);
    assert_eq!(read_back(&twice)[0].get(b"Contents").unwrap().as_str().unwrap(), b"a)b");
}

#[test]
fn hostile_texts_are_texts() {
    let text = ") /S /JavaScript >> endobj\u{0}\u{1b}[2J 𠀀<script>\n合计";
    let made = annotated(&file(""), &[box_of(1, [1.0, 1.0, 2.0, 2.0], text)], &Settings::default())
        .unwrap();
    let read = read_back(&made);
    let safe = text.replace(['\u{0}', '\u{1b}'], "\u{fffd}");
    assert_eq!(text_of(&read[0], b"Contents"), safe);
    assert!(memchr::memmem::find(&made, b"JavaScript").is_none());
    let long = "长".repeat(LONGEST + 1);
    let made = annotated(&file(""), &[box_of(1, [1.0; 4], &long)], &Settings::default()).unwrap();
    assert_eq!(text_of(&read_back(&made)[0], b"Contents").chars().count(), LONGEST);
}

#[test]
fn what_cannot_be_added_to_is_refused() {
    let refused =
        |pdf: &[u8]| annotated(pdf, &[box_of(1, [1.0; 4], "x")], &Settings::default()).unwrap_err();
    assert!(refused(b"no pdf").contains("not a PDF"));
    let good = file("");
    let torn = &good[..good.len() - 20];
    assert!(refused(torn).contains("the file is damaged"), "{}", refused(torn));
    let fixture = |name: &str| {
        std::fs::read(format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let encrypted = fixture("read/aes_128.pdf");
    assert!(refused(&encrypted).contains("is encrypted"), "{}", refused(&encrypted));
    assert_eq!(annotated(torn, &[], &Settings::default()).unwrap(), torn);
    let none = annotated(&good, &[box_of(2, [1.0; 4], "x")], &Settings::default()).unwrap_err();
    assert!(none.starts_with("page 2 is not listed"), "{none}");
}

#[test]
fn a_mismatch_is_marked_once_with_all_that_is_said_of_it() {
    let bytes =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/seed/altered.pdf")).unwrap();
    let (settings, catalog) = (pipeline::Settings::default(), Catalog::builtin().unwrap());
    let document = extract(&bytes, "altered.pdf", &settings, &catalog);
    let notes = render::note::notes(&document);
    let mut marks = vec![];
    mark_all(&mut marks, &notes[..1], Lang::Zh);
    mark_all(&mut marks, &notes, Lang::Zh);
    let places: HashSet<_> = notes.iter().map(|n| (n.page, format!("{:?}", n.corners))).collect();
    assert_eq!(marks.len(), places.len());
    let wrong = marks.iter().find(|mark| mark.severity == Severity::Error).unwrap();
    assert_eq!((wrong.page, wrong.rules.split(", ").next()), (11, Some("W2")));
    assert!(wrong.text.contains("211,600.00"), "{}", wrong.text);
    assert!(wrong.text.contains("核算得"), "{}", wrong.text);
    assert!(!wrong.text.contains("altered.pdf"), "the file needs not say its own name");
    let made = annotated(&bytes, &marks, &settings.read).unwrap();
    let again = extract(&made, "altered.pdf", &settings, &catalog);
    assert_eq!(again.tables, document.tables);
    assert_eq!(again.checks, document.checks);
}
