//! Self-evaluations (绩效自评表) in both common layouts: what each says is read alike, and of those with one rule broken exactly that
//! rule is told. The fixtures are named for it (scripts/fixtures/evaluation.py).

use crate::support::command::fixture;
use yusuan::emit::wire::Document;
use yusuan::model::Verdict;
use yusuan::{Catalog, Settings, extract};

const LAYOUTS: [&str; 2] = ["columns", "beside"];

fn document(name: &str) -> Document {
    let bytes = std::fs::read(fixture(&format!("evaluation/{name}.pdf"))).unwrap();
    extract(&bytes, name, &Settings::default(), &Catalog::builtin().unwrap())
}

/// Rules of self-evaluations that do not hold.
fn broken(document: &Document) -> Vec<&str> {
    let wrong = document.checks.iter().filter(|check| check.verdict == Verdict::Mismatch);
    wrong.map(|check| &*check.rule).filter(|rule| rule.starts_with('E')).collect()
}

#[test]
fn both_layouts_say_the_same_and_are_right() {
    for document in LAYOUTS.map(document) {
        assert_eq!((broken(&document), document.findings.len()), (vec![], 0));
        let held = document.checks.iter().filter(|check| check.rule.starts_with('E'));
        assert!(held.filter(|check| check.verdict == Verdict::Exact).count() >= 8);
        let told = serde_json::to_value(&document.performance).unwrap();
        assert_eq!(told.as_array().unwrap().len(), 1);
        let of = |pointer: &str| told.pointer(pointer).map_or("", |v| v.as_str().unwrap_or(""));
        assert_eq!(of("/0/project"), "石刻文物抢救性保护专项");
        assert_eq!(
            [of("/0/form"), of("/0/grade"), of("/0/total_score/value")],
            ["self_evaluation", "优", "94.8"]
        );
        let money = ["budgeted", "adjusted", "spent"];
        let stated = |line: usize| money.map(|m| of(&format!("/0/spending/{line}/{m}/stated")));
        assert_eq!(stated(0), ["185.00", "180.00", "176.40"]);
        assert_eq!(stated(1), ["145.00", "140.00", "136.40"]);
        assert_eq!(stated(2), ["40.00", "40.00", "40.00"]);
        let first = ["level1", "level2", "level3", "value", "actual", "reason"];
        assert_eq!(
            first.map(|field| of(&format!("/0/indicators/0/{field}"))),
            ["产出指标", "数量指标", "修复石刻数量", "≥12处", "10处", "雨季延长，两处移至次年"]
        );
        assert_eq!(of("/0/indicators/1/level2"), "数量指标", "a merged cell goes on");
        assert_eq!(told.pointer("/0/indicators").unwrap().as_array().unwrap().len(), 4);
    }
}

#[test]
fn of_each_rule_that_is_broken_that_one_is_told() {
    for layout in LAYOUTS {
        for rule in ["E1", "E2", "E3", "E4", "E5"] {
            let name = format!("{layout}-{rule}");
            assert_eq!(broken(&document(&name)), [rule], "{name}");
        }
    }
}
