//! A measure's cell → what it holds.

use crate::lex::{self, figure, printed, stands_for_blank};
use crate::model::{Amount, Cell, Content, Figure, LedgerTable, MoneyUnit, Token, squeezed};
use rust_decimal::Decimal;

/// What a measure's cell holds. Without a declared unit an amount cannot be normalized.
pub fn token_to_content(token: &Token, text: &str, unit: Option<&MoneyUnit>) -> Content {
    let stated = || printed(text);
    match token {
        Token::Blank => return Content::Blank,
        Token::Dash => return Content::Dash,
        Token::Error => {
            return Content::Unread(format!(
                "“{}” stands where the program that made the file could not print the figure: its column is too narrow, or its formula fails",
                stated()
            ));
        }
        Token::Figure(figure) => {
            let Some(unit) = unit else {
                return Content::Unread("the table declares no unit of amount".into());
            };
            return match Amount::new(stated(), figure.value, unit) {
                Some(a) if a.yuan.abs() >= too_much() => Content::Unread(format!(
                    "“{}” is more money than there is: a number of another kind",
                    stated()
                )),
                Some(a) => Content::Amount(a),
                None => Content::Unread(
                    "the amount has more than 28 digits, or than nine decimals of a yuan".into(),
                ),
            };
        }
        _ if stands_for_blank(text) => return Content::Dash,
        _ => {}
    }
    let s = squeezed(text);
    if let Some((figure, unit)) = unit.and_then(|unit| Some((with_unit(&s, unit)?, unit))) {
        return token_to_content(&Token::Figure(figure), text, Some(unit));
    }
    if s.ends_with('%') || !s.chars().any(|c| c.is_numeric()) && !is_in_words(&s) {
        return Content::Other;
    }
    Content::Unread(format!("“{}” is no single figure", stated()))
}

/// A thousand times the largest budget of a city, in yuan.
fn too_much() -> Decimal {
    Decimal::from(1_000_000_000_000_000_i64)
}

/// Amounts that print the code of their own row: a column of codes was taken for one of money, or a code for its amount.
pub(super) fn tell_codes(table: &mut LedgerTable) {
    for row in &mut table.rows {
        let Some(code) = row.code.as_ref().filter(|code| code.digits.len() >= CODE) else {
            continue;
        };
        let is_code = |cell: &&mut Cell| {
            matches!(cell.content, Content::Amount(_)) && *squeezed(&cell.stated) == *code.digits
        };
        for cell in row.cells.iter_mut().filter(is_code) {
            let why = format!("“{stated}” is the code of its row", stated = cell.stated);
            cell.content = Content::Unread(why);
        }
    }
}

/// Shorter codes may be amounts.
const CODE: usize = 5;

/// The figure of a cell that repeats the table's unit behind it: `1,348.03万元` or `1,348.03万` in a table of 万元.
fn with_unit(squeezed: &str, unit: &MoneyUnit) -> Option<Figure> {
    let label = unit.label.as_str();
    let short = label.strip_suffix('元').filter(|short| !short.is_empty());
    let bare = squeezed.strip_suffix(label).or_else(|| squeezed.strip_suffix(short?))?;
    figure(bare)
}

/// An amount in Chinese numerals: 一百一十八, 壹佰壹拾捌元整.
fn is_in_words(squeezed: &str) -> bool {
    let numeral = |c: char| "〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟".contains(c);
    squeezed.chars().filter(|c| numeral(*c)).count() > 1
        && squeezed.chars().all(|c| numeral(c) || "元圆角分整点负".contains(c))
}

/// What the cell of a row of counts holds.
pub fn without_money(content: &Content) -> Content {
    match content {
        Content::Blank | Content::Dash => content.clone(),
        _ => Content::Other,
    }
}

/// Rates in rows and columns of amounts: a figure of the column that nobody can take for one. Rows and columns of rates
/// are what they are.
pub(super) fn tell_rates(table: &mut LedgerTable) {
    let is_amount = |cell: &Cell| matches!(cell.content, Content::Amount(_));
    let is_rate = |cell: &Cell| {
        cell.content == Content::Other
            && cell.stated.ends_with(['%', '％'])
            && holds_digit(&cell.stated)
    };
    let mut counts = vec![(0, 0); table.columns.len()];
    // A row of rates alone says nothing of its columns.
    let measured = table.rows.iter().filter(|row| row.cells.iter().any(is_amount));
    for cell in measured.flat_map(|row| &row.cells) {
        let (amounts, rates) = &mut counts[cell.column];
        *amounts += usize::from(is_amount(cell));
        *rates += usize::from(is_rate(cell));
    }
    for row in table.rows.iter_mut().filter(|row| row.cells.iter().any(is_amount)) {
        for cell in row.cells.iter_mut().filter(|cell| is_rate(cell)) {
            let (amounts, rates) = counts[cell.column];
            if amounts > rates {
                let why =
                    format!("“{stated}” is a rate in a column of amounts", stated = cell.stated);
                cell.content = Content::Unread(why);
            }
        }
    }
}

fn holds_digit(text: &str) -> bool {
    text.chars().any(lex::is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lex::token;

    #[test]
    fn cells_of_measures() {
        let wan = MoneyUnit { label: "万元".into(), yuan: 10_000.into() };
        let read = |text: &str, unit| token_to_content(&token(text), text, unit);
        assert_eq!(read("—", None), Content::Dash);
        assert_eq!(read("一", None), Content::Dash);
        assert_eq!(read(" ", None), Content::Blank);
        assert_eq!(read("12.5%", None), Content::Other);
        assert_eq!(read("详见附件", Some(&wan)), Content::Other);
        assert!(matches!(read("1,23", Some(&wan)), Content::Unread(_)));
        assert!(matches!(read("12.50", None), Content::Unread(_)));
        let Content::Amount(amount) = read("▲ 3.50", Some(&wan)) else { panic!() };
        assert_eq!((amount.stated.as_str(), amount.yuan), ("▲3.50", (-35_000).into()));
        assert!(matches!(read("####", Some(&wan)), Content::Unread(_)));
        for text in ["一百一十八", "壹佰壹拾捌元整"] {
            assert!(matches!(read(text, Some(&wan)), Content::Unread(_)));
        }
        for text in ["1,348.03万元", "1,348.03万", "￥1,348.03"] {
            let Content::Amount(amount) = read(text, Some(&wan)) else { panic!("{text}") };
            assert_eq!((amount.stated.as_str(), amount.yuan), (text, 13_480_300.into()));
        }
        // Another unit than the table's: what is meant is not for us to say.
        assert!(matches!(read("13,480,300元", Some(&wan)), Content::Unread(_)));
    }

    #[test]
    fn numbers_that_are_no_money_are_unread() {
        use super::super::testing::rows;
        let yuan = MoneyUnit { label: "元".into(), yuan: 1.into() };
        let read = |text: &str| token_to_content(&token(text), text, Some(&yuan));
        assert!(matches!(read("350102199001011234"), Content::Unread(_)));
        assert!(matches!(read("350102199001011"), Content::Amount(_)));
        let art = "科目编码 | 科目名称 | 合计 | 基本支出\n 2210201 | 公积金 | 2210201 | 3.00\n 208 | 甲 | 208.00 | 4.00\n 20805 | 乙 | 7.00 | 5.00";
        let rows = rows("expenditure_summary", &[art]);
        assert!(rows[0].ends_with("? 3.00") && rows[1].ends_with("208.00 4.00"), "{rows:?}");
    }

    #[test]
    fn a_rate_among_amounts_is_unread_and_a_row_or_column_of_rates_is_none() {
        use super::super::testing::rows;
        let art = "科目编码 | 科目名称 | 合计 | 基本支出\n 208 | 甲 | 1.00 | 35.47%\n 210 | 乙 | 2.00 | 3.00\n 211 | 丙 | 50% | 60%\n 212 | 丁 | 4.00 | 5.00";
        let cells = ["1.00 ?", "2.00 3.00", "x x", "4.00 5.00"];
        let rows = rows("expenditure_summary", &[art]);
        let ends = rows.iter().zip(cells).all(|(row, cells)| row.ends_with(cells));
        assert!(ends, "{rows:?}");
    }
}
