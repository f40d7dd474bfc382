//! Tables that the contents page or a title announces and that were not found: each a finding, never a silence.

use crate::catalog::{Catalog, Traits};
use crate::lex::{figure, is_amount, is_digits};
use crate::model::{
    At, Content, Finding, FindingKind, LedgerTable, Mark, Outline, SectionKind, TableId,
};
use hashbrown::HashSet;

/// Fewer lines of figures than this make no table, and fewer figures no line of them.
const ENOUGH: usize = 2;

/// One finding for each announced standard table that is not among `tables`; one for all where there are none and no title
/// of a table that every disclosure has stands over figures: they stand in another file.
pub fn missing(outline: &Outline, tables: &[LedgerTable], catalog: &Catalog) -> Vec<Finding> {
    let over_figures = |mark: &Mark| figures_below(outline, mark) >= ENOUGH;
    // Papers of another kind have tables of projects, too.
    let every = |id: &TableId| Traits::of(id).is_standard();
    if tables.is_empty() && !titles(outline).any(|(mark, id)| every(id) && over_figures(mark)) {
        return none_of(outline).into_iter().collect();
    }
    // A table without an amount may be one whose rows were not found.
    let (empty, read): (Vec<_>, Vec<_>) = tables.iter().partition(|t| !holds_amounts(t));
    let is_lost = |t: &LedgerTable| {
        let mut own =
            titles(outline).filter(|(mark, _)| mark.page == t.page && mark.title == t.title);
        own.any(|(mark, _)| over_figures(mark))
    };
    let empty = empty.into_iter().filter(|t| !is_lost(t));
    let found: Vec<&LedgerTable> = read.into_iter().chain(empty).collect();
    // A table may be another by its codes than its title says.
    let titled = found.iter().filter_map(|t| catalog.titles.identify(&t.title)?.id);
    let mut known: HashSet<TableId> = found.iter().map(|t| t.id.clone()).chain(titled).collect();
    let contents = outline.announced.iter().map(|a| (&a.id, &a.title, At::Page(a.page)));
    // A title says where to look: it goes before the contents page.
    let printed = titles(outline).map(|(mark, id)| (id, &mark.title, At::Box(mark.place())));
    let mut out = Vec::new();
    for (id, title, at) in printed.chain(contents) {
        if !known.insert(id.clone()) {
            continue;
        }
        let finding = match at {
            At::Box(_) => {
                let message =
                    format!("the title “{title}” stands here, and no table was found below it");
                Finding::new(FindingKind::MissingTable, message)
            }
            At::Page(_) => Finding::new(
                FindingKind::MissingTable,
                format!("the contents page announces “{title}”, and no such table was found"),
            )
            .help("look for it where the contents page says; if its title has another wording, tell the project (see README)"),
        };
        out.push(Finding { at: Some(at), ..finding.in_table(id) });
    }
    out
}

/// Does a row of it print an amount, be it read or not?
fn holds_amounts(table: &LedgerTable) -> bool {
    let prints = |content: &Content| matches!(content, Content::Amount(_) | Content::Unread(_));
    table.rows.iter().flat_map(|row| &row.cells).any(|cell| prints(&cell.content))
}

/// The titles of standard tables.
fn titles(outline: &Outline) -> impl Iterator<Item = (&Mark, &TableId)> {
    let titles = outline.marks.iter().filter(|mark| mark.kind == SectionKind::Table);
    titles.filter_map(|mark| Some((mark, mark.id.as_ref()?)))
}

/// How many rows of figures stand below the title, down to the next one of its page.
fn figures_below(outline: &Outline, title: &Mark) -> usize {
    let top = title.rect.y1;
    let on_page = |mark: &&Mark| mark.page == title.page && mark.rect.y0 > top;
    let bottom =
        outline.marks.iter().filter(on_page).map(|m| m.rect.y0).fold(f32::INFINITY, f32::min);
    let lines = outline.lines.iter().flatten();
    let below = lines
        .filter(|line| line.page == title.page && line.rect.cy() > top && line.rect.cy() < bottom);
    below.filter(|line| is_row(&line.text)).count()
}

/// Words, and behind them an amount, several figures, or a whole number of more digits than years and the
/// numbers of pages have.
fn is_row(line: &str) -> bool {
    let mut words = line.split_whitespace().skip(1);
    let long = |word: &str| is_digits(word) && word.chars().count() > 4;
    let figures = words.clone().filter(|word| figure(word).is_some()).count();
    figures >= ENOUGH || words.any(|word| is_amount(word) || long(word))
}

/// What is said where standard tables are announced and none is there.
fn none_of(outline: &Outline) -> Option<Finding> {
    let first = outline.announced.iter().find(|a| !a.id.is_other())?;
    let ids: HashSet<&TableId> =
        outline.announced.iter().map(|a| &a.id).filter(|id| !id.is_other()).collect();
    let message = format!(
        "the contents page announces {} tables of the disclosure, from “{}” on, and none of them is in this file",
        ids.len(),
        first.title
    );
    Some(Finding::new(FindingKind::AnnouncedTables, message).at_page(first.page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Announced, Mark, Rect};

    #[test]
    fn what_is_announced_and_not_found_is_said_once() {
        let table = |id: &str| LedgerTable { id: id.into(), ..LedgerTable::default() };
        let announced =
            |id: &str, title: &str| Announced { id: id.into(), title: title.into(), page: 2 };
        let mark = |id: Option<&str>, page| Mark {
            page,
            rect: Rect::new(1.0, 2.0, 3.0, 4.0),
            title: "支出总表".into(),
            kind: SectionKind::Table,
            id: id.map(TableId::from),
            continued: false,
        };
        let outline = Outline {
            announced: vec![
                announced("income_summary", "收入总表"),
                announced("procurement", "政府采购表"),
                announced("expenditure_summary", "支出总表"),
            ],
            marks: vec![
                mark(Some("income_summary"), 5),
                mark(Some("expenditure_summary"), 6),
                mark(Some("expenditure_summary"), 7),
                mark(None, 8),
            ],
            ..Outline::default()
        };
        let catalog = Catalog::builtin().unwrap();
        let found = missing(&outline, &[table("income_summary")], &catalog);
        let places: Vec<_> =
            found.iter().map(|f| (f.table.as_ref().map(TableId::as_str), f.page())).collect();
        assert_eq!(
            places,
            [(Some("expenditure_summary"), Some(6)), (Some("procurement"), Some(2))]
        );
        let none = missing(&outline, &[], &catalog);
        assert_eq!((none.len(), none[0].kind), (1, FindingKind::AnnouncedTables));
        assert!(none[0].message.contains("announces 3 tables"), "{}", none[0].message);
        assert!(missing(&Outline::default(), &[], &catalog).is_empty());
    }

    #[test]
    fn a_title_over_figures_that_no_table_holds_is_told() {
        let line = |y: f32, text: &str| crate::model::Line {
            page: 2,
            rect: Rect::new(1.0, y, 300.0, y + 10.0),
            text: text.into(),
            ..Default::default()
        };
        let mark = Mark {
            page: 2,
            rect: Rect::new(1.0, 10.0, 300.0, 20.0),
            title: "支出总表".into(),
            kind: SectionKind::Table,
            id: Some("expenditure_summary".into()),
            continued: false,
        };
        let catalog = Catalog::builtin().unwrap();
        let told = |rows: &[&str], tables: &[LedgerTable]| {
            let lines = (3..).zip(rows).map(|(n, text)| line(10.0 * n as f32, text));
            let marks = vec![mark.clone()];
            let outline = Outline { lines: vec![lines.collect()], marks, ..Outline::default() };
            missing(&outline, tables, &catalog).len()
        };
        let rows = ["201 公共安全支出 103966", "合计 103966"];
        assert_eq!(told(&["204 公共安全支出 201 305", "合计 201 305"], &[]), 1);
        let empty = LedgerTable {
            id: "expenditure_summary".into(),
            title: "支出总表".into(),
            page: 2,
            ..LedgerTable::default()
        };
        assert_eq!((told(&rows, &[]), told(&rows, std::slice::from_ref(&empty))), (1, 1));
        // Prose below the title, and a table that is empty as printed.
        let prose = ["支出总表反映2026年支出103966万元。", "支出 3"];
        assert_eq!((told(&prose, &[]), told(&prose, &[empty])), (0, 0));
    }
}
