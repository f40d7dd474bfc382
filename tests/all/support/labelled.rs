//! The labelled real documents of the shared corpus, where it is at hand.

use super::shared;

use std::collections::BTreeMap;
use std::path::PathBuf;

/// A document with its facts.
pub struct Labelled {
    pub name: String,
    pub pdf: PathBuf,
    pub facts: Vec<BTreeMap<String, String>>,
}

/// All of them; `None`, saying so, without the corpus. Documents without a text layer are left out.
pub fn real() -> Option<Vec<Labelled>> {
    let corpus = shared::shared()?.join("corpus");
    let folders = |dir: PathBuf| {
        std::fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.is_dir())
            .collect::<Vec<_>>()
    };
    let mut truths: Vec<_> = folders(corpus.join("truth")).into_iter().flat_map(folders).collect();
    truths.sort();
    let documents = truths.into_iter().filter_map(|truth| {
        let meta: serde_json::Value =
            serde_json::from_slice(&std::fs::read(truth.join("meta.json")).unwrap()).unwrap();
        let name = meta["source_file"].as_str()?.to_owned();
        let pdf = corpus.join("real").join(&name);
        let facts = csv::Reader::from_path(truth.join("facts.csv"))
            .unwrap()
            .deserialize()
            .map(Result::unwrap)
            .collect();
        let readable = pdf.is_file() && meta["scanned"] != serde_json::Value::Bool(true);
        readable.then_some(Labelled { name, pdf, facts })
    });
    Some(documents.collect())
}
