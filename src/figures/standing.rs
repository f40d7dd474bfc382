//! How the figures of a ledger stand: the worst verdict of the equations at each place.

use crate::model::{At, Check, Place, Stated, Verdict};
use hashbrown::HashMap;

/// Page and box, to be looked up by.
type Spot = (u32, [u32; 4]);

fn spot(place: Place) -> Spot {
    let rect = place.rect;
    (place.page, [rect.x0, rect.y0, rect.x1, rect.y1].map(f32::to_bits))
}

/// The worst verdicts of a document's figures.
pub(super) struct Standing<'c> {
    cells: HashMap<Spot, Verdict>,
    /// Of the prose: by key and page.
    prose: HashMap<(&'c str, u32), Verdict>,
}

impl<'c> Standing<'c> {
    pub fn of(checks: &'c [Check]) -> Standing<'c> {
        let mut standing = Standing { cells: HashMap::new(), prose: HashMap::new() };
        for check in checks.iter().filter(|check| check.verdict != Verdict::NotApplicable) {
            if let (Stated::Prose { key: Some(key), .. }, Some(at)) = (&check.stated, check.at) {
                let of_key = standing.prose.entry((key.as_str(), at.page()));
                let worst = of_key.or_insert(check.verdict);
                *worst = worst.worse(check.verdict);
            }
            let own = match check.at {
                Some(At::Box(place)) => Some(place),
                _ => None,
            };
            for place in own.into_iter().chain(check.addends.iter().filter_map(|a| a.place)) {
                let worst = standing.cells.entry(spot(place)).or_insert(check.verdict);
                *worst = worst.worse(check.verdict);
            }
        }
        standing
    }

    /// The worst verdict at these places together.
    pub fn at(&self, places: impl IntoIterator<Item = Place>) -> Option<Verdict> {
        let verdicts = places.into_iter().filter_map(|place| self.cells.get(&spot(place)).copied());
        verdicts.reduce(Verdict::worse)
    }

    /// The worst verdict of that figure of the prose.
    pub fn of_prose(&self, key: &str, page: u32) -> Option<Verdict> {
        self.prose.get(&(key, page)).copied()
    }
}
