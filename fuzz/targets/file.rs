#![no_main]
//! Whole files. Limits are lowered, so that slow inputs show as such and memory stays small.

use yusuan::read::{Settings, read};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let settings = Settings {
        max_stream_bytes: 1 << 20,
        max_total_bytes: 8 << 20,
        max_operators: 20_000,
        max_total_operators: 100_000,
        max_pages: 50,
        ..Settings::default()
    };
    let _ = read(data, &settings);
});
