//! Printed codes → subject codes (科目编码).
//!
//! Rules of 政府收支分类科目: 类 has three digits, 款 and 项 two more each; the first digit tells the list
//! (2 支出功能分类, 3 部门预算支出经济分类, 5 政府预算支出经济分类).

use super::{half_width, printed};
use crate::model::{Classification, Code, squeezed};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

static JOINED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[\[【(]?([235][0-9]{2}(?:[-/·_—–][0-9]{2}){1,2}|[235][0-9]{2}(?:\.[0-9]{2}){2}|[235][0-9]{2}(?:[0-9]{2}){0,2})[\]】)]?[-—_:.、]?([^0-9.,%\-\]】)].*)$",
    )
    .expect("valid")
});

/// The parts of a code with a mark between them. 208.05 may be an amount, 208.05.05 is none.
static PARTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[235][0-9]{2}(?:(?:[-/·_—–][0-9]{2}){1,2}|(?:\.[0-9]{2}){2})$").expect("valid")
});

/// A complete code: 3, 5 or 7 digits, possibly in brackets.
pub fn text_to_code(text: &str) -> Option<Code> {
    digits_to_code(&joined(without_brackets(&squeezed(text))))
}

/// The digits of a code without the marks between its parts: 208-05-05, 208.05.05.
fn joined(text: &str) -> Cow<'_, str> {
    match text.len() > 5 && PARTED.is_match(text) {
        true => text.chars().filter(char::is_ascii_digit).collect::<String>().into(),
        false => text.into(),
    }
}

/// The digits of a 款 with a point in it, 208.05: below the head of codes it is no amount.
pub fn pointed_digits(text: &str) -> Option<String> {
    let (class, part) = text.split_once('.')?;
    let digits = class.len() == 3 && part.len() == 2 && digits_to_code(class).is_some();
    (digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| format!("{class}{part}"))
}

fn without_brackets(s: &str) -> &str {
    s.trim_matches(|c| matches!(c, '[' | ']' | '【' | '】' | '(' | ')'))
}

/// Can these be the digits of a code?
fn is_code_digits(s: &str) -> bool {
    matches!(s.len(), 3 | 5 | 7)
        && s.starts_with(['2', '3', '5'])
        && s.bytes().all(|b| b.is_ascii_digit())
}

/// Is the whole text a code? [`text_to_code`] says which.
pub fn is_code(text: &str) -> bool {
    is_code_digits(&joined(without_brackets(&squeezed(text))))
}

/// The code of these digits, if they can be one.
pub fn digits_to_code(s: &str) -> Option<Code> {
    if !is_code_digits(s) {
        return None;
    }
    let classification = match s.as_bytes()[0] {
        b'2' => Classification::Function,
        b'3' => Classification::Economic,
        b'5' => Classification::GovernmentEconomic,
        _ => return None,
    };
    Some(Code { classification, digits: s.to_string() })
}

/// A name with its code in brackets behind it.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([^0-9\[【(].*)[\[【(]([235][0-9]{2}(?:[0-9]{2}){0,2})[\]】)]$").expect("valid")
});

/// Name and code behind it, printed in one text: `行政运行（2010301）`. The name keeps its printed form.
pub fn name_and_code(text: &str) -> Option<(Code, String)> {
    if !text.trim_end().ends_with([']', '】', ')', '）', '］']) {
        return None;
    }
    let printed = printed(text);
    let folded: String = printed.chars().map(half_width).collect();
    let m = BEHIND.captures(&folded)?;
    let name = printed.chars().take(m[1].chars().count()).collect();
    Some((digits_to_code(&m[2])?, name))
}

/// Code and name printed in one text: `[212]城乡社区支出`, `2010301-行政运行`. The name keeps its printed form.
pub fn code_and_name(text: &str) -> Option<(Code, String)> {
    if !text
        .trim_start()
        .starts_with(|ch| matches!(half_width(ch), '[' | '【' | '(' | '2' | '3' | '5'))
    {
        return None;
    }
    let printed = printed(text);
    let folded: String = printed.chars().map(half_width).collect();
    let m = JOINED.captures(&folded)?;
    let code = digits_to_code(&joined(&m[1]))?;
    let start = folded[..m.get(2)?.start()].chars().count();
    Some((code, printed.chars().skip(start).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_split() {
        let code = |digits: &str| digits_to_code(digits).unwrap();
        assert_eq!(code_and_name("[212]城乡社区支出"), Some((code("212"), "城乡社区支出".into())));
        assert_eq!(code_and_name("2010301-行政运行").unwrap().1, "行政运行");
        assert_eq!(
            name_and_code("行政运行（2010301）"),
            Some((code("2010301"), "行政运行".into()))
        );
        assert_eq!(
            (name_and_code("三公经费（2025）"), name_and_code("合计（301+302）")),
            (None, None)
        );
        assert_eq!(code_and_name("2026年部门预算"), None);
        assert_eq!(code_and_name("301.5"), None);
        assert_eq!(code_and_name("(301)"), None);
        assert_eq!(text_to_code("（301）"), Some(code("301")));
        assert_eq!(text_to_code("401"), None);
        for parted in ["208.05.05", "208-05-05", "208/05/05", "208·05·05", "208_05_05"] {
            assert_eq!(text_to_code(parted), Some(code("2080505")), "{parted}");
            let named = code_and_name(&format!("{parted}养老支出"));
            assert_eq!(named, Some((code("2080505"), "养老支出".into())), "{parted}");
        }
        assert_eq!(text_to_code("208-05"), Some(code("20805")));
        assert_eq!((text_to_code("208.05"), text_to_code("208-5")), (None, None));
    }
}
