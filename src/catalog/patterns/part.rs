//! Regular expressions of few means, as the data files have them: letters, `.`, `[…]`, groups, `^`, `$`, `|`, and `?`, `*`,
//! `+`, `{n}` and `{n,m}` behind one of these. Read by these rules, a pattern tells what a text has to hold to fit at all.

use std::iter::Peekable;
use std::str::Chars;

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// This letter.
    Letter(char),
    /// One of the letters from each first to each last, or none of them.
    Class { ranges: Vec<(char, char)>, is_negated: bool },
    /// The beginning of the text.
    Start,
    /// Its end.
    End,
    /// One behind the other.
    Row(Vec<Part>),
    /// One of several.
    Choice(Vec<Part>),
    /// So many times at least, and at most.
    Repeated(Box<Part>, usize, Option<usize>),
}

/// Sets of letters, a bit for each; some share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters {
    /// That stand in every text which fits.
    needed: u64,
    /// That may stand in one.
    pub possible: u64,
}

impl Letters {
    /// May a text of these letters fit?
    pub fn allow(self, letters: u64) -> bool {
        self.needed & !letters == 0 && letters & !self.possible == 0
    }

    /// May it be of any letters?
    pub fn are_any(self) -> bool {
        self.possible == u64::MAX
    }
}

/// The bits of letters.
pub fn bits(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0, |bits, letter| bits | bit(letter))
}

/// The bit of a letter.
pub fn bit(letter: char) -> u64 {
    1 << (u32::from(letter).wrapping_mul(0x9E37_79B1) >> 26)
}

impl Part {
    /// Reads a pattern; what is wrong with it, if something is.
    pub fn of(pattern: &str) -> Result<Part, &'static str> {
        let mut rest = pattern.chars().peekable();
        let part = choice(&mut rest)?;
        rest.next().map_or(Ok(part), |_| Err("a bracket is closed that was not opened"))
    }

    /// The letters of the texts that it fits.
    pub fn letters(&self) -> Letters {
        match self {
            Part::Start | Part::End => Letters { needed: 0, possible: 0 },
            Part::Letter(letter) => Letters { needed: bit(*letter), possible: bit(*letter) },
            Part::Class { .. } => {
                Letters { needed: 0, possible: self.class().map_or(u64::MAX, bits) }
            }
            Part::Row(parts) => {
                parts.iter().map(Part::letters).fold(Part::Start.letters(), |a, b| Letters {
                    needed: a.needed | b.needed,
                    possible: a.possible | b.possible,
                })
            }
            Part::Choice(parts) => {
                let any = Letters { needed: u64::MAX, possible: 0 };
                parts.iter().map(Part::letters).fold(any, |a, b| Letters {
                    needed: a.needed & b.needed,
                    possible: a.possible | b.possible,
                })
            }
            Part::Repeated(part, 0, _) => Letters { needed: 0, ..part.letters() },
            Part::Repeated(part, ..) => part.letters(),
        }
    }

    /// The letters of a class, unless they are many.
    fn class(&self) -> Option<impl Iterator<Item = char>> {
        const MANY: u32 = 32;
        let Part::Class { ranges, is_negated: false } = self else { return None };
        let count: u32 = ranges.iter().map(|&(a, z)| (z as u32).saturating_sub(a as u32) + 1).sum();
        (count <= MANY).then(|| ranges.iter().flat_map(|&(a, z)| a..=z))
    }

    /// Words of which every text that it fits holds one, as long as can be; `None` where that is not known.
    pub fn needed(&self) -> Option<Vec<String>> {
        match self {
            Part::Start | Part::End => None,
            Part::Letter(_) | Part::Class { .. } => self.texts(),
            Part::Repeated(_, 0, _) => None,
            Part::Repeated(part, ..) => part.needed(),
            Part::Choice(parts) => {
                let each = parts.iter().map(Part::needed).collect::<Option<Vec<_>>>();
                each.map(|each| each.concat())
            }
            Part::Row(parts) => {
                let mut best: Option<Vec<String>> = None;
                let mut offer = |words: Vec<String>| {
                    let worth = |words: &Vec<String>| {
                        let least = words.iter().map(String::len).min().unwrap_or(0);
                        (least, std::cmp::Reverse(words.len()))
                    };
                    let is_better = best.as_ref().is_none_or(|best| worth(&words) > worth(best));
                    if is_better && words.iter().all(|word| !word.is_empty()) {
                        best = Some(words);
                    }
                };
                let mut row = vec![String::new()];
                for part in parts {
                    let texts = part.texts();
                    let both = texts.as_ref().and_then(|texts| joined(&row, texts));
                    let next = both.unwrap_or_else(|| {
                        offer(std::mem::take(&mut row));
                        texts.unwrap_or_else(|| {
                            part.needed().into_iter().for_each(&mut offer);
                            vec![String::new()]
                        })
                    });
                    row = next;
                }
                offer(row);
                best
            }
        }
    }

    /// All texts that it fits, unless they are many.
    fn texts(&self) -> Option<Vec<String>> {
        let nothing = || vec![String::new()];
        match self {
            Part::Start | Part::End => Some(nothing()),
            Part::Letter(letter) => Some(vec![letter.to_string()]),
            Part::Class { .. } => Some(self.class()?.map(String::from).collect()),
            Part::Row(parts) => {
                parts.iter().try_fold(nothing(), |row, part| joined(&row, &part.texts()?))
            }
            Part::Choice(parts) => {
                let each = parts.iter().map(Part::texts).collect::<Option<Vec<_>>>();
                each.map(|each| each.concat()).filter(|texts| texts.len() <= TEXTS)
            }
            Part::Repeated(part, 0, Some(1)) => {
                let mut texts = part.texts()?;
                texts.push(String::new());
                Some(texts)
            }
            Part::Repeated(part, least, Some(most)) if least == most => {
                let texts = part.texts()?;
                (0..*least).try_fold(nothing(), |row, _| joined(&row, &texts))
            }
            Part::Repeated(..) => None,
        }
    }
}

/// More texts than this are many.
const TEXTS: usize = 48;

/// Each of these with each of those behind it, unless they are many.
fn joined(these: &[String], those: &[String]) -> Option<Vec<String>> {
    let count = Some(these.len() * those.len()).filter(|count| *count <= TEXTS)?;
    let mut all = Vec::with_capacity(count);
    for this in these {
        for that in those {
            let mut both = String::with_capacity(this.len() + that.len());
            both.push_str(this);
            both.push_str(that);
            all.push(both);
        }
    }
    Some(all)
}

type Rest<'p> = Peekable<Chars<'p>>;

/// What stands up to the end, or to the bracket that closes a group.
fn choice(rest: &mut Rest) -> Result<Part, &'static str> {
    let mut choices = vec![row(rest)?];
    while rest.next_if_eq(&'|').is_some() {
        choices.push(row(rest)?);
    }
    Ok(if choices.len() == 1 { choices.remove(0) } else { Part::Choice(choices) })
}

fn row(rest: &mut Rest) -> Result<Part, &'static str> {
    let mut parts = Vec::new();
    while let Some(letter) = rest.next_if(|c| !matches!(c, '|' | ')')) {
        let part = match letter {
            '(' => group(rest)?,
            '[' => class(rest)?,
            '.' => Part::Class { ranges: vec![('\n', '\n')], is_negated: true },
            '^' => Part::Start,
            '$' => Part::End,
            '\\' => Part::Letter(escaped(rest)?),
            '?' | '*' | '+' | '{' | '}' | ']' => return Err("it stands behind nothing"),
            _ => Part::Letter(letter),
        };
        let sign = rest.next_if(|c| matches!(c, '?' | '*' | '+' | '{'));
        let (least, most) = match sign {
            None => (1, Some(1)),
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some(_) => times(rest)?,
        };
        if sign.is_some() {
            rest.next_if_eq(&'?'); // as few as can be: what fits stays the same
        }
        parts.push(match (least, most) {
            (1, Some(1)) => part,
            _ => Part::Repeated(Box::new(part), least, most),
        });
    }
    Ok(if parts.len() == 1 { parts.remove(0) } else { Part::Row(parts) })
}

/// Behind `(`.
fn group(rest: &mut Rest) -> Result<Part, &'static str> {
    if rest.next_if_eq(&'?').is_some() {
        rest.next_if_eq(&':').ok_or("of groups with a question mark only (?:…) is known")?;
    }
    let part = choice(rest)?;
    rest.next().map(|_| part).ok_or("a bracket is not closed")
}

/// Behind `{`: how many times at least and at most.
fn times(rest: &mut Rest) -> Result<(usize, Option<usize>), &'static str> {
    const WRONG: &str = "{n}, {n,} or {n,m} says how many times";
    let text: String = std::iter::from_fn(|| rest.next_if(|c| *c != '}')).collect();
    rest.next().ok_or(WRONG)?;
    let number = |text: &str| text.parse::<usize>().ok().filter(|n| *n < 1000).ok_or(WRONG);
    match text.split_once(',') {
        None => number(&text).map(|n| (n, Some(n))),
        Some((least, "")) => Ok((number(least)?, None)),
        Some((least, most)) => Ok((number(least)?, Some(number(most)?))),
    }
}

/// Behind `[`.
fn class(rest: &mut Rest) -> Result<Part, &'static str> {
    const OPEN: &str = "a bracket is not closed";
    let is_negated = rest.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    let letter = |rest: &mut Rest| match rest.next().ok_or(OPEN)? {
        '\\' => escaped(rest),
        '[' | '&' | '~' => Err("sets of sets are not known"),
        letter => Ok(letter),
    };
    while ranges.is_empty() || rest.next_if_eq(&']').is_none() {
        let first = letter(rest)?;
        let is_range = rest.next_if_eq(&'-').is_some();
        if is_range && rest.peek() == Some(&']') {
            ranges.extend([(first, first), ('-', '-')]);
        } else {
            ranges.push((first, if is_range { letter(rest)? } else { first }));
        }
    }
    Ok(Part::Class { ranges, is_negated })
}

/// Behind `\`: a letter that would mean something else.
fn escaped(rest: &mut Rest) -> Result<char, &'static str> {
    rest.next().filter(char::is_ascii_punctuation).ok_or("\\ stands before a sign")
}
