//! The names of files that were given: data that people read. No path on the disk is made of them.

use crate::render::text::steers;
use std::collections::HashSet;
use std::ffi::OsStr;

/// The name of the file or folder number `number` that is under way: no document has such a name.
pub fn under_way(number: usize) -> String {
    format!("{UNDER_WAY}{number}")
}

const UNDER_WAY: &str = ".window-";

/// Is it such a name, or that of a file which is still being written?
pub fn is_under_way(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.strip_prefix(b".").is_some_and(|rest| rest.starts_with(UNDER_WAY.as_bytes()))
        || name.starts_with(UNDER_WAY.as_bytes())
}

/// Characters of a name.
const LONGEST: usize = 200;

/// The name as it is told from here on: without characters that steer terminals or turn the reading direction around, and
/// not too long; the end, which tells most, is kept.
pub fn printed(given: &str) -> String {
    let name: String = given.chars().map(|c| if steers(c) { '_' } else { c }).collect();
    let name = name.trim();
    let cut = name.chars().count().saturating_sub(LONGEST);
    match (name.is_empty(), cut) {
        (true, _) => "input.pdf".into(),
        (false, 0) => name.to_owned(),
        (false, cut) => format!("…{}", name.chars().skip(cut + 1).collect::<String>()),
    }
}

/// The name, or, where it is taken, with a number: `a.pdf`, `a~2.pdf`. Upper and lower case are the same.
pub fn free(name: &str, taken: &HashSet<String>) -> String {
    if !taken.contains(&name.to_lowercase()) {
        return name.to_owned();
    }
    let at = name.rfind('.').filter(|at| !name[*at..].contains(['/', '\\'])).unwrap_or(name.len());
    let (stem, ending) = name.split_at(at);
    let mut numbered = (2usize..).map(|number| format!("{stem}~{number}{ending}"));
    numbered.find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_data_that_does_no_harm() {
        assert_eq!(printed("../../etc/passwd"), "../../etc/passwd");
        assert_eq!(printed("a\n\0\u{202e}fdp.pdf"), "a___fdp.pdf");
        assert_eq!(printed("  "), "input.pdf");
        let long = printed(&format!("{}.pdf", "预".repeat(300)));
        assert_eq!((long.chars().count(), long.ends_with("预.pdf")), (200, true));
        assert!(long.starts_with("…预"));
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let taken = ["a.pdf", "a~2.pdf", "x.y/b"].map(String::from).into();
        let names = ["b.pdf", "A.pdf", "x.y/b"].map(|name| free(name, &taken));
        assert_eq!(names, ["b.pdf", "A~3.pdf", "x.y/b~2"]);
    }
}
