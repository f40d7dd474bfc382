//! What the wall around each file costs: the same documents and rows, made in this process or in others.
//!
//! `behind - FILE...` converts on one thread in this process; `behind PROGRAM FILE...` behind the wall, whose processes are
//! `PROGRAM worker`. Nothing is written; `scripts/bench` compares what the two take.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use yusuan::batch::{self, Wall};
use yusuan::emit::{self, Packed};
use yusuan::{Catalog, Settings, pipeline};

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

static NEVER: AtomicBool = AtomicBool::new(false);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1);
    let program = args.next().ok_or("usage: behind -|PROGRAM FILE...")?;
    let files: Vec<PathBuf> = args.map(PathBuf::from).collect();
    let (inputs, settings) = (batch::expand(&files), Settings::default());
    let mut bytes = 0;
    if program == "-" {
        let catalog = Catalog::builtin()?;
        batch::run(&inputs, &settings, &catalog, 1, |document| {
            let mut json = vec![];
            emit::write(&document, &mut json)?;
            pipeline::summary(&document, &catalog);
            bytes += json.len();
            Packed::of(&document).each(|_, _| Ok(()))
        })?;
    } else {
        batch::started_by(vec![program]);
        let wall = Wall::new(&settings, &[], true, &NEVER)?;
        batch::run_behind(&inputs, &wall, &settings, 1, &NEVER, |made| {
            bytes += made.written().len();
            made.rows.each(|_, _| Ok(()))
        })?;
    }
    println!("{} documents, {bytes} bytes of JSON", inputs.len());
    Ok(())
}
