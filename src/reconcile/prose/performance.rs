//! N7: the funds of the performance tables.

use crate::catalog::rules::words;
use crate::model::{Against, At, Basis, Check, Form, Project, Stated, Verdict};
use crate::reconcile::book::{Book, F3};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, nowhere};
use crate::reconcile::reason::{NotApplicable, NotChecked};
use crate::reconcile::tolerance::{Relation, Sum, compare};

pub(in crate::reconcile) const RULE: &str = "N7";

pub(in crate::reconcile) fn check(book: &Book) -> Vec<Check> {
    let projects = &book.ledger.projects;
    if projects.is_empty() {
        let check = Check {
            stated: Stated::Performance { project: None, column: String::new() },
            ..nowhere(RULE)
        };
        return vec![check.not_applicable(NotApplicable::NoPerformanceTables)];
    }
    let mut checks: Vec<Check> =
        projects.iter().filter_map(|p| parts(p, book.is_final())).collect();
    checks.extend(together(book));
    if checks.is_empty() {
        let check = Check {
            stated: Stated::Performance { project: None, column: String::new() },
            ..nowhere(RULE)
        };
        checks.push(check.not_applicable(NotApplicable::NothingStated));
    }
    checks
}

fn total(project: &Project) -> Figure {
    project.funds_total.as_ref().map_or(Figure::Blank, Figure::from)
}

fn on_project(project: &Project) -> Check {
    Check {
        stated: Stated::Performance {
            project: Some((project.number, project.name.clone())),
            column: String::new(),
        },
        at: Some(At::Page(project.page)),
        ..nowhere(RULE)
    }
}

fn parts(project: &Project, last_year: bool) -> Option<Check> {
    let parts = [&project.funds_fiscal, &project.funds_other];
    // E1 says it of self-evaluations.
    if project.form == Form::SelfEvaluation && !project.spending.is_empty() {
        return None;
    }
    if project.funds_total.is_none() || project.funds_fiscal.is_none() {
        return None;
    }
    let mut sum = Sum::of(parts.into_iter().flatten().map(Figure::from));
    // Self-evaluations of final accounts count 上年结转资金 among the total.
    let relation = if last_year { Relation::AtLeast } else { Relation::Equal };
    let mut outcome = compare(relation, total(project), &sum)?;
    // What is printed beside the two belongs to the total, or has been counted among 财政拨款.
    let beside: Vec<_> = project.funds_carryover.iter().chain(&project.funds_further).collect();
    if outcome.verdict == Verdict::Mismatch && !beside.is_empty() {
        beside.into_iter().for_each(|amount| sum.add(amount.into()));
        outcome = compare(relation, total(project), &sum)?;
    }
    Some(on_project(project).worked(outcome, "资金总额 is not 财政拨款 + 其他资金"))
}

/// Σ over projects ≤ 项目支出: stated is 项目支出, which must be at least the sum. Projects of former years may stand
/// among the tables; where all of them are more, those that the document's own list of projects names are added alone.
fn together(book: &Book) -> Option<Check> {
    let all: Vec<&Project> = book.ledger.projects.iter().filter(|p| is_single(p)).collect();
    let sum = of_all(&all);
    if sum.is_empty() {
        return None;
    }
    let check = Check {
        stated: Stated::Table {
            table: F3.into(),
            row: None,
            column: Some("project".into()),
            basis: None,
        },
        against: vec![Against::Performance],
        ..nowhere(RULE)
    };
    let ([_], Some(sheet)) = (&book.sets[..], book.sets[0].get(F3)) else {
        return Some(check.not_checked(NotChecked::TableMissing, F3));
    };
    let row = sheet.total()?;
    let cell = sheet.cell(row, sheet.place(row, "project", Basis::Current)?);
    let words = "the projects' funds are more than 项目支出";
    let at_most = |sum: &Sum| cell.relates(RULE, Relation::AtLeast, sum, words);
    let check = at_most(&sum)?;
    let listed: Vec<&Project> = all.into_iter().filter(|p| is_listed(book, p)).collect();
    let check = match check.verdict {
        Verdict::Mismatch if !listed.is_empty() => at_most(&of_all(&listed))?,
        _ => check,
    };
    Some(check.against(Against::Performance))
}

fn of_all(projects: &[&Project]) -> Sum {
    Sum::of(projects.iter().map(|p| total(p)))
}

/// Is it one project, rather than the whole body or a transfer to others?
fn is_single(project: &Project) -> bool {
    let whole = words().whole_body.iter().any(|word| project.name.contains(word));
    !project.name.is_empty() && !whole
}

/// Does the document's table of projects name it?
fn is_listed(book: &Book, project: &Project) -> bool {
    let sheets = book.sheets().filter(|s| s.table.id == "project_expenditure_sources");
    sheets.flat_map(|s| &s.table.rows).any(|row| row.name == project.name)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{Ledger, Project};
    use crate::reconcile::testing::{amount, budget, odd, row, run, table};

    #[test]
    fn what_is_carried_over_is_part_of_the_total() {
        let of = |total: &str, further: &[&str]| {
            let project = Project {
                number: 1,
                name: "甲项目".into(),
                funds_total: Some(amount(total)),
                funds_fiscal: Some(amount("5.00")),
                funds_other: Some(amount("1.00")),
                funds_further: further.iter().map(|text| amount(text)).collect(),
                ..Project::default()
            };
            let ledger = Ledger { projects: vec![project], ..Ledger::default() };
            odd(&run(check, &ledger)).len() - 1
        };
        // Without tables the sum over projects cannot be compared.
        assert_eq!(of("6.00", &[]), 0);
        assert_eq!(of("8.00", &["2.00"]), 0);
        assert_eq!(of("6.00", &["2.00"]), 0, "counted among 财政拨款");
        assert_eq!(of("7.00", &["2.00"]), 1);
    }

    #[test]
    fn projects_of_former_years_are_not_those_of_the_list() {
        let of = |former: &str, names: [&str; 2]| {
            let project = |number, name: &str, total: &str| Project {
                number,
                name: name.into(),
                funds_total: Some(amount(total)),
                ..Project::default()
            };
            let expenditure =
                table("expenditure_summary", "total project", vec![row("total", "9.00 4.00")]);
            let rows = names.map(|name| row(name, "2.00")).to_vec();
            let list = table("project_expenditure_sources", "total", rows);
            let projects = vec![
                project(1, "甲项目", "2.00"),
                project(2, "乙项目", "2.00"),
                project(3, "2024年丙项目", former),
            ];
            let ledger = Ledger { projects, ..budget(vec![expenditure, list]) };
            let checks = run(check, &ledger);
            checks.last().map(|c| (c.verdict.as_str(), c.terms.unwrap())).unwrap()
        };
        assert_eq!(of("0.00", ["甲项目", "乙项目"]), ("exact", 3));
        assert_eq!(of("1.00", ["甲项目", "乙项目"]), ("exact", 2));
        assert_eq!(of("3.00", ["甲项目", "2024年丙项目"]), ("mismatch", 2));
        assert_eq!(of("1.00", ["子项目", "丑项目"]), ("mismatch", 3));
    }
}
