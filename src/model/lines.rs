//! Glyphs to lines: the one grouping that headings, prose and cells share.
//!
//! 1. Glyphs are sorted by baseline; one whose baseline lies within two fifths of its size of the line's first
//!    glyph belongs to that line (digits and Chinese often come from fonts with slightly different baselines).
//! 2. Within a line they run left to right; a gap wider than a third of the size is a space.

use super::{Direction, Glyph, Line, Rect, plain};

/// A gap wider than this share of the font size is printed as a space.
const SPACE: f32 = 0.33;
/// Baselines closer than this share of the font size are one line.
const SAME_LINE: f32 = 0.4;

/// Groups the glyphs with these indices into lines, top to bottom. Turned text forms lines of its own, after the upright.
pub fn glyphs_to_lines(
    page: u32,
    glyphs: &[Glyph],
    wanted: impl IntoIterator<Item = u32>,
) -> Vec<Line> {
    let (upright, turned) = upright_and_turned(glyphs, wanted);
    let mut lines: Vec<Line> =
        upright.into_iter().map(|run| sorted_to_line(page, glyphs, run)).collect();
    lines.extend(turned.into_iter().map(|column| column_to_line(page, glyphs, column)));
    lines
}

/// The glyphs of the upright lines, left to right, and of the turned ones, each along its direction.
fn upright_and_turned(
    glyphs: &[Glyph],
    wanted: impl IntoIterator<Item = u32>,
) -> (Vec<Vec<u32>>, Vec<Vec<u32>>) {
    let wanted = wanted.into_iter();
    let (mut upright, mut turned) = (Vec::with_capacity(wanted.size_hint().0), Vec::new());
    for i in wanted {
        match &glyphs[i as usize] {
            g if g.aside() => {}
            g if g.turned() => turned.push(i),
            _ => upright.push(i),
        }
    }
    upright.sort_by(|&a, &b| glyphs[a as usize].baseline.total_cmp(&glyphs[b as usize].baseline));
    let mut runs: Vec<Vec<u32>> = Vec::new();
    let (mut from, mut first): (usize, Option<(f32, f32)>) = (0, None);
    for (at, &i) in upright.iter().enumerate() {
        let g = &glyphs[i as usize];
        let joins = first
            .is_some_and(|(baseline, size)| g.baseline - baseline <= SAME_LINE * g.size.min(size));
        if joins {
            continue;
        }
        if first.replace((g.baseline, g.size)).is_some() {
            runs.push(upright[from..at].to_vec());
            from = at;
        }
    }
    match from {
        0 if upright.is_empty() => {}
        0 => runs.push(upright), // most cells have one line
        _ => runs.push(upright[from..].to_vec()),
    }
    runs.iter_mut().for_each(|run| left_to_right(glyphs, run));
    (runs, turned_to_columns(glyphs, turned))
}

fn left_to_right(glyphs: &[Glyph], run: &mut [u32]) {
    // Characters piled up in one place come as they were painted.
    let x = |i: u32| glyphs[i as usize].rect.x0;
    run.sort_by(|&a, &b| x(a).total_cmp(&x(b)).then(a.cmp(&b)));
}

/// One line of the glyphs in `run`, which lie on one baseline, in any order.
pub fn run_to_line(page: u32, glyphs: &[Glyph], mut run: Vec<u32>) -> Line {
    left_to_right(glyphs, &mut run);
    sorted_to_line(page, glyphs, run)
}

fn sorted_to_line(page: u32, glyphs: &[Glyph], run: Vec<u32>) -> Line {
    // of three bytes, as Chinese is, each
    let mut line = Line { page, text: String::with_capacity(3 * run.len()), ..Line::default() };
    let mut end: Option<f32> = None;
    let (mut baseline, mut n) = (0.0, 0.0);
    for &i in &run {
        let g = &glyphs[i as usize];
        if end.is_some_and(|x| g.rect.x0 - x > SPACE * g.size) {
            line.text.push(' ');
        }
        line.text.push(plain(g.ch));
        line.rect = if end.is_none() { g.rect } else { line.rect.union(&g.rect) };
        end = Some(end.map_or(g.rect.x1, |x| x.max(g.rect.x1)));
        line.size = line.size.max(g.size);
        baseline += g.baseline;
        n += 1.0;
    }
    line.baseline = if n > 0.0 { baseline / n } else { 0.0 };
    line.glyphs = run;
    line
}

/// Turned text: runs along each direction, read along it, in the order in which a reader who turned the page would
/// come to them.
fn turned_to_columns(glyphs: &[Glyph], turned: Vec<u32>) -> Vec<Vec<u32>> {
    let mut columns: Vec<Vec<u32>> = Vec::new();
    for way in [Direction::Down, Direction::Left, Direction::Up] {
        let place = |i: u32| along_and_across(&glyphs[i as usize].rect, way);
        let mut run: Vec<u32> =
            turned.iter().copied().filter(|i| glyphs[*i as usize].direction == way).collect();
        run.sort_by(|&a, &b| place(a).1.total_cmp(&place(b).1));
        let before = columns.len();
        for i in run {
            let reach = SAME_LINE * glyphs[i as usize].size;
            match columns[before..].last_mut() {
                Some(column) if (place(column[0]).1 - place(i).1).abs() <= reach => column.push(i),
                _ => columns.push(vec![i]),
            }
        }
        for column in &mut columns[before..] {
            column.sort_by(|&a, &b| place(a).0.total_cmp(&place(b).0));
        }
    }
    columns
}

/// Where a turned character begins along its line, and its middle across the lines, growing from line to line.
fn along_and_across(rect: &Rect, way: Direction) -> (f32, f32) {
    match way {
        Direction::Right => (rect.x0, rect.cy()),
        Direction::Down => (rect.y0, -rect.cx()),
        Direction::Left => (-rect.x1, -rect.cy()),
        Direction::Up => (-rect.y1, rect.cx()),
    }
}

fn column_to_line(page: u32, glyphs: &[Glyph], column: Vec<u32>) -> Line {
    Line {
        page,
        rect: Rect::around(column.iter().map(|&i| &glyphs[i as usize].rect)).unwrap_or_default(),
        baseline: glyphs[column[0] as usize].rect.y1,
        size: glyphs[column[0] as usize].size,
        text: column.iter().map(|&i| plain(glyphs[i as usize].ch)).collect(),
        glyphs: column,
    }
}

/// Cuts a line at gaps wider than `ems` times its size: columns of a page that share a baseline.
pub fn line_to_segments(glyphs: &[Glyph], line: &Line, ems: f32) -> Vec<Line> {
    let mut parts: Vec<Vec<u32>> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for &i in &line.glyphs {
        let g = &glyphs[i as usize];
        if parts.is_empty() || g.rect.x0 - end > ems * g.size {
            parts.push(Vec::new());
        }
        if let Some(p) = parts.last_mut() {
            p.push(i);
        }
        end = end.max(g.rect.x1);
    }
    parts.into_iter().map(|p| run_to_line(line.page, glyphs, p)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(ch: char, x: f32, baseline: f32) -> Glyph {
        Glyph {
            ch,
            rect: Rect::new(x, baseline - 9.0, x + 10.0, baseline + 1.0),
            baseline,
            size: 10.0,
            ..Glyph::default()
        }
    }

    #[test]
    fn digits_on_a_slightly_different_baseline_stay_on_the_line() {
        let g = [
            glyph('合', 0.0, 100.0),
            glyph('7', 24.0, 101.5),
            glyph('计', 10.0, 100.0),
            glyph('次', 0.0, 112.0),
        ];
        let lines = glyphs_to_lines(1, &g, 0..4);
        assert_eq!(lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), ["合计 7", "次"]);
        assert_eq!(lines[0].glyphs, [0, 2, 1]);
        assert_eq!(line_to_segments(&g, &lines[0], 0.35).len(), 2);
    }

    #[test]
    fn turned_lines_are_read_along_their_direction() {
        let turned = |ch, x, y, direction| Glyph { direction, ..glyph(ch, x, y) };
        let up = [('目', 50.0, 70.0), ('项', 50.0, 80.0), ('出', 62.0, 70.0), ('支', 62.0, 80.0)];
        let down = [('项', 12.0, 20.0), ('目', 12.0, 30.0), ('支', 0.0, 20.0), ('出', 0.0, 30.0)];
        let left = [('计', 80.0, 20.0), ('合', 90.0, 20.0)];
        for (placed, way, expected) in [
            (&up[..], Direction::Up, vec!["项目", "支出"]),
            (&down[..], Direction::Down, vec!["项目", "支出"]),
            (&left[..], Direction::Left, vec!["合计"]),
        ] {
            let g: Vec<Glyph> = placed.iter().map(|&(ch, x, y)| turned(ch, x, y, way)).collect();
            let lines = glyphs_to_lines(1, &g, 0..g.len() as u32);
            assert_eq!(lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), expected);
        }
    }
}
