//! Pass: the label columns of a draft → the subjects that they name: codes, and the name that follows them.

use super::draft::LabelGroup;
use super::parts::Parts;
use crate::catalog::LabelKind;
use crate::lex::{self, clean_label, is_digits};
use crate::model::{Classification, Code, Token, Total};
use std::collections::HashMap;

/// Code and name of one group of label columns.
#[derive(Debug, Default, Clone)]
pub(super) struct Subject {
    /// Code, if one is printed.
    pub code: Option<Code>,
    /// Name, if one is printed.
    pub name: String,
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
    let mut close = |codes: &mut Vec<&LabelGroup>, out: &mut Vec<Subject>, group: &mut usize| {
        if codes.is_empty() {
            return;
        }
        let is_word = |l: &&&LabelGroup| {
            let part = is_digits(&l.text) || matches!(l.text.as_str(), "类" | "款" | "项");
            l.token.code().is_none() && !part
        };
        let texts: Vec<String> = codes.iter().map(|l| code_text(l).to_owned()).collect();
        let words: String = codes.iter().filter(is_word).map(|l| code_text(l)).collect();
        let named = codes.iter().find_map(|l| match &l.token {
            Token::Named(code, name) => Some((code.clone(), name.clone())),
            _ => None,
        });
        let mut subject = Subject::default();
        match named {
            Some((code, name)) => (subject.code, subject.name) = (Some(code), name),
            None if words.is_empty() => {
                subject.code = parts.entry((block, *group)).or_default().complete(&texts)
            }
            None => subject.name = words,
        }
        out.push(subject);
        codes.clear();
        *group += 1;
    };
    let mut open = false;
    for l in labels {
        match l.kind {
            LabelKind::Code => {
                codes.push(l);
                open = true;
            }
            LabelKind::Name => {
                let had_codes = open;
                close(&mut codes, &mut out, &mut group);
                open = false;
                let (code, name) = match &l.token {
                    Token::Named(code, name) => (Some(code.clone()), name.clone()),
                    token => match token.code() {
                        Some(code) => (Some(code.clone()), String::new()),
                        None => (None, l.text.clone()),
                    },
                };
                match out.last_mut() {
                    Some(s) if had_codes && code.is_none() => s.name.push_str(&name),
                    // 小计 below a named group is the group.
                    Some(s) if l.deeper && code.is_none() && s.code.is_none() => {
                        if !name.is_empty() && (s.name.is_empty() || !is_sum(&name)) {
                            s.name = name;
                        }
                    }
                    _ => out.push(Subject { code, name }),
                }
            }
            _ => {}
        }
    }
    close(&mut codes, &mut out, &mut group);
    out
}

/// The subject that names the row: function before 部门预算 economic before 政府预算 economic; without codes the first
/// name printed.
pub(super) fn primary_subject(subjects: &[Subject]) -> Subject {
    for wanted in
        [Classification::Function, Classification::Economic, Classification::GovernmentEconomic]
    {
        if let Some(s) =
            subjects.iter().find(|s| s.code.as_ref().is_some_and(|c| c.classification == wanted))
        {
            return s.clone();
        }
    }
    subjects.iter().find(|s| !s.name.is_empty()).cloned().unwrap_or_default()
}

/// What a column of codes prints of one; ** or a dash beside 合计 is none.
pub(super) fn code_text(label: &LabelGroup) -> &str {
    label.text.trim_matches(['*', '-', '—'])
}

/// 小计 or 合计 of a group, not of what it names.
pub(super) fn is_sum(label: &str) -> bool {
    matches!(lex::total(&clean_label(label)), Some(Total::Group | Total::All))
}

#[cfg(test)]
mod tests {
    use super::super::testing::rows;

    #[test]
    fn codes_in_one_column_in_three_or_with_their_name() {
        for (art, want) in [
            ("科目编码 | 科目名称 | 合计\n 2080505 | 养老 | 1.00", "1 2080505 养老 1.00"),
            ("类 | 款 | 项 | 科目名称 | 合计\n 208 | 05 | 05 | 养老 | 1.00", "1 2080505 养老 1.00"),
            ("科目 | 合计\n [212]城乡社区支出 | 1.00", "1 212 城乡社区支出 1.00"),
            ("科目 | 合计\n 2010301-行政运行 | 1.00", "1 2010301 行政运行 1.00"),
            ("科目编码 | 科目名称 | 合计\n ** | 合计 | 1.00", "1 total 合计 1.00"),
        ] {
            assert_eq!(rows("expenditure_summary", &[art]), [want], "{art}");
        }
    }
}
