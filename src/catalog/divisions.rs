//! Administrative divisions (行政区划, GB/T 2260) and the stable id of a public body.
//!
//! A body's name begins with that of its division: 某市某区财政局. A county whose name several have tells nothing alone.
//! Codes are those valid in the fiscal year.

use crate::model::squeeze;
use hashbrown::HashMap;
use std::sync::LazyLock;

/// A division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Division {
    /// Six digits: province, prefecture, county.
    pub code: &'static str,
    /// Its name: 某市.
    pub name: &'static str,
    /// First year of the code.
    from: u16,
    /// The first year without it.
    until: Option<u16>,
}

/// A county alone names its division only if its own name is that long: 城区 may be any town's.
const SHORTEST_COUNTY: usize = 3;

impl Division {
    fn is_province(&self) -> bool {
        self.code.ends_with("0000")
    }

    fn is_prefecture(&self) -> bool {
        self.code.ends_with("00") && !self.is_province()
    }

    /// Is the code valid in the year, or today where that is not known?
    fn is_valid(&self, year: Option<u16>) -> bool {
        match year {
            Some(year) => self.from <= year && self.until.is_none_or(|until| year < until),
            None => self.until.is_none(),
        }
    }

    /// The name of the division with that code, the present one where it had several.
    pub fn name_of(code: &str) -> Option<&'static str> {
        let named = DIVISIONS.iter().filter(|division| division.code == code);
        named.max_by_key(|division| division.from).map(|division| division.name)
    }

    /// The division that the name of a public body begins with; `None` where it does not tell.
    pub fn of(body: &str, year: Option<u16>) -> Option<&'static Division> {
        let body = squeeze(body);
        let name = without_party(&body);
        let begins = |rest: &str, within: &str, test: &dyn Fn(&Division) -> bool| {
            longest(rest, |d| d.is_valid(year) && d.code.starts_with(within) && test(d))
        };
        let province = begins(name, "", &Division::is_province);
        let (mut found, mut rest, mut within) = (province, name, "");
        if let Some(province) = province {
            (rest, within) = (&name[province.name.len()..], &province.code[..2]);
        }
        if let Some(prefecture) = begins(rest, within, &Division::is_prefecture) {
            found = Some(prefecture);
            (rest, within) = (&rest[prefecture.name.len()..], &prefecture.code[..4]);
        }
        let is_county = |d: &Division| {
            !d.is_province()
                && !d.is_prefecture()
                && (!within.is_empty() || d.name.chars().count() >= SHORTEST_COUNTY)
        };
        begins(rest, within, &is_county).or(found)
    }
}

/// The longest name that `text` begins with among the divisions that `fits` holds for, if only one of them has it.
fn longest(text: &str, fits: impl Fn(&Division) -> bool) -> Option<&'static Division> {
    let same = BY_LETTER.get(&text.chars().next()?)?.iter().copied();
    let mut found: Vec<&Division> = same.filter(|d| text.starts_with(d.name) && fits(d)).collect();
    found.sort_by_key(|d| std::cmp::Reverse(d.name.len()));
    let mut of_a_length = found.chunk_by(|a, b| a.name == b.name);
    of_a_length.find(|named| named.iter().all(|d| d.code == named[0].code)).map(|named| named[0])
}

/// The name behind what committees of parties put before their division's.
fn without_party(name: &str) -> &str {
    ["中国共产党", "中共", "中国人民政治协商会议", "政协"]
        .iter()
        .find_map(|party| name.strip_prefix(party))
        .unwrap_or(name)
}

/// The id of a public body: the code of its division, if its name tells it, and its name without what does not make
/// another body of it (brackets, 本级, 机关, 部门, 汇总; 中共 and its long form). The same in all its documents, on any machine:
/// a printed code is no part of it, for many documents print none, and codes change with the offices that give them.
pub fn unit_id(body: &str, year: Option<u16>) -> Option<String> {
    let name = own_name(&squeeze(body));
    let code = Division::of(&name, year).map_or("", |division| division.code);
    (!name.is_empty()).then(|| format!("{code}:{name}"))
}

fn own_name(name: &str) -> String {
    let mut own = without_its_party(name);
    while let Some((before, _)) =
        own.strip_suffix([')', '）']).and_then(|open| open.rsplit_once(['(', '（']))
    {
        own.truncate(before.len());
    }
    for ending in ["本级", "机关", "部门", "汇总"] {
        // 市直属机关 is no body with an ending, but the end of its name.
        let whole = |rest: &&str| !rest.ends_with("直属") && rest.chars().count() >= 4;
        if let Some(rest) = own.strip_suffix(ending).filter(whole) {
            own.truncate(rest.len());
        }
    }
    own
}

/// 中国共产党某市委员会宣传部, 中共某市委宣传部 and 某市委宣传部 are one body; the other party committee of a division is 政协.
fn without_its_party(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("中国人民政治协商会议") {
        return format!("政协{rest}");
    }
    let party = ["中国共产党", "中共"].iter().find_map(|party| name.strip_prefix(party));
    let Some(rest) = party else { return name.to_owned() };
    let committee = "委员会";
    let after_division =
        |at: &usize| rest[..*at].ends_with(['省', '市', '区', '县', '州', '旗', '盟']);
    match rest.match_indices(committee).map(|(at, _)| at).find(after_division) {
        Some(at) => format!("{}委{}", &rest[..at], &rest[at + committee.len()..]),
        None => rest.to_owned(),
    }
}

static DIVISIONS: LazyLock<Vec<Division>> =
    LazyLock::new(|| include_str!("data/divisions.tsv").lines().filter_map(division).collect());

/// By the first letters of their names.
static BY_LETTER: LazyLock<HashMap<char, Vec<&'static Division>>> = LazyLock::new(|| {
    let mut by_letter: HashMap<char, Vec<&Division>> = HashMap::new();
    for division in DIVISIONS.iter() {
        by_letter
            .entry(division.name.chars().next().unwrap_or_default())
            .or_default()
            .push(division);
    }
    by_letter
});

fn division(line: &'static str) -> Option<Division> {
    let (code, rest) = line.split_once('\t').filter(|_| !line.starts_with('#'))?;
    let (name, years) = rest.split_once('\t')?;
    let (from, until) = years.split_once('\t')?;
    Some(Division { code, name, from: from.parse().ok()?, until: until.parse().ok() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str) -> &'static str {
        Division::of(body, Some(2026)).map_or("", |division| division.code)
    }

    #[test]
    fn every_line_is_a_division() {
        let lines = include_str!("data/divisions.tsv").lines().filter(|l| !l.starts_with('#'));
        assert_eq!(lines.count(), DIVISIONS.len());
        assert!(DIVISIONS.iter().all(|d| d.code.len() == 6 && d.name.chars().count() > 1));
    }

    /// The name of the division that has this code today.
    fn named(code: &str) -> &'static str {
        DIVISIONS.iter().find(|d| d.code == code && d.is_valid(None)).unwrap().name
    }

    #[test]
    fn a_name_begins_with_its_division() {
        let of = |divisions: &[&str], rest: &str| {
            code(&(divisions.iter().map(|code| named(code)).collect::<String>() + rest)).to_owned()
        };
        assert_eq!(of(&["310000", "310107"], "财政局"), "310107");
        assert_eq!(of(&["350100", "350102"], "卫生健康局"), "350102");
        assert_eq!(of(&["350000", "350100", "350102"], "卫生健康局"), "350102");
        assert_eq!(of(&["350100"], "某某生态环境局"), "350100");
        // A county of a province without its prefecture, and alone, where no other has its name.
        assert_eq!(of(&["320000", "320583"], "财政局"), "320583");
        assert_eq!(of(&["320583"], "财政局"), "320583");
        assert_eq!(of(&["110000"], "水务局"), "110000");
        let committee = format!("中共{}委办公厅", named("320000"));
        assert_eq!(code(&committee), "320000");
    }

    #[test]
    fn a_name_that_does_not_tell_has_no_division() {
        // Two counties have the first name; a town's, a ministry's and a university's begin with none.
        let twice = format!("{}司法局", named("310107"));
        for body in [&twice, "城区管理局", "国家信访局", "某某大学", ""] {
            assert_eq!(code(body), "", "{body}");
        }
    }

    #[test]
    fn codes_are_those_of_the_year() {
        let gone = DIVISIONS.iter().find(|d| d.code == "110103").unwrap();
        let body = format!("{}{}财政局", named("110000"), gone.name);
        let code = |year| Division::of(&body, Some(year)).map(|division| division.code);
        assert_eq!(gone.until, Some(2010));
        assert_eq!((code(2009), code(2010)), (Some("110103"), Some("110000")));
    }

    #[test]
    fn endings_and_brackets_make_no_other_body() {
        let id = |ending: &str| {
            unit_id(&format!("{}财政局{ending}", named("440300")), Some(2026)).unwrap()
        };
        assert_eq!(id(""), format!("440300:{}财政局", named("440300")));
        for same in ["（本级）", "本级", "机关", "(部门)(汇总)"] {
            assert_eq!(id(same), id(""), "{same}");
        }
        let of = |body: &str| unit_id(&body.replace("某市", named("440300")), Some(2026));
        let one = of("某市委宣传部");
        for same in ["中共某市委宣传部", "中国共产党某市委员会宣传部", "中共某市委宣传部（本级）"]
        {
            assert_eq!(of(same), one, "{same}");
        }
        assert_eq!(of("中国人民政治协商会议某市委员会"), of("政协某市委员会"));
        assert_ne!(of("政协某市委员会"), of("中共某市委员会"));
        assert_ne!(of("某市卫生健康委员会"), of("某市卫生健康委"));
        let other = |body| unit_id(body, Some(2026));
        assert_eq!(other("某某大学").as_deref(), Some(":某某大学"));
        assert_ne!(other("某市市直属机关"), other("某市市直属"));
        assert_eq!(other(""), None);
    }
}
