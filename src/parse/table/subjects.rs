//! Pass: the label columns of a draft → the subjects that they name: codes, and the name that follows them.

use super::draft::{Draft, LabelGroup};
use super::parts::{CodeFrom, Parts};
use crate::catalog::LabelKind;
use crate::lex::{self, clean_label, is_digits};
use crate::model::{Classification, Code, Rect, Row, RowWhy, Token, Total};
use hashbrown::HashMap;

/// Code and name of one group of label columns.
#[derive(Debug, Default, Clone)]
pub(super) struct Subject {
    /// Code, if one is printed, and where it comes from.
    pub code: Option<(Code, CodeFrom)>,
    /// Name, if one is printed.
    pub name: String,
    /// The head of its column says in full that names stand there.
    pub named: bool,
}

/// Groups of label columns: codes, then the name that follows them.
pub(super) fn labels_to_subjects(
    labels: &[LabelGroup],
    block: usize,
    parts: &mut HashMap<(usize, usize), Parts>,
) -> Vec<Subject> {
    let mut out: Vec<Subject> = Vec::new();
    let mut codes: Vec<&LabelGroup> = Vec::new();
    let mut group = 0;
    let mut close = |codes: &mut Vec<&LabelGroup>| {
        let open = std::mem::take(codes);
        (!open.is_empty()).then(|| {
            group += 1;
            codes_to_subject(&open, parts.entry((block, group)).or_default())
        })
    };
    for label in labels {
        match label.kind {
            LabelKind::Code => {
                // 部门经济科目 and 政府经济科目 side by side are two codes.
                let other = |last: &&LabelGroup| {
                    !last.group.is_empty() && !label.group.is_empty() && last.group != label.group
                };
                if codes.last().is_some_and(other) {
                    out.extend(close(&mut codes));
                }
                codes.push(label);
            }
            LabelKind::Name => {
                let coded = close(&mut codes);
                let follows_codes = coded.is_some();
                out.extend(coded);
                add_name(&mut out, label, follows_codes);
            }
            _ => {}
        }
    }
    out.extend(close(&mut codes));
    out
}

/// The subject that columns of codes side by side print. Words among them are its name: 合计 beside ** is no code.
fn codes_to_subject(codes: &[&LabelGroup], parts: &mut Parts) -> Subject {
    // 201 一般公共服务支出 | 20103 … | 2010301 行政运行: the last of them is the row's.
    let named = codes.iter().copied().filter(|l| matches!(l.token, Token::Named(..)));
    let named: Vec<Subject> = named.map(name_to_subject).collect();
    if let Some(first) = named.first() {
        return deepest(named.iter()).unwrap_or(first).clone();
    }
    let is_word = |l: &&LabelGroup| {
        l.token.code().is_none()
            && !is_digits(&l.text)
            && !lex::is_code_level(&l.text)
            && lex::pointed_digits(&l.text).is_none()
    };
    let words: String = codes.iter().copied().filter(is_word).map(code_text).collect();
    if words.is_empty() {
        let digits = |l: &&LabelGroup| {
            let whole = l.token.code().map(|code| code.digits.clone());
            whole
                .or_else(|| lex::pointed_digits(&l.text))
                .unwrap_or_else(|| code_text(l).to_owned())
        };
        let texts: Vec<String> = codes.iter().map(digits).collect();
        Subject { code: parts.complete(&texts), ..Subject::default() }
    } else {
        Subject { name: words, ..Subject::default() }
    }
}

/// The subject that a column of names prints alone: its code may stand there, too.
fn name_to_subject(label: &LabelGroup) -> Subject {
    let named = label.named;
    match (&label.token, label.token.code()) {
        (Token::Named(code, name), _) => {
            Subject { code: Some((code.clone(), CodeFrom::Name)), name: name.clone(), named }
        }
        (_, Some(code)) => {
            Subject { code: Some((code.clone(), CodeFrom::Whole)), name: String::new(), named }
        }
        _ => Subject { code: None, name: label.text.clone(), named },
    }
}

/// Puts a name to the codes that it follows, or to the name that it is a further level of.
fn add_name(subjects: &mut Vec<Subject>, label: &LabelGroup, follows_codes: bool) {
    let own = name_to_subject(label);
    match subjects.last_mut() {
        Some(s) if follows_codes && own.code.is_none() => s.name.push_str(&own.name),
        Some(s) if label.deeper && own.code.is_none() && s.code.is_none() => {
            // 小计 below a named group is the group.
            if !own.name.is_empty() && (s.name.is_empty() || !is_sum(&own.name)) {
                s.name = own.name;
            }
        }
        _ => subjects.push(own),
    }
}

/// What stands in the columns of a code's parts (7 | 11 | 02) of a row that has figures and no code.
pub(super) fn unread_code(draft: &Draft, row: &Row) -> Option<String> {
    let parts = draft.labels.iter().filter(|l| l.kind == LabelKind::Code);
    let parts: Vec<&str> = parts.map(code_text).filter(|text| !text.is_empty()).collect();
    let is_code = parts.len() > 1 && parts.iter().all(|part| is_digits(part));
    (is_code && row.code.is_none() && draft.has_figures()).then(|| parts.join(" | "))
}

/// The row of a draft, with its codes and its label.
pub(super) fn subjects_to_row(draft: &Draft, subjects: &[Subject]) -> Row {
    let primary = primary_subject(subjects);
    let (code, from) = primary.code.unzip();
    let codes = subjects.iter().filter_map(|s| Some(s.code.as_ref()?.0.clone()));
    // The code's own class and 款 are no further codes.
    let own = |c: &Code| code.as_ref().is_some_and(|code| code == c || code.is_below(c));
    let also = codes.filter(|c| !own(c)).collect();
    let rects = draft.labels.iter().filter(|l| !l.text.is_empty()).map(|l| &l.rect);
    let unit = || printed_unit(draft).unwrap_or_default().to_string();
    Row {
        side: draft.side,
        page: draft.page,
        rect: Rect::around(rects).unwrap_or_default(),
        code,
        also,
        label: if primary.name.is_empty() { unit() } else { primary.name },
        why: RowWhy { subject: from.map_or("", CodeFrom::as_str), ..RowWhy::default() },
        ..Row::default()
    }
}

/// The unit that the row names. 合计 merged over the unit's code and name stands in the code's column.
pub(super) fn printed_unit(draft: &Draft) -> Option<&str> {
    let units =
        draft.labels.iter().filter(|l| matches!(l.kind, LabelKind::Unit | LabelKind::UnitCode));
    units.map(|l| l.text.as_str()).find(|t| !t.is_ascii())
}

/// The subject that names the row: function before 部门预算 economic before 政府预算 economic; without codes, or without a
/// name beside the code, the first name printed, of a column of names before others (项目名称 before 项目类别).
fn primary_subject(subjects: &[Subject]) -> Subject {
    for wanted in
        [Classification::Function, Classification::Economic, Classification::GovernmentEconomic]
    {
        if let Some(s) = deepest_subject(subjects, wanted) {
            let name = if s.name.is_empty() { first_name(subjects) } else { s.name.clone() };
            return Subject { name, ..s.clone() };
        }
    }
    Subject { name: first_name(subjects), ..Subject::default() }
}

/// The first subject of that list, or what it is divided into to its right: 201 | 20103 | 2010301, each with its name in
/// a column of its own, where class and 款 are printed once over the rows of all their 项.
fn deepest_subject(subjects: &[Subject], list: Classification) -> Option<&Subject> {
    let of_list = |s: &&Subject| s.code.as_ref().is_some_and(|(c, _)| c.classification == list);
    deepest(subjects.iter().filter(of_list))
}

/// The first of them, or one below that, or one below that in turn.
fn deepest<'s>(subjects: impl Iterator<Item = &'s Subject>) -> Option<&'s Subject> {
    let below = |s: &Subject, above: &Subject| {
        s.code.as_ref().zip(above.code.as_ref()).is_some_and(|((c, _), (a, _))| c.is_below(a))
    };
    subjects.reduce(|above, s| if below(s, above) { s } else { above })
}

/// What a column of codes prints of one; ** or a dash beside 合计 is none.
pub(super) fn code_text(label: &LabelGroup) -> &str {
    label.text.trim_matches(['*', '-', '—'])
}

/// 小计 or 合计 of a group, not of what it names.
pub(super) fn is_sum(label: &str) -> bool {
    matches!(lex::total(&clean_label(label)), Some(Total::Group | Total::All))
}

fn first_name(subjects: &[Subject]) -> String {
    let mut names = subjects.iter().filter(|s| s.code.is_none() && !s.name.is_empty());
    let first = names.clone().next();
    names
        .find(|s| s.named && !is_sum(&s.name))
        .or(first)
        .map(|s| s.name.clone())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{rows, table};

    #[test]
    fn codes_in_one_column_in_three_or_with_their_name() {
        for (art, want) in [
            ("科目编码 | 科目名称 | 合计\n 2080505 | 养老 | 1.00", "1 2080505 养老 1.00"),
            ("类 | 款 | 项 | 科目名称 | 合计\n 208 | 05 | 05 | 养老 | 1.00", "1 2080505 养老 1.00"),
            ("科目 | 合计\n [212]城乡社区支出 | 1.00", "1 212 城乡社区支出 1.00"),
            (
                "科目编码 | 科目名称 | 合计\n 208.05 | 养老 | 1.00\n 208.05.01 | 退休 | 1.00",
                "1 20805 养老 1.00, 2 2080501 退休 1.00",
            ),
            ("科目 | 合计\n 2010301-行政运行 | 1.00", "1 2010301 行政运行 1.00"),
            // Each column prints the whole code of its level; the code stands behind its name.
            (
                "类 | 款 | 项 | 科目名称 | 合计\n 201 | 20106 | 2010601 | 行政运行 | 1.00",
                "1 2010601 行政运行 1.00",
            ),
            ("科目 | 合计\n 行政运行（2010301） | 1.00", "1 2010301 行政运行 1.00"),
            ("科目编码 | 科目名称 | 合计\n ** | 合计 | 1.00", "1 total 合计 1.00"),
            ("科目编码 | 科目名称 | 合计\n 合计 | < | 1.00", "1 total 合计 1.00"),
        ] {
            assert_eq!(rows("expenditure_summary", &[art]).join(", "), want, "{art}");
        }
    }

    #[test]
    fn codes_below_heads_of_their_own_are_several() {
        let art = "采购项目 | 部门经济科目 | < | 政府经济科目 | < | 金额\n ^ | 类 | 款 | 类 | 款 | ^\n 打印服务 | 310 | 07 | 503 | 06 | 1.00";
        let (table, _) = table("procurement", &[art]);
        let row = &table.rows[0];
        assert_eq!(row.code.as_ref().unwrap().digits, "31007");
        assert_eq!(row.also[0].digits, "50306");
    }

    #[test]
    fn of_columns_of_words_the_one_of_names_names_the_row() {
        for (art, want) in [
            ("项目类别 | 项目名称 | 合计\n 重点 | 农田建设 | 1.00", "1 农田建设 1.00"),
            ("主管处室 | 项目名称 | 合计\n 农田处 | 农田建设 | 1.00", "1 农田建设 1.00"),
            ("资产编码 | 资产名称 | 合计\n A02 | 台式计算机 | 1.00", "1 台式计算机 1.00"),
            ("项目名称 | 科目编码 | 合计\n 农田建设 | 2130153 | 1.00", "1 2130153 农田建设 1.00"),
            ("项目类别 | 项目名称 | 合计\n 特定 | 小计 | 1.00", "1 特定 1.00"),
            // Digits that no list of subjects has are none of its codes.
            ("资产分类 | 资产名称 | 合计\n 2999901 | 手术床 | 1.00", "1 手术床 1.00"),
        ] {
            assert_eq!(rows("project_expenditure_sources", &[art]), [want], "{art}");
        }
    }

    #[test]
    fn of_two_classifications_the_function_names_the_row() {
        let art = "经济科目编码 | 经济科目名称 | 科目编码 | 科目名称 | 合计\n 30101 | 基本工资 | 2080505 | 养老 | 1.00";
        let rows = table("expenditure_summary", &[art]).0.rows;
        let also: Vec<&str> = rows[0].also.iter().map(|c| c.digits.as_str()).collect();
        assert_eq!(
            (rows[0].code.as_ref().unwrap().digits.as_str(), also),
            ("2080505", vec!["30101"])
        );
    }

    #[test]
    fn of_class_and_item_side_by_side_the_item_names_the_row() {
        let art = "类 | 款 | 项 | 合计\n 201 一般公共服务支出 | 20103 政府办公厅 | 2010301 行政运行 | 5.00\n ^ | ^ | 2010302 一般行政管理事务 | 1.00\n ^ | 20104 发展与改革事务 | 2010401 行政运行 | 3.00\n 208 社会保障和就业支出 |  |  | 2.00";
        let rows = table("expenditure_summary", &[art]).0.rows;
        let got: Vec<(&str, &str, usize)> = rows
            .iter()
            .map(|r| (r.code.as_ref().unwrap().digits.as_str(), r.name.as_str(), r.also.len()))
            .collect();
        let want = [
            ("2010301", "行政运行", 0),
            ("2010302", "一般行政管理事务", 0),
            ("2010401", "行政运行", 0),
            ("208", "社会保障和就业支出", 0),
        ];
        assert_eq!(got, want);
    }

    #[test]
    fn a_deeper_name_names_the_row_but_a_sum_does_not() {
        let art = "项目 | < | 预算数\n 甲项 | 小计 | 2.00\n 乙项 | 丙项 | 2.00";
        assert_eq!(rows("income_summary", &[art]), ["1 甲项 2.00", "2 丙项 2.00"]);
    }
}
