//! `read` on fixtures/read: text, positions and lines of what the corpus lacks (see fixtures/read/README.md).

use yusuan::model::{Axis, Glyph, Page, Ruling};
use yusuan::read::{Paper, ReadError, Settings, read};

fn bytes(name: &str) -> Vec<u8> {
    let path = format!("{}/fixtures/read/{name}.pdf", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn paper(name: &str) -> Paper {
    read(&bytes(name), &Settings::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn with_password(name: &str, password: &str) -> Result<Paper, ReadError> {
    read(&bytes(name), &Settings { password: Some(password.to_owned()), ..Settings::default() })
}

fn text(page: &Page) -> String {
    page.glyphs.iter().map(|glyph| glyph.ch).collect()
}

/// Each glyph as `character x0..x1 baseline`, turned ones as `character x0..x1 y0..y1 baseline turned`.
fn places(page: &Page) -> Vec<String> {
    let place = |glyph: &Glyph| {
        let (ch, r, b) = (glyph.ch, glyph.rect, glyph.baseline);
        match glyph.turned() {
            false => format!("{ch} {:.2}..{:.2} {b:.2}", r.x0, r.x1),
            true => format!("{ch} {:.2}..{:.2} {:.2}..{:.2} {b:.2} turned", r.x0, r.x1, r.y0, r.y1),
        }
    };
    page.glyphs.iter().map(place).collect()
}

/// Each ruling as `H at from..to width`.
fn lines(page: &Page) -> Vec<String> {
    let line = |r: &Ruling| {
        let axis = if r.axis == Axis::Horizontal { 'H' } else { 'V' };
        format!("{axis} {:.2} {:.2}..{:.2} {:.2}", r.at, r.from, r.to, r.width)
    };
    page.rulings.iter().map(line).collect()
}

#[test]
fn every_predefined_cmap_of_gb1() {
    let paper = paper("gb1");
    assert_eq!(paper.pages.len(), 18);
    for page in &paper.pages {
        let name = &page.fonts[0].name;
        assert_eq!(text(page), "预算20万元", "{name}");
        let last = page.glyphs[5];
        if name.ends_with("-V") {
            assert!(last.turned(), "{name}");
            assert_eq!(
                (last.baseline, last.rect.y0, last.rect.cx()),
                (100.0, 100.0, 100.0),
                "{name}"
            );
        } else {
            // Some of the maps have full-width digits, others half-width ones.
            let digit = page.glyphs[2].rect.width();
            assert!(digit == 10.0 || digit == 5.0, "{name}: {digit}");
            assert_eq!((last.baseline, last.rect.x0), (50.0, 130.0 + 2.0 * digit), "{name}");
        }
    }
    assert_eq!(paper.findings, []);
}

#[test]
fn vertical_writing_by_w2_and_dw2() {
    let expected = [
        "一 95.00..105.00 50.00..60.00 100.00 turned",
        "丁 96.00..106.00 60.20..70.20 100.00 turned",
        "丂 95.00..105.00 65.00..75.00 100.00 turned",
    ];
    assert_eq!(places(&paper("vertical").pages[0]), expected);
}

#[test]
fn to_unicode_with_ligature_surrogates_and_ranges() {
    let expected = [
        "f 100.00..110.00 50.00",
        "i 100.00..110.00 50.00",
        "𠀋 110.00..120.00 50.00",
        "甲 120.00..130.00 50.00",
        "乙 130.00..140.00 50.00",
        "丙 140.00..150.00 50.00",
    ];
    assert_eq!(places(&paper("vertical").pages[1]), expected);
}

#[test]
fn forms_inside_forms() {
    let paper = paper("forms");
    let page = &paper.pages[0];
    // "clipped" lies outside the form's box.
    assert_eq!(text(page), "BAouterbareafter");
    assert_eq!(
        places(page)[..3],
        ["B 120.00..132.00 120.00", "A 132.00..144.00 120.00", "o 100.00..105.56 150.00"]
    );
    assert_eq!(page.glyphs[0].size, 20.0);
    assert_eq!(places(page)[11], "a 10.00..15.56 100.00");
    // A form that calls itself ends at the limit.
    assert_eq!(paper.pages[1].glyphs.len(), Settings::default().max_form_depth);
    assert_eq!(
        paper.findings.iter().map(|f| (f.kind.code(), f.page())).collect::<Vec<_>>(),
        [("limit-reached", Some(2))]
    );
}

#[test]
fn boxes_off_the_origin_in_all_rotations() {
    let pages = paper("boxes").pages;
    let sizes: Vec<_> = pages.iter().map(|page| (page.width, page.height)).collect();
    assert_eq!(
        sizes,
        [(140.0, 160.0), (160.0, 140.0), (140.0, 160.0), (160.0, 140.0), (400.0, 400.0)]
    );
    // "out" stands left of the CropBox on the first four pages.
    assert_eq!(pages.iter().map(text).collect::<Vec<_>>(), ["in", "in", "in", "in", "inout"]);
    assert_eq!(places(&pages[0]), ["i 10.00..12.22 130.00", "n 12.22..17.78 130.00"]);
    assert_eq!(places(&pages[1])[0], "i 28.80..38.80 10.00..12.22 30.00 turned");
    assert_eq!(places(&pages[2])[0], "i 127.78..130.00 28.80..38.80 30.00 turned");
    assert_eq!(places(&pages[3])[0], "i 121.20..131.20 127.78..130.00 130.00 turned");
    assert_eq!(places(&pages[4])[0], "i 100.00..104.44 300.00");
    let rulings: Vec<_> = pages.iter().flat_map(lines).collect();
    let expected = [
        "H 80.00 0.00..120.00 0.50",
        "V 80.00 0.00..120.00 0.50",
        "H 80.00 20.00..140.00 0.50",
        "V 80.00 20.00..140.00 0.50",
        "H 200.00 80.00..320.00 1.00",
    ];
    assert_eq!(rulings, expected);
}

#[test]
fn inline_images_are_skipped_whatever_their_data() {
    let paper = paper("inline_images");
    assert_eq!(
        places(&paper.pages[0]),
        ["a 10.00..15.56 50.00", "b 30.00..35.56 50.00", "c 50.00..55.00 50.00"]
    );
    assert_eq!(paper.pages[0].images, 2);
}

#[test]
fn type3_by_glyph_names_and_its_own_matrix() {
    let paper = paper("type3");
    let expected = [
        "1 20.00..26.00 100.00",
        "预 26.00..36.00 100.00",
        ". 36.00..38.00 100.00",
        "\u{FFFD} 38.00..42.00 100.00",
    ];
    assert_eq!(places(&paper.pages[0]), expected);
    assert_eq!(lines(&paper.pages[0]), [""; 0]);
    let finding = &paper.findings[0];
    assert_eq!((finding.kind.code(), finding.page()), ("undecodable-text", Some(1)));
    assert!(finding.message.starts_with("1 characters of font \"Type3\""), "{}", finding.message);
}

#[test]
fn simple_fonts_by_their_encodings() {
    let paper = paper("simple");
    let page = &paper.pages[0];
    assert_eq!(text(page), "A1€•Ä•αβ✔●€Bfi元€¥万");
    let all = places(page);
    assert_eq!(all[..2], ["A 10.00..16.67 20.00", "1 16.67..22.23 20.00"]);
    assert_eq!(all[6], "α 10.00..16.31 60.00");
    // /Differences with a ligature, whose characters share a box, and /Widths.
    let differences = [
        "B 16.00..22.01 100.00",
        "f 22.01..28.03 100.00",
        "i 22.01..28.03 100.00",
        "元 28.03..34.06 100.00",
    ];
    assert_eq!(all[11..15], differences);
    assert_eq!(all[16..], ["¥ 10.00..15.00 120.00", "万 15.00..24.00 120.00"]);
    let names: Vec<_> = page.fonts.iter().map(|font| font.name.as_str()).collect();
    assert_eq!(names, ["Helvetica", "Times-Roman", "Symbol", "ZapfDingbats", "Arial X", "Own"]);
    // Ascent and descent of the descriptor.
    assert_eq!((page.glyphs[16].rect.y0, page.glyphs[16].rect.y1), (113.0, 122.0));
}

#[test]
fn without_to_unicode_by_the_embedded_program() {
    let paper = paper("no_to_unicode");
    assert_eq!(
        paper.pages.iter().map(text).collect::<Vec<_>>(),
        ["预算7", "算预7", "预算7", "\u{FFFD}\u{FFFD}\u{FFFD}", "7"]
    );
    assert_eq!(
        places(&paper.pages[0]),
        ["预 20.00..25.00 100.00", "算 25.00..30.00 100.00", "7 30.00..35.00 100.00"]
    );
    assert_eq!(
        paper.findings.iter().map(|f| (f.kind.code(), f.page())).collect::<Vec<_>>(),
        [("undecodable-text", Some(4))]
    );
    assert!(
        paper.findings[0].message.starts_with("3 characters of font \"Tiny\""),
        "{}",
        paper.findings[0].message
    );
}

#[test]
fn embedded_cmaps_over_a_predefined_one_and_alone() {
    let pages = paper("embedded_cmap").pages;
    assert_eq!(
        places(&pages[0]),
        ["筏 20.00..30.00 100.00", "预 30.00..40.00 100.00", "算 40.00..50.00 100.00"]
    );
    let alone = [
        "2 20.00..25.00 100.00",
        "中 25.00..35.00 100.00",
        "盅 35.00..45.00 100.00",
        "忠 45.00..55.00 100.00",
    ];
    assert_eq!(places(&pages[1]), alone);
}

#[test]
fn text_states() {
    let paper = paper("text_states");
    let page = &paper.pages[0];
    let expected = [
        // Tc, Tw, Tz, Ts
        "a 10.00..15.56 20.00",
        "b 17.56..23.12 20.00",
        "a 10.00..15.56 40.00",
        "b 23.34..28.90 40.00",
        "c 10.00..20.00 60.00",
        "d 20.00..31.12 60.00",
        "e 10.00..15.56 77.00",
        // TL T* ' "
        "f 10.00..12.78 100.00",
        "g 10.00..15.56 115.00",
        "h 10.00..15.56 130.00",
        "i 10.00..12.22 145.00",
        "j 20.00..22.22 145.00",
        // TD TD T*
        "k 100.00..105.00 20.00",
        "l 100.00..102.22 32.00",
        "m 100.00..108.33 44.00",
        // TJ
        "n 100.00..105.56 60.00",
        "o 115.56..121.12 60.00",
        "p 116.12..121.68 60.00",
        // Tr 3
        // turned by a quarter and by half
        "r 191.20..201.20 96.67..100.00 200.00 turned",
        "s 191.20..201.20 91.67..96.67 200.00 turned",
        "t 247.22..250.00 98.80..108.80 100.00 turned",
        "u 241.66..247.22 98.80..108.80 100.00 turned",
        // painted three times
        "v 200.00..205.00 20.00",
        // clipped after its middle: what goes on from it stands at its middle; text off the page is not there
        "w 35.00..42.22 195.00",
        "x 38.63..38.65 195.00",
        "y 38.65..38.67 195.00",
        "z 38.67..38.69 195.00",
        // size by the matrix
        "W 200.00..209.44 180.00",
    ];
    assert_eq!(places(page), expected);
    // Mode 3, and no image that it is the text of.
    let invisible: String = page.unpainted.iter().map(|glyph| glyph.ch).collect();
    assert_eq!(invisible, "q");
    assert!(page.glyphs.iter().all(|glyph| glyph.size == 10.0));
}

#[test]
fn actual_text_stands_for_the_glyphs() {
    let expected = [
        "a 10.00..15.56 50.00",
        "b 15.56..21.12 50.00",
        "门 10.00..15.00 70.00",
        "ﬁ 10.00..15.00 90.00",
        "z 15.00..20.00 90.00",
        "l 10.00..14.16 110.00",
        "o 14.16..18.33 110.00",
        "n 18.33..22.49 110.00",
        "g 22.49..26.66 110.00",
        // What is painted of figures stays, whatever is said of it.
        "- 10.00..13.33 130.00",
    ];
    assert_eq!(places(&paper("actual_text").pages[0]), expected);
}

#[test]
fn layers_switched_off_and_annotations() {
    let page = &paper("optional_content").pages[0];
    assert_eq!(text(page), "shownnote");
    assert_eq!(places(page)[5], "n 200.00..205.56 100.00");
    assert_eq!(lines(page), [""; 0]);
}

#[test]
fn rulings_of_all_generators() {
    let pages = paper("rulings").pages;
    let lines: Vec<String> = pages.iter().map(|page| lines(page).join(", ")).collect();
    let boxed = "H 100.00 20.00..120.00 0.50, H 160.00 20.00..120.00 0.50, V 20.00 100.00..160.00 0.50, V 120.00 100.00..160.00 0.50";
    let framed = "H 100.25 20.00..120.00 0.50, H 159.75 20.00..120.00 0.50, V 20.25 100.00..160.00 0.50, V 119.75 100.00..160.00 0.50";
    let expected = [
        /* stroke */ "H 100.00 20.00..120.00 0.50, V 20.00 100.00..160.00 0.50",
        /* rectangles */ "H 100.00 20.00..120.00 0.48, V 20.24 100.00..160.00 0.48",
        /* quads */ "H 99.75 20.00..120.00 0.50",
        /* cell edges */ "H 100.00 20.00..120.00 0.75, V 20.00 100.00..160.00 0.75",
        /* doubled */ "H 99.16 20.00..120.00 0.48",
        /* box */ boxed,
        /* frame */ framed,
        /* fill and stroke */ boxed,
        /* background */ "",
        /* white */ "",
        /* white on colour */ "H 100.00 20.00..120.00 1.00",
        /* dash */ "H 100.00 20.00..120.00 0.50",
        /* dots */ "H 99.75 20.00..120.50 0.50",
        /* gap */ "H 100.00 20.00..60.00 0.50, H 100.00 75.00..120.00 0.50",
        /* corners */ "H 99.76 20.00..120.00 0.48",
        /* clipped */ "H 100.00 50.00..90.00 0.50",
        /* thick stroke */ "H 99.70 20.00..120.00 0.60",
        /* scaled */ "H 100.00 20.00..120.00 0.50",
        /* slanted */ "",
        /* curve */ "",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn encrypted_with_an_empty_user_password() {
    for name in ["rc4_40", "rc4_128", "aes_128", "aes_256"] {
        plain_page(name, &paper(name));
    }
}

#[test]
fn encrypted_as_the_trailer_itself_says() {
    for name in ["rc4_40", "rc4_128", "aes_128", "aes_256"] {
        let bytes = bytes(name);
        let find = |what: &[u8]| bytes.windows(what.len()).rposition(|w| w == what).unwrap();
        let (object, reference) = (find(b"6 0 obj") + 7, find(b"/Encrypt 6 0 R"));
        let end = object + bytes[object..].windows(6).position(|w| w == b"endobj").unwrap();
        let direct = |before: &[u8]| {
            let own = [&before[..reference], b"/Encrypt ", &bytes[object..end]].concat();
            [&own, &bytes[reference + 14..]].concat()
        };
        let paper = read(&direct(&bytes), &Settings::default()).unwrap();
        assert_eq!(paper, self::paper(name), "{name}");
        // Nor does its cross-reference table have to be right.
        let mut wrong = bytes.clone();
        let table = find(b"\nxref");
        wrong[table + 1..table + 5].copy_from_slice(b"xxxx");
        let paper = read(&direct(&wrong), &Settings::default()).unwrap();
        assert_eq!(paper.pages, self::paper(name).pages, "{name}");
    }
}

#[test]
fn an_encrypted_stream_that_is_cut_is_said() {
    for name in ["aes_128", "aes_256"] {
        let mut bytes = bytes(name);
        let end = bytes.windows(9).position(|w| w == b"endstream").unwrap();
        let start = bytes.windows(7).position(|w| w == b"stream\n").unwrap() + 7;
        // Its last five bytes are gone; all other objects stay where they are.
        let (stream, word) = (bytes[start..end - 6].to_vec(), b"\nendstream");
        let moved = [&stream, &word[..], b"     "].concat();
        bytes[start..start + moved.len()].copy_from_slice(&moved);
        let length = bytes.windows(8).position(|w| w == b"/Length ").unwrap() + 8;
        let digits = bytes[length..].iter().take_while(|b| b.is_ascii_digit()).count();
        let text = std::str::from_utf8(&bytes[length..length + digits]).unwrap();
        let shorter = text.parse::<usize>().unwrap() - 5;
        let shorter = format!("{shorter:0digits$}");
        bytes[length..length + digits].copy_from_slice(shorter.as_bytes());
        let paper = read(&bytes, &Settings::default()).unwrap();
        let [finding] = &paper.findings[..] else { panic!("{name}: {:?}", paper.findings) };
        assert_eq!(finding.kind.code(), "unreadable-stream", "{name}");
    }
}

#[test]
fn encrypted_with_a_password() {
    for (name, password) in [
        ("aes_256_password", "预算2026"),
        ("rc4_128_password", "secret"),
        ("aes_256_password", "o"),
    ] {
        assert_eq!(
            read(&bytes(name), &Settings::default()),
            Err(ReadError::NeedsPassword),
            "{name}"
        );
        assert_eq!(with_password(name, "wrong"), Err(ReadError::Encrypted), "{name}");
        plain_page(name, &with_password(name, password).unwrap());
    }
}

#[test]
fn damaged_and_unusual_files() {
    let damaged = [
        "junk_before",
        "junk_after",
        "no_startxref",
        "cut_off",
        "wrong_startxref",
        "wrong_offsets",
        "wrong_length",
        "one_wrong_offset",
    ];
    for name in damaged.into_iter().chain(["plain", "object_streams", "linearized", "hybrid"]) {
        plain_page(name, &paper(name));
    }
}

fn plain_page(name: &str, paper: &Paper) {
    let page = &paper.pages[0];
    assert_eq!(text(page), "Budget208.05", "{name}");
    assert_eq!(places(page)[6], "2 54.47..60.03 100.00", "{name}");
    assert_eq!(lines(page), ["H 110.00 20.00..120.00 0.50"], "{name}");
    assert_eq!(paper.findings, [], "{name}");
}

#[test]
fn a_damaged_stream_is_said() {
    let paper = paper("damaged_stream");
    assert_eq!(
        paper.findings.iter().map(|f| f.kind.code()).collect::<Vec<_>>(),
        ["unreadable-stream"]
    );
}

#[test]
fn the_newest_update_counts() {
    assert_eq!(text(&paper("incremental").pages[0]), "Newest7");
}

#[test]
fn other_filters() {
    let pages = paper("filters").pages;
    assert_eq!(pages.iter().map(text).collect::<Vec<_>>(), ["filtered"; 4]);
}

#[test]
fn what_is_no_pdf_is_named() {
    let not = |bytes: &[u8]| match read(bytes, &Settings::default()) {
        Err(ReadError::NotPdf { looks_like }) => looks_like,
        other => panic!("{other:?}"),
    };
    assert_eq!(read(b"", &Settings::default()), Err(ReadError::Empty));
    assert_eq!(not(b"\xEF\xBB\xBF\r\n<!DOCTYPE HTML><title>404</title>"), "a web page");
    assert_eq!(not(b"PK\x03\x04\x14"), "a zip archive (perhaps .docx, .xlsx or .ofd)");
    assert_eq!(not(b"\xD0\xCF\x11\xE0\xA1"), "an old Office file (.doc or .xls)");
    assert_eq!(not("收入支出总表".as_bytes()), "text");
    assert_eq!(not(br#"{"code": 404}"#), "a JSON answer of a server");
    assert_eq!(not(b"\xFF\xD8\xFF\xE0\0"), "a JPEG image");
    assert_eq!(not(b"   "), "white space");
    assert_eq!(not(b"\x01\x02\x03\x04"), "an unknown binary file");
    assert!(matches!(read(b"%PDF-1.7\n%%EOF", &Settings::default()), Err(ReadError::Damaged(_))));
}

#[test]
fn what_is_painted_is_on_the_page_and_the_rest_is_set_aside() {
    let pages = paper("painted").pages;
    let unpainted = |page: &Page| page.unpainted.iter().map(|glyph| glyph.ch).collect::<String>();
    let found: Vec<(String, String)> = pages.iter().map(|p| (text(p), unpainted(p))).collect();
    let expected = [
        /* white on paper */ ("A", "b"),
        /* white on a bar */ ("A", "b"),
        /* in the colour of its bar */ ("A", "b"),
        /* under a patch */ ("A", "b"),
        /* under a round patch */ ("A", "b"),
        /* under an image */ ("A", "b"),
        /* under a mask */ ("A", ""),
        /* under a veil */ ("A", ""),
        /* under a clipped patch */ ("A", ""),
        /* transparent */ ("A", "bb"),
        /* a clip only */ ("A", "b"),
        /* outlined */ ("A", "b"),
        /* invisible */ ("A", "b"),
        /* layers */ ("A", ""),
        /* spaces of colour */ ("A", "bb"),
        /* furniture */ ("AA", ""),
        /* a shadow */ ("1995.2011", ""),
        /* over each other */ ("20.\u{FFFD}6", ""),
    ];
    let expected: Vec<(String, String)> =
        expected.iter().map(|(seen, not)| (seen.to_string(), not.to_string())).collect();
    assert_eq!(found, expected);
    assert_eq!(places(&pages[3]), ["A 25.00..31.67 100.00"]);
    let furniture: Vec<bool> = pages[15].glyphs.iter().map(|glyph| glyph.artifact).collect();
    assert_eq!(furniture, [true, false]);
    assert!(pages[12].glyphs[0].invisible);
}

#[test]
fn what_the_text_layer_says_is_proven_by_what_is_painted() {
    let paper = paper("proven");
    let found: Vec<String> = paper.pages.iter().map(text).collect();
    let expected = [
        /* a square called a space: the program's map */ "预7",
        /* a square called a control character */ "预7",
        /* called 8, by the map 7: nobody knows */ "预\u{FFFD}",
        /* called 8, 7 by map and by name */ "预7",
        /* called a private character */ "预7",
        /* called an ideograph and its radical */ "预一",
        /* nothing embedded: a space is one */ "预",
        /* two glyphs called 2: neither */ "\u{FFFD}\u{FFFD}",
        /* the sign of a missing glyph called 2, after a 2: what is left is no figure */
        "\u{FFFD}",
        /* nothing embedded, the encoding says 7 */ "7",
    ];
    assert_eq!(found, expected);
    let codes: Vec<(&str, Option<u32>)> =
        paper.findings.iter().map(|f| (f.kind.code(), f.page())).collect();
    assert_eq!(codes, [3, 8, 9].map(|page| ("undecodable-text", Some(page))));
}

#[test]
fn chinese_names_mean_gbk() {
    let paper = paper("gbk_names");
    let found: Vec<String> = paper.pages.iter().map(text).collect();
    assert_eq!(found[..2], ["预算20万元", "预算20万元"]);
    assert!(!found[2].contains('预'));
    assert_eq!(
        places(&paper.pages[0])[..3],
        ["预 20.00..30.00 100.00", "算 30.00..40.00 100.00", "2 40.00..45.00 100.00"]
    );
    let codes: Vec<&str> = paper.findings.iter().map(|finding| finding.kind.code()).collect();
    assert_eq!(codes, ["assumed-encoding", "assumed-encoding"]);
}

#[test]
fn fields_without_an_appearance_show_their_value() {
    let page = &paper("fields").pages[0];
    assert_eq!(text(page), "12.512.512.5abcd1.50typed");
    let places = places(page);
    // Left, centred, right; middle of the field's height.
    assert_eq!(places[0], "1 12.00..17.00 43.50");
    assert_eq!(places[4], "1 135.00..140.00 43.50");
    assert_eq!(places[8], "1 268.00..273.00 43.50");
    assert_eq!(
        (places[12].as_str(), places[14].as_str()),
        ("a 12.00..17.00 73.50", "c 12.00..17.00 93.50")
    );
}

#[test]
fn turned_tables_are_turned_upright() {
    for page in &paper("turned").pages {
        let upright: String =
            page.glyphs.iter().filter(|glyph| !glyph.turned()).map(|glyph| glyph.ch).collect();
        assert_eq!(upright, "firstlineofitsecondline");
        let first = page.glyphs.iter().find(|glyph| glyph.ch == 'f').unwrap();
        let second = page.glyphs.iter().rfind(|glyph| glyph.ch == 's').unwrap();
        assert_eq!((first.rect.x0, second.rect.x0), (20.0, 20.0));
        assert_eq!(second.baseline - first.baseline, 20.0);
        assert_eq!(lines(page), [format!("H {:.2} 20.00..120.00 0.50", first.baseline + 4.0)]);
        let turn = page.turn.unwrap();
        assert_eq!((turn.width, turn.height), (300.0, 200.0));
    }
}

#[test]
fn a_pdf_inside_the_file_is_told() {
    let findings = paper("attached").findings;
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].kind.code(), findings[0].page()), ("embedded-pdf", Some(1)));
    assert!(findings[0].message.contains("tables.pdf"), "{}", findings[0].message);
}
