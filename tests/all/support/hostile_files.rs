//! Files made to hurt: each asks for far more time, memory or depth than a page can need.

use flate2::{Compress, Compression, FlushCompress};
use std::io::{Read, Write};

/// A file of these objects, numbered from 1; the first is the catalog. It has no table: it is found by scanning.
fn file(objects: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    for (i, object) in objects.into_iter().enumerate() {
        writeln!(out, "{} 0 obj", i + 1).unwrap();
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    out.extend(b"trailer\n<< /Root 1 0 R >>\n");
    out
}

fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut out = format!("<< /Length {} {entries} >>\nstream\n", content.len()).into_bytes();
    out.extend(content);
    out.extend(b"\nendstream");
    out
}

const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 5 0 R >>";

/// Objects 1 to 3 and then `rest`; the page (object 3) has the content 4, the font /F and the forms /X<n>.
fn page_with(entries: &str, forms: usize, rest: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let forms: String = (0..forms).map(|i| format!("/X{i} {} 0 R ", i + 6)).collect();
    let head = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count 1 /Kids [3 0 R] /Resources << /Font << /F {FONT} >> /XObject << {forms} >> >> >>"
        ),
        format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R {entries} >>"),
    ];
    file(head.into_iter().map(String::into_bytes).chain(rest))
}

const A4: &str = "/MediaBox [0 0 595 842]";

/// A page of this content.
fn page(content: &str) -> Vec<u8> {
    page_with(A4, 0, [stream("", content.as_bytes())])
}

/// `count` times `piece`, compressed: once, and the blocks repeated, for they refer to nothing before them.
fn deflated(piece: &[u8], count: usize) -> Vec<u8> {
    let mut blocks = Vec::with_capacity(piece.len() + 1024);
    let mut deflate = Compress::new(Compression::best(), false);
    deflate.compress_vec(piece, &mut blocks, FlushCompress::Full).unwrap();
    assert_eq!(deflate.total_in(), piece.len() as u64);
    let end = [0x01, 0x00, 0x00, 0xFF, 0xFF]; // the last block, empty
    let sum = adler32(piece, count).to_be_bytes();
    [&[0x78, 0xDA], &blocks.repeat(count)[..], &end, &sum].concat()
}

/// The sum at the end of a zlib stream of `count` times `piece`.
fn adler32(piece: &[u8], count: usize) -> u32 {
    const PRIME: u64 = 65_521;
    let (one_a, one_b) = piece.iter().fold((0, 0), |(a, b), byte| {
        let a = (a + u64::from(*byte)) % PRIME;
        (a, (b + a) % PRIME)
    });
    let length = piece.len() as u64 % PRIME;
    let (a, b) = (0..count)
        .fold((1, 0), |(a, b), _| ((a + one_a) % PRIME, (b + length * a + one_b) % PRIME));
    (b << 16 | a) as u32
}

fn bomb(piece: &[u8], megabytes: usize) -> Vec<u8> {
    let piece = piece.repeat((1 << 20) / piece.len());
    stream("/Filter /FlateDecode", &deflated(&piece, megabytes))
}

/// Content that is `piece` again and again between a beginning and an end.
fn bomb_between(begin: &str, piece: &[u8], megabytes: usize, end: &str) -> Vec<u8> {
    use flate2::write::ZlibEncoder;
    let mut packed = ZlibEncoder::new(vec![], Compression::fast());
    packed.write_all(begin.as_bytes()).unwrap();
    (0..megabytes).for_each(|_| packed.write_all(&piece.repeat((1 << 20) / piece.len())).unwrap());
    packed.write_all(end.as_bytes()).unwrap();
    stream("/Filter /FlateDecode", &packed.finish().unwrap())
}

/// `rows` by `columns` rulings that cross, as short or as long as they come.
fn lines(columns: usize, rows: usize) -> String {
    let across =
        (0..rows).map(|i| format!("0 {:.3} m 595 {0:.3} l S\n", i as f32 * 842.0 / rows as f32));
    let down = (0..columns)
        .map(|i| format!("{:.3} 0 m {0:.3} 842 l S\n", i as f32 * 595.0 / columns as f32));
    across.chain(down).collect()
}

/// Text of the page, `step` further right and down each time.
fn text(count: usize, (dx, dy): (f32, f32), word: &str) -> String {
    let words: String = (0..count).map(|_| format!("{dx} {dy} Td ({word}) Tj\n")).collect();
    format!("BT /F 1 Tf 1 800 Td\n{words}ET")
}

/// An encrypted file whose streams each say that their length is the next stream.
fn lengths_in_a_chain() -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 0 /Kids [] >>".to_vec(),
    ];
    objects.extend(
        (0..20_000)
            .map(|i| format!("<< /Length {} 0 R >>\nstream\nx\nendstream", i + 4).into_bytes()),
    );
    let mut out = file(objects);
    out.extend(b"trailer\n<< /Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (x) /U (x) >> >>\n");
    out
}

/// Forty composite fonts, all with the widths of object 5, an array in an array.
fn one_list_of_widths(count: usize) -> Vec<u8> {
    let font = "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /W 5 0 R >>] >>";
    let fonts: String = (0..40).map(|i| format!("/G{i} {font} ")).collect();
    let shown: String =
        (0..40).map(|i| format!("BT /G{i} 9 Tf 9 {} Td <00310032> Tj ET\n", 800 - 9 * i)).collect();
    let widths = format!("[0 [{}]]", "5 ".repeat(count));
    let resources = format!("{A4} /Resources << /Font << {fonts} >> >>");
    page_with(&resources, 0, [stream("", shown.as_bytes()), widths.into_bytes()])
}

/// A program of tables that are as small as can be, but for a map of characters of this many groups, which no search but
/// that of all of them finds a character in (format 13).
fn program_of_groups(groups: u32) -> Vec<u8> {
    let mut cmap = [0u16, 1, 3, 10].map(u16::to_be_bytes).concat();
    cmap.extend(12u32.to_be_bytes());
    cmap.extend([13u16, 0].map(u16::to_be_bytes).concat());
    cmap.extend([16 + 12 * groups, 0, groups].map(u32::to_be_bytes).concat());
    (0..groups)
        .for_each(|_| cmap.extend([0x0020_0000u32, 0x0020_0000, 1].map(u32::to_be_bytes).concat()));
    let mut head = vec![0; 54];
    (head[1], head[18], head[19]) = (1, 3, 0xE8);
    let mut hhea = vec![0; 36];
    (hhea[1], hhea[35]) = (1, 1);
    let maxp = vec![0, 0, 0x50, 0, 0, 9];
    let tables = [(b"cmap", cmap), (b"head", head), (b"hhea", hhea), (b"maxp", maxp)];
    let mut out = [1u16, 0, tables.len() as u16, 0, 0, 0].map(u16::to_be_bytes).concat();
    let mut at = 12 + 16 * tables.len() as u32;
    for (tag, table) in &tables {
        out.extend(*tag);
        out.extend([0, at, table.len() as u32].map(u32::to_be_bytes).concat());
        at += table.len() as u32;
    }
    tables.iter().for_each(|(_, table)| out.extend(table));
    out
}

/// A file that takes far longer than any test waits: each of two hundred thousand characters is looked for in the five
/// million groups of a font.
pub fn endless() -> Vec<u8> {
    use flate2::write::ZlibEncoder;
    let mut packed = ZlibEncoder::new(vec![], Compression::fast());
    packed.write_all(&program_of_groups(5_000_000)).unwrap();
    let font = "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /FontDescriptor << /Type /FontDescriptor /FontFile2 5 0 R >> >>] >>";
    let resources = format!("{A4} /Resources << /Font << /G {font} >> >>");
    let shown = "BT /G 9 Tf 9 800 Td <00010002> Tj ET";
    let program = stream("/Filter /FlateDecode", &packed.finish().unwrap());
    page_with(&resources, 0, [stream("", shown.as_bytes()), program])
}

/// A file that takes more than two hundred megabytes: an array of four and a half million numbers.
pub fn large() -> Vec<u8> {
    page_with(A4, 0, [stream("", b""), format!("[{}]", "1 ".repeat(4_500_000)).into_bytes()])
}

/// Every file with its name.
pub fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let nested = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let twice = deflated(&deflated(&[b' '; 1 << 20], 1024), 1);
    let forms = |content: &dyn Fn(usize) -> String, count: usize| {
        let made = (0..count).map(|i| {
            stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", content(i).as_bytes())
        });
        let rest = [stream("", b"/X0 Do"), stream("", b"")].into_iter().chain(made);
        page_with(A4, count, rest)
    };
    let kids = |kids: &str| {
        file([
            "<< /Type /Catalog /Pages 2 0 R >>".into(),
            format!("<< /Type /Pages /Kids [{kids}] /Parent 2 0 R >>").into(),
        ])
    };
    let boxed = |media: &str| {
        page_with(
            &format!("/MediaBox [{media}]"),
            0,
            [stream("", text(9, (5.0, -5.0), "1.00").as_bytes())],
        )
    };
    let cmap = "begincmap 1 begincodespacerange <00> <FF> endcodespacerange ".to_owned();
    let tiny: String = (0..1_000_000)
        .map(|i| format!("{} {} m {0} {} l S\n", i % 590, i / 1500, i / 1500 + 1))
        .collect();
    let boxes: String = (0..250_000)
        .map(|i| format!("{} {:.1} 3.6 3.6 re S\n", i % 100 * 6, (i / 100) as f32 * 5.0))
        .collect();
    let many_pages = {
        let kids: String = (0..5000).map(|i| format!("{} 0 R ", 4 + i)).collect();
        let mut objects = vec![
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            format!(
                "<< /Type /Pages /Kids [{kids}] {A4} /Resources << /Font << /F {FONT} >> >> >>"
            )
            .into_bytes(),
            bomb(b"1 0 0 1 0 0 cm ", 4),
        ];
        objects
            .extend((0..5000).map(|_| b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R >>".to_vec()));
        file(objects)
    };
    vec![
        ("bomb-of-spaces", page_with(A4, 0, [bomb(b" ", 1024)])),
        ("bomb-of-operators", page_with(A4, 0, [bomb(b"0 0 m 1 1 l S ", 256)])),
        ("bomb-of-text", page_with(A4, 0, [bomb(b"BT /F 9 Tf (12) Tj ET ", 60)])),
        ("bomb-in-a-string", page_with(A4, 0, [bomb(b"BT /F 9 Tf (12345678901234567890) Tj ET ", 60)])),
        ("bomb-in-a-bomb", page_with(A4, 0, [stream("/Filter [/FlateDecode /FlateDecode]", &twice)])),
        ("bomb-of-a-cmap", page_with(A4, 0, [stream("", text(9, (5.0, 0.0), "12").as_bytes()), bomb(b"1 beginbfrange <00> <FF> <4E00> endbfrange ", 200)])),
        ("bomb-of-objects", page_with(A4, 0, [stream("", b""), bomb(b"9 0 [[[ ", 64), stream("/Type /ObjStm /N 9000000 /First 8 /Filter /FlateDecode", &deflated(&b"9 0 ".repeat(1 << 18), 40))])),
        ("five-thousand-pages", many_pages),
        ("nested-arrays", page_with(&format!("{A4} /Odd {}", nested("[", "]")), 0, [stream("", nested("[", "]").as_bytes())])),
        ("nested-dictionaries", page_with(&format!("{A4} /Odd {}", nested("<</A", ">>")), 0, [stream("", nested("<</A", ">>").as_bytes())])),
        ("open-arrays", page_with(A4, 0, [stream("", "[".repeat(1_000_000).as_bytes()), "[".repeat(1_000_000).into_bytes()])),
        ("nested-forms", forms(&|i| format!("/X{} Do", i + 1), 100_000)),
        ("forms-that-double", forms(&|i| format!("/X{} Do ", i + 1).repeat(2), 60)),
        ("a-form-in-itself", forms(&|_| "/X0 Do ".repeat(1000), 1)),
        ("saved-states", page(&"q ".repeat(1_000_000))),
        ("marked-content", page(&format!("BT /F 9 Tf {} (x) Tj", "/Span BMC ".repeat(500_000)))),
        ("page-tree-in-a-circle", kids(&"2 0 R ".repeat(10_000))),
        ("page-tree-of-the-catalog", kids("1 0 R 2 0 R")),
        ("cycles", file(["<< /Type /Catalog /Pages 2 0 R /Self 1 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Parent 3 0 R >>", "<< /Type /Page /Parent 2 0 R /Resources 4 0 R /Contents 5 0 R /MediaBox 6 0 R >>", "<< /Font << /F 7 0 R >> /Resources 4 0 R >>", "[5 0 R 5 0 R 8 0 R 8 0 R]", "6 0 R", "<< /Type /Font /Subtype /Type0 /DescendantFonts 7 0 R /ToUnicode 7 0 R /Encoding 7 0 R >>", "<< /Length 8 0 R >>\nstream\nBT /F 9 Tf (x) Tj ET\nendstream"].map(|o| o.as_bytes().to_vec()))),
        ("length-of-a-gigabyte", page_with(A4, 0, ["<< /Length 1000000000 >>\nstream\nBT /F 9 Tf (x) Tj ET".into()])),
        ("no-endstream", page_with(A4, 0, (0..20_000).map(|_| b"<< /Length 999999999 >>\nstream\nx".to_vec()))),
        ("table-of-a-billion", b"%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 2000000000 /W [1 8 8] /Index [0 2000000000] /Root 1 0 R /Length 9 >>\nstream\n123456789\nendstream\nendobj\nstartxref\n9\n%%EOF".to_vec()),
        ("tables-in-a-circle", b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f\ntrailer\n<< /Size 1000000000 /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF".to_vec()),
        ("huge-page", boxed("0 0 1e30 1e30")),
        ("endless-page", boxed("-99999999999999999999999999999999999999999 0 9 99999999999999999999999999999999999999999999")),
        ("no-page", boxed("7 7 7 7")),
        ("user-unit", page_with(&format!("{A4} /UserUnit 1e38 /Rotate 90"), 0, [stream("", text(9, (5.0, -5.0), "1.00").as_bytes())])),
        ("a-million-operators", page(&"1 0 0 1 0 0 cm ".repeat(1_000_000))),
        ("a-million-operands", page(&format!("{} re", "1 ".repeat(1_000_000)))),
        ("a-million-tiny-rulings", page(&tiny)),
        ("a-quarter-million-boxes", page(&boxes)),
        ("a-fence", page(&lines(230, 320))),
        ("a-dense-fence", page(&lines(20_000, 20_000))),
        ("one-path", page(&format!("0 0 m {} S", "9 9 l 0 9 l ".repeat(200_000)))),
        ("a-line-of-digits", page(&text(190_000, (0.6, 0.0), "1"))),
        ("a-line-of-words", page(&text(60_000, (3.0, 0.0), "1.0"))),
        ("a-line-of-heads", page(&text(60_000, (9.0, 0.0), "ab"))),
        ("a-column", page(&text(190_000, (0.0, -1.3), "1"))),
        ("a-column-of-amounts", page(&text(60_000, (0.0, -2.0), "1,234.00"))),
        ("one-place", page(&text(190_000, (0.0, 0.0), "1"))),
        ("turned", page(&format!("0 1 -1 0 300 300 cm {}", text(190_000, (0.01, 0.01), "1")))),
        ("a-cmap-that-uses-itself", page_with(A4, 0, [stream("", text(9, (5.0, 0.0), "12").as_bytes()), stream("/UseCMap 5 0 R", (cmap + &"1 beginbfchar <31> <0041> endbfchar ".repeat(100_000)).as_bytes())])),
        ("inline-images", page(&"BI /W 1 /H 1 ID x EI ".repeat(300_000))),
        ("open-strings", page(&"(((((((((( ".repeat(500_000))),
        ("lengths-in-a-chain", lengths_in_a_chain()),
        ("one-list-of-widths", one_list_of_widths(2_000_000)),
        ("text-of-sixty-megabytes", page_with(A4, 0, [bomb_between("BT /F 9 Tf /Span << /ActualText (", b"1", 60, ") >> BDC (1) Tj EMC ET")])),
        ("content-in-sixteen-pieces", page_with(&A4.replace("/MediaBox", "/Contents [4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R] /MediaBox"), 0, [bomb(b" ", 63)])),
        ("objects-in-a-comment", [b"%PDF-1.7\n".to_vec(), b"1 0 obj%".repeat(1 << 17)].concat()),
        ("objects-in-a-string", [b"%PDF-1.7\n".to_vec(), b"1 0 obj(".repeat(1 << 17)].concat()),
        ("objects-in-arrays", [b"%PDF-1.7\n".to_vec(), b"1 0 obj[".repeat(1 << 17)].concat()),
        ("a-long-producer", [page(""), format!("7 0 obj\n<< /Producer ({}) >>\nendobj\ntrailer\n<< /Root 1 0 R /Info 7 0 R >>\n", "p".repeat(1_100_000)).into_bytes()].concat()),
        ("only-numbers", page(&"9".repeat(10_000_000))),
    ]
}

#[test]
fn what_is_compressed_piece_by_piece_is_a_stream() {
    let piece = b"0 0 m 1 1 l S ".repeat(999);
    let mut whole = vec![];
    flate2::read::ZlibDecoder::new(&deflated(&piece, 7)[..]).read_to_end(&mut whole).unwrap();
    assert!(whole == piece.repeat(7));
}
