//! croissant.json: the tables as a Croissant 1.0 dataset (ML Commons), which dataset searches and machine-learning loaders read.
//! Made of the same columns as datapackage.json. No dates and no licence: the same inputs give the same bytes, and whose the
//! documents are this program cannot know.

use super::file::FileDigest;
use super::format::Format;
use super::sheets::{Kind, SHEETS, Sheet};
use hashbrown::HashMap;
use serde_json::{Value, json};

/// The description of the tables in these forms; `tables` are their sums by file name. A table without a row has no file that
/// a loader could read in some forms: it is a file and no record set.
pub(super) fn description(
    title: &str,
    about: &str,
    formats: &[Format],
    tables: &HashMap<String, FileDigest>,
) -> Value {
    let mut files = Vec::new();
    for format in formats {
        for sheet in &SHEETS {
            let name = format.file_name(sheet);
            let Some(digest) = tables.get(&name) else { continue };
            files.push(json!({
                "@type": "cr:FileObject",
                "@id": name,
                "name": name,
                "contentUrl": name,
                "contentSize": format!("{} B", digest.bytes),
                "encodingFormat": encoding(*format),
                "sha256": digest.hexadecimal(),
            }));
        }
    }
    let read = formats.iter().find(|format| **format != Format::Xlsx);
    let sets = read.map(|format| {
        let is_there = |sheet: &&Sheet| {
            tables.get(&format.file_name(sheet)).is_some_and(|digest| digest.bytes > 0)
        };
        let sheets = SHEETS.iter().filter(is_there);
        sheets.map(|sheet| record_set(sheet, &format.file_name(sheet))).collect::<Vec<_>>()
    });
    json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "yusuan",
        "alternateName": title,
        "description": about,
        "distribution": files,
        "recordSet": sets.unwrap_or_default(),
    })
}

/// The media types that Croissant's loaders know these forms by.
fn encoding(format: Format) -> &'static str {
    match format {
        Format::Jsonl => "application/jsonlines",
        Format::Parquet => "application/x-parquet",
        _ => format.media_type(),
    }
}

fn record_set(sheet: &Sheet, file: &str) -> Value {
    let fields = sheet.columns.iter().map(|column| {
        json!({
            "@type": "cr:Field",
            "@id": format!("{}/{}", sheet.name, column.name),
            "name": column.name,
            "description": column.about,
            "dataType": match column.kind {
                Kind::Text => "sc:Text",
                Kind::Integer => "sc:Integer",
                Kind::Decimal | Kind::Points => "sc:Float",
            },
            "source": { "fileObject": { "@id": file }, "extract": { "column": column.name } },
        })
    });
    json!({
        "@type": "cr:RecordSet",
        "@id": sheet.name,
        "name": sheet.name,
        "description": format!("A row for {}", sheet.about),
        "field": fields.collect::<Vec<_>>(),
    })
}

/// The context that the specification prescribes.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "data": { "@id": "cr:data", "@type": "@json" },
        "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
        "dct": "http://purl.org/dc/terms/",
        "examples": { "@id": "cr:examples", "@type": "@json" },
        "extract": "cr:extract",
        "field": "cr:field",
        "fileObject": "cr:fileObject",
        "fileProperty": "cr:fileProperty",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_files_and_those_with_rows_are_record_sets() {
        let digest = |text: &str| FileDigest::of(text.as_bytes());
        let tables = HashMap::from([
            ("facts.jsonl".into(), digest("{}\n")),
            ("units.jsonl".into(), digest("")),
            ("facts.xlsx".into(), digest("x")),
        ]);
        let made = description("t", "a", &[Format::Xlsx, Format::Jsonl], &tables);
        let ids = |key: &str| {
            let all = made[key].as_array().unwrap();
            all.iter().map(|one| one["@id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids("distribution"), ["facts.xlsx", "facts.jsonl", "units.jsonl"]);
        assert_eq!(ids("recordSet"), ["facts"]);
        let field = &made["recordSet"][0]["field"][0];
        assert_eq!(field["source"]["fileObject"]["@id"], "facts.jsonl");
        assert_eq!(
            (&field["@id"], &field["dataType"]),
            (&json!("facts/source_file"), &json!("sc:Text"))
        );
    }
}
