//! The files of the page, as they stand in `page/`: a frame, a style, modules of JavaScript and `strings.json`, the words in
//! Chinese and English. Nothing is built. Texts of PDFs and names of files are put into text nodes and attributes only, and
//! the server's content security policy lets nothing run but these files.

/// Content type and bytes of a file of the page; the page itself has the empty name.
pub fn file(name: &str) -> Option<(&'static str, &'static [u8])> {
    FILES.iter().find(|(known, _)| *known == name).map(|(name, bytes)| (kind(name), *bytes))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "json")) => "application/json",
        Some((_, "svg")) => "image/svg+xml",
        _ => "text/html; charset=utf-8",
    }
}

macro_rules! files {
    ($($name:literal $path:literal)*) => {
        &[$(($name, include_bytes!(concat!("page/", $path)))),*]
    };
}

const FILES: &[(&str, &[u8])] = files! {
    "" "page.html"
    "style.css" "style.css"
    "icon.svg" "icon.svg"
    "strings.json" "strings.json"
    "address.js" "address.js"
    "base.js" "base.js"
    "document.js" "document.js"
    "keys.js" "keys.js"
    "list.js" "list.js"
    "main.js" "main.js"
    "marks.js" "marks.js"
    "notes.js" "notes.js"
    "owed.js" "owed.js"
    "place.js" "place.js"
    "print.js" "print.js"
    "server.js" "server.js"
    "tables.js" "tables.js"
    "upload.js" "upload.js"
    "words.js" "words.js"
};

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;
    use std::collections::{BTreeMap, BTreeSet};

    /// The frame and the modules, one after the other.
    fn source() -> String {
        let told = |name: &str| name.is_empty() || name.ends_with(".js");
        FILES
            .iter()
            .filter(|(name, _)| told(name))
            .map(|(_, bytes)| std::str::from_utf8(bytes).unwrap())
            .collect()
    }

    fn words() -> BTreeMap<String, [String; 2]> {
        serde_json::from_slice(file("strings.json").unwrap().1).unwrap()
    }

    #[test]
    fn every_word_has_two_languages_and_is_used() {
        let source = source();
        let put_together = [
            "state.", "status.", "kind.", "sort.", "note.", "mark.", "role.", "duty.", "owed.",
            "part.",
        ];
        for (key, [zh, en]) in words() {
            assert!(!zh.is_empty() && !en.is_empty() && (zh != en), "{key}");
            let used =
                source.contains(&format!("'{key}'")) || source.contains(&format!("\"{key}\""));
            assert!(
                used || put_together.iter().any(|head| key.starts_with(head)),
                "{key} is not used"
            );
        }
    }

    #[test]
    fn the_page_uses_no_other_words() {
        let words = words();
        let used =
            Regex::new(r#"data-t(?:-\w+)?="([\w.-]+)"|\bt\('([\w.-]+)'|'(key\.\w+)'"#).unwrap();
        let source = source();
        let keys: BTreeSet<_> = used
            .captures_iter(&source)
            .filter_map(|c| c.get(1).or(c.get(2)).or(c.get(3)))
            .map(|m| m.as_str())
            .collect();
        assert!(keys.len() > 60, "{}", keys.len());
        let unknown: Vec<_> = keys.into_iter().filter(|key| !words.contains_key(*key)).collect();
        assert_eq!(unknown, [""; 0]);
    }

    #[test]
    fn texts_never_become_markup_and_all_is_served() {
        let source = source();
        for way in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "DOMParser",
            "srcdoc",
            "style=\"",
            "onclick=\"",
            "http:",
            "https:",
        ] {
            let plain = source.replace("http://www.w3.org/2000/svg", "");
            assert!(!plain.contains(way), "{way}");
        }
        let named =
            Regex::new(r#"from '\./([\w.]+)'|(?:src|href)="([\w.]+)"|fetch\('([\w.]+)'"#).unwrap();
        let mut names: BTreeSet<&str> = named
            .captures_iter(&source)
            .filter_map(|c| c.get(1).or(c.get(2)).or(c.get(3)))
            .map(|m| m.as_str())
            .collect();
        names.insert("");
        assert_eq!(names, FILES.iter().map(|(name, _)| *name).collect(), "asked for and served");
        assert_eq!(file("page.html"), None);
    }
}
