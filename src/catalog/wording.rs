//! Patterns looked for in running text, and `data/wording.toml`: what a text shows that was not finished (T1 to T5).

use super::patterns::part::Part;
use super::patterns::steps::Steps;
use regex::{Captures, Regex};
use serde::Deserialize;
use std::ops::Range;
use std::sync::{Arc, LazyLock, OnceLock};

/// Patterns looked for in a text. Whether one is in a text that has a word which it cannot do without, its steps tell; it is
/// compiled where more is asked, or of a long text: most documents ask for few of them.
#[derive(Debug, Clone, Default)]
pub struct Wording(Arc<Patterns>);

#[derive(Debug, Default)]
struct Patterns {
    patterns: Vec<Pattern>,
    needed: OnceLock<Needed>,
}

/// Bytes of a text that is long.
const LONG: usize = 2000;

#[derive(Debug)]
struct Pattern {
    source: String,
    steps: OnceLock<Option<Steps>>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Is it in the text, whose letters are these?
    fn is_in(&self, text: &str, letters: &mut Vec<char>) -> bool {
        let steps = || self.steps.get_or_init(|| Steps::of(&Part::of(&self.source).ok()?));
        match if text.len() <= LONG { steps() } else { &None } {
            None => self.regex().is_some_and(|regex| regex.is_match(text)),
            Some(steps) => {
                if letters.is_empty() {
                    letters.extend(text.chars());
                }
                steps.are_in(letters)
            }
        }
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }
}

impl<'de> Deserialize<'de> for Wording {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Wording, D::Error> {
        Vec::deserialize(from).map(Wording::new)
    }
}

impl Wording {
    /// Looks for these.
    pub fn new(sources: Vec<String>) -> Wording {
        let pattern =
            |source| Pattern { source, steps: OnceLock::new(), compiled: OnceLock::new() };
        let patterns = sources.into_iter().map(pattern).collect();
        Wording(Arc::new(Patterns { patterns, needed: OnceLock::new() }))
    }

    /// Does the text hold one of them?
    pub fn is_in(&self, text: &str) -> bool {
        self.held(text).next().is_some()
    }

    /// Where the first of them stands in the text, by bytes: its group `x`, or the whole of it.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let found = self.captures(text)?;
        let part = found.iter().skip(1).flatten().next();
        part.or(found.get(0)).map(|m| m.range())
    }

    /// The first of them in the text, with its groups. Of those that begin at one place the first of the list counts.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        let each = self.held(text).filter_map(|p| p.regex()?.captures(text));
        each.min_by_key(|found| found.get(0).map(|whole| whole.start()))
    }

    /// All of them in the text, one pattern after the other, each with its groups.
    pub fn all_in<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        let compiled = self.held(text).filter_map(Pattern::regex);
        compiled.flat_map(move |regex| regex.captures_iter(text))
    }

    /// The text without them.
    pub fn without(&self, text: &str) -> String {
        let cut = |left: String, regex: &Regex| regex.replace_all(&left, "").into_owned();
        self.held(text).filter_map(Pattern::regex).fold(text.to_owned(), cut)
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.0.patterns.is_empty()
    }

    /// What is wrong with them, if something is.
    pub fn fault(&self) -> Option<String> {
        let mut faults = self.0.patterns.iter().filter_map(|p| Regex::new(&p.source).err());
        faults.next().map(|fault| fault.to_string())
    }

    /// Those that the text holds, in order.
    fn held(&self, text: &str) -> impl Iterator<Item = &Pattern> {
        let Patterns { patterns, needed } = &*self.0;
        let may_hold = needed.get_or_init(|| Needed::by(patterns)).may_hold(text);
        let mut letters = Vec::new();
        let held = patterns.iter().zip(may_hold);
        held.filter(move |(pattern, may_hold)| *may_hold && pattern.is_in(text, &mut letters))
            .map(|(pattern, _)| pattern)
    }
}

/// Words of which a text has to hold one for a pattern to be in it.
#[derive(Debug)]
struct Needed {
    /// Each with its first letter and its pattern, ascending.
    words: Vec<(char, String, usize)>,
    /// The first letters, a bit for each; some share one.
    letters: [u64; 8],
    /// For each pattern: is nothing known that it needs?
    nothing: Vec<bool>,
}

impl Needed {
    fn by(patterns: &[Pattern]) -> Needed {
        let (mut words, mut letters, mut nothing) = (Vec::new(), [0; 8], Vec::new());
        for (at, pattern) in patterns.iter().enumerate() {
            let needed = Part::of(&pattern.source).ok().and_then(|part| part.needed());
            nothing.push(needed.is_none());
            for word in needed.into_iter().flatten() {
                let Some(first) = word.chars().next() else { continue };
                letters[first as usize / 64 % 8] |= 1 << (first as usize % 64);
                words.push((first, word, at));
            }
        }
        words.sort_unstable();
        Needed { words, letters, nothing }
    }

    /// For each pattern: may it be in the text?
    fn may_hold(&self, text: &str) -> Vec<bool> {
        let mut may_hold = self.nothing.clone();
        for (at, letter) in text.char_indices() {
            if self.letters[letter as usize / 64 % 8] & 1 << (letter as usize % 64) == 0 {
                continue;
            }
            let from = self.words.partition_point(|(first, ..)| *first < letter);
            for (first, word, pattern) in &self.words[from..] {
                if *first != letter {
                    break;
                }
                may_hold[*pattern] |= text[at..].starts_with(word.as_str());
            }
        }
        may_hold
    }
}

/// What the comments of the file say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Words {
    pub residue: Wording,
    pub heads: Wording,
    pub share: Wording,
    pub year: Wording,
    pub department: Wording,
    pub unit: Wording,
    pub department_title: Wording,
    pub unit_title: Wording,
}

/// The words, read once.
pub fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        embedded!("catalog/data/wording").unwrap_or_else(|e| panic!("wording.toml: {e}"))
    });
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_pattern_compiles() {
        let Words { residue, heads, share, year, department, unit, department_title, unit_title } =
            words();
        for wording in [residue, heads, share, year, department, unit, department_title, unit_title]
        {
            assert_eq!(wording.fault(), None);
        }
    }

    /// All patterns of the data files that are looked for in running text.
    static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
        fn collect(value: &toml::Value, all: &mut Vec<String>) {
            match value {
                toml::Value::Table(table) => table.values().for_each(|value| collect(value, all)),
                toml::Value::Array(list) => list.iter().for_each(|value| collect(value, all)),
                toml::Value::String(text) if Regex::new(text).is_ok() => all.push(text.clone()),
                _ => {}
            }
        }
        let mut all = Vec::new();
        for text in [
            include_str!("data/wording.toml"),
            include_str!("data/identity.toml"),
            include_str!("data/owed/words.toml"),
            include_str!("data/owed/disclosures.toml"),
            include_str!("data/owed/final_accounts.toml"),
        ] {
            collect(&toml::from_str(text).unwrap(), &mut all);
        }
        all
    });

    /// Texts that go with these patterns: what stands between their signs.
    fn pieces() -> Vec<String> {
        let words = ALL.iter().flat_map(|p| p.split(|c: char| "()[]|?*+{}\\^$:".contains(c)));
        let mut words: Vec<String> = words.map(str::to_owned).filter(|w| !w.is_empty()).collect();
        words.sort();
        words.dedup();
        words
    }

    #[test]
    fn what_a_pattern_needs_is_known_of_most() {
        let all = &*ALL;
        let unknown: Vec<&String> = all
            .iter()
            .filter(|p| Part::of(p).ok().and_then(|part| part.needed()).is_none())
            .collect();
        assert!(all.len() > 300 && unknown.len() < 12, "{} {unknown:#?}", all.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn several_patterns_are_found_as_one_would_be(
            texts in prop::collection::vec(
                prop::collection::vec(prop::sample::select(pieces()), 0..9), 1..4),
            (from, count) in (0..300usize, 1..30usize),
        ) {
            let sources: Vec<String> = ALL.iter().skip(from).take(count).cloned().collect();
            let joined = sources.iter().map(|p| format!("(?:{p})")).collect::<Vec<_>>().join("|");
            let (one, wording) = (Regex::new(&joined).unwrap(), Wording::new(sources));
            for text in texts.iter().map(|text| text.concat()) {
                prop_assert_eq!(wording.is_in(&text), one.is_match(&text));
                let found = one.captures(&text);
                let part = found.as_ref().and_then(|f| f.iter().skip(1).flatten().next().or(f.get(0)));
                prop_assert_eq!(wording.find(&text), part.map(|part| part.range()));
            }
        }
    }

    /// Printed words, and what of them is told; `-` where nothing is.
    #[test]
    fn what_was_not_finished_is_told_and_nothing_else() {
        let words = words();
        let told = |wording: &Wording, text: &str| {
            wording.find(text).map_or("-".to_owned(), |range| text[range].to_owned())
        };
        for (text, want) in [
            ("XX局2026年收入预算", "XX"),
            ("比上年增加××万元", "××"),
            ("增加(减少)的主要原因是业务量增加", "增加(减少)"),
            ("预算数为____万元", "____"),
            ("与上年持平,主要原因是。其中:购置费0万元", "主要原因是。"),
            ("比上年增加万元", "增加万元"),
            ("五、国有资产占有使用情况(增加内容)", "(增加内容)"),
            ("支出为20XX年预算数", "20XX年"),
            ("202X年继续实施", "202X年"),
            ("支出X万元", "X万元"),
            ("支出**万元,", "**万元"),
            ("支出○○万元", "○○万元"),
            ("[单位名称]负责", "[单位名称]"),
            ("【请填写】", "【请填写】"),
            ("按照(部门名称)要求", "(部门名称)"),
            ("请核实单位是否有涉密项目", "请核实"),
            ("减少(下降10.00%)", "-"),
            ("(此处不含上年结转资金)", "-"),
            ("有疑问的请核实后联系", "-"),
            ("增加(减少)以正(负)数表示", "-"),
            ("本表无数据(如无数据,则以空表列示)", "-"),
            ("举办第XX届文物节", "-"),
            ("增加原因,一是政策性调整", "-"),
            ("由于系统原因,部分单位", "-"),
            ("增减变化的主要原因是人员增加", "-"),
            ("MAXX系统运维费20万元", "-"),
            ("单位:万元", "-"),
        ] {
            assert_eq!(told(&words.residue, text), want, "{text}");
        }
        for (text, want) in [
            ("基本支出431.25万元,占76.23;", "占76.23"),
            ("比上年减少3.2万元,下降5.61。", "下降5.61"),
            ("占76.23%", "-"),
            ("师生比例为1.50,", "-"),
            ("权重占0.40,", "-"),
            ("50.65万元,增加2.50,", "-"),
            ("占本年支出的10.02个百分点", "-"),
            ("增长1.5倍,", "-"),
            ("占地3.5,", "-"),
            ("下降3批次,", "-"),
            ("占比100%,", "-"),
        ] {
            assert_eq!(told(&words.share, text), want, "{text}");
        }
        for (text, want) in [
            ("202年度部门预算", "202年"),
            ("20256年收入", "20256年"),
            ("2025年度", "-"),
            ("合计12025年", "-"),
            ("具有200年历史", "-"),
            ("建成于202年。", "-"),
            ("编号为A20235年度", "-"),
        ] {
            assert_eq!(told(&words.year, text), want, "{text}");
        }
        for (wording, text, want) in [
            (&words.unit, "完成基本单位名录库更新", "-"),
            (&words.unit, "按样本单位抽样", "-"),
            (&words.unit, "以及本单位", "本单位"),
            (&words.department, "样本部门、资本部门和成本部门", "-"),
            (&words.department, "本部门没有车辆", "本部门"),
        ] {
            assert_eq!(told(wording, text), want, "{text}");
        }
    }
}
