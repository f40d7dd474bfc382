//! Notes that stand side by side, perhaps for one reason: what people are told once, after `joined.rs` has put those of one
//! figure together.
//!
//! 1. Equations that are off by the same amount, whatever their figures: what one table leaves out, others leave out too. The
//!    amount has to be a telling one: many things are off by 100.
//! 2. Rows of one column that are off by parts of such an amount, and together by all of it.
//! 3. A code that is printed twice, and the sum that counts the amount of its row twice.

use super::note::{Note, Suspect};
use crate::model::Verdict;
use crate::reconcile::COMES_AGAIN;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Digits of a telling amount, zeros at its end left out.
const TELLING: u32 = 3;
/// Notes of a document that are compared; where there are more, its amounts are told one by one.
const COMPARED: usize = 200;

/// Notes with the position of each, told as one.
struct Group {
    members: Vec<(usize, Note)>,
}

impl Group {
    fn head(&self) -> &Note {
        &self.members[0].1
    }

    fn all(&self) -> impl Iterator<Item = &Note> {
        self.members.iter().flat_map(|(_, note)| std::iter::once(note).chain(&note.joined))
    }

    /// Is one of its equations off by as much as this note?
    fn has(&self, note: &Note) -> bool {
        telling(note).is_some_and(|amount| {
            self.all().any(|own| {
                telling(own).is_some_and(|off| is_same(off, amount, allowed(own) + allowed(note)))
            })
        })
    }

    /// The figure that explains it, if one does.
    fn cause(&self) -> Option<&Suspect> {
        self.members.iter().find_map(|(_, note)| note.cause.first())
    }

    /// Two figures that explain are one reason only where they are printed alike.
    fn goes_with(&self, other: &Group) -> bool {
        let of = |suspect: &Suspect| (suspect.figure.value, suspect.instead);
        match (self.cause(), other.cause()) {
            (Some(own), Some(other)) => of(own) == of(other),
            _ => true,
        }
    }
}

/// The notes, those that stand side by side with the one that tells them: one whose figure is known before others, else the
/// first by `rank`.
pub(super) fn alongside<R: Ord>(
    notes: Vec<(usize, Note)>,
    rank: impl Fn(&Note) -> R,
) -> Vec<(usize, Note)> {
    let (mut mine, mut told): (Vec<_>, Vec<_>) =
        notes.into_iter().partition(|(_, note)| note.verdict == Some(Verdict::Mismatch));
    if mine.len() > COMPARED {
        told.extend(mine);
        told.sort_by_key(|(index, _)| *index);
        return told;
    }
    mine.sort_by_cached_key(|(_, note)| (note.cause.is_empty(), rank(note)));
    let mut groups: Vec<Group> = vec![];
    for one in mine {
        let one = Group { members: vec![one] };
        let same = |of: &&mut Group| of.has(one.head()) && of.goes_with(&one);
        match groups.iter_mut().find(same) {
            Some(of) => of.members.extend(one.members),
            None => groups.push(one),
        }
    }
    while let Some((into, parts)) = next_parts(&groups).or_else(|| next_twice(&groups)) {
        let mut moved = vec![];
        for at in parts.into_iter().rev() {
            moved.splice(0..0, groups[at].members.drain(..));
        }
        groups[into].members.extend(moved);
        groups.retain(|group| !group.members.is_empty());
    }
    for group in groups {
        let mut members = group.members.into_iter();
        let Some((index, mut head)) = members.next() else { continue };
        head.beside = members
            .flat_map(|(_, mut note)| {
                let joined = std::mem::take(&mut note.joined);
                std::iter::once(note).chain(joined)
            })
            .collect();
        told.push((index, head));
    }
    told.sort_by_key(|(index, _)| *index);
    told
}

/// By how much an equation between amounts fails, if that tells it from others.
fn telling(note: &Note) -> Option<Decimal> {
    let figures = note.figures.as_ref().filter(|figures| figures.unit == "元")?;
    let amount = figures.difference?.value();
    let mut digits = amount.normalize().mantissa().unsigned_abs();
    while digits > 0 && digits % 10 == 0 {
        digits /= 10;
    }
    (digits >= 10_u128.pow(TELLING - 1)).then_some(amount)
}

/// Two amounts that rounding alone may tell apart, and that are much larger than what it can explain.
fn is_same(a: Decimal, b: Decimal, allowed: Decimal) -> bool {
    const MUCH: Decimal = Decimal::ONE_HUNDRED;
    let (a, b) = (a.abs(), b.abs());
    a == b || (a - b).abs() <= allowed && allowed < a / MUCH
}

/// What rounding of the printed figures explains.
fn allowed(note: &Note) -> Decimal {
    let allowed = note.figures.as_ref().and_then(|figures| figures.allowed);
    allowed.map_or(Decimal::ZERO, |allowed| allowed.value())
}

/// A group, and others that are off by parts of its amount in one column.
fn next_parts(groups: &[Group]) -> Option<(usize, Vec<usize>)> {
    let column = |group: &Group| {
        let note = group.head();
        let table = note.table.as_ref().map(|table| table.id.clone());
        let head = note.column.as_ref().map(|head| (head.id.clone(), head.basis.clone()));
        (note.rule.clone(), table, head)
    };
    let mut columns: BTreeMap<_, Vec<(usize, Decimal)>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate().filter(|(_, group)| group.cause().is_none()) {
        if let Some(off) = group.head().figures.as_ref().and_then(|figures| figures.difference) {
            columns.entry(column(group)).or_default().push((at, off.value()));
        }
    }
    groups.iter().enumerate().find_map(|(into, whole)| {
        let amounts: Vec<Decimal> = whole.all().filter_map(telling).map(|off| off.abs()).collect();
        columns.values().find_map(|of| {
            let parts = || of.iter().filter(|(at, _)| *at != into);
            let sum = parts().try_fold(Decimal::ZERO, |sum, (_, off)| sum.checked_add(*off))?;
            let is_signed =
                |(_, off): &(usize, Decimal)| off.is_sign_negative() == sum.is_sign_negative();
            let is_whole = parts().count() > 1 && parts().all(is_signed);
            let is_whole = is_whole && amounts.contains(&sum.abs());
            is_whole.then(|| (into, parts().map(|(at, _)| *at).collect()))
        })
    })
}

/// A sum that counts the row of a code twice, and the note that the code comes again.
fn next_twice(groups: &[Group]) -> Option<(usize, Vec<usize>)> {
    let again = |group: &Group| {
        let note = group.head();
        let code = note.row.as_ref().map(|row| row.code.clone());
        code.filter(|_| note.message.contains(COMES_AGAIN))
    };
    groups.iter().enumerate().find_map(|(at, group)| {
        let code = again(group)?;
        let counts = |note: &Note| {
            let Some(figures) = &note.figures else { return false };
            let twice = figures.addends.iter().filter(|term| {
                let of = term.row.as_ref().is_some_and(|row| row.code == code);
                let amount = term.value.map(|value| value.value().abs());
                of && amount == figures.difference.map(|off| off.value().abs())
            });
            twice.count() > 1
        };
        let into = groups.iter().position(|group| group.all().any(counts))?;
        (into != at).then(|| (into, vec![at]))
    })
}
