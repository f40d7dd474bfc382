//! What a run's documents come to, in input order: the tables, the count, the slowest files.

use super::Summaries;
use crate::emit::{self, Dataset, FileDigest, Format, Package, Packed, UnitList, Units};
use crate::reconcile;
use crate::render::{Brief, Summary};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Files that are named as the slowest.
const NAMED: usize = 5;

/// The tables of a folder in the making, and what is said at the end.
pub struct Collect {
    out: PathBuf,
    dataset: Dataset,
    package: Package,
    summary: Summary,
    /// What the equations between documents need to know of each.
    bodies: Summaries,
    units: Units,
    slowest: Vec<(Duration, String)>,
}

impl Collect {
    /// Starts the tables in `out`; `list` is what the user knows of public bodies.
    pub fn create(out: &Path, formats: &[Format], list: UnitList) -> io::Result<Collect> {
        Ok(Collect {
            out: out.to_owned(),
            dataset: Dataset::create(out, formats)?,
            package: Package::create(out, formats)?,
            summary: Summary::default(),
            bodies: Summaries::create(out)?,
            units: Units::new(list),
            slowest: vec![],
        })
    }

    /// Takes the next document in, in brief and by its rows; its JSON, if there is any, is `documents/<stem>.json`.
    pub fn add(
        &mut self,
        brief: &Brief,
        rows: &Packed,
        stem: &str,
        json: Option<FileDigest>,
        summary: &reconcile::Summary,
    ) -> io::Result<()> {
        self.bodies.add(summary)?;
        self.summary.merge(&brief.counts);
        self.units.add(&brief.body);
        self.package.add(&brief.source, brief.status, stem, json)?;
        self.dataset.add_packed(rows)
    }

    /// Notes how long a file took.
    pub fn note_time(&mut self, time: Duration, file: &str) {
        let place = self.slowest.partition_point(|(longer, _)| *longer >= time);
        if place < NAMED {
            self.slowest.insert(place, (time, file.to_owned()));
            self.slowest.truncate(NAMED);
        }
    }

    /// The slowest files, the slowest first.
    pub fn slowest(&self) -> &[(Duration, String)] {
        &self.slowest
    }

    /// After the last document: adds the equations between documents (B1 to B5), puts the tables in their places.
    pub fn finish(mut self) -> io::Result<Summary> {
        self.bodies.reconcile(|body, checks| {
            let checks: Vec<_> = checks.into_iter().map(emit::check).collect();
            self.summary.add_checks(&checks);
            let mut numbered = checks.iter().zip(body.checks() + 1..);
            numbered.try_for_each(|(check, number)| {
                self.dataset.add_check(body.source(), number, check)
            })
        })?;
        self.dataset.add_rows("units", &self.units.rows())?;
        let tables = self.dataset.finish()?;
        self.package.write(&self.out, &tables)?;
        Ok(self.summary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_files_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let mut collect = Collect::create(dir.path(), &[], UnitList::default()).unwrap();
        for seconds in [3, 9, 1, 7, 8, 2, 9] {
            collect.note_time(Duration::from_secs(seconds), &seconds.to_string());
        }
        assert_eq!(
            collect.slowest().iter().map(|(_, file)| file.as_str()).collect::<Vec<_>>(),
            ["9", "9", "8", "7", "3"]
        );
    }
}
