//! Heads → their places over the columns. Groups of one level share the columns below them, neighbours each, so that each
//! stands over the middle of its own.

use super::columns::Column;
use super::heads::{Header, meets};
use crate::deadline;
use crate::model::Rect;

/// A head's place in the grid's header: first row, rows, first and last column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Index of the head.
    pub head: usize,
    /// First row.
    pub row: usize,
    /// Last row.
    pub last_row: usize,
    /// First column.
    pub first: usize,
    /// Last column.
    pub last: usize,
}

/// The heads in their places.
#[derive(Debug, Default)]
pub struct Placed {
    /// Where each stands.
    pub places: Vec<Place>,
    /// How many rows the header has.
    pub depth: usize,
}

/// Another way to tell the levels must cost so much less.
const CLEARLY: f32 = 40.0;

/// Groups that share the columns below them, and which column each has: first and last.
type Level = Vec<(usize, Option<(usize, usize)>)>;

/// Places the heads over the columns. Groups of one height are a level; where that leaves columns without a group, those
/// with no other group below them are one, at whatever height they stand.
pub fn heads_to_places(header: &Header, columns: &[Column]) -> Placed {
    if header.leaves.is_empty() {
        return Placed::default();
    }
    let heads = &header.heads;
    let mut groups: Vec<usize> = (0..heads.len()).filter(|&i| heads[i].group).collect();
    groups.sort_by(|&a, &b| heads[a].middle().total_cmp(&heads[b].middle()));
    let sharing = Sharing::of(header, columns);
    let (cost, mut levels) = sharing.by_height(&groups);
    if cost > CLEARLY {
        let (other, by_depth) = sharing.by_depth(&groups);
        if other + CLEARLY < cost {
            levels = by_depth;
        }
    }
    levels_to_places(header, columns, levels)
}

fn levels_to_places(header: &Header, columns: &[Column], levels: Vec<Level>) -> Placed {
    let depth = levels.len() + 1;
    let mut next = vec![0usize; columns.len()];
    let mut places = Vec::new();
    for (level, groups) in levels.into_iter().enumerate() {
        for (head, range) in groups {
            let Some((first, last)) = range else { continue };
            let row = next[first..=last].iter().copied().max().unwrap_or(0).min(level);
            places.push(Place { head, row, last_row: level, first, last });
            next[first..=last].fill(level + 1);
        }
    }
    for (c, column) in columns.iter().enumerate() {
        if let Some(l) = column.leaf {
            places.push(Place {
                head: header.leaves[l],
                row: next[c],
                last_row: depth - 1,
                first: c,
                last: c,
            });
        }
    }
    Placed { places, depth }
}

/// What groups are shared among.
struct Sharing<'a> {
    header: &'a Header,
    columns: &'a [Column],
    /// Left and right end of each column.
    ends: Vec<(f32, f32)>,
}

impl<'a> Sharing<'a> {
    fn of(header: &'a Header, columns: &'a [Column]) -> Self {
        let ends = columns.iter().map(|c| column_ends(c, header)).collect();
        Sharing { header, columns, ends }
    }

    /// What the levels cost, and they: groups, from top to bottom, that stand at one height.
    fn by_height(&self, groups: &[usize]) -> (f32, Vec<Level>) {
        let heads = &self.header.heads;
        let mut levels: Vec<Vec<usize>> = Vec::new();
        for &g in groups {
            match levels.last_mut() {
                Some(l) if heads[g].middle() - heads[l[0]].middle() < 0.8 * heads[g].line.size => {
                    l.push(g)
                }
                _ => levels.push(vec![g]),
            }
        }
        let mut cost = 0.0;
        let shared = levels.into_iter().map(|groups| {
            let y = groups.iter().map(|&g| heads[g].middle()).sum::<f32>() / groups.len() as f32;
            let (own, level) = self.level(groups, &self.leaves_below(y));
            cost += own;
            level
        });
        let shared = shared.collect();
        (cost, shared)
    }

    /// The same, but a group is one level above the highest of those below it. A group that stands lower than midway
    /// below those of the level above needs one of these.
    fn by_depth(&self, groups: &[usize]) -> (f32, Vec<Level>) {
        let heads = &self.header.heads;
        let mut depth = vec![0usize; heads.len()];
        for (i, &g) in groups.iter().enumerate().rev() {
            deadline::tick();
            let below = |o: &&usize| {
                heads[**o].baselines.0 > heads[g].baselines.1 + 0.3 * heads[g].line.size
                    && meets(&heads[g].line.rect, &heads[**o].line.rect)
            };
            depth[g] = groups[i..].iter().filter(below).map(|&o| depth[o] + 1).max().unwrap_or(0);
        }
        let (mut cost, mut levels) = (0.0, Vec::<Level>::new());
        let lowest = |level: &[usize]| {
            level.iter().map(|&g| heads[g].middle()).fold(f32::NEG_INFINITY, f32::max)
        };
        for d in 0..=groups.iter().map(|&g| depth[g]).max().unwrap_or(0) {
            let level: Vec<usize> = groups.iter().copied().filter(|&g| depth[g] == d).collect();
            let y = lowest(&level);
            let need = match levels.last() {
                None => self.leaves_below(y),
                Some(below) => {
                    let foot = lowest(&below.iter().map(|(g, _)| *g).collect::<Vec<_>>());
                    let mut need = vec![Some(false); self.columns.len()];
                    for (g, range) in below {
                        let low = heads[*g].middle() > y + 0.75 * (foot - y);
                        range.iter().for_each(|&(a, b)| need[a..=b].fill(Some(low)));
                    }
                    need
                }
            };
            let (own, level) = self.level(level, &need);
            cost += own;
            levels.push(level);
        }
        levels.reverse();
        (cost, levels)
    }

    /// Whether each column's leaf stands low enough to be under a group at `y`.
    fn leaves_below(&self, y: f32) -> Vec<Option<bool>> {
        let Header { heads, leaves, .. } = self.header;
        let bottom = heads.iter().map(|h| h.baselines.1).fold(f32::NEG_INFINITY, f32::max);
        let lowest = leaves.iter().map(|&l| heads[l].middle()).fold(f32::NEG_INFINITY, f32::max);
        let need = |c: &Column| {
            let h = &heads[leaves[c.leaf?]];
            let low = lowest - h.middle() < 0.3 * h.line.size;
            let upper = h.middle() < (y + bottom) / 2.0 + 0.2 * h.line.size;
            (low || upper).then_some(low)
        };
        self.columns.iter().map(need).collect()
    }

    fn level(&self, mut groups: Vec<usize>, need: &[Option<bool>]) -> (f32, Level) {
        let heads = &self.header.heads;
        groups.sort_by(|&a, &b| heads[a].line.rect.cx().total_cmp(&heads[b].line.rect.cx()));
        let rects: Vec<Rect> = groups.iter().map(|&g| heads[g].line.rect).collect();
        let (cost, runs) = share(&rects, &self.ends, need);
        (cost, groups.into_iter().zip(runs).collect())
    }
}

/// Left and right end of a column's cells: figures stand at their right end, words at their left, heads in the middle.
pub fn column_ends(column: &Column, header: &Header) -> (f32, f32) {
    let (x0, x1) = (column.x0 - 2.0, column.x1 + 2.0);
    let Some(head) = header.leaf_of(column).map(|head| head.line.rect) else { return (x0, x1) };
    let (left, right) = (head.x0 - 2.0, head.x1 + 2.0);
    let (a, b) =
        if column.figures { (2.0 * head.cx() - x1, x1) } else { (x0, 2.0 * head.cx() - x0) };
    (a.min(x0).min(left), b.max(x1).max(right))
}

/// Shares columns among the groups of one level, left to right, and what that costs: runs of neighbours, each with its
/// middle nearest below its head's. `need` tells whether a column's leaf stands low enough to be under a group.
fn share(
    groups: &[Rect],
    ends: &[(f32, f32)],
    need: &[Option<bool>],
) -> (f32, Vec<Option<(usize, usize)>>) {
    let (g, n) = (groups.len(), ends.len());
    let lonely = |c: usize| if need[c] == Some(true) { 40.0 } else { 0.0 };
    // best[k][c]: the first k groups over the first c columns; the run that ends it, if one does.
    let mut best: Vec<Vec<(f32, Option<usize>)>> = vec![vec![(f32::INFINITY, None); n + 1]; g + 1];
    best[0][0].0 = 0.0;
    for k in 0..=g {
        deadline::tick_long();
        for c in 1..=n {
            let mut least = (best[k][c - 1].0 + lonely(c - 1), None);
            if k > 0 {
                for a in 0..c {
                    let (x0, x1) = (ends[a].0, ends[c - 1].1);
                    let head = &groups[k - 1];
                    let off = ((x0 + x1) / 2.0 - head.cx()).abs();
                    let out = (x0 - head.x0).max(0.0) + (head.x1 - x1).max(0.0);
                    let strange: f32 =
                        (a..c).filter(|&i| need[i] == Some(false)).count() as f32 * 60.0;
                    let cost = best[k - 1][a].0 + off + 3.0 * out + strange;
                    if cost < least.0 {
                        least = (cost, Some(a));
                    }
                }
            }
            best[k][c] = least;
        }
    }
    let mut out = vec![None; g];
    let (mut k, mut c) = (g, n);
    while c > 0 {
        match best[k][c].1 {
            Some(a) if k > 0 => {
                out[k - 1] = Some((a, c - 1));
                (k, c) = (k - 1, a);
            }
            _ => c -= 1,
        }
    }
    (best[g][n].0, out)
}
