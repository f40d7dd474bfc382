//! What is told of pages besides what is on them.

use super::interpret::Interpreter;
use crate::lex::is_digit;
use crate::model::{Finding, FindingKind, Font, Page};

/// Runs of pages that are named one by one.
const MAX_RUNS: usize = 20;

/// One finding for all pages whose figures are text of a picture: a program recognized them, or somebody typed them, and
/// nobody sees them.
pub(super) fn of_scans(pages: &[Page]) -> Option<Finding> {
    let of_scan =
        |page: &&Page| page.glyphs.iter().any(|glyph| glyph.invisible && is_digit(glyph.ch));
    let numbers: Vec<u32> = pages.iter().filter(of_scan).map(|page| page.number).collect();
    let first = *numbers.first()?;
    let message = format!(
        "the figures on page {} are text that lies invisible on pictures, as a program recognizes it: it may differ from what the pictures show, and lack some of it",
        runs(&numbers)
    );
    Some(Finding::new(FindingKind::RecognizedText, message).at_page(first))
}

/// Numbers in order, runs of them by their ends: 2, 4–7.
fn runs(numbers: &[u32]) -> String {
    let mut runs: Vec<String> = Vec::new();
    for run in numbers.chunk_by(|a, b| a + 1 == *b) {
        match run {
            _ if runs.len() == MAX_RUNS => {
                runs.push("…".to_owned());
                break;
            }
            [first, .., last] => runs.push(format!("{first}–{last}")),
            only => runs.extend(only.first().map(u32::to_string)),
        }
    }
    runs.join(", ")
}

/// What reading one page leaves to tell.
pub(super) fn of_page(
    page: &Interpreter,
    number: u32,
    fonts: &[Font],
    findings: &mut Vec<Finding>,
) {
    let mut unknown: Vec<_> = page.told.unknown.iter().collect();
    unknown.sort();
    for (font, count) in unknown {
        let name = fonts.get(usize::from(*font)).map_or("", |font| font.name.as_str());
        let message = match page.told.misnamed.contains(font) {
            true => format!(
                "{count} characters of font {name:?} cannot be read: a digit of it does not look like the one that the file calls it"
            ),
            false => format!(
                "{count} characters of font {name:?} cannot be decoded: the file does not say which characters its codes are"
            ),
        };
        findings.push(Finding::new(FindingKind::UndecodableText, message).at_page(number));
    }
    if page.told.overpainted > 0 {
        let message = format!(
            "{} digits are painted over others in the same place: which of them the page means cannot be told",
            page.told.overpainted
        );
        findings.push(Finding::new(FindingKind::OverpaintedText, message).at_page(number));
    }
    if page.told.struck > 0 {
        let message = format!(
            "{} characters in the midst of words have a line drawn through them: what the words are cannot be told",
            page.told.struck
        );
        findings.push(Finding::new(FindingKind::UndecodableText, message).at_page(number));
    }
    if page.told.unclear > 0 {
        let message = format!(
            "{} characters of figures are covered or cut in part, or nobody can tell what shows through the paint over them: what the figures are cannot be told",
            page.told.unclear
        );
        findings.push(Finding::new(FindingKind::UndecodableText, message).at_page(number));
    }
    if page.told.aside > 0 {
        let message = format!(
            "{} digits are painted by a pattern, or as the holes of a soft mask: text is not read there",
            page.told.aside
        );
        findings.push(Finding::new(FindingKind::UndecodableText, message).at_page(number));
    }
    if page.told.veiled > 0 {
        let message = format!(
            "{} digits have a picture painted over them that is not read: they are written as if they showed through it",
            page.told.veiled
        );
        findings.push(Finding::new(FindingKind::VeiledFigures, message).at_page(number));
    }
    for font in &page.told.assumed_gbk {
        let name = fonts.get(usize::from(*font)).map_or("", |font| font.name.as_str());
        let message = format!(
            "font {name:?} does not say what its codes are: they are taken for GBK, as its name is Chinese"
        );
        if !findings.iter().any(|known| known.message == message) {
            findings.push(Finding::new(FindingKind::AssumedEncoding, message).at_page(number));
        }
    }
    if page.file.work.unread.take() {
        let message = "a stream that the page needs is damaged, has a filter of images, or is larger than max_stream_bytes or max_total_bytes";
        findings.push(Finding::new(FindingKind::UnreadableStream, message).at_page(number));
    }
    let of_canvas = [(page.canvas.cut, "max_lines"), (page.canvas.cut_strokes, "max_strokes")];
    let of_canvas = of_canvas.into_iter().filter(|(cut, _)| *cut).map(|(_, limit)| limit);
    let mut limits = page.told.limits.clone();
    for limit in of_canvas.chain(page.file.work.limits()) {
        if !limits.contains(&limit) {
            limits.push(limit);
        }
    }
    for limit in limits {
        let message =
            format!("the page reaches the limit {limit}: what comes after it was not read");
        findings.push(Finding::new(FindingKind::LimitReached, message).at_page(number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Glyph;

    #[test]
    fn pages_of_a_scan_are_told_once_and_by_runs() {
        let page = |number: u32, text: &str, invisible: bool| Page {
            number,
            glyphs: text.chars().map(|ch| Glyph { ch, invisible, ..Glyph::default() }).collect(),
            ..Page::default()
        };
        let visible = [page(1, "2024", false), page(2, "字", true)];
        assert_eq!(of_scans(&visible), None);
        let scanned =
            [page(1, "字", false), page(2, "20.56", true), page(3, "7", true), page(5, "7", true)];
        let told = of_scans(&scanned).unwrap();
        assert_eq!((told.kind, told.page()), (FindingKind::RecognizedText, Some(2)));
        assert!(told.message.contains("page 2–3, 5 are"), "{}", told.message);
        let odd: Vec<u32> = (0..50).map(|n| 2 * n).collect();
        assert!(runs(&odd).ends_with("36, 38, …"), "{}", runs(&odd));
    }
}
