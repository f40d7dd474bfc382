//! Target values (指标值) to operator, number and unit.

use crate::catalog::performance::Performance;
use crate::model::{Target, squeeze};
use rust_decimal::Decimal;

/// A unit with more characters is a sentence.
const UNIT: usize = 12;

/// `≥90%` → `>=`, 90, %; `3次以内` → `<=`, 3, 次. A date, a value without a number or with more than one is kept as its
/// words, without an operator unless it begins with one.
pub(super) fn target(value: &str, words: &Performance) -> Option<Target> {
    let text = squeeze(value);
    let text = text.trim_end_matches(['。', ';', ',']);
    if text.is_empty() {
        return None;
    }
    let (operator, rest) = words
        .targets
        .operators
        .iter()
        .find_map(|(w, o)| Some((o.clone(), text.strip_prefix(w.as_str())?)))
        .unwrap_or((String::new(), text));
    Some(number(&operator, rest, words).unwrap_or_else(|| {
        match rest.contains(|c: char| c.is_ascii_digit()) {
            true => Target { operator, value: rest.to_owned(), unit: String::new() },
            // 高于上年, 达到标准: words, whatever they begin with.
            false => Target { value: text.to_owned(), ..Target::default() },
        }
    }))
}

/// The number of `rest` and what it counts, if it is one.
fn number(operator: &str, rest: &str, words: &Performance) -> Option<Target> {
    let digits = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
            .len();
    let (number, unit) = rest.split_at(digits);
    let plain: String = number.chars().filter(|c| *c != ',').collect();
    plain.parse::<Decimal>().ok()?;
    let (unit, bound) = match words
        .targets
        .endings
        .iter()
        .find_map(|(w, o)| Some((unit.strip_suffix(w.as_str())?, o.as_str())))
    {
        Some((unit, bound))
            if operator.is_empty() || operator.chars().next() == bound.chars().next() =>
        {
            (unit, bound)
        }
        _ => (unit, operator),
    };
    let operator = if operator.is_empty() { bound } else { operator };
    let plain_unit = unit.chars().count() <= UNIT
        && !unit.contains([';', ',', '。', ':', '≥', '≤', '<', '>', '='])
        && !second_number(unit);
    (plain_unit && !(operator.is_empty() && words.targets.dates.is_date(&plain, unit)))
        .then(|| Target { operator: operator.into(), value: plain, unit: unit.into() })
}

/// Is there another number? The 2 of m2 is none.
fn second_number(unit: &str) -> bool {
    let mut before = ' ';
    unit.chars().any(|c| {
        let found = c.is_ascii_digit() && !(before == 'm' && matches!(c, '2' | '3'));
        before = c;
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> [String; 3] {
        let words = Performance::builtin().unwrap();
        target(value, &words).map(|t| [t.operator, t.value, t.unit]).unwrap()
    }

    #[test]
    fn operators_in_their_spellings() {
        for sign in [
            "≥",
            "≧",
            "⩾",
            ">=",
            "＞＝",
            "≮",
            "大于等于",
            "大于或等于",
            "不少于",
            "不低于",
            "不小于",
            "至少",
        ] {
            assert_eq!(read(&format!("{sign}90%")), [">=", "90", "%"], "{sign}");
        }
        for sign in [
            "≤",
            "≦",
            "⩽",
            "<=",
            "＜＝",
            "≯",
            "小于等于",
            "小于或等于",
            "不超过",
            "不高于",
            "不大于",
            "不多于",
            "最多",
        ] {
            assert_eq!(read(&format!("{sign} 5 件")), ["<=", "5", "件"], "{sign}");
        }
        for (sign, operator) in [
            ("<", "<"),
            ("＜", "<"),
            ("小于", "<"),
            ("低于", "<"),
            (">", ">"),
            ("＞", ">"),
            ("超过", ">"),
            ("＝", "="),
        ] {
            assert_eq!(read(&format!("{sign}1次")), [operator, "1", "次"], "{sign}");
        }
        assert_eq!(read("100%"), ["", "100", "%"]);
    }

    #[test]
    fn bounds_behind_the_number() {
        assert_eq!(read("90％以上"), [">=", "90", "%"]);
        assert_eq!(read("≥90%以上"), [">=", "90", "%"]);
        assert_eq!(read("30分钟以内"), ["<=", "30", "分钟"]);
        assert_eq!(read("3次及以下"), ["<=", "3", "次"]);
        // A contradiction stays where it stands.
        assert_eq!(read("≤90%以上"), ["<=", "90", "%以上"]);
    }

    #[test]
    fn units_as_printed() {
        assert_eq!(read("＝1,000平方米"), ["=", "1000", "平方米"]);
        assert_eq!(read("=10010.89㎡"), ["=", "10010.89", "m2"]);
        assert_eq!(read("≤14元/m2/月"), ["<=", "14", "元/m2/月"]);
        assert_eq!(read("不超过3个工作日"), ["<=", "3", "个工作日"]);
        assert_eq!(read("不少于10个。"), [">=", "10", "个"]);
        assert_eq!(read("≥1.6万人次"), [">=", "1.6", "万人次"]);
        assert_eq!(read("≤0.5‰"), ["<=", "0.5", "‰"]);
        assert_eq!(read("≥2"), [">=", "2", ""]);
        assert_eq!(read("-3.5%"), ["", "-3.5", "%"]);
        assert_eq!(read("12个月"), ["", "12", "个月"]);
        assert_eq!(read("≤6月"), ["<=", "6", "月"]);
        assert_eq!(read("3年"), ["", "3", "年"]);
    }

    #[test]
    fn dates_and_words_are_kept() {
        for words in [
            "2026年12月底前",
            "12月底前",
            "2026年",
            "2022年全年",
            "11月30日前完成",
            "次年2月份前",
            "有效提升",
            "高于上年",
            "30-60平方米",
            "7×24小时",
        ] {
            assert_eq!(read(words), ["", words, ""], "{words}");
        }
        assert_eq!(read("≤2026/11/15"), ["<=", "2026/11/15", ""]);
        assert_eq!(read("≤1次；≤1次"), ["<=", "1次;≤1次", ""]);
        let sentence = "2026年，以高质量完成受理、办理、化解等工作为目标";
        assert_eq!(read(sentence)[0..1], [""]);
        assert_eq!(read(sentence)[2], "");
        assert_eq!(target(" ", &Performance::builtin().unwrap()), None);
    }
}
