//! What is read of PDFs whose rulings are taken away: `cargo run --example degraded -- none|frame|DROP OUT FILE|DIR...`
//! writes OUT as `convert` does, with no rulings (`none`), with the outermost frame of each table alone (`frame`), or with
//! that share of the rulings dropped at random (`0.05`; the same ones each time).

use std::fs;
use std::path::{Path, PathBuf};
use yusuan::emit::{self, Dataset};
use yusuan::model::{Axis, Page, Ruling};
use yusuan::{Catalog, Document, Settings, batch, pipeline, read};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let mut args = std::env::args_os().skip(1);
    let (mode, out) = (args.next().ok_or("mode")?, args.next().ok_or("output folder")?);
    let mode = mode.to_str().ok_or("mode")?.to_owned();
    let paths: Vec<PathBuf> = args.map(PathBuf::from).collect();
    let catalog = Catalog::builtin()?;
    fs::create_dir_all(&out)?;
    let mut dataset = Dataset::create(Path::new(&out), &[emit::Format::Csv])?;
    for input in batch::expand(&paths) {
        let file = input.name().to_owned();
        let bytes = fs::read(&file)?;
        let source = emit::wire::Source::of(&file, &bytes);
        let mut paper = match read::read(&bytes, &Settings::default().read) {
            Ok(paper) => paper,
            Err(error) => {
                dataset.add(&Document::failed(source, error.to_string()))?;
                continue;
            }
        };
        paper.pages.iter_mut().for_each(|page| degrade(page, &mode));
        let stages = pipeline::stages(paper, &catalog);
        dataset.add(&emit::document(source, stages.ledger, stages.checks))?;
    }
    dataset.finish()?;
    Ok(())
}

/// Takes rulings of the page away.
fn degrade(page: &mut Page, mode: &str) {
    match mode {
        "none" => page.rulings.clear(),
        "frame" => page.rulings = frames(&page.rulings),
        share => {
            let share: f64 = share.parse().expect("none, frame, or a share such as 0.05");
            let mut state = u64::from(page.number) + 16;
            page.rulings.retain(|_| random(&mut state) >= share);
        }
    }
}

/// The outermost rulings of each group that touches.
fn frames(rulings: &[Ruling]) -> Vec<Ruling> {
    let mut frames: Vec<[f32; 4]> = Vec::new();
    for r in rulings {
        let mut own = match r.axis {
            Axis::Horizontal => [r.from, r.at, r.to, r.at],
            Axis::Vertical => [r.at, r.from, r.at, r.to],
        };
        // Frames that meet are one, and may then meet others.
        while let Some(at) = frames.iter().position(|f| meets(f, &own)) {
            let other = frames.swap_remove(at);
            let (a, b) = (own, other);
            own = [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])];
        }
        frames.push(own);
    }
    let side = |axis, at, from, to| Ruling { axis, at, from, to, width: 0.5 };
    frames
        .iter()
        .filter(|f| f[2] - f[0] > 20.0 && f[3] - f[1] > 10.0)
        .flat_map(|&[x0, y0, x1, y1]| {
            [
                side(Axis::Horizontal, y0, x0, x1),
                side(Axis::Horizontal, y1, x0, x1),
                side(Axis::Vertical, x0, y0, y1),
                side(Axis::Vertical, x1, y0, y1),
            ]
        })
        .collect()
}

fn meets(a: &[f32; 4], b: &[f32; 4]) -> bool {
    a[0] <= b[2] + 2.5 && b[0] <= a[2] + 2.5 && a[1] <= b[3] + 2.5 && b[1] <= a[3] + 2.5
}

/// A number from 0 to 1 (xorshift64*).
fn random(state: &mut u64) -> f64 {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1u64 << 53) as f64
}
