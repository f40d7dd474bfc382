//! Heads → their places over the columns. Groups of one level share the columns below them, neighbours each, so that each
//! stands over the middle of its own.

use super::columns::Column;
use super::heads::Header;
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

/// Places the heads over the columns.
pub fn heads_to_places(header: &Header, columns: &[Column]) -> Placed {
    let Header { heads, leaves, .. } = header;
    if leaves.is_empty() {
        return Placed::default();
    }
    let mut levels: Vec<Vec<usize>> = Vec::new();
    let mut groups: Vec<usize> = (0..heads.len()).filter(|&i| heads[i].group).collect();
    groups.sort_by(|&a, &b| heads[a].middle().total_cmp(&heads[b].middle()));
    for g in groups {
        match levels.last_mut() {
            Some(l) if heads[g].middle() - heads[l[0]].middle() < 0.8 * heads[g].line.size => {
                l.push(g)
            }
            _ => levels.push(vec![g]),
        }
    }
    let depth = levels.len() + 1;
    let bottom = heads.iter().map(|h| h.baselines.1).fold(f32::NEG_INFINITY, f32::max);
    let lowest = leaves.iter().map(|&l| heads[l].middle()).fold(f32::NEG_INFINITY, f32::max);
    let ends: Vec<(f32, f32)> = columns.iter().map(|c| column_ends(c, header)).collect();
    let mut next = vec![0usize; columns.len()];
    let mut places = Vec::new();
    for (level, mut groups) in levels.into_iter().enumerate() {
        groups.sort_by(|&a, &b| heads[a].line.rect.cx().total_cmp(&heads[b].line.rect.cx()));
        let y = groups.iter().map(|&g| heads[g].middle()).sum::<f32>() / groups.len() as f32;
        let need: Vec<Option<bool>> = columns
            .iter()
            .map(|c| {
                let h = &heads[leaves[c.leaf?]];
                let low = lowest - h.middle() < 0.3 * h.line.size;
                let upper = h.middle() < (y + bottom) / 2.0 + 0.2 * h.line.size;
                (low || upper).then_some(low)
            })
            .collect();
        let rects: Vec<Rect> = groups.iter().map(|&g| heads[g].line.rect).collect();
        for (k, range) in share(&rects, &ends, &need).into_iter().enumerate() {
            let Some((first, last)) = range else { continue };
            let row = next[first..=last].iter().copied().max().unwrap_or(0).min(level);
            places.push(Place { head: groups[k], row, last_row: level, first, last });
            next[first..=last].fill(level + 1);
        }
    }
    for (c, column) in columns.iter().enumerate() {
        if let Some(l) = column.leaf {
            places.push(Place {
                head: leaves[l],
                row: next[c],
                last_row: depth - 1,
                first: c,
                last: c,
            });
        }
    }
    Placed { places, depth }
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

/// Shares columns among the groups of one level, left to right: runs of neighbours, each with its middle nearest below
/// its head's. `need` tells whether a column's leaf stands low enough to be under a group.
fn share(
    groups: &[Rect],
    ends: &[(f32, f32)],
    need: &[Option<bool>],
) -> Vec<Option<(usize, usize)>> {
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
    out
}
