//! Functional subjects (支出功能分类科目) named in prose, with their code where it is printed.

use super::label::{breaks, skip_ordinal};
use super::text::{REACH, starts_with};
use crate::catalog::narrative::{Narrative, Place};

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

/// The last subject that `chars[from..to]` names: 某支出(204类)某款(06款)某项(01项), 2040601-某项, 某项(2040601).
/// `class` is the 类 said by a heading or sentence before, for subjects printed from the 款 on.
pub(super) fn named(
    chars: &[char],
    from: usize,
    to: usize,
    class: Option<&Named>,
    words: &Narrative,
) -> Option<Named> {
    let from = from.max(to.saturating_sub(REACH));
    by_levels(chars, from, to, class)
        .or_else(|| code_first(chars, from, to, words))
        .or_else(|| code_last(chars, from, to, words))
        .or_else(|| by_dashes(chars, from, to, words))
}

/// A `(类)`, `(06款)`, `06(款)`, `(06)`: its place, digits and level.
struct Level {
    start: usize,
    end: usize,
    digits: String,
    level: char,
}

fn levels(chars: &[char], from: usize, to: usize) -> Vec<Level> {
    let mut found = Vec::new();
    for i in from..to {
        if chars[i] != '(' {
            continue;
        }
        let digits: String =
            chars[i + 1..to].iter().take_while(|c| c.is_ascii_digit()).take(8).collect();
        let k = i + 1 + digits.len();
        if k + 1 < to && matches!(chars[k], '类' | '款' | '项') && chars[k + 1] == ')' {
            let before = if digits.is_empty() { digits_before(chars, from, i) } else { i };
            let digits = if before < i { chars[before..i].iter().collect() } else { digits };
            found.push(Level { start: before, end: k + 2, digits, level: chars[k] });
        }
    }
    if found.is_empty() { bare_levels(chars, from, to) } else { found }
}

/// Where two or three digits that end at `end` begin: 208(类)05(款).
fn digits_before(chars: &[char], from: usize, end: usize) -> usize {
    let n = chars[from..end].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    if matches!(n, 2 | 3) { end - n } else { end }
}

/// 某支出(201)某款(06)某项(01): three digits, then pairs of them.
fn bare_levels(chars: &[char], from: usize, to: usize) -> Vec<Level> {
    let mut found: Vec<Level> = Vec::new();
    for i in (from..to).filter(|&i| chars[i] == '(') {
        let digits: String =
            chars[i + 1..to].iter().take_while(|c| c.is_ascii_digit()).take(8).collect();
        let end = i + 2 + digits.len();
        let level = match (digits.len(), found.len()) {
            (3, _) if digits.starts_with('2') => '类',
            (2, 1) => '款',
            (2, 2) => '项',
            _ => continue,
        };
        if end <= to && chars[end - 1] == ')' {
            if level == '类' {
                found.clear();
            }
            found.push(Level { start: i, end, digits, level });
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}

fn by_levels(chars: &[char], from: usize, to: usize, class: Option<&Named>) -> Option<Named> {
    let all = levels(chars, from, to);
    let last = all.last()?;
    let rank = |c: char| match c {
        '类' => 1,
        '款' => 2,
        _ => 3,
    };
    // The path: the levels before the last, each higher than the next.
    let mut path = vec![last];
    for l in all.iter().rev().skip(1) {
        if rank(l.level) >= rank(path[path.len() - 1].level) {
            break;
        }
        path.push(l);
    }
    path.reverse();
    let begin = match path.len() {
        1 => all.iter().rev().nth(1).map_or(from, |l| l.end),
        n => path[n - 2].end,
    };
    let mut start = if path.len() > 1 { begin } else { name_start(chars, begin, last.start) };
    if path.len() > 1 && chars[start..last.start].starts_with(&['支', '出']) {
        start += 2;
    }
    let name: String = chars[start..last.start].iter().collect();
    let mut digits: String = path.iter().map(|l| l.digits.as_str()).collect();
    if path.iter().any(|l| l.digits.len() == 7 || l.digits.len() == 5) {
        digits = last.digits.clone();
    } else if path[0].level != '类' && !digits.is_empty() {
        digits = class
            .filter(|c| c.code.len() == 3)
            .map_or(String::new(), |c| format!("{}{digits}", c.code));
    }
    let whole = 1 + 2 * rank(last.level);
    let code = if digits.len() == whole { digits } else { String::new() };
    // 某支出201(类)03(款)01(项) names the 项 by its code only.
    (!name.is_empty() || code.len() == 7).then_some(Named {
        code,
        name,
        level: last.level,
        end: last.end,
    })
}

/// Where the name that ends at `end` starts: behind the last break outside brackets, an ordinal, a year or 其中.
fn name_start(chars: &[char], from: usize, end: usize) -> usize {
    let (mut i, mut depth) = (end, 0usize);
    while i > from {
        match chars[i - 1] {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            // 、 may stand inside a name (环境保护法规、规划及标准); an ordinal in front of it does not.
            '、' if depth == 0 && !ordinal_ends(chars, from, i) => {}
            c if depth == 0 && breaks(c) => break,
            '.' | '．' if depth == 0 => break,
            _ => {}
        }
        i -= 1;
    }
    let mut start = skip_ordinal(&chars[..end], i);
    // 主要用于以下方面某支出(类) lacks its colon.
    if let Some(at) = super::text::rfind(&chars[start..end], "以下方面") {
        start += at + 4;
    }
    // 用于某事业的彩票公益金支出 is a name.
    let named_by_use = chars[start..end].contains(&'的');
    for word in ["其中", "安排", "用于"].into_iter().filter(|w| *w != "用于" || !named_by_use)
    {
        if starts_with(&chars[start..end], word) {
            start += word.chars().count();
        }
    }
    start
}

fn ordinal_ends(chars: &[char], from: usize, at: usize) -> bool {
    // Walk back over numerals before the 、 at at - 1.
    let mut i = at - 1;
    while i > from
        && (chars[i - 1].is_ascii_digit() || "一二三四五六七八九十".contains(chars[i - 1]))
    {
        i -= 1;
    }
    i < at - 1 && (i == from || breaks(chars[i - 1]))
}

/// A code of the functional list: 2…, of 3, 5 or 7 digits.
fn functional(digits: &str) -> bool {
    digits.starts_with('2') && matches!(digits.len(), 3 | 5 | 7)
}

/// `2040601-某项`, `2040601某项`, `[2040601]某项`.
fn code_first(chars: &[char], from: usize, to: usize, words: &Narrative) -> Option<Named> {
    let mut i = to;
    while i > from {
        i -= 1;
        if !chars[i].is_ascii_digit()
            || (i > from
                && (chars[i - 1].is_ascii_digit()
                    || chars[i - 1] == '.' && !numbered(chars, from, i)))
        {
            continue;
        }
        let digits: String = chars[i..to].iter().take_while(|c| c.is_ascii_digit()).collect();
        let mut start = i + digits.len();
        if !functional(&digits)
            || chars
                .get(start)
                .is_some_and(|c| matches!(c, '.' | '年' | '%' | ')' | '类' | '款' | '项'))
        {
            continue;
        }
        while start < to && matches!(chars[start], '-' | '—' | '－' | '_' | ']' | '】' | '–')
        {
            start += 1;
        }
        let end = strip_tails(chars, start, to, words);
        let name: String = chars[start..end].iter().collect();
        if name.chars().count() >= 2 && !name.chars().any(|c| matches!(c, ',' | ';' | '。' | ':'))
        {
            return Some(Named { level: level_of(&digits), code: digits, name, end });
        }
    }
    None
}

/// Is the point before `at` that of an ordinal (2.2040601某项)?
fn numbered(chars: &[char], from: usize, at: usize) -> bool {
    let n = chars[from..at - 1].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let start = at - 1 - n;
    matches!(n, 1 | 2) && (start == from || breaks(chars[start - 1]))
}

/// `某类支出-某款-某项`: names only, the first of them a 类.
fn by_dashes(chars: &[char], from: usize, to: usize, words: &Narrative) -> Option<Named> {
    let end = strip_tails(chars, from, to, words);
    let text: String = chars[name_start(chars, from, end)..end].iter().collect();
    let mut parts = text.split(['-', '—', '－', '–', '/']).filter(|p| !p.is_empty());
    let class = parts.next()?.trim_end_matches("(类)").trim_end_matches("支出");
    let (count, name) = (parts.clone().count(), parts.next_back()?);
    let known = words.words.classes.iter().any(|c| c == class);
    (known && count <= 2).then(|| Named {
        code: String::new(),
        name: name.into(),
        level: if count == 1 { '款' } else { '项' },
        end,
    })
}

/// `某项(2040601)`.
fn code_last(chars: &[char], from: usize, to: usize, words: &Narrative) -> Option<Named> {
    let mut end = strip_tails(chars, from, to, words);
    // 某项(2040601)支出预算
    if end > from + 2 && chars[end - 3] == ')' && super::text::ends_with(chars, end, "支出") {
        end -= 2;
    }
    if end <= from + 4 || chars[end - 1] != ')' {
        return None;
    }
    let open = (from..end).rev().find(|&i| chars[i] == '(')?;
    let digits: String = chars[open + 1..end - 1].iter().collect();
    if !digits.chars().all(|c| c.is_ascii_digit()) || !matches!(digits.len(), 3 | 5 | 7) {
        return None;
    }
    let name: String = chars[name_start(chars, from, open)..open].iter().collect();
    (!name.is_empty()).then(|| Named { level: level_of(&digits), code: digits, name, end })
}

fn level_of(digits: &str) -> char {
    match digits.len() {
        3 => '类',
        5 => '款',
        _ => '项',
    }
}

/// Drops 科目, 预算数, 年 … behind a name, but no 支出, 经费 or 费用, which names end in.
fn strip_tails(chars: &[char], from: usize, to: usize, words: &Narrative) -> usize {
    let keep = [
        "支出",
        "经费",
        "费用",
        "资金",
        "的",
        "数",
        "使用",
        "单位",
        "部门",
        "安排",
        "情况",
        "总",
        "财政拨款",
        "一般公共预算",
    ];
    let mut end = to;
    loop {
        let tail = words.words.tails.iter().filter(|w| !keep.contains(&w.as_str()));
        let mut hit = tail
            .map(String::as_str)
            .chain(["科目", ":"])
            .filter(|w| super::text::ends_with(&chars[from..], end - from, w));
        match hit.next() {
            Some(w) if end - from > w.chars().count() => end -= w.chars().count(),
            _ => return end,
        }
    }
}

/// Is this place one whose subjects are listed under a key of its own?
pub(super) fn family(place: Place) -> &'static str {
    match place.section {
        Some("government_fund") => "government_fund_subject",
        Some("state_capital") => "state_capital_subject",
        _ => "general_public_budget_subject",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let n = Narrative::builtin().unwrap();
        let chars: Vec<char> = text.chars().collect();
        named(&chars, 0, chars.len(), None, &n).map(|s| (s.code, s.name))
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
        assert_eq!(read("(1)社会保障和就业(类)支出"), of("", "社会保障和就业"));
        assert_eq!(
            read("(十)2110104-环境保护法规、规划及标准"),
            of("2110104", "环境保护法规、规划及标准")
        );
        assert_eq!(read("2026年收入预算"), None);
    }
}
