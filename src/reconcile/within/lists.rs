//! W3 in lists: projects, purchases, services, and what each unit spends on “三公”.
//!
//! No codes tell how the rows of a list nest. Its total is worked out where one reading of the rows makes it their sum in
//! every column: all of them, those that are printed as parts of no other (or of which each states a unit), or those that
//! are left when a row holds the rows below that add up to it. A total that exceeds even all its rows together is short
//! of rows however they nest: a mismatch, unless a note says that some are left out. Any other is not checked, nor is one
//! whose table has figures that no row has.

use super::three_public::{figure, groups};
use crate::catalog::rules::words;
use crate::deadline;
use crate::model::{Check, Finding, FindingKind, LedgerTable, Row, Severity, Side, Verdict};
use crate::reconcile::book::{Book, F10, Sheet};
use crate::reconcile::figure::Figure;
use crate::reconcile::place::{Finish, on_cell};
use crate::reconcile::reason::NotChecked;
use crate::reconcile::tolerance::{Outcome, Relation, Sum, compare};
use rust_decimal::Decimal;

/// The rule of `hierarchy.rs`, which asks for these.
const RULE: &str = "W3";
const WORDS: &str = "the total is not the sum of its rows";

/// The sums of a list.
pub(super) fn check(book: &Book, sheet: &Sheet) -> Vec<Check> {
    if sheet.table.rows.iter().any(|r| r.side != Side::None) {
        return Vec::new();
    }
    let list = if sheet.id() == F10 { units(sheet) } else { rows(sheet) };
    let Some(list) = list else { return Vec::new() };
    let open = |reason: NotChecked| {
        let cell = list.cells.iter().find(|c| c.stated.is_nonzero()).map(|c| (c.row, c.column));
        let (row, column) = cell.unwrap_or((list.cells[0].row, list.cells[0].column));
        vec![on_cell(RULE, sheet.table, row, column).not_checked(reason, "")]
    };
    let worked = |outcomes: Vec<Option<Outcome>>| -> Vec<Check> {
        let cells = list.cells.iter().zip(outcomes);
        let check = |(cell, outcome): (&Cell, Option<Outcome>)| {
            let made = on_cell(RULE, sheet.table, cell.row, cell.column);
            Some(made.worked(outcome?, WORDS))
        };
        cells.filter_map(check).collect()
    };
    for tops in list.readings() {
        let outcomes = list.outcomes(&tops);
        let good = |o: &Outcome| o.verdict <= Verdict::Rounding;
        if outcomes.iter().flatten().all(good) {
            return worked(outcomes);
        }
    }
    let all: Vec<usize> = (0..list.lines).collect();
    let short: Vec<bool> =
        list.outcomes(&all).iter().map(|o| o.as_ref().is_some_and(is_short)).collect();
    let outcomes = list.outcomes(&list.tops);
    let told =
        short.iter().zip(&list.cells).any(|(short, cell)| *short && cell.known && cell.is_plain());
    let unread = list.cells.iter().flat_map(|c| &c.below).any(|figure| *figure == Figure::Unread);
    if unread || told && is_incomplete(book, sheet.table) {
        return open(NotChecked::Unread);
    }
    if !told {
        return open(NotChecked::Nesting);
    }
    let withheld =
        sheet.table.notes.iter().any(|note| words().withheld.iter().any(|w| note.text.contains(w)));
    let mut checks = Vec::new();
    for ((cell, outcome), short) in list.cells.iter().zip(outcomes).zip(short) {
        let Some(outcome) = outcome else { continue };
        let made = on_cell(RULE, sheet.table, cell.row, cell.column);
        checks.push(match outcome.verdict {
            Verdict::Mismatch if !(short && cell.known && cell.is_plain()) => {
                made.not_checked(NotChecked::Nesting, "")
            }
            Verdict::Mismatch if withheld => made.not_checked(NotChecked::Withheld, ""),
            _ => made.worked(outcome, WORDS),
        });
    }
    checks
}

fn is_short(outcome: &Outcome) -> bool {
    outcome.verdict == Verdict::Mismatch
        && outcome.residual.is_some_and(|residual| residual.is_sign_positive())
}

/// Does a finding tell of what was not read on the table's pages, or behind them, and may be its rows?
fn is_incomplete(book: &Book, table: &LedgerTable) -> bool {
    let near = |page: u32| (table.page..=table.last_page + 1).contains(&page);
    let of_projects = |f: &Finding| {
        use FindingKind::{PerformanceFundsUnit, PerformanceHead, PerformanceUnread};
        matches!(f.kind, PerformanceFundsUnit | PerformanceHead | PerformanceUnread)
    };
    let told = |f: &Finding| f.kind.severity() > Severity::Note && f.page().is_some_and(near);
    // The rest of the list may have been taken for a table of its own.
    let goes_on = |other: &LedgerTable| {
        other.id == table.id && !std::ptr::eq(other, table) && near(other.page)
    };
    let mut findings = book.ledger.findings.iter();
    !table.stray_numbers.is_empty()
        || findings.any(|f| told(f) && !of_projects(f))
        || book.ledger.tables.iter().any(goes_on)
}

/// A figure of the total, with those of the lines below it.
struct Cell<'a> {
    row: &'a Row,
    column: usize,
    stated: Figure,
    below: Vec<Figure>,
    /// The column is one that the catalog knows, and a line states it.
    known: bool,
}

impl Cell<'_> {
    /// Nothing below is negative.
    fn is_plain(&self) -> bool {
        self.below.iter().filter_map(Figure::value).all(|value| !value.is_sign_negative())
    }
}

/// A total and the lines that it may be the sum of.
struct List<'a> {
    cells: Vec<Cell<'a>>,
    lines: usize,
    names: Vec<&'a str>,
    /// Lines that are printed as parts of no other.
    tops: Vec<usize>,
}

impl List<'_> {
    /// The lines that the total may be the sum of.
    fn readings(&self) -> Vec<Vec<usize>> {
        let held = self.held();
        [(0..self.lines).collect(), self.tops.clone()].into_iter().chain(held).collect()
    }

    fn outcomes(&self, tops: &[usize]) -> Vec<Option<Outcome>> {
        let outcome = |cell: &Cell| {
            let sum = Sum::of(tops.iter().map(|&i| cell.below[i]));
            compare(Relation::Equal, cell.stated, &sum)
        };
        self.cells.iter().map(outcome).collect()
    }

    /// The lines that no other holds, where figures tell: each of the others is one of those right below a line that add
    /// up to it, and what is left adds up to the total. A line alone below its equal is told by its name only: two
    /// projects may cost the same.
    fn held(&self) -> Option<Vec<usize>> {
        let value = |cell: &Cell, i: usize| cell.below[i].value().unwrap_or_default();
        let figures: Vec<Vec<Decimal>> =
            (0..self.lines).map(|i| self.cells.iter().map(|c| value(c, i)).collect()).collect();
        let total: Vec<Decimal> =
            self.cells.iter().map(|c| c.stated.value().unwrap_or_default()).collect();
        let plain = self.cells.iter().map(Cell::is_plain).collect();
        let ends = vec![Vec::new(); self.lines];
        let mut nest = Nest { figures, plain, ends, steps: STEPS };
        for i in (0..self.lines).rev() {
            deadline::tick();
            nest.ends[i].push((i + 1, false));
            if nest.figures[i].iter().all(Decimal::is_zero) {
                continue;
            }
            for path in nest.paths(i + 1, &nest.figures[i].clone(), false) {
                let told = |part: &Part| part.told || self.names[part.line] == self.names[i];
                let worth = |part: &&Part| nest.figures[part.line].iter().any(|f| !f.is_zero());
                let many = path.iter().filter(worth).count() > 1;
                let end = path.last().map_or(i + 1, |part| part.end);
                if nest.ends[i].iter().all(|known| known.0 != end) {
                    nest.ends[i].push((end, many || path.iter().any(told)));
                }
            }
        }
        let path = nest.paths(0, &total, true).into_iter().next()?;
        Some(path.iter().map(|part| part.line).collect())
    }
}

/// So many ways are tried to nest the lines of a list.
const STEPS: usize = 100_000;

/// A line with those that it holds.
#[derive(Clone, Copy)]
struct Part {
    line: usize,
    /// The line behind them.
    end: usize,
    /// More than one figure that comes again tells that it holds them.
    told: bool,
}

/// The ways in which lines may hold those right below them.
struct Nest {
    figures: Vec<Vec<Decimal>>,
    /// Columns without figures below zero: there no part is more than the whole.
    plain: Vec<bool>,
    /// For each line where what it holds may end, and whether that is told.
    ends: Vec<Vec<(usize, bool)>>,
    steps: usize,
}

impl Nest {
    /// The parts from that line on that add up to `whole`; with `all` those that reach the last line, the first way that is
    /// told.
    fn paths(&mut self, from: usize, whole: &[Decimal], all: bool) -> Vec<Vec<Part>> {
        let mut found = Vec::new();
        let mut path: Vec<Part> = Vec::new();
        let mut open = vec![(from, vec![Decimal::ZERO; whole.len()], 0, None::<Part>)];
        while let Some((at, sum, depth, part)) = open.pop() {
            let Some(left) = self.steps.checked_sub(1) else { return Vec::new() };
            self.steps = left;
            if let Some(part) = part {
                path.truncate(depth - 1);
                path.push(part);
            }
            let over =
                |(column, sum): (usize, &Decimal)| self.plain[column] && *sum > whole[column];
            if sum.iter().enumerate().any(over) {
                continue;
            }
            let last = at == self.ends.len();
            if sum == whole && !path.is_empty() && (last || !all) {
                let end = path.last().map(|part| part.end);
                let new = || found.iter().all(|p: &Vec<Part>| p.last().map(|part| part.end) != end);
                if if all { path.iter().any(|part| part.told) } else { new() } {
                    found.push(path.clone());
                }
                if all && !found.is_empty() {
                    return found;
                }
                continue;
            }
            let Some(ends) = self.ends.get(at) else { continue };
            let add = |(sum, figure): (&Decimal, &Decimal)| sum.saturating_add(*figure);
            let more: Vec<Decimal> = sum.iter().zip(&self.figures[at]).map(add).collect();
            for &(end, told) in ends {
                open.push((end, more.clone(), depth + 1, Some(Part { line: at, end, told })));
            }
        }
        found
    }
}

/// The only total of a list over its other rows: of one that the catalog does not know, at its head or foot.
fn rows<'a>(sheet: &'a Sheet) -> Option<List<'a>> {
    let rows = &sheet.table.rows;
    let mut totals =
        rows.iter().enumerate().filter(|(_, r)| r.item() == "total" && r.row_unit.is_empty());
    let (Some((at, total)), None) = (totals.next(), totals.next()) else { return None };
    if sheet.table.id.is_other() && at > 0 && at + 1 < rows.len() {
        return None;
    }
    let below: Vec<&Row> = rows.iter().filter(|r| !std::ptr::eq(*r, total)).collect();
    let columns = (0..sheet.table.columns.len()).filter(|&c| !sheet.at(total, c).is_blank());
    let cell = |column: usize| {
        let below: Vec<Figure> = below.iter().map(|r| sheet.at(r, column)).collect();
        let known = sheet.table.columns[column].id.printed().is_none()
            && below.iter().any(|figure| !figure.is_blank());
        Cell { row: total, column, stated: sheet.at(total, column), below, known }
    };
    let cells: Vec<Cell> = columns.map(cell).collect();
    let units = below.iter().any(|r| r.item() == "unit");
    let is_top = |r: &Row| match units {
        true => r.item() == "unit" || r.row_unit.is_empty() && r.part_of.is_none(),
        false => r.part_of.is_none(),
    };
    let tops = (0..below.len()).filter(|&i| is_top(below[i])).collect();
    let names = below.iter().map(|r| r.name.as_str()).collect();
    let list = List { cells, lines: below.len(), names, tops };
    (!list.cells.is_empty() && !below.is_empty()).then_some(list)
}

/// What the table of “三公” expenses states of all its units, two or more, over what it states of each; of a column that it
/// does not state by unit nothing.
fn units<'a>(sheet: &'a Sheet) -> Option<List<'a>> {
    let groups = groups(sheet);
    let [all, units @ ..] = &groups[..] else { return None };
    let is_unit = |group: &Vec<&Row>| group.iter().all(|r| !r.row_unit.is_empty());
    let whole = all.iter().all(|r| r.row_unit.is_empty());
    if !whole || units.len() < 2 || !units.iter().all(is_unit) {
        return None;
    }
    let by_unit = |column: &usize| {
        let mut rows = units.iter().flatten();
        rows.any(|r| !sheet.at(r, *column).is_blank())
    };
    let columns: Vec<usize> = (0..sheet.table.columns.len()).filter(by_unit).collect();
    let cell = |row: &'a Row, at: usize| {
        let column = &sheet.table.columns[at];
        let of_unit =
            |group: &Vec<&Row>| figure(sheet, group, row.item(), column.id.as_str(), column.basis);
        Cell {
            row,
            column: at,
            stated: sheet.at(row, at),
            below: units.iter().map(of_unit).collect(),
            known: column.id.printed().is_none(),
        }
    };
    let cells = all.iter().flat_map(|&row| columns.iter().map(move |&at| (row, at)));
    let cells: Vec<Cell> = cells
        .filter(|&(row, at)| !sheet.at(row, at).is_blank())
        .map(|(row, at)| cell(row, at))
        .collect();
    let tops = (0..units.len()).collect();
    let names = units.iter().map(|group| group.first().map_or("", |r| r.row_unit.as_str()));
    let list = List { cells, lines: units.len(), names: names.collect(), tops };
    (!list.cells.is_empty()).then_some(list)
}

#[cfg(test)]
mod tests {
    use crate::model::{Finding, FindingKind, LedgerTable, Note, Rect, Row};
    use crate::reconcile::testing::{budget, odd, row, run, table};
    use crate::reconcile::within::hierarchy::check;

    fn list(rows: Vec<Row>) -> LedgerTable {
        table("project_expenditure_sources", "total general_public_budget", rows)
    }

    fn told(table: LedgerTable) -> (usize, Vec<String>) {
        let made = run(check, &budget(vec![table]));
        (made.len(), odd(&made))
    }

    fn all() -> Row {
        row("total", "9.00 8.00")
    }

    #[test]
    fn the_total_of_a_flat_list_is_the_sum_of_its_rows() {
        let rows =
            |last: &str| vec![all(), row("甲", "5.00 5.00"), row("乙", "1.00 _"), row("丙", last)];
        assert_eq!(told(list(rows("3.00 3.00"))), (2, vec![]));
        // A row is missing, however they nest.
        let short = ["total total mismatch", "total general_public_budget mismatch"];
        assert_eq!(told(list(rows("2.00 2.00"))), (2, short.map(String::from).into()));
        let short = ["total total mismatch"];
        assert_eq!(told(list(rows("2.00 3.00"))), (2, short.map(String::from).into()));
        // More than the total: the rows may hold each other.
        let nesting = ["total total not_checked"];
        assert_eq!(told(list(rows("4.00 4.00"))), (1, nesting.map(String::from).into()));
        // 合计 in the midst of a table that is not known is not its total.
        let amidst = vec![row("甲", "5.00 5.00"), all(), row("乙", "1.00 _")];
        assert_eq!(told(list(amidst.clone())).0, 2);
        assert_eq!(told(table("other:某表", "total amount", amidst)), (0, vec![]));
        // Nothing is said of a column that is no measure known, nor with figures below zero.
        let other = table("project_expenditure_sources", "other:甲 other:乙", rows("2.00 2.00"));
        assert_eq!(told(other).1, ["total other:甲 not_checked"]);
        assert_eq!(told(list(rows("-2.00 -2.00"))).1, ["total total not_checked"]);
    }

    #[test]
    fn rows_that_hold_others_are_told_by_what_is_printed_or_by_their_figures() {
        let part = |name: &str, cells: &str| Row { part_of: Some(2), ..row(name, cells) };
        let printed = vec![
            all(),
            row("甲", "5.00 5.00"),
            part("乙", "2.00 2.00"),
            part("丙", "2.00 2.00"),
            row("丁", "4.00 3.00"),
        ];
        assert_eq!(told(list(printed)), (2, vec![]));
        let figures = |last: &str| {
            vec![
                all(),
                row("某局", "9.00 8.00"),
                row("甲", "5.00 5.00"),
                row("乙", "3.00 3.00"),
                row("丙", "2.00 2.00"),
                row("丁", last),
            ]
        };
        assert_eq!(told(list(figures("4.00 3.00"))), (2, vec![]));
        assert_eq!(told(list(figures("4.00 2.00"))).1, ["total total not_checked"]);
        // Equals side by side, and below one of them its parts.
        let equals = vec![
            all(),
            row("类", "9.00 8.00"),
            row("甲", "3.00 3.00"),
            row("乙", "3.00 3.00"),
            row("丙", "2.00 2.00"),
            row("丁", "1.00 1.00"),
            row("戊", "3.00 2.00"),
        ];
        assert_eq!(told(list(equals)), (2, vec![]));
        // Equal figures alone tell nothing, equal names do.
        let twice = |name: &str| vec![all(), row("甲", "9.00 8.00"), row(name, "9.00 8.00")];
        assert_eq!(told(list(twice("乙"))).1, ["total total not_checked"]);
        assert_eq!(told(list(twice("甲"))), (2, vec![]));
    }

    #[test]
    fn rows_that_are_left_out_or_were_not_read_make_no_mismatch() {
        let rows = || vec![all(), row("甲", "5.00 5.00")];
        let note = Note {
            text: "注：根据国家保密法律法规，部分项目公开时予以剔除。".into(),
            page: 1,
            rect: Rect::default(),
        };
        let noted = LedgerTable { notes: vec![note], ..list(rows()) };
        let made = run(check, &budget(vec![noted]));
        let reasons: Vec<&str> = made.iter().map(|c| c.reason.as_str()).collect();
        assert_eq!(reasons, ["withheld"; 2]);
        let mut ledger = budget(vec![LedgerTable { page: 3, last_page: 4, ..list(rows()) }]);
        assert_eq!(odd(&run(check, &ledger)).len(), 2);
        let unlabelled = |page: u32| Finding::new(FindingKind::UnlabelledRow, "").at_page(page);
        ledger.findings = vec![unlabelled(6)];
        assert_eq!(odd(&run(check, &ledger))[0], "total total mismatch");
        ledger.findings = vec![unlabelled(4)];
        assert_eq!(odd(&run(check, &ledger)), ["total total not_checked"]);
        ledger.findings = vec![];
        ledger.tables.push(LedgerTable {
            page: 5,
            last_page: 5,
            ..list(vec![row("乙", "4.00 _")])
        });
        assert_eq!(odd(&run(check, &ledger)), ["total total not_checked"]);
        let unread = vec![all(), row("甲", "? ?")];
        assert_eq!(told(list(unread)).1, ["total total not_checked"]);
    }

    #[test]
    fn three_public_expenses_of_all_units_are_the_sum_of_each_units() {
        let of = |unit: &str, amounts: [&str; 2]| {
            let items = ["three_public.total", "three_public.reception"];
            let row =
                |(item, cells): (&str, &str)| Row { row_unit: unit.into(), ..row(item, cells) };
            items.into_iter().zip(amounts).map(row).collect::<Vec<Row>>()
        };
        let made = |last: &str, all: &str| {
            let rows =
                [of("", [all, "3.00"]), of("甲", ["5.00", "2.00"]), of("乙", [last, "1.00"])];
            told(table("three_public_expenses", "amount", rows.concat()))
        };
        assert_eq!(made("4.00", "9.00"), (2, vec![]));
        assert_eq!(made("4.00", "9.50"), (2, vec!["three_public.total amount mismatch".into()]));
        // The first unit may be the department that holds the other.
        assert_eq!(made("4.00", "8.00").1, ["three_public.total amount not_checked"]);
        let one = [of("", ["9.00", "3.00"]), of("甲", ["5.00", "2.00"])].concat();
        assert_eq!(told(table("three_public_expenses", "amount", one)), (0, vec![]));
    }
}
