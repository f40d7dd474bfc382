//! Which year the prose speaks of, place by place: a figure of another year is none of this one's.
//!
//! 1. A clause names a year (2024年, 上年, 本年) unless it compares with it (比2024年), carries money over from it (上年结转),
//!    follows it (按照2024年…, 2024年以来) or gives a reason or a use.
//! 2. What names no year goes on with the one named last: parts (其中), further clauses, further sentences of the paragraph. A
//!    year named behind a figure of its sentence holds up to the next semicolon, one in a bracket up to its end, and a
//!    sentence that names several leaves none behind.
//! 3. A date (截至2024年12月31日) is that of things counted, and no year of money.
//! 4. Before all of them stands the year that the heading, or the sentence that introduces a list, names.

use super::lead::clause_start;
use super::role::Roles;
use super::text::{Text, ends_with_any, has_any, last_of, starts_with, starts_with_any};

/// The years of a paragraph, in its order.
#[derive(Debug, Default)]
pub(super) struct Years {
    named: Vec<Named>,
    /// What the paragraph begins with.
    before: i32,
}

/// A year named in the paragraph.
#[derive(Debug, Clone, Copy)]
struct Named {
    /// Where it is named.
    at: usize,
    /// Where it ends to hold; none for that of its sentence.
    until: Option<usize>,
    /// How many years behind that of the disclosure (or before it).
    away: i32,
    /// It is one of a date.
    dated: bool,
}

impl Years {
    /// The years that the paragraph names, the one before it being `before`.
    pub fn of(text: &Text, figures: &[usize], before: i32, roles: &Roles) -> Years {
        let mut named: Vec<Named> = Vec::new();
        for (start, end) in text.sentences() {
            let first = figures.get(figures.partition_point(|at| *at < start)).copied();
            let first = first.filter(|at| *at < end);
            let from = named.len();
            named.extend(in_sentence(&text.chars, start, end, first.unwrap_or(end), roles));
            let mut own = named[from..].iter().filter(|n| !n.dated).map(|n| n.away);
            let several = own.next().is_some_and(|one| own.any(|other| other != one));
            for n in &mut named[from..] {
                n.until = n.until.or(several.then_some(end));
            }
        }
        Years { named, before }
    }

    /// How many years from that of the disclosure the money at this place is.
    pub fn of_money(&self, at: usize) -> i32 {
        self.last(at, false).map_or(self.before, |n| n.away)
    }

    /// The same of things counted, which may stand there at a date; and whether it is the year of one.
    pub fn of_count(&self, at: usize) -> (i32, bool) {
        self.last(at, true).map_or((self.before, false), |n| (n.away, n.dated))
    }

    /// Is a year of money named between these places?
    pub fn names(&self, from: usize, to: usize) -> bool {
        self.named.iter().any(|n| !n.dated && from <= n.at && n.at < to)
    }

    /// What the paragraph leaves for those that it introduces.
    pub fn left(&self, end: usize) -> i32 {
        self.of_money(end.saturating_sub(1))
    }

    fn last(&self, at: usize, dated: bool) -> Option<&Named> {
        let holds = |n: &&Named| n.at < at && n.until.is_none_or(|end| at < end);
        self.named.iter().rev().filter(holds).find(|n| dated || !n.dated)
    }
}

/// How many years from that of the disclosure a heading is; nothing where it names none.
pub(super) fn of_heading(chars: &[char], roles: &Roles) -> Option<i32> {
    let all = in_sentence(chars, 0, chars.len(), chars.len(), roles);
    all.last().filter(|n| !n.dated).map(|n| n.away)
}

/// The years named between `start` and `end`; `first` is where the first figure stands.
fn in_sentence(
    chars: &[char],
    start: usize,
    end: usize,
    first: usize,
    roles: &Roles,
) -> Vec<Named> {
    let Some(now) = roles.year else { return Vec::new() };
    let (mut found, mut brackets) = (Vec::new(), Vec::new());
    // A reason or a use is told up to the next semicolon.
    let (mut explains, mut titled) = (false, false);
    let course = &roles.words.course;
    for i in start..end {
        match chars[i] {
            ';' => explains = false,
            '(' => brackets.push(i),
            ')' => drop(brackets.pop()),
            '《' => titled = true,
            '》' => titled = false,
            _ => {}
        }
        explains |= starts_with_any(&chars[i..end], &course.reasons)
            || starts_with_any(&chars[i..end], &course.usages)
                && !starts_with_any(&chars[i..end], &course.lists);
        if explains || titled {
            continue;
        }
        let Some((away, behind)) = year_at(chars, start, i, end, i32::from(now), roles) else {
            continue;
        };
        let until = match brackets.last() {
            Some(_) => chars[i..end].iter().position(|c| *c == ')').map(|n| i + n),
            None if i > first => {
                let stop = chars[i..end].iter().position(|c| *c == ';');
                Some(stop.map_or(end, |n| i + n))
            }
            None => None,
        };
        let w = &roles.words.years;
        let digits = chars[behind..end].iter().take_while(|c| c.is_ascii_digit()).count();
        let dated = digits > 0 && chars.get(behind + digits) == Some(&'月')
            || starts_with_any(&chars[behind..end], &w.dates);
        found.push(Named { at: i, until, away, dated });
    }
    found
}

/// The year that is named at `i`, as its distance to `now`, and where its name ends.
fn year_at(
    chars: &[char],
    start: usize,
    i: usize,
    end: usize,
    now: i32,
    roles: &Roles,
) -> Option<(i32, usize)> {
    /// How far behind the year 结转 may stand: 上年财政拨款结转.
    const NEAR: usize = 12;
    let (w, years) = (&roles.words.comparison, &roles.words.years);
    // Most characters begin no year: the clause is looked for where one does.
    let before = || &chars[start + clause_start(&chars[start..i])..i];
    let (away, behind) = if let Some(prior) =
        w.prior.iter().find(|p| starts_with(&chars[i..end], p))
    {
        (-1, i + prior.chars().count())
    } else if let Some(this) = years.this.iter().find(|t| starts_with(&chars[i..end], t)) {
        let before = before();
        let opens = before.is_empty() || ends_with_any(before, &roles.words.course.parts);
        (0, opens.then(|| i + this.chars().count())?)
    } else {
        let digits = chars.get(i..i + 4).filter(|digits| digits[0].is_ascii_digit())?;
        let digits: String = digits.iter().collect();
        let alone = i == 0 || !chars[i - 1].is_ascii_digit();
        let year: i32 = digits.parse().ok().filter(|_| alone && chars.get(i + 4) == Some(&'年'))?;
        ((1949..2100).contains(&year).then_some(year - now)?, i + 5)
    };
    let behind_tail = {
        let tail =
            roles.words.labels.year_tails.iter().find(|t| starts_with(&chars[behind..end], t));
        behind + tail.map_or(0, |t| t.chars().count())
    };
    let stop = chars[behind..end].iter().position(|c| matches!(c, ',' | ';' | '。' | ':' | '、'));
    let rest = &chars[behind..stop.map_or(end, |n| behind + n).min(behind + NEAR)];
    let before = before();
    let compares = ends_with_any(before, &w.words)
        || ends_with_any(before, &w.above)
        || ends_with_any(before, &w.below)
        || last_of(before, &years.compares).is_some()
        || roles.begins_compare(before);
    let of_another_matter = has_any(rest, &w.carried)
        || has_any(before, &years.by)
        || starts_with_any(&chars[behind_tail..end], &years.since);
    (!compares && !of_another_matter).then_some((away, behind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::narrative::Narrative;
    use crate::model::{Kind, Paragraph};

    /// The distances of the money at each 甲 of a paragraph of 2025.
    fn money(words: &str) -> Vec<i32> {
        let n = Narrative::builtin().unwrap();
        let roles = Roles { kind: Some(Kind::Budget), year: Some(2025), words: &n.words };
        let paragraph = Paragraph { text: words.into(), ..Paragraph::default() };
        let text = Text::new(&paragraph);
        let at: Vec<usize> = (0..text.chars.len()).filter(|&i| text.chars[i] == '甲').collect();
        let years = Years::of(&text, &at, 0, &roles);
        at.iter().map(|&at| years.of_money(at)).collect()
    }

    #[test]
    fn a_year_goes_on_until_another_is_named() {
        assert_eq!(
            money("2024年总额甲，其中：货物甲。服务甲。2025年总额甲，其中货物甲。"),
            [-1, -1, -1, 0, 0]
        );
        assert_eq!(money("上年经费甲，其中接待甲。本年经费甲，其中接待甲。"), [-1, -1, 0, 0]);
        assert_eq!(money("2024年经费甲；2025年经费甲，减少甲。接待甲。"), [-1, 0, 0, 0]);
    }

    #[test]
    fn a_year_beside_a_figure_holds_to_the_semicolon_or_the_bracket() {
        assert_eq!(money("接待预算甲，上年预算甲，减少甲；运行甲。"), [0, -1, -1, 0]);
        assert_eq!(money("出国甲（上年甲），接待甲。"), [0, -1, 0]);
    }

    #[test]
    fn comparisons_money_carried_over_rules_and_reasons_name_no_year() {
        assert_eq!(money("经费甲，比2024年增加甲，与上年相比甲，较本单位2024年甲。"), [0; 4]);
        assert_eq!(money("上年结转甲、2024年财政拨款结转甲。"), [0; 2]);
        assert_eq!(money("按照2024年分类科目甲，自2023年以来甲，《2024年办法》甲。"), [0; 3]);
        assert_eq!(money("经费甲，主要原因是2024年人员少；接待甲。"), [0; 2]);
        assert_eq!(money("截至2024年12月31日甲。2024年末甲。"), [0; 2]);
    }
}
