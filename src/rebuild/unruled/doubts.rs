//! What a page without rulings leaves open: which figures stand under which head.

use super::columns::Column;
use super::heads::Header;
use super::places::{Place, column_ends};
use crate::model::Rect;

/// A group's head further from the middle of its columns than this share of their width is doubtful.
const OFF_CENTRE: f32 = 0.15;

/// Figures that stand under no head, or apart from their head beside one that has none.
pub fn columns_to_doubts(columns: &[Column], header: &Header, em: f32) -> Vec<(Rect, String)> {
    let Header { heads, leaves, ends } = header;
    let gap = |c: &Column, l: usize| (c.x0 - ends[l].1).max(ends[l].0 - c.x1);
    let blank = |c: &Column| c.leaf.filter(|&l| ends[l] == (c.x0, c.x1));
    let band = Rect::around(heads.iter().map(|h| &h.line.rect)).unwrap_or_default();
    let mut doubts = Vec::new();
    for (i, c) in columns.iter().enumerate().filter(|(_, c)| c.figures) {
        let place = Rect { x0: c.x0, x1: c.x1, ..band };
        let Some(own) = c.leaf else {
            doubts.push((place, "figures stand under no head".to_string()));
            continue;
        };
        let beside = [i.checked_sub(1), Some(i + 1)]
            .into_iter()
            .flatten()
            .filter_map(|k| columns.get(k))
            .filter_map(blank);
        for other in beside {
            if gap(c, own) > 0.3 * em && gap(c, other) < 2.5 * gap(c, own) {
                let (a, b) = (&heads[leaves[own]].line.text, &heads[leaves[other]].line.text);
                doubts.push((
                    place,
                    format!("the figures taken for “{a}” may stand under “{b}”, which has none"),
                ));
            }
        }
    }
    doubts
}

/// Figures of rows of which nothing tells to which cell on their left they belong.
pub fn rows_to_doubt(grid: &Rect, columns: &[Column]) -> Option<(Rect, String)> {
    let figures = || columns.iter().filter(|c| c.figures);
    let (first, last) = (figures().next()?, figures().next_back()?);
    let why = "its leftmost cells stand over several rows, and which rows are theirs is open";
    Some((Rect { x0: first.x0, x1: last.x1, ..*grid }, why.to_string()))
}

/// Heads of groups that stand far from the middle of the columns taken for theirs, figures among them.
pub fn groups_to_doubts(
    places: &[Place],
    header: &Header,
    columns: &[Column],
) -> Vec<(Rect, String)> {
    let mut doubts = Vec::new();
    let measures = |p: &&Place| {
        header.heads[p.head].group && columns[p.first..=p.last].iter().any(|c| c.figures)
    };
    for place in places.iter().filter(measures) {
        let head = &header.heads[place.head].line;
        let ends = [place.first, place.last].map(|c| column_ends(&columns[c], header));
        let (x0, x1) = (ends[0].0, ends[1].1);
        let off = ((x0 + x1) / 2.0 - head.rect.cx()).abs();
        if off > (2.0 * head.size).max(OFF_CENTRE * (x1 - x0)) {
            let rect =
                Rect { x0: columns[place.first].x0, x1: columns[place.last].x1, ..head.rect };
            doubts.push((
                rect,
                format!(
                    "“{}” stands far from the middle of the columns taken for its own",
                    head.text
                ),
            ));
        }
    }
    doubts
}
