//! Lines → words: runs of characters without a wide gap, figures apart from words, letter-spaced words joined.

use crate::catalog::ordinal_depth;
use crate::model::{Glyph, Line, deadline, run_to_line, squeeze, squeezed};

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
    pub words: Vec<Line>,
    /// Prints a code, a figure, an ordinal or a total.
    pub body: bool,
}

/// Cuts a line into words. `known` tells the heads of the vocabulary.
pub fn line_to_words(glyphs: &[Glyph], line: &Line, known: &dyn Fn(&str) -> bool) -> Words {
    // Heads stand closer together than the figures below them.
    let heads = !line.text.chars().any(|c| c.is_ascii_digit());
    let mark = |run: &[u32]| {
        run.iter().all(|&i| is_blank_mark(glyphs[i as usize].ch.encode_utf8(&mut [0; 4])))
    };
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
                (true, false) => closes_figure(glyphs, &run) || (gap > FIGURE_GAP && mark(&run)),
                (false, true) => gap > FIGURE_GAP,
                (false, false) => false,
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
    let prose = words.iter().any(|w| w.text.contains(['。', '；']));
    let joined: String = words.iter().map(|w| w.text.replace(' ', "")).collect();
    // 合计 among other words and without a figure is a head.
    let figures = words.iter().any(|w| is_figure(&w.text));
    let opens = words.iter().any(|w| {
        opens_row(w) && (!is_total(&w.text) || figures || words.iter().all(|o| is_total(&o.text)))
    });
    let blanks =
        words.iter().any(|w| is_blank_mark(&w.text)) && joined.chars().any(char::is_alphabetic);
    // 科目编码 beside 总计 are two heads.
    let beside_head = || words.iter().any(|w| !is_total(&w.text) && known(&squeeze(&w.text)));
    let body = !prose && (figures || opens || blanks || is_total(&joined) && !beside_head());
    Words { baseline: line.baseline, size: line.size, words, body }
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
        let heads = text(end).chars().all(|c| matches!(c, '类' | '款' | '项'));
        while end > i
            && (heads
                || !(gap(i) < 1.6
                    || known(&text(end))
                    || is_total(&text(end))
                    || text(end) == "小计"))
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
    let wordy = |w: &Line| !is_figure(&w.text) && !is_blank_mark(&w.text) && !is_digits(&w.text);
    let mut starts: Vec<f32> = body
        .iter()
        .flat_map(|r| r.words.windows(2))
        .filter(|w| wordy(&w[0]) && wordy(&w[1]))
        .map(|w| w[1].rect.x0)
        .collect();
    starts.sort_by(f32::total_cmp);
    let edges: Vec<f32> =
        starts.chunk_by(|a, b| b - a < 0.5).filter(|c| c.len() >= 3).map(|c| c[0]).collect();
    for row in body.iter_mut().filter(|_| !edges.is_empty()) {
        deadline::tick();
        row.words = std::mem::take(&mut row.words)
            .into_iter()
            .flat_map(|w| cut_at(w, &edges, glyphs, &wordy))
            .collect();
    }
}

/// Cuts the word before the characters that stand at one of these edges.
fn cut_at(word: Line, edges: &[f32], glyphs: &[Glyph], wordy: &dyn Fn(&Line) -> bool) -> Vec<Line> {
    let near = |x: f32| edges.iter().any(|e| (e - x).abs() < 0.5);
    let first = |i: &u32| near(glyphs[*i as usize].rect.x0);
    if !wordy(&word) || !word.glyphs.iter().skip(1).any(first) {
        return vec![word];
    }
    let mut parts: Vec<Vec<u32>> = Vec::new();
    for i in &word.glyphs {
        match parts.last_mut() {
            Some(part) if !first(i) => part.push(*i),
            _ => parts.push(vec![*i]),
        }
    }
    parts.into_iter().map(|p| run_to_line(word.page, glyphs, p)).collect()
}

/// Puts a word behind another.
pub fn append(line: &mut Line, word: &Line) {
    line.text.push_str(&word.text);
    line.rect = line.rect.union(&word.rect);
    line.glyphs.extend(&word.glyphs);
}

/// A word that only the first line of a row prints: a code, an ordinal, a total.
pub fn opens_row(w: &Line) -> bool {
    is_code(&w.text) || is_total(&w.text) || is_ordinal(&w.text)
}

/// Begins with 一、 or the like.
pub fn is_ordinal(text: &str) -> bool {
    ordinal_depth(text).is_some() && !is_figure(text)
}

fn is_figure_char(c: char) -> bool {
    c.is_ascii_digit()
        || ('０'..='９').contains(&c)
        || matches!(c, '.' | ',' | '-' | '．' | '，' | '－' | '(' | ')' | '（' | '）' | '△' | '—')
}

fn closes_figure(glyphs: &[Glyph], run: &[u32]) -> bool {
    if run.len() > LONGEST_FIGURE {
        return true;
    }
    let text: String = run.iter().map(|&i| glyphs[i as usize].ch).collect();
    is_figure(&text) || is_code(&text)
}

/// 款 or 项 in a column of its own: two digits, set close.
fn closes_part(glyphs: &[Glyph], run: &[u32]) -> bool {
    let [a, b] = run else { return false };
    let (a, b) = (&glyphs[*a as usize], &glyphs[*b as usize]);
    a.ch.is_ascii_digit() && b.ch.is_ascii_digit() && b.rect.x0 - a.rect.x1 < FIGURE_GAP * b.size
}

/// A figure with decimals or thousands, or a lone zero.
pub fn is_figure(text: &str) -> bool {
    let t = squeezed(text);
    let t = t.trim_start_matches(['-', '(', '△']).trim_end_matches(')');
    let (whole, decimals) = t.split_once('.').unwrap_or((t, "0"));
    t == "0"
        || (t.contains(['.', ','])
            && whole.starts_with(|c: char| c.is_ascii_digit())
            && whole.chars().all(|c| c.is_ascii_digit() || c == ',')
            && !decimals.is_empty()
            && decimals.bytes().all(|b| b.is_ascii_digit()))
}

/// A dash standing alone.
pub fn is_blank_mark(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '—' | '－' | '–' | '/'))
}

/// Digits only.
pub fn is_digits(text: &str) -> bool {
    let t = squeezed(text);
    !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit())
}

/// Three to seven digits, or a part of a code.
pub fn is_code(text: &str) -> bool {
    let t = squeezed(text);
    matches!(t.len(), 3 | 5 | 7)
        && t.bytes().all(|b| b.is_ascii_digit())
        && matches!(t.as_bytes()[0], b'2' | b'3' | b'5')
}

/// 合计 or 总计 alone.
pub fn is_plain_total(text: &str) -> bool {
    matches!(&*squeezed(text), "合计" | "总计")
}

/// 合计, 总计, 本年支出合计 …
pub fn is_total(text: &str) -> bool {
    let t = squeezed(text);
    is_plain_total(&t)
        || ((t.ends_with("合计") || t.ends_with("总计"))
            && t.chars().count() <= 8
            && t.chars().count() > 2)
}

/// Only column numbers: 栏次 1 2 3, 1 2 3 4.
pub fn is_numbering(row: &Words) -> bool {
    let numbers: Vec<u32> =
        row.words.iter().filter_map(|w| squeeze(&w.text).parse().ok()).collect();
    let stars = |text: &str| text.chars().all(|c| c == '*');
    let named = row
        .words
        .iter()
        .map(|w| squeeze(&w.text))
        .filter(|t| matches!(t.as_str(), "栏次" | "行次") || stars(t))
        .count();
    let all = numbers.len() + named == row.words.len();
    all && numbers.len() >= 2
        && numbers.windows(2).all(|w| w[1] > w[0])
        && numbers[0] <= 2
        && numbers[numbers.len() - 1] <= 60
}
