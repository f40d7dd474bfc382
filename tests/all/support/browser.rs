//! A browser to drive, where there is one.

use super::shared::skipped;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Python with selenium, if it is installed, and a browser.
pub fn browser() -> Option<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from);
    let python = target.join("browser/bin/python");
    let there = python.exists() && Command::new("chromedriver").arg("--version").output().is_ok();
    if !there {
        skipped("no browser to drive; scripts/browser/install puts it there");
    }
    there.then_some(python)
}
