//! Rulings → grids.
//!
//! 1. Horizontal and vertical rulings that touch form components; a component that crosses itself is a grid.
//! 2. The distinct x of its verticals and y of its horizontals are the edges of columns and rows; where all
//!    horizontals run on beyond the outermost vertical (an open side), their ends are an edge too, and likewise for y.
//! 3. Between two neighbouring elementary cells lies a separator if a ruling covers most of their common side.
//! 4. Elementary cells without a separator between them are one merged cell; a merged region that is no rectangle
//!    falls apart into its rows.
//! 5. Columns that no horizontal crosses, beside a grid as tall as their verticals, are merged columns of it (`outer`).
//!
//! After the lattice method of Nurminen's thesis (2013) and the tools that followed it.

use super::outer::{Lone, add_outer_columns};
use crate::deadline;
use crate::model::{Axis, Grid, GridCell, Rect, Ruling};

/// Rulings nearer than this are one edge; ends nearer than this to a ruling touch it. Points.
const SNAP: f32 = 2.5;
/// Edges nearer than this have no room for text between them, points; so many such strips side by side may be taken for
/// one broad border (a cell's own box inside the grid) that the whole is no broader than [`BORDER`].
const SLIVER: f32 = 4.0;
const BORDER: f32 = 9.0;
/// A ruling separates two cells if it covers at least this share of their common side.
const COVER: f32 = 0.6;
/// A page with more rulings than this is a drawing.
const MAX_RULINGS: usize = 60_000;
/// A grid with more elementary cells than this is none.
const MAX_CELLS: usize = 200_000;
/// A page with more grids than this is a drawing; the largest of them are kept, a table among them.
const MAX_GRIDS: usize = 500;

/// The grids of a page, top to bottom, cells without text yet.
pub fn rulings_to_grids(page: u32, rulings: &[Ruling]) -> Vec<Grid> {
    if rulings.len() > MAX_RULINGS {
        return Vec::new();
    }
    let (alone, crossing): (Vec<_>, Vec<_>) = rulings_to_components(rulings)
        .into_iter()
        .partition(|c| c.iter().all(|r| r.axis == Axis::Vertical));
    let mut grids: Vec<Grid> = crossing
        .iter()
        .filter(|c| c.len() >= 4)
        .filter_map(|c| component_to_grid(page, c))
        .filter(|g| g.rows() * g.cols() > 1)
        .collect();
    if grids.len() > MAX_GRIDS {
        let area = |grid: &Grid| grid.rect.width() * grid.rect.height();
        grids.sort_by(|a, b| area(b).total_cmp(&area(a)));
        grids.truncate(MAX_GRIDS);
    }
    grids.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
    drop_nested(&mut grids);
    let lone: Vec<Lone> = alone.iter().filter_map(|c| lone(c)).collect();
    add_outer_columns(&mut grids, &lone);
    grids
}

/// One line of verticals that meet end to end.
fn lone(verticals: &[Ruling]) -> Option<Lone> {
    let from = verticals.iter().map(|v| v.from).reduce(f32::min)?;
    let to = verticals.iter().map(|v| v.to).reduce(f32::max)?;
    Some(Lone { at: verticals.first()?.at, from, to })
}

/// Groups of rulings that touch, directly or through others.
fn rulings_to_components(rulings: &[Ruling]) -> Vec<Vec<Ruling>> {
    let mut parent: Vec<usize> = (0..rulings.len()).collect();
    let mut verticals: Vec<usize> =
        (0..rulings.len()).filter(|&i| rulings[i].axis == Axis::Vertical).collect();
    verticals.sort_by(|&a, &b| rulings[a].at.total_cmp(&rulings[b].at));
    let at: Vec<f32> = verticals.iter().map(|&i| rulings[i].at).collect();
    for (i, h) in rulings.iter().enumerate().filter(|(_, r)| r.axis == Axis::Horizontal) {
        let from = at.partition_point(|&x| x < h.from - SNAP);
        for &j in verticals[from..].iter().take_while(|&&j| rulings[j].at <= h.to + SNAP) {
            deadline::tick();
            let v = &rulings[j];
            if v.from - SNAP <= h.at && h.at <= v.to + SNAP {
                union(&mut parent, i, j);
            }
        }
    }
    join_collinear(rulings, &mut parent, Axis::Horizontal);
    join_collinear(rulings, &mut parent, Axis::Vertical);
    let mut groups: std::collections::BTreeMap<usize, Vec<Ruling>> = Default::default();
    for (i, r) in rulings.iter().enumerate() {
        groups.entry(find(&mut parent, i)).or_default().push(*r);
    }
    groups.into_values().collect()
}

/// Segments of one line that meet end to end touch too.
fn join_collinear(rulings: &[Ruling], parent: &mut [usize], axis: Axis) {
    let mut order: Vec<usize> = (0..rulings.len()).filter(|&i| rulings[i].axis == axis).collect();
    order.sort_by(|&a, &b| {
        rulings[a].at.total_cmp(&rulings[b].at).then(rulings[a].from.total_cmp(&rulings[b].from))
    });
    for w in order.windows(2) {
        let (a, b) = (&rulings[w[0]], &rulings[w[1]]);
        if (a.at - b.at).abs() <= SNAP && b.from <= a.to + SNAP && a.from <= b.to + SNAP {
            union(parent, w[0], w[1]);
        }
    }
}

fn find(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

fn union(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(parent, a), find(parent, b));
    if a != b {
        parent[a.max(b)] = a.min(b);
    }
}

/// Distinct positions, neighbours nearer than [`SNAP`] averaged.
fn positions(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut v: Vec<f32> = values.collect();
    v.sort_by(f32::total_cmp);
    let mut out: Vec<(f32, f32)> = Vec::new();
    for x in v {
        match out.last_mut() {
            Some((sum, n)) if x - *sum / *n <= SNAP => {
                *sum += x;
                *n += 1.0;
            }
            _ => out.push((x, 1.0)),
        }
    }
    out.into_iter().map(|(sum, n)| sum / n).collect()
}

/// Edges of rows or columns too narrow for text are one edge, in their middle.
fn without_slivers(edges: Vec<f32>) -> Vec<f32> {
    let mut groups: Vec<(f32, f32)> = Vec::new();
    for edge in edges {
        match groups.last_mut() {
            Some((first, last)) if edge - *last <= SLIVER && edge - *first <= BORDER => {
                *last = edge
            }
            _ => groups.push((edge, edge)),
        }
    }
    groups.into_iter().map(|(first, last)| (first + last) / 2.0).collect()
}

/// Where lines run on beyond the outermost crossing line, their common end is an edge.
fn add_open_sides(edges: &mut Vec<f32>, across: &[&Ruling]) {
    let reach = 3.0 * SNAP;
    let (Some(&first), Some(&last)) = (edges.first(), edges.last()) else { return };
    let before: Vec<f32> = across.iter().map(|r| r.from).filter(|&f| f < first - reach).collect();
    let after: Vec<f32> = across.iter().map(|r| r.to).filter(|&t| t > last + reach).collect();
    if before.len() >= 2 {
        edges.insert(0, before.iter().copied().fold(f32::INFINITY, f32::min));
    }
    if after.len() >= 2 {
        edges.push(after.iter().copied().fold(f32::NEG_INFINITY, f32::max));
    }
}

fn component_to_grid(page: u32, rulings: &[Ruling]) -> Option<Grid> {
    let horizontal: Vec<&Ruling> = rulings.iter().filter(|r| r.axis == Axis::Horizontal).collect();
    let vertical: Vec<&Ruling> = rulings.iter().filter(|r| r.axis == Axis::Vertical).collect();
    let mut xs = without_slivers(positions(vertical.iter().map(|r| r.at)));
    let mut ys = without_slivers(positions(horizontal.iter().map(|r| r.at)));
    if xs.len() < 2 && ys.len() < 2 {
        return None;
    }
    add_open_sides(&mut xs, &horizontal);
    add_open_sides(&mut ys, &vertical);
    if xs.len() < 2 || ys.len() < 2 || (xs.len() - 1) * (ys.len() - 1) > MAX_CELLS {
        return None;
    }
    let (cols, rows) = (xs.len() - 1, ys.len() - 1);
    // right[r][c]: a ruling lies between column c and c + 1 in row r; below[r][c] likewise between rows.
    let right = covered(&xs, &ys, &vertical);
    let below = covered(&ys, &xs, &horizontal);
    let cells = separators_to_cells(
        &xs,
        &ys,
        |r, c| right[(c + 1) * rows + r],
        |r, c| below[(r + 1) * cols + c],
    );
    Some(Grid {
        page,
        rect: Rect { x0: xs[0], y0: ys[0], x1: xs[cols], y1: ys[rows] },
        xs,
        ys,
        cells,
        ..Grid::default()
    })
}

/// For each edge of `edges` and each span between neighbouring `spans`: does a ruling cover most of that span?
fn covered(edges: &[f32], spans: &[f32], rulings: &[&Ruling]) -> Vec<bool> {
    let n = spans.len() - 1;
    let mut length = vec![0.0f32; edges.len() * n];
    for r in rulings {
        let Some(e) = nearest(edges, r.at) else { continue };
        let first = spans.partition_point(|&s| s <= r.from).saturating_sub(1);
        for s in first..n {
            deadline::tick();
            if spans[s] >= r.to {
                break;
            }
            length[e * n + s] += r.to.min(spans[s + 1]) - r.from.max(spans[s]);
        }
    }
    (0..length.len()).map(|i| length[i] >= COVER * (spans[i % n + 1] - spans[i % n])).collect()
}

fn nearest(edges: &[f32], at: f32) -> Option<usize> {
    let i = edges.partition_point(|&e| e < at);
    [i.saturating_sub(1), i]
        .into_iter()
        .filter(|&k| k < edges.len())
        .min_by(|&a, &b| (edges[a] - at).abs().total_cmp(&(edges[b] - at).abs()))
}

fn separators_to_cells(
    xs: &[f32],
    ys: &[f32],
    right: impl Fn(usize, usize) -> bool,
    below: impl Fn(usize, usize) -> bool,
) -> Vec<GridCell> {
    let (cols, rows) = (xs.len() - 1, ys.len() - 1);
    let mut parent: Vec<usize> = (0..rows * cols).collect();
    for r in 0..rows {
        for c in 0..cols {
            if c + 1 < cols && !right(r, c) {
                union(&mut parent, r * cols + c, r * cols + c + 1);
            }
            if r + 1 < rows && !below(r, c) {
                union(&mut parent, r * cols + c, (r + 1) * cols + c);
            }
        }
    }
    let mut boxes: std::collections::BTreeMap<usize, (usize, usize, usize, usize, usize)> =
        Default::default();
    for i in 0..rows * cols {
        let (r, c) = (i / cols, i % cols);
        let b = boxes.entry(find(&mut parent, i)).or_insert((r, c, r, c, 0));
        *b = (b.0.min(r), b.1.min(c), b.2.max(r), b.3.max(c), b.4 + 1);
    }
    let cell = |r0: usize, c0: usize, r1: usize, c1: usize| GridCell {
        row: r0,
        col: c0,
        rowspan: r1 - r0 + 1,
        colspan: c1 - c0 + 1,
        rect: Rect { x0: xs[c0], y0: ys[r0], x1: xs[c1 + 1], y1: ys[r1 + 1] },
        lines: Vec::new(),
        ..GridCell::default()
    };
    let mut cells = Vec::new();
    for (&root, &(r0, c0, r1, c1, n)) in &boxes {
        if n == (r1 - r0 + 1) * (c1 - c0 + 1) {
            cells.push(cell(r0, c0, r1, c1));
            continue;
        }
        for r in r0..=r1 {
            let mut c = c0;
            while c <= c1 {
                if find(&mut parent, r * cols + c) != root {
                    c += 1;
                    continue;
                }
                let start = c;
                while c < c1 && find(&mut parent, r * cols + c + 1) == root {
                    c += 1;
                }
                cells.push(cell(r, start, r, c));
                c += 1;
            }
        }
    }
    cells.sort_by_key(|c| (c.row, c.col));
    cells
}

/// A grid inside a cell of another is part of that cell's drawing.
fn drop_nested(grids: &mut Vec<Grid>) {
    let rects: Vec<Rect> = grids.iter().map(|g| g.rect).collect();
    let inside = |a: &Rect, b: &Rect| {
        a != b
            && a.x0 >= b.x0 - SNAP
            && a.x1 <= b.x1 + SNAP
            && a.y0 >= b.y0 - SNAP
            && a.y1 <= b.y1 + SNAP
    };
    let mut k = 0;
    grids.retain(|_| {
        deadline::tick();
        k += 1;
        !rects.iter().any(|b| inside(&rects[k - 1], b))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(at: f32, from: f32, to: f32) -> Ruling {
        Ruling { axis: Axis::Horizontal, at, from, to, width: 0.5 }
    }

    fn v(at: f32, from: f32, to: f32) -> Ruling {
        Ruling { axis: Axis::Vertical, at, from, to, width: 0.5 }
    }

    /// (row, col, rowspan, colspan) of each cell.
    fn shape(rulings: &[Ruling]) -> Vec<(usize, usize, usize, usize)> {
        let grids = rulings_to_grids(1, rulings);
        assert_eq!(grids.len(), 1);
        grids[0].cells.iter().map(|c| (c.row, c.col, c.rowspan, c.colspan)).collect()
    }

    #[test]
    fn merged_header_over_two_columns() {
        let r = [
            h(0., 0., 90.),
            h(10., 30., 90.),
            h(20., 0., 90.),
            h(30., 0., 90.),
            v(0., 0., 30.),
            v(30., 0., 30.),
            v(60., 10., 30.),
            v(90., 0., 30.),
        ];
        assert_eq!(
            shape(&r),
            [
                (0, 0, 2, 1),
                (0, 1, 1, 2),
                (1, 1, 1, 1),
                (1, 2, 1, 1),
                (2, 0, 1, 1),
                (2, 1, 1, 1),
                (2, 2, 1, 1)
            ]
        );
    }

    #[test]
    fn open_left_and_right_sides_are_edges() {
        let r =
            [h(0., 0., 90.), h(10., 0., 90.), h(20., 0., 90.), v(30., 0., 20.), v(60., 0., 20.)];
        assert_eq!(shape(&r).len(), 6);
    }

    #[test]
    fn of_thousands_of_little_boxes_the_large_grid_is_kept() {
        let boxed = |x: f32, y: f32, side: f32| {
            let (right, below) = (x + side, y + side);
            let across = [h(y, x, right), h(y + side / 2.0, x, right), h(below, x, right)];
            across.into_iter().chain([v(x, y, below), v(right, y, below)])
        };
        let little =
            (0..2000).flat_map(|i| boxed((i % 50) as f32 * 20.0, (i / 50) as f32 * 20.0, 12.0));
        let r: Vec<Ruling> = little.chain(boxed(0.0, 1000.0, 300.0)).collect();
        let grids = rulings_to_grids(1, &r);
        assert_eq!((grids.len(), grids[MAX_GRIDS - 1].rect.height()), (MAX_GRIDS, 300.0));
    }

    #[test]
    fn two_tables_apart_are_two_grids() {
        let one = |y: f32| {
            [
                h(y, 0., 50.),
                h(y + 10., 0., 50.),
                v(0., y, y + 10.),
                v(25., y, y + 10.),
                v(50., y, y + 10.),
            ]
        };
        let r: Vec<Ruling> = one(0.).into_iter().chain(one(40.)).collect();
        assert_eq!(rulings_to_grids(1, &r).len(), 2);
    }
}
