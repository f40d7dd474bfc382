//! Prints the rulings of a page.
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let paper = yusuan::read::read(&std::fs::read(&a[1]).unwrap(), &Default::default()).unwrap();
    let p = &paper.pages[a[2].parse::<usize>().unwrap() - 1];
    println!("{} glyphs {} rulings {:.0}x{:.0}", p.glyphs.len(), p.rulings.len(), p.width, p.height);
    for r in &p.rulings {
        println!("{:?} at {:.2} {:.2}..{:.2} w {:.2}", r.axis, r.at, r.from, r.to, r.width);
    }
    for l in yusuan::model::glyphs_to_lines(p.number, &p.glyphs, 0..p.glyphs.len() as u32) {
        println!("{:.1} {:.1}-{:.1} s{:.1} {}", l.baseline, l.rect.x0, l.rect.x1, l.size, l.text);
    }
}
