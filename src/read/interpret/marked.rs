//! Marked content: /ActualText, which stands for the glyphs inside it (ISO 32000-2, 14.9.4), optional content that is
//! switched off (8.11), and artifacts, which are no part of what the page says (14.8.2.2).

use crate::deadline;
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

const MAX_OPEN: usize = 256;

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

/// Puts `text` in the place of the glyphs from `start` on, unless they say the same.
fn replace(text: &str, start: usize, glyphs: &mut Vec<Glyph>, most: usize) {
    deadline::tick_long();
    let Some(painted) = glyphs.get(start..).filter(|painted| !painted.is_empty()) else { return };
    let chars: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{FEFF}')
        .collect();
    if painted.iter().map(|g| g.ch).eq(chars.iter().copied()) {
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
