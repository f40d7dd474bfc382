//! Reconciles the truth of a corpus: `prove TRUTH_DIR OUT_DIR` writes facts.csv (the truth itself), documents.csv and
//! checks.csv for the scorer, and prints the failed checks.

#[path = "../tests/support/truth.rs"]
mod truth;

use std::collections::BTreeMap;
use std::path::Path;
use yusuan::catalog::subjects::Subjects;
use yusuan::model::{Check, Verdict};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(root), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("prove TRUTH_DIR OUT_DIR".into());
    };
    std::fs::create_dir_all(&out)?;
    let out = Path::new(&out);
    let mut facts = csv::Writer::from_path(out.join("facts.csv"))?;
    let mut checks = csv::Writer::from_path(out.join("checks.csv"))?;
    let columns = [
        "source_file",
        "table",
        "side",
        "row",
        "code",
        "item",
        "name",
        "row_unit",
        "column",
        "basis",
        "amount_yuan",
    ];
    facts.write_record(columns)?;
    checks.write_record(
        "source_file rule table side row row_unit code item column basis against lhs rhs residual terms bound verdict reason".split(' '),
    )?;
    let mut count: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for folder in truth::folders(Path::new(&root)) {
        let (source, ledger) = truth::ledger(&folder);
        for record in truth::records(&folder.join("facts.csv")) {
            let get = |c: &str| {
                if c == "source_file" {
                    source.clone()
                } else {
                    record.get(c).cloned().unwrap_or_default()
                }
            };
            facts.write_record(columns.map(get))?;
        }
        for check in yusuan::reconcile::reconcile(&ledger, Subjects::embedded()) {
            *count.entry((check.rule, check.verdict.as_str())).or_default() += 1;
            checks.write_record(row(&source, &check))?;
            if check.verdict == Verdict::Mismatch {
                println!("{source}: {}", row("", &check).join(" ").trim());
            }
        }
    }
    for ((rule, verdict), n) in &count {
        println!("{rule:4} {verdict:16} {n}");
    }
    let of = |verdict: &str| {
        count.iter().filter(|((_, v), _)| *v == verdict).map(|(_, n)| n).sum::<u32>()
    };
    let applicable = of("exact") + of("rounding") + of("mismatch") + of("not_checked");
    println!(
        "mismatch {}, not checked {} of {applicable} applicable",
        of("mismatch"),
        of("not_checked")
    );
    Ok(())
}

fn row(source: &str, c: &Check) -> Vec<String> {
    let d = |v: &Option<rust_decimal::Decimal>| v.map(|v| v.to_string()).unwrap_or_default();
    let n = |v: Option<u32>| v.map(|v| v.to_string()).unwrap_or_default();
    let w = yusuan::emit::check(c.clone());
    let place = [w.table, w.side, n(w.row), w.row_unit, w.code, w.item, w.column, w.basis];
    let figures = [d(&c.lhs), d(&c.rhs), d(&c.residual), n(c.terms), d(&c.bound)];
    [source.into(), w.rule]
        .into_iter()
        .chain(place)
        .chain([w.against.join(" ")])
        .chain(figures)
        .chain([c.verdict.as_str().into(), w.reason])
        .collect()
}
