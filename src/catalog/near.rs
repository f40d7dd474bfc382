//! Words that people misspell: which of those that are known may be meant, and what is wrong with a TOML file of theirs.

/// The known word that is nearest to `word`, where no more than a quarter of it is another.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let lower = word.to_lowercase();
    let slips = |known: &&'k str| strsim::osa_distance(&lower, &known.to_lowercase());
    let is_near = |known: &&'k str| slips(known) * 4 <= known.chars().count();
    known.into_iter().filter(is_near).min_by_key(|known| (slips(known), *known))
}

/// What is wrong with the TOML file `text` of a user's: line and column, and the word that may be meant.
pub fn toml_fault(text: &str, error: &toml::de::Error) -> String {
    let what = error.message().lines().next().unwrap_or_default().trim();
    let quoted: Vec<&str> = what.split('`').skip(1).step_by(2).collect();
    let said = match (what.split(' ').take(2).collect::<Vec<_>>().as_slice(), quoted.as_slice()) {
        (["unknown", "field" | "variant"], [name, known @ ..]) => {
            match nearest(name, known.iter().copied()) {
                Some(near) => format!("there is no `{name}` here: did you mean `{near}`?"),
                None => format!("there is no `{name}` here, but: {}", known.join(", ")),
            }
        }
        (["missing", "field"], [name]) => format!("the entry has no `{name}`: add it"),
        _ => format!("not as TOML of this kind is written ({what}): set the line right"),
    };
    let Some(span) = error.span() else { return said };
    let before = text.get(..span.start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("line {line}, column {column}: {said}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_none_made_up() {
        let known = ["parent", "unit_name", "单位名称", "单位", "code"];
        let near = |word| nearest(word, known);
        assert_eq!(near("parnt"), Some("parent"));
        assert_eq!(near("Unit_Name"), Some("unit_name"));
        assert_eq!(near("单位名"), Some("单位名称"));
        assert_eq!(near("cod"), Some("code"));
        assert_eq!(near("电话"), None);
        assert_eq!(near("phone"), None);
        assert_eq!(near(""), None);
    }

    #[test]
    fn faults_of_toml_say_line_column_and_the_word_that_is_meant() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(dead_code)]
        struct File {
            table: String,
            #[serde(default)]
            rule: String,
        }
        let fault = |text: &str| toml_fault(text, &toml::from_str::<File>(text).unwrap_err());
        assert_eq!(
            fault("rule = \"表\"\ntabel = \"x\"\n"),
            "line 2, column 1: there is no `tabel` here: did you mean `table`?"
        );
        assert_eq!(
            fault("phone = 1\n"),
            "line 1, column 1: there is no `phone` here, but: table, rule"
        );
        assert!(fault("rule = \"a\"\n").ends_with("the entry has no `table`: add it"));
        let torn = fault("table = \"表\"\nrule = \"表\" x\n");
        assert!(
            torn.starts_with("line 2, column 12: not as TOML of this kind is written ("),
            "{torn}"
        );
        assert!(!torn.contains('\n'));
    }
}
