//! Reports for people: a block for each note, or a line.

use super::amount::{grouped, in_groups};
use super::lang::Lang;
use super::named::{Head, Named, Place};
use super::note::{Figures, Note};
use super::places::{self, column, row, short_row, title};
use super::report::{Renderer, Report};
use super::words::{kind, padded};
use super::worked::Term;
use crate::emit::wire::Exact;
use crate::model::{Severity, Stated};
use crate::reconcile::NotChecked;
use anstyle::{AnsiColor, Style};
use rust_decimal::Decimal;
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
        match self.full {
            true => report
                .told
                .iter()
                .try_for_each(|note| writeln!(self.to, "{}", full(note, &self.paint, self.lang)))?,
            false => report.notes.iter().try_for_each(|note| {
                writeln!(self.to, "{}", concise(note, &self.paint, self.lang))
            })?,
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
        .join(lang.colon());
    let gap = if rule.is_empty() { "" } else { " " };
    let mut block = format!("{style}{}{style:#}{gap}{}\n", lang.say(head), one_line(&rule));
    let comma = lang.comma();
    let faint = paint.faint;
    let mut lines = |word: &str, texts: Vec<String>| {
        for (number, text) in texts.into_iter().filter(|text| !text.is_empty()).enumerate() {
            let head = if number == 0 { lang.say(word) } else { "".into() };
            block.push_str(&format!(
                "  {faint}{}{faint:#}  {}\n",
                padded(&head, 10),
                one_line(&text)
            ));
        }
    };
    let page = note
        .page
        .map(|page| format!("{comma}{}", lang.say(&format!("page {page}"))))
        .unwrap_or_default();
    lines("file", vec![format!("{}{page}", note.file)]);
    lines("table", note.table.iter().map(|t| title(t, lang)).collect());
    let in_prose = is_prose(note);
    let (place, head) = places::as_printed(note.row.as_ref(), note.column.as_ref());
    lines(if in_prose { "figure" } else { "row" }, place.iter().map(|r| row(r, lang)).collect());
    lines("column", head.iter().map(|c| column(c, lang)).collect());
    let printed = note.figures.as_ref().map_or("", |f| &f.printed);
    lines("sentence", note.sentence.iter().map(|s| shortened(s, printed)).collect());
    if let Some(figures) = &note.figures {
        let figure = |value: &Option<Exact>| amount(value, &figures.unit);
        let mut stated = figure(&figures.stated);
        if !figures.printed.is_empty() {
            let between = if stated.is_empty() { "" } else { comma };
            stated.push_str(&format!("{between}{} {}", lang.say("printed"), figures.printed));
        }
        if stated.is_empty() && note.message.starts_with(NotChecked::Blank.as_str()) {
            stated = lang.say("blank").into_owned();
        }
        lines(if in_prose { "written" } else { "stated" }, vec![stated]);
        let from = from(note, figures, lang);
        let between = if from.is_empty() { "" } else { comma };
        let computed =
            figures.computed.map(|_| format!("{}{between}{from}", figure(&figures.computed)));
        let computed = computed.unwrap_or_default();
        lines("computed", std::iter::once(computed).chain(worked(note, figures, lang)).collect());
        lines("difference", vec![apart(&figures.difference, &figures.unit, lang)]);
        lines("allowed", vec![apart(&figures.allowed, &figures.unit, lang)]);
    }
    if is_alike(note) {
        let all = lang.say("all: `check --format concise`");
        lines("reason", alike(note, QUOTED_ALIKE, &all, lang));
    } else {
        lines("reason", vec![said(&note.message, lang)]);
        lines(if note.cause.is_empty() { "likewise" } else { "cause" }, cause(note, lang));
        lines("likewise", beside(note, lang));
    }
    lines("next step", vec![lang.say(&note.help).into_owned()]);
    block
}

/// Figures of an equation that are listed one by one.
const LISTED: usize = 10;
/// Of more figures than these so many are listed.
const FIRST: usize = 8;

/// An amount with its unit.
fn amount(value: &Option<Exact>, unit: &str) -> String {
    value.map(|value| format!("{} {unit}", grouped(&value, unit))).unwrap_or_default()
}

/// By how much two amounts differ: two rates by percentage points, not by per cents.
pub fn apart(value: &Option<Exact>, unit: &str, lang: Lang) -> String {
    match unit {
        "%" => amount(value, &lang.say("percentage points")),
        _ => amount(value, unit),
    }
}

/// What is wrong, for people: what programs read begins with a fixed word and may end with an id.
fn said(message: &str, lang: Lang) -> String {
    let (word, rest) = message.split_once(": ").unwrap_or((message, ""));
    let is = |reason: NotChecked| word == reason.as_str() && !rest.is_empty();
    let list = match lang {
        Lang::Zh => return lang.say(message).into_owned(),
        Lang::En if is(NotChecked::Blank) => return format!("it is blank; were it zero: {rest}"),
        Lang::En if is(NotChecked::Unread) => {
            return format!("a cell could not be read; were it zero: {rest}");
        }
        Lang::En if is(NotChecked::TableMissing) => "table",
        Lang::En if is(NotChecked::NoBase) => "key",
        Lang::En => return message.to_owned(),
    };
    match places::word(list, rest, Lang::Zh) {
        unknown if unknown == rest => message.to_owned(),
        known => format!("{word}: {known} ({rest})"),
    }
}

/// The figures that the computed one is the sum of, each on a line.
fn worked(note: &Note, figures: &Figures, lang: Lang) -> Vec<String> {
    let all = &figures.addends;
    let shown = if all.len() > LISTED { FIRST } else { all.len() };
    let mut lines: Vec<String> =
        all[..shown].iter().map(|term| term_line(term, note, figures, lang)).collect();
    let count = figures.terms.map_or(all.len(), |terms| terms as usize);
    if count > shown && !all.is_empty() {
        let mut head = all[..shown].iter().filter_map(|term| term.value).map(|value| value.value());
        let rest = figures.computed.and_then(|sum| {
            let rest = head.try_fold(sum.value(), |rest, value| rest.checked_sub(value))?;
            Exact::money(rest)
        });
        let rest = rest.map(|rest| format!("{} {}", grouped(&rest, &figures.unit), figures.unit));
        let further = match count - shown {
            1 => "1 further figure".into(),
            more => format!("{more} further figures"),
        };
        lines.push(match rest {
            Some(rest) => lang.say(&format!("… and {further}, together {rest}")).into_owned(),
            None => lang.say(&format!("… and {further}")).into_owned(),
        });
    }
    if note.message.starts_with(NotChecked::Unread.as_str()) {
        lines.push(lang.say("… and what could not be read, which is not among them").into_owned());
    }
    lines
}

/// `+ 20.56万元, 302 商品和服务支出, page 12`: of its place what is not the place of the stated figure.
fn term_line(term: &Term, note: &Note, figures: &Figures, lang: Lang) -> String {
    let same_table = term.table == note.table;
    let (own_row, own_column) = places::as_printed(note.row.as_ref(), note.column.as_ref());
    let (row, column) = places::as_printed(term.row.as_ref(), term.column.as_ref());
    let same_row = same_table && row.is_some() && row == own_row;
    let same_column = same_table && column.is_some() && column == own_column;
    let bare = Term {
        row: row.filter(|_| !same_row || same_column),
        column: column.filter(|_| !same_column || same_row),
        ..term.clone()
    };
    let sign = if term.is_subtracted() { "−" } else { "+" };
    let table = term.table.as_ref().filter(|_| !same_table && figures.from.len() > 1);
    let parts = [
        Some(term.amount(&figures.unit)),
        Some(bare.label(lang)),
        table.map(|table| title(table, lang)),
        term.page.map(|page| lang.say(&format!("page {page}")).into_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    format!("{sign} {}", parts.join(lang.comma()))
}

/// The printed figures that explain this equation and those told with it, and these others.
fn cause(note: &Note, lang: Lang) -> Vec<String> {
    let unit = note.figures.as_ref().map_or("元", |f| &f.unit);
    let mut lines = vec![];
    for (number, suspect) in note.cause.iter().enumerate() {
        let figure = &suspect.figure;
        let at = places::as_printed(figure.row.as_ref(), figure.column.as_ref());
        let place = whole(note, figure.page, figure.table.as_ref(), at, lang);
        let printed = printed_sign(figure, unit);
        let instead = in_unit_of(&suspect.instead, &figure.printed, unit);
        let text = match (number, note.joined.is_empty()) {
            (0, true) => {
                format!("{place} prints {printed}: were it {instead}, this equation would hold")
            }
            (0, false) => format!(
                "{place} prints {printed}: were it {instead}, this equation and those below would hold"
            ),
            (_, true) => {
                format!("or {place} prints {printed}: were it {instead}, it would hold too")
            }
            (_, false) => {
                format!("or {place} prints {printed}: were it {instead}, they would hold too")
            }
        };
        lines.push(lang.say(&text).into_owned());
        if suspect.holds > 0 {
            let holds = match suspect.holds {
                1 => "with it as printed one other equation holds".into(),
                holds => format!("with it as printed {holds} other equations hold"),
            };
            lines.push(lang.say(&holds).into_owned());
        }
    }
    lines.extend(others(&note.joined, note, lang));
    lines
}

/// What stands beside this note, perhaps for the same reason.
fn beside(note: &Note, lang: Lang) -> Vec<String> {
    let mut others = others(&note.beside, note, lang);
    if !others.is_empty() {
        others.insert(0, lang.say("perhaps for the same reason:").into_owned());
    }
    others
}

/// Other notes in a line each, those of the same words once: of its place what is not the place of this note.
fn others(notes: &[Note], note: &Note, lang: Lang) -> Vec<String> {
    let line = |other: &Note| {
        let at = places::as_printed(other.row.as_ref(), other.column.as_ref());
        let place = whole(note, other.page, other.table.as_ref(), at, lang);
        let figures = other.figures.as_ref();
        let off = figures.and_then(|f| f.difference.map(|_| apart(&f.difference, &f.unit, lang)));
        let off = off.map(|off| lang.say(&format!("off by {off}")).into_owned());
        let own = Some(&other.message).filter(|own| **own != note.message);
        let said = off.or(own.map(|own| said(own, lang))).unwrap_or_default();
        let parts = [place, said].into_iter().filter(|part| !part.is_empty());
        let said = parts.collect::<Vec<_>>().join(lang.comma());
        let colon = if said.is_empty() { "" } else { lang.colon() };
        format!("{} {}{colon}{said}", other.rule, lang.say(&other.title))
    };
    let mut lines: Vec<String> = notes.iter().map(line).collect();
    lines.dedup();
    lines
}

/// A place with its page, and its table where it is another one than that of the note.
fn whole(
    note: &Note,
    page: Option<u32>,
    table: Option<&Named>,
    (row, column): (Option<Place>, Option<Head>),
    lang: Lang,
) -> String {
    let page = page.map(|page| lang.say(&format!("page {page}")).into_owned());
    let table = table.filter(|table| note.table.as_ref() != Some(table));
    let parts = page.into_iter().chain(table.map(|table| title(table, lang)));
    let parts = parts.chain(row.map(|row| places::row(&row, lang)));
    let parts = parts.chain(column.map(|column| places::column(&column, lang)));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(lang.comma())
}

/// With the sign that it is printed with: a figure that is taken away keeps its own.
fn printed_sign(figure: &Term, unit: &str) -> String {
    match figure.printed.as_str() {
        "" => figure.amount(unit),
        printed => printed.to_owned(),
    }
}

/// The amount as it would stand in the place of what is `printed`: in its unit, with its decimals.
fn in_unit_of(amount: &Exact, printed: &str, unit: &str) -> String {
    let Some(digits) = printed.strip_suffix("万元").filter(|_| unit == "元") else {
        return format!("{}{unit}", grouped(amount, unit));
    };
    let mut amount = amount.value() / Decimal::from(10_000);
    let places = digits.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len() as u32);
    if amount.scale() < places {
        amount.rescale(places);
    }
    let amount =
        if digits.contains(',') { in_groups(&amount.to_string()) } else { amount.to_string() };
    format!("{amount}万元")
}

/// Is it one for several remarks of its kind?
fn is_alike(note: &Note) -> bool {
    note.verdict.is_none() && !note.joined.is_empty()
}

/// Remarks of one kind that are quoted in a block, and where there is no other place to see them.
const QUOTED_ALIKE: usize = 3;
const QUOTED_ALL: usize = 50;

/// Remarks of one kind as one: how many there are, the first `most` of them, the pages of all, and where `all` are told.
fn alike(note: &Note, most: usize, all: &str, lang: Lang) -> Vec<String> {
    let each = || std::iter::once(note).chain(&note.joined);
    let count = note.joined.len() + 1;
    let mut pages: Vec<u32> = each().filter_map(|note| note.page).collect();
    pages.dedup();
    let pages = pages.iter().map(u32::to_string).collect::<Vec<_>>().join(lang.listed());
    let shown = most.min(count);
    let first = match (shown < count, all) {
        (false, _) => String::new(),
        (true, "") => format!("; the first {shown} of them"),
        (true, all) => format!("; the first {shown} of them ({all})"),
    };
    let head = format!(
        "{count} passages of the explanation state figures that are not among its data (pages {pages}){first}"
    );
    let mut lines = vec![lang.say(&head).into_owned()];
    for one in each().take(shown) {
        let page =
            one.page.map(|page| format!("{}{}", lang.say(&format!("page {page}")), lang.colon()));
        lines.push(format!("{}{}", page.unwrap_or_default(), said(&one.message, lang)));
    }
    lines
}

/// The note on one line: where, stated, computed, difference, allowed.
pub fn concise(note: &Note, paint: &Paint, lang: Lang) -> String {
    let style = paint.of(note.severity);
    let mut place = vec![note.file.clone()];
    place.extend(note.page.map(|page| lang.say(&format!("page {page}")).into_owned()));
    place.extend(places(note, lang));
    let head = kind(note.verdict, note.severity, &note.rule);
    let rule = match lang {
        _ if note.rule == head => String::new(),
        Lang::En => format!(" ({})", note.rule),
        Lang::Zh => format!("（{}）", note.rule),
    };
    let reason = reason(note, &rule, lang);
    let head = lang.say(head);
    let (place, colon) = (place.join(lang.comma()), lang.colon());
    format!("{style}{head}{style:#}{colon}{}{colon}{}", one_line(&place), one_line(&reason))
}

/// What is wrong, with what else has the same cause, each on a line, for what shows places and figures elsewhere.
pub fn message(note: &Note, lang: Lang) -> String {
    let all = std::iter::once(said(&note.message, lang));
    let all = all.chain(cause(note, lang)).chain(beside(note, lang));
    all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Where the note speaks of and what is wrong there, each thing on a line, without file and page, for what shows those
/// elsewhere.
pub fn lines(note: &Note, lang: Lang) -> String {
    let places = places(note, lang).join(lang.comma());
    let colon = if places.is_empty() { "" } else { lang.colon() };
    let (what, more) = match is_alike(note) {
        true => (String::new(), alike(note, QUOTED_ALL, "", lang)),
        false => (reason(note, "", lang), [cause(note, lang), beside(note, lang)].concat()),
    };
    let printed = note.figures.as_ref().map_or("", |f| &f.printed);
    let quoted = note.sentence.iter().map(|sentence| format!("“{}”", shortened(sentence, printed)));
    let all = std::iter::once(what).chain(more).chain(quoted).filter(|text| !text.is_empty());
    let all: Vec<String> = all.map(|line| one_line(&line)).collect();
    format!("{}{colon}{}", one_line(&places), all.join("\n"))
}

/// Table, row and column in as few words as tell them.
fn places(note: &Note, lang: Lang) -> Vec<String> {
    let mut place = vec![];
    place.extend(note.table.as_ref().map(|t| match lang {
        _ if t.id == Stated::PROSE => lang.say("the prose").into_owned(),
        Lang::En => t.id.clone(),
        Lang::Zh => title(t, lang),
    }));
    let (row, head) = places::as_printed(note.row.as_ref(), note.column.as_ref());
    place.extend(row.map(|row| short_row(&row, lang)));
    if let Some(head) = &head {
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
    let what = equation(note, lang);
    match (what.is_empty(), note.message.is_empty()) {
        (true, true) => format!("{}{rule}", lang.say("does not hold")),
        (true, false) => format!("{}{rule}", said(&note.message, lang)),
        (false, true) => format!("{what}{rule}"),
        (false, false) => format!("{what}{rule}{}{}", lang.stop(), said(&note.message, lang)),
    }
}

/// A table in few words: its id, or in Chinese the usual word for it.
fn told(table: &Named, lang: Lang) -> String {
    match lang {
        _ if table.id == Stated::PROSE => lang.say("the prose").into_owned(),
        Lang::En => table.id.clone(),
        Lang::Zh => title(&Named { title: String::new(), ..table.clone() }, lang),
    }
}

/// `stated 1.00, computed 2.00, the sum of 2 of income_summary, off by -1.00, rounding allows 0.01`
fn equation(note: &Note, lang: Lang) -> String {
    let Some(figures) = &note.figures else { return String::new() };
    let (Some(stated), Some(computed), Some(difference)) =
        (figures.stated, figures.computed, figures.difference)
    else {
        return String::new();
    };
    // two rates differ by percentage points
    let (sign, apart) = match (figures.unit.as_str(), lang) {
        ("%", _) => ("%", " percentage points"),
        ("元", Lang::En) => ("", ""),
        (unit, _) => (unit, unit),
    };
    let plain = |value: Exact| match figures.unit.as_str() {
        "元" => value.to_string(),
        _ => value.value().normalize().to_string(),
    };
    let head = if is_prose(note) { "written" } else { "stated" };
    let tables: Vec<_> = figures.from.iter().map(|t| told(t, lang)).collect();
    let (tables, many) = (tables.join(lang.listed()), figures.terms.filter(|n| *n > 1));
    // a rate and a change are no sums
    let is_sum = sign != "%" && figures.from.iter().all(|table| table.id != Stated::PROSE);
    let from = match (many, tables.is_empty()) {
        (None, true) => String::new(),
        (None, false) => format!(" from {tables}"),
        (Some(n), true) if is_sum => format!(", the sum of {n}"),
        (Some(n), false) if is_sum => format!(", the sum of {n} of {tables}"),
        (Some(n), true) => format!(" from {n} figures"),
        (Some(n), false) => format!(" from {n} figures of {tables}"),
    };
    let bound = figures.allowed.map(|bound| format!("rounding allows {}{apart}", plain(bound)));
    let parts = [
        format!("{head} {}{sign}", plain(stated)),
        format!("computed {}{sign}{from}", plain(computed)),
        format!("off by {}{apart}", plain(difference)),
    ];
    let parts: Vec<_> =
        parts.into_iter().chain(bound).map(|part| lang.say(&part).into_owned()).collect();
    parts.join(lang.comma())
}

/// Does a sentence state it?
fn is_prose(note: &Note) -> bool {
    note.table.as_ref().is_some_and(|table| table.id == Stated::PROSE)
}

/// What a computed figure was computed from.
fn from(note: &Note, figures: &Figures, lang: Lang) -> String {
    let Some(terms) = figures.terms else { return String::new() };
    let count = if terms == 1 { "one figure".into() } else { format!("{terms} figures") };
    let tables =
        figures.from.iter().map(|t| title(t, lang)).collect::<Vec<_>>().join(lang.listed());
    match (terms, tables.is_empty()) {
        (0, true) => return lang.say("none of its parts prints a figure").into_owned(),
        (0, false) => {
            return lang.say(&format!("no figure of that kind was read in {tables}")).into_owned();
        }
        _ => {}
    }
    let from = match (note.rule.as_bytes().first(), tables.is_empty()) {
        (Some(b'B'), _) => format!("from {count} of other files"),
        (_, false) => format!("from {count} of {tables}"),
        (Some(b'N'), true) if is_prose(note) => format!("from {count} of the prose"),
        (_, true) => format!("from {count} of the same table"),
    };
    lang.say(&from).into_owned()
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
