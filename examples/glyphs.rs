//! Dumps what `read` gives: `glyphs FILE [--positions | --rulings]`, one page after the other.

use yusuan::model::Axis;
use yusuan::read::{Settings, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("usage: glyphs FILE [--positions | --rulings]")?;
    let what = args.next().unwrap_or_default();
    let paper = read(&std::fs::read(path)?, &Settings::default())?;
    for page in &paper.pages {
        println!(
            "page {} {}x{} glyphs {} rulings {} images {}",
            page.number,
            page.width,
            page.height,
            page.glyphs.len(),
            page.rulings.len(),
            page.images
        );
        match what.as_str() {
            "--positions" => {
                for g in &page.glyphs {
                    let r = g.rect;
                    let font = page.fonts.get(usize::from(g.font)).map_or("", |font| &font.name);
                    println!(
                        "{}\t{:.2} {:.2} {:.2} {:.2}\t{:.2}\t{:.2}\t{font}{}{}",
                        g.ch,
                        r.x0,
                        r.y0,
                        r.x1,
                        r.y1,
                        g.baseline,
                        g.size,
                        if g.invisible { " invisible" } else { "" },
                        if g.turned { " turned" } else { "" }
                    );
                }
            }
            "--rulings" => {
                for r in &page.rulings {
                    let axis = if r.axis == Axis::Horizontal { 'H' } else { 'V' };
                    println!("{axis} {:.2}\t{:.2}..{:.2}\t{:.2}", r.at, r.from, r.to, r.width);
                }
            }
            _ => println!("{}", page.glyphs.iter().map(|g| g.ch).collect::<String>()),
        }
    }
    for finding in &paper.findings {
        eprintln!("{} page {:?}: {}", finding.code, finding.page, finding.message);
    }
    Ok(())
}
