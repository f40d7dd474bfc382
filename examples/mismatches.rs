//! What does not add up in many PDFs, within each and between them: `cargo run --example mismatches -- FILE|DIR...`.
//!
//! Files are converted on all cores and come in input order, so the lines are the same whatever finishes first. All
//! documents are kept, as [`check`] compares them with each other.

use std::path::PathBuf;
use yusuan::model::Verdict;
use yusuan::{Catalog, Settings, batch, check};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let catalog = Catalog::builtin()?;
    let mut documents = vec![];
    batch::run(&batch::expand(&paths), &Settings::default(), &catalog, 0, |document| {
        if let Some(error) = &document.error {
            println!("{}: {error}", document.source.file);
        }
        documents.push(document);
        Ok(())
    })?;
    for (document, check) in check(&documents, &catalog) {
        if check.verdict == Verdict::Mismatch {
            let page = check.page.map_or(String::new(), |page| format!(", page {page}"));
            let figures = match (check.lhs, check.rhs) {
                (Some(stated), Some(computed)) => format!(" stated {stated}, computed {computed}:"),
                _ => String::new(),
            };
            let (file, rule, reason) = (&document.source.file, &check.rule, &check.reason);
            println!("{file}{page}: {rule}:{figures} {reason}");
        }
    }
    Ok(())
}
