//! The shared corpus beside the project.

use std::path::PathBuf;

/// `../shared`; `None`, saying so, where there is no corpus in it.
pub fn shared() -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"));
    let there = path.join("corpus").is_dir();
    if !there {
        println!("skipped: no corpus at ../shared");
    }
    there.then_some(path)
}
