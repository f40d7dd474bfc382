//! The functional classes (支出功能分类, 类) by name, older names included.

use super::CatalogError;

const NAME: &str = "functional_classes.tsv";
const TEXT: &str = include_str!("data/functional_classes.tsv");

/// A name of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// Its three digits.
    pub code: &'static str,
    /// As the classification prints it: 教育支出.
    pub name: &'static str,
    /// The name is that of a fund as well, and in prose means the fund.
    pub fund: bool,
}

/// The names of the classes, in the order of their codes.
pub fn classes() -> Result<Vec<Class>, CatalogError> {
    let lines = TEXT.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines
        .map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [code, name] => Ok(Class { code, name, fund: false }),
            [code, name, "fund"] => Ok(Class { code, name, fund: true }),
            _ => {
                Err(CatalogError::new(NAME, line, "code, a tab, name, and perhaps a tab and fund"))
            }
        })
        .collect()
}

/// The names that prose gives classes, without their ending 支出.
pub fn names_in_prose() -> Result<Vec<&'static str>, CatalogError> {
    let named = classes()?.into_iter().filter(|class| !class.fund);
    Ok(named.filter_map(|class| class.name.strip_suffix("支出")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_have_names_and_prose_shortens_them() {
        let all = classes().unwrap();
        assert!(all.iter().all(|c| c.code.len() == 3 && c.code.starts_with('2')));
        assert!(all.contains(&Class { code: "205", name: "教育支出", fund: false }));
        let prose = names_in_prose().unwrap();
        assert!(prose.contains(&"教育") && !prose.contains(&"国有资本经营预算"));
    }
}
