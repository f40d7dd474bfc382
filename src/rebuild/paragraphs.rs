//! Lines of prose to paragraphs with headings.
//!
//! 1. Page numbers and running heads at the page's edges, lines with dot leaders and turned text (watermarks) are
//!    left out (`prose`).
//! 2. The edges of the text are taken from each page's lines.
//! 3. A paragraph ends where its line stops short of the right edge after a full stop or colon, or far short of it,
//!    and where the next line is indented, numbered, far below or set in another size. Pages do not end paragraphs.
//! 4. A paragraph is a heading by its ordinal (第一部分, 一、, （一）, 1., （1）) or by being centred in larger type.

use super::prose::{Sizes, prose, width_key};
use crate::deadline;
use crate::lex::line_ordinal;
use crate::model::{Line, Page, Paragraph, Place, squeeze};
use hashbrown::HashMap;

/// A line that stops this many character sizes before the right margin is short.
const SHORT: f32 = 2.0;
/// A line that starts this many character sizes right of the left margin is indented.
const INDENT: f32 = 1.2;

/// Joins `lines`, in reading order and without those of tables, to paragraphs. `pages` are those the lines stand on.
pub fn lines_to_paragraphs(lines: &[Line], pages: &[Page]) -> Vec<Paragraph> {
    let sizes: Sizes = pages.iter().map(|p| (p.number, (p.width, p.height))).collect();
    let kept = prose(lines, pages, &sizes);
    let text = Text { margins: margins(&kept, &sizes), body: body_size(&kept), sizes };
    let mut done: Vec<Paragraph> = Vec::new();
    let mut open: Vec<&Line> = Vec::new();
    for line in kept {
        deadline::tick();
        if let Some(last) = open.last()
            && text.ends_between(last, line, open.len() == 1)
        {
            done.push(text.paragraph(&open));
            open.clear();
        }
        open.push(line);
    }
    if !open.is_empty() {
        done.push(text.paragraph(&open));
    }
    done
}

/// Left and right edge of the text on each page.
type Margins = HashMap<u32, (f32, f32)>;

/// The edges of each page's text; a page with few lines takes those of all pages of its width.
fn margins(lines: &[&Line], sizes: &Sizes) -> Margins {
    let mut by_page: HashMap<u32, Vec<&Line>> = HashMap::new();
    let mut by_width: HashMap<i32, Vec<&Line>> = HashMap::new();
    for line in lines {
        by_page.entry(line.page).or_default().push(line);
        by_width.entry(width_key(line.page, sizes)).or_default().push(line);
    }
    let wide: HashMap<i32, (f32, f32)> = by_width
        .into_iter()
        .map(|(w, l)| (w, (edge(&l, |l| l.rect.x0), -edge(&l, |l| -l.rect.x1))))
        .collect();
    let of = |(page, lines): (u32, Vec<&Line>)| {
        let (left, right) = wide.get(&width_key(page, sizes)).copied().unwrap_or((0.0, f32::MAX));
        let own = if lines.len() >= 6 {
            (edge(&lines, |l| l.rect.x0), -edge(&lines, |l| -l.rect.x1))
        } else {
            (left, right)
        };
        (page, own)
    };
    by_page.into_iter().map(of).collect()
}

/// The smallest value that at least three lines (or all, of fewer) share within one and a half characters.
fn edge(lines: &[&Line], of: impl Fn(&Line) -> f32) -> f32 {
    let mut values: Vec<(f32, f32)> = lines.iter().map(|l| (of(l), l.size)).collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let need = values.len().min(3);
    let found = (0..values.len()).find(|&i| {
        i + need <= values.len() && values[i + need - 1].0 - values[i].0 <= 1.5 * values[i].1
    });
    found.or((!values.is_empty()).then_some(0)).map_or(0.0, |i| values[i].0)
}

/// The size that most characters are set in.
fn body_size(lines: &[&Line]) -> f32 {
    let mut count: HashMap<i32, usize> = HashMap::new();
    for line in lines {
        *count.entry((line.size * 2.0).round() as i32).or_default() += line.text.chars().count();
    }
    count.into_iter().max_by_key(|&(s, n)| (n, s)).map_or(0.0, |(s, _)| s as f32 / 2.0)
}

fn indented(line: &Line, left: f32) -> bool {
    line.rect.x0 > left + INDENT * line.size
}

fn short(line: &Line, right: f32) -> bool {
    line.rect.x1 < right - SHORT * line.size
}

/// A line may stop early because the next word (a number with its brackets) did not fit: no paragraph ends there.
fn pushed(last: &Line, next: &Line, right: f32, next_left: f32) -> bool {
    if indented(next, next_left)
        || last.text.trim_end().ends_with(['。', '；', ';', '：', ':', '！'])
    {
        return false;
    }
    let mut depth = 0;
    let mut width = 0.0;
    for c in next.text.chars().take(40) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            _ if c.is_whitespace() || c.is_ascii() || depth > 0 => {}
            _ => break,
        }
        width += if c.is_ascii() { 0.6 } else { 1.0 };
    }
    width > 0.0 && right - last.rect.x1 < (width + SHORT) * next.size
}

/// The edges of a page without text.
const NO_MARGIN: (f32, f32) = (0.0, f32::MAX);

/// How the document's text is set: what tells where a paragraph ends.
struct Text {
    sizes: Sizes,
    margins: Margins,
    /// The size that most characters are set in.
    body: f32,
}

impl Text {
    /// Does a paragraph end between these lines? `first` says that `last` is the first line of its paragraph.
    fn ends_between(&self, last: &Line, next: &Line, first: bool) -> bool {
        let (left, right) = self.margin(last.page);
        let next_left = self.margins.get(&next.page).map_or(left, |m| m.0);
        if (last.size - next.size).abs() > 0.2 * last.size.max(next.size) {
            return true;
        }
        if last.page == next.page {
            let below = next.rect.y0 - last.rect.y1;
            if below > 2.5 * last.size || below < -3.0 * last.size {
                return true;
            }
        }
        let end = last.text.trim_end();
        let (stop, colon) = (end.ends_with(['。', '！', '!']), end.ends_with(['：', ':']));
        let numbered = line_ordinal(&next.text).is_some();
        let step = next.rect.x0 - last.rect.x0;
        let same_page = last.page == next.page;
        if numbered && (stop || colon || same_page && step > 0.7 * next.size) {
            return true;
        }
        if indented(next, next_left) && step > -0.6 * next.size {
            // A block that is indented as a whole goes on as long as its lines are full.
            return stop || colon || numbered || step > 0.6 * next.size || short(last, right);
        }
        if !short(last, right) {
            return false;
        }
        if stop || colon || numbered {
            return true;
        }
        let brackets =
            |open: char, close: char| end.matches(open).count() > end.matches(close).count();
        if brackets('（', '）') || brackets('(', ')') {
            return false;
        }
        // A short line in mid-sentence: the end of a heading, or a ragged margin.
        let heading =
            first && (line_ordinal(&last.text).is_some() || last.rect.x0 > left + 3.0 * last.size);
        let room = right - last.rect.x1;
        !pushed(last, next, right, next_left) && (heading || room > 0.3 * (right - left))
    }

    /// The paragraph of these lines, with the depth of its heading if it is one.
    fn paragraph(&self, lines: &[&Line]) -> Paragraph {
        let mut p = Paragraph::default();
        for line in lines {
            for c in line.text.chars().filter(|c| !c.is_whitespace()) {
                p.text.push(c);
                p.pages.push(line.page);
            }
            p.lines.push(Place { page: line.page, rect: line.rect });
        }
        let margin = lines.first().map_or(NO_MARGIN, |l| self.margin(l.page));
        let large = |l: &&Line| self.centred(l, margin) && l.size > 1.1 * self.body;
        p.heading = heading(&p.text, lines.len() <= 3 && lines.iter().all(large));
        p
    }

    fn margin(&self, page: u32) -> (f32, f32) {
        self.margins.get(&page).copied().unwrap_or(NO_MARGIN)
    }

    fn centred(&self, line: &Line, (left, right): (f32, f32)) -> bool {
        let Some(&(w, _)) = self.sizes.get(&line.page) else { return false };
        let middle = (line.rect.cx() - w / 2.0).abs() < line.size.max(6.0);
        middle && line.rect.x0 > left + 2.5 * line.size && line.rect.x1 < right - 2.5 * line.size
    }
}

/// Depth of a heading: by its ordinal, or 1 for a `title` without one. Sentences are none.
fn heading(text: &str, title: bool) -> Option<u8> {
    let text = squeeze(text);
    if text.chars().count() > 60 || text.ends_with(['。', ';', ',']) || text.contains('。') {
        return None;
    }
    match line_ordinal(&text) {
        Some(ordinal) => Some(ordinal.depth()),
        None if title && text.chars().count() >= 2 => Some(1),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    fn a4() -> Vec<Page> {
        (1..=4)
            .map(|number| Page { number, width: 595.0, height: 842.0, ..Page::default() })
            .collect()
    }

    fn line(page: u32, x0: f32, x1: f32, y: f32, text: &str) -> Line {
        Line {
            page,
            rect: Rect::new(x0, y, x1, y + 15.0),
            baseline: y + 13.0,
            size: 15.0,
            text: text.into(),
            glyphs: vec![],
        }
    }

    #[test]
    fn paragraphs_run_over_pages_and_end_at_short_lines() {
        let lines = [
            line(1, 107.0, 287.0, 680.0, "二、收入预算情况说明"),
            line(1, 107.0, 519.0, 710.0, "某局2026年收入预算为 8 695.94"),
            line(1, 290.0, 305.0, 790.0, "- 1 -"),
            line(2, 77.0, 300.0, 100.0, "万元，比上年增加。"),
            line(2, 107.0, 519.0, 130.0, "其中：财政拨款收入为八百万元整，另有其他。"),
            line(2, 107.0, 519.0, 160.0, "（一）另一段从这里开始，写满了这一整行的字"),
            line(2, 77.0, 200.0, 190.0, "到此为止。"),
        ];
        let p = lines_to_paragraphs(&lines, &a4());
        let texts: Vec<&str> = p.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "二、收入预算情况说明",
                "某局2026年收入预算为8695.94万元，比上年增加。",
                "其中：财政拨款收入为八百万元整，另有其他。",
                "（一）另一段从这里开始，写满了这一整行的字到此为止。"
            ]
        );
        assert_eq!(p[0].heading, Some(2));
        assert_eq!(p[1].heading, None);
        assert_eq!((p[1].pages[0], *p[1].pages.last().unwrap()), (1, 2));
    }

    #[test]
    fn running_heads_go_and_depths_are_told() {
        let mut lines = Vec::new();
        for page in 1..=4 {
            lines.push(line(page, 200.0, 390.0, 40.0, "某市某局2026年度部门预算公开"));
            lines.push(line(
                page,
                77.0,
                519.0,
                200.0,
                &format!("第{page}页正文，这一行写满直到右边的边界为止"),
            ));
        }
        let p = lines_to_paragraphs(&lines, &a4());
        assert!(p.iter().all(|p| !p.text.contains("预算公开")));
        let depth = |t: &str| heading(t, false);
        assert_eq!(depth("第三部分 情况说明"), Some(1));
        assert_eq!(depth("（一）机关运行经费"), Some(3));
        assert_eq!(depth("1.公务接待费"), Some(4));
        assert_eq!(depth("（1）住房保障"), Some(5));
        assert_eq!(depth("1.5万元"), None);
        assert_eq!(depth("（一）人员经费若干。"), None);
        assert_eq!(depth("没有序号"), None);
        assert_eq!(heading("情况说明", true), Some(1));
    }
}
