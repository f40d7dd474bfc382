//! The page tree: pages with what they inherit (ISO 32000-2, 7.7.3).

use super::{Dict, File, Id, Object};
use crate::deadline;
use crate::read::Settings;
use crate::read::matrix::{Area, Matrix};

/// A page as the page tree gives it.
pub(in crate::read) struct PageSource<'d> {
    /// Its object, where the tree names one.
    pub id: Option<Id>,
    pub dict: &'d Dict,
    pub resources: Option<&'d Dict>,
    /// Default user space → displayed page.
    pub base: Matrix,
    /// Displayed size in points.
    pub width: f64,
    pub height: f64,
}

impl File<'_> {
    /// All pages in order; one more than the limit tells that there are more.
    pub fn pages(&self, settings: &Settings) -> Vec<PageSource<'_>> {
        let mut pages = Vec::new();
        if let Some(root) = self.catalog().and_then(|root| root.get(b"Pages")) {
            let mut walk = Walk { above: Vec::new(), nodes: 0, pages: &mut pages, settings };
            self.walk(root, Inherited::default(), &mut walk);
        }
        pages
    }

    /// Without a usable tree: the pages themselves, in the order of their numbers.
    pub fn stray_pages(&self, settings: &Settings) -> Vec<PageSource<'_>> {
        let pages =
            self.slots.iter().filter_map(|(number, _)| match self.object((*number, 0))? {
                Object::Dict(dict) if dict.is(b"Type", b"Page") => {
                    Some(self.page(dict, &Inherited::default().with(self, dict)))
                }
                _ => None,
            });
        pages.take(settings.max_pages.saturating_add(1)).collect()
    }

    fn walk<'d>(&'d self, node: &'d Object, inherited: Inherited<'d>, walk: &mut Walk<'_, 'd>) {
        if walk.pages.len() > walk.settings.max_pages {
            return;
        }
        let id = match node {
            Object::Reference(id) => Some(*id),
            _ => None,
        };
        // A page may be listed again, and is shown again; a node that is in itself never ends.
        if id.is_some() && walk.above.contains(&id) {
            return;
        }
        let Some(dict) = self.resolve(node).and_then(Object::as_dict) else { return };
        walk.nodes += 1;
        if walk.above.len() > walk.settings.max_tree_depth || walk.nodes > MAX_NODES {
            return self.work.limit("max_tree_depth");
        }
        deadline::tick();
        let inherited = inherited.with(self, dict);
        match self.array(dict, b"Kids") {
            Some(kids) => {
                walk.above.push(id);
                kids.iter().for_each(|kid| self.walk(kid, inherited, walk));
                walk.above.pop();
            }
            None => walk.pages.push(PageSource { id, ..self.page(dict, &inherited) }),
        }
    }

    fn page<'d>(&'d self, dict: &'d Dict, inherited: &Inherited<'d>) -> PageSource<'d> {
        const A4: Area = Area { x0: 0.0, y0: 0.0, x1: 595.0, y1: 842.0 };
        let media = inherited.media.filter(usable).unwrap_or(A4);
        let shown =
            inherited.crop.map(|crop| crop.intersect(&media)).filter(usable).unwrap_or(media);
        let unit = self
            .number(dict, b"UserUnit")
            .filter(|unit| *unit > 0.0 && *unit <= 1e4)
            .unwrap_or(1.0);
        let (w, h) = (shown.width() * unit, shown.height() * unit);
        let (x0, y0, x1, y1) = (shown.x0 * unit, shown.y0 * unit, shown.x1 * unit, shown.y1 * unit);
        let (base, width, height) = match inherited.rotate.rem_euclid(360) {
            90 => (Matrix::new(0.0, unit, unit, 0.0, -y0, -x0), h, w),
            180 => (Matrix::new(-unit, 0.0, 0.0, unit, x1, -y0), w, h),
            270 => (Matrix::new(0.0, -unit, -unit, 0.0, y1, x1), h, w),
            _ => (Matrix::new(unit, 0.0, 0.0, -unit, -x0, y1), w, h),
        };
        PageSource { id: None, dict, resources: inherited.resources, base, width, height }
    }
}

/// Nodes of the page tree that are looked at, each as often as it is listed.
const MAX_NODES: usize = 1 << 20;

/// A walk through the page tree.
struct Walk<'w, 'd> {
    /// The nodes that the one at hand is in.
    above: Vec<Option<Id>>,
    nodes: usize,
    pages: &'w mut Vec<PageSource<'d>>,
    settings: &'w Settings,
}

/// Attributes that page tree nodes hand down (ISO 32000-2, 7.7.3.4).
#[derive(Clone, Copy, Default)]
struct Inherited<'d> {
    resources: Option<&'d Dict>,
    media: Option<Area>,
    crop: Option<Area>,
    rotate: i64,
}

impl<'d> Inherited<'d> {
    fn with(mut self, file: &'d File, dict: &'d Dict) -> Self {
        let area = |key: &[u8]| match file.numbers(dict, key)?[..] {
            [x0, y0, x1, y1] => {
                Some(Area { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) })
            }
            _ => None,
        };
        self.resources = file.dict(dict, b"Resources").or(self.resources);
        self.media = area(b"MediaBox").or(self.media);
        self.crop = area(b"CropBox").or(self.crop);
        if let Some(rotate) = file.number(dict, b"Rotate") {
            self.rotate = (rotate / 90.0).round() as i64 % 4 * 90;
        }
        self
    }
}

fn usable(area: &Area) -> bool {
    area.width() >= 1.0 && area.height() >= 1.0 && area.width() <= 1e6 && area.height() <= 1e6
}
