//! Content streams and CMaps into tokens (ISO 32000-2, 7.2 and 7.8).
//!
//! One pass, no allocation per token: names and operators are slices of the input, string bytes go to a buffer of
//! the caller. Whatever the bytes are, every call moves on or ends.

/// One token. Strings are ranges of the buffer given to [`Lexer::next`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'a> {
    Number(f64),
    /// Without the slash, `#xx` not yet resolved: see [`name`].
    Name(&'a [u8]),
    Text {
        start: u32,
        end: u32,
    },
    ArrayStart,
    ArrayEnd,
    DictStart,
    DictEnd,
    /// Operator or keyword, `true`, `false` and `null` among them.
    Word(&'a [u8]),
}

/// Reads tokens from bytes.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    data: &'a [u8],
    pos: usize,
}

const WHITE: u8 = 1;
const DELIMITER: u8 = 2;
const NUMBER: u8 = 4;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut i = 0;
    while i < 256 {
        class[i] = match i as u8 {
            0 | 9 | 10 | 12 | 13 | 32 => WHITE,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => DELIMITER,
            b'0'..=b'9' | b'+' | b'-' | b'.' => NUMBER,
            _ => 0,
        };
        i += 1;
    }
    class
};

fn class(b: u8) -> u8 {
    CLASS[b as usize]
}

static FRACTIONS: [f64; 19] = [
    1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14,
    1e-15, 1e-16, 1e-17, 1e-18,
];

impl<'a> Lexer<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Lexer { data, pos: 0 }
    }

    /// From a place of the data; `None` beyond its end.
    pub fn at(data: &'a [u8], pos: usize) -> Option<Self> {
        (pos <= data.len()).then_some(Lexer { data, pos })
    }

    /// Bytes read so far.
    pub fn pos(&self) -> usize {
        self.pos
    }

    /// The next token, `None` at the end. String bytes are appended to `text`.
    #[inline(always)]
    pub fn next(&mut self, text: &mut Vec<u8>) -> Option<Token<'a>> {
        loop {
            let b = *self.data.get(self.pos)?;
            match class(b) {
                WHITE => self.pos += 1,
                NUMBER => return Some(Token::Number(self.number())),
                DELIMITER => {
                    if let Some(token) = self.delimited(b, text) {
                        return Some(token);
                    }
                }
                _ => return Some(Token::Word(self.regular())),
            }
        }
    }

    #[inline(never)]
    fn delimited(&mut self, b: u8, text: &mut Vec<u8>) -> Option<Token<'a>> {
        let double = self.data.get(self.pos + 1) == Some(&b);
        match b {
            b'/' => {
                self.pos += 1;
                return Some(Token::Name(self.regular()));
            }
            b'(' => return Some(self.literal(text)),
            b'<' if double => return Some(self.take(2, Token::DictStart)),
            b'<' => return Some(self.hexadecimal(text)),
            b'>' if double => return Some(self.take(2, Token::DictEnd)),
            b'[' => return Some(self.take(1, Token::ArrayStart)),
            b']' => return Some(self.take(1, Token::ArrayEnd)),
            b'%' => self.comment(),
            _ => self.pos += 1,
        }
        None
    }

    fn take(&mut self, bytes: usize, token: Token<'a>) -> Token<'a> {
        self.pos += bytes;
        token
    }

    fn comment(&mut self) {
        while self.data.get(self.pos).is_some_and(|b| !matches!(b, b'\r' | b'\n')) {
            self.pos += 1;
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = &self.data[self.pos..];
        let len =
            rest.iter().position(|&b| class(b) & (WHITE | DELIMITER) != 0).unwrap_or(rest.len());
        self.pos += len;
        &rest[..len]
    }

    /// Signs, digits and one point; `--5` is −5, a sign or second point further on ends the value but not the token.
    #[inline(always)]
    fn number(&mut self) -> f64 {
        let data = &self.data[self.pos..];
        let mut i = 0;
        let mut negative = false;
        while let Some(b'+' | b'-') = data.get(i) {
            negative |= data[i] == b'-';
            i += 1;
        }
        let first = i;
        let mut value = 0u64;
        while let Some(b @ b'0'..=b'9') = data.get(i) {
            value = value.wrapping_mul(10).wrapping_add(u64::from(b - b'0'));
            i += 1;
        }
        let (mut digits, mut decimals) = (i - first, 0);
        if data.get(i) == Some(&b'.') {
            i += 1;
            let point = i;
            while let Some(b @ b'0'..=b'9') = data.get(i) {
                value = value.wrapping_mul(10).wrapping_add(u64::from(b - b'0'));
                i += 1;
            }
            decimals = i - point;
            digits += decimals;
        }
        let number = match digits {
            0..=18 => value as i64 as f64 * FRACTIONS[decimals],
            _ => long_number(&data[first..i]),
        };
        while data.get(i).is_some_and(|&b| class(b) == NUMBER) {
            i += 1;
        }
        self.pos += i;
        if negative { -number } else { number }
    }

    fn literal(&mut self, text: &mut Vec<u8>) -> Token<'a> {
        let start = text.len() as u32;
        self.pos += 1;
        let mut depth = 1usize;
        while let Some(&b) = self.data.get(self.pos) {
            self.pos += 1;
            match b {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(text);
                    continue;
                }
                b'\r' => {
                    if self.data.get(self.pos) == Some(&b'\n') {
                        self.pos += 1;
                    }
                    text.push(b'\n');
                    continue;
                }
                _ => {}
            }
            text.push(b);
        }
        Token::Text { start, end: text.len() as u32 }
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(&b) = self.data.get(self.pos) else { return };
        self.pos += 1;
        match b {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\n' => {}
            b'\r' => {
                if self.data.get(self.pos) == Some(&b'\n') {
                    self.pos += 1;
                }
            }
            b'0'..=b'7' => {
                let mut code = u32::from(b - b'0');
                for _ in 0..2 {
                    let Some(&b @ b'0'..=b'7') = self.data.get(self.pos) else { break };
                    code = code * 8 + u32::from(b - b'0');
                    self.pos += 1;
                }
                text.push(code as u8);
            }
            _ => text.push(b),
        }
    }

    fn hexadecimal(&mut self, text: &mut Vec<u8>) -> Token<'a> {
        let start = text.len() as u32;
        self.pos += 1;
        let mut high = None;
        while let Some(&b) = self.data.get(self.pos) {
            self.pos += 1;
            let digit = match b {
                b'0'..=b'9' => b - b'0',
                b'a'..=b'f' => b - b'a' + 10,
                b'A'..=b'F' => b - b'A' + 10,
                b'>' => break,
                _ => continue,
            };
            match high.take() {
                None => high = Some(digit),
                Some(h) => text.push(h << 4 | digit),
            }
        }
        if let Some(h) = high {
            text.push(h << 4);
        }
        Token::Text { start, end: text.len() as u32 }
    }

    /// Skips an inline image after its `BI`: keys to `ID`, data to `EI`. Tells whether it is a mask, which has holes.
    pub fn skip_inline_image(&mut self) -> bool {
        let mut ignored = Vec::new();
        let (mut mask, mut key) = (false, false);
        loop {
            match self.next(&mut ignored) {
                None | Some(Token::Word(b"EI")) => return mask,
                Some(Token::Word(b"ID")) => break,
                Some(Token::Word(word)) => mask |= key && word == b"true",
                Some(Token::Name(name)) => key = matches!(name, b"IM" | b"ImageMask"),
                Some(_) => ignored.clear(),
            }
        }
        self.pos += 1;
        let mut from = self.pos;
        while let Some(found) = find(self.data, from, b"EI") {
            let before = found == 0 || found <= self.pos || class(self.data[found - 1]) == WHITE;
            let after = &self.data[found + 2..];
            if before
                && after.first().is_none_or(|&b| class(b) == WHITE)
                && reads_like_content(after)
            {
                self.pos = found + 2;
                return mask;
            }
            from = found + 1;
        }
        self.pos = self.data.len();
        mask
    }
}

/// More digits than an integer holds, the general way.
#[cold]
fn long_number(digits: &[u8]) -> f64 {
    std::str::from_utf8(digits)
        .ok()
        .and_then(|text| text.parse().ok())
        .filter(|n: &f64| n.is_finite())
        .unwrap_or(0.0)
}

/// `EI` inside image data is rarely followed by text: look at what comes next.
fn reads_like_content(after: &[u8]) -> bool {
    after.iter().take(12).all(|&b| matches!(b, 9 | 10 | 13 | 32..=126) || b == 0)
}

fn find(data: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(data.get(from..)?, needle).map(|at| at + from)
}

/// A name with its `#xx` escapes resolved.
pub(super) fn name(raw: &[u8]) -> Vec<u8> {
    let hex = |b: Option<&u8>| b.and_then(|&b| (b as char).to_digit(16));
    let mut out = Vec::with_capacity(raw.len());
    let mut i = 0;
    while i < raw.len() {
        if raw[i] == b'#'
            && let (Some(h), Some(l)) = (hex(raw.get(i + 1)), hex(raw.get(i + 2)))
        {
            out.push((h << 4 | l) as u8);
            i += 3;
        } else {
            out.push(raw[i]);
            i += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests;
