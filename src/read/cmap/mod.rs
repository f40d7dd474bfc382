//! CMaps: codes → CIDs and codes → text (ISO 32000-2, 9.7.5 and 9.10.3).
//!
//! Embedded CMaps are parsed here; Adobe's predefined ones come from `hayro-cmap`.

mod embedded;
mod encoding;

pub(super) use embedded::{Embedded, parse};
pub(super) use encoding::{Encoding, collection_text};

#[cfg(test)]
mod tests {
    use super::encoding::*;
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn later_entries_win_and_bad_ones_are_left_out() {
        let map = parse(b"1 beginbfrange <0001> <0005> <0041> endbfrange 3 beginbfchar <0002> <4E00> <xx> <> <03> endbfchar", 10);
        let texts: Vec<_> = (0..7).map(|code| map.text(code)).collect();
        let expected = [None, Some("A"), Some("一"), Some("C"), Some("D"), Some("E"), None];
        assert_eq!(texts, expected.map(|text| text.map(String::from)));
    }

    #[test]
    fn ranges_over_the_end_have_no_text() {
        let map = parse(b"1 beginbfrange <0000> <FFFF> <FFFE> endbfrange", 10);
        assert_eq!(map.text(1).as_deref(), Some("\u{FFFF}"));
        assert_eq!(map.text(0xFFFF).as_deref(), Some("\u{1FFFD}"));
        let map = parse(b"1 beginbfrange <00000000> <FFFFFFFF> <DBFFDFFF> endbfrange", 10);
        assert_eq!(map.text(1), None);
    }

    #[test]
    fn codes_of_mixed_length() {
        let map = parse(b"2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange", 10);
        assert_eq!(map.next_code(b"\x41\x42"), (0x41, 1));
        assert_eq!(map.next_code(b"\x81\x41"), (0x8141, 2));
        // The second byte is outside its bounds: the shortest length.
        assert_eq!(map.next_code(b"\x81\x20"), (0x81, 1));
    }

    #[test]
    fn predefined_maps_and_collections() {
        let Encoding::Named(gbk) = Encoding::named(b"GBK-EUC-H") else { panic!() };
        let (code, len) = gbk.next_code(b"\xd4\xa4");
        assert_eq!((code, len), (0xD4A4, 2));
        let cid = gbk.cid(code, len).unwrap();
        assert_eq!(collection_text(gbk.family.as_ref().unwrap(), cid).as_deref(), Some("预"));
        assert!(Encoding::named(b"GBK-EUC-V").vertical());
        assert!(matches!(Encoding::named(b"No-Such-H"), Encoding::Undefined));
        // 32 bits and surrogates
        let Encoding::Named(utf8) = Encoding::named(b"UniGB-UTF8-H") else { panic!() };
        assert_eq!(utf8.next_code("预算".as_bytes()), (0xE9A284, 3));
        let Encoding::Named(utf16) = Encoding::named(b"UniGB-UTF16-H") else { panic!() };
        let (code, len) = utf16.next_code(b"\xD8\x40\xDC\x0B");
        assert_eq!((utf16.character(code, len), len), (Some('\u{2000B}'), 4));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(entries in prop::collection::btree_map(0u32..0x10000, "\\PC{1,3}", 0..60), range in 0u32..0x8000, first in 0x4E00u32..0x9000, len in 0u32..300) {
            let hex = |text: &str| text.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>();
            let mut data = String::from("1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
            data += &format!("1 beginbfrange <{range:04X}> <{:04X}> <{first:04X}> endbfrange\n", range + len);
            let mut expected: BTreeMap<u32, String> = (0..=len).map(|i| (range + i, char::from_u32(first + i).unwrap().to_string())).collect();
            // More than OVERLAP single codes inside one range would hide it: real maps do not overlap at all.
            let entries: BTreeMap<u32, String> = entries.into_iter().filter(|(code, _)| !(range..=range + len).contains(code)).collect();
            data += &format!("{} beginbfchar\n", entries.len());
            for (code, text) in &entries {
                data += &format!("<{code:04X}> <{}>\n", hex(text));
            }
            data += "endbfchar";
            expected.extend(entries);
            let map = parse(data.as_bytes(), 1000);
            for code in 0..0x10000 {
                prop_assert_eq!(map.text(code), expected.get(&code).cloned());
            }
        }

        #[test]
        fn cid_ranges_round_trip(starts in prop::collection::btree_set(0u32..600, 0..30)) {
            let ranges: Vec<(u32, u32)> = starts.iter().map(|start| (start * 100, start * 100 + start % 99)).collect();
            let data: String = ranges.iter().map(|(low, high)| format!("1 begincidrange <{low:04X}> <{high:04X}> {} endcidrange ", low / 2)).collect();
            let map = parse(data.as_bytes(), 1000);
            for code in 0..60_100 {
                let expected = ranges.iter().find(|(low, high)| (low..=high).contains(&&code)).map(|(low, _)| low / 2 + code - low);
                prop_assert_eq!(map.cid(code), expected);
            }
        }
    }
}
