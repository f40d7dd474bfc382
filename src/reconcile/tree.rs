//! How the rows of a coded table nest.
//!
//! 1. A row stands below the nearest row above it whose code is a proper beginning of its own: 2080505 below 20805
//!    below 208. A row whose code begins no longer closes the block, so that trees repeated per unit or per class of
//!    another classification stay apart.
//! 2. A row that repeats the code of the row above it with a further code of another classification beside it is a
//!    subdivision of that row.
//! 3. Where economic rows follow function rows (or the other way round), each run of them subdivides the row it
//!    follows; a single run after several rows is a section of its own.
//! 4. Where a table prints no codes, a row stands below the nearest row above it that is of a higher level.
//! 5. Rows of a unit head the rows that follow them, and so do rows without a code and item directly above a code of the
//!    table's topmost level that print no amounts or are the sum of the codes of that level below them: a subject whose
//!    code is misprinted is not. The total (or a first row without a code) heads all.

use super::figure::Figure;
use super::tolerance::{Relation, Sum, compare};
use crate::model::{Classification, Code, LedgerTable, Row, Side, Verdict};
use hashbrown::{HashMap, HashSet};

/// The nesting of a table's rows, by index into its rows.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The row above in the hierarchy of codes.
    pub parent: Vec<Option<usize>>,
    /// The rows directly below.
    pub children: Vec<Vec<usize>>,
    /// Coded rows without a parent.
    pub roots: Vec<usize>,
    /// Rows of units, each with the roots that follow it.
    pub units: Vec<(usize, Vec<usize>)>,
    /// The unit's row that heads the block which the row stands in.
    pub head: Vec<Option<usize>>,
    /// Beside subjects without codes there is a row that may be one, and of which level cannot be told.
    pub open: bool,
    /// The row that states the table's total.
    pub total: Option<usize>,
    topmost: HashMap<(Classification, String), Vec<usize>>,
}

impl Tree {
    /// Nests the rows of `table`; summaries with two sides have no codes and stay flat.
    pub fn new(table: &LedgerTable) -> Tree {
        let rows = &table.rows;
        let mut nest = Nest::new(rows);
        let codes = rows.iter().filter_map(|r| r.code.as_ref());
        let top = codes.map(|c| c.digits.len()).min().unwrap_or(0);
        let coded = rows.iter().filter(|r| r.code.is_some()).map(|r| (r.side, r.number));
        let coded: HashSet<(Side, u32)> = coded.collect();
        // A row without a code or item between the codes heads a block of its own, if it is the sum of it. 其中 of a code
        // heads none.
        let heads = |index: usize, row: &Row| {
            let below = rows.get(index + 1).and_then(|r| r.code.as_ref());
            !table.id.is_other()
                && index > 0
                && row.item.is_none()
                && !row.part_of.is_some_and(|number| coded.contains(&(row.side, number)))
                && row.level.unwrap_or(0) == 0
                && below.is_some_and(|c| c.digits.len() == top)
                && adds_up(table, index, top)
        };
        for (index, row) in rows.iter().enumerate() {
            match &row.code {
                Some(code) => nest.coded(index, code.classification),
                None if is_unit(row) || heads(index, row) => nest.open_block(index),
                None if top == 0 && is_named_subject(row) => nest.named(index),
                None => {}
            }
        }
        let mut tree = nest.tree;
        tree.open = top == 0 && !tree.roots.is_empty() && rows.iter().skip(1).any(is_open);
        tree.total = total(rows).or_else(|| tree.adopt_head(rows));
        tree.index(rows);
        tree
    }

    /// A first row without a code and item, directly above the codes, states the total under the unit's name.
    fn adopt_head(&mut self, rows: &[Row]) -> Option<usize> {
        if self.units.len() == 1 && self.roots.iter().all(|r| self.units[0].1.contains(r)) {
            return Some(self.units.remove(0).0);
        }
        let first = rows
            .first()
            .filter(|r| r.code.is_none() && r.item.is_none() && r.side == Side::None)?;
        let subject = |row: &Row| row.code.is_some() || is_named_subject(row);
        (rows.get(1).is_some_and(subject) || rows.len() == 1 && first.level == Some(0)).then_some(0)
    }

    /// The rows of that code, or where none is printed the topmost rows below it.
    pub fn topmost(&self, classification: Classification, code: &str) -> &[usize] {
        self.topmost.get(&(classification, code.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Files each coded row under its code and those beginnings of it that no row above it has.
    fn index(&mut self, rows: &[Row]) {
        for (index, row) in rows.iter().enumerate() {
            let Some(code) = &row.code else {
                let class = row.item().strip_prefix("function.").filter(|_| is_named_subject(row));
                let entry = class.map(|class| (Classification::Function, class.to_owned()));
                entry.into_iter().for_each(|key| self.topmost.entry(key).or_default().push(index));
                continue;
            };
            let above = self.parent[index]
                .and_then(|p| rows[p].code.as_ref())
                .filter(|c| c.classification == code.classification);
            for length in [3, 5, 7, code.digits.len()] {
                let Some(start) = code
                    .digits
                    .get(..length)
                    .filter(|_| length <= 7 || length == code.digits.len())
                else {
                    continue;
                };
                let entry =
                    self.topmost.entry((code.classification, start.to_owned())).or_default();
                if !above.is_some_and(|c| c.digits.starts_with(start))
                    && entry.last() != Some(&index)
                {
                    entry.push(index);
                }
            }
        }
    }
}

/// The way through the rows from top to bottom.
struct Nest<'a> {
    rows: &'a [Row],
    tree: Tree,
    /// The classification of the table's first code.
    primary: Option<Classification>,
    /// Rows of other classifications subdivide the rows that they follow.
    subdivides: bool,
    /// The row that heads this block.
    head: Option<usize>,
    /// The rows of the primary classification that the next one may stand below, each below the one before it.
    main: Vec<usize>,
    /// Those of other classifications.
    sub: Vec<usize>,
}

impl<'a> Nest<'a> {
    fn new(rows: &'a [Row]) -> Nest<'a> {
        let primary = rows.iter().find_map(|r| r.code.as_ref()).map(|c| c.classification);
        let tree = Tree {
            parent: vec![None; rows.len()],
            children: vec![Vec::new(); rows.len()],
            head: vec![None; rows.len()],
            ..Tree::default()
        };
        let subdivides = subdivides(rows, primary);
        Nest { rows, tree, primary, subdivides, head: None, main: Vec::new(), sub: Vec::new() }
    }

    /// The row heads those that follow.
    fn open_block(&mut self, index: usize) {
        self.head = Some(index);
        self.main.clear();
        self.sub.clear();
        self.tree.units.push((index, Vec::new()));
    }

    /// The row names a subject without a code: its level tells where it stands.
    fn named(&mut self, index: usize) {
        self.tree.head[index] = self.head;
        let rows = self.rows;
        while self.main.last().is_some_and(|&above| level(&rows[above]) >= level(&rows[index])) {
            self.main.pop();
        }
        let above = self.main.last().copied();
        self.main.push(index);
        self.put(index, above);
    }

    /// Puts the row below `above`, or makes it a root of its block.
    fn put(&mut self, index: usize, above: Option<usize>) {
        match above {
            Some(above) => {
                self.tree.parent[index] = Some(above);
                self.tree.children[above].push(index);
            }
            None => {
                self.tree.roots.push(index);
                if let Some((_, roots)) = self.tree.units.last_mut() {
                    roots.push(index);
                }
            }
        }
    }

    /// The row has a code: it stands below the nearest row above that it belongs to, or is a root of its block.
    fn coded(&mut self, index: usize, classification: Classification) {
        self.tree.head[index] = self.head;
        let second = Some(classification) != self.primary;
        let stack = if second { &mut self.sub } else { &mut self.main };
        while stack.last().is_some_and(|&above| !is_below(&self.rows[above], &self.rows[index])) {
            stack.pop();
        }
        let mut above = stack.last().copied();
        stack.push(index);
        if second {
            above = above.or(self.main.last().copied().filter(|_| self.subdivides));
        } else {
            self.sub.clear();
        }
        if above.is_some() || !second || self.subdivides {
            self.put(index, above);
        }
    }
}

/// Does the row name something that may be a subject, on a level that is not known?
fn is_open(row: &Row) -> bool {
    let unknown = row.code.is_none() && row.item.is_none() && row.level.is_none();
    unknown && row.side == Side::None && row.part_of.is_none() && !row.name.is_empty()
}

/// 1, 2, 3 for 类, 款, 项, of its code or as its name stands; 0 for what is no subject.
pub(crate) fn level(row: &Row) -> u8 {
    row.code.as_ref().map_or(row.level.unwrap_or(0), Code::level)
}

/// Is the row a subject that is known by its name alone?
pub(crate) fn is_named_subject(row: &Row) -> bool {
    row.side == Side::None && row.code.is_none() && row.level.is_some_and(|level| level > 0)
}

/// The row of the whole table's total: item `total` or level 0 without a unit, the first such.
fn total(rows: &[Row]) -> Option<usize> {
    let plain = |r: &&Row| {
        r.side == Side::None && r.code.is_none() && r.row_unit.is_empty() && r.item() != "unit"
    };
    let find = |wanted: &dyn Fn(&Row) -> bool| rows.iter().position(|r| plain(&r) && wanted(r));
    find(&|r| r.item() == "total").or_else(|| find(&|r| r.level == Some(0) && r.item.is_none()))
}

/// Is the row the sum of the codes of the topmost level that follow it, up to the next row without a code, in at least half
/// of the columns in which it prints an amount? One without amounts is.
fn adds_up(table: &LedgerTable, index: usize, top: usize) -> bool {
    let rows = &table.rows;
    let block = rows[index + 1..].iter().map_while(|r| Some((r, r.code.as_ref()?)));
    let roots: Vec<&Row> = block.filter(|(_, c)| c.digits.len() == top).map(|(r, _)| r).collect();
    let figure = |row: &Row, column: usize| {
        let cell = row.cells.iter().find(|c| c.column == column);
        cell.map_or(Figure::Blank, Figure::from)
    };
    let holds = |column: usize| {
        let sum = Sum::of(roots.iter().map(|r| figure(r, column)));
        let outcome = compare(Relation::Equal, figure(&rows[index], column), &sum)?;
        Some(outcome.verdict <= Verdict::Rounding)
    };
    let columns = (0..table.columns.len()).filter(|&c| figure(&rows[index], c).is_nonzero());
    let told: Vec<bool> = columns.filter_map(holds).collect();
    told.is_empty() || told.iter().filter(|&&holds| holds).count() * 2 >= told.len()
}

/// Does the row stand for a budget unit as a whole?
fn is_unit(row: &Row) -> bool {
    let whole = row.item() == "total" || row.item.is_none() && row.level == Some(0);
    row.item() == "unit" || row.code.is_none() && !row.row_unit.is_empty() && whole
}

/// Does `row` stand below `above`?
fn is_below(above: &Row, row: &Row) -> bool {
    let (Some(a), Some(b)) = (&above.code, &row.code) else { return false };
    if above.row_unit != row.row_unit && !above.row_unit.is_empty() {
        return false;
    }
    b.is_below(a) || a.digits == b.digits && above.also.is_empty() && !row.also.is_empty()
}

/// Do rows of a second classification subdivide the rows that they follow?
fn subdivides(rows: &[Row], primary: Option<Classification>) -> bool {
    let (mut owners, mut leaves, mut last) = (HashSet::new(), 0, None);
    for (index, row) in rows.iter().enumerate() {
        let Some(code) = &row.code else { continue };
        if Some(code.classification) == primary {
            last = Some(index);
            leaves += 1;
        } else if let Some(owner) = last {
            owners.insert(owner);
        }
    }
    owners.len() > 1 || owners.len() == 1 && leaves == 1
}

#[cfg(test)]
mod tests {
    use super::Tree;
    use crate::model::Row;
    use crate::reconcile::testing::{row, table};

    #[test]
    fn a_row_without_a_code_heads_a_block_only_where_its_figures_say_so() {
        let units = |cells: &str| {
            let plain = |cells: &str| Row { level: Some(0), ..row("某中心", cells) };
            let rows = vec![
                row("total", "9.00 9.00"),
                row("210", "5.00 5.00"),
                row("21011", "5.00 5.00"),
                plain(cells),
                row("221", "4.00 4.00"),
                row("22102", "4.00 4.00"),
            ];
            Tree::new(&table("expenditure_summary", "total basic", rows)).units.len()
        };
        // 事业单位医疗, whose code is misprinted.
        assert_eq!(units("5.00 5.00"), 0);
        assert_eq!(units("4.00 4.00"), 1);
        // 其中：上年结转 of the 款 above.
        let part = Row { level: Some(0), part_of: Some(2), ..row("上年结转", "_ _") };
        let rows =
            vec![row("210", "5.00 5.00"), row("21011", "5.00 5.00"), part, row("221", "4.00 4.00")];
        assert!(Tree::new(&table("expenditure_summary", "total basic", rows)).units.is_empty());
        // One of its figures is wrong.
        assert_eq!(units("4.00 3.00"), 1);
        assert_eq!(units("_ _"), 1);
    }
}
