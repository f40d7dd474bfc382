//! Two readings of a page, and the document decides.
//!
//! Rulings may be cut short, left out or drawn twice, and a grid made of them then joins what the page keeps apart. The
//! alignment of the words tells the same table once more, without them. Where the first reading leaves a table of the
//! document unproven, its pages are read by their words alone, and each page keeps the reading of which the document's
//! own equations prove more. A table that proves itself is read once.

use crate::lex;
use crate::model::{
    At, Cell, Check, Content, Finding, FindingKind, Ledger, LedgerTable, Page, Place, Rebuilt,
    Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

/// Pages, counted from 1.
pub type Pages = BTreeSet<u32>;

/// What rebuilding, parsing and reconciling made of the document.
#[derive(Debug)]
pub struct Reading {
    /// Tables and paragraphs.
    pub rebuilt: Rebuilt,
    /// Coded rows and figures.
    pub ledger: Ledger,
    /// Equations.
    pub checks: Vec<Check>,
}

/// The reading that the document proves best. `read` reads it, the given pages by their words alone.
pub fn decide(pages: &[Page], read: impl Fn(&Pages) -> Reading) -> Reading {
    let first = read(&Pages::new());
    let ruled = pages.iter().filter(|p| !p.rulings.is_empty()).map(|p| p.number).collect();
    let doubtful: Pages = &first.unproven() & &ruled;
    if doubtful.is_empty() {
        return first;
    }
    let by_words = read(&doubtful);
    let better = by_words.better_than(&first, &doubtful);
    if better.is_empty() {
        return first;
    }
    let mut mixed = if better == doubtful { by_words } else { read(&better) };
    if mixed.better_than(&first, &better) != better {
        return first;
    }
    let note = |&page: &u32| {
        let message = "the table is read by how its words stand; by its rulings, fewer of its own equations hold";
        Finding::new(FindingKind::SecondReading, message).at_page(page)
    };
    mixed.ledger.findings.extend(better.iter().map(note));
    mixed.doubt_what_was_unread(&first, &better);
    mixed
}

/// What speaks for the reading of a table, and against it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Proof {
    /// Figures: amounts, and those that could not be read.
    figures: i64,
    /// Amounts below heads that the catalog knows.
    known: i64,
    /// Amounts below no head or beside no label, and labels that end with an amount: a column or its border is not where it was taken to be.
    misplaced: i64,
    /// Equations that hold.
    hold: i64,
    /// Equations that fail.
    fail: i64,
    /// Equations that could not be evaluated.
    open: i64,
}

impl Proof {
    fn of(table: &LedgerTable) -> Proof {
        let mut proof = Proof::default();
        proof.add_table(table);
        proof
    }

    fn add_table(&mut self, table: &LedgerTable) {
        let headed = table.columns.iter().any(|c| !c.label.is_empty());
        for row in &table.rows {
            let cells = || row.cells.iter();
            let amounts = || cells().filter(|c| c.amount().is_some());
            let column = |column: usize| &table.columns[column];
            self.figures += amounts().count() as i64;
            self.figures +=
                cells().filter(|c| matches!(c.content, Content::Unread(_))).count() as i64;
            self.known += amounts().filter(|c| !column(c.column).id.is_other()).count() as i64;
            let bare = |c: usize| headed && column(c).label.is_empty();
            self.misplaced += amounts().filter(|c| bare(c.column)).count() as i64;
            self.misplaced += i64::from(lex::holds_amount(&row.label));
        }
        self.figures += table.stray_numbers.len() as i64;
    }

    fn add_check(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Exact | Verdict::Rounding => self.hold += 1,
            Verdict::Mismatch => self.fail += 1,
            Verdict::NotChecked => self.open += 1,
            Verdict::NotApplicable => {}
        }
    }

    /// How much more than `first` it proves; `None` where it loses or misplaces figures that `first` has. An equation that
    /// fails tells more against a reading than one that holds tells for it, as sums of nothing hold, too.
    fn gain(&self, first: &Proof) -> Option<i64> {
        let loses = self.figures < first.figures || self.known < first.known;
        let points = |p: &Proof| p.known + p.hold - 4 * p.fail - p.open;
        (!loses && self.misplaced <= first.misplaced).then(|| points(self) - points(first))
    }
}

impl Reading {
    /// The pages of tables of which an equation fails, or a figure could not be read.
    fn unproven(&self) -> Pages {
        let unread = |t: &LedgerTable| {
            !t.stray_numbers.is_empty()
                || t.rows
                    .iter()
                    .flat_map(|r| &r.cells)
                    .any(|c| matches!(c.content, Content::Unread(_)))
        };
        let failing = self.checks.iter().filter(|c| c.verdict == Verdict::Mismatch);
        let failing: BTreeSet<&str> = failing.map(|c| c.stated.table_id()).collect();
        let tables = self.ledger.tables.iter();
        let failed = tables
            .filter(|t| failing.contains(t.id.as_str()) || unread(t) || Proof::of(t).misplaced > 0);
        failed.flat_map(|t| t.page..=t.last_page).collect()
    }

    /// Of these pages, those of tables of which this reading proves more than `first`, and no table of theirs less.
    fn better_than(&self, first: &Reading, pages: &Pages) -> Pages {
        let (old, new) = (first.proofs(), self.proofs());
        let mut gains: BTreeMap<u32, Option<i64>> = BTreeMap::new();
        for table in &first.ledger.tables {
            let id = table.id.as_str();
            let gain = new.get(id).copied().unwrap_or_default().gain(&old[id]);
            for page in table.page..=table.last_page {
                let sum = gains.entry(page).or_insert(Some(0));
                *sum = sum.zip(gain).map(|(sum, gain)| sum + gain);
            }
        }
        let gain = |page: &u32| gains.get(page).copied().flatten().unwrap_or(0);
        pages.iter().copied().filter(|page| gain(page) > 0).collect()
    }

    /// What the rulings say of a figure stands, also where words are read: one that could not be taken by them is in doubt
    /// where it is taken here, unless an equation along its row holds: sums down a column do whichever row it is given to.
    fn doubt_what_was_unread(&mut self, first: &Reading, pages: &Pages) {
        let cells = first.ledger.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells);
        let mut unread: BTreeMap<(u32, &str), Vec<(&Cell, &String)>> = BTreeMap::new();
        for cell in cells.filter(|c| pages.contains(&c.page)) {
            if let Content::Unread(why) = &cell.content {
                unread.entry((cell.page, cell.stated.as_str())).or_default().push((cell, why));
            }
        }
        if unread.is_empty() {
            return;
        }
        let proven = self.proven_along_rows(pages);
        let rows = self.ledger.tables.iter_mut().flat_map(|t| &mut t.rows);
        for cell in rows.flat_map(|r| &mut r.cells) {
            let there = unread.get(&(cell.page, cell.stated.as_str())).into_iter().flatten();
            let why = there.clone().find(|(o, _)| o.rect.contains(cell.rect.cx(), cell.rect.cy()));
            if let (Some((_, why)), Some(_), None) = (why, cell.amount(), &cell.doubt)
                && !proven.iter().any(|place| *place == cell.place())
            {
                cell.doubt = Some(why.to_string());
            }
        }
    }

    /// The figures on these pages that stand in an equation along their row that holds.
    fn proven_along_rows(&self, pages: &Pages) -> Vec<Place> {
        let exact = self.checks.iter().filter(|check| check.verdict == Verdict::Exact);
        let mut proven = Vec::new();
        for check in exact {
            let Some(At::Box(stated)) = check.at.filter(|at| pages.contains(&at.page())) else {
                continue;
            };
            let beside = |place: &Place| {
                let level =
                    (place.rect.cy() - stated.rect.cy()).abs() <= stated.rect.height() / 2.0;
                place.page == stated.page && level
            };
            let addends: Vec<Place> = check.addends.iter().filter_map(|a| a.place).collect();
            if !addends.is_empty() && addends.iter().all(beside) {
                proven.push(stated);
                proven.extend(addends);
            }
        }
        proven
    }

    /// For each table, by its id, what speaks for its reading.
    fn proofs(&self) -> BTreeMap<&str, Proof> {
        let mut proofs: BTreeMap<&str, Proof> = BTreeMap::new();
        for table in &self.ledger.tables {
            proofs.entry(table.id.as_str()).or_default().add_table(table);
        }
        for check in &self.checks {
            if let Some(proof) = proofs.get_mut(check.stated.table_id()) {
                proof.add_check(check.verdict);
            }
        }
        // A part of a figure that was torn off stands in a row of its own.
        for finding in self.ledger.findings.iter().filter(|f| f.kind == FindingKind::UnlabelledRow)
        {
            let table = finding.table.as_ref().map(|id| id.as_str());
            if let Some(proof) = table.and_then(|id| proofs.get_mut(id)) {
                proof.misplaced += 1;
            }
        }
        proofs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_that_loses_or_misplaces_figures_is_none() {
        let first = Proof { figures: 9, known: 8, hold: 4, fail: 1, ..Proof::default() };
        let proven = Proof { known: 9, hold: 6, fail: 0, ..first };
        assert_eq!(proven.gain(&first), Some(1 + 2 + 4));
        assert_eq!(Proof { figures: 8, ..proven }.gain(&first), None);
        assert_eq!(Proof { known: 7, ..proven }.gain(&first), None);
        assert_eq!(Proof { misplaced: 1, ..proven }.gain(&first), None);
        assert_eq!(first.gain(&proven), None);
        assert_eq!(Proof { open: 3, ..first }.gain(&first), Some(-3));
    }

    #[test]
    fn figures_beside_no_label_are_misplaced() {
        let table = LedgerTable { id: "procurement".into(), ..LedgerTable::default() };
        let finding = |kind: FindingKind| Finding::new(kind, "").in_table("procurement");
        let ledger = |kind: FindingKind| Ledger {
            tables: vec![table.clone()],
            findings: vec![finding(kind)],
            ..Ledger::default()
        };
        let misplaced = |kind: FindingKind| {
            let rebuilt = Rebuilt::default();
            let reading = Reading { rebuilt, ledger: ledger(kind), checks: Vec::new() };
            reading.proofs()["procurement"].misplaced
        };
        assert_eq!(misplaced(FindingKind::UnlabelledRow), 1);
        assert_eq!(misplaced(FindingKind::UnlabelledZeros), 0);
    }
}
