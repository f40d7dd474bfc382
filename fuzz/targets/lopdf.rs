#![no_main]
//! What is left to `lopdf`: encrypted files, and streams of rarer filters. Data that begins as a PDF gets a trailer that says
//! it is encrypted; of any other the first byte chooses filters, and the rest is the content of a page behind them.

use yusuan::read::{Settings, read};

const FILTERS: [&str; 8] = [
    "/LZWDecode",
    "/ASCII85Decode",
    "/ASCIIHexDecode",
    "/RunLengthDecode",
    "[/ASCII85Decode /LZWDecode] /DecodeParms [null << /Predictor 12 /Columns 4 >>]",
    "[/ASCIIHexDecode /FlateDecode] /DecodeParms [null << /Predictor 15 /Colors 3 /Columns 2 >>]",
    "[/RunLengthDecode /ASCII85Decode /ASCIIHexDecode]",
    "/LZWDecode /DecodeParms << /EarlyChange 0 /Predictor 2 /BitsPerComponent 4 >>",
];

const ENCRYPTED: &[u8] = b"\ntrailer\n<< /Root 1 0 R /ID [(a) (b)] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O (12345678901234567890123456789012) /U (12345678901234567890123456789012) >> >>\n";

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((&choice, content)) = data.split_first() else { return };
    let file = if data.starts_with(b"%PDF-") {
        [data, ENCRYPTED].concat()
    } else {
        let filters = FILTERS[usize::from(choice) % FILTERS.len()];
        let head = format!(
            "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 99 99] >>\nendobj\n\
             3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length {} /Filter {filters} >>\nstream\n",
            content.len()
        );
        [head.as_bytes(), content, b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n"].concat()
    };
    let settings = Settings {
        max_stream_bytes: 1 << 20,
        max_total_bytes: 8 << 20,
        max_kept_bytes: 16 << 20,
        max_operators: 20_000,
        max_total_operators: 100_000,
        max_pages: 50,
        ..Settings::default()
    };
    let _ = read(&file, &settings);
    if data.starts_with(b"%PDF-") {
        let _ = read(data, &settings); // encrypted by what it says itself, or not at all
    }
});
