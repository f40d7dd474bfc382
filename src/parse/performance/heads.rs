//! The heads of projects as the pages print them, against the projects that were written.
//!
//! A line of a page that begins with 项目名称 and goes on with a name is the head of a project, whatever became of the
//! cells around it. One whose name no project bears is told: its indicators stand under another project, or nowhere.

use crate::catalog::performance::{Field, Performance};
use crate::lex;
use crate::model::{
    Finding, FindingKind, Line, Outline, Project, Rebuilt, SectionKind, Table, squeeze,
};
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// One finding for each printed head whose project was not written. `own` says of each table whether it is a performance
/// table.
pub fn unread_heads(
    outline: &Outline,
    rebuilt: &Rebuilt,
    own: &[bool],
    projects: &[Project],
    words: &Performance,
) -> Vec<Finding> {
    let pages = |wanted: bool| -> BTreeSet<u32> {
        let of = rebuilt.tables.iter().zip(own).filter(|(_, own)| **own == wanted);
        let of = of.filter(|(t, own)| **own || t.section.kind == SectionKind::Table);
        of.flat_map(|(t, _)| &t.grids).map(|g| g.page).collect()
    };
    let (near, others) = (pages(true), pages(false));
    let is_near = |page: u32| {
        let beside = [page.saturating_sub(1), page + 1].iter().any(|p| near.contains(p));
        near.contains(&page) || beside && !others.contains(&page)
    };
    let mut findings: Vec<Finding> = projects.iter().filter_map(without_indicators).collect();
    findings.extend(rebuilt.tables.iter().filter_map(|t| without_projects(t, projects)));
    let names: Vec<String> = projects.iter().map(|p| squeeze(&p.name)).collect();
    let labels = LazyCell::new(|| labels(rebuilt, words));
    let lines = outline.lines.iter().flatten().filter(|l| is_near(l.page));
    for (line, name) in lines.filter_map(|l| Some((l, head(l, words)?))) {
        // A long name goes on in the lines around this one.
        let known = names.iter().any(|own| {
            own.starts_with(&name)
                || name.starts_with(own) && !own.is_empty()
                || own.contains(&name)
        });
        // A label of several lines: 项目名称(资金使用单位).
        let begins: String = name.chars().take(3).collect();
        let is_label = || labels.iter().any(|l| l.contains(&begins));
        if !known && !is_label() {
            let message = format!(
                "the head of project “{name}” is printed, and no project of that name was written"
            );
            findings.push(
                Finding::new(FindingKind::PerformanceHead, message).at_rect(line.page, line.rect),
            );
        }
    }
    findings
}

/// What to do where nothing, or no indicator, was read: the page may well have none.
const BARE: &str = "look at the page: it may state goals and money without indicators; if it prints indicators, how they are set is new to us: tell the project (see README)";

/// A performance table by its title of which nothing was read. One without a figure is a blank form.
fn without_projects(table: &Table, projects: &[Project]) -> Option<Finding> {
    let cells = table.grids.iter().flat_map(|g| &g.cells);
    let filled = cells.map(|c| c.text()).any(|text| lex::figure(&text).is_some());
    let pages = || table.grids.iter().map(|g| g.page);
    let read = projects
        .iter()
        .any(|p| pages().any(|page| page == p.page || p.indicators.iter().any(|i| i.page == page)));
    if table.section.kind != SectionKind::Performance || read || !filled {
        return None;
    }
    let message = format!("nothing of “{}” was read", table.section.title);
    Some(Finding::new(FindingKind::PerformanceHead, message).help(BARE).at_page(pages().next()?))
}

/// A project of which the rows of the output show nothing.
fn without_indicators(project: &Project) -> Option<Finding> {
    let message = format!("no indicator of project “{}” was read", project.name);
    let none = project.indicators.is_empty();
    none.then(|| {
        Finding::new(FindingKind::PerformanceHead, message).help(BARE).at_page(project.page)
    })
}

/// The labels of project names as the cells print them.
fn labels(rebuilt: &Rebuilt, words: &Performance) -> Vec<String> {
    let cells = rebuilt.tables.iter().flat_map(|t| &t.grids).flat_map(|g| &g.cells);
    let texts = cells.filter(|c| !c.lines.is_empty()).map(|c| squeeze(&c.text()));
    texts.filter(|t| words.field(t) == Some(Field::ProjectName)).collect()
}

/// The name behind 项目名称 at the head of a line; none where another label follows, as in the heads of a list.
fn head(line: &Line, words: &Performance) -> Option<String> {
    let text = squeeze(&line.text);
    let label = words
        .labels_of(Field::ProjectName)
        .filter(|l| text.starts_with(l))
        .max_by_key(|l| l.len())?;
    let name = text[label.len()..].trim_start_matches(':');
    let label_follows = words.begins_with_label(name);
    let words_only = line.text.trim().len() > label.len();
    (words_only && name.chars().count() > 1 && !label_follows).then(|| name.to_owned())
}
