//! `yusuan inspect`: each stage as text, and pages as SVG whose figures are those of the data.

use crate::support::command::{self, fixture, yusuan};
use crate::support::labelled;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;
use std::path::Path;
use yusuan::catalog::Catalog;
use yusuan::{pipeline, read, view};

fn stages(path: &Path) -> pipeline::Stages {
    let paper = read::read(&std::fs::read(path).unwrap(), &read::Settings::default()).unwrap();
    pipeline::stages(paper, &Catalog::builtin().unwrap())
}

/// Elements of a class.
fn of_class<'a>(svg: &'a Document, class: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    svg.descendants()
        .filter(move |n| n.attribute("class").is_some_and(|c| c.split(' ').next() == Some(class)))
}

fn data<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    node.attribute(format!("data-{name}").as_str()).unwrap_or_default()
}

/// x, y, width, height of an element's box.
fn corners(node: Node) -> [f32; 4] {
    let rect = node.children().find(|n| n.has_tag_name("rect")).unwrap();
    ["x", "y", "width", "height"].map(|name| rect.attribute(name).unwrap().parse().unwrap())
}

#[test]
fn each_stage_is_text() {
    let seed = fixture("seed");
    let of = |stage: &str, page: &str| {
        yusuan(&seed, ["inspect", "libreoffice.pdf", "--stage", stage, "--page", page]).stdout
    };
    let glyphs = of("glyphs", "11");
    assert!(glyphs.starts_with("page 11 595"), "{}", glyphs.lines().next().unwrap());
    assert!(
        glyphs.lines().any(|l| l.starts_with("ruling horizontal at "))
            && glyphs.lines().any(|l| l.starts_with("表\t"))
    );
    let sections = of("sections", "11");
    assert!(
        sections
            .lines()
            .any(|l| l.starts_with("title\t")
                && l.contains("table general_public_budget_expenditure\t")),
        "{sections}"
    );
    assert!(of("sections", "2").starts_with("page 2 contents\n"));
    let tables = of("tables", "11");
    assert!(
        tables.lines().any(|l| l.starts_with("cell\t") && l.ends_with("\t2080505")),
        "{tables}"
    );
    let rows = of("rows", "11");
    let row = rows.lines().find(|l| l.contains("2080505")).unwrap();
    assert!(
        row.ends_with(
            "2080505 机关事业单位基本养老保险缴费支出\ttotal=20.56\tbasic=20.56\t\
             (its code is printed whole; level 3: its code has as many parts)"
        ),
        "{row}"
    );
    let rows = yusuan(
        &seed,
        ["inspect", "libreoffice.pdf", "--stage", "rows", "--page", "18", "--lang", "zh"],
    )
    .stdout;
    let row = rows.lines().find(|l| l.contains("公务用车购置费")).unwrap();
    assert!(row.ends_with("\t(词表中有此名称; 第4行的分项：序号低一级)"), "{row}");
    assert!(of("rows", "20").contains("prose\tpage 20\t"), "the prose has figures");
}

#[test]
fn what_cannot_be_shown_is_exit_code_2() {
    let seed = fixture("seed");
    let cases: [(&[&str], &str); 5] = [
        (&["inspect", "gone.pdf"], "gone.pdf"),
        (&["inspect", "../bad/text.pdf"], "not a PDF"),
        (&["inspect", "typst.pdf", "--page", "99"], "no page 99"),
        (&["inspect", "typst.pdf", "--svg"], "--page"),
        (&["inspect", "typst.pdf", "--stage", "ledger"], "rows"),
    ];
    for (args, part) in cases {
        let run = yusuan(&seed, args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains(part), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn a_contradicted_figure_is_marked_on_its_page() {
    let run = yusuan(&fixture("seed"), ["inspect", "altered.pdf", "--page", "11", "--svg"]);
    let svg = Document::parse(&run.stdout).unwrap();
    let marked: Vec<_> =
        of_class(&svg, "figure").filter(|n| data(*n, "verdict") == "mismatch").collect();
    assert!(
        !marked.is_empty() && marked.iter().all(|n| data(*n, "code").starts_with("208")),
        "{}",
        marked.len()
    );
    assert!(marked.iter().any(|n| n.attribute("class") == Some("figure mismatch")));
    assert!(of_class(&svg, "figure").any(|n| data(n, "verdict") == "exact"));
    assert!(
        of_class(&svg, "column")
            .any(|n| data(n, "column") == "basic" && data(n, "label") == "其中：/基本支出")
    );
    assert!(
        of_class(&svg, "title").any(|n| data(n, "table") == "general_public_budget_expenditure")
    );
    let out = tempfile::tempdir().unwrap();
    let all = yusuan(
        &fixture("seed"),
        [
            "inspect".as_ref(),
            "altered.pdf".as_ref(),
            "--svg".as_ref(),
            "--out".as_ref(),
            out.path().as_os_str(),
        ],
    );
    assert_eq!(all.code, 0, "{}", all.stderr);
    assert_eq!(std::fs::read_to_string(out.path().join("11.svg")).unwrap(), run.stdout);
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 29);
}

/// What names a figure in facts.csv, and its text; the first is the table.
const NAMED: [&str; 6] = ["table", "side", "code", "column", "basis", "stated"];

/// Figures of each page by what names them, sorted.
type Figures = BTreeMap<u32, Vec<[String; NAMED.len()]>>;

/// The figures that facts.csv has.
fn truth_of(facts: &[BTreeMap<String, String>]) -> Figures {
    let mut truth = Figures::new();
    for fact in facts {
        truth
            .entry(fact["page"].parse().unwrap())
            .or_default()
            .push(NAMED.map(|name| fact[name].clone()));
    }
    truth.values_mut().for_each(|figures| figures.sort());
    truth
}

/// Reads the figures of every page back from its SVG, and looks whether what is drawn in their boxes, and what the cell
/// around them holds, is their text: how many figures, how many of them not.
fn figures(stages: &pipeline::Stages) -> (Figures, usize, Vec<String>) {
    let (mut found, mut count, mut differ) = (Figures::new(), 0, vec![]);
    for page in &stages.paper.pages {
        let text = view::svg(stages, page.number).unwrap();
        let svg = Document::parse(&text).unwrap_or_else(|e| panic!("page {}: {e}", page.number));
        let mut drawn = vec![];
        for node in of_class(&svg, "character") {
            let y: f32 = node.attribute("y").unwrap().parse().unwrap();
            let size: f32 = node.attribute("font-size").unwrap().parse().unwrap();
            let xs = node.attribute("x").unwrap().split(' ').map(|x| x.parse::<f32>().unwrap());
            drawn.extend(
                xs.zip(node.text().unwrap_or_default().chars())
                    .map(|(x, ch)| (x, y - size / 4.0, ch)),
            );
        }
        let cells: Vec<_> = of_class(&svg, "cell").map(|n| (corners(n), data(n, "text"))).collect();
        for node in of_class(&svg, "figure").filter(|n| data(*n, "content") == "amount") {
            let stated = data(node, "stated");
            let [x, y, width, height] = corners(node);
            let inside = drawn.iter().filter(|(cx, cy, _)| {
                (x - 0.02..x + width).contains(cx) && (y - 0.02..y + height + 0.02).contains(cy)
            });
            let mut seen: Vec<_> =
                inside.map(|(.., ch)| *ch).filter(|ch| !ch.is_whitespace()).collect();
            let mut wanted: Vec<_> = stated.chars().collect();
            seen.sort_unstable();
            wanted.sort_unstable();
            let holds = |[cx, cy, w, h]: [f32; 4]| {
                (cx..=cx + w).contains(&(x + width / 2.0))
                    && (cy..=cy + h).contains(&(y + height / 2.0))
            };
            let in_cell = cells.iter().any(|(corners, text)| holds(*corners) && *text == stated);
            count += 1;
            if seen != wanted || !in_cell {
                let seen: String = seen.into_iter().collect();
                differ.push(format!(
                    "page {}: {stated}: drawn {seen}, in a cell: {in_cell}",
                    page.number
                ));
            }
            found
                .entry(page.number)
                .or_default()
                .push(NAMED.map(|name| data(node, name).to_owned()));
        }
    }
    found.values_mut().for_each(|figures| figures.sort());
    (found, count, differ)
}

#[test]
fn the_figures_on_the_fixtures_pages_are_those_of_the_truth() {
    let truth = truth_of(&command::rows(fixture("seed/truth/facts.csv")));
    for file in ["libreoffice", "chromium", "typst", "weasyprint", "reportlab-gbk"] {
        let (found, count, differ) = figures(&stages(&fixture("seed").join(format!("{file}.pdf"))));
        assert_eq!((count, differ), (139, vec![]), "{file}");
        assert_eq!(found, truth, "{file}");
    }
}

/// Issue 7: SVG of each labelled real document is well-formed and its cells hold exactly the facts' texts.
#[test]
fn the_figures_on_real_pages_are_those_of_the_truth() {
    let Some(documents) = labelled::real() else { return };
    let (mut pages, mut wrong, mut count, mut differ) = (0, vec![], 0, vec![]);
    for document in &documents {
        let (found, n, other) = figures(&stages(&document.pdf));
        count += n;
        differ.extend(other.into_iter().map(|line| format!("{}: {line}", document.name)));
        for (page, wanted) in truth_of(&document.facts) {
            let labelled = |table: &String| wanted.iter().any(|fact| fact[0] == *table);
            let got: Vec<_> = found
                .get(&page)
                .into_iter()
                .flatten()
                .filter(|figure| labelled(&figure[0]))
                .cloned()
                .collect();
            pages += 1;
            if got != wanted {
                wrong.push(format!(
                    "{} page {page}: {} figures for {}",
                    document.name,
                    got.len(),
                    wanted.len()
                ));
            }
        }
    }
    println!(
        "{pages} labelled pages, {} with other figures; {count} figures, {} drawn otherwise",
        wrong.len(),
        differ.len()
    );
    assert!(pages > 200, "only {pages} labelled pages");
    assert_eq!((wrong, differ), (Vec::<String>::new(), Vec::<String>::new()));
}

#[test]
fn a_page_is_drawn_as_png() {
    let out = tempfile::tempdir().unwrap();
    let dir = out.path().to_str().unwrap();
    let seed = fixture("seed");
    let args = ["inspect", "typst.pdf", "--png", "--width", "90", "--out", dir];
    let run = yusuan(&seed, args);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let files = command::files(out.path());
    assert_eq!(files.len(), stages(&seed.join("typst.pdf")).paper.pages.len());
    let third = std::fs::read(out.path().join("3.png")).unwrap();
    assert_eq!(&third[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(third[16..20], 90u32.to_be_bytes());
    let one = ["inspect", "typst.pdf", "--png", "--width", "90", "--page", "3"];
    let (status, [png, _]) = command::ended(command::program().args(one).current_dir(&seed));
    assert!(status.success() && png == third);
    let cases: [(&[&str], &str); 5] = [
        (&["--page", "99"], "no page 99"),
        (&[], "--page"),
        (&["--page", "1", "--width", "4001"], "4000"),
        (&["--page", "1", "--svg"], "--svg"),
        (&["--page", "1", "--stage", "rows"], "--stage"),
    ];
    for (args, part) in cases {
        let run = yusuan(&seed, ["inspect", "typst.pdf", "--png"].iter().chain(args));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains(part), "{args:?}: {}", run.stderr);
    }
}
