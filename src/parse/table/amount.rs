//! A measure's cell → what it holds.

use crate::lex::{self, figure, printed, stands_for_blank};
use crate::model::{Amount, Cell, Content, Figure, LedgerTable, MoneyUnit, Token, squeezed};

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
    if s.ends_with('%') || !s.chars().any(|c| c.is_numeric()) {
        return Content::Other;
    }
    Content::Unread(format!("“{}” is no single figure", stated()))
}

/// The figure of a cell that repeats the table's unit behind it: `1,348.03万元` or `1,348.03万` in a table of 万元.
fn with_unit(squeezed: &str, unit: &MoneyUnit) -> Option<Figure> {
    let label = unit.label.as_str();
    let short = label.strip_suffix('元').filter(|short| !short.is_empty());
    let bare = squeezed.strip_suffix(label).or_else(|| squeezed.strip_suffix(short?))?;
    figure(bare)
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
        for text in ["1,348.03万元", "1,348.03万", "￥1,348.03"] {
            let Content::Amount(amount) = read(text, Some(&wan)) else { panic!("{text}") };
            assert_eq!((amount.stated.as_str(), amount.yuan), (text, 13_480_300.into()));
        }
        // Another unit than the table's: what is meant is not for us to say.
        assert!(matches!(read("13,480,300元", Some(&wan)), Content::Unread(_)));
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
