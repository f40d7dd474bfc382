//! Tables that the contents page or a title announces and that were not found: each a finding, never a silence.

use crate::catalog::Catalog;
use crate::model::{At, Finding, FindingKind, LedgerTable, Outline, SectionKind, TableId};
use std::collections::HashSet;

/// One finding for each announced standard table that is not among `tables`; one for all where there are none: they stand in
/// another file.
pub fn missing(outline: &Outline, tables: &[LedgerTable], catalog: &Catalog) -> Vec<Finding> {
    if tables.is_empty() {
        return none_of(outline).into_iter().collect();
    }
    // A table may be another by its codes than its title says.
    let titled = tables.iter().filter_map(|t| catalog.titles.identify(&t.title)?.id);
    let mut known: HashSet<TableId> = tables.iter().map(|t| t.id.clone()).chain(titled).collect();
    let contents = outline.announced.iter().map(|a| (&a.id, &a.title, At::Page(a.page)));
    let titles = outline.marks.iter().filter(|m| m.kind == SectionKind::Table);
    // A title says where to look: it goes before the contents page.
    let titles = titles.filter_map(|m| Some((m.id.as_ref()?, &m.title, At::Box(m.place()))));
    let mut out = Vec::new();
    for (id, title, at) in titles.chain(contents) {
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
            .help("look for it where the contents page says; if its title has another wording, report that"),
        };
        out.push(Finding { at: Some(at), ..finding.in_table(id) });
    }
    out
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
}
