//! Which lines are a list of contents (目录): this place alone tells.
//!
//! 1. A page headed 目录, full of dot leaders, or naming three tables and stating no amount, is a contents page. Where
//!    sentences stand below the list, it ends where one of its entries comes a second time.
//! 2. Behind a page that ends with the list, it runs on from the top of the next one as long as short numbered lines follow.
//!    It ends where it begins anew, where an entry comes a second time, or with a sentence: there the document begins.
//!    Where none of these comes before the end of the page, all of it is the list's.
//! 3. An entry is one for certain where its number follows the last, or where it comes again further on, as what it leads to:
//!    the list runs on if half of the lines are, and to the last of them.
//! 4. Behind the cover, a page of nothing but lines as short as entries, most of which come again further on, is a list without
//!    its heading.

use crate::catalog::Catalog;
use crate::lex::{Numbered, has_leader, holds_amount, is_page_number, line_numbered};
use crate::model::{Line, Mark, TableId, squeeze};
use hashbrown::{HashMap, HashSet};
use std::cell::OnceCell;

/// Characters of an entry at most.
const LONGEST: usize = 60;
/// Entries of a list without a heading at least.
const ENTRIES: usize = 4;
/// Pages among which a list without a heading stands.
const FRONT: usize = 3;
/// Lines of a cover at most.
const COVER: usize = 12;
/// Characters of a sentence at least.
const SENTENCE: usize = 25;

/// How many lines of each page, from its top, are a list of contents; `marks` are the titles on the pages.
pub fn listed(pages: &[Vec<Line>], marks: &[Vec<Mark>], catalog: &Catalog) -> Vec<usize> {
    let last: OnceCell<HashMap<String, usize>> = OnceCell::new();
    let mut listed: Vec<usize> = Vec::with_capacity(pages.len());
    let mut list = List::default();
    for (p, lines) in pages.iter().enumerate() {
        let runs_on = p > 0 && listed[p - 1] > 0 && listed[p - 1] == pages[p - 1].len();
        let last = || last.get_or_init(|| last_pages(pages));
        let comes_again = |key: &str| last().get(key).is_some_and(|page| *page > p);
        let is_behind_cover = || p > 0 && p < FRONT && pages[..p].iter().all(|l| is_cover(l));
        let count = if is_contents_page(lines, &marks[p], runs_on, catalog) {
            end_of_list(lines)
        } else if runs_on {
            list.end(lines, comes_again).max(list.all(lines, comes_again))
        } else if is_behind_cover()
            && names_what_follows(lines, comes_again, ENTRIES.max(lines.len() / 2))
        {
            lines.len()
        } else {
            0
        };
        if !runs_on {
            list = List::default();
        }
        lines[..count].iter().for_each(|line| list.take(&squeeze(&line.text)));
        listed.push(count);
    }
    listed
}

/// Is this a cover: few lines, no sentence?
fn is_cover(lines: &[Line]) -> bool {
    lines.len() <= COVER && lines.iter().all(|line| is_name(&squeeze(&line.text)))
}

/// Is every line as short as an entry, and do at least so many come again on later pages, as what they lead to? Forms say what their unit
/// is, and hold labels that come again too: a page of a table is no list.
fn names_what_follows(lines: &[Line], comes_again: impl Fn(&str) -> bool, least: usize) -> bool {
    let texts = lines.iter().map(|line| squeeze(&line.text));
    let texts: Vec<String> =
        texts.filter(|text| !text.is_empty() && !is_page_number(text)).collect();
    let keys: HashSet<String> = texts.iter().map(|text| key(text)).collect();
    let again = keys.iter().filter(|key| comes_again(key)).count();
    let is_of_table = |text: &String| text.contains("单位:") || holds_amount(text);
    keys.len() == texts.len()
        && again >= least
        && texts.iter().all(|text| is_name(text) && !is_of_table(text))
}

fn is_contents_page(
    lines: &[Line],
    marks: &[Mark],
    after_contents: bool,
    catalog: &Catalog,
) -> bool {
    let leaders = lines.iter().filter(|l| has_leader(&l.text)).count();
    if lines.iter().take(6).any(|l| catalog.titles.is_contents_heading(&l.text))
        || leaders >= 4
        || (after_contents && leaders >= 1)
    {
        return true;
    }
    let mut ids: Vec<&TableId> = marks.iter().filter_map(|m| m.id.as_ref()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len() >= 3 && lines.iter().filter(|l| holds_amount(&l.text)).count() <= 1
}

/// Where the list of a contents page ends: all of it, unless sentences stand below.
fn end_of_list(lines: &[Line]) -> usize {
    let texts: Vec<String> = lines.iter().map(|line| squeeze(&line.text)).collect();
    let is_note = |text: &str| text.starts_with('注') || text.starts_with("备注");
    let is_sentence =
        |text: &String| text.contains('。') && text.chars().count() >= SENTENCE && !is_note(text);
    let Some(sentence) = texts.iter().position(is_sentence) else { return lines.len() };
    let mut seen = HashSet::new();
    let comes_again = |text: &String| line_numbered(text).is_some() && !seen.insert(key(text));
    texts[..sentence].iter().position(comes_again).unwrap_or(lines.len())
}

/// What an entry has in common with the heading that it leads to: neither ordinal nor leader and page.
fn key(text: &str) -> String {
    let numbered = line_numbered(text).map_or(0, |numbered| numbered.len);
    let rest: String = text.chars().skip(numbered).collect();
    let is_leader = |c: char| c.is_ascii_digit() || ".…·．⋯-_".contains(c);
    rest.trim_start_matches([':', '、', '.'])
        .trim_end_matches(is_leader)
        .trim_end_matches([':', '。'])
        .to_owned()
}

/// The last page of each text.
fn last_pages(pages: &[Vec<Line>]) -> HashMap<String, usize> {
    let lines = pages.iter().enumerate().flat_map(|(p, lines)| lines.iter().map(move |l| (p, l)));
    lines.map(|(p, line)| (key(&squeeze(&line.text)), p)).collect()
}

/// A list of contents as far as it was read.
#[derive(Clone, Default)]
struct List {
    keys: HashSet<String>,
    /// The ordinal that it begins with, and the last of each kind.
    first: Option<Numbered>,
    last: Vec<Numbered>,
}

impl List {
    fn take(&mut self, text: &str) {
        self.keys.insert(key(text));
        if let Some(numbered) = line_numbered(text) {
            self.first.get_or_insert(numbered);
            self.last.retain(|last| last.kind != numbered.kind);
            self.last.push(numbered);
        }
    }

    /// Where the list ends that runs on from the page before; `comes_again` says that a text stands on a later page.
    fn end(&self, lines: &[Line], comes_again: impl Fn(&str) -> bool) -> usize {
        let mut list = self.clone();
        let (mut entries, mut sure, mut end) = (0, 0, 0);
        // the heads of a table come again on its next page
        let states_amounts = lines.iter().filter(|line| holds_amount(&line.text)).count() > 1;
        let mut broke = false;
        for (i, line) in lines.iter().enumerate() {
            let text = squeeze(&line.text);
            let (key, numbered) = (key(&text), line_numbered(&text));
            let is_known = list.keys.contains(&key);
            let running_head = entries == 0 && numbered.is_none() && is_known;
            if text.is_empty() || is_page_number(&text) || running_head {
                continue;
            }
            let begins = entries > 0 || numbered.is_some();
            if is_known || !begins || !could_be_entry(&text) || self.begins_anew(numbered) {
                broke = true;
                break;
            }
            let again = !states_amounts && comes_again(&key);
            match numbered.is_some() || again {
                true if again || numbered.is_some_and(|own| list.counts_on(own)) => {
                    (entries, sure, end) = (entries + 1, sure + 1, i + 1);
                    list.take(&text);
                }
                true => {
                    entries += 1;
                    list.keys.insert(key);
                }
                false => {} // the rest of an entry
            }
        }
        let only_number = |line: &Line| is_page_number(&squeeze(&line.text));
        let to_the_end = !broke && !states_amounts && sure >= ENTRIES / 2;
        match sure * 2 >= entries.max(1) {
            true if to_the_end || lines[end..].iter().all(only_number) => lines.len(),
            true => end,
            false => 0,
        }
    }

    /// All lines of a page behind the list, if each is as short as an entry and one comes again; entries may be unnumbered.
    fn all(&self, lines: &[Line], comes_again: impl Fn(&str) -> bool) -> usize {
        let begins = |line: &Line| {
            let text = squeeze(&line.text);
            let is_known = !is_page_number(&text) && self.keys.contains(&key(&text));
            is_known || self.begins_anew(line_numbered(&text))
        };
        let is_list = !lines.iter().any(begins) && names_what_follows(lines, comes_again, 1);
        if is_list { lines.len() } else { 0 }
    }

    /// Is this the ordinal of the document's first heading?
    fn begins_anew(&self, numbered: Option<Numbered>) -> bool {
        let (Some(own), Some(first)) = (numbered, self.first) else { return false };
        own.kind < first.kind || own.kind == first.kind && own.number == first.number
    }

    fn counts_on(&self, own: Numbered) -> bool {
        self.last.iter().any(|last| last.kind == own.kind && last.number + 1 == own.number)
    }
}

/// Could it be an entry, and is it no short sentence either?
fn is_name(text: &str) -> bool {
    could_be_entry(text) && !text.contains([',', '。'])
}

/// Entries are short, and no sentences.
fn could_be_entry(text: &str) -> bool {
    let stops =
        text.trim_end_matches('。').contains(['。', ';']) || text.ends_with([',', ';', ':']);
    text.chars().count() <= LONGEST && !stops
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many lines of each page are the list's.
    fn of(pages: &[&[&str]]) -> Vec<usize> {
        let line = |text: &&str| Line { text: text.to_string(), ..Line::default() };
        let pages: Vec<Vec<Line>> =
            pages.iter().map(|texts| texts.iter().map(line).collect()).collect();
        listed(&pages, &vec![Vec::new(); pages.len()], &Catalog::builtin().unwrap())
    }

    const LIST: [&str; 4] = ["目 录", "第一部分 部门概况", "一、主要职责", "二、机构设置"];

    #[test]
    fn a_list_runs_on_until_the_document_begins() {
        let rest = ["三、绩效目标说明", "第二部分 名词解释", "- 2 -"];
        let body = ["第一部分：部门概况", "一、主要职责", "某局负责全市的某项工作。"];
        assert_eq!(of(&[&LIST, &rest, &body]), [4, 3, 0]);
        let mixed = [&rest[..2], &body[..]].concat();
        assert_eq!(of(&[&LIST, &mixed]), [4, 2]);
        let pages: [&[&str]; 4] = [
            &LIST,
            &["三、收支情况", "四、政府采购情况"],
            &["五、绩效目标说明", "六、名词解释"],
            &body,
        ];
        assert_eq!(of(&pages), [4, 2, 2, 0], "a list of three pages");
        let wrapped =
            ["三、一般公共预算财政拨款支出决算情况", "说明", "四、名词解释", "第一部分 部门概况"];
        assert_eq!(of(&[&LIST, &wrapped]), [4, 3]);
        let headed = ["某市某局2026年部门预算", "三、名词解释", "第一部分 部门概况"];
        assert_eq!(of(&[&[&headed[..1], &LIST[..]].concat(), &headed]), [5, 2], "a running head");
    }

    #[test]
    fn entries_without_numbers_that_run_on_come_again_as_headings() {
        let list = ["目 录", "一、主要职责", "（二）所属单位"];
        let rest = ["1.机关运行经费", "政府采购情况"];
        let body = ["机关运行经费", "某局机关运行经费为零。", "政府采购情况"];
        assert_eq!(of(&[&list, &rest, &body]), [3, 2, 0]);
        assert_eq!(of(&[&list, &rest, &["某局没有这些。"]]), [3, 0, 0]);
        let tables = ["目录", "表1 收支总表", "表2 支出总表"];
        let table = ["收支总表", "单位：元", "一、财政拨款"];
        assert_eq!(of(&[&tables, &table, &["支出总表", "单位：元"]]), [3, 0, 0], "a table's page");
        let titled = ["（一）项目支出表", "单位：元", "（二）维护费 5.00", "（三）其他 6.00"];
        assert_eq!(of(&[&tables, &titled, &titled]), [3, 0, 0], "a title that comes again");
    }

    #[test]
    fn a_list_without_its_heading_names_what_follows() {
        let cover = ["某市某局", "2026年部门预算"];
        let list = ["主要职责", "机构设置情况", "政府采购情况", "绩效目标情况", "名词解释"];
        let body =
            [&list[..4], &["某局负责全市的某项工作，并指导下级机关的同类工作，完成其他任务。"]]
                .concat();
        assert_eq!(of(&[&cover, &list, &body]), [0, 5, 0]);
        assert_eq!(of(&[&cover, &body, &body]), [0, 0, 0], "with a sentence");
        let form = ["收支表", "单位:元", "科目编码", "科目名称", "合计"];
        assert_eq!(of(&[&cover, &form, &form]), [0, 0, 0], "a form without figures");
        let rest = ["国有资产情况", "绩效目标情况", "机关运行经费"];
        let told = ["国有资产情况", "某局没有国有资产。"];
        assert_eq!(of(&[&LIST, &rest, &told]), [4, 3, 0], "one of the rest comes again");
    }

    #[test]
    fn the_document_itself_is_no_list() {
        assert_eq!(of(&[&LIST, &["第一部分 部门概况", "一、主要职责"]]), [4, 0]);
        assert_eq!(of(&[&LIST, &["部门主要职责", "一、贯彻执行国家的方针。"]]), [4, 0]);
        assert_eq!(of(&[&LIST, &["一、主要职责", "某局负责全市的某项工作。"]]), [4, 0]);
        assert_eq!(of(&[&LIST, &["三、其他", "某局负责。另一句。"]]), [4, 1]);
        assert_eq!(of(&[&["某局", "三、名词解释"], &["四、其他说明"]]), [0, 0]);
    }

    #[test]
    fn a_document_that_begins_below_its_list_is_none_of_it() {
        let body = [
            "第一部分 部门概况",
            "一、主要职责",
            "某局负责全市的某项工作，并指导下级机关的同类工作。",
        ];
        assert_eq!(of(&[&[&LIST[..], &body[..]].concat()]), [4]);
        let noted =
            [&LIST[..], &["注：封面和目录的格式不得随意改变，公开空表一定要在目录说明理由。"]]
                .concat();
        assert_eq!(of(&[&noted]), [5]);
    }
}
