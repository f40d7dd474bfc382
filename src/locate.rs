//! Stage 2: pages → outline. Which lines are titles of tables, which pages are contents pages.
//!
//! 1. Glyphs become lines.
//! 2. A line, a part of one between wide gaps, or two centred lines together (where that says more than one of them alone)
//!    are a title if the catalog knows the whole of it (year, number, ordinal and the body's name dropped by rule).
//! 3. The titles of a list of contents (`contents`) announce tables and begin none.

mod contents;

use crate::catalog::{Catalog, TitleKind, TitleMatch};
use crate::deadline;
use crate::lex::printed;
use crate::model::{
    Announced, Direction, Line, Mark, Outline, Page, SectionKind, Turn, glyphs_to_lines,
    line_to_segments, squeezed,
};

/// Columns of a page that share a baseline are further apart than this many times the font size.
const SEGMENT_GAP: f32 = 3.0;
/// Characters of a title's second line that says nothing by itself: 情况表, 预算明细表.
const LONGEST_REST: usize = 6;

/// Finds the titles and the contents pages.
pub fn locate(pages: &[Page], catalog: &Catalog) -> Outline {
    let mut outline = Outline::default();
    let mut titles = Vec::with_capacity(pages.len());
    for page in pages {
        deadline::tick_long();
        let mut lines = glyphs_to_lines(page.number, &page.glyphs, 0..page.glyphs.len() as u32);
        if let Some(turn) = page.turn.filter(|turn| turn.way != Direction::Right) {
            put_head_first(page, &turn, &mut lines);
        }
        titles.push(lines_to_marks(page, &lines, catalog));
        outline.lines.push(lines);
    }
    outline.listed = contents::listed(&outline.lines, &titles, catalog);
    for (at, marks) in titles.into_iter().enumerate() {
        let body = outline.lines[at].get(outline.listed[at]).map_or(f32::MAX, |line| line.rect.y0);
        let is_entry = |mark: &Mark| outline.listed[at] > 0 && mark.rect.cy() < body;
        let (entries, marks): (Vec<Mark>, Vec<Mark>) = marks.into_iter().partition(is_entry);
        let announced = |m: Mark| Some(Announced { id: m.id?, title: m.title, page: m.page });
        outline.announced.extend(entries.into_iter().filter_map(announced));
        outline.marks.extend(marks);
    }
    outline
}

/// A title that stands upright above a turned table lies beside it on the turned page: it is what is read first.
fn put_head_first(page: &Page, turn: &Turn, lines: &mut [Line]) {
    let upright = Direction::Right.seen_from(turn.way);
    let is_head = |line: &Line| {
        line.glyphs.first().is_some_and(|&g| page.glyphs[g as usize].direction == upright)
    };
    lines.iter_mut().filter(|line| is_head(line)).for_each(|line| {
        (line.rect.y0, line.rect.y1, line.baseline) = (0.0, 0.0, 0.0);
    });
    lines.sort_by_key(|line| !is_head(line));
}

fn lines_to_marks(page: &Page, lines: &[Line], catalog: &Catalog) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut joined_until = 0;
    for (i, line) in lines.iter().enumerate() {
        deadline::tick();
        if i < joined_until {
            continue;
        }
        let mut best: Option<(Line, TitleMatch)> = None;
        if could_be_title(&line.text, catalog) {
            best = catalog.titles.identify(&line.text).map(|m| (line.clone(), m));
            if !is_known(&best) {
                let mut parts = titles_in(page, line, catalog);
                // Titles beside each other, each above a table of its own.
                if let Some(last) = parts.pop() {
                    marks.extend(parts.into_iter().map(|(part, m)| mark(page, &part, m)));
                    best = Some(last);
                }
            }
        }
        if let Some(both) =
            lines.get(i + 1).and_then(|next| of_two_lines(line, next, &best, catalog))
        {
            best = Some(both);
            joined_until = i + 2;
        }
        if let Some((line, m)) = best {
            marks.push(mark(page, &line, m));
        }
    }
    marks
}

fn mark(page: &Page, line: &Line, title: TitleMatch) -> Mark {
    Mark {
        page: page.number,
        rect: line.rect,
        title: printed(&line.text),
        kind: match title.kind {
            TitleKind::Performance => SectionKind::Performance,
            _ => SectionKind::Table,
        },
        id: title.id,
        continued: title.continued,
    }
}

/// The parts of a line between wide gaps that are known titles.
fn titles_in(page: &Page, line: &Line, catalog: &Catalog) -> Vec<(Line, TitleMatch)> {
    line_to_segments(&page.glyphs, line, SEGMENT_GAP)
        .into_iter()
        .filter_map(|part| catalog.titles.identify(&part.text).map(|m| (part, m)))
        .filter(|(_, m)| m.kind != TitleKind::Other)
        .collect()
}

fn is_known(title: &Option<(Line, TitleMatch)>) -> bool {
    title.as_ref().is_some_and(|(_, m)| m.kind != TitleKind::Other)
}

/// The title of a line and the next, where it says more than the line does `alone`: which table it is, which other table
/// (按经济分类科目 below 一般公共预算支出表), or of what a 情况表 tells.
fn of_two_lines(
    line: &Line,
    next: &Line,
    alone: &Option<(Line, TitleMatch)>,
    catalog: &Catalog,
) -> Option<(Line, TitleMatch)> {
    let both = joined_title(line, next, catalog)?;
    let title = catalog.titles.identify(&both.text)?;
    let is_rest = || catalog.titles.identify(&next.text).is_none_or(|m| m.kind == TitleKind::Other);
    let better = match (alone, title.kind) {
        (None, TitleKind::Other) => {
            let rest = squeezed(&next.text);
            let bare = rest.split_once('(').map_or(&*rest, |(bare, _)| bare);
            is_rest() && bare.chars().count() <= LONGEST_REST
        }
        (_, TitleKind::Other) => false,
        (Some((_, m)), TitleKind::Table) if m.id.is_some() => m.id != title.id && is_rest(),
        _ => !is_known(alone),
    };
    better.then_some((both, title))
}

/// Two lines as one, if they could be a title that wrapped: centred or from one left edge on, of one size, close together.
/// What stands in brackets may be smaller.
fn joined_title(line: &Line, next: &Line, catalog: &Catalog) -> Option<Line> {
    let aside = squeezed(&next.text);
    let in_brackets = aside.starts_with('(') && aside.ends_with(')');
    let close = next.rect.y0 - line.rect.y1 < 1.2 * line.size
        && ((next.rect.cx() - line.rect.cx()).abs() < 1.5 * line.size
            || ((next.rect.x0 - line.rect.x0).abs() < 0.5 * line.size
                && next.rect.x1 < line.rect.x1))
        && ((next.size - line.size).abs() < 0.15 * line.size
            || in_brackets && (0.5..1.0).contains(&(next.size / line.size.max(0.1))));
    if !close {
        return None;
    }
    let text = [&*line.text, &next.text].concat();
    let rect = line.rect.union(&next.rect);
    could_be_title(&text, catalog).then(|| Line { text, rect, ..line.clone() })
}

/// Titles hold 表; sentences hold stops, or point to a table.
fn could_be_title(text: &str, catalog: &Catalog) -> bool {
    text.contains('表')
        && !text.contains(['，', '。', '；'])
        && !catalog.titles.points_to_table(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    /// Titles of a page of centred lines: text and size.
    fn titles(lines: &[(&str, f32)]) -> Vec<String> {
        let catalog = Catalog::builtin().unwrap();
        let mut y = 50.0;
        let line = |(text, size): &(&str, f32)| {
            let half = size * text.chars().count() as f32 / 2.0;
            y += 1.4 * size;
            let rect = Rect::new(300.0 - half, y - size, 300.0 + half, y);
            Line { page: 1, text: text.to_string(), rect, size: *size, ..Line::default() }
        };
        let lines: Vec<Line> = lines.iter().map(line).collect();
        let marks = lines_to_marks(&Page::default(), &lines, &catalog);
        let told = |m: Mark| m.id.map_or(format!("other:{}", m.title), |id| id.to_string());
        marks.into_iter().map(told).collect()
    }

    #[test]
    fn the_second_line_of_a_title_says_which_table_it_is() {
        for (lines, want) in [
            (
                &[("2026年一般公共预算支出表", 16.0), ("（按经济分类科目）", 12.0)][..],
                "general_public_budget_economic",
            ),
            (
                &[("一般公共预算基本支出表", 16.0), ("（按功能分类科目）", 16.0)],
                "basic_expenditure_functional",
            ),
            (&[("一般公共预算财政拨款", 16.0), ("基本支出表", 16.0)], "basic_expenditure_economic"),
            (
                &[("2026年部门预算", 16.0), ("财政拨款支出总体情况表", 16.0)],
                "fiscal_appropriation_expenditure",
            ),
            (&[("2026年专项资金分配", 16.0), ("情况表", 16.0)], "other:2026年专项资金分配情况表"),
            (
                &[
                    ("2021年部门预算政府采购（资产配置、购买服务）", 16.0),
                    ("预算表（不含上年结转）", 16.0),
                ],
                "procurement",
            ),
            // What says nothing of which table it is.
            (&[("支出总表", 16.0), ("（单位：万元）", 10.0)], "expenditure_summary"),
            (&[("支出总表", 16.0), ("某市某局", 16.0)], "expenditure_summary"),
        ] {
            assert_eq!(titles(lines), [want], "{lines:?}");
        }
    }

    #[test]
    fn titles_below_each_other_are_two() {
        let both = titles(&[("收入总表", 16.0), ("支出总表", 16.0)]);
        assert_eq!(both, ["income_summary", "expenditure_summary"]);
        // Not of one size.
        let apart = titles(&[("2026年专项资金分配", 16.0), ("情况表", 9.0)]);
        assert_eq!(apart, ["other:情况表"]);
    }
}
