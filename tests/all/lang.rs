//! `--lang zh`: what people read is Chinese, what programs read is the same.

use crate::support::command::{self, fixture, yusuan};
use crate::support::shared;
use std::fs;
use std::path::{Path, PathBuf};
use yusuan::catalog::{Catalog, messages};
use yusuan::emit::wire::Document;
use yusuan::model::Verdict;
use yusuan::reconcile::{self, NotApplicable, NotChecked};
use yusuan::render::{Lang, Topic};
use yusuan::{batch, render};

const BLOCK: &str = "\
不符 X6：一般公共预算支出不超过全部支出
  文件        altered.pdf，第11页
  表          《2025年度一般公共预算拨款支出预算表》
  行          2080505 机关事业单位基本养老保险缴费支出
  列          其中：/基本支出
  表列数      211,600.00 元，原文 21.16万元
  核算得      205,600.00 元，由《2025年度支出预算总表》的1个数得出
              + 20.56万元，2080505 机关事业单位基本养老保险缴费支出，基本支出，第9页
  差额        6,000.00 元
  允许误差    100.00 元
  原因        支出表中是另一个数，而这是该科目唯一的资金来源
  下一步      请在页面上对照两张表：若确如此处所示，两表矛盾，发布单位应更正，读者可向其指出；否则是程序读错，请报告本项目（见README）

";

fn seed(args: &[&str]) -> (String, String) {
    let run = yusuan(&fixture("seed"), args);
    (run.stdout, run.stderr)
}

#[test]
fn findings_are_told_in_chinese() {
    let (block, summary) = seed(&["check", "altered.pdf", "--select", "X", "--lang", "zh"]);
    assert_eq!(
        (block.as_str(), summary.as_str()),
        (BLOCK, "1个文件：1 完整；139个金额；核对：相符56，四舍五入0，不符1，未能核对0\n")
    );
    let (line, _) = seed(&["check", "../bad/text.pdf", "--format", "concise", "--lang", "zh"]);
    assert_eq!(
        line,
        "失败：../bad/text.pdf：不是PDF，而是纯文本：请下载公开文件本身，或将其转为PDF\n"
    );
    let (_, said) = seed(&["convert", "altered.pdf", "--lang", "zh", "--verbose"]);
    let first = "不符：altered.pdf，第11页，《2025年度一般公共预算拨款支出预算表》，2080505 机关事业单位基本养老保险缴费支出，小计：\
                 表列205600.00元，核算得211600.00元，差-6000.00元，四舍五入允许100.00元（W2）；合计不等于按性质分的支出之和";
    assert_eq!(said.lines().next().unwrap(), first);
    assert!(said.contains("完整: altered.pdf: 10张表，139个金额，"), "{said}");
    let (text, summary) = seed(&["diff", "libreoffice.pdf", "altered.pdf", "--lang", "zh"]);
    let change = "    变动     2080505 机关事业单位基本养老保险缴费支出, 基本支出: 205,600.00 → 211,600.00 元 (+6,000.00)\n";
    assert!(
        text.starts_with(
            "变动\n  A  libreoffice.pdf: 福州市社会保险技术服务保障中心, 预算, 单位, 2025\n"
        ) && text.contains(change),
        "{text}"
    );
    assert_eq!(summary, "1 份文件: 1 变动; 数字: 192 相同, 1 变动, 0 新增, 0 删除\n");
    assert!(
        seed(&["rules", "X9", "--lang", "zh"])
            .0
            .starts_with("X9 “三公”经费不小于基本支出中的同名科目\n  核对: 因公出国")
    );
    assert!(
        seed(&["check", "--explain", "X9", "--lang", "zh"])
            .0
            .contains("\n为何\n  三公表所列不能少于基本支出的账。\n")
    );
}

#[test]
fn what_programs_read_is_the_same_in_both_languages() {
    let commands: [&[&str]; 9] = [
        &["check", "altered.pdf", "../bad/text.pdf", "--format", "json"],
        &["check", "altered.pdf", "--format", "jsonl"],
        &["check", "altered.pdf", "--format", "sarif"],
        &["check", "altered.pdf", "../bad/text.pdf", "--format", "junit"],
        &["check", "altered.pdf", "--statistics", "--format", "json"],
        &["convert", "altered.pdf"],
        &["diff", "libreoffice.pdf", "altered.pdf", "--format", "json"],
        &["diff", "libreoffice.pdf", "altered.pdf", "--format", "csv"],
        &["schema"],
    ];
    for args in commands {
        let chinese = seed(&[args, &["--lang", "zh"]].concat()).0;
        assert!(!chinese.is_empty());
        assert_eq!(chinese, seed(args).0, "{args:?}");
    }
    let run = |lang: &str| {
        let dir = tempfile::tempdir().unwrap();
        let input = fixture("seed/altered.pdf").display().to_string();
        let run = yusuan(
            dir.path(),
            ["convert", &input, "--out", "out", "--progress", "json", "--lang", lang],
        );
        let messages = run
            .stderr
            .lines()
            .filter(|l| l.contains("\"message\""))
            .map(str::to_owned)
            .collect::<Vec<_>>();
        (messages, command::files(&dir.path().join("out")))
    };
    let (english, chinese) = (run("en"), run("zh"));
    assert_eq!(english.0.len(), 1, "one line for the document");
    assert!(english == chinese);
}

/// Not known in Chinese.
fn unknown<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let english =
        |text: &&str| text.is_ascii() || text.chars().filter(char::is_ascii_alphabetic).count() > 8;
    texts
        .into_iter()
        .filter(|t| !t.is_empty() && english(t) && messages::chinese(t).is_none())
        .map(str::to_owned)
        .collect()
}

#[test]
fn rules_reasons_and_next_steps_are_known_in_chinese() {
    assert!(reconcile::rules().len() > 20);
    for rule in reconcile::rules() {
        let texts = [rule.title, rule.what, rule.why, rule.source, rule.example, rule.advice];
        assert_eq!(unknown(texts), Vec::<String>::new(), "{}", rule.id);
        let advice = NotChecked::ALL
            .map(|reason| reconcile::advice(rule, Verdict::NotChecked, reason.as_str()));
        assert_eq!(unknown(advice), Vec::<String>::new(), "{}", rule.id);
    }
    assert_eq!(unknown(NotApplicable::ALL.map(NotApplicable::as_str)), Vec::<String>::new());
    assert_eq!(unknown(NotChecked::ALL.map(NotChecked::as_str)), Vec::<String>::new());
}

#[test]
fn kinds_of_findings_are_known_in_chinese() {
    for topic in Topic::all().filter(|topic| matches!(topic, Topic::Finding(_))) {
        let (heads, texts): (Vec<_>, Vec<_>) = topic.more().into_iter().unzip();
        let all = heads.into_iter().chain(texts).chain([topic.title(), topic.what()]);
        let unknown: Vec<_> = all.filter(|text| messages::chinese(text).is_none()).collect();
        assert_eq!(unknown, Vec::<&str>::new(), "{}", topic.id());
    }
    let (text, _) = seed(&["rules", "unread-cell", "--lang", "zh"]);
    assert_eq!(
        text,
        "unread-cell 警告\n  表示什么: 单元格里印的不是单一的准确金额：缺少这个数，需要它的等式未能核对\n  \
         轻重: 警告：使文件成为`partial`（部分读出）\n  怎么办: 请在页面上读这个数\n"
    );
}

/// A slip in `--select` or `--ignore`, which would else hide everything, or nothing.
#[test]
fn an_unknown_selector_is_refused_with_the_nearest() {
    let cases: [(&[&str], &str, &str); 4] = [
        (
            &["check", "altered.pdf", "--select", "unraed-cell"],
            "no rule or finding `unraed-cell`: did you mean `unread-cell`?",
            "没有规则或发现`unraed-cell`：是不是想写`unread-cell`？",
        ),
        (
            &["check", "altered.pdf", "--ignore", "W2,no-heder"],
            "no rule or finding `no-heder`: did you mean `no-header`?",
            "没有规则或发现`no-heder`：是不是想写`no-header`？",
        ),
        (
            &["check", "--explain", "w3"],
            "no rule or finding `w3`: did you mean `W3`?",
            "没有规则或发现`w3`：是不是想写`W3`？",
        ),
        (
            &["rules", "nothing"],
            "no rule or finding `nothing`: `yusuan rules` lists them",
            "没有规则或发现`nothing`：`yusuan rules`列出全部",
        ),
    ];
    for (args, english, chinese) in cases {
        for (lang, told) in [("en", english), ("zh", chinese)] {
            let run = yusuan(&fixture("seed"), [args, &["--lang", lang]].concat());
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
            assert!(run.stderr.contains(told), "{args:?}: {}", run.stderr);
        }
    }
}

/// Everything that is said about a document.
fn texts(document: &Document) -> Vec<&str> {
    let findings = document.findings.iter().flat_map(|f| [f.message.as_str(), f.help.as_str()]);
    let checks =
        document.checks.iter().filter(|c| render::note::is_told(c)).map(|c| c.reason.as_str());
    document.error.as_deref().into_iter().chain(findings).chain(checks).collect()
}

fn untranslated(paths: &[PathBuf]) -> (usize, Vec<String>) {
    let (mut count, mut found) = (0, vec![]);
    let each = |document: Document| {
        let texts = texts(&document);
        count += texts.len();
        found.extend(unknown(texts));
        Ok(())
    };
    batch::run(&batch::expand(paths), &Default::default(), &Catalog::builtin().unwrap(), 0, each)
        .unwrap();
    found.sort();
    found.dedup();
    (count, found)
}

#[test]
fn what_is_said_of_the_fixtures_is_known_in_chinese() {
    let (count, found) = untranslated(&[fixture("."), fixture("gone.pdf")]);
    assert!(count > 30, "{count}");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn what_is_said_of_the_corpus_is_known_in_chinese() {
    let Some(shared) = shared::shared() else { return };
    let corpus = shared.join("corpus");
    let (count, found) = untranslated(&[corpus.join("negatives"), corpus.join("real")]);
    println!("{count} texts");
    assert!(count > 300, "{count}");
    assert_eq!(found, Vec::<String>::new());
}

/// The source files below `dir`, tests in them left out, lines of one text joined.
fn source(dir: &str) -> String {
    fn read(path: &Path, all: &mut String) {
        // Tests in files of their own say nothing to users.
        if path.ends_with("tests") {
            return;
        }
        if path.is_dir() {
            fs::read_dir(path).unwrap().for_each(|entry| read(&entry.unwrap().path(), all));
        } else if path.extension().is_some_and(|e| e == "rs")
            && !path.ends_with("tests.rs")
            && !path.ends_with("testing.rs")
        {
            let text = fs::read_to_string(path).unwrap();
            all.push_str(text.split("#[cfg(test)]\nmod tests {").next().unwrap());
        }
    }
    let mut all = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(dir), &mut all);
    let lines = all
        .lines()
        .map(|line| if line.trim_start().starts_with("//") { "" } else { line })
        .collect::<Vec<_>>()
        .join("\n");
    lines.replace("\\\"", "'").split("\\\n").map(str::trim_start).collect()
}

/// The fixed pieces of a text with places, of more than three characters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let literals =
        text.split(['{', '}']).step_by(2).flat_map(|literal| literal.split(['(', ')', ':', ';']));
    literals.map(|piece| piece.trim_matches([' ', ','])).filter(|piece| piece.len() > 3)
}

/// A text changed in the source alone, or in the list alone, is found here.
#[test]
fn the_english_texts_are_those_of_the_source() {
    let source = source("");
    let list: String =
        messages::messages().iter().map(|m| m.english.replace('"', "'") + "\n").collect();
    assert!(list.lines().count() > 100);
    for piece in messages::messages()
        .iter()
        .flat_map(|m| pieces(m.english))
        .map(|piece| piece.replace('"', "'"))
    {
        assert!(
            source.contains(&piece) || source.contains(&piece.replace(' ', "_")),
            "not in the source: {piece}"
        );
    }
    let mut count = 0;
    for room in [
        "model/finding.rs",
        "read",
        "locate.rs",
        "rebuild",
        "parse",
        "reconcile",
        "pipeline.rs",
        "batch.rs",
        "batch",
    ] {
        let source = self::source(room);
        let words = |text: &str| {
            text.split(' ')
                .filter(|w| w.len() > 1 && w.bytes().all(|b| b.is_ascii_alphabetic()))
                .count()
        };
        for text in source
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|text| !text.contains('\n') && words(text) >= 3)
        {
            count += 1;
            let missing = pieces(text).find(|piece| !list.contains(piece) && words(piece) > 1);
            let is_said = text != "coded rows only"; // a promise
            assert!(missing.is_none() || !is_said, "{room}: not in messages.tsv: {text}");
        }
    }
    assert!(count > 150, "{count}");
}

#[test]
fn what_cannot_be_done_is_told_in_chinese() {
    let (_, said) = seed(&["diff", "typst.pdf", "../bad/text.pdf", "--lang", "zh"]);
    assert_eq!(
        said,
        "yusuan: ../bad/text.pdf: 不是PDF，而是纯文本：请下载公开文件本身，或将其转为PDF\n"
    );
    let (_, said) = seed(&["inspect", "typst.pdf", "--page", "99", "--lang", "zh"]);
    assert_eq!(said, "yusuan: 没有第99页：文件共29页\n");
}

#[test]
fn what_is_not_known_stays_as_it_is() {
    assert_eq!(Lang::Zh.say("no such text"), "no such text");
}
