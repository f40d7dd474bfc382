//! Marked content: /ActualText, which stands for the glyphs inside it (ISO 32000-2, 14.9.4), optional content that is
//! switched off (8.11), and artifacts, which are no part of what the page says (14.8.2.2).

use crate::deadline;
use crate::lex::is_figure_char;
use crate::model::{Glyph, Rect};

/// The marked-content sequences that are open.
#[derive(Debug, Default)]
pub(in crate::read) struct Marked {
    open: Vec<Open>,
    /// How many of the open ones are switched off.
    off: usize,
    /// How many of them are page furniture.
    artifacts: usize,
    /// Sequences open beyond [`MAX_OPEN`], counted only.
    beyond: usize,
}

/// What a marked-content sequence says of what is inside it.
#[derive(Debug, Default)]
pub(in crate::read) struct Sequence {
    /// /ActualText.
    pub text: Option<String>,
    /// Optional content that is switched off.
    pub off: bool,
    /// An artifact of pagination or background, or a watermark.
    pub artifact: bool,
}

#[derive(Debug)]
struct Open {
    sequence: Sequence,
    /// Glyphs on the page when it began.
    start: usize,
}

/// Sequences inside sequences: seen are 6.
const MAX_OPEN: usize = 1 << 16;

impl Marked {
    pub fn begin(&mut self, sequence: Sequence, glyphs: usize) {
        if self.open.len() < MAX_OPEN {
            self.off += usize::from(sequence.off);
            self.artifacts += usize::from(sequence.artifact);
            self.open.push(Open { sequence, start: glyphs });
        } else {
            self.beyond += 1;
        }
    }

    /// More sequences are open than are known.
    pub fn is_cut(&self) -> bool {
        self.beyond > 0
    }

    /// What is painted now is page furniture.
    pub fn is_artifact(&self) -> bool {
        self.artifacts > 0
    }

    /// What is painted now is not shown.
    pub fn hides(&self) -> bool {
        self.off > 0
    }

    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Closes what a form left open.
    pub fn close_to(&mut self, depth: usize, glyphs: &mut Vec<Glyph>, most: usize) {
        while self.open.len() > depth {
            self.beyond = 0;
            self.end(glyphs, most);
        }
    }

    /// Ends the innermost sequence; its text is put in its place as long as the page has no more than `most` glyphs then.
    pub fn end(&mut self, glyphs: &mut Vec<Glyph>, most: usize) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(open) = self.open.pop() else { return };
        self.off -= usize::from(open.sequence.off);
        self.artifacts -= usize::from(open.sequence.artifact);
        if let Some(text) = open.sequence.text {
            replace(&text, open.start, glyphs, most);
        }
    }
}

/// Does a painted character say which it is? A private one, a radical, and what could not be decoded do not: for such text
/// stands that the file gives beside them.
fn is_known(c: char) -> bool {
    !matches!(
        c,
        char::REPLACEMENT_CHARACTER
            | '\u{E000}'..='\u{F8FF}'
            | '\u{F0000}'..='\u{10FFFF}'
            | '\u{2E80}'..='\u{2FDF}'
            | '\u{F900}'..='\u{FAFF}'
    )
}

/// Do the painted characters say by themselves what they are: figures and ideographs? A letter may be the code of anything,
/// but a figure beside it that the text does not hold stands on the page.
fn is_plain(painted: &[Glyph], said: &[char]) -> bool {
    let known = || painted.iter().map(|glyph| glyph.ch);
    let figures = |c: &char| is_figure_char(*c);
    known().all(is_known)
        && (known().all(|c| is_figure_char(c) || !c.is_alphabetic() || ('一'..='鿿').contains(&c))
            || known().any(is_figure_char)
                && !known().filter(figures).eq(said.iter().copied().filter(figures)))
}

/// Puts `text` in the place of the glyphs from `start` on, unless they say it themselves: who looks at the page sees what
/// is painted, and a text beside it that says another figure, or other words, may have been left there by an edit.
fn replace(text: &str, start: usize, glyphs: &mut Vec<Glyph>, most: usize) {
    deadline::tick_long();
    let Some(painted) = glyphs.get(start..).filter(|painted| !painted.is_empty()) else { return };
    let chars: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{FEFF}')
        .collect();
    if painted.iter().map(|g| g.ch).eq(chars.iter().copied()) || is_plain(painted, &chars) {
        return;
    }
    if painted.len() == chars.len() {
        glyphs[start..].iter_mut().zip(chars).for_each(|(glyph, c)| glyph.ch = c);
        return;
    }
    if start + chars.len() > most {
        return;
    }
    let Some(whole) = Rect::around(painted.iter().map(|glyph| &glyph.rect)) else { return };
    let first = painted[0];
    let width = whole.width() / chars.len().max(1) as f32;
    glyphs.truncate(start);
    glyphs.extend(chars.iter().enumerate().map(|(i, &ch)| {
        let x0 = whole.x0 + width * i as f32;
        Glyph { ch, rect: Rect { x0, x1: x0 + width, ..whole }, ..first }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands on the page after a sequence of these characters with this /ActualText.
    fn left(painted: &str, said: &str) -> String {
        let glyph = |(i, ch): (u8, char)| {
            let x = 5.0 * f32::from(i);
            Glyph { ch, rect: Rect::new(x, 0.0, x + 5.0, 10.0), ..Glyph::default() }
        };
        let mut glyphs: Vec<Glyph> = (0u8..).zip(painted.chars()).map(glyph).collect();
        let mut marked = Marked::default();
        marked.begin(Sequence { text: Some(said.into()), ..Sequence::default() }, 0);
        marked.end(&mut glyphs, 1000);
        glyphs.iter().map(|glyph| glyph.ch).collect()
    }

    #[test]
    fn what_is_painted_in_known_characters_stays() {
        for said in ["999.99", "1,999.99", "", "无", "-777.77"] {
            assert_eq!(left("777.77", said), "777.77");
        }
        assert_eq!(left("万元", "元"), "万元");
    }

    #[test]
    fn what_nobody_knows_is_what_the_file_says() {
        assert_eq!(left("\u{FFFD}\u{FFFD}.\u{FFFD}", "1.5"), "1.5");
        assert_eq!(left("\u{E000}出", "支出"), "支出");
        assert_eq!(left("⽀出", "支出"), "支出");
        // A letter may be the code of any character, but it makes no figure.
        assert_eq!((left("x", "门").as_str(), left("5x", "门").as_str()), ("门", "5x"));
    }
}
