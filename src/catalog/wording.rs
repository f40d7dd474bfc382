//! Patterns looked for in running text, and `data/wording.toml`: what a text shows that was not finished (T1 to T5).

use regex::Regex;
use serde::Deserialize;
use std::ops::Range;
use std::sync::{Arc, LazyLock, OnceLock};

/// Patterns looked for in a text, compiled when first asked: most documents ask for few of them.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    patterns: Vec<String>,
    compiled: Arc<OnceLock<Option<Regex>>>,
}

impl<'de> Deserialize<'de> for Wording {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Wording, D::Error> {
        let patterns = Vec::deserialize(from)?;
        Ok(Wording { patterns, compiled: Arc::default() })
    }
}

impl Wording {
    /// Does the text hold one of them?
    pub fn is_in(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// Where the first of them stands in the text, by bytes: its group `x`, or the whole of it.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let found = self.regex()?.captures(text)?;
        let part = found.iter().skip(1).flatten().next();
        part.or(found.get(0)).map(|m| m.range())
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// What is wrong with them, if something is.
    pub fn fault(&self) -> Option<String> {
        self.compile().err().map(|e| e.to_string())
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| self.compile().ok().flatten()).as_ref()
    }

    fn compile(&self) -> Result<Option<Regex>, regex::Error> {
        let all = self.patterns.iter().map(|p| format!("(?:{p})")).collect::<Vec<_>>().join("|");
        if all.is_empty() { Ok(None) } else { Regex::new(&all).map(Some) }
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
        toml::from_str(include_str!("data/wording.toml"))
            .unwrap_or_else(|e| panic!("wording.toml: {e}"))
    });
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        let Words { residue, heads, share, year, department, unit, department_title, unit_title } =
            words();
        for wording in [residue, heads, share, year, department, unit, department_title, unit_title]
        {
            assert_eq!(wording.fault(), None);
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
