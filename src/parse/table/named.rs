//! Pass: which level the subjects are of where a table prints names without codes.
//!
//! 1. Where rows are set in, or their ordinals differ, a class is a row at the outermost depth that bears a class's name;
//!    below it stand 款 and 项, or 项 alone where the code list knows the name so.
//! 2. Where nothing tells depth, the order does: a name that the code list has below the class above is a 款 of it, or a 项
//!    of the 款 above. One that may as well be the next class, or that the list does not have, leaves all of them open.
//!
//! No code is made of a name: a class has its item, the others their level.

use super::Context;
use super::items::ItemBy;
use super::nesting::PartBy;
use super::totals::LevelBy;
use crate::catalog::Traits;
use crate::catalog::subjects::Subjects;
use crate::deadline;
use crate::lex::{clean_label, is_of_which};
use crate::model::{Classification, Row, Side, TableId};
use hashbrown::HashMap;

/// Gives the rows that name subjects their level, classes their item.
pub(super) fn name_levels(rows: &mut [Row], table: &TableId, cx: &Context) {
    for side in [Side::None, Side::Expenditure] {
        let whole = side == Side::None;
        let coded = rows.iter().any(|r| r.code.is_some() && r.side == side);
        if coded || whole && !Traits::of(table).by_subject {
            continue;
        }
        let named: Vec<usize> = subjects_of(rows, side);
        let lists: &[Classification] = match whole {
            true => &[Classification::Economic, Classification::Function],
            false => &[Classification::Function],
        };
        let read = |list: &Classification| Names { rows, cx, list: *list }.places(&named);
        let found = |places: &Places| places.values().filter(|place| place.known).count();
        let Some(places) = lists.iter().map(read).max_by_key(found) else { continue };
        // A list of something else may hold a word that is a class's, too.
        if !whole || found(&places) * 2 >= named.len() {
            places.into_iter().for_each(|(index, place)| place.give(&mut rows[index], whole));
        }
    }
}

/// The rows of a side that may be subjects. What follows the year's sum (调出资金, 年终结余) is none of those that it adds up.
fn subjects_of(rows: &[Row], side: Side) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.side == side) {
        if row.item() == "expenditure.current_total" && !found.is_empty() {
            break;
        }
        if may_be_subject(row) {
            found.push(index);
        }
    }
    found
}

fn may_be_subject(row: &Row) -> bool {
    let class = row.item().is_empty() || row.item().starts_with("function.");
    class && !row.name.is_empty() && row.level != Some(0)
}

/// Where a subject stands.
#[derive(Debug, Clone)]
struct Place {
    level: u8,
    list: Classification,
    /// Its code in the list, or the nearest above it that is known.
    code: &'static str,
    /// The list has the name there.
    known: bool,
    /// The number of the row above it, where only the order of names tells.
    below: Option<u32>,
}

type Places = HashMap<usize, Place>;

impl Place {
    /// Puts the level into the row; names that the list does not have are subjects only where all rows are.
    fn give(self, row: &mut Row, all: bool) {
        if !self.known && !all {
            return;
        }
        row.level = Some(self.level);
        if self.level == 1 {
            row.why.level = LevelBy::Class.as_str();
            let item = format!("function.{}", self.code);
            if self.list == Classification::Function && row.item() != item {
                row.item = Some(item.as_str().into());
                row.why.subject = ItemBy::Class.as_str();
            }
            return;
        }
        row.why.level = if self.known { LevelBy::List } else { LevelBy::Depth }.as_str();
        if row.item.take().is_some() {
            row.why.subject = ItemBy::BelowClass.as_str();
        }
        if let Some(above) = self.below {
            (row.part_of, row.why.part_of) = (Some(above), PartBy::Order.as_str());
        }
    }
}

/// The rows of one side, and the list that their names may be of.
struct Names<'t> {
    rows: &'t [Row],
    cx: &'t Context<'t>,
    list: Classification,
}

impl Names<'_> {
    fn places(&self, named: &[usize]) -> Places {
        let numbers: HashMap<u32, usize> =
            named.iter().map(|&i| (self.rows[i].number, i)).collect();
        let above = |i: usize| self.rows[i].part_of.and_then(|n| numbers.get(&n)).copied();
        let classes = |i: usize| self.class(&self.rows[i]).is_some();
        match named.iter().any(|&i| above(i).is_some_and(classes)) {
            true => self.by_depth(named, above),
            false => self.by_order(named),
        }
    }

    fn subjects(&self) -> &'static Subjects {
        self.cx.catalog.subjects
    }

    /// The class whose name the row bears.
    fn class(&self, row: &Row) -> Option<&'static str> {
        if self.list != Classification::Function {
            return self.below("", row, 3);
        }
        let item = self.cx.catalog.items.function_class(&clean_label(&row.label))?;
        self.subjects().code(self.list, item.as_str().strip_prefix("function.")?)
    }

    /// The code of that many digits below `above` whose name the row bears.
    fn below(&self, above: &str, row: &Row, digits: usize) -> Option<&'static str> {
        deadline::tick();
        self.subjects().below(self.list, above, &row.name, digits)
    }

    fn by_depth(&self, named: &[usize], above: impl Fn(usize) -> Option<usize>) -> Places {
        let mut places = Places::new();
        for &index in named {
            let row = &self.rows[index];
            let parent = above(index).and_then(|i| places.get(&i));
            let place = match parent {
                None => self.class(row).map(|code| self.place(1, code, true)),
                Some(parent) => self.part(parent.clone(), row),
            };
            places.extend(place.map(|place| (index, place)));
        }
        places
    }

    fn place(&self, level: u8, code: &'static str, known: bool) -> Place {
        Place { level, list: self.list, code, known, below: None }
    }

    /// A row below a subject: the list says of which level, else its depth does.
    fn part(&self, parent: Place, row: &Row) -> Option<Place> {
        let deepest = if self.list == Classification::Function { 3 } else { 2 };
        let levels = parent.level + 1..=deepest;
        let known = |level: u8| {
            let code = self.below(parent.code, row, 1 + 2 * usize::from(level))?;
            Some(self.place(level, code, true))
        };
        if let Some(place) = levels.clone().find_map(known) {
            return Some(place);
        }
        match self.class(row) {
            // Set in, but no part of the class above.
            Some(class) if class != &parent.code[..3] => Some(self.place(1, class, true)),
            _ if levels.is_empty() || is_of_which(&row.label) => None,
            _ => Some(self.place(parent.level + 1, parent.code, false)),
        }
    }

    fn by_order(&self, named: &[usize]) -> Places {
        // What may be nothing but deeper tells which levels are printed.
        let printed: Vec<u8> = self.walk(named, &[]).values().map(|place| place.level).collect();
        let levels: Vec<u8> = (2..=3).filter(|level| printed.contains(level)).collect();
        let places = self.walk(named, &levels);
        let mut open = named.iter().filter(|index| !places.contains_key(*index));
        // Beside classes alone only what is no subject at all.
        let deeper = |row| [5, 7].iter().any(|&digits| self.below("", row, digits).is_some());
        match open.any(|&index| !levels.is_empty() || deeper(&self.rows[index])) {
            true => Places::new(),
            false => places,
        }
    }

    /// The rows in order. Right below a row, one of the next of `levels` is expected.
    fn walk(&self, named: &[usize], levels: &[u8]) -> Places {
        let mut places = Places::new();
        let mut open: Vec<(u32, Place)> = Vec::new();
        for &index in named {
            let row = &self.rows[index];
            let deeper = self.deeper(&open, row);
            let class = self.class(row).map(|code| self.place(1, code, true));
            let expected = open.last().and_then(|(number, last)| {
                let next = levels.iter().find(|&&level| level > last.level)?;
                (*number + 1 == row.number).then_some(*next)
            });
            let last_class = open.first().map_or("", |(_, class)| class.code);
            let place = match (deeper, class) {
                (Some(deeper), _) if Some(deeper.level) == expected => Some(deeper),
                (Some(_), Some(class)) if levels.is_empty() => Some(class),
                (Some(deeper), Some(class)) if class.code <= last_class => Some(deeper),
                (Some(deeper), Some(class)) => {
                    match (self.prints(&deeper, row), self.prints(&class, row)) {
                        (true, false) => Some(deeper),
                        (false, true) => Some(class),
                        _ => None,
                    }
                }
                (deeper, class) => class.or(deeper),
            };
            let Some(mut place) = place else { continue };
            open.retain(|(_, above)| above.level < place.level);
            place.below = open.last().map(|(number, _)| *number);
            open.push((row.number, place.clone()));
            places.insert(index, place);
        }
        places
    }

    /// Does the row print a name of that code to the letter, 支出 at its end too?
    fn prints(&self, place: &Place, row: &Row) -> bool {
        let subject = self.subjects().get(self.list, place.code);
        subject.is_some_and(|subject| subject.names.iter().any(|name| name.name == row.name))
    }

    /// The row as a part of the nearest of the open rows that has its name below it.
    fn deeper(&self, open: &[(u32, Place)], row: &Row) -> Option<Place> {
        open.iter().rev().find_map(|(_, above)| {
            let levels = above.level + 1..=3;
            levels.clone().find_map(|level| {
                let code = self.below(above.code, row, 1 + 2 * usize::from(level))?;
                Some(self.place(level, code, true))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;

    /// Level, item and the row above of each row.
    fn told(id: &str, art: &str) -> Vec<String> {
        let rows = table(id, &[art]).0.rows;
        let one = |r: &crate::model::Row| {
            assert!(r.code.is_none(), "{}", r.label);
            let level = r.level.map_or("_".into(), |l| l.to_string());
            let part = r.part_of.map_or(String::new(), |n| format!(" <{n}"));
            format!("{level} {}{part}", r.item()).trim().to_string()
        };
        rows.iter().map(one).collect()
    }

    #[test]
    fn indentation_tells_levels() {
        let art = "科目名称 | 合计\n 合计 | 9.00\n 公共安全支出 | 4.00\n   公安 | 4.00\n     行政运行 | 3.00\n     没见过的项 | 1.00\n \
                   其他支出 | 5.00\n   其他支出 | 5.00\n     其他支出 | 5.00";
        let want = [
            "0 total",
            "1 function.204",
            "2  <2",
            "3  <3",
            "3  <3",
            "1 function.229",
            "2  <6",
            "3  <7",
        ];
        assert_eq!(told("expenditure_summary", art), want);
    }

    #[test]
    fn ordinals_tell_levels_and_a_level_may_be_left_out() {
        let art = "科目名称 | 合计\n 一、公共安全支出 | 4.00\n （一）公安 | 3.00\n 1.行政运行 | 3.00\n （二）一般行政管理事务 | 1.00";
        let want = ["1 function.204", "2  <1", "3  <2", "3  <1"];
        assert_eq!(told("general_public_budget_expenditure", art), want);
    }

    #[test]
    fn the_order_of_names_tells_levels() {
        let art = "科目名称 | 合计\n 公共安全支出 | 4.00\n 公安 | 4.00\n 行政运行 | 3.00\n 一般行政管理事务 | 1.00\n \
                   其他支出 | 5.00\n 其他支出 | 5.00\n 其他支出 | 5.00";
        let want =
            ["1 function.204", "2  <1", "3  <2", "3  <2", "1 function.229", "2  <5", "3  <6"];
        assert_eq!(told("expenditure_summary", art), want);
    }

    #[test]
    fn a_name_that_is_not_known_leaves_the_order_open() {
        let art = "科目名称 | 合计\n 公共安全支出 | 4.00\n 公安 | 4.00\n 行政运行 | 3.00\n 没见过的项 | 1.00";
        assert_eq!(told("expenditure_summary", art), ["_"; 4]);
    }

    #[test]
    fn a_name_of_a_class_and_of_a_part_is_read_by_order_and_to_the_letter() {
        let art = |last: &str| {
            format!(
                "科目名称 | 合计\n 援助其他地区支出 | 9.00\n 教育 | 4.00\n {last} | 5.00\n 住房改革支出 | 5.00\n 住房公积金 | 5.00"
            )
        };
        let got = told("expenditure_summary", &art("住房保障支出"));
        assert_eq!(got, ["1 function.219", "2  <1", "1 function.221", "2  <3", "3  <4"]);
        // 其他支出 may be the class after 219, or the last 款 of it.
        assert_eq!(told("expenditure_summary", &art("其他支出")), ["_"; 5]);
    }

    #[test]
    fn classes_alone_stay_classes() {
        let art = "科目名称 | 合计\n 援助其他地区支出 | 4.00\n 其他支出 | 5.00";
        assert_eq!(told("expenditure_summary", art), ["1 function.219", "1 function.229"]);
    }

    #[test]
    fn below_a_class_is_no_class_in_summaries_either() {
        let art = "收入 | < | 支出 | <\n 项目 | 预算数 | 项目 | 预算数\n 事业收入 | 9.00 | 援助其他地区支出 | 4.00\n  |  |   教育 | 4.00\n  |  | 其他支出 | 5.00\n  |  |   其中：专项 | 5.00";
        let got = told("income_expenditure_summary", art);
        assert_eq!(got[1..], ["1 function.219", "2  <1", "1 function.229", "_  <3"]);
    }

    #[test]
    fn what_follows_the_years_sum_is_no_subject() {
        let art = "收入 | < | 支出 | <\n 项目 | 预算数 | 项目 | 预算数\n 事业收入 | 9.00 | 一、城乡社区支出 | 4.00\n  |  | 污水处理费安排的支出 | 4.00\n  |  | 二、其他支出 | 3.00\n  |  | 本年支出合计 | 7.00\n  |  | 调出资金 | 2.00\n 收入总计 | 9.00 | 支出总计 | 9.00";
        let got = told("income_expenditure_summary", art);
        assert_eq!(
            got[2..],
            [
                "1 function.212",
                "2  <1",
                "1 function.229",
                "0 expenditure.current_total",
                "_",
                "0 expenditure.total"
            ]
        );
    }

    #[test]
    fn economic_classes_have_levels_and_no_item() {
        let art = "科目名称 | 合计\n 合计 | 4.00\n 工资福利支出 | 4.00\n   基本工资 | 3.00\n   奖金 | 1.00";
        assert_eq!(told("basic_expenditure_economic", art), ["0 total", "1", "2  <2", "2  <2"]);
    }

    #[test]
    fn lists_of_something_else_have_no_levels() {
        let art = "科目名称 | 合计\n 甲项目 | 4.00\n 教育 | 4.00\n 乙项目 | 3.00\n 丙项目 | 1.00";
        assert_eq!(told("expenditure_summary", art), ["_"; 4]);
    }
}
