//! Functional subjects (支出功能分类科目) named in prose, with their code where it is printed.
//!
//! The brackets of the levels ((类), (06款), (项)), the lengths of codes and the marks between code and name are the
//! grammar of the classification and stand here; its words are in the vocabulary.

use super::label::{breaks, skip_ordinal, year_before};
use super::text::{REACH, ends_with, rfind, starts_with, starts_with_any};
use crate::catalog::narrative::{Narrative, Words};
use crate::lex::NUMERALS;

/// A subject as the prose names it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    /// Digits as far as printed from the 类 on, else empty.
    pub code: String,
    /// Name of the deepest level.
    pub name: String,
    /// 类, 款 or 项.
    pub level: char,
    /// Index behind it.
    pub end: usize,
}

/// The last subject that `chars` name: 某支出(204类)某款(06款)某项(01项), 2040601-某项, 某项(2040601).
/// `class` is the 类 said by a heading or sentence before, for subjects printed from the 款 on.
pub(super) fn named(chars: &[char], class: Option<&Named>, words: &Narrative) -> Option<Named> {
    let cut = chars.len().saturating_sub(REACH);
    let (chars, words) = (&chars[cut..], &words.words);
    by_levels(chars, class, words)
        .or_else(|| code_first(chars, words))
        .or_else(|| code_last(chars, words))
        .or_else(|| by_dashes(chars, words))
        .map(|n| Named { end: n.end + cut, ..n })
}

/// A `(类)`, `(06款)`, `06(款)`, `(06)`: its place, digits and level.
struct Level {
    start: usize,
    end: usize,
    digits: String,
    level: char,
}

/// 类 is above 款, 款 above 项.
fn rank(level: char) -> usize {
    match level {
        '类' => 1,
        '款' => 2,
        _ => 3,
    }
}

fn levels(chars: &[char]) -> Vec<Level> {
    let mut found = Vec::new();
    for (open, digits, k) in bracketed_digits(chars) {
        if k + 1 < chars.len() && matches!(chars[k], '类' | '款' | '项') && chars[k + 1] == ')' {
            let start = if digits.is_empty() { digits_before(&chars[..open]) } else { open };
            let digits = if start < open { chars[start..open].iter().collect() } else { digits };
            found.push(Level { start, end: k + 2, digits, level: chars[k] });
        }
    }
    if found.is_empty() { bare_levels(chars) } else { found }
}

/// Each open bracket, the digits behind it, and where they end.
fn bracketed_digits(chars: &[char]) -> impl Iterator<Item = (usize, String, usize)> {
    let opens = (0..chars.len()).filter(|&i| chars[i] == '(');
    opens.map(|i| {
        let digits = chars[i + 1..].iter().take_while(|c| c.is_ascii_digit()).take(8);
        let digits: String = digits.collect();
        let end = i + 1 + digits.len();
        (i, digits, end)
    })
}

/// Where the two or three digits at the end begin: 208(类)05(款).
fn digits_before(chars: &[char]) -> usize {
    let n = chars.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    if matches!(n, 2 | 3) { chars.len() - n } else { chars.len() }
}

/// 某支出(201)某款(06)某项(01): three digits, then pairs of them.
fn bare_levels(chars: &[char]) -> Vec<Level> {
    let mut found: Vec<Level> = Vec::new();
    for (start, digits, close) in bracketed_digits(chars) {
        let level = match (digits.len(), found.len()) {
            (3, _) if digits.starts_with('2') => '类',
            (2, 1) => '款',
            (2, 2) => '项',
            _ => continue,
        };
        if chars.get(close) == Some(&')') {
            if level == '类' {
                found.clear();
            }
            found.push(Level { start, end: close + 1, digits, level });
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}

/// 某支出(204类)某款(06款)某项(01项): the name is that of the last level, the code that of all of them.
fn by_levels(chars: &[char], class: Option<&Named>, words: &Words) -> Option<Named> {
    let all = levels(chars);
    let path = path(&all);
    let last = path.last()?;
    let start = match path[..path.len() - 1].last() {
        Some(above) => {
            let spending = &words.subjects.spending;
            let own = starts_with(&chars[above.end..last.start], spending);
            above.end + if own { spending.chars().count() } else { 0 }
        }
        None => {
            let begin = all.iter().rev().nth(1).map_or(0, |l| l.end);
            begin + name_start(&chars[begin..last.start], words)
        }
    };
    let name: String = chars[start..last.start].iter().collect();
    let code = code_of(path, class);
    // 某支出201(类)03(款)01(项) names the 项 by its code only.
    (!name.is_empty() || code.len() == 7).then_some(Named {
        code,
        name,
        level: last.level,
        end: last.end,
    })
}

/// The last level and those before it, as long as each is higher than the next.
fn path(all: &[Level]) -> &[Level] {
    let above = all.windows(2).rev().take_while(|w| rank(w[0].level) < rank(w[1].level)).count();
    &all[all.len().saturating_sub(above + 1)..]
}

/// The code that the levels print; where they begin with the 款, behind that of the `class` said before. None where it
/// does not reach from the 类 to the last of them.
fn code_of(path: &[Level], class: Option<&Named>) -> String {
    let Some(last) = path.last() else { return String::new() };
    let printed: String = path.iter().map(|l| l.digits.as_str()).collect();
    let digits = if path.iter().any(|l| matches!(l.digits.len(), 5 | 7)) {
        last.digits.clone()
    } else if path[0].level != '类' && !printed.is_empty() {
        let class = class.filter(|c| c.code.len() == 3);
        class.map_or(String::new(), |c| format!("{}{printed}", c.code))
    } else {
        printed
    };
    if digits.len() == 1 + 2 * rank(last.level) { digits } else { String::new() }
}

/// Where the name that `chars` end in starts: behind the last break outside brackets, an ordinal, a year or 其中.
pub(super) fn name_start(chars: &[char], words: &Words) -> usize {
    let w = &words.subjects;
    let mut start = skip_ordinal(chars, behind_break(chars));
    for list in w.lists.iter() {
        start += rfind(&chars[start..], list).map_or(0, |at| at + list.chars().count());
    }
    let named_by_use = chars[start..].contains(&'的');
    let use_heads = if named_by_use { &[] } else { &w.use_heads[..] };
    for word in w.heads.iter().chain(use_heads) {
        if starts_with(&chars[start..], word) {
            start += word.chars().count();
        }
    }
    start
}

/// Where the last part of `chars` without a break outside brackets begins.
fn behind_break(chars: &[char]) -> usize {
    let (mut i, mut depth) = (chars.len(), 0usize);
    while i > 0 {
        match chars[i - 1] {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            // 、 may stand inside a name (环境保护法规、规划及标准); an ordinal in front of it does not.
            '、' if depth == 0 && !ends_in_ordinal(&chars[..i - 1]) => {}
            '.' | '．' if depth == 0 => break,
            c if depth == 0 && breaks(c) => break,
            _ => {}
        }
        i -= 1;
    }
    i
}

/// Do the characters end in numerals at the head of their clause?
fn ends_in_ordinal(chars: &[char]) -> bool {
    let numeral = |c: &&char| c.is_ascii_digit() || NUMERALS.contains(**c);
    let n = chars.iter().rev().take_while(numeral).count();
    n > 0 && chars[..chars.len() - n].last().is_none_or(|c| breaks(*c))
}

/// A code of the functional list: 2…, of 3, 5 or 7 digits.
fn functional(digits: &str) -> bool {
    digits.starts_with('2') && is_code(digits)
}

/// As many digits as a 类, 款 or 项 has.
fn is_code(digits: &str) -> bool {
    matches!(digits.len(), 3 | 5 | 7) && digits.chars().all(|c| c.is_ascii_digit())
}

/// `2040601-某项`, `2040601某项`, `[2040601]某项`.
fn code_first(chars: &[char], words: &Words) -> Option<Named> {
    for i in (0..chars.len()).rev() {
        let inside = |before: char| {
            before.is_ascii_digit() || before == '.' && !ends_in_number(&chars[..i - 1])
        };
        if !chars[i].is_ascii_digit() || i > 0 && inside(chars[i - 1]) {
            continue;
        }
        let digits: String = chars[i..].iter().take_while(|c| c.is_ascii_digit()).collect();
        let mut start = i + digits.len();
        let no_code = ['.', '年', '%', ')', '类', '款', '项'];
        let f = &words.figures;
        // 256人次
        let counts = |behind: &[char]| {
            starts_with_any(behind, &f.events) || starts_with_any(behind, &f.counts)
        };
        let counted = digits.len() == 3 && counts(&chars[start..]);
        if !functional(&digits) || counted || chars.get(start).is_some_and(|c| no_code.contains(c))
        {
            continue;
        }
        let dashes = ['-', '—', '－', '_', ']', '】', '–'];
        start += chars[start..].iter().take_while(|c| dashes.contains(c)).count();
        let end = start + before_tails(&chars[start..], words);
        let name = &chars[start..end];
        if name.len() >= 2 && !name.iter().any(|c| matches!(c, ',' | ';' | '。' | ':')) {
            let (level, name) = (level_of(&digits), name.iter().collect());
            return Some(Named { level, code: digits, name, end });
        }
    }
    None
}

/// Do the characters end in the number of an ordinal (2.2040601某项)?
fn ends_in_number(chars: &[char]) -> bool {
    let n = chars.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    matches!(n, 1 | 2) && chars[..chars.len() - n].last().is_none_or(|c| breaks(*c))
}

/// `某类支出-某款-某项`: names only, the first of them a 类.
fn by_dashes(chars: &[char], words: &Words) -> Option<Named> {
    let end = before_tails(chars, words);
    let text: String = chars[name_start(&chars[..end], words)..end].iter().collect();
    let mut parts = text.split(['-', '—', '－', '–', '/']).filter(|p| !p.is_empty());
    let w = &words.subjects;
    let class = parts.next()?.trim_end_matches("(类)").trim_end_matches(w.spending.as_str());
    let (count, name) = (parts.clone().count(), parts.next_back()?);
    let known = w.classes.iter().any(|c| c == class);
    (known && count <= 2).then(|| Named {
        code: String::new(),
        name: name.into(),
        level: if count == 1 { '款' } else { '项' },
        end,
    })
}

/// `某项(2040601)`, `某项(2040601)支出预算`.
fn code_last(chars: &[char], words: &Words) -> Option<Named> {
    let bare = &chars[..before_tails(chars, words)];
    let spending: Vec<char> = words.subjects.spending.chars().collect();
    let bare = bare.strip_suffix(&spending[..]).filter(|b| b.last() == Some(&')')).unwrap_or(bare);
    let inner = bare.strip_suffix(&[')'])?;
    let open = inner.iter().rposition(|c| *c == '(')?;
    let digits: String = inner[open + 1..].iter().collect();
    // A misprint that lacks a digit (某项(210101)) is kept as printed: no row has it, and N2 says so.
    let lacks_a_digit = digits.len() == 6 && functional(&format!("{digits}0"));
    if !is_code(&digits) && !lacks_a_digit {
        return None;
    }
    let name: String = chars[name_start(&chars[..open], words)..open].iter().collect();
    (!name.is_empty()).then(|| Named {
        level: level_of(&digits),
        code: digits,
        name,
        end: bare.len(),
    })
}

fn level_of(digits: &str) -> char {
    match digits.len() {
        3 => '类',
        5 => '款',
        _ => '项',
    }
}

/// How many characters stand before the 科目, 预算数, 年 … behind a name, but not before 支出, 经费 or 费用, which names
/// end in. Something is left of the name.
pub(super) fn before_tails(chars: &[char], words: &Words) -> usize {
    let mut end = chars.len();
    loop {
        if let Some(year) = year_before(&chars[..end], &words.labels.year_tails).filter(|&y| y > 0)
        {
            end = year;
            continue;
        }
        let tail = words.subjects.tails.iter().find(|w| ends_with(&chars[..end], w));
        let n = tail.map_or(1, |w| w.chars().count());
        if n >= end || tail.is_none() && chars[end - 1] != ':' {
            return end;
        }
        end -= n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let n = Narrative::builtin().unwrap();
        let chars: Vec<char> = text.chars().collect();
        named(&chars, None, &n).map(|s| (s.code, s.name))
    }
    fn of(code: &str, name: &str) -> Option<(String, String)> {
        Some((code.into(), name.into()))
    }

    #[test]
    fn subjects_in_their_spellings() {
        assert_eq!(
            read("1、公共安全支出(204类)司法(06款)行政运行(01项)"),
            of("2040601", "行政运行")
        );
        assert_eq!(
            read(
                "3.一般公共服务支出(类)政府办公厅(室)及相关机构事务(款)专项业务(项)2023年预算数为"
            ),
            of("", "专项业务")
        );
        assert_eq!(read("其中:(一)2040201-行政运行"), of("2040201", "行政运行"));
        assert_eq!(read("2.信访业务(2014004)"), of("2014004", "信访业务"));
        assert_eq!(read("2.信访业务(2014004)2024年预算"), of("2014004", "信访业务"));
        assert_eq!(read("行政单位医疗(210101)"), of("210101", "行政单位医疗"));
        assert_eq!(read("国内公务接待31批次,256人次,共计支出"), None);
        assert_eq!(read("(1)社会保障和就业(类)支出"), of("", "社会保障和就业"));
        assert_eq!(
            read("(十)2110104-环境保护法规、规划及标准"),
            of("2110104", "环境保护法规、规划及标准")
        );
        assert_eq!(read("2026年收入预算"), None);
    }

    #[test]
    fn levels_make_one_code_and_the_last_of_them_the_name() {
        assert_eq!(read("教育支出(类)支出培训(款)"), of("", "培训"));
        assert_eq!(read("教育(205类)进修(20508款)培训支出(2050803项)"), of("2050803", "培训支出"));
        assert_eq!(read("教育(类)培训(08款)"), of("", "培训"));
        assert_eq!(read("(类)"), None);
    }

    #[test]
    fn what_stands_around_a_name_is_no_part_of_it() {
        assert_eq!(
            read("用于社会福利的彩票公益金支出(款)"),
            of("", "用于社会福利的彩票公益金支出")
        );
        assert_eq!(read("用于教育支出(类)"), of("", "教育支出"));
        assert_eq!(read("其中教育支出(类)"), of("", "教育支出"));
        assert_eq!(read("安排如下(一)1、教育支出(类)"), of("", "教育支出"));
        assert_eq!(read("2010301-行政运行:"), of("2010301", "行政运行"));
        assert_eq!(read("教育支出-进修-培训支出"), of("", "培训支出"));
        assert_eq!(read("教育支出-进修-培训-某项"), None);
    }
}
