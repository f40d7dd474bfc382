//! Painted pieces → clean ruling lines.
//!
//! 1. A piece belongs to the direction it is longer in; a dot belongs to both, for dotted lines.
//! 2. Pieces whose middles lie close together across the direction (doubled lines, the borders of two neighbouring
//!    cells) are one cluster.
//! 3. Along the direction the pieces of a cluster that touch or overlap are one line; dashes and dots are joined over
//!    their small gaps, all other gaps stay.
//! 4. What is still as short as a dot is no line; it may be a minus.

use super::matrix::Area;
use crate::model::{Axis, Rect, Ruling};

/// Largest step across the direction from one piece to the next of a cluster, points: doubled lines have up to 1.5.
const DOUBLED: f64 = 1.6;
/// Largest extent of a cluster across the direction, so that steps do not add up to the next row.
const CLUSTER: f64 = 3.2;
/// Gap still taken as touching: corner pieces are half a point, rounding leaves as much.
const TOUCH: f64 = 1.0;
/// Pieces up to this length may be dashes, and dashes are joined over gaps up to [`DASH_GAP`].
const DASH: f64 = 8.0;
const DASH_GAP: f64 = 4.0;
/// Shortest line kept: no cell is smaller.
const SHORTEST: f64 = 3.0;

/// A piece along one axis.
#[derive(Clone, Copy)]
struct Piece {
    at: f64,
    from: f64,
    to: f64,
    width: f64,
}

/// Merges pieces into lines: horizontal ones from top to bottom, then vertical ones from left to right. Then what lies
/// along the page and is too short for a line: those wider than high.
pub(super) fn pieces_to_rulings(pieces: &[Area]) -> (Vec<Ruling>, Vec<Rect>) {
    let mut rulings = Vec::new();
    for axis in [Axis::Horizontal, Axis::Vertical] {
        let mut along: Vec<Piece> = pieces.iter().filter_map(|area| piece(area, axis)).collect();
        along.sort_by(|a, b| a.at.total_cmp(&b.at));
        let mut rest = along.as_mut_slice();
        while !rest.is_empty() {
            let (cluster, later) = rest.split_at_mut(cluster_len(rest));
            merge(cluster, axis, &mut rulings);
            rest = later;
        }
    }
    let short = |line: &Ruling| f64::from(line.to - line.from) < SHORTEST;
    let stumps = rulings.iter().filter(|line| short(line) && line.axis == Axis::Horizontal);
    let flat = stumps.filter(|line| line.to - line.from > line.width.max(1.0));
    let half = |line: &Ruling| line.width / 2.0;
    let rect =
        |line: &Ruling| Rect::new(line.from, line.at - half(line), line.to, line.at + half(line));
    let stumps = flat.map(rect).collect();
    rulings.retain(|line| !short(line));
    (rulings, stumps)
}

fn piece(area: &Area, axis: Axis) -> Option<Piece> {
    let (w, h) = (area.width().max(0.0), area.height().max(0.0));
    let dot = w.max(h) < 2.0 * w.min(h) && w.max(h) <= DASH_GAP;
    match axis {
        Axis::Horizontal => (dot || w >= h).then_some(Piece {
            at: (area.y0 + area.y1) / 2.0,
            from: area.x0,
            to: area.x1,
            width: h,
        }),
        Axis::Vertical => (dot || h > w).then_some(Piece {
            at: (area.x0 + area.x1) / 2.0,
            from: area.y0,
            to: area.y1,
            width: w,
        }),
    }
}

fn cluster_len(pieces: &[Piece]) -> usize {
    let first = pieces[0].at;
    let together =
        |pair: &[Piece]| pair[1].at - pair[0].at <= DOUBLED && pair[1].at - first <= CLUSTER;
    pieces.windows(2).position(|pair| !together(pair)).map_or(pieces.len(), |last| last + 1)
}

fn merge(cluster: &mut [Piece], axis: Axis, rulings: &mut Vec<Ruling>) {
    cluster.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut i = 0;
    while i < cluster.len() {
        let mut line = cluster[i];
        // Length-weighted middle; a dot has some length.
        let (mut weight, mut sum) = (0.0, 0.0);
        let mut last = cluster[i];
        while let Some(next) = cluster.get(i) {
            let gap = next.from - line.to;
            let dashes =
                last.to - last.from <= DASH && next.to - next.from <= DASH && gap <= DASH_GAP;
            if gap > TOUCH && !dashes {
                break;
            }
            let length = (next.to - next.from).max(0.01);
            weight += length;
            sum += length * next.at;
            line.to = line.to.max(next.to);
            line.width = line.width.max(next.width);
            last = *next;
            i += 1;
        }
        let (at, from, to) = ((sum / weight) as f32, line.from as f32, line.to as f32);
        rulings.push(Ruling { axis, at, from, to, width: line.width as f32 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as (axis, at, from, to) of pieces given as x0 y0 x1 y1.
    fn lines(pieces: &[[f64; 4]]) -> Vec<(Axis, f32, f32, f32)> {
        let areas: Vec<Area> =
            pieces.iter().map(|&[x0, y0, x1, y1]| Area { x0, y0, x1, y1 }).collect();
        pieces_to_rulings(&areas).0.iter().map(|r| (r.axis, r.at, r.from, r.to)).collect()
    }

    #[test]
    fn neighbours_borders_are_one_line() {
        // Word: each cell's own border, half a point apart, corners between.
        let pieces = [
            [10.0, 99.75, 50.0, 100.25],
            [50.0, 99.75, 50.5, 100.25],
            [50.5, 99.75, 90.0, 100.25],
            [10.0, 100.25, 90.0, 100.75],
        ];
        assert_eq!(lines(&pieces), [(Axis::Horizontal, 100.25, 10.0, 90.0)]);
    }

    #[test]
    fn gaps_stay_and_rows_stay_apart() {
        let pieces =
            [[10.0, 100.0, 40.0, 100.5], [42.0, 100.0, 90.0, 100.5], [10.0, 106.0, 90.0, 106.5]];
        let expected = [
            (Axis::Horizontal, 100.25, 10.0, 40.0),
            (Axis::Horizontal, 100.25, 42.0, 90.0),
            (Axis::Horizontal, 106.25, 10.0, 90.0),
        ];
        assert_eq!(lines(&pieces), expected);
    }

    #[test]
    fn steps_do_not_add_up_to_the_next_row() {
        // A staircase of lines 1.5 apart: clusters end after 3.2 points.
        let pieces: Vec<_> =
            (0..6).map(|i| [0.0, f64::from(i) * 1.5, 50.0, f64::from(i) * 1.5 + 0.1]).collect();
        assert_eq!(lines(&pieces).iter().map(|line| line.1).collect::<Vec<_>>(), [1.55, 6.05]);
    }

    #[test]
    fn what_is_too_short_for_a_line_may_be_a_minus() {
        let stumps = |pieces: &[[f64; 4]]| {
            let area = |&[x0, y0, x1, y1]: &[f64; 4]| Area { x0, y0, x1, y1 };
            let areas: Vec<Area> = pieces.iter().map(area).collect();
            let (rulings, stumps) = pieces_to_rulings(&areas);
            assert_eq!(rulings, []);
            stumps
        };
        assert_eq!(stumps(&[[10.0, 10.0, 12.5, 10.5]]), [Rect::new(10.0, 10.0, 12.5, 10.5)]);
        // A dot, and what stands upright.
        assert_eq!(stumps(&[[10.0, 10.0, 10.5, 10.5], [30.0, 10.0, 30.5, 12.5]]), []);
    }

    #[test]
    fn a_lone_dot_is_no_line_a_row_of_dots_is() {
        assert_eq!(lines(&[[10.0, 10.0, 10.5, 10.5]]), []);
        let dots: Vec<_> =
            (0..20).map(|i| [30.0, f64::from(i) * 2.0, 30.5, f64::from(i) * 2.0 + 0.5]).collect();
        assert_eq!(lines(&dots), [(Axis::Vertical, 30.25, 0.0, 38.5)]);
    }
}
