//! Reports for people: a block for each note, or a line.

use super::lang::Lang;
use super::note::{Figures, Named, Note};
use super::places::{column, row, short_row, title};
use super::report::{Renderer, Report};
use super::words::{kind, padded};
use crate::emit::wire::Exact;
use crate::model::Severity;
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// Colours; [`Paint::default`] has none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Paint {
    error: Style,
    warning: Style,
    note: Style,
    faint: Style,
}

impl Paint {
    /// Red, yellow, cyan; what writes it leaves the colours away where nobody can see them.
    pub fn coloured() -> Paint {
        let of = |colour: AnsiColor| colour.on_default().bold();
        Paint {
            error: of(AnsiColor::Red),
            warning: of(AnsiColor::Yellow),
            note: of(AnsiColor::Cyan),
            faint: Style::new().dimmed(),
        }
    }

    fn of(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.note,
        }
    }
}

/// Notes as text.
pub struct Text<W> {
    to: W,
    full: bool,
    paint: Paint,
    lang: Lang,
}

impl<W: Write> Text<W> {
    /// A block for each note.
    pub fn full(to: W, paint: Paint, lang: Lang) -> Text<W> {
        Text { to, full: true, paint, lang }
    }

    /// A line for each note.
    pub fn concise(to: W, paint: Paint, lang: Lang) -> Text<W> {
        Text { to, full: false, paint, lang }
    }
}

impl<W: Write> Renderer for Text<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        for note in &report.notes {
            match self.full {
                true => writeln!(self.to, "{}", full(note, &self.paint, self.lang))?,
                false => writeln!(self.to, "{}", concise(note, &self.paint, self.lang))?,
            }
        }
        self.to.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// The note as a block for the page that it is about: without colours, and without the file and page.
pub fn block(note: &Note, lang: Lang) -> String {
    let mut block = String::new();
    for (number, line) in full(note, &Paint::default(), lang).lines().enumerate() {
        if number != 1 {
            block.push_str(line);
            block.push('\n');
        }
    }
    block
}

/// The note as a block: a head, then each of its parts on a line of its own, the file and page first.
fn full(note: &Note, paint: &Paint, lang: Lang) -> String {
    let style = paint.of(note.severity);
    let head = kind(note.verdict, note.severity, &note.rule);
    // a finding has no title but in Chinese, which says its code in words
    let named = lang.say(&note.rule);
    let words = if note.title.is_empty() && named != note.rule && note.rule != head {
        named
    } else {
        lang.say(&note.title)
    };
    let rule = [&note.rule, &*words]
        .into_iter()
        .filter(|s| !s.is_empty() && *s != head)
        .collect::<Vec<_>>()
        .join(": ");
    let gap = if rule.is_empty() { "" } else { " " };
    let mut block = format!("{style}{}{style:#}{gap}{}\n", lang.say(head), one_line(&rule));
    let mut line = |word: &str, text: String| {
        if !text.is_empty() {
            let faint = paint.faint;
            block.push_str(&format!(
                "  {faint}{}{faint:#}  {}\n",
                padded(&lang.say(word), 10),
                one_line(&text)
            ));
        }
    };
    let page = note
        .page
        .map(|page| format!(", {}", lang.say(&format!("page {page}"))))
        .unwrap_or_default();
    line("file", format!("{}{page}", note.file));
    line("table", note.table.as_ref().map(|t| title(t, lang)).unwrap_or_default());
    let in_prose = note.row.as_ref().is_some_and(|row| row.number.is_none());
    line(
        if in_prose { "figure" } else { "row" },
        note.row.as_ref().map(|r| row(r, lang)).unwrap_or_default(),
    );
    line("column", note.column.as_ref().map(|c| column(c, lang)).unwrap_or_default());
    let printed = note.figures.as_ref().map_or("", |f| &f.printed);
    line("sentence", note.sentence.as_deref().map(|s| shortened(s, printed)).unwrap_or_default());
    if let Some(figures) = &note.figures {
        let figure = |value: &Option<Exact>| {
            value
                .map(|v| format!("{} {}", grouped(&v, &figures.unit), figures.unit))
                .unwrap_or_default()
        };
        let mut stated = figure(&figures.stated);
        if !figures.printed.is_empty() {
            let comma = if stated.is_empty() { "" } else { ", " };
            stated.push_str(&format!("{comma}{} {}", lang.say("printed"), figures.printed));
        }
        line(if in_prose { "written" } else { "stated" }, stated);
        let from = from(note, figures, lang);
        let comma = if from.is_empty() { "" } else { ", " };
        line(
            "computed",
            figures
                .computed
                .map(|_| format!("{}{comma}{from}", figure(&figures.computed)))
                .unwrap_or_default(),
        );
        // two rates differ by percentage points, not by per cents
        let unit = if figures.unit == "%" { lang.say("percentage points") } else { "".into() };
        let apart = |value: &Option<Exact>| match (value, &*unit) {
            (Some(value), unit) if !unit.is_empty() => format!("{} {unit}", grouped(value, unit)),
            _ => figure(value),
        };
        line("difference", apart(&figures.difference));
        line("allowed", apart(&figures.allowed));
    }
    line("reason", lang.say(&note.message).into_owned());
    line("next step", lang.say(&note.help).into_owned());
    block
}

/// The note on one line: where, stated, computed, difference, allowed.
pub fn concise(note: &Note, paint: &Paint, lang: Lang) -> String {
    let style = paint.of(note.severity);
    let mut place = vec![note.file.clone()];
    place.extend(note.page.map(|page| lang.say(&format!("page {page}")).into_owned()));
    place.extend(places(note, lang));
    let head = kind(note.verdict, note.severity, &note.rule);
    let rule = if note.rule == head { String::new() } else { format!(" ({})", note.rule) };
    let reason = reason(note, &rule, lang);
    let head = lang.say(head);
    format!("{style}{head}{style:#}: {}: {}", one_line(&place.join(", ")), one_line(&reason))
}

/// Where the note speaks of and what is wrong there, without file and page, for what shows those elsewhere.
pub fn sentence(note: &Note, lang: Lang) -> String {
    let places = places(note, lang).join(", ");
    let colon = if places.is_empty() { "" } else { ": " };
    format!("{places}{colon}{}", reason(note, "", lang))
}

/// Table, row and column in as few words as tell them.
fn places(note: &Note, lang: Lang) -> Vec<String> {
    let mut place = vec![];
    place.extend(note.table.as_ref().map(|t| match lang {
        Lang::En => t.id.clone(),
        Lang::Zh => title(t, lang),
    }));
    place.extend(note.row.as_ref().map(|row| short_row(row, lang)));
    if let Some(head) = &note.column {
        let basis = if head.basis == "current" { "" } else { &head.basis };
        let words = match lang {
            Lang::En => vec![head.id.clone(), basis.to_owned()],
            Lang::Zh => vec![column(head, lang)],
        };
        place.extend(words.into_iter().filter(|s| !s.is_empty()));
    }
    place
}

/// What is wrong, the `rule` behind the figures.
fn reason(note: &Note, rule: &str, lang: Lang) -> String {
    let what = note.figures.as_ref().map(|f| equation(f, lang)).unwrap_or_default();
    match (what.is_empty(), note.message.is_empty()) {
        (true, true) => format!("{}{rule}", lang.say("does not hold")),
        (true, false) => format!("{}{rule}", lang.say(&note.message)),
        (false, true) => format!("{what}{rule}"),
        (false, false) => format!("{what}{rule}; {}", lang.say(&note.message)),
    }
}

/// A table in few words: its id, or in Chinese the usual word for it.
fn told(table: &Named, lang: Lang) -> String {
    match lang {
        Lang::En => table.id.clone(),
        Lang::Zh => title(&Named { title: String::new(), ..table.clone() }, lang),
    }
}

/// `stated 1.00, should be 2.00, the sum of 2 of income_summary, off by -1.00, rounding allows 0.01`
fn equation(figures: &Figures, lang: Lang) -> String {
    let (Some(stated), Some(computed), Some(difference)) =
        (figures.stated, figures.computed, figures.difference)
    else {
        return String::new();
    };
    let sum =
        figures.terms.filter(|n| *n > 1).map(|n| format!(", the sum of {n}")).unwrap_or_default();
    let ids: Vec<_> = figures.from.iter().map(|t| told(t, lang)).collect();
    let of = if ids.is_empty() { String::new() } else { format!(" of {}", ids.join(", ")) };
    // two rates differ by percentage points
    let (sign, apart) = match (figures.unit.as_str(), lang) {
        ("%", Lang::En) => ("%", " percentage points".into()),
        ("%", Lang::Zh) => ("%", lang.say("percentage points")),
        _ => ("", "".into()),
    };
    let (stated, computed) = (format!("{stated}{sign}"), format!("{computed}{sign}"));
    let difference = format!("{difference}{apart}");
    let bound = figures
        .allowed
        .map(|bound| format!(", rounding allows {bound}{apart}"))
        .unwrap_or_default();
    lang.say(&format!("stated {stated}, should be {computed}{sum}{of}, off by {difference}{bound}"))
        .into_owned()
}

/// What a computed figure was computed from.
fn from(note: &Note, figures: &Figures, lang: Lang) -> String {
    let Some(terms) = figures.terms else { return String::new() };
    let count = if terms == 1 { "one figure".into() } else { format!("{terms} figures") };
    let tables = figures.from.iter().map(|t| title(t, lang)).collect::<Vec<_>>().join(", ");
    if terms == 0 && !tables.is_empty() {
        return lang.say(&format!("no figure of that kind in {tables}")).into_owned();
    }
    let from = match (note.rule.as_bytes().first(), tables.is_empty()) {
        (Some(b'B'), _) => format!("from {count} of other files"),
        (_, false) => format!("from {count} of {tables}"),
        (Some(b'N'), true) => format!("from {count} of the prose"),
        (_, true) => format!("from {count} of the same table"),
    };
    lang.say(&from).into_owned()
}

/// The digits before the point in groups of three: 1,234,567.89; what is no money without zeros at the end.
pub fn grouped(figure: &Exact, unit: &str) -> String {
    let text =
        if unit == "元" { figure.to_string() } else { figure.value().normalize().to_string() };
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, behind) = text.find('.').map_or((text, ""), |at| text.split_at(at));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + behind
}

/// Characters of a sentence that are quoted.
const QUOTED: usize = 120;

/// The part of a sentence around the `printed` figure.
pub fn shortened(text: &str, printed: &str) -> String {
    let figure = text.find(printed).unwrap_or_default();
    let before = text[..figure].chars().count();
    let length = text.chars().count();
    let start = before.saturating_sub(QUOTED / 2).min(length.saturating_sub(QUOTED));
    let quoted: String = text.chars().skip(start).take(QUOTED).collect();
    let dots = |cut: bool| if cut { "…" } else { "" };
    format!("{}{quoted}{}", dots(start > 0), dots(start + QUOTED < length))
}

/// The text on one line: characters that could steer a terminal, break a line or turn the reading direction around are
/// shown by their numbers, as `\\u{1b}`.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if steers(c) => line.extend(c.escape_unicode()),
            c => line.push(c),
        }
    }
    line
}

/// Control characters, line and paragraph separators, and what sets the direction of text (UAX 9) or is not seen at all.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_before_the_point() {
        let group =
            |text: &str, unit| grouped(&Exact::printed(text.parse().unwrap()).unwrap(), unit);
        assert_eq!(
            ["0.00", "-100.00", "1234567.891"].map(|t| group(t, "元")),
            ["0.00", "-100.00", "1,234,567.891"]
        );
        assert_eq!([group("-12345.00", "辆"), group("5.10", "%")], ["-12,345", "5.1"]);
    }

    #[test]
    fn long_sentences_are_cut_around_their_figure() {
        let long = "预".repeat(QUOTED);
        assert_eq!(shortened(&long, "5%"), long);
        assert_eq!(shortened(&format!("{long}算"), "5%"), format!("{long}…"));
        assert_eq!(
            shortened(&format!("算{long}5%"), "5%"),
            format!("…{}5%", "预".repeat(QUOTED - 2))
        );
        let cut = shortened(&format!("{long}5%{long}"), "5%");
        assert!(cut.starts_with('…') && cut.ends_with('…') && cut.contains("预5%预"), "{cut}");
    }
}
