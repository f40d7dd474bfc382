//! Self-evaluations (绩效自评表): money, weights and scores against each other (E).

pub(super) mod execution;
pub(super) mod funds;
pub(super) mod missed;
pub(super) mod points;
pub(super) mod score;

use super::book::Book;
use super::figure::{Figure, Term};
use super::place::{Finish, nowhere};
use super::reason::NotApplicable;
use crate::model::{At, Check, Form, Points, Project, Stated};
use rust_decimal::Decimal;

/// The self-evaluations of the document.
fn evaluated<'b>(book: &'b Book) -> impl Iterator<Item = &'b Project> {
    book.ledger.projects.iter().filter(|p| p.form == Form::SelfEvaluation)
}

/// A check of `rule` on a column of a project's table.
fn on(rule: &'static str, project: &Project, column: &str) -> Check {
    Check {
        stated: Stated::Performance {
            project: Some((project.number, project.name.clone())),
            column: column.into(),
        },
        at: Some(At::Page(project.page)),
        ..nowhere(rule)
    }
}

/// The checks, or where there are none the row that says why.
fn or_silent(rule: &'static str, book: &Book, checks: Vec<Check>) -> Vec<Check> {
    if !checks.is_empty() {
        return checks;
    }
    let stated = Stated::Performance { project: None, column: String::new() };
    let none = evaluated(book).next().is_none();
    let reason = if none { NotApplicable::NoSelfEvaluations } else { NotApplicable::NothingStated };
    vec![Check { stated, ..nowhere(rule) }.not_applicable(reason)]
}

/// Printed points as an equation sees them: whole ones are given as they are, only others may have been rounded.
fn figure(points: &Points) -> Figure {
    let given = |value: Decimal| match value.scale() {
        0 => Figure::count(value),
        _ => Figure::Stated(term(value)),
    };
    points.value.map_or(Figure::Blank, given)
}

/// A printed number with its last place.
fn term(value: Decimal) -> Term {
    Term { value, last: Decimal::new(1, value.scale()), unit: Decimal::ONE, place: None }
}

#[cfg(test)]
mod testing {
    use crate::model::{Form, Ledger, Points, Project, Source, Spending};
    use crate::reconcile::testing::amount;

    /// Lines of money, in the order total, fiscal, carried over, other: budgeted, adjusted and spent.
    pub fn lines(lines: &[&str]) -> Vec<Spending> {
        let sources = [Source::Total, Source::Fiscal, Source::Carryover, Source::Other];
        let line = |(text, source): (&&str, Source)| {
            let mut amounts = text.split(' ').filter(|t| !t.is_empty()).map(amount);
            Spending {
                source,
                budgeted: amounts.next(),
                adjusted: amounts.next(),
                spent: amounts.next(),
                ..Spending::default()
            }
        };
        lines.iter().zip(sources).map(line).collect()
    }

    /// A document with one self-evaluation.
    pub fn ledger(spending: Vec<Spending>) -> Ledger {
        let project = Project {
            number: 1,
            name: "甲项目".into(),
            form: Form::SelfEvaluation,
            spending,
            ..Project::default()
        };
        Ledger { projects: vec![project], ..Ledger::default() }
    }

    pub fn points(text: &str) -> Points {
        Points { stated: text.into(), value: text.parse().ok() }
    }
}
