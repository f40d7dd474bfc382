//! Sections that state nothing for the output (`course.skip`): how many figures of money each of them holds is told, so that
//! nobody takes them for read.

use super::figure::{Figure, Unit};
use crate::model::{Finding, FindingKind};

/// The sections that were left out, in reading order.
#[derive(Debug, Default)]
pub(super) struct Unread {
    sections: Vec<Section>,
}

/// A section that was left out.
#[derive(Debug)]
struct Section {
    heading: String,
    page: u32,
    /// Its figures of money.
    figures: usize,
}

impl Unread {
    /// A paragraph with these figures stands in the section of this heading.
    pub fn passed(&mut self, heading: &[char], page: u32, figures: &[Figure]) {
        let heading: String = heading.iter().collect();
        let money = figures.iter().filter(|f| matches!(f.unit, Unit::Money(_))).count();
        match self.sections.last_mut() {
            Some(last) if last.heading == heading && last.page == page => last.figures += money,
            _ => self.sections.push(Section { heading, page, figures: money }),
        }
    }

    /// One note for each section with figures.
    pub fn findings(self) -> impl Iterator<Item = Finding> {
        self.sections.into_iter().filter(|section| section.figures > 0).map(|section| {
            let Section { heading, page, figures } = section;
            let note = match figures {
                1 => format!(
                    "1 amount of a section is not read, as it is one that the data of the prose leave out: \"{heading}\""
                ),
                _ => format!(
                    "{figures} amounts of a section are not read, as it is one that the data of the prose leave out: \"{heading}\""
                ),
            };
            Finding::new(FindingKind::NarrativeUnnamed, note).at_page(page)
        })
    }
}
