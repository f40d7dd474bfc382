//! Time of reading against its floor, inflating the page content: `read_speed ROUNDS FILE...`, one core.
//!
//! Prints the median over the rounds of the time for all files, in milliseconds: `inflate`, `load` (the object
//! layer alone) and `read`, and the ratio of `read` to `inflate`.

use lopdf::{Document, Object};
use std::time::{Duration, Instant};
use yusuan::read::{Settings, read};
use zune_inflate::{DeflateDecoder, DeflateOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let rounds: usize = args.next().ok_or("usage: read_speed ROUNDS FILE...")?.parse()?;
    let mut files = Vec::new();
    for path in args {
        let bytes = std::fs::read(path)?;
        if let Ok(document) = Document::load_mem(&bytes) {
            // Forms are page content too: some generators put a whole page into one.
            let pages = document.page_iter().flat_map(|page| document.get_page_contents(page));
            let forms = document.objects.iter().filter(|(_, object)| {
                object
                    .as_stream()
                    .is_ok_and(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form"))
            });
            let contents: Vec<Vec<u8>> = pages
                .chain(forms.map(|(id, _)| *id))
                .filter_map(|id| match document.get_object(id) {
                    Ok(Object::Stream(stream)) if stream.filters().is_ok_and(|filters| filters == [b"FlateDecode"]) => {
                        Some(stream.content.clone())
                    }
                    _ => None,
                })
                .collect();
            files.push((bytes, contents));
        }
    }
    let mut times: [Vec<Duration>; 3] = Default::default();
    let mut sum = 0usize;
    if std::env::var_os("READ_ONLY").is_some() {
        (0..rounds).for_each(|_| files.iter().for_each(|(bytes, _)| drop(read(bytes, &Settings::default()))));
        return Ok(());
    }
    for _ in 0..rounds {
        let start = Instant::now();
        for content in files.iter().flat_map(|(_, contents)| contents) {
            let options = DeflateOptions::default().set_confirm_checksum(false).set_limit(64 << 20);
            sum += DeflateDecoder::new_with_options(content, options).decode_zlib().map_or(0, |bytes| bytes.len());
        }
        times[0].push(start.elapsed());
        let start = Instant::now();
        for (bytes, _) in &files {
            sum += Document::load_mem(bytes).map_or(0, |document| document.objects.len());
        }
        times[1].push(start.elapsed());
        let start = Instant::now();
        for (bytes, _) in &files {
            sum += read(bytes, &Settings::default()).map_or(0, |paper| paper.pages.len());
        }
        times[2].push(start.elapsed());
    }
    let [inflate, load, read] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e3
    });
    println!(
        "{} files ({sum}): inflate {inflate:.1} ms, load {load:.1} ms, read {read:.1} ms, read/inflate {:.2}",
        files.len(),
        read / inflate
    );
    Ok(())
}
