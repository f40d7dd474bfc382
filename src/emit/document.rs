//! Ledger and checks → the wire document: names change, nothing else.

use super::wire::{self, Corners, Exact, Status};
use crate::catalog::divisions::{Division, unit_id};
use crate::model::{
    Addend, Amount, Basis, Check, Content, Failure, Finding, FindingKind, Identity, Indicator,
    Ledger, LedgerTable, Mention, MoneyScope, NamedFigure, Owed, Points, Project, Row, Severity,
    Source, Spending, Stated,
};
use crate::reconcile;
use sha2::{Digest, Sha256};

/// The SHA-256 of the bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl wire::Source {
    /// The source `bytes` under the name that they were given by.
    pub fn of(name: &str, bytes: &[u8]) -> wire::Source {
        wire::Source {
            file: name.to_owned(),
            sha256: Some(sha256(bytes)),
            pages: None,
            producer: None,
        }
    }

    /// A source whose bytes could not be had.
    pub fn unread(name: &str) -> wire::Source {
        wire::Source { file: name.to_owned(), ..Default::default() }
    }
}

impl wire::Document {
    /// A document of which nothing could be had; `error` says what is wrong and what to do.
    pub fn failed(source: wire::Source, error: impl Into<String>) -> wire::Document {
        wire::Document { status: Status::Failed, error: Some(error.into()), ..empty(source) }
    }

    /// The same with the kind of its error.
    pub fn with_failure(self, failure: Failure) -> wire::Document {
        wire::Document { failure: Some(failure), ..self }
    }

    /// The same with its named figures.
    pub fn with_figures(self, figures: Vec<NamedFigure>) -> wire::Document {
        wire::Document { figures: figures.into_iter().filter_map(named_figure).collect(), ..self }
    }

    /// Number of amounts that the tables state: rows of facts.csv.
    pub fn facts(&self) -> usize {
        let cells = self.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells);
        cells.filter(|c| c.amount_yuan.is_some()).count()
    }
}

fn empty(source: wire::Source) -> wire::Document {
    wire::Document {
        format_version: wire::FORMAT_VERSION,
        tool: wire::Tool {
            name: env!("CARGO_PKG_NAME").into(),
            version: env!("CARGO_PKG_VERSION").into(),
        },
        status: Status::Ok,
        error: None,
        failure: None,
        source,
        identity: wire::Identity::default(),
        listed_units: vec![],
        tables: vec![],
        narrative: vec![],
        performance: vec![],
        checks: vec![],
        owed: vec![],
        figures: vec![],
        findings: vec![],
    }
}

/// Is this about a standard table that is there and gave no row?
fn is_lost_table(finding: &Finding) -> bool {
    match finding.kind {
        FindingKind::NoHeader => finding.table.as_ref().is_some_and(|id| !id.is_other()),
        FindingKind::EmbeddedPdf | FindingKind::UnplacedFigures => true,
        _ => false,
    }
}

/// The wire document of a ledger and its checks.
pub fn document(source: wire::Source, ledger: Ledger, checks: Vec<Check>) -> wire::Document {
    let readable = ledger.tables.iter().any(counts) || !ledger.projects.is_empty();
    let doubtful = ledger.findings.iter().any(|f| f.kind.severity() >= Severity::Warning);
    let status = match (readable, doubtful) {
        (false, _) if !ledger.findings.iter().any(is_lost_table) => Status::NoTables,
        (_, true) => Status::Partial,
        (_, false) => Status::Ok,
    };
    let Identity { unit_name, fiscal_year, kind, scope, listed_units } = ledger.identity;
    let name = unit_name.as_deref().unwrap_or_default();
    let unit_id = unit_id(name, fiscal_year);
    let division_code = Division::of(name, fiscal_year).map(|division| division.code.to_owned());
    let unit_code = own_code(&ledger.tables, unit_id.as_deref(), fiscal_year);
    let identity =
        wire::Identity { unit_name, fiscal_year, kind, scope, unit_id, division_code, unit_code };
    wire::Document {
        status,
        identity,
        listed_units,
        tables: ledger.tables.into_iter().map(table).collect(),
        narrative: ledger.narrative.into_iter().map(mention).collect(),
        performance: ledger.projects.into_iter().map(project).collect(),
        checks: checks.into_iter().map(check).collect(),
        findings: ledger.findings.into_iter().map(finding).collect(),
        ..empty(source)
    }
}

/// The code that the tables print of the body itself: of a unit's row that names it, or of the table as a whole.
fn own_code(tables: &[LedgerTable], own: Option<&str>, year: Option<u16>) -> Option<String> {
    let own = own?;
    let mut last = ("", false); // units come in runs of rows
    let mut names_own = |name| {
        if last.0 != name {
            last = (name, unit_id(name, year).as_deref() == Some(own));
        }
        last.1
    };
    let rows = tables.iter().flat_map(|table| &table.rows);
    let mut coded = rows.filter(|row| !row.unit_code.is_empty());
    let found = coded.find(|row| row.row_unit.is_empty() || names_own(row.row_unit.as_str()))?;
    Some(found.unit_code.clone())
}

/// Is this a disclosure's table: one that the catalog knows, or that states amounts?
fn counts(table: &LedgerTable) -> bool {
    !table.id.is_other() || table.rows.iter().flat_map(|r| &r.cells).any(|c| c.amount().is_some())
}

fn table(table: LedgerTable) -> wire::Table {
    let leaves = reconcile::leaves(&table);
    let columns: Vec<_> = table
        .columns
        .into_iter()
        .map(|c| wire::Column { id: c.id.into(), basis: c.basis, label: c.label })
        .collect();
    let row = |(mut own, leaf): (Row, bool)| {
        if own.row_unit.is_empty() {
            own.row_unit.clone_from(&table.of_unit);
        }
        row(own, leaf, &columns)
    };
    wire::Table {
        rows: table.rows.into_iter().zip(leaves).map(row).collect(),
        id: table.id.into(),
        title: table.title,
        unit: table.unit.map(|u| u.label),
        pages: [table.page, table.last_page],
        columns,
        notes: table
            .notes
            .into_iter()
            .map(|n| wire::Note { text: n.text, page: n.page, corners: n.rect.into() })
            .collect(),
    }
}

fn row(row: Row, leaf: bool, columns: &[wire::Column]) -> wire::Row {
    let (code, classification) = row.code.map(|c| (c.digits, c.classification)).unzip();
    wire::Row {
        side: row.side,
        row: row.number,
        code: code.unwrap_or_default(),
        classification,
        also: row
            .also
            .into_iter()
            .map(|c| wire::Code { classification: c.classification, code: c.digits })
            .collect(),
        item: row.item.map(String::from).unwrap_or_default(),
        name: row.name,
        label: row.label,
        row_unit: row.row_unit,
        unit_code: row.unit_code,
        level: row.level,
        part_of: row.part_of,
        leaf,
        cells: row.cells.into_iter().filter_map(|c| cell(c, columns)).collect(),
        page: row.page,
        corners: row.rect.into(),
    }
}

/// `None` for a cell of a column that the table does not have.
fn cell(cell: crate::model::Cell, columns: &[wire::Column]) -> Option<wire::Cell> {
    let column = columns.get(cell.column)?;
    let mut out = wire::Cell {
        index: cell.column,
        column: column.id.clone(),
        basis: column.basis,
        content: wire::Content::Blank,
        amount_yuan: None,
        stated: Some(cell.stated).filter(|s| !s.is_empty()),
        stated_unit: None,
        reason: None,
        doubt: cell.doubt,
        page: cell.page,
        corners: cell.rect.into(),
    };
    match cell.content {
        Content::Blank => {}
        Content::Dash => out.content = wire::Content::Dash,
        Content::Other => out.content = wire::Content::Other,
        Content::Unread(reason) => {
            (out.content, out.reason) = (wire::Content::Unread, Some(reason))
        }
        Content::Amount(amount) => match Exact::money(amount.yuan) {
            None => {
                (out.content, out.reason) =
                    (wire::Content::Unread, Some("the amount has more than nine decimals".into()))
            }
            yuan => {
                (out.content, out.amount_yuan, out.stated_unit) =
                    (wire::Content::Amount, yuan, Some(amount.unit.label))
            }
        },
    }
    Some(out)
}

fn mention(mention: Mention) -> wire::Mention {
    wire::Mention {
        key: mention.key.into(),
        code: mention.code,
        table_code: mention.table_code,
        name: mention.name,
        amount_yuan: mention.amount.and_then(|a| Exact::money(a.yuan)),
        value: mention.value.and_then(Exact::printed),
        value_unit: mention.value_unit,
        stated: mention.stated,
        sentence: mention.sentence,
        page: mention.page,
        scope: mention.scope.map_or("", MoneyScope::as_str).into(),
    }
}

fn project(project: Project) -> wire::Project {
    wire::Project {
        project_no: project.number,
        project: project.name,
        managing_department: project.managing_department,
        implementing_unit: project.implementing_unit,
        funds_total: project.funds_total.and_then(funds),
        funds_fiscal: project.funds_fiscal.and_then(funds),
        funds_other: project.funds_other.and_then(funds),
        annual_goal: project.annual_goal,
        form: project.form.as_str().into(),
        funds_carryover: project.funds_carryover.and_then(funds),
        funds_further: project.funds_further.into_iter().filter_map(funds).collect(),
        spending: project.spending.into_iter().map(spending).collect(),
        goal_met: project.goal_met,
        total_weight: points(project.total_weight),
        total_score: points(project.total_score),
        grade: project.grade,
        indicators: project.indicators.into_iter().map(indicator).collect(),
        page: project.page,
    }
}

/// A line of money budgeted and spent.
fn spending(line: Spending) -> wire::Spending {
    let source = match line.source {
        Source::Total => "total",
        Source::Fiscal => "fiscal",
        Source::Carryover => "carryover",
        Source::Other => "other",
        Source::Further => "further",
    };
    wire::Spending {
        source: source.into(),
        label: line.label,
        budgeted: line.budgeted.and_then(funds),
        adjusted: line.adjusted.and_then(funds),
        spent: line.spent.and_then(funds),
        rate: points(line.rate),
        weight: points(line.weight),
        score: points(line.score),
    }
}

/// A printed weight, score or rate; `None` where nothing is printed.
fn points(points: Points) -> Option<wire::Points> {
    let value = points.value.and_then(Exact::printed);
    (!points.stated.is_empty()).then_some(wire::Points { value, stated: points.stated })
}

fn funds(amount: Amount) -> Option<wire::Funds> {
    Some(wire::Funds {
        amount_yuan: Exact::money(amount.yuan)?,
        stated: amount.stated,
        stated_unit: amount.unit.label,
    })
}

fn indicator(indicator: Indicator) -> wire::Indicator {
    wire::Indicator {
        indicator_no: indicator.number,
        level1: indicator.level1,
        level2: indicator.level2,
        level3: indicator.level3,
        value: indicator.value,
        target: indicator.target.map(|t| wire::Target {
            operator: t.operator,
            value: t.value,
            unit: t.unit,
        }),
        actual: indicator.actual,
        weight: points(indicator.weight),
        score: points(indicator.score),
        reason: indicator.reason.unwrap_or_default(),
        page: indicator.page,
    }
}

/// A check under the names of the output.
pub fn check(check: Check) -> wire::Check {
    let stated = &check.stated;
    let row = stated.row();
    let project = match stated {
        Stated::Performance { project, .. } => project.as_ref(),
        _ => None,
    };
    wire::Check {
        rule: check.rule.into(),
        table: stated.table_id().into(),
        side: row.map_or("", |r| r.side.as_str()).into(),
        row: row.map(|r| r.number).or(project.map(|(number, _)| *number)),
        row_unit: row.map_or("", |r| &r.unit).into(),
        code: stated.code().into(),
        item: stated.item().into(),
        column: stated.column().into(),
        basis: stated.basis().map_or("", Basis::as_str).into(),
        against: check.against.iter().map(|a| a.as_str().to_owned()).collect(),
        lhs: check.lhs.and_then(Exact::money),
        rhs: check.rhs.and_then(Exact::money),
        residual: check.residual.and_then(Exact::money),
        terms: check.terms,
        bound: check.bound.and_then(Exact::money),
        verdict: check.verdict,
        reason: check.reason,
        page: check.at.map(|at| at.page()),
        corners: check.at.and_then(|at| at.rect()).map(Corners::from),
        addends: check.addends.into_iter().map(addend).collect(),
    }
}

/// An obligation under the names of the output.
pub fn owed(owed: Owed) -> wire::Owed {
    let [obligation, obligation_zh] = owed.name;
    wire::Owed {
        rule: owed.rule,
        id: owed.id,
        obligation,
        obligation_zh,
        source: owed.source,
        state: owed.state,
        reason: owed.reason,
        page: owed.page,
    }
}

/// `None` beyond nine decimals.
fn named_figure(figure: NamedFigure) -> Option<wire::NamedFigure> {
    Some(wire::NamedFigure {
        figure: figure.id,
        label: figure.label,
        amount_yuan: Exact::money(figure.amount)?,
        chosen_from: figure.chosen_from,
        rule: figure.how,
        verdict: figure.verdict,
        doubt: figure.doubt,
        page: figure.page,
    })
}

fn addend(addend: Addend) -> wire::Addend {
    wire::Addend {
        value: Exact::money(addend.value),
        page: addend.place.map(|place| place.page),
        corners: addend.place.map(|place| place.rect.into()),
    }
}

fn finding(finding: Finding) -> wire::Finding {
    wire::Finding {
        code: finding.kind.code().into(),
        severity: finding.kind.severity(),
        table: finding.table.map(String::from),
        page: finding.at.map(|at| at.page()),
        corners: finding.at.and_then(|at| at.rect()).map(Corners::from),
        message: finding.message,
        help: finding.help,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(ledger: Ledger) -> Status {
        document(wire::Source::unread("a.pdf"), ledger, vec![]).status
    }

    #[test]
    fn the_status_follows_tables_and_findings() {
        let table = |id: &str| LedgerTable { id: id.into(), ..Default::default() };
        let with = |tables: Vec<LedgerTable>, kind| Ledger {
            tables,
            findings: vec![Finding::new(kind, "")],
            ..Ledger::default()
        };
        assert_eq!(
            status(with(vec![table("income_summary")], FindingKind::UnlabelledZeros)),
            Status::Ok
        );
        assert_eq!(
            status(with(vec![table("income_summary")], FindingKind::UnreadCell)),
            Status::Partial
        );
        assert_eq!(status(with(vec![], FindingKind::UnreadCell)), Status::NoTables);
        assert_eq!(
            status(with(vec![table("other:申请表")], FindingKind::UnlabelledZeros)),
            Status::NoTables,
            "no amounts, no known title"
        );
        let lost = |id: &str| Ledger {
            findings: vec![Finding::new(FindingKind::NoHeader, "").in_table(id)],
            ..Ledger::default()
        };
        assert_eq!(
            [lost("income_summary"), lost("other:申请表")].map(status),
            [Status::Partial, Status::NoTables]
        );
        assert_eq!(
            status(Ledger { projects: vec![Project::default()], ..Ledger::default() }),
            Status::Ok
        );
    }
}
