//! What a line or a row of a table is by its words: a total, column numbers, a caption, a note, a page number, an entry of
//! the contents.

use super::words::{Columns, words};
use crate::model::{Total, is_circled, squeezed};
use std::borrow::Cow;

/// The word for a sum that the text is, if it is one.
pub fn total(text: &str) -> Option<Total> {
    let t = squeezed(text);
    let words = &words().totals;
    if words.group.iter().any(|w| *w == t) {
        return Some(Total::Group);
    }
    let word = words.all.iter().find(|w| t.ends_with(w.as_str()))?;
    Some(if *word == t { Total::All } else { Total::Named })
}

/// How many numbers a row of column numbers prints: 栏次 | 1 | 2, ** | 1 | 2, 1 | 2=3+4, (1) | (2) | (3), A | B | C,
/// 甲 | 乙. `None` for another row.
pub fn column_numbers<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Option<usize> {
    // Most rows end here, at their first word.
    let numbers_columns = |text: &str| is_column_mark(text) || is_formula(&uncircled(text));
    if !texts.clone().all(|text| numbers_columns(&squeezed(text))) {
        return None;
    }
    let texts: Vec<String> = texts.map(|text| uncircled(&squeezed(text)).into_owned()).collect();
    let first = texts.first()?;
    let digits = |t: &str| t.parse().ok();
    let letter = |t: &str| match t.as_bytes() {
        [letter @ b'A'..=b'Z'] => Some(i64::from(letter - b'A') + 1),
        _ => None,
    };
    let mut numbers: Vec<i64> = texts.iter().filter_map(|t| digits(column_number(t)?)).collect();
    let lettered = numbers.is_empty();
    if lettered {
        numbers = texts.iter().filter_map(|t| letter(column_number(t)?)).collect();
    }
    let mark = |t: &str| is_column_mark(t) && !(lettered && letter(t).is_some());
    let marked = texts.iter().any(|t| mark(t));
    let rising = numbers.windows(2).all(|w| w[1] > w[0])
        && numbers.first().is_some_and(|&n| (1..=40).contains(&n));
    let dense = numbers.len() >= 2
        && numbers[numbers.len() - 1].abs_diff(numbers[0]) < numbers.len() as u64 + 4;
    let headed = words().columns.numbers.iter().any(|w| first.contains(w.as_str()));
    // A dash beside (5) may be a row of figures, one of them negative.
    let open = texts.iter().any(|t| t.starts_with('(')) && !headed;
    let found = marked && !open && (numbers.is_empty() || rising) && (texts.len() > 1 || headed)
        || numbers.len() >= 3 && rising && dense
        || texts.len() == 2 && numbers == [1, 2] && !open;
    found.then_some(numbers.len())
}

/// The number, or letter, that the text gives its column: 3, 3=1+2, (3), C, C=A+B.
fn column_number(t: &str) -> Option<&str> {
    match t.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((number, _)) => Some(number),
        None => t.split(['=', '(']).next(),
    }
}

/// Does the text name a level of codes: 类, 款, 项? It heads a column of their parts.
pub fn is_code_level(text: &str) -> bool {
    words().columns.levels.iter().any(|w| w == text)
}

/// Columns may be numbered in circles: ③=①+②.
fn uncircled(text: &str) -> Cow<'_, str> {
    if !text.contains(is_circled) {
        return text.into();
    }
    let plain = |ch: char| match ch {
        _ if is_circled(ch) => (ch as u32 - '①' as u32 + 1).to_string(),
        _ => ch.to_string(),
    };
    text.chars().map(plain).collect::<String>().into()
}

fn is_formula(t: &str) -> bool {
    let sign = |c: char| matches!(c, '=' | '+' | '-' | '(' | ')' | '*' | '/' | '÷' | '×' | '%');
    // Letters number columns alone, or say what is put together: C=A+B.
    let letters = t.contains('=');
    let part = |c: char| c.is_ascii_digit() || sign(c) || letters && c.is_ascii_uppercase();
    t.contains(|c: char| c.is_ascii_alphanumeric()) && t.chars().all(part)
}

fn is_column_mark(t: &str) -> bool {
    let Columns { numbers, letters, levels } = &words().columns;
    [numbers, letters, levels].into_iter().flatten().any(|w| w == t)
        || matches!(t, "—" | "-")
        || !t.is_empty() && t.bytes().all(|b| b == b'*')
        || t.len() == 1 && t.bytes().all(|b| b.is_ascii_uppercase())
}

/// Does the text declare whose or which table it is, or in what unit: 编制单位：某局, 单位：万元, 公开02表, 续表?
pub fn is_caption(text: &str) -> bool {
    let t = squeezed(text);
    let words = &words().captions;
    words.holds.iter().any(|w| t.contains(w.as_str()))
        || words.begins.iter().any(|w| t.starts_with(w.as_str()))
        || words.whole.iter().any(|w| *w == t)
        || is_table_number(&t)
}

/// 表1, 公开01表, 附表3-2 …
fn is_table_number(t: &str) -> bool {
    let words = &words().captions;
    t.chars().count() <= 9
        && t.contains(&words.table)
        && t.chars().any(|c| c.is_ascii_digit())
        && t.chars().all(|c| c.is_ascii_digit() || words.table_number.contains(c))
}

/// Does the line open a note below a table: 注：, 注1, 备注, 说明：, 附注, *注, （注：, 填报人：?
pub fn opens_note(line: &str) -> bool {
    let t = squeezed(line);
    let t = t.trim_start_matches(['*', '(']);
    let words = &words().notes;
    t.strip_prefix(words.numbered.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '1', '2', '3', '4', '5']))
        || words.begins.iter().any(|w| t.starts_with(w.as_str()))
        || t.split_once(':').is_some_and(|(begins, _)| words.signed.iter().any(|w| w == begins))
        || words.dated.iter().filter_map(|w| t.strip_prefix(w.as_str())).any(|rest| {
            rest.is_empty() || rest.starts_with(|c: char| c == ':' || c.is_ascii_digit())
        })
}

/// Does the line say that the table above it has no figures: 本表为空表?
pub fn says_empty(line: &str) -> bool {
    line.contains(&words().notes.empty)
}

/// `- 3 -`, `第 3 页 共 20 页`, `3`, `3/20`: where it stands tells whether it is one.
pub fn is_page_number(text: &str) -> bool {
    let core = page_number_core(text);
    let digits = |p: &str| p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit());
    let mut parts = core.split(|c| words().pages.around.contains(c)).filter(|p| !p.is_empty());
    matches!(parts.clone().count(), 1 | 2) && parts.all(digits)
}

fn page_number_core(text: &str) -> &str {
    text.trim_matches(|c: char| {
        matches!(c, '-' | '—' | '–' | '―' | '─' | '_' | '·' | '.' | '~' | '|' | '/')
    })
}

/// Does the line lead the eye to a page number, as entries of a contents page do? One line is a hint only: an ellipsis in
/// prose is as long.
pub fn has_leader(text: &str) -> bool {
    let (mut last, mut run) = (' ', 0);
    for ch in text.chars() {
        match ch {
            // Dots may be set apart; dashes set apart are the blank cells of a table.
            ' ' if !matches!(last, '-' | '_') => continue,
            _ if ch == last => run += 1,
            _ => (last, run) = (ch, 1),
        }
        let long = match ch {
            '.' | '．' | '-' | '_' => 4,
            '·' => 3,
            '…' => 2,
            _ => continue,
        };
        if run >= long {
            return true;
        }
    }
    false
}

/// An entry of a contents page (一、部门概况……3) beyond doubt, so that the line alone is no prose: six dots in a row.
pub fn is_contents_entry(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|c| {
        run = if matches!(c, '.' | '…' | '·' | '．' | '⋯') { run + 1 } else { 0 };
        run >= 6
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_numbers_in_their_forms() {
        for (row, want) in [
            (&["栏次", "1", "2"][..], Some(2)),
            (&["栏次", "①", "②", "③=①+②"], Some(3)),
            (&["**", "**", "1", "2=3+4", "3"], Some(3)),
            (&["1", "2", "3", "4"], Some(4)),
            (&["1", "2"], Some(2)),
            (&["甲", "乙"], Some(0)),
            (&["（1）", "（2）", "（3）"], Some(3)),
            (&["栏次", "（1）", "（2）"], Some(2)),
            (&["1", "2", "3=2÷1", "4=3/2*100%"], Some(4)),
            (&["A", "B", "C=A+B"], Some(3)),
            (&["A", "1", "2"], Some(2)),
            (&["—", "（5）"], None),
            (&["（1）", "（2）"], None),
            (&["/", "（3）", "（5）"], None),
            (&["类", "款", "项"], Some(0)),
            (&["1", "3", "2"], None),
            (&["208", "行政运行", "3"], None),
            (&["1"], None),
            (&["-9223372036854775808", "2", "9223372036854775807"], None),
            (&[], None),
        ] {
            assert_eq!(column_numbers(row.iter().copied()), want, "{row:?}");
        }
    }

    #[test]
    fn captions_declare() {
        for text in
            ["编制单位：某局", "单位：万元", "金额单位:元", "公开02表", "续表", "部门名称：某局"]
        {
            assert!(is_caption(text), "{text}");
        }
        for text in ["单位名称", "收入总表", "一般公共预算", "表内数据四舍五入，2026年"]
        {
            assert!(!is_caption(text), "{text}");
        }
    }

    #[test]
    fn notes_open_with_their_words() {
        for text in [
            "注：本表",
            "（注：本表",
            "备注：无",
            "填报人：张三 13900000000",
            "制表日期 2025.02",
            "审核人：",
        ] {
            assert!(opens_note(text), "{text}");
        }
        for text in ["电话费", "负责人培训费", "审核人员经费", "邮电费"] {
            assert!(!opens_note(text), "{text}");
        }
    }

    #[test]
    fn page_numbers_and_leaders() {
        for text in ["3", "-3-", "—12—", "第3页", "第3页共20页", "3/20"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["第三部分", "12345", "3.5万元", "", "--"] {
            assert!(!is_page_number(text), "{text}");
        }
        assert!(has_leader("一、收支预算总表 . . . . . . 5"));
        assert!(has_leader("一、收支预算总表……5"));
        assert!(!has_leader("一、收支预算总表"));
        assert!(!has_leader("20801 - - - - - 1.20"));
        assert!(is_contents_entry("一、收支预算总表......5"));
        assert!(!is_contents_entry("教育、卫生……等事业"));
    }
}
