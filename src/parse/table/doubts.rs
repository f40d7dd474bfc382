//! Why a printed figure is not taken, or is in doubt.

use super::view::Seen;
use crate::lex::printed;
use crate::model::{Token, Unclear};

/// Why the figure of a cell cannot be told.
pub(super) fn unclear(unclear: Unclear, text: &str) -> String {
    let stated = printed(text);
    match unclear {
        Unclear::Several => format!("“{stated}” is more than one figure in one cell"),
        Unclear::OverRuling => {
            format!("“{stated}” lies over a ruling: it may be of the cell on either side")
        }
        Unclear::Red => {
            format!("“{stated}” is red, as negative amounts are printed, and has no sign")
        }
        Unclear::SmallSign => {
            format!("“{stated}” begins with a small mark, which may be its sign or a footnote's")
        }
        Unclear::PaintedOtherwise => format!(
            "“{stated}” is painted as no other figure of the table, as footnote marks, watermarks and seals are"
        ),
        Unclear::Struck => format!("“{stated}” has a line drawn through it"),
        Unclear::Furniture => {
            format!("“{stated}” is marked by the file as page furniture, and stands in the table")
        }
    }
}

/// Why a figure may be another than the one that was read: its separators are not the usual ones.
pub(super) fn slip(token: &Token, text: &str) -> Option<String> {
    match token {
        Token::Figure(figure) if figure.slip => Some(format!(
            "“{text}” is read as {}: its points and commas stand as nobody sets them",
            figure.value
        )),
        _ => None,
    }
}

/// Why the figure of a label, a code, cannot be told. Digits below each other are a code that wraps.
pub(super) fn label(cells: &[Seen], text: &str) -> Option<String> {
    let single = |cell: &&Seen| cell.lines.len() == 1;
    let why = unclear(cells.iter().filter(single).find_map(|cell| cell.unclear)?, text);
    Some(format!("a row's label cannot be told: {why}"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::grid;
    use super::super::view::View;
    use super::*;

    #[test]
    fn a_code_that_cannot_be_told_is_said_unless_it_wraps() {
        let said = |lines: usize| {
            let mut grid = grid("2123 | 社会保障 | 1.00");
            let cell = &mut grid.cells[0];
            cell.unclear = Some(Unclear::Several);
            let line = cell.lines[0].clone();
            cell.lines.resize(lines, line);
            let view = View::new(&grid);
            label(&[view.cell(0, 0).unwrap()], "2123")
        };
        let why = "a row's label cannot be told: “2123” is more than one figure in one cell";
        assert_eq!((said(1).as_deref(), said(2)), (Some(why), None));
    }
}
