//! Changes against last year: what changed, and 持平.

use super::about::About;
use super::label::{Label, skip_ordinal};
use super::lead::{Lead, last_clause};
use super::reader::{Found, Reader};
use super::state::{Course, Last};
use super::text::{Span, before_end, has_any, is, last_of, rfind, starts_with, starts_with_any};
use crate::model::Kind;

impl Reader<'_> {
    /// What a change is the change of: named in its clause or in a comparison before it, or said last. `opens` says that
    /// the sentence has stated nothing before.
    pub(super) fn changed_thing(&mut self, lead: &Lead, opens: bool) -> Option<About> {
        let clause = lead.clause();
        let end = self.before_change(clause);
        let compared = if end == 0 { self.named_in_comparison(lead) } else { None };
        let anew = opens || lead.words().contains(&';');
        compared.or_else(|| self.compared_thing(&clause[..end], anew))
    }

    /// What the clause before a bare change compares with last year: 与上年收支总预算相比，增加 …, 某支出与上年相比，增加 ….
    fn named_in_comparison(&self, lead: &Lead) -> Option<About> {
        let part = last_clause(lead.before_clause());
        let told = before_end(part, &self.words().comparison.told)?;
        let words = match self.comparison(part)? {
            0 => &part[..told],
            before => &part[..before],
        };
        match self.label(words) {
            Label::Known { key, start, end } if !key.is_empty() => {
                Some(About::labelled(key, &words[start..end]))
            }
            _ => None,
        }
    }

    /// Do the words begin with a comparison, but for 决算数 and the like?
    pub(super) fn compares_at_once(&self, words: &[char]) -> bool {
        self.comparison(words).is_some_and(|at| self.names_nothing(&words[..at]))
    }

    /// How many characters stand before the 增加, 各增长约 … at the end.
    pub(super) fn before_change(&self, words: &[char]) -> usize {
        let w = &self.words().changes;
        let verb = |words| before_end(words, &w.fall).or_else(|| before_end(words, &w.rise));
        let mut end = words.len();
        while verb(&words[..end]).is_none() {
            match before_end(&words[..end], &w.after) {
                Some(n) => end = n,
                None => break,
            }
        }
        while let Some(n) = verb(&words[..end]).or_else(|| before_end(&words[..end], &w.before)) {
            end = n;
        }
        end
    }

    /// Where 比上年, 与2025年, 小于上年 or 同比 begins in `part`.
    fn comparison(&self, part: &[char]) -> Option<usize> {
        let w = &self.words().comparison;
        let is_prior = |rest: &[char]| {
            starts_with_any(rest, &w.prior)
                || rest.first() == Some(&'年')
                || rest.first_chunk::<4>().is_some_and(|y| y.iter().all(char::is_ascii_digit))
        };
        let words = w.words.iter().chain(w.above.iter()).chain(w.below.iter());
        let with_year = words.filter_map(|word| {
            let n = word.chars().count();
            (0..part.len().saturating_sub(n))
                .find(|&i| starts_with(&part[i..], word) && is_prior(&part[i + n..]))
        });
        with_year.chain(w.with_prior.iter().filter_map(|word| rfind(part, word))).min()
    }

    /// The words without the comparison that they are or end in: 比, 会议费比2024年.
    pub(super) fn without_comparison<'c>(&self, words: &'c [char]) -> &'c [char] {
        let w = &self.words().comparison.words;
        let begins = (0..words.len()).find(|&i| {
            let rest = &words[i..];
            let word = w.iter().find(|w| starts_with(rest, w));
            word.is_some_and(|word| self.names_nothing(&rest[word.chars().count()..]))
        });
        &words[..begins.unwrap_or(words.len())]
    }

    /// What is said to be compared with last year's figure behind the clause, if it names it.
    pub(super) fn compared_to(&mut self, clause: &[char]) -> Option<About> {
        let at = self.comparison(clause).filter(|&at| at > 0)?;
        self.compared_thing(&clause[..at], false)
    }

    /// What stands before 比上年 … in the clause, or was said last if nothing does.
    fn compared_thing(&mut self, clause: &[char], opens: bool) -> Option<About> {
        let words = &clause[..self.comparison(clause).unwrap_or(clause.len())];
        let words = self.behind_openings(&words[skip_ordinal(words, 0)..]);
        if words.is_empty() {
            let whole = self.whole_spoken_of(opens);
            // 较上年合计减少 speaks of no part.
            let sum = self.speaks_of_sum(clause);
            return whole.or_else(|| self.said.about.clone().filter(|_| !sum));
        }
        match self.find(words) {
            Found::About(about) => Some(about),
            Found::Generic => self.said_again(words, true),
            Found::Unknown => self.said_again(words, false),
        }
    }

    /// The words without 其中, 分别 and the like at their head.
    fn behind_openings<'c>(&self, words: &'c [char]) -> &'c [char] {
        let openings = &self.words().comparison.openings;
        let opening = openings.iter().find(|o| starts_with(words, o));
        opening.map_or(words, |o| self.behind_openings(&words[o.chars().count()..]))
    }

    /// The whole that a change without a name is one of: in a sentence of its own or behind a semicolon (`anew`), after
    /// 甲1万元、乙2万元, and behind parts that make the whole and tell no changes.
    fn whole_spoken_of(&self, anew: bool) -> Option<About> {
        let said = &self.said;
        let spoken = said.list.is_some_and(|l| l.speaks_of_whole());
        let closed = said.list.is_some_and(|l| l.here && l.is_closed());
        let of_whole =
            said.listed || anew && (said.about.is_none() && said.list.is_some() || spoken);
        said.whole.clone().filter(|_| of_whole || spoken && closed)
    }

    /// What was said before and these words mean, which no label of their own names: 收支, 收入 and 支出 by themselves are the
    /// totals spoken of, `connecting` words (预算 and the like) whatever was said last, and so is the head of its label.
    fn said_again(&self, words: &[char], connecting: bool) -> Option<About> {
        let (w, about) = (&self.words().totals, &self.said.about);
        if w.both.iter().any(|both| is(words, both)) {
            return about.clone();
        }
        let totals = [(&w.income, "income_total"), (&w.expenditure, "expenditure_total")];
        if let Some((_, total)) = totals.into_iter().find(|(word, _)| is(words, word)) {
            let known = [&self.said.whole, &self.heading, &self.topic, about];
            return known.into_iter().flatten().find(|a| a.key == total).cloned();
        }
        let head = |a: &About| a.label.starts_with(&words.iter().collect::<String>());
        let spoken = connecting && !has_any(words, &w.funds);
        about.as_ref().filter(|a| spoken || head(a)).cloned()
    }

    /// 与上年持平 in the clause between `from` and `to`: a change of zero.
    pub(super) fn same(&mut self, s: &Span, from: usize, to: usize) {
        let part = &s.text.chars[from..to];
        let Some((at, end, nearly)) = self.same_words(part) else { return };
        let (clause, opens) = (&part[..at], !self.sentence.stated);
        if self.explains(part)
            || opens && !self.stands_bare(&s.text.chars[s.start..from])
            || !self.compares_with_prior(clause)
        {
            return;
        }
        let anew = opens || from > 0 && s.text.chars[from - 1] == ';';
        let Some(about) = self.compared_thing(clause, anew) else { return };
        if self.said.another_year && self.paragraph.years.of_money(from + at) != 0 {
            return;
        }
        if self.said.changed && self.said.about.as_ref() == Some(&about) {
            return;
        }
        // 基本持平 tells a change, though not how much.
        if !nearly {
            self.stated.no_change(s, from + at, from + end, &about);
        }
        self.has_changed(about);
    }

    /// Where the last 持平 of the clause begins and ends, and whether it is only nearly so (基本持平).
    fn same_words(&self, part: &[char]) -> Option<(usize, usize, bool)> {
        let changes = &self.words().changes;
        let (at, end) = last_of(part, &changes.same)?;
        let at = before_end(&part[..end], &changes.same).unwrap_or(at);
        let nearly = before_end(&part[..at], &changes.nearly);
        Some((nearly.unwrap_or(at), end, nearly.is_some()))
    }

    /// Does the clause state nothing, as it explains, tells a use or is about something else? Behind the reason of the
    /// budget a comparison with last year states one again.
    fn explains(&self, part: &[char]) -> bool {
        let explains = match self.sentence.course {
            Course::Figures => false,
            Course::Usage | Course::Reason => true,
            Course::ReasonOfBudget => !self.compares_at_once(part),
        };
        explains || self.sentence.segment.aside
    }

    /// Is the clause behind these words the first of its sentence, or behind 其中? 未安排…，与上年持平 has no figure to compare.
    fn stands_bare(&self, before: &[char]) -> bool {
        let parts = last_of(before, &self.words().course.parts);
        let listed = parts.map_or(0, |(_, end)| (end + 1).min(before.len()));
        !before[listed..].iter().any(|c| matches!(c, ',' | ';' | ':' | '、'))
    }

    /// Is it last year that the words before 持平 compare with, or the figure of last year stated directly before
    /// (较上年13万元持平)? In final accounts 与年初预算持平 is none.
    fn compares_with_prior(&self, clause: &[char]) -> bool {
        let w = &self.words().comparison;
        let compared = has_any(clause, &w.words) && self.roles.speaks_of_prior(clause);
        let beside = self.sentence.last == Last::OfPrior && clause.is_empty();
        let accounts = self.roles.kind == Some(Kind::FinalAccounts);
        (compared || beside || has_any(clause, &w.with_prior))
            && !(accounts && self.roles.against_budget(clause))
            && !self.roles.speaks_of_earlier(clause)
    }
}
