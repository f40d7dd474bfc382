//! What a code shows, proven where it could do harm: steps 2 to 4 of [`super`].

use super::drawn::{Drawn, FIGURE, only};
use super::simple::differences_of;
use super::{Font, Kind, ToUnicode, is_blank};
use crate::lex::{is_digit, is_odd_digit};
use crate::read::file::{Dict, File, Object, Stream};
use crate::read::tokenize::{Lexer, Token};

/// Codes of one digit that are compared: fonts have one or two.
const RIVALS: usize = 8;

/// The characters of units of amount (金额单位): without one of them every figure of a table is another.
const OF_UNIT: &str = "元万千百亿";

impl<'d> Font<'d> {
    /// Text of a code, proven where it could do harm.
    pub(super) fn text(&self, code: u32, len: usize) -> Option<String> {
        let mapped = self.unicode(code);
        match mapped.as_deref() {
            Some(text) if only(text).is_some_and(|c| FIGURE.contains(c)) => {
                let proven = self.proven(code, len, only(text)?)?;
                (!is_digit(proven) || !self.misnames(len)).then(|| proven.to_string())
            }
            Some(text) if is_hollow(text) => {
                self.inked(code, len, mapped).map(|text| self.of_symbol_font(text))
            }
            Some(text) if only(text).is_some_and(is_odd_digit) => {
                self.plain_digit(code, len).map(String::from).or(mapped)
            }
            Some(_) => mapped,
            None => match self.encoded(code, len) {
                Some(text) if is_hollow(&text) => self.inked(code, len, Some(text)),
                encoded => encoded,
            },
        }
    }

    /// Text of a code without /ToUnicode.
    fn encoded(&self, code: u32, len: usize) -> Option<String> {
        match &self.kind {
            Kind::Simple(simple) => simple.texts.get(code as usize)?.clone(),
            Kind::Composite(composite) => composite
                .text(code, len)
                .or_else(|| self.drawn()?.reverse().text(self.glyph(code, len)?)),
        }
    }

    /// A text that shows nothing, unless its glyph has ink: then what encoding and program make of it.
    fn inked(&self, code: u32, len: usize, hollow: Option<String>) -> Option<String> {
        if hollow.as_deref() == Some(" ") && self.is_in_order(code) {
            return hollow;
        }
        let ink = self.glyph(code, len).and_then(|glyph| self.drawn()?.has_ink(glyph));
        if ink == Some(false) {
            return hollow;
        }
        let solid = |text: Option<String>| text.filter(|text| !is_hollow(text));
        let by_encoding = match &self.kind {
            Kind::Composite(composite) => solid(composite.text(code, len)),
            Kind::Simple(_) => solid(self.encoded(code, len)),
        };
        if by_encoding.is_some() || ink.is_none() {
            let is_space = |c: char| !c.is_control() || c.is_whitespace();
            return by_encoding.or(hollow.filter(|text| text.chars().all(is_space)));
        }
        let by_program =
            solid(self.glyph(code, len).and_then(|glyph| self.drawn()?.reverse().text(glyph)));
        // A private character says that it is none of the ordinary ones: it is kept as that, and makes no figure.
        by_program.or_else(|| hollow.filter(|text| text.chars().all(is_private)))
    }

    /// A figure's character that stands for the code of a symbol font, 0xF000 and more (ISO 32000-2, 9.6.5.4): the one of
    /// that code, unless the font is one of pictures.
    fn of_symbol_font(&self, text: String) -> String {
        let code = only(&text).and_then(|c| u32::from(c).checked_sub(0xF000));
        let plain = code.and_then(char::from_u32).filter(|c| SYMBOL_FIGURE.contains(*c));
        plain.filter(|_| !is_of_pictures(&self.name)).map_or(text, String::from)
    }

    /// Does the font paint nothing for a character of a figure or of a unit, or, for one of a figure, the sign of a glyph that
    /// is missing? Other words are not asked for: programs that are needed for nothing else would be unpacked.
    pub(super) fn is_bare(&self, code: u32, len: usize, c: char) -> bool {
        let of_figure = FIGURE.contains(c);
        if is_blank(c) || !of_figure && !OF_UNIT.contains(c) {
            return false;
        }
        if let Some(font) = self.type3 {
            return of_figure
                && content_of_code(self.file, font, code)
                    .and_then(|content| self.file.inflate(content))
                    .is_some_and(|content| !paints(&content));
        }
        let Some(drawn) = self.drawn() else { return false };
        match self.glyph(code, len) {
            Some(0) if of_figure => true,
            Some(glyph) => drawn.has_ink(glyph) == Some(false),
            None => of_figure && matches!(self.kind, Kind::Simple(_)) && drawn.lacks(c),
        }
    }

    /// Do the font's codes run in the order of ASCII, and is `code` where the space stands in it? Then no figure's character
    /// hides behind it, and the program, which is long, need not be asked.
    fn is_in_order(&self, code: u32) -> bool {
        let in_place = |c: &char| {
            let own = code.checked_add(*c as u32 - ' ' as u32);
            own.and_then(|code| only(&self.unicode(code)?)) == Some(*c)
        };
        matches!(self.to_unicode, ToUnicode::Map(_)) && ('!'..='~').filter(in_place).count() > 1
    }

    /// A figure's character by /ToUnicode, unless encoding or program give its code another one.
    fn proven(&self, code: u32, len: usize, mapped: char) -> Option<char> {
        let figure = |text: Option<String>| only(&text?).filter(|c| FIGURE.contains(*c));
        let encoded = match &self.kind {
            Kind::Simple(simple) => figure(simple.texts.get(code as usize).cloned().flatten()),
            Kind::Composite(composite) => figure(composite.text(code, len)),
        };
        // Nothing embedded: a viewer draws what the encoding says.
        let Some(drawn) = self.drawn() else {
            return Some(encoded.filter(|_| self.draws_by_encoding()).unwrap_or(mapped));
        };
        let (by_map, by_name) =
            self.glyph(code, len).map_or((None, None), |glyph| drawn.figures(glyph));
        let others = [encoded, by_map, by_name];
        let mut said = others.iter().flatten();
        let Some(first) = said.clone().next() else {
            return self.is_only_one(code, len, mapped).then_some(mapped);
        };
        if others.contains(&Some(mapped)) {
            return Some(mapped);
        }
        (said.clone().count() > 1 && said.all(|other| other == first)).then_some(*first)
    }

    /// Does no other code, whose glyph is drawn otherwise, claim to be the same digit? Of two that do, one lies.
    fn is_only_one(&self, code: u32, len: usize, digit: char) -> bool {
        let (ToUnicode::Map(map), true) = (&self.to_unicode, is_digit(digit)) else { return true };
        let Some((own, drawn)) = self.glyph(code, len).zip(self.drawn()) else { return true };
        let mut rivals = map.codes_of(digit).filter(|other| *other != code).take(RIVALS);
        !rivals.any(|other| {
            let glyph = self.glyph(other, len).filter(|glyph| *glyph != own);
            glyph.is_some_and(|glyph| drawn.differ(own, glyph))
        })
    }

    /// Does /ToUnicode call a glyph a digit that it does not look like? Then its other digits may be wrong too.
    fn misnames(&self, len: usize) -> bool {
        let ask = || {
            let (ToUnicode::Map(map), Some(drawn)) = (&self.to_unicode, self.drawn()) else {
                return false;
            };
            // What encoding and program say counts where they were asked.
            let codes = ('0'..='9')
                .flat_map(|digit| map.codes_of(digit).take(RIVALS).map(move |code| (code, digit)));
            let said = codes.filter_map(|(code, digit)| {
                // The sign of a missing glyph looks like none of them.
                let glyph = self.glyph(code, len).filter(|glyph| *glyph != 0)?;
                let contours = drawn.contours(glyph)?;
                Some((self.proven(code, len, digit)?, contours))
            });
            let said: Vec<_> = said.collect();
            let of = |wanted: char| said.iter().filter(move |(digit, _)| *digit == wanted);
            said.iter().any(|(digit, contours)| contours.contradict(*digit))
                || of('1').any(|one| of('7').any(|seven| one.1.wider(&seven.1)))
        };
        *self.misnamed.get_or_init(ask)
    }

    /// The digit that the program paints for a code that /ToUnicode calls ① or ².
    fn plain_digit(&self, code: u32, len: usize) -> Option<char> {
        let (by_map, by_name) = self.drawn()?.figures(self.glyph(code, len)?);
        by_map.or(by_name).filter(char::is_ascii_digit)
    }

    fn draws_by_encoding(&self) -> bool {
        match &self.kind {
            Kind::Simple(simple) => simple.by_encoding,
            Kind::Composite(composite) => composite.has_collection(),
        }
    }

    fn drawn(&self) -> Option<&Drawn<'d>> {
        let read = || self.shared.program(self.file, self.descriptor?);
        self.drawn.get_or_init(read).as_deref()
    }

    /// The glyph of the embedded program that a code shows.
    fn glyph(&self, code: u32, len: usize) -> Option<u16> {
        let drawn = self.drawn()?;
        match &self.kind {
            Kind::Simple(simple) => {
                let text = simple.texts.get(code as usize)?.as_deref();
                drawn.glyph_of_code(code as u8, text.and_then(only), simple.symbolic)
            }
            Kind::Composite(composite) => composite.glyph(code, len, drawn),
        }
    }
}

/// The characters of amounts that symbol fonts have at their codes in ASCII.
const SYMBOL_FIGURE: &str = "0123456789.,-";

/// Wingdings, Webdings, ITC Zapf Dingbats: fonts whose codes are pictures.
fn is_of_pictures(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["dings", "dingbat"].iter().any(|part| name.contains(part))
}

/// What a Type3 font paints for a code: the piece of content of the name that /Differences gives it (ISO 32000-2, 9.6.4).
fn content_of_code<'d>(file: &'d File<'d>, font: &'d Dict, code: u32) -> Option<&'d Stream> {
    let differences = file.array(file.dict(font, b"Encoding")?, b"Differences")?;
    let (mut next, mut name) = (0u32, None);
    for item in differences_of(file, differences) {
        match item {
            Object::Name(own) => {
                name = (next == code).then_some(own).or(name);
                next += 1;
            }
            number => next = number.as_number().map_or(next, |n| n.clamp(0.0, 256.0) as u32),
        }
    }
    match file.get(file.dict(font, b"CharProcs")?, name?)? {
        Object::Stream(stream) => Some(stream),
        _ => None,
    }
}

/// Has a piece of content an operator that paints?
fn paints(content: &[u8]) -> bool {
    let (mut lexer, mut text) = (Lexer::new(content), Vec::new());
    while let Some(token) = lexer.next(&mut text) {
        text.clear();
        let Token::Word(word) = token else { continue };
        let painting: [&[u8]; 17] = [
            b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Do", b"sh", b"Tj", b"TJ",
            b"'", b"\"", b"BI", b"ID",
        ];
        if painting.contains(&word) {
            return true;
        }
    }
    false
}

/// A text that shows nothing, or says nothing of what it shows.
fn is_hollow(text: &str) -> bool {
    text.chars().all(|c| is_private(c) || is_blank(c) || c == '\u{AD}')
}

pub(super) fn is_ideograph(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_without_an_operator_that_paints_is_bare() {
        assert!(paints(b"600 0 d0 10 10 300 700 re f") && paints(b"1 0 0 1 0 0 cm /Im Do"));
        assert!(!paints(b"560 0 d0") && !paints(b"560 0 d0 10 10 m 20 20 l n (f) /S gs"));
    }
}
