//! One PDF's facts, each with what its equations say of it: `cargo run --example extract -- FILE`.
//!
//! A line is page, table, code or name, column, yuan and proof. The proof is the worst verdict of the equations that state
//! the figure: `exact`, `rounding` (within what rounding allows) or `mismatch`; `-` where none states it.

use std::collections::HashMap;
use yusuan::emit::wire::{Corners, Status};
use yusuan::model::Verdict;
use yusuan::{Catalog, Settings, extract};

/// A figure's page and box, in hundredths of a point as the document has it.
type Place = (u32, [i64; 4]);

fn place(page: u32, Corners(corners): Corners) -> Place {
    (page, corners.map(|points| (points * 100.0).round() as i64))
}

/// Worse verdicts are higher; `None` for what proves nothing.
fn rank(verdict: Verdict) -> Option<u8> {
    match verdict {
        Verdict::Exact => Some(0),
        Verdict::Rounding => Some(1),
        Verdict::Mismatch => Some(2),
        Verdict::NotChecked | Verdict::NotApplicable => None,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: extract FILE")?;
    let document =
        extract(&std::fs::read(&path)?, &path, &Settings::default(), &Catalog::builtin()?);
    if document.status == Status::Failed {
        return Err(document.error.unwrap_or_default().into());
    }
    let mut proofs: HashMap<Place, (u8, Verdict)> = HashMap::new();
    for check in &document.checks {
        if let (Some(rank), Some(page), Some(corners)) =
            (rank(check.verdict), check.page, check.corners)
        {
            let proof = proofs.entry(place(page, corners)).or_insert((rank, check.verdict));
            *proof = if rank > proof.0 { (rank, check.verdict) } else { *proof };
        }
    }
    for table in &document.tables {
        for (row, cell) in table.rows.iter().flat_map(|row| row.cells.iter().map(move |c| (row, c)))
        {
            let Some(yuan) = cell.amount_yuan else { continue }; // blank, a dash, a percentage …
            let name = if row.code.is_empty() { &row.name } else { &row.code };
            let proof = proofs.get(&place(cell.page, cell.corners));
            let proof = proof.map_or("-", |(_, verdict)| verdict.as_str());
            println!("{}\t{}\t{name}\t{}\t{yuan}\t{proof}", cell.page, table.id, cell.column);
        }
    }
    Ok(())
}
