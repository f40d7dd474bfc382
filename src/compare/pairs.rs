//! What belongs together of two lists.

use super::Head;
use crate::emit::wire::Status;
use crate::model::{Kind, Scope};
use std::collections::BTreeMap;

/// Positions in A and in B; one alone where the other has no counterpart.
pub type Pair = (Option<usize>, Option<usize>);

/// Whose disclosure: unit, year unless across years, kind, scope.
pub(super) fn body(
    head: &Head,
    across_years: bool,
) -> (Option<&str>, Option<u16>, Option<Kind>, Option<Scope>) {
    let identity = &head.identity;
    (
        identity.unit_name.as_deref(),
        identity.fiscal_year.filter(|_| !across_years),
        identity.kind,
        identity.scope,
    )
}

/// Pairs documents: in order of A, then those that only B has. Of several of one body the same file comes first, then the
/// order decides; what is left of one year is paired by the file's path, as a document that failed in one of the two is.
pub fn documents(a: &[Head], b: &[Head], across_years: bool) -> Vec<Pair> {
    if across_years && a.len() == 1 && b.len() == 1 {
        return vec![(Some(0), Some(0))];
    }
    let file = |head: &Head| head.source.file.clone();
    let known = |head: &Head| {
        let (unit, year, kind, scope) = body(head, across_years);
        let known = head.status != Status::Failed && unit.is_some();
        known.then(|| {
            (unit.map(str::to_owned), year, kind.map(Kind::as_str), scope.map(Scope::as_str))
        })
    };
    let mut matching = Matching::new(a.len(), b.len());
    matching.pass(
        false,
        |i| known(&a[i]).map(|body| (body, file(&a[i]))),
        |i| known(&b[i]).map(|body| (body, file(&b[i]))),
    );
    matching.pass(false, |i| known(&a[i]), |i| known(&b[i]));
    if !across_years {
        matching.pass(false, |i| Some(file(&a[i])), |i| Some(file(&b[i])));
    }
    matching.pairs()
}

/// Two lists being paired, pass by pass.
pub(super) struct Matching {
    /// For each of A its counterpart in B.
    of_a: Vec<Option<usize>>,
    /// Has this one of B a counterpart?
    taken: Vec<bool>,
}

impl Matching {
    /// Nothing is paired yet.
    pub fn new(a: usize, b: usize) -> Matching {
        Matching { of_a: vec![None; a], taken: vec![false; b] }
    }

    /// Pairs what is left and has the same key, the first with the first; with `alone` only where just one of each whole
    /// list has that key.
    pub fn pass<K: Ord>(
        &mut self,
        alone: bool,
        a: impl Fn(usize) -> Option<K>,
        b: impl Fn(usize) -> Option<K>,
    ) {
        let mut found: BTreeMap<K, [Vec<usize>; 2]> = BTreeMap::new();
        for at in (0..self.of_a.len()).filter(|at| alone || self.of_a[*at].is_none()) {
            a(at).into_iter().for_each(|key| found.entry(key).or_default()[0].push(at));
        }
        for at in (0..self.taken.len()).filter(|at| alone || !self.taken[*at]) {
            b(at).into_iter().for_each(|key| found.entry(key).or_default()[1].push(at));
        }
        for [left, right] in found
            .into_values()
            .filter(|[left, right]| !alone || left.len() == 1 && right.len() == 1)
        {
            for (left, right) in left.into_iter().zip(right) {
                self.of_a[left] = Some(right); // where they are a pair already, that same one
                self.taken[right] = true;
            }
        }
    }

    /// The pairs in order of A, then what only B has.
    pub fn pairs(self) -> Vec<Pair> {
        let of_a = self.of_a.into_iter().enumerate().map(|(a, b)| (Some(a), b));
        let of_b = self
            .taken
            .into_iter()
            .enumerate()
            .filter(|(_, taken)| !taken)
            .map(|(b, _)| (None, Some(b)));
        of_a.chain(of_b).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::wire::{Identity, Source};

    /// `file unit year`; a unit of `-` failed, of `?` is unknown.
    fn heads(list: &[&str]) -> Vec<Head> {
        let head = |text: &&str| {
            let [file, unit, year] = text.split(' ').collect::<Vec<_>>().try_into().unwrap();
            let status = if unit == "-" { Status::Failed } else { Status::Ok };
            let unit_name = (!["-", "?"].contains(&unit)).then(|| unit.to_owned());
            let identity = Identity {
                unit_name,
                fiscal_year: year.parse().ok(),
                kind: Some(Kind::Budget),
                scope: None,
                ..Identity::default()
            };
            Head { status, source: Source::unread(file), identity }
        };
        list.iter().map(head).collect()
    }

    fn paired(a: &[&str], b: &[&str], across_years: bool) -> String {
        let side = |at: Option<usize>| at.map_or("-".to_owned(), |at| at.to_string());
        let pairs = documents(&heads(a), &heads(b), across_years);
        pairs
            .into_iter()
            .map(|(a, b)| format!("{}{}", side(a), side(b)))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn documents_are_paired_by_body_whatever_the_file() {
        assert_eq!(
            paired(&["x 甲 2025", "y 乙 2025"], &["q 乙 2025", "r 甲 2025"], false),
            "01 10"
        );
        assert_eq!(
            paired(&["x 甲 2025", "y 乙 2025"], &["y 乙 2026", "z 甲 2025"], false),
            "01 10",
            "y again, of another year"
        );
        assert_eq!(paired(&["x 甲 2025"], &["z 甲 2026"], false), "0- -0");
    }

    #[test]
    fn of_several_of_one_body_the_same_file_comes_first() {
        assert_eq!(paired(&["x 甲 2025", "y 甲 2025"], &["y 甲 2025"], false), "0- 10");
        assert_eq!(
            paired(&["x 甲 2025", "y 甲 2025"], &["p 甲 2025", "q 甲 2025", "r 甲 2025"], false),
            "00 11 -2"
        );
    }

    #[test]
    fn what_failed_or_has_no_name_is_paired_by_its_file() {
        assert_eq!(paired(&["x - -", "y ? 2025"], &["y ? 2025", "x 甲 2025"], false), "01 10");
        assert_eq!(paired(&["x - -"], &["z - -"], false), "0- -0");
    }

    #[test]
    fn across_years_the_unit_counts() {
        assert_eq!(
            paired(&["x 甲 2025", "y 乙 2025"], &["p 乙 2026", "q 丙 2026"], true),
            "0- 10 -1"
        );
        assert_eq!(
            paired(&["x 甲 2025", "x 乙 2025"], &["x 甲 2026", "x 丙 2026"], true),
            "00 1- -1",
            "the file says nothing there"
        );
        assert_eq!(paired(&["x 甲 2025"], &["q ? 2026"], true), "00", "one each belong together");
    }
}
