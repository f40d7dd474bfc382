#![no_main]
//! Whole files through all stages, and the document written and read back. Limits are lowered, so that slow inputs show
//! as such and memory stays small.

use std::sync::LazyLock;
use std::time::Duration;
use yusuan::catalog::Catalog;
use yusuan::emit::{self, wire::Document};
use yusuan::pipeline::{Settings, extract};
use yusuan::read;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::builtin().expect("the catalog is part of the program"));

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let read = read::Settings {
        max_stream_bytes: 1 << 20,
        max_total_bytes: 8 << 20,
        max_operators: 20_000,
        max_total_operators: 100_000,
        max_pages: 50,
        ..read::Settings::default()
    };
    let settings = Settings { read, max_time: Duration::from_secs(8), ..Settings::default() };
    let document = extract(data, "fuzz.pdf", &settings, &CATALOG);
    assert!(!document.error.as_deref().unwrap_or_default().contains("takes longer"), "too slow");
    let mut json = vec![];
    emit::write(&document, &mut json).expect("a document can be written");
    let back: Document = serde_json::from_slice(&json).expect("what is written can be read");
    let mut again = vec![];
    emit::write(&back, &mut again).expect("a document can be written");
    assert!(json == again, "a document read back is another one");
});
