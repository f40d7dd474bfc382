//! The JSON Schema and the example that are kept in schema/ are what the code writes.
//! `UPDATE=1 cargo test --test all schema::` writes them anew; read the difference before you commit it.

use crate::support::command::keeps;
use crate::support::sample;
use serde_json::Value;
use yusuan::emit::{self, wire};

fn example() -> String {
    let mut text = vec![];
    emit::write(&sample::document(), &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let tool = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(text.contains(&tool));
    text.replace(&tool, "\"version\": \"0.0.0\"") // a release changes no example
}

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&emit::schema()).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    jsonschema::draft202012::new(&schema).unwrap()
}

#[test]
fn the_schema_is_kept() {
    keeps("schema/document.schema.json", &emit::schema(), "schema");
}

#[test]
fn the_example_is_kept() {
    keeps("schema/example.json", &example(), "schema");
}

#[test]
fn documents_are_valid() {
    let failed =
        wire::Document::failed(wire::Source::unread("a.pdf"), "no such file: check the path");
    for document in [sample::document(), failed] {
        let json = serde_json::to_value(&document).unwrap();
        let errors: Vec<_> = validator()
            .iter_errors(&json)
            .map(|e| format!("{e} at {}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn wrong_documents_are_not() {
    let valid = serde_json::to_value(sample::document()).unwrap();
    let changed = |pointer: &str, value: Value| {
        let mut json = valid.clone();
        *json.pointer_mut(pointer).unwrap() = value;
        json
    };
    let wrong = [
        changed("/tables/0/rows/0/cells/0/amount_yuan", 5480300.into()),
        changed("/tables/0/rows/0/cells/0/content", "zero".into()),
        changed("/tables/0/rows/0/cells/0/box", serde_json::json!([1, 2, 3])),
        changed("/status", "fine".into()),
        changed("/identity/kind", "plan".into()),
        changed("/checks/0/verdict", "close".into()),
        changed("/source", serde_json::json!({})),
    ];
    for json in &wrong {
        assert!(!validator().is_valid(json));
    }
}

#[test]
fn documents_come_back_from_their_json() {
    let document = sample::document();
    let mut text = vec![];
    emit::write(&document, &mut text).unwrap();
    assert_eq!(serde_json::from_slice::<wire::Document>(&text).unwrap(), document);
}

/// The words of the schema are the words of the tables.
#[test]
fn words_are_the_same_in_json_and_tables() {
    use yusuan::model::*;
    fn word(value: &impl serde::Serialize) -> String {
        serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
    }
    assert_eq!(Basis::ALL.map(|b| word(&b)), Basis::ALL.map(|b| b.as_str().to_owned()));
    let sides = [
        Side::None,
        Side::Income,
        Side::Expenditure,
        Side::ExpenditureEconomic,
        Side::ExpenditureGovernmentEconomic,
    ];
    assert_eq!(sides.map(|s| word(&s)), sides.map(|s| s.as_str().to_owned()));
    let lists =
        [Classification::Function, Classification::Economic, Classification::GovernmentEconomic];
    assert_eq!(lists.map(|c| word(&c)), lists.map(|c| c.as_str().to_owned()));
    let verdicts = [
        Verdict::Exact,
        Verdict::Rounding,
        Verdict::Mismatch,
        Verdict::NotApplicable,
        Verdict::NotChecked,
    ];
    assert_eq!(verdicts.map(|v| word(&v)), verdicts.map(|v| v.as_str().to_owned()));
    assert_eq!([Kind::Budget, Kind::FinalAccounts].map(|k| word(&k)), ["budget", "final_accounts"]);
    let scopes = [Scope::Unit, Scope::Department, Scope::Government].map(|s| word(&s));
    assert_eq!(scopes, ["unit", "department", "government"]);
    let statuses =
        [wire::Status::Ok, wire::Status::Partial, wire::Status::NoTables, wire::Status::Failed];
    assert_eq!(statuses.map(|s| word(&s)), statuses.map(|s| s.as_str().to_owned()));
}
