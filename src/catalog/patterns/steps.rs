//! A pattern as a list of steps that are taken along a text.

use super::part::{Part, bit};
use std::ops::Range;

/// What a pattern asks of a text, letter by letter.
#[derive(Debug)]
pub struct Steps {
    list: Vec<Step>,
    /// The letters that what fits begins with, where it begins with one.
    first: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// This is the next letter.
    Letter(char),
    /// There is a next letter, and the line goes on.
    Any,
    /// The next letter is one of these, or none of them.
    Class { ranges: Vec<(char, char)>, is_negated: bool },
    /// There is a next letter, and its bit is among these: else none of many choices fits.
    Among(u64),
    /// The text begins here.
    Start,
    /// The text ends here.
    End,
    /// On with the next step or with this one.
    Fork(usize),
    /// On with this one.
    To(usize),
    /// What was found fits.
    Fits,
}

impl Steps {
    /// The steps of a pattern; `None` where they are too many.
    pub fn of(part: &Part) -> Option<Steps> {
        let mut list = Vec::new();
        write(part, &mut list)?;
        list.push(Step::Fits);
        Some(Steps { list, first: first(part).unwrap_or(u64::MAX) })
    }

    /// Do they fit the whole text?
    pub fn fit(&self, text: &[char]) -> bool {
        self.lead(text, 0..1, true)
    }

    /// Do they fit a part of the text?
    pub fn are_in(&self, text: &[char]) -> bool {
        self.lead(text, 0..text.len() + 1, false)
    }

    /// Do they lead through the text from one of these places? None is taken twice at one place, however a pattern repeats
    /// itself, and whichever way it came there.
    fn lead(&self, text: &[char], starts: Range<usize>, whole: bool) -> bool {
        let mut taken = vec![0u64; (self.list.len() * (text.len() + 1)).div_ceil(64)];
        let mut open = Vec::new();
        for start in starts {
            let is_possible = text.get(start).is_none_or(|&c| self.first & bit(c) != 0);
            if is_possible {
                open.push((0, start));
            }
            while let Some((mut step, mut at)) = open.pop() {
                loop {
                    let place = step * (text.len() + 1) + at;
                    let (word, mark) = (place / 64, 1 << (place % 64));
                    if taken[word] & mark != 0 {
                        break;
                    }
                    taken[word] |= mark;
                    let next = text.get(at);
                    let is_met = match &self.list[step] {
                        Step::Letter(letter) => next == Some(letter),
                        Step::Any => next.is_some_and(|letter| *letter != '\n'),
                        Step::Class { ranges, is_negated } => next.is_some_and(|letter| {
                            ranges.iter().any(|(a, z)| a <= letter && letter <= z) != *is_negated
                        }),
                        Step::Fork(other) => {
                            open.push((*other, at));
                            step += 1;
                            continue;
                        }
                        Step::To(other) => {
                            step = *other;
                            continue;
                        }
                        Step::Among(letters) if next.is_some_and(|&c| letters & bit(c) != 0) => {
                            step += 1;
                            continue;
                        }
                        Step::Start if at == 0 => {
                            step += 1;
                            continue;
                        }
                        Step::End if at == text.len() => {
                            step += 1;
                            continue;
                        }
                        Step::Fits if !whole || at == text.len() => return true,
                        Step::Among(_) | Step::Start | Step::End | Step::Fits => false,
                    };
                    if !is_met {
                        break;
                    }
                    (step, at) = (step + 1, at + 1);
                }
            }
        }
        false
    }
}

/// The letters that what fits the part begins with; `None` where it need not have any.
fn first(part: &Part) -> Option<u64> {
    match part {
        Part::Letter(_) | Part::Class { .. } => Some(part.letters().possible),
        Part::Start | Part::End => None,
        Part::Row(parts) => {
            let mut letters = 0;
            for part in parts {
                let own = part.letters();
                match first(part) {
                    Some(first) => return Some(letters | first),
                    None => letters |= own.possible,
                }
            }
            None
        }
        Part::Choice(parts) => parts.iter().map(first).try_fold(0, |all, own| Some(all | own?)),
        Part::Repeated(_, 0, _) => None,
        Part::Repeated(part, ..) => first(part),
    }
}

/// Writes the steps of a part; `None` where they are too many.
fn write(part: &Part, list: &mut Vec<Step>) -> Option<()> {
    const MANY: usize = 5000;
    /// Keeps a place for a step whose aim is not known yet.
    fn later(list: &mut Vec<Step>) -> usize {
        list.push(Step::Fits);
        list.len() - 1
    }
    match part {
        Part::Letter(letter) => list.push(Step::Letter(*letter)),
        Part::Class { ranges, is_negated: true } if ranges[..] == [('\n', '\n')] => {
            list.push(Step::Any);
        }
        Part::Class { ranges, is_negated } => {
            list.push(Step::Class { ranges: ranges.clone(), is_negated: *is_negated });
        }
        Part::Start => list.push(Step::Start),
        Part::End => list.push(Step::End),
        Part::Row(parts) => parts.iter().try_for_each(|part| write(part, list))?,
        Part::Choice(parts) => {
            const FEW: usize = 3;
            if let Some(letters) = first(part).filter(|_| parts.len() > FEW) {
                list.push(Step::Among(letters));
            }
            let mut ends = Vec::new();
            let (last, others) = parts.split_last()?;
            for other in others {
                let fork = later(list);
                write(other, list)?;
                ends.push(later(list));
                list[fork] = Step::Fork(list.len());
            }
            write(last, list)?;
            let behind = list.len();
            ends.into_iter().for_each(|end| list[end] = Step::To(behind));
        }
        Part::Repeated(part, least, most) => {
            (0..*least).try_for_each(|_| write(part, list))?;
            let mut forks = Vec::new();
            for _ in *least..most.unwrap_or(least + 1) {
                forks.push(later(list));
                write(part, list)?;
            }
            if let (None, Some(&fork)) = (most, forks.first()) {
                list.push(Step::To(fork));
            }
            let behind = list.len();
            forks.into_iter().for_each(|fork| list[fork] = Step::Fork(behind));
        }
    }
    (list.len() < MANY).then_some(())
}
