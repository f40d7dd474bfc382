//! Prints the tables that locate and rebuild find in a PDF: title, pages, cells by row.
use yusuan::{catalog::Catalog, locate, read, rebuild};

fn main() {
    let path = std::env::args().nth(1).expect("a PDF");
    let page: Option<u32> = std::env::args().nth(2).and_then(|p| p.parse().ok());
    let catalog = Catalog::builtin().expect("the catalog loads");
    let paper = read::read(&std::fs::read(path).expect("readable"), &read::Settings::default()).expect("a PDF");
    let outline = locate::locate(&paper.pages, &catalog);
    for m in &outline.marks {
        println!("mark p{} {:?} {} “{}” y {:.0}", m.page, m.kind, m.id, m.title, m.rect.y0);
    }
    for t in rebuild::rebuild(&paper.pages, &outline).tables {
        for g in &t.grids {
            println!(
                "{:?} {} “{}” page {} {} × {} at {:.0},{:.0}-{:.0},{:.0}",
                t.section.kind,
                t.section.id,
                t.section.title,
                g.page,
                g.rows(),
                g.cols(),
                g.rect.x0,
                g.rect.y0,
                g.rect.x1,
                g.rect.y1
            );
            if page != Some(g.page) {
                continue;
            }
            for c in &g.cells {
                if !c.lines.is_empty() {
                    println!("   r{}+{} c{}+{} “{}”", c.row, c.rowspan, c.col, c.colspan, c.text());
                }
            }
        }
    }
}
