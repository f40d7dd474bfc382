//! Operators and operands of content streams (ISO 32000-2, annex A).

use crate::read::matrix::Matrix;

/// What stands before an operator.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) enum Operand<'c> {
    Number(f64),
    Name(&'c [u8]),
    Text(u32, u32),
    /// Brackets and keywords.
    Other,
}

macro_rules! operators {
    ($($name:ident = $text:literal),* $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::read) enum Op { Unknown, $($name),* }

        /// Operators of one and two bytes by [`place`].
        static SHORT: [Op; 1 << 14] = {
            let mut table = [Op::Unknown; 1 << 14];
            $(if $text.len() <= 2 { table[place($text)] = Op::$name; })*
            table
        };

        fn long_operator(word: &[u8]) -> Op {
            match word {
                $($text => Op::$name,)*
                _ => Op::Unknown,
            }
        }
    };
}

const fn place(word: &[u8]) -> usize {
    let second = if word.len() > 1 { word[1] } else { 0 };
    (word[0] as usize & 127) << 7 | second as usize & 127
}

pub(in crate::read) fn operator(word: &[u8]) -> Op {
    match word.len() {
        1 | 2 if word.is_ascii() => SHORT[place(word)],
        3 => long_operator(word),
        _ => Op::Unknown,
    }
}

operators! {
    Save = b"q", Restore = b"Q", Concat = b"cm", Width = b"w", Graphics = b"gs", Move = b"m",
    Line = b"l", Curve = b"c", CurveV = b"v", CurveY = b"y", Close = b"h", Rectangle = b"re",
    Stroke = b"S", CloseStroke = b"s", Fill = b"f", FillOld = b"F", FillEo = b"f*", Both = b"B",
    BothEo = b"B*", CloseBoth = b"b", CloseBothEo = b"b*", EndPath = b"n", Clip = b"W", ClipEo = b"W*",
    StrokeGray = b"G", FillGray = b"g", StrokeRgb = b"RG", FillRgb = b"rg", StrokeCmyk = b"K", FillCmyk = b"k",
    StrokeSpace = b"CS", FillSpace = b"cs", StrokeColor = b"SC", FillColor = b"sc", StrokeColorN = b"SCN", FillColorN = b"scn",
    Shading = b"sh", Do = b"Do", Inline = b"BI", BeginText = b"BT", EndText = b"ET", CharSpace = b"Tc", WordSpace = b"Tw",
    Scale = b"Tz", Leading = b"TL", Font = b"Tf", Mode = b"Tr", Rise = b"Ts", Next = b"Td",
    NextLeading = b"TD", Matrix = b"Tm", NextLine = b"T*", Show = b"Tj", ShowArray = b"TJ", ShowNext = b"'",
    ShowSpaced = b"\"", BeginMarked = b"BMC", BeginMarkedDict = b"BDC", EndMarked = b"EMC",
}

pub(in crate::read) fn number(operands: &[Operand], at: usize) -> Option<f64> {
    match operands.get(at)? {
        Operand::Number(number) => Some(*number),
        _ => None,
    }
}

/// The last `N` operands, which must be numbers.
pub(in crate::read) fn numbers<const N: usize>(operands: &[Operand]) -> Option<[f64; N]> {
    let from = operands.len().checked_sub(N)?;
    let mut out = [0.0; N];
    for (slot, operand) in out.iter_mut().zip(&operands[from..]) {
        let Operand::Number(number) = operand else { return None };
        *slot = *number;
    }
    Some(out)
}

pub(in crate::read) fn matrix(operands: &[Operand]) -> Option<Matrix> {
    numbers(operands).map(|[a, b, c, d, e, f]| Matrix::new(a, b, c, d, e, f))
}
