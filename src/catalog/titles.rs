//! Which table a title names.

use super::{CatalogError, patterns::Patterns};
use crate::model::{TableId, squeeze, squeezed};
use regex::Regex;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct File {
    prefixes: Vec<String>,
    bodies: Vec<String>,
    table: Vec<Entry>,
    performance: Bare,
    other: Bare,
    contents: Contents,
    pointers: Vec<String>,
    not_numbers: Vec<String>,
}

#[derive(Deserialize)]
struct Entry {
    id: TableId,
    patterns: Vec<String>,
}

#[derive(Deserialize)]
struct Bare {
    patterns: Vec<String>,
}

#[derive(Deserialize)]
struct Contents {
    headings: Vec<String>,
}

/// What kind of thing a title names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleKind {
    /// A standard table.
    Table,
    /// A performance table (绩效目标表).
    Performance,
    /// Some other table.
    Other,
}

/// A title recognized.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleMatch {
    /// What it names.
    pub kind: TitleKind,
    /// The standard table; `None` for others.
    pub id: Option<TableId>,
    /// The title says that it is a continuation: （续）.
    pub continued: bool,
}

/// The titles of tables.
#[derive(Debug, Clone)]
pub struct Titles {
    ids: Vec<TableId>,
    tables: Patterns,
    /// A city's own titles, and the index of their id.
    words: HashMap<String, usize>,
    performance: Patterns,
    other: Patterns,
    /// Words without meaning before a title, longest first.
    prefixes: Vec<String>,
    bodies: Vec<String>,
    contents: Vec<String>,
    pointers: Vec<String>,
    /// Words that begin with a numeral.
    not_numbers: Vec<String>,
}

impl Titles {
    /// Loads titles.toml.
    pub fn builtin() -> Result<Titles, CatalogError> {
        const NAME: &str = "titles.toml";
        let mut file: File = embedded!("catalog/data/titles")
            .map_err(|e: serde_json::Error| CatalogError::new(NAME, "", e.to_string()))?;
        file.prefixes.sort_by_key(|p| std::cmp::Reverse(p.chars().count()));
        Ok(Titles {
            tables: Patterns::new(
                NAME,
                file.table.iter().enumerate().map(|(i, t)| (i, t.patterns.as_slice())),
            )?,
            ids: file.table.into_iter().map(|t| t.id).collect(),
            words: HashMap::new(),
            performance: Patterns::new(NAME, [(0, file.performance.patterns.as_slice())])?,
            other: Patterns::new(NAME, [(0, file.other.patterns.as_slice())])?,
            prefixes: file.prefixes,
            bodies: file.bodies,
            contents: file.contents.headings,
            pointers: file.pointers,
            not_numbers: file.not_numbers,
        })
    }

    /// The ids of the standard tables.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(TableId::as_str)
    }

    /// Adds titles of the table `id`.
    pub(super) fn add(&mut self, id: &str, words: &[String]) {
        if let Some(at) = self.ids.iter().position(|i| i == id) {
            self.words.extend(words.iter().map(|w| (squeeze(w), at)));
        }
    }

    /// Index of the table whose whole title this is.
    fn table(&self, title: &str) -> Option<usize> {
        self.words.get(title).copied().or_else(|| self.tables.first(title))
    }

    /// Does this line speak of a table that stands elsewhere (见下表)?
    pub fn points_to_table(&self, line: &str) -> bool {
        self.pointers.iter().any(|words| line.contains(words))
    }

    /// Is this line the heading of the contents page (目录)?
    pub fn is_contents_heading(&self, line: &str) -> bool {
        let s = squeezed(line);
        self.contents.iter().any(|heading| *heading == s)
    }

    /// The table that this line names, if the whole line is a title.
    pub fn identify(&self, line: &str) -> Option<TitleMatch> {
        let s = squeezed(line);
        let (s, continued) = strip_tail(&s);
        if !(3..=90).contains(&s.chars().count()) {
            return None;
        }
        let mut rest = s.as_str();
        loop {
            if let Some(i) = self.table(rest) {
                return Some(TitleMatch {
                    kind: TitleKind::Table,
                    id: Some(self.ids[i].clone()),
                    continued,
                });
            }
            let Some(cut) = self.leading(rest) else { break };
            rest = &rest[cut..];
        }
        // A closing bracket that tells neither 功能 nor 经济 says nothing about which table it is: (一般公共预算).
        if let Some((bare, tail)) = rest.rsplit_once('(')
            && !tail.contains("功能")
            && !tail.contains("经济")
            && tail.ends_with(')')
            && let Some(i) = self.table(bare)
        {
            return Some(TitleMatch {
                kind: TitleKind::Table,
                id: Some(self.ids[i].clone()),
                continued,
            });
        }
        if self.performance.first(rest).is_some() {
            return Some(TitleMatch { kind: TitleKind::Performance, id: None, continued });
        }
        if let Some(id) = self.after_a_body(rest) {
            return Some(TitleMatch { kind: TitleKind::Table, id: Some(id), continued });
        }
        self.other.first(rest).map(|_| TitleMatch { kind: TitleKind::Other, id: None, continued })
    }

    /// Does `next`, on the page after, name the table `title` again? It may be numbered otherwise, say that it goes on, leave
    /// the year away or be cut at its end. What it says otherwise or besides (市本级, 按政府预算经济分类, another year, another
    /// body) makes it the title of another table of the same kind.
    pub fn is_again(&self, title: &str, next: &str) -> bool {
        let ((year, title), (next_year, next)) = (self.said(title), self.said(next));
        title.starts_with(&next) && (year.is_empty() || next_year.is_empty() || year == next_year)
    }

    /// The year that a title opens with, and what it says without it: no number, no count of pages, no 续表, no quotes.
    fn said(&self, title: &str) -> (String, String) {
        // A number of its own word first: 表7-1 2025年 without the space is number 12025.
        let is_number = |word: &&str| {
            let word = squeezed(word);
            !word.contains('年') && self.number(&word) == Some(word.len())
        };
        let words: String = title.split_whitespace().skip_while(is_number).collect();
        let squeezed: String = squeezed(&words).chars().filter(|c| !"“”\"".contains(*c)).collect();
        let (bare, _) = strip_tail(&PAGE_COUNT.replace(&squeezed, ""));
        let (mut year, mut rest) = (String::new(), bare.as_str());
        loop {
            let opening = CONTINUED.iter().find_map(|word| rest.strip_prefix(word));
            let Some(after) = opening.or_else(|| {
                let (number, after) = rest.split_at(self.number(rest)?);
                if let Some((before, _)) = number.split_once('年') {
                    year = before[before.len().saturating_sub(4)..].to_owned(); // its digits
                }
                Some(after)
            }) else {
                return (year, rest.to_owned());
            };
            rest = after;
        }
    }

    /// Does the text end as names of public bodies do: 某市财政局, 某中学, 某局（本级）?
    pub fn is_body(&self, text: &str) -> bool {
        self.ends_as_body(&squeezed(text))
    }

    fn ends_as_body(&self, text: &str) -> bool {
        self.bodies.iter().any(|body| text.ends_with(body.as_str()))
    }

    /// `某市财政局2026年收支总表`: a title behind the name of a public body.
    fn after_a_body(&self, text: &str) -> Option<TableId> {
        self.body_and_table(text).map(|(_, id)| id)
    }

    /// The body's name that the title of a table holds: 2026年某市财政局收支总表.
    pub fn body_in(&self, title: &str) -> Option<String> {
        let squeezed = squeezed(title);
        let (stripped, _) = strip_tail(&squeezed);
        let mut rest = stripped.as_str();
        while let Some(cut) = self.leading(rest) {
            rest = &rest[cut..];
        }
        self.body_and_table(rest).map(|(body, _)| body.to_owned())
    }

    fn body_and_table<'t>(&self, text: &'t str) -> Option<(&'t str, TableId)> {
        for (at, _) in text.char_indices().skip(1) {
            let (head, mut tail) = text.split_at(at);
            if !self.ends_as_body(head) {
                continue;
            }
            loop {
                if let Some(i) = self.table(tail) {
                    return Some((head, self.ids[i].clone()));
                }
                let Some(cut) = self.leading(tail) else { break };
                tail = &tail[cut..];
            }
        }
        None
    }

    /// How many bytes of a number, a year or a word without meaning the text begins with.
    fn leading(&self, text: &str) -> Option<usize> {
        let word = || {
            let word = self.prefixes.iter().find(|word| text.starts_with(word.as_str()));
            let mark = || text.chars().next().filter(|c| ":、.-—_,【】".contains(*c));
            word.map(String::len).or_else(|| mark().map(char::len_utf8))
        };
        self.number(text).or_else(word).filter(|end| *end > 0)
    }

    /// How many bytes of a number or a year the text begins with: 表五一般公共预算 is table 五, and 一般 a word.
    fn number(&self, text: &str) -> Option<usize> {
        // what is printed before most titles and lines is no number
        text.starts_with(may_number).then_some(())?;
        let end = NUMBERING.find(text)?.end();
        let word_begins = |word: &String| {
            let first = word.chars().next().map_or(0, char::len_utf8);
            let at = end.checked_sub(first)?;
            text.get(at..)?.starts_with(word.as_str()).then_some(at)
        };
        Some(self.not_numbers.iter().find_map(word_begins).unwrap_or(end)).filter(|end| *end > 0)
    }
}

static NUMBERING: LazyLock<Regex> = LazyLock::new(|| Regex::new(&numbering()).expect("valid"));
static PAGE_COUNT: LazyLock<Regex> = LazyLock::new(|| {
    let count = r"[(]?(?:第[0-9]+页[,、/-]?(?:共[0-9]+页)?|共[0-9]+页|[0-9]+/[0-9]+)[)]?$";
    Regex::new(count).expect("valid")
});

/// May what numbers a title begin so?
fn may_number(ch: char) -> bool {
    ch.is_ascii_digit()
        || ch.is_ascii_uppercase()
        || "([附续件表公预决财批第一二三四五六七八九十".contains(ch)
}

/// What numbers a title, and the year that it may open with. A number and a year that stand together (表5 2026年) are told
/// apart by the year.
fn numbering() -> String {
    const NUMERAL: &str =
        "(?:十[一二三四五六七八九]?|[一二三四五六七八九](?:十[一二三四五六七八九]?)?)";
    const YEAR: &str = "20[0-9]{2}年度?";
    let number = |parts: &str| {
        let digits = format!("[0-9]{{1,2}}(?:[{parts}][0-9]{{1,2}})*");
        format!("(?:{digits}{YEAR}|{digits}[0-9]*)")
    };
    let (number, dashed) = (number("-—."), "[0-9]{1,2}[-—][0-9]{1,2}(?:[-—][0-9]{1,2})?");
    let all = [
        YEAR,
        "20[0-9]{2}-",
        &format!(
            r"[(\[]?(?:(?:附|续)?(?:件|表)|附)[:]?(?:{number}|[(]?{NUMERAL}[)]?(?:[-—.][0-9]+)*)[)\]]?[:.、]?"
        ),
        "[(]?(?:公开|预算|决算|财决|财预|表|批复)*[0-9]{1,2}(?:[-—][0-9]+)*表[)]?",
        &format!("(?:公开|预算|决算)*表?{number}[:.、)]?"),
        &format!("[(](?:{NUMERAL}|[0-9]+)[)]"),
        &format!("{NUMERAL}[、.:]"),
        &format!("第{NUMERAL}部分"),
        "附(?:表|件)?[:]",
        &format!("{dashed}{YEAR}"),
        &format!("{dashed}[:.、]?"),
        "[A-Z][0-9]{1,2}(?:[-—.][0-9]+)?[:.、]?",
    ]
    .join("|");
    format!("^(?:{all})")
}

/// What says that a title is that of the table before, longer words first.
const CONTINUED: [&str; 5] = ["(续表)", "(续)", "续表", "-续", "续"];

/// Drops page numbers and leaders of contents entries, (续), and a unit declared behind the title.
fn strip_tail(s: &str) -> (String, bool) {
    let mut t = s;
    if let Some(at) = t.find("单位:").or_else(|| t.find("金额单位")).filter(|&at| at > 0) {
        t = t[..at].trim_end_matches("金额").trim_end_matches('(');
    }
    if let Some(at) =
        t.find("....").or_else(|| t.find("……")).or_else(|| t.find("---")).or_else(|| t.find("···"))
    {
        t = &t[..at];
    }
    t = t.trim_end_matches(|c: char| {
        c.is_ascii_digit()
            || matches!(c, '.' | '…' | '·' | '-' | '—' | '_' | ':' | '。' | ';' | '*')
    });
    let mut continued = false;
    for tail in CONTINUED {
        if let Some(x) = t.strip_suffix(tail) {
            t = x;
            continued = true;
        }
    }
    (t.to_string(), continued)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(line: &str) -> String {
        let t = Titles::builtin().unwrap();
        t.identify(line).map_or("none".into(), |m| match m.kind {
            TitleKind::Table => m.id.expect(line).to_string(),
            TitleKind::Performance => "performance".into(),
            TitleKind::Other => "other".into(),
        })
    }

    #[test]
    fn a_title_that_says_more_is_another_tables() {
        let t = Titles::builtin().unwrap();
        let first = "表7-1 2025年一般公共预算基本支出表（按部门预算支出经济分类）";
        for again in [
            "2025年度 一般公共预算基本支出表（按部门预算支出经济分类）",
            "续表7-1 2025年一般公共预算基本支出表（按部门预算支出经济分类）（续表）",
            "（续）一般公共预算基本支出表（按部门预算支出经济分类）（第2页/共3页）",
            "表7-2 一般公共预算基本支出表（按部门预算",
            "一般公共预算基本支出表（按部门预算支出经济分类）2/3",
        ] {
            assert!(t.is_again(first, again), "{again}");
        }
        for other in [
            "2025年一般公共预算基本支出表（按政府预算支出经济分类）",
            "2024年度 一般公共预算基本支出表（按部门预算支出经济分类）",
            "市本级一般公共预算基本支出表（按部门预算支出经济分类）",
            "某站2025年一般公共预算基本支出表（按部门预算支出经济分类）",
        ] {
            assert!(!t.is_again(first, other), "{other}");
        }
        assert!(t.is_again("支出总表", "2025年支出总表"));
        assert!(!t.is_again("全市支出总表", "支出总表"), "of the whole city, or of its own level");
        assert!(t.is_again("“三公”经费支出表", "三公经费支出表 单位：万元"));
    }

    #[test]
    fn titles_hold_names() {
        let t = Titles::builtin().unwrap();
        let body = |title: &str| t.body_in(title).unwrap_or_default();
        assert_eq!(body("一、2018年度某省高级人民法院收支预算总表"), "某省高级人民法院");
        assert_eq!(body("某市财政局2026年收支总表"), "某市财政局");
        assert_eq!(body("2026年部门收支总表") + &body("财政拨款支出表"), "");
    }

    #[test]
    fn titles_are_known_whatever_stands_before_them() {
        for (line, want) in [
            ("2025 年度收支预算总表", "income_expenditure_summary"),
            ("一、收支预算总表.....................5", "income_expenditure_summary"),
            ("2026年预算单位财务收支预算总表", "income_expenditure_summary"),
            ("预算02表 收入总表", "income_summary"),
            ("某市财政局2026年部门支出总体情况表", "expenditure_summary"),
            ("表3-1.一般公共预算基本支出预算表", "basic_expenditure_economic"),
            ("四、财政拨款收支预算总表", "fiscal_appropriation_summary"),
            ("部门预算政府基金预算财政拨款支出表", "government_fund_expenditure"),
            ("一般公共预算支出表（按功能分类）", "general_public_budget_expenditure"),
            ("一般公共预算支出表（按经济分类）", "general_public_budget_economic"),
            ("2026年单位“三公”经费和机关运行经费预算表", "three_public_expenses"),
            ("“三公”经费、会议费、培训费支出预算表", "three_public_expenses"),
            ("政府性基金预算财政拨款收入支出决算表", "government_fund_expenditure"),
            (
                "表9 部门综合预算一般公共预算基本支出明细表（按支出经济分类科目）",
                "basic_expenditure_economic",
            ),
            ("财政拨款支出预算表（部门经济分类科目）", "other"),
            ("一般公共预算项目支出预算表", "other"),
            ("一般公共预算基本支出表-人员经费（工资福利支出）（按政府预算经济分类）", "other"),
            ("“三公”经费、会议费、培训费支出预算表（一般公共预算）", "three_public_expenses"),
            ("项目支出绩效目标表", "performance"),
            ("部门支出总表（单位：万元）", "expenditure_summary"),
            ("财政拨款收支预算表", "fiscal_appropriation_summary"),
            ("财政拨款支出总体情况表", "fiscal_appropriation_expenditure"),
            ("某某镇2026年收支预算总表", "income_expenditure_summary"),
            ("一、预算收支总体情况", "none"),
            ("部门综合预算财政拨款上年结转资金支出表", "other"),
        ] {
            assert_eq!(id(line), want, "{line}");
        }
    }

    /// A number is digits or a numeral: what follows it may begin with the other, and 一般 and 三公 are words.
    #[test]
    fn a_number_ends_where_the_title_begins() {
        for number in [
            "表5",
            "表 5",
            "表05",
            "表五",
            "附表5",
            "附表五",
            "附件5",
            "附件五",
            "（表5）",
            "（附表五）",
            "2023年度 表5",
            "表5：",
            "表5.",
            "表5、",
            "表五、",
            "附件5-5",
            "公开05表",
            "表十五",
            "附表十",
            "5",
            "表5-1",
            "5-1",
            "预算05表",
            "表5 2026年",
            "表5-1 2026年度",
            "2026年表五",
            "续表5",
            "附5",
            "附5：",
            "[表5]",
            "表（五）",
            "附件5：2026年",
        ] {
            for (title, want) in [
                ("一般公共预算支出表", "general_public_budget_expenditure"),
                ("一般公共预算“三公”经费支出表", "three_public_expenses"),
                ("三公经费支出表", "three_public_expenses"),
                ("收支总表", "income_expenditure_summary"),
            ] {
                let line = format!("{number}{title}");
                assert_eq!(id(&line), want, "{line}");
            }
        }
    }
}
