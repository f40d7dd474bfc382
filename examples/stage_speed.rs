//! Where the time goes, against the floor, inflating the page content: `stage_speed ROUNDS FILE...`, one core, in process.
//!
//! Prints the median over the rounds of the CPU time that all files take, in milliseconds and as a multiple of `inflate`:
//! `load` is lopdf's object layer, a part of `read`; the other stages follow each other; `extract` is all of them and
//! the document's JSON. Files that give no pages are left out.

use lopdf::{Document, Object};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;
use yusuan::catalog::Catalog;
use yusuan::{emit, locate, parse, pipeline, read, rebuild, reconcile};
use zune_inflate::{DeflateDecoder, DeflateOptions};

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const STAGES: [&str; 10] = [
    "inflate",
    "load",
    "read",
    "locate",
    "rebuild",
    "parse",
    "reconcile",
    "emit",
    "json and csv",
    "extract and json",
];

/// The deflated page content streams, those of forms too: some generators put a whole page into one.
fn contents(document: &Document) -> Vec<Vec<u8>> {
    let pages = document.page_iter().flat_map(|page| document.get_page_contents(page));
    let is_form = |object: &Object| {
        object.as_stream().is_ok_and(|stream| {
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form")
        })
    };
    let forms = document.objects.iter().filter(|(_, object)| is_form(object)).map(|(id, _)| *id);
    let deflated = |id| match document.get_object(id) {
        Ok(Object::Stream(stream))
            if stream.filters().is_ok_and(|filters| filters == [b"FlateDecode"]) =>
        {
            Some(stream.content.clone())
        }
        _ => None,
    };
    pages.chain(forms).filter_map(deflated).collect()
}

/// CPU time of this thread.
fn now() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap_or_default()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let rounds: usize = args.next().ok_or("usage: stage_speed ROUNDS FILE...")?.parse()?;
    let settings = pipeline::Settings::default();
    let catalog = Catalog::builtin()?;
    let mut files = Vec::new();
    for path in args {
        let bytes = std::fs::read(path)?;
        if let (Ok(document), Ok(_)) =
            (Document::load_mem(&bytes), read::read(&bytes, &settings.read))
        {
            files.push((contents(&document), bytes));
        }
    }
    let mut times = vec![[Duration::ZERO; STAGES.len()]; rounds];
    for round in &mut times {
        for (contents, bytes) in &files {
            let mut stage = 0;
            let mut lap = |start: Duration| {
                round[stage] += now() - start;
                stage += 1;
                now()
            };
            let start = now();
            for content in contents {
                let options =
                    DeflateOptions::default().set_confirm_checksum(false).set_limit(64 << 20);
                std::hint::black_box(
                    DeflateDecoder::new_with_options(content, options).decode_zlib().is_ok(),
                );
            }
            let start = lap(start);
            std::hint::black_box(Document::load_mem(bytes)?.objects.len());
            let start = lap(start);
            let paper = read::read(bytes, &settings.read)?;
            let start = lap(start);
            let outline = locate::locate(&paper.pages, &catalog);
            let start = lap(start);
            let rebuilt = rebuild::rebuild(&paper.pages, &outline, &Default::default(), &catalog);
            let start = lap(start);
            let ledger = parse::parse(&paper.pages, &outline, &rebuilt, &catalog);
            let start = lap(start);
            let checks = reconcile::reconcile(&ledger, catalog.subjects);
            let start = lap(start);
            let document = emit::document(emit::wire::Source::of("file", bytes), ledger, checks);
            let start = lap(start);
            let mut out = Vec::new();
            emit::write(&document, &mut out)?;
            for sheet in &emit::SHEETS {
                std::hint::black_box((sheet.rows)(&document).count());
            }
            drop((paper, outline, rebuilt, document, out));
            let start = lap(start);
            emit::write(&pipeline::extract(bytes, "file", &settings, &catalog), std::io::sink())?;
            lap(start);
        }
    }
    let median = |stage: usize| {
        let mut times: Vec<_> =
            times.iter().map(|round| round[stage].as_secs_f64() * 1e3).collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    println!("{} files, medians of {rounds} rounds:", files.len());
    for (stage, name) in STAGES.iter().enumerate() {
        println!("  {name:16} {:8.1} ms {:6.2}", median(stage), median(stage) / median(0));
    }
    Ok(())
}
