//! Pass: a row that a page break cuts in two is one row. What stands first on a page goes on with the last row of the page
//! before where its pieces prove it: `12,437.3` and `6` among figures of two decimals, `20805` and `05` beside the name of
//! 2080505, figures below the rest of a name that the code list knows, the rest of a public body's name, a name that is
//! another item with its rest than the rest alone. Where a row may go on and nothing proves it, that is told.

use super::Context;
use super::amount::token_to_content;
use super::draft::{Draft, LabelGroup};
use crate::catalog::subjects::{Agreement, Subjects};
use crate::catalog::{ItemSide, LabelKind};
use crate::lex::{self, ordinal_depth};
use crate::model::{Cell, Classification, Content, Finding, FindingKind, MoneyUnit, Rect, Token};
use std::collections::BTreeMap;

/// So many of a hundred figures print as many decimals, where a table prints all alike …
const ALIKE: usize = 95;
/// … and so many figures tell that at least.
const ENOUGH: usize = 6;
/// So many rows tell whether names without figures are usual in a table.
const ENOUGH_ROWS: usize = 4;
/// The lists of subjects.
const LISTS: [Classification; 3] =
    [Classification::Function, Classification::Economic, Classification::GovernmentEconomic];

/// Joins the pieces, and tells of two rows that may be pieces of one. `units` are those of the columns.
pub(super) fn join(
    drafts: &mut Vec<Draft>,
    units: &[Option<MoneyUnit>],
    cx: &Context,
) -> Vec<Finding> {
    let decimals = Decimals::of(drafts);
    let mut open = Vec::new();
    let mut at = 1;
    while at < drafts.len() {
        let (last, rest) = (&drafts[at - 1], &drafts[at]);
        let pieces = Pieces { last, rest, cx };
        if follows(last, rest) && pieces.are_one(&decimals) {
            let rest = drafts.remove(at);
            append(&mut drafts[at - 1], rest, units);
            continue;
        }
        if follows(last, rest) && pieces.may_be_one() {
            open.push(at);
        }
        at += 1;
    }
    // Names without figures are rows of their own where a table has others like them.
    let bare = drafts.iter().filter(|d| d.has_label() && !d.has_figures()).count();
    open.retain(|_| bare == 1 && drafts.len() >= ENOUGH_ROWS);
    open.into_iter().map(|at| tell(&drafts[at - 1], &drafts[at])).collect()
}

/// Nothing says whether these two are one row.
fn tell(last: &Draft, rest: &Draft) -> Finding {
    let name = |draft: &Draft| -> String { draft.labels.iter().map(|l| l.text.as_str()).collect() };
    let message = format!(
        "row “{}”: it may go on with “{}” on the next page, for one of them prints no figures: they are written as two",
        name(last),
        name(rest)
    );
    Finding::new(FindingKind::DoubtfulFigure, message).at_page(last.page)
}

/// Is `rest` the first row of its page, and `last` the last one of the page before?
fn follows(last: &Draft, rest: &Draft) -> bool {
    rest.opens_page
        && (rest.block, rest.side) == (last.block, last.side)
        && rest.page == last.page + 1
        && rest.labels.len() == last.labels.len()
        && rest.cells.len() == last.cells.len()
}

/// How many figures of a table print so many decimals.
struct Decimals(BTreeMap<u32, usize>);

impl Decimals {
    fn of(drafts: &[Draft]) -> Decimals {
        let mut counts = BTreeMap::new();
        for scale in drafts.iter().flat_map(scales) {
            *counts.entry(scale).or_default() += 1;
        }
        Decimals(counts)
    }

    /// The decimals of all other rows' figures, if they are alike.
    fn usual(&self, but: [&Draft; 2]) -> Option<u32> {
        let mut counts = self.0.clone();
        for scale in but.into_iter().flat_map(scales) {
            counts.entry(scale).and_modify(|n| *n = n.saturating_sub(1));
        }
        let all: usize = counts.values().sum();
        let (scale, n) = counts.into_iter().max_by_key(|(_, n)| *n)?;
        (scale > 0 && n >= ENOUGH && n * 100 >= all * ALIKE).then_some(scale)
    }
}

/// Decimals of a row's figures; a bare 0 says nothing.
fn scales(draft: &Draft) -> impl Iterator<Item = u32> {
    draft.cells.iter().filter_map(|cell| match &cell.content {
        Content::Amount(amount) if !amount.printed.is_zero() => Some(amount.printed.scale()),
        _ => None,
    })
}

/// The last row of a page and the first of the next.
struct Pieces<'d> {
    last: &'d Draft,
    rest: &'d Draft,
    cx: &'d Context<'d>,
}

/// What two pieces of a figure are.
#[derive(PartialEq)]
enum Cut {
    /// The rest prints nothing.
    None,
    /// Two pieces of one figure.
    Sure,
    /// They may be: a sign and its figure.
    Perhaps,
    /// The figure stands below, as a whole.
    Below,
    /// They cannot be one.
    Never,
}

impl Pieces<'_> {
    fn are_one(&self, decimals: &Decimals) -> bool {
        let Some(labels_go_on) = self.labels_go_on() else { return false };
        let usual = decimals.usual([self.last, self.rest]);
        let pairs = self.last.cells.iter().zip(&self.rest.cells);
        let cuts: Vec<Cut> = pairs.map(|(a, b)| cut(a, b, usual)).collect();
        let has = |cut: Cut| cuts.contains(&cut);
        if has(Cut::Never) || has(Cut::Below) && self.last.has_figures() {
            return false;
        }
        if has(Cut::Sure) {
            return true;
        }
        labels_go_on && !has(Cut::Perhaps) && self.names_prove()
    }

    /// Does every label of the rest go on from one above it? `None` where one of them begins a row of its own.
    fn labels_go_on(&self) -> Option<bool> {
        let mut any = false;
        for (last, rest) in self.last.labels.iter().zip(&self.rest.labels) {
            if rest.text.is_empty() {
                continue;
            }
            let own = ordinal_depth(&rest.text).is_some()
                || lex::is_of_which(&rest.text)
                || rest.kind == LabelKind::Code && rest.text.len() > 2;
            if last.text.is_empty() || own || matches!(rest.token, Token::Total(_)) {
                return None;
            }
            any = true;
        }
        Some(any)
    }

    /// Two names without a code, one of them without figures.
    fn may_be_one(&self) -> bool {
        let coded = |draft: &Draft| {
            draft.labels.iter().any(|l| l.kind == LabelKind::Code && !l.text.is_empty())
        };
        let figures = (self.last.has_figures(), self.rest.has_figures());
        figures.0 != figures.1
            && !coded(self.last)
            && !coded(self.rest)
            && self.labels_go_on() == Some(true)
            && !self.last.labels.iter().any(|l| matches!(l.token, Token::Total(_)))
    }

    /// Does a name without figures go on with the rest as an item that the rest alone is not? The piece may name that item
    /// by its beginning, but no other.
    fn is_another_item(&self, whole: &str, piece: &str, rest: &str) -> bool {
        let sides =
            [ItemSide::ThreePublic, ItemSide::Coded, ItemSide::Income, ItemSide::Expenditure];
        let items = &self.cx.catalog.items;
        let item = |label: &str, side| items.identify(label, side, |_| false);
        let begins = |side| item(piece, side).is_none_or(|id| item(whole, side) == Some(id));
        let other = |side| item(whole, side).is_some_and(|id| item(rest, side) != Some(id));
        let below = !self.last.has_figures() && self.rest.has_figures();
        below && sides.into_iter().all(begins) && sides.into_iter().any(other)
    }

    /// Is a label that goes on the name of a subject in any list, and neither of its pieces? One of them has the figures.
    fn is_listed(&self) -> bool {
        let named = |name: &str| {
            LISTS.into_iter().any(|list| !Subjects::embedded().named(list, name).is_empty())
        };
        let mut pairs = self.last.labels.iter().zip(&self.rest.labels);
        !(self.last.has_figures() && self.rest.has_figures())
            && pairs.any(|(last, rest)| {
                !rest.text.is_empty()
                    && named(&format!("{}{}", last.text, rest.text))
                    && !named(&last.text)
                    && !named(&rest.text)
            })
    }

    /// Do the labels name something together that the first piece alone does not?
    fn names_prove(&self) -> bool {
        let text = |draft: &Draft, kind: LabelKind| -> String {
            let of_kind = |l: &&LabelGroup| l.kind == kind;
            draft.labels.iter().filter(of_kind).map(|l| l.text.as_str()).collect()
        };
        let joined = |kind| text(self.last, kind) + &text(self.rest, kind);
        let (code, name) = (joined(LabelKind::Code), joined(LabelKind::Name));
        let (first_code, first) =
            (text(self.last, LabelKind::Code), text(self.last, LabelKind::Name));
        if !code.is_empty() {
            return is_subject(&code, &name) && !is_subject(&first_code, &first);
        }
        let item = |label: &str| {
            let sides = [ItemSide::Coded, ItemSide::Income, ItemSide::Expenditure];
            let known = |side| self.cx.catalog.items.identify(label, side, |_| false).is_some();
            sides.into_iter().any(known)
        };
        let unit = joined(LabelKind::Unit);
        let whole = if unit.is_empty() { &name } else { &unit };
        let piece = if unit.is_empty() { first } else { text(self.last, LabelKind::Unit) };
        let body = |text: &str| self.cx.catalog.titles.is_body(text);
        let rest_alone = &whole[piece.len()..];
        let of_body = body(whole) && !body(&piece) && !self.rest.has_figures();
        let closes = is_open(&piece) && !is_open(whole) && !self.rest.has_figures();
        (item(whole) && !item(&piece) && !item(rest_alone))
            || self.is_another_item(whole, &piece, rest_alone)
            || of_body
            || closes
            || self.is_listed()
    }
}

/// Does a bracket stay open?
fn is_open(text: &str) -> bool {
    let count = |brackets: [char; 2]| text.matches(brackets).count();
    count(['（', '(']) > count(['）', ')'])
}

/// Is it the code of a subject of that name, in any list?
fn is_subject(code: &str, name: &str) -> bool {
    let subjects = Subjects::embedded();
    LISTS.into_iter().any(|list| {
        let agreement = subjects.agreement(list, code, name, None);
        matches!(agreement, Agreement::Same | Agreement::Later(..) | Agreement::Former(..))
    })
}

fn cut(last: &Cell, rest: &Cell, usual: Option<u32>) -> Cut {
    let scale = |text: &str| lex::figure(text).map(|figure| figure.value.scale());
    match (last.stated.is_empty(), rest.stated.is_empty()) {
        (_, true) => Cut::None,
        (true, false) => Cut::Below,
        _ => {
            let whole = format!("{}{}", last.stated, rest.stated);
            let one = usual.is_some() && scale(&whole) == usual && scale(&last.stated) != usual;
            match one {
                true if last.stated.chars().any(lex::is_digit) => Cut::Sure,
                true => Cut::Perhaps,
                false => Cut::Never,
            }
        }
    }
}

/// Puts the rest behind what the row has.
fn append(row: &mut Draft, rest: Draft, units: &[Option<MoneyUnit>]) {
    for (label, rest) in row.labels.iter_mut().zip(rest.labels) {
        label.text.push_str(&rest.text);
        label.token = lex::token(&label.text);
    }
    for (cell, rest) in row.cells.iter_mut().zip(rest.cells) {
        if rest.stated.is_empty() {
            continue;
        }
        if cell.stated.is_empty() {
            *cell = Cell { column: cell.column, ..rest };
            continue;
        }
        cell.stated.push_str(&rest.stated);
        let unit = units.get(cell.column).and_then(Option::as_ref);
        cell.content = token_to_content(&lex::token(&cell.stated), &cell.stated, unit);
        cell.doubt = cell.doubt.take().or(rest.doubt);
        if cell.rect == Rect::default() {
            (cell.page, cell.rect) = (rest.page, rest.rect);
        }
    }
}

#[cfg(test)]
mod tests;
