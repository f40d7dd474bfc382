//! Prose made from templates (`tests/data/wording`), and what a reader of it should find.
//!
//! A file is one explanation (情况说明) in the wording of one place. Its first line: 预算 or 决算, the year, the unit of its money
//! (for the reader of the file; each figure has its own). Further lines are paragraphs, `#2` a heading of that depth.
//! `<年>`, `<上年>`, `<部门>` stand for the year, the year before and a body; `<类1>`, `<款1>`, `<项1>`, `<码1>` for the names and the
//! code of a subject drawn from the code list. A figure is written in braces:
//! - `{万元 KEY SCOPE}`: an amount of that unit; SCOPE is the initial letter of all, fiscal_appropriation,
//!   general_public_budget, `b` for government_fund, state_capital, or `-`; a code (`-`: none) and a name may follow.
//! - `{% ~s}`: a figure of the key before; `~s`, `~c`, `~cp`, `~i`, `~f`, `~p`, `~l` are endings (see [`ENDINGS`]), which may also
//!   stand before a key of their own.
//! - `+` and `-` before the unit: the sign of a change. `{=持平 ~c}`: that word, a change of nothing.
//! - `{7 辆 KEY -}`: this number. `{万元 !}`: a figure that has no key.

use super::narrative;
use crate::catalog::narrative::Narrative;
use crate::catalog::subjects::Subjects;
use crate::model::{Kind, Mention, Paragraph};
use std::collections::BTreeMap;
use std::path::Path;

const ENDINGS: [(&str, &str); 8] = [
    ("~cp", "_change_percent"),
    ("~c", "_change"),
    ("~s", "_share_percent"),
    ("~i", "_initial_budget"),
    ("~f", "_full_year_budget"),
    ("~p", "_completion_percent"),
    ("~l", "_prior_final"),
    ("~", ""),
];

/// What is known of a figure: key, code, name, value and scope, in one line.
type Told = String;

/// The templates of a folder by file name.
fn templates(folder: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/wording").join(folder);
    let files = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    files.map(|path| (name(&path), std::fs::read_to_string(&path).unwrap())).collect()
}

/// How many figures were rightly told, how many were told and how many were there.
#[derive(Debug, Default)]
struct Score {
    right: usize,
    told: usize,
    there: usize,
    /// `-` missing and `+` wrong, with its sentence.
    faults: Vec<String>,
}

impl Score {
    /// F1 in whole percent: twice the right ones of those told and those there.
    fn percent(&self) -> usize {
        200 * self.right / (self.told + self.there)
    }

    fn add(&mut self, other: Score) {
        self.right += other.right;
        self.told += other.told;
        self.there += other.there;
        self.faults.extend(other.faults);
    }
}

/// Reads what `template` makes of each seed.
fn score(template: &str, seeds: std::ops::Range<u64>, words: &Narrative) -> Score {
    let mut all = Score::default();
    for seed in seeds {
        let made = Made::new(template, seed);
        let (mentions, _) = narrative(&made.prose, Some(made.kind), Some(made.year), words);
        all.add(compare(&made, &mentions));
    }
    all
}

fn compare(made: &Made, mentions: &[Mention]) -> Score {
    let mut score = Score::default();
    for (i, expected) in made.told.iter().enumerate() {
        let of = |m: &&Mention| m.page == i as u32 + 1;
        let mut left = expected.clone();
        score.there += left.len();
        for mention in mentions.iter().filter(of) {
            let line = told(mention);
            score.told += 1;
            match left.iter().position(|l| *l == line) {
                Some(at) => {
                    left.remove(at);
                    score.right += 1;
                }
                None => score.faults.push(format!("+ {line}  {}", mention.sentence)),
            }
        }
        let text = &made.prose[i].text;
        score.faults.extend(left.iter().map(|line| format!("- {line}  {text}")));
    }
    score
}

fn told(m: &Mention) -> Told {
    let value = match &m.amount {
        Some(amount) => amount.yuan.normalize().to_string(),
        None => format!("{}{}", m.value.unwrap_or_default().normalize(), m.value_unit),
    };
    let scope = m.scope.map_or("-", |scope| scope.as_str());
    format!("{} [{}] [{}] {value} {scope}", m.key, m.code, m.name)
}

/// A document made from a template.
struct Made {
    kind: Kind,
    year: u16,
    prose: Vec<Paragraph>,
    /// For each paragraph.
    told: Vec<Vec<Told>>,
}

impl Made {
    fn new(template: &str, seed: u64) -> Made {
        let mut lines = template.lines().filter(|l| !l.is_empty());
        let mut head = lines.next().unwrap().split_whitespace();
        let kind = match head.next().unwrap() {
            "预算" => Kind::Budget,
            _ => Kind::FinalAccounts,
        };
        let year: u16 = head.next().unwrap().parse().unwrap();
        let mut draw = Draw { state: seed ^ 0x5eed, commas: seed % 2 == 1 };
        let subjects = Paths::new(&mut draw);
        let (mut prose, mut told) = (Vec::new(), Vec::new());
        for (i, line) in lines.enumerate() {
            let (heading, line) = match line.strip_prefix('#') {
                Some(rest) => (rest[..1].parse().ok(), rest[1..].trim()),
                None => (None, line),
            };
            let line = subjects.fill(line, year);
            let (text, figures) = figures(&line, &mut draw);
            let pages = vec![i as u32 + 1; text.chars().count()];
            prose.push(Paragraph { text, pages, lines: vec![], heading });
            told.push(figures);
        }
        Made { kind, year, prose, told }
    }
}

/// The text of a line, and what its figures are.
fn figures(line: &str, draw: &mut Draw) -> (String, Vec<Told>) {
    let (mut text, mut told, mut base) = (String::new(), Vec::new(), Base::default());
    for part in line.split_inclusive('}') {
        let (before, figure) = match part.split_once('{') {
            Some((before, figure)) => (before, figure.strip_suffix('}').unwrap()),
            None => (part, ""),
        };
        text += before;
        if figure.is_empty() {
            continue;
        }
        let mut words = figure.split_whitespace().peekable();
        let (printed, value) = draw.figure(&mut words);
        text += &printed;
        if words.peek() == Some(&"!") {
            continue;
        }
        let ending = words.next_if(|w| w.starts_with('~'));
        let ending = ending.map(|e| ENDINGS.iter().find(|(short, _)| *short == e).unwrap().1);
        let mut own = "";
        if let Some(key) = words.next() {
            let cut = ENDINGS.iter().find(|(_, long)| !long.is_empty() && key.ends_with(long));
            own = cut.map_or("", |(_, long)| long);
            base = Base::new(key.strip_suffix(own).unwrap(), words.collect());
        }
        told.push(format!(
            "{}{}{own} {} {value} {}",
            base.key,
            ending.unwrap_or(""),
            base.subject,
            base.scope
        ));
    }
    (text, told)
}

/// The figure that endings are of.
#[derive(Default)]
struct Base {
    key: String,
    subject: String,
    scope: &'static str,
}

impl Base {
    fn new(key: &str, rest: Vec<&str>) -> Base {
        let scope = match rest[0] {
            "a" => "all",
            "f" => "fiscal_appropriation",
            "g" => "general_public_budget",
            "b" => "government_fund",
            "s" => "state_capital",
            _ => "-",
        };
        let code = rest.get(1).filter(|code| **code != "-").unwrap_or(&"");
        let name = rest.get(2).unwrap_or(&"");
        Base { key: key.into(), subject: format!("[{code}] [{name}]"), scope }
    }
}

/// Numbers that only look drawn: each seed gives the same.
struct Draw {
    state: u64,
    commas: bool,
}

impl Draw {
    fn next(&mut self, below: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }

    /// A figure as printed, and its value as [`told`] writes it.
    fn figure<'w>(&mut self, words: &mut impl Iterator<Item = &'w str>) -> (String, String) {
        let first = words.next().unwrap();
        if let Some(word) = first.strip_prefix('=') {
            return (word.into(), "0".into());
        }
        if first.chars().all(|c| c.is_ascii_digit() || c == '.') {
            let unit = words.next().unwrap();
            return (format!("{first}{unit}"), format!("{first}{unit}"));
        }
        let sign = if first.starts_with('-') { "-" } else { "" };
        let unit = first.trim_start_matches(['+', '-']);
        if unit == "%" {
            let hundredths = 1 + self.next(9_998);
            let printed = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            let value: rust_decimal::Decimal = printed.parse().unwrap();
            return (format!("{printed}%"), format!("{sign}{}%", value.normalize()));
        }
        let digits = 1 + self.next(6) as u32;
        let whole = 1 + self.next(10u64.pow(digits));
        let cents = self.next(100);
        let yuan: rust_decimal::Decimal = format!("{whole}.{cents:02}").parse().unwrap();
        let yuan = if unit == "万元" { yuan * rust_decimal::Decimal::from(10_000) } else { yuan };
        let printed = format!("{}.{cents:02}{unit}", self.grouped(whole));
        (printed, format!("{sign}{}", yuan.normalize()))
    }

    fn grouped(&self, whole: u64) -> String {
        let digits = whole.to_string();
        if !self.commas {
            return digits;
        }
        let mut out = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        out
    }
}

/// Subjects of the functional classification, each of another 类.
struct Paths(Vec<[(&'static str, String); 3]>);

impl Paths {
    fn new(draw: &mut Draw) -> Paths {
        let list: Vec<(&str, &str)> = Subjects::embedded()
            .list("function")
            .map(|(code, s)| (code, s.names[0].name))
            .collect();
        let name = |code: &str| list.iter().find(|(c, _)| *c == code).map(|(_, n)| n.to_string());
        let items: Vec<&str> = list.iter().map(|(c, _)| *c).filter(|c| c.len() == 7).collect();
        let mut found: Vec<[(&'static str, String); 3]> = Vec::new();
        while found.len() < 5 {
            let code = items[draw.next(items.len() as u64) as usize];
            let other = found.iter().all(|path| path[0].0 != &code[..3]);
            if let (true, Some(class), Some(group), Some(item)) =
                (other, name(&code[..3]), name(&code[..5]), name(code))
            {
                let code: &'static str = Box::leak(code.to_owned().into_boxed_str());
                found.push([(&code[..3], class), (&code[..5], group), (code, item)]);
            }
        }
        Paths(found)
    }

    fn fill(&self, line: &str, year: u16) -> String {
        let mut line = line
            .replace("<年>", &year.to_string())
            .replace("<上年>", &(year - 1).to_string())
            .replace("<部门>", "某厅");
        for (i, path) in self.0.iter().enumerate() {
            for (level, (_, name)) in ["类", "款", "项"].iter().zip(path) {
                line = line.replace(&format!("<{level}{}>", i + 1), name);
            }
            line = line.replace(&format!("<码{}>", i + 1), path[2].0);
        }
        line
    }
}

/// All templates of a folder, each made with these seeds.
fn measured(folder: &str) -> Score {
    let words = Narrative::builtin().unwrap();
    let mut all = Score::default();
    for template in templates(folder).values() {
        all.add(score(template, 0..4, &words));
    }
    all
}

fn reads(folder: &str) {
    let score = measured(folder);
    let faults: Vec<&String> = score.faults.iter().take(20).collect();
    assert!(score.there > 500 && score.percent() >= 99, "{}: {faults:#?}", score.percent());
}

#[test]
fn sentences_that_the_reader_was_written_with_are_read() {
    reads("shown");
}

/// Those of `held` were written down before the reader was measured by them, and it was not changed for them since.
#[test]
fn sentences_that_it_was_not_written_with_are_read_as_well() {
    reads("held");
}

#[test]
fn every_key_has_a_sentence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let contract = std::fs::read_to_string(root.join("docs/contract/narrative.tsv")).unwrap();
    let keys = contract.lines().skip(1).filter_map(|line| line.split('\t').next());
    let all: Vec<String> =
        ["shown", "held"].iter().flat_map(|f| templates(f).into_values()).collect();
    let said = |key: &str| all.iter().any(|t| t.contains(&format!(" {key} ")));
    // Those with an ending are its own: `<key>_change` is `~c`.
    let ending = |key: &str| ENDINGS.iter().find(|(_, long)| key == format!("<key>{long}"));
    let lacks: Vec<&str> = keys
        .filter(|key| match ending(key) {
            Some((short, _)) => !all
                .iter()
                .any(|t| t.contains(&format!("{short} ")) || t.contains(&format!("{short}}}"))),
            None => !said(key) && !said(&format!("{key}_change")) && *key != "<key>_arranged",
        })
        .collect();
    assert_eq!(lacks, [""; 0]);
}
