//! What makes a folder of tables a data package: datapackage.json (Data Package v2, a Table Schema for each table),
//! croissant.json (`croissant.rs`), codebook.md, and manifest.json with the SHA-256 of inputs and outputs. No dates: the same inputs give the same bytes.

use super::croissant;
use super::file::{FileDigest, Replacement};
use super::format::Format;
use super::lines::Lines;
use super::sheets::{Column, Kind, SHEETS, Sheet};
use super::wire::{self, Status};
use crate::catalog::vocabulary;
use hashbrown::HashMap;
use serde::ser::{self, SerializeMap, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What the dataset is called.
const TITLE: &str =
    "Budgets and final accounts of Chinese public bodies, from their published PDFs";
/// What it holds.
const ABOUT: &str = "Every amount of every table, exact, in yuan, with its code, column and place on the page, and the equations between them. codebook.md explains columns and words; manifest.json lists inputs and outputs.";

/// The package of an output folder in the making: it gathers the inputs, and is written when the tables are in place.
pub struct Package {
    formats: Vec<Format>,
    /// Each input as a [`Kept`].
    inputs: Lines,
    /// Their names, hashed: is one of them there twice?
    names: Vec<u64>,
}

/// An input, and its document's JSON unless it failed.
#[derive(Serialize, Deserialize)]
struct Kept {
    source: Source,
    output: Option<Output>,
}

/// An input in manifest.json.
#[derive(Serialize, Deserialize)]
struct Source {
    document: Option<String>,
    file: String,
    sha256: Option<String>,
    status: Status,
}

/// A file in manifest.json.
#[derive(Clone, Serialize, Deserialize)]
struct Output {
    bytes: u64,
    path: String,
    sha256: String,
}

impl Output {
    fn new(path: String, digest: FileDigest) -> Output {
        Output { bytes: digest.bytes, path, sha256: digest.hexadecimal() }
    }
}

/// A list that is made while it is written.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = io::Result<T>>, T: Serialize> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(None)?;
        for value in self.0() {
            list.serialize_element(&value.map_err(ser::Error::custom)?)?;
        }
        list.end()
    }
}

impl Package {
    /// Starts the package of the folder `dir` with tables in these forms.
    pub fn create(dir: &Path, formats: &[Format]) -> io::Result<Package> {
        Ok(Package {
            formats: formats.to_vec(),
            inputs: Lines::create(dir, "inputs")?,
            names: vec![],
        })
    }

    /// Takes note of an input: its document's `json`, if there is any, is `documents/<stem>.json`.
    pub fn add(
        &mut self,
        source: &wire::Source,
        status: Status,
        stem: &str,
        json: Option<FileDigest>,
    ) -> io::Result<()> {
        let path = json.map(|_| format!("documents/{stem}.json"));
        let mut hasher = DefaultHasher::new();
        source.file.hash(&mut hasher);
        self.names.push(hasher.finish());
        let output = path.clone().zip(json).map(|(path, digest)| Output::new(path, digest));
        let source = Source {
            document: path,
            file: source.file.clone(),
            sha256: source.sha256.clone(),
            status,
        };
        self.inputs.add(&Kept { source, output }).map(drop)
    }

    /// Writes datapackage.json, croissant.json, codebook.md and manifest.json beside the tables and documents in `dir`; `tables` are the
    /// sums of the tables by name.
    pub fn write(mut self, dir: &Path, tables: &HashMap<String, FileDigest>) -> io::Result<()> {
        let mut description = self.description();
        for resource in description["resources"].as_array_mut().into_iter().flatten() {
            // validators cannot read a table in an empty file, which JSON Lines without a row are
            let digest = resource["path"].as_str().and_then(|path| tables.get(path));
            if digest.is_some_and(|digest| digest.bytes == 0) {
                resource["type"] = json!("file");
            }
        }
        let put = |name: &str, text: String| {
            let mut to = Replacement::create(&dir.join(name))?;
            to.write_all(text.as_bytes())?;
            Ok::<_, io::Error>(Output::new(name.into(), to.commit()?))
        };
        let description = put("datapackage.json", pretty(&description))?;
        let croissant = croissant::description(TITLE, ABOUT, &self.formats, tables);
        let croissant = put("croissant.json", pretty(&croissant))?;
        let codebook = put("codebook.md", codebook())?;
        let names = self
            .formats
            .iter()
            .flat_map(|format| SHEETS.iter().map(|sheet| format.file_name(sheet)));
        let mut outputs: Vec<_> = names
            .filter_map(|name| tables.get(&name).map(|digest| Output::new(name, *digest)))
            .collect();
        outputs.extend([codebook, croissant, description]);
        let inputs = self.inputs.reader()?;
        let mut to = BufWriter::new(Replacement::create(&dir.join("manifest.json"))?);
        let mut json = serde_json::Serializer::pretty(&mut to);
        let mut manifest = json.serialize_map(None)?;
        manifest.serialize_entry(
            "inputs",
            &Each(|| inputs.all::<Kept>().map(|kept| Ok(kept?.source))),
        )?;
        let documents =
            || inputs.all::<Kept>().filter_map(|kept| kept.map(|kept| kept.output).transpose());
        manifest.serialize_entry(
            "outputs",
            &Each(|| outputs.iter().cloned().map(Ok).chain(documents())),
        )?;
        manifest.serialize_entry(
            "tool",
            &json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") }),
        )?;
        SerializeMap::end(manifest)?;
        to.write_all(b"\n")?;
        to.into_inner().map_err(|e| e.into_error())?.commit().map(drop)
    }

    /// datapackage.json. Where an input was given twice its rows are there twice, and nothing is a key.
    fn description(&self) -> Value {
        let mut names = self.names.clone();
        names.sort_unstable();
        let keys = names.is_sorted_by(|a, b| a < b);
        let plain = self.formats.iter().find(|format| **format != Format::Parquet);
        let of_format = |format| {
            SHEETS.iter().map(move |sheet| resource(sheet, format, Some(&format) == plain, keys))
        };
        let resources: Vec<_> = self.formats.iter().flat_map(|format| of_format(*format)).collect();
        json!({
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "yusuan",
            "title": TITLE,
            "description": ABOUT,
            "resources": resources,
        })
    }
}

/// A table of the package. The first form has the `plain` names, to which foreign keys refer; the others carry theirs.
/// Parquet files say themselves what their columns are, in types that Table Schema does not have.
fn resource(sheet: &Sheet, format: Format, plain: bool, keys: bool) -> Value {
    let mut resource = json!({
        "name": if plain { sheet.name.into() } else { format!("{}-{}", sheet.name, format.as_str()) },
        "type": if format == Format::Parquet { "file" } else { "table" },
        "path": format.file_name(sheet),
        "description": format!("A row for {}", sheet.about),
        "format": format.as_str(),
        "mediatype": format.media_type(),
    });
    if format != Format::Parquet {
        resource["encoding"] = json!("utf-8");
        resource["schema"] = schema(sheet, keys);
    }
    if format == Format::Xlsx {
        resource["dialect"] = json!({ "sheetName": sheet.name, "excel": { "sheet": sheet.name } });
    }
    resource
}

/// The Table Schema of a sheet.
fn schema(sheet: &Sheet, keys: bool) -> Value {
    let mut schema = json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": sheet.columns.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if keys && !sheet.key.is_empty() {
        schema["primaryKey"] = json!(sheet.key);
    }
    let names_file = sheet.columns.iter().any(|column| column.name == "source_file");
    if keys && names_file && sheet.name != "documents" {
        let to = json!({ "resource": "documents", "fields": ["source_file"] });
        schema["foreignKeys"] = json!([{ "fields": ["source_file"], "reference": to }]);
    }
    schema
}

/// A column in a Table Schema.
fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Decimal | Kind::Points => "number",
    };
    let mut field = json!({ "name": column.name, "type": kind, "description": column.about });
    if !column.unit.is_empty() {
        field["unit"] = json!(column.unit);
    }
    let mut constraints = serde_json::Map::new();
    if column.required {
        constraints.insert("required".into(), true.into());
    }
    if vocabulary::CLOSED.contains(&column.words) {
        constraints.insert("enum".into(), vocabulary::list(column.words).map(|w| w.word).collect());
    }
    if !constraints.is_empty() {
        field["constraints"] = constraints.into();
    }
    field
}

/// codebook.md: every table, every column, every word.
pub fn codebook() -> String {
    let mut text = String::from(
        "# Codebook\n\nColumns and words of the tables. Empty means unknown or not applicable, never zero. Codes are text, amounts are \
         exact decimals: read them as such. Subject codes (科目编码) are listed by `yusuan codes`, equations by `yusuan rules`.\n",
    );
    for sheet in &SHEETS {
        let _ = write!(
            text,
            "\n## {}\n\nA row for {}.\n\n| column | holds | meaning | unit | words |\n| --- | --- | --- | --- | --- |\n",
            sheet.name, sheet.about
        );
        for column in sheet.columns {
            let holds = match column.kind {
                Kind::Text => "text",
                Kind::Integer => "whole number",
                Kind::Decimal => "exact decimal",
                Kind::Points => "decimal",
            };
            let listed = vocabulary::CLOSED.contains(&column.words)
                || vocabulary::OPEN.contains(&column.words);
            let words =
                if listed { format!("[{0}](#words-{0})", column.words) } else { String::new() };
            let _ = writeln!(
                text,
                "| {} | {holds} | {} | {} | {words} |",
                column.name, column.about, column.unit
            );
        }
    }
    for list in vocabulary::CLOSED.iter().chain(&vocabulary::OPEN) {
        let _ = write!(text, "\n## Words: {list}\n\n<a id=\"words-{list}\"></a>\n\n");
        if *list == "item" {
            text.push_str("Functional classes are `function.` and their code: function.208.\n\n");
        }
        if *list == "figure" {
            text.push_str(
                "Figures by class are `function.` (spending of all money), `general_public_budget.function.` or `economic.` (basic \
                 expenditure of the general public budget) and the class: function.208. In final accounts a figure that ends \
                 in `@budget` is what had been budgeted.\n\n",
            );
        }
        if *list == "key" {
            text.push_str(
                "A key may end in `_prior_final`, `_initial_budget`, `_full_year_budget` (the same figure of another basis), \
                 `_change`, `_change_percent` (against last year, signed), `_share_percent`, `_completion_percent`.\n\n",
            );
        }
        text.push_str("| word | printed | meaning |\n| --- | --- | --- |\n");
        for word in vocabulary::list(list) {
            let _ = writeln!(text, "| {} | {} | {} |", word.word, word.printed, word.meaning);
        }
    }
    text
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_columns_and_words_are_lists() {
        for sheet in &SHEETS {
            let required =
                |key: &&&str| sheet.columns.iter().any(|c| c.name == **key && c.required);
            assert!(sheet.key.iter().all(|key| required(&key)), "{}", sheet.name);
            for column in sheet.columns.iter().filter(|c| !c.words.is_empty()) {
                let known =
                    [&vocabulary::CLOSED[..], &vocabulary::OPEN[..], &["code", "rule"]].concat();
                assert!(known.contains(&column.words), "{}.{}", sheet.name, column.name);
            }
        }
    }

    #[test]
    fn an_input_given_twice_leaves_no_key() {
        let source = wire::Source::unread("a.pdf");
        let dir = tempfile::tempdir().unwrap();
        let mut package = Package::create(dir.path(), &[Format::Csv, Format::Parquet]).unwrap();
        package.add(&source, Status::Failed, "a", None).unwrap();
        let resources =
            |package: &Package| package.description()["resources"].as_array().unwrap().clone();
        assert_eq!(resources(&package).len(), 18);
        assert_eq!(resources(&package)[10]["name"], "facts-parquet");
        assert_eq!(resources(&package)[0]["schema"]["primaryKey"], json!(["source_file"]));
        let units = &resources(&package)[7];
        assert_eq!((&units["name"], units["schema"].get("foreignKeys")), (&json!("units"), None));
        package.add(&source, Status::Failed, "a~2", None).unwrap();
        assert!(
            resources(&package).iter().all(|r| r["schema"].get("primaryKey").is_none()
                && r["schema"].get("foreignKeys").is_none())
        );
    }
}
