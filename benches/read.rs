//! Tokenizer, CMap and font loading, and whole files: `cargo bench --bench read`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use yusuan::read::{Settings, probe, read};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/read/{name}.pdf", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A page as a spreadsheet writes it: cell edges, and each glyph by itself.
fn content() -> Vec<u8> {
    let row = |i: usize| {
        format!(
            "0.75 w 62.62 {i}.12 m 779.25 {i}.12 l S q 63 {i} 716.25 14.25 re W n BT /F1 0.05 Tf 200 0 0 -200 72.{i} 131.6 Tm <0{i:03x}> Tj ET Q\n"
        )
    };
    (100..1100).map(row).collect::<String>().into_bytes()
}

fn to_unicode() -> Vec<u8> {
    let rows: String = (0..2000).map(|i| format!("<{i:04X}> <{:04X}>\n", 0x4E00 + 7 * i)).collect();
    format!("begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 2000 beginbfchar\n{rows}endbfchar endcmap").into_bytes()
}

fn benches(c: &mut Criterion) {
    let content = content();
    let mut group = c.benchmark_group("read");
    group.throughput(Throughput::Bytes(content.len() as u64));
    group.bench_function("tokens", |b| b.iter(|| probe::tokens(black_box(&content))));
    let map = to_unicode();
    group.throughput(Throughput::Bytes(map.len() as u64));
    group.bench_function("cmap", |b| b.iter(|| probe::cmap(black_box(&map))));
    for (name, file) in [
        ("fonts simple", "simple"),
        ("fonts predefined", "gb1"),
        ("fonts embedded", "no_to_unicode"),
        ("plain file", "plain"),
    ] {
        let bytes = fixture(file);
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |b| b.iter(|| read(black_box(&bytes), &Settings::default())));
    }
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
