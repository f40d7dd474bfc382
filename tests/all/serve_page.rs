//! The window of `yusuan serve` in headless Chromium, as a clerk goes through it: `scripts/browser/serve.py` says what is
//! done and looked at. Skipped, saying so, where `scripts/browser/install` has put no browser.

use crate::support::browser::browser;
use crate::support::command::{ended, fixture};
use std::path::Path;
use std::process::Command;

#[test]
fn a_clerk_drops_files_looks_at_the_altered_figure_and_marks_it() {
    let Some(python) = browser() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/browser/serve.py");
    let mut command = Command::new(python);
    command.arg(script).arg(env!("CARGO_BIN_EXE_yusuan")).arg(fixture(""));
    let (status, told) = ended(&mut command);
    let told = told.map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert!(status.success(), "{told}");
    println!("{told}");
}
