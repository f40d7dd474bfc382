//! Small disclosures made on the spot.

/// A page of an invented disclosure: lines of text, and a ruled table of rows whose cells may hold two lines.
pub struct Sheet {
    pub text: Vec<(f32, f32, &'static str)>,
    pub widths: &'static [f32],
    pub rows: Vec<Vec<&'static str>>,
}

/// Content stream of a page: text in the reader's own STSong-Light, lines between the cells.
fn content(sheet: &Sheet) -> String {
    let show = |x: f32, y: f32, text: &str| {
        let hex: String = text.encode_utf16().map(|u| format!("{u:04X}")).collect();
        format!("BT /F1 10 Tf {x} {y} Td <{hex}> Tj ET\n")
    };
    let mut out: String = sheet.text.iter().map(|&(x, y, t)| show(x, y, t)).collect();
    let (left, top, height) = (50.0, 640.0, 20.0);
    let right = left + sheet.widths.iter().sum::<f32>();
    for r in 0..sheet.rows.len() {
        let mut x = left + 3.0;
        for (text, width) in sheet.rows[r].iter().zip(sheet.widths) {
            let lines = text.split('\n').count() as f32;
            for (k, line) in text.split('\n').enumerate() {
                out += &show(
                    x,
                    top - height * (r as f32 + 0.7 - 0.25 * (lines - 1.0) + 0.5 * k as f32),
                    line,
                );
            }
            x += width;
        }
    }
    let bottom = top - height * sheet.rows.len() as f32;
    for r in 0..=sheet.rows.len() {
        let y = top - height * r as f32;
        out += &format!("{left} {y} m {right} {y} l S\n");
    }
    let mut x = left;
    for width in std::iter::once(&0.0).chain(sheet.widths) {
        x += width;
        out += &format!("{x} {top} m {x} {bottom} l S\n");
    }
    out
}

/// A PDF of these pages.
pub fn pdf(sheets: &[Sheet]) -> Vec<u8> {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font \
                /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> \
                /DW 1000 /W [1 [207] 814 939 500] >> ] >>";
    let kids: String = (0..sheets.len()).map(|i| format!("{} 0 R ", 4 + 2 * i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        format!("<< /Type /Pages /Kids [ {kids}] /Count {} >>", sheets.len()),
        font.to_string(),
    ];
    for (i, sheet) in sheets.iter().enumerate() {
        let stream = content(sheet);
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * i
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{stream}endstream", stream.len()));
    }
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let start = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    offsets.iter().for_each(|o| out += &format!("{o:010} 00000 n \n"));
    out += &format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    out.into_bytes()
}
