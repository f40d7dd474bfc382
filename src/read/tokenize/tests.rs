//! Numbers, strings and operators as they are written; round trips.

use super::*;
use proptest::prelude::*;

/// Tokens with their strings, owned.
fn all(data: &[u8]) -> Vec<String> {
    let (mut lexer, mut text, mut out) = (Lexer::new(data), Vec::new(), Vec::new());
    while let Some(token) = lexer.next(&mut text) {
        out.push(match token {
            Token::Number(number) => format!("{number}"),
            Token::Name(raw) => format!("/{}", String::from_utf8_lossy(&name(raw))),
            Token::Text { start, end } => {
                format!("({})", text[start as usize..end as usize].escape_ascii())
            }
            Token::Word(word) => String::from_utf8_lossy(word).into_owned(),
            other => format!("{other:?}"),
        });
    }
    out
}

#[test]
fn numbers_as_generators_write_them() {
    assert_eq!(
        all(b"1 -2.5 +.5 4. --6 7-8 .25.5 0.000001 1e5"),
        ["1", "-2.5", "0.5", "4", "-6", "7", "0.25", "0.000001", "1", "e5"]
    );
    assert_eq!(
        all(b"123456789012345678901234567890 0.1234567890123456789012"),
        ["123456789012345680000000000000", "0.12345678901234568"]
    );
}

#[test]
fn strings_with_all_escapes() {
    assert_eq!(
        all(b"(a(b)c) (\\(\\)\\\\) (\\101\\7\\n) (x\\\ny) <48 65 6> (open"),
        ["(a(b)c)", "(()\\\\)", "(A\\x07\\n)", "(xy)", "(He`)", "(open)"]
    );
}

#[test]
fn operators_without_white_space() {
    assert_eq!(
        all(b"[(a)-250(b)]TJ/F1 9 Tf%x\nq<</A#20B true>>BDC"),
        [
            "ArrayStart",
            "(a)",
            "-250",
            "(b)",
            "ArrayEnd",
            "TJ",
            "/F1",
            "9",
            "Tf",
            "q",
            "DictStart",
            "/A B",
            "true",
            "DictEnd",
            "BDC"
        ]
    );
}

#[derive(Debug, Clone)]
enum Given {
    Number(i64, u32),
    Name(Vec<u8>),
    Literal(Vec<u8>),
    Hexadecimal(Vec<u8>),
    Word(String),
}

fn given() -> impl Strategy<Value = Given> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..12);
    prop_oneof![
        (-100_000_000i64..100_000_000, 0u32..6).prop_map(|(n, d)| Given::Number(n, d)),
        prop::collection::vec(any::<u8>(), 1..8).prop_map(Given::Name),
        bytes().prop_map(Given::Literal),
        bytes().prop_map(Given::Hexadecimal),
        "[A-Za-z*'\"][A-Za-z0-9*]{0,3}".prop_map(Given::Word),
    ]
}

impl Given {
    fn write(&self, out: &mut Vec<u8>) -> String {
        match self {
            Given::Number(digits, decimals) => {
                let value = *digits as f64 / 10f64.powi(*decimals as i32);
                out.extend(format!("{value:.0$}", *decimals as usize).bytes());
                format!("{value:.5}")
            }
            Given::Name(raw) => {
                out.push(b'/');
                out.extend(raw.iter().flat_map(|b| format!("#{b:02x}").into_bytes()));
                format!("/{raw:?}")
            }
            Given::Literal(text) => {
                out.push(b'(');
                for b in text {
                    out.extend(if b.is_ascii_alphanumeric() {
                        vec![*b]
                    } else {
                        format!("\\{b:03o}").into_bytes()
                    });
                }
                out.push(b')');
                format!("{text:?}")
            }
            Given::Hexadecimal(text) => {
                out.push(b'<');
                out.extend(text.iter().flat_map(|b| format!("{b:02X} ").into_bytes()));
                out.push(b'>');
                format!("{text:?}")
            }
            Given::Word(word) => {
                out.extend(word.bytes());
                word.clone()
            }
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(tokens in prop::collection::vec(given(), 0..40)) {
        let mut data = Vec::new();
        let expected: Vec<String> = tokens.iter().map(|token| {
            let said = token.write(&mut data);
            data.push(b'\n');
            said
        }).collect();
        let (mut lexer, mut text, mut found) = (Lexer::new(&data), Vec::new(), Vec::new());
        while let Some(token) = lexer.next(&mut text) {
            found.push(match token {
                Token::Number(number) => format!("{number:.5}"),
                Token::Name(raw) => format!("/{:?}", name(raw)),
                Token::Text { start, end } => format!("{:?}", &text[start as usize..end as usize]),
                Token::Word(word) => String::from_utf8_lossy(word).into_owned(),
                other => format!("{other:?}"),
            });
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn any_bytes_end(data in prop::collection::vec(any::<u8>(), 0..400)) {
        let (mut lexer, mut text, mut count) = (Lexer::new(&data), Vec::new(), 0);
        while let Some(token) = lexer.next(&mut text) {
            count += 1;
            if token == Token::Word(b"BI") {
                lexer.skip_inline_image();
            }
        }
        prop_assert!(count <= data.len());
        prop_assert!(text.len() <= data.len());
    }
}
