//! Money budgeted and spent, weights and scores: what self-evaluations (绩效自评表) print.
//!
//! 1. A row of heads (年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分) opens a matrix: each row below it is a line
//!    of money (年度资金总额, 其中：财政拨款 …), until a row that is none.
//! 2. Labels with their figures beside them (全年预算数 | 100 | 全年执行数 | 98 | 执行率 | 98%) say the same; the sources
//!    stand below the label that they are parts of, or below it in the same column.
//! 3. 总分 below the indicators has its figures in their columns, or behind it.

use super::Reader;
use super::columns::{Columns, Place, cell_at};
use super::rows::Row;
use crate::catalog::performance::{Field, Measure};
use crate::lex;
use crate::model::{
    Finding, FindingKind, Form, GridCell, Line, Points, Project, Source, Spending, squeeze,
};
use rust_decimal::Decimal;

/// What is longer is no slip of a figure.
const LONG: usize = 40;

/// Where the measures of money stand.
#[derive(Debug, Default)]
pub(super) struct Money {
    /// Heads of a matrix.
    heads: Vec<(Measure, Place)>,
    /// Labels that had their figures beside them.
    labels: Vec<(Measure, Place)>,
}

/// The source of money that a label names.
pub(super) fn source(field: Field) -> Option<Source> {
    match field {
        Field::FundsTotal => Some(Source::Total),
        Field::FundsFiscal => Some(Source::Fiscal),
        Field::FundsOther => Some(Source::Other),
        Field::FundsCarryover => Some(Source::Carryover),
        Field::FundsFurther => Some(Source::Further),
        _ => None,
    }
}

impl Reader<'_> {
    /// Takes a row that says what was budgeted and spent. False: it is none.
    pub(super) fn evaluates(&mut self, row: &Row) -> bool {
        let measures: Vec<(usize, Measure)> = (0..)
            .zip(row.cells)
            .filter_map(|(i, c)| Some((i, self.words.measure(&c.text())?)))
            .collect();
        let figure = |i: usize| row.cells.get(i + 1).is_some_and(|c| self.is_figure(&c.text()));
        let money = measures.iter().any(|(_, m)| *m == Measure::Spent);
        let beside = measures.iter().filter(|(i, _)| figure(*i)).count();
        if money && measures.len() > 1 && beside == 0 {
            let place = |i: usize| Some((row.cells[i].rect.x0, row.cells[i].rect.x1));
            let heads = measures.iter().map(|&(i, m)| (m, place(i))).collect();
            self.money = Money { heads, labels: Vec::new() };
            self.opened(row.page).form = Form::SelfEvaluation;
            return true;
        }
        if !self.money.heads.is_empty() {
            if self.line(row) {
                return true;
            }
            self.money = Money::default();
        }
        self.beside(row, &measures)
    }

    /// A line of the matrix.
    fn line(&mut self, row: &Row) -> bool {
        let heads = std::mem::take(&mut self.money.heads);
        let left = heads.iter().filter_map(|(_, p)| p.map(|p| p.0)).fold(f32::MAX, f32::min);
        let named = row.fields.iter().find_map(|(i, f)| Some((*i, source(*f)?)));
        let own = |place: Place| {
            cell_at(row.covering, place).filter(|c| c.row == row.r && !c.lines.is_empty())
        };
        let filled = heads.iter().any(|(_, p)| own(*p).is_some_and(|c| self.is_figure(&c.text())));
        let labelled = row.fields.iter().any(|(_, f)| source(*f).is_none());
        if named.is_none() && (labelled || !filled) {
            self.money.heads = heads;
            return false;
        }
        let mut before =
            row.cells.iter().filter(|c| c.rect.x1 <= left + 1.0 && !c.lines.is_empty());
        let label = match named {
            Some((i, _)) => squeeze(&row.cells[i].text()),
            None => before.next_back().map(|c| squeeze(&c.text())).unwrap_or_default(),
        };
        let has_total = self.projects.last().is_some_and(|p| p.spent_from(Source::Total).is_some());
        let unnamed = if has_total { Source::Further } else { Source::Total };
        let source = named.map_or(unnamed, |(_, source)| source);
        let label = label.trim_end_matches(':').to_owned();
        let at = self.spending(row.page, Spending { source, label, ..Spending::default() });
        for (measure, place) in &heads {
            if let Some(cell) = own(*place) {
                self.said(row.page, at, *measure, cell);
            }
        }
        self.money.heads = heads;
        true
    }

    /// Labels with their figures beside them.
    fn beside(&mut self, row: &Row, measures: &[(usize, Measure)]) -> bool {
        let mut taken = false;
        let open = !self.money.labels.is_empty();
        let spent = measures.iter().any(|(_, m)| *m == Measure::Spent);
        for (i, cell) in row.cells.iter().enumerate() {
            let Some(value) = row.cells.get(i + 1).filter(|c| self.is_figure(&c.text())) else {
                continue;
            };
            let place = Some((cell.rect.x0, cell.rect.x1));
            let measure = measures.iter().find(|(k, _)| *k == i).map(|(_, m)| *m);
            let field = self.words.field(&cell.text()).and_then(source);
            let (source, measure) = match (measure, field) {
                (Some(m), _) if spent || open => {
                    self.money.labels.retain(|(_, p)| *p != place);
                    self.money.labels.push((m, place));
                    (Source::Total, m)
                }
                (None, Some(source)) if open && source != Source::Total => {
                    (source, self.above(place).unwrap_or(Measure::Budgeted))
                }
                _ => continue,
            };
            let at = self.spending(row.page, Spending { source, ..Spending::default() });
            self.said(row.page, at, measure, value);
            self.opened(row.page).form = Form::SelfEvaluation;
            taken = true;
        }
        taken
    }

    /// The measure whose label stands above this place, said last.
    fn above(&self, place: Place) -> Option<Measure> {
        let (x0, x1) = place?;
        let money =
            |m: &Measure| matches!(m, Measure::Budgeted | Measure::Adjusted | Measure::Spent);
        let covers =
            |p: &Place| p.is_some_and(|(a, b)| a <= (x0 + x1) / 2.0 && (x0 + x1) / 2.0 <= b);
        let labels = self.money.labels.iter().rev();
        labels.filter(|(m, p)| money(m) && covers(p)).map(|(m, _)| *m).next()
    }

    /// The line of this source in the project at hand, one for each; further ones each have their own.
    fn spending(&mut self, page: u32, line: Spending) -> usize {
        let lines = &mut self.opened(page).spending;
        let known = lines.iter().position(|l| {
            l.source == line.source && (l.source != Source::Further || l.label == line.label)
        });
        known.unwrap_or_else(|| {
            lines.push(line);
            lines.len() - 1
        })
    }

    /// What a cell says of a line of money.
    fn said(&mut self, page: u32, at: usize, measure: Measure, cell: &GridCell) {
        let amount = match measure {
            Measure::Budgeted | Measure::Adjusted | Measure::Spent => {
                self.amount(page, Some(cell), &cell.text())
            }
            _ => None,
        };
        let points = match measure {
            Measure::Rate => self.rate(page, cell),
            Measure::Weight | Measure::Score => self.points(page, Some(cell)),
            _ => Points::default(),
        };
        let Some(line) = self.projects.last_mut().and_then(|p| p.spending.get_mut(at)) else {
            return;
        };
        match measure {
            Measure::Budgeted => line.budgeted = line.budgeted.take().or(amount),
            Measure::Adjusted => line.adjusted = line.adjusted.take().or(amount),
            Measure::Spent => line.spent = line.spent.take().or(amount),
            Measure::Rate => line.rate = points,
            Measure::Weight => line.weight = points,
            Measure::Score => line.score = points,
        }
    }

    /// 总分 with its figures, where the row says so.
    pub(super) fn total(&mut self, row: &Row, columns: Option<Columns>) -> bool {
        let Some((i, _)) = row.fields.iter().find(|(_, f)| *f == Field::Total) else {
            return false;
        };
        let at = |place: Place| cell_at(row.cells, place).filter(|c| self.is_figure(&c.text()));
        let placed = columns.map(|c| (at(c.weight), at(c.score)));
        let behind: Vec<&GridCell> = row.cells[i + 1..]
            .iter()
            .copied()
            .take_while(|c| self.words.field(&c.text()).is_none())
            .filter(|c| self.is_figure(&c.text()))
            .collect();
        let (weight, score) = match (placed, &behind[..]) {
            (Some((weight, Some(score))), _) => (weight, Some(score)),
            (_, [weight, score, ..]) => (Some(*weight), Some(*score)),
            (Some((Some(weight), None)), _) => (Some(weight), None),
            (_, [score]) => (None, Some(*score)),
            _ => (None, None),
        };
        let weight = self.points(row.page, weight);
        let score = self.points(row.page, score);
        let project = self.open(row.page);
        (project.total_weight, project.total_score) = (weight, score);
        if !project.total_score.stated.is_empty() {
            project.form = Form::SelfEvaluation;
        }
        true
    }

    /// Does the cell print more than one figure? Joined they would be another. One that is broken over lines fills the
    /// first of them, or has its point in one.
    pub(super) fn is_several(&self, cell: &GridCell) -> bool {
        const FULL: f32 = 0.6;
        let figures = |line: &Line| {
            line.text.split_whitespace().filter(|word| number(word).is_some()).count()
        };
        let bare = |line: &&Line| number(&line.text).is_some() && !line.text.contains('.');
        let full = cell.lines.first().is_some_and(|l| l.rect.width() >= FULL * cell.rect.width());
        cell.lines.iter().any(|line| figures(line) > 1)
            || !full && cell.lines.iter().filter(bare).count() > 1
    }

    /// A number with a sign or a unit, or a dash that stands for one.
    fn is_figure(&self, text: &str) -> bool {
        let text = squeeze(text);
        number(&text).is_some()
            || lex::is_dash(&text)
            || self
                .units
                .longest_first()
                .any(|u| text.strip_suffix(&u.label).is_some_and(|n| lex::figure(n).is_some()))
    }

    /// A weight or score.
    pub(super) fn points(&mut self, page: u32, cell: Option<&GridCell>) -> Points {
        let Some(cell) = cell.filter(|c| !c.lines.is_empty()) else { return Points::default() };
        let stated = squeeze(&cell.text());
        let value = number(&stated).filter(|_| !self.is_several(cell));
        if value.is_none() && !self.words.says_nothing(&stated) {
            self.unread(page, Some(cell), &stated);
        }
        Points { stated, value }
    }

    /// A rate in percentage points. One without its sign may be a share of one: only 0 is the same in both.
    fn rate(&mut self, page: u32, cell: &GridCell) -> Points {
        let stated = squeeze(&cell.text());
        let signed = stated.ends_with(['%', '％']);
        let value = number(&stated).filter(|_| !self.is_several(cell));
        let value = value.filter(|v| signed || v.is_zero() || *v > Decimal::TWO);
        if value.is_none() && !self.words.says_nothing(&stated) {
            self.unread(page, Some(cell), &stated);
        }
        Points { stated, value }
    }

    /// Tells a figure that could not be read.
    pub(super) fn unread(&mut self, page: u32, cell: Option<&GridCell>, text: &str) {
        // Words are those of a label, a unit or a sentence that a label of another table stands before.
        let figures = text.chars().any(|c| c.is_ascii_digit());
        let label = self.words.field(text).is_some() || self.words.measure(text).is_some();
        if !figures || label || text.chars().count() > LONG {
            return;
        }
        let message = format!("a performance table prints \"{text}\" where a figure belongs");
        let finding = Finding::new(FindingKind::PerformanceUnread, message);
        self.findings.push(match cell {
            Some(c) => finding.at_rect(page, c.rect),
            None => finding.at_page(page),
        });
    }
}

/// The number of points or of per cent that a text is.
fn number(text: &str) -> Option<Decimal> {
    let plain = text.trim_end_matches(['分', '%', '％']);
    lex::figure(plain).map(|n| n.value)
}

/// The money of a self-evaluation under the names that targets have, too.
pub(super) fn settle(project: &mut Project) {
    let budgeted = |project: &Project, source| {
        project.spent_from(source).and_then(|line: &Spending| line.budgeted.clone())
    };
    project.funds_total = budgeted(project, Source::Total).or(project.funds_total.take());
    project.funds_fiscal = budgeted(project, Source::Fiscal).or(project.funds_fiscal.take());
    project.funds_other = budgeted(project, Source::Other).or(project.funds_other.take());
    project.funds_carryover =
        budgeted(project, Source::Carryover).or(project.funds_carryover.take());
}
