//! Lines → words: runs of characters without a wide gap, figures apart from words, letter-spaced words joined.

use crate::deadline;
use crate::lex::{
    column_numbers, digits_to_code, is_amount_or_zero, is_code_level, is_dash_char, is_figure_char,
    is_percent, is_rate, total,
};
use crate::model::{Glyph, Line, Total, run_to_line, squeeze, squeezed};
use crate::rebuild::word::{Word, append, sums};

/// Characters of the longest figure; what is longer is none, and ends.
const LONGEST_FIGURE: usize = 60;

/// Words further apart than this many times the font size are two.
const WORD_GAP: f32 = 0.9;
/// The same on lines without figures: heads.
const HEAD_GAP: f32 = 0.45;
/// Two heads that the vocabulary knows are two if they stand further apart than this.
const HEADS_APART: f32 = 0.1;
/// A figure and a word further apart than this are two.
const FIGURE_GAP: f32 = 0.15;
/// The gap between a figure of one column and the words of the next is wider than this, where rows show that it is one.
const GUTTER: f32 = 0.3;
/// Letters of one word are not further apart than this many times the font size.
const SPREAD_GAP: f32 = 4.5;

/// A line of the region cut into words.
#[derive(Debug, Clone)]
pub struct Words {
    /// y of the baseline.
    pub baseline: f32,
    /// Largest font size.
    pub size: f32,
    /// Left to right.
    pub words: Vec<Word>,
    /// Prints a code, a figure, an ordinal or a total.
    pub body: bool,
}

/// Cuts a line into words. `known` tells the heads of the vocabulary.
pub fn line_to_words(glyphs: &[Glyph], line: &Line, known: &dyn Fn(&str) -> bool) -> Words {
    // Heads stand closer together than the figures below them.
    let heads = !line.text.chars().any(|c| c.is_ascii_digit());
    let mark = |run: &[u32]| run.iter().all(|&i| is_dash_char(glyphs[i as usize].ch));
    let mut words: Vec<Line> = Vec::new();
    let mut run: Vec<u32> = Vec::new();
    for &i in &line.glyphs {
        deadline::tick();
        let g = &glyphs[i as usize];
        if let Some(&l) = run.last() {
            let before = &glyphs[l as usize];
            let gap = (g.rect.x0 - before.rect.x1) / g.size.max(1.0);
            let (a, b) = (is_figure_char(before.ch), is_figure_char(g.ch));
            let cut = match (a, b) {
                _ if gap > if heads { HEAD_GAP } else { WORD_GAP } => true,
                (true, true) => {
                    closes_figure(glyphs, &run) && (gap > FIGURE_GAP || matches!(g.ch, '(' | '（'))
                        || gap > FIGURE_GAP && closes_part(glyphs, &run)
                        || (gap > FIGURE_GAP || matches!(g.ch, '（')) && mark(&run)
                }
                (true, false) if is_percent(g.ch) => gap > HEAD_GAP,
                (true, false) => closes_figure(glyphs, &run) || (gap > FIGURE_GAP && mark(&run)),
                (false, true) => gap > FIGURE_GAP,
                (false, false) => gap > FIGURE_GAP && closes_rate(glyphs, &run),
            };
            if cut {
                words.push(run_to_line(line.page, glyphs, std::mem::take(&mut run)));
            }
        }
        run.push(i);
    }
    if !run.is_empty() {
        words.push(run_to_line(line.page, glyphs, run));
    }
    let mut words = join_spread(words, known);
    if heads {
        words = words.into_iter().flat_map(|w| cut_head(w, glyphs, known)).collect();
    }
    let words: Vec<Word> = words.into_iter().map(Word::from).collect();
    Words { baseline: line.baseline, size: line.size, body: is_body(&words, known), words }
}

/// Does a figure stand beside another, or beside the dash for one? In no prose do they.
pub fn has_figures_side_by_side(words: &[Word]) -> bool {
    let place = |w: &Word| w.is_figure() || w.is_dash();
    words.windows(2).any(|w| w.iter().all(place) && w.iter().any(Word::is_figure))
}

/// Do the words of a line belong to the body: do they print a figure, or what opens a row?
pub fn is_body(words: &[Word], known: &dyn Fn(&str) -> bool) -> bool {
    let prose = || words.iter().any(|w| w.text.contains(['。', '；']));
    if !has_figures_side_by_side(words) && prose() {
        return false;
    }
    let joined: String = words.iter().map(|w| w.text.replace(' ', "")).collect();
    // 合计 among other words and without a figure is a head.
    let figures = words.iter().any(Word::is_figure);
    let totals = words.iter().all(Word::is_total);
    let opens = words.iter().any(|w| w.opens_row() && (!w.is_total() || figures || totals));
    let blanks = words.iter().any(Word::is_dash) && joined.chars().any(char::is_alphabetic);
    // 科目编码 beside 总计 are two heads.
    let beside_head = || words.iter().any(|w| !w.is_total() && known(&squeeze(&w.text)));
    let total = total(&joined).is_some_and(|total| sums(total, &joined));
    figures || opens || blanks || total && !beside_head()
}

/// Letter-spaced words (合　计, 项　目): single characters in a row, evenly and closely set, or that together are a known
/// head or a total. 类 款 项 are three heads.
fn join_spread(words: Vec<Line>, known: &dyn Fn(&str) -> bool) -> Vec<Line> {
    let single = |w: &Line| w.text.chars().count() == 1 && !w.text.starts_with(is_figure_char);
    let gap = |i: usize| (words[i + 1].rect.x0 - words[i].rect.x1) / words[i].size.max(1.0);
    let mut out: Vec<Line> = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let mut end = i;
        while end + 1 < words.len()
            && end - i < 12
            && single(&words[i])
            && single(&words[end + 1])
            && gap(end) < SPREAD_GAP
            && (gap(end) - gap(i)).abs() < 0.25
        {
            end += 1;
        }
        let text = |e: usize| -> String { words[i..=e].iter().map(|w| w.text.as_str()).collect() };
        let heads = text(end).chars().all(|c| is_code_level(c.encode_utf8(&mut [0; 4])));
        while end > i
            && (heads
                || !(gap(i) < 1.6
                    || known(&text(end))
                    || total(&text(end)).is_some_and(|t| t == Total::Group || sums(t, &text(end)))))
        {
            end -= 1;
        }
        let mut word = words[i].clone();
        for w in &words[i + 1..=end] {
            append(&mut word, w);
        }
        out.push(word);
        i = end + 1;
    }
    out
}

/// Two heads that stand closer than a gap: not known as one, known as two when cut at their widest gap.
fn cut_head(word: Line, glyphs: &[Glyph], known: &dyn Fn(&str) -> bool) -> Vec<Line> {
    let gap = |k: usize| {
        glyphs[word.glyphs[k] as usize].rect.x0 - glyphs[word.glyphs[k - 1] as usize].rect.x1
    };
    let widest = (1..word.glyphs.len()).max_by(|&a, &b| gap(a).total_cmp(&gap(b)));
    if let Some(at) =
        widest.filter(|&at| gap(at) > HEADS_APART * word.size && !known(&squeeze(&word.text)))
    {
        let (left, right) = word.glyphs.split_at(at);
        let parts = [left, right].map(|part| run_to_line(word.page, glyphs, part.to_vec()));
        if parts.iter().all(|p| known(&squeeze(&p.text))) {
            return parts.to_vec();
        }
    }
    vec![word]
}

/// Cuts words of a column that touch those of the next, where at least three others of the next begin and stand beside
/// words of their own line.
pub fn cut_at_starts(body: &mut [Words], glyphs: &[Glyph]) {
    let mut starts: Vec<f32> = body
        .iter()
        .flat_map(|r| r.words.windows(2))
        .filter(|w| w[0].is_words() && w[1].is_words())
        .map(|w| w[1].rect.x0)
        .collect();
    starts.sort_by(f32::total_cmp);
    let edges: Vec<f32> =
        starts.chunk_by(|a, b| b - a < 0.5).filter(|c| c.len() >= 3).map(|c| c[0]).collect();
    for row in body.iter_mut().filter(|_| !edges.is_empty()) {
        deadline::tick();
        row.words = std::mem::take(&mut row.words)
            .into_iter()
            .flat_map(|w| cut_at(w, &edges, glyphs))
            .collect();
    }
}

/// Cuts the word before the characters that stand at one of these edges.
fn cut_at(word: Word, edges: &[f32], glyphs: &[Glyph]) -> Vec<Word> {
    let near = |x: f32| edges.iter().any(|e| (e - x).abs() < 0.5);
    let first = |i: &u32| near(glyphs[*i as usize].rect.x0);
    if !word.is_words() || !word.glyphs.iter().skip(1).any(first) {
        return vec![word];
    }
    let mut parts: Vec<Vec<u32>> = Vec::new();
    for i in &word.glyphs {
        match parts.last_mut() {
            Some(part) if !first(i) => part.push(*i),
            _ => parts.push(vec![*i]),
        }
    }
    parts.into_iter().map(|p| run_to_line(word.page, glyphs, p).into()).collect()
}

/// Cuts whole numbers from the words of the next column that begin right behind them: 800 and 污水处理费支出. Rows show the
/// gap between two columns, on whose left side figures end and on whose right side words begin, at least three of them at
/// the same places. A number in a name, 2024 年, has less room behind it.
pub fn cut_at_gutters(body: &mut [Words], glyphs: &[Glyph]) {
    let at = |i: u32| &glyphs[i as usize];
    let is_gap = |a: u32, b: u32| {
        let (a, b) = (at(a), at(b));
        is_figure_char(a.ch) && !is_figure_char(b.ch) && b.rect.x0 - a.rect.x1 > GUTTER * b.size
    };
    let in_row = |row: &Words| -> Vec<(f32, f32)> {
        let all: Vec<u32> = row.words.iter().flat_map(|w| w.glyphs.iter().copied()).collect();
        let gaps = all.windows(2).filter(|pair| is_gap(pair[0], pair[1]));
        gaps.map(|pair| (at(pair[1]).rect.x0, at(pair[0]).rect.x1)).collect()
    };
    let mut gaps: Vec<(f32, f32)> = body.iter().flat_map(in_row).collect();
    gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut gutters: Vec<(f32, f32)> = Vec::new();
    for starts in gaps.chunk_by_mut(|a, b| b.0 - a.0 < 0.5) {
        starts.sort_by(|a, b| a.1.total_cmp(&b.1));
        let both = starts.chunk_by(|a, b| b.1 - a.1 < 0.5).filter(|both| both.len() >= 3);
        gutters.extend(both.map(|both| both[0]));
    }
    let is_gutter = |a: u32, b: u32| {
        let (end, start) = (at(a).rect.x1, at(b).rect.x0);
        gutters.iter().any(|g| (g.0 - start).abs() < 0.5 && (g.1 - end).abs() < 0.5)
    };
    for row in body.iter_mut().filter(|_| !gutters.is_empty()) {
        deadline::tick();
        let cut = |word: Word| -> Vec<Word> {
            let number = |i: &&u32| is_figure_char(at(**i).ch);
            let digits = word.glyphs.iter().take_while(number).count();
            if digits == 0 || digits == word.glyphs.len() {
                return vec![word];
            }
            let (number, words) = word.glyphs.split_at(digits);
            if !is_gutter(number[digits - 1], words[0]) {
                return vec![word];
            }
            [number, words].map(|part| run_to_line(word.page, glyphs, part.to_vec()).into()).into()
        };
        row.words = std::mem::take(&mut row.words).into_iter().flat_map(cut).collect();
    }
}

fn closes_figure(glyphs: &[Glyph], run: &[u32]) -> bool {
    if run.len() > LONGEST_FIGURE {
        return true;
    }
    let text: String = run.iter().map(|&i| glyphs[i as usize].ch).collect();
    is_amount_or_zero(&text) || digits_to_code(&squeezed(&text)).is_some()
}

/// A figure and its sign: 18.78%.
fn closes_rate(glyphs: &[Glyph], run: &[u32]) -> bool {
    let signed = run.last().is_some_and(|&i| is_percent(glyphs[i as usize].ch));
    let text = || -> String { run.iter().map(|&i| glyphs[i as usize].ch).collect() };
    signed && run.len() <= LONGEST_FIGURE && is_rate(&text())
}

/// 款 or 项 in a column of its own: two digits, set close.
fn closes_part(glyphs: &[Glyph], run: &[u32]) -> bool {
    let [a, b] = run else { return false };
    let (a, b) = (&glyphs[*a as usize], &glyphs[*b as usize]);
    a.ch.is_ascii_digit() && b.ch.is_ascii_digit() && b.rect.x0 - a.rect.x1 < FIGURE_GAP * b.size
}

/// A row of column numbers: 栏次 1 2 3, 1 2 3 4. Without numbers 类, 款 and 项 are heads.
pub fn is_numbering(row: &Words) -> bool {
    column_numbers(row.words.iter().map(|w| w.text.as_str())).is_some_and(|n| n >= 2)
}
