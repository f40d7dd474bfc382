//! How tables, rows and columns are named for people: as the page prints them. In English with the ids of the output behind
//! it; in Chinese without, and where the page prints nothing, with the usual word for it.

use super::lang::Lang;
use super::named::{Head, Named, Place, repeated};
use crate::catalog::messages::usual;
use crate::emit::wire::{Cell, Mention, Row, Table};
use crate::model::{Stated, TableId};

/// An id, or in Chinese the usual word for it.
pub fn word(list: &str, id: &str, lang: Lang) -> String {
    match lang {
        Lang::En => id.to_owned(),
        Lang::Zh if id.is_empty() => String::new(),
        Lang::Zh => match usual(list, id) {
            // columns of performance tables stand in no list
            unknown if unknown == id => lang.say(id).into_owned(),
            known => known,
        },
    }
}

/// What is printed, with the id behind it in English.
fn with_id(printed: &str, id: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{printed} ({id})"),
        Lang::Zh => printed.to_owned(),
    }
}

/// An id behind the usual word for it; in Chinese the word alone.
fn with_word(list: &str, id: &str, lang: Lang) -> String {
    match word(list, id, Lang::Zh) {
        unknown if unknown == id => unknown,
        known => with_id(&known, id, lang),
    }
}

/// A table by its title.
pub fn title(table: &Named, lang: Lang) -> String {
    match (table.id.as_str(), table.title.as_str()) {
        (Stated::PROSE, _) => lang.say("the prose").into_owned(),
        (Stated::PERFORMANCE, _) => lang.say("the performance tables").into_owned(),
        (id, "") => with_word("table", id, lang),
        (id, title) if TableId::from(id).printed() == Some(title) => format!("《{title}》"),
        (id, title) => with_id(&format!("《{title}》"), id, lang),
    }
}

/// Row and column of a cell.
pub fn of_cell(table: &Table, row: &Row, cell: &Cell) -> (Option<Place>, Option<Head>) {
    let place = Place {
        number: Some(row.row),
        side: row.side.as_str().to_owned(),
        code: row.code.clone(),
        also: also(row),
        item: row.item.clone(),
        name: repeated(&row.label),
        unit: repeated(&row.row_unit),
        across: is_across(table),
    };
    let head = table.columns.get(cell.index).map(|column| Head {
        id: repeated(&cell.column),
        label: repeated(&column.label),
        basis: cell.basis.as_str().to_owned(),
    });
    (Some(place), head)
}

/// The row's codes of other classifications.
pub fn also(row: &Row) -> Vec<String> {
    row.also.iter().map(|also| also.code.clone()).collect()
}

/// What a figure of the prose is.
pub fn of_mention(mention: &Mention) -> Place {
    Place {
        number: None,
        side: String::new(),
        code: mention.subject_code().to_owned(),
        also: vec![],
        item: mention.key.clone(),
        name: repeated(&mention.name),
        unit: String::new(),
        across: false,
    }
}

/// What has a name alone.
pub fn named(name: &str) -> Place {
    Place {
        number: None,
        side: String::new(),
        code: String::new(),
        also: vec![],
        item: String::new(),
        name: repeated(name),
        unit: String::new(),
        across: false,
    }
}

/// Does the table print its rows side by side? One of “三公” may print its items as heads, and be read as if they were rows.
pub fn is_across(table: &Table) -> bool {
    let beside = |rows: &[Row]| {
        let [Some(a), Some(b)] = [&rows[0], &rows[1]].map(|row| row.cells.first()) else {
            return false;
        };
        let ([a0, atop, .., abottom], [b0, btop, .., bbottom]) = (a.corners.0, b.corners.0);
        a.page == b.page
            && a0 < b0
            && atop < (btop + bbottom) / 2.0
            && (btop + bbottom) / 2.0 < abottom
    };
    table.id == "three_public_expenses" && table.rows.windows(2).any(beside)
}

/// Row and column as the page has them, where the table prints its items as heads.
pub fn as_printed(row: Option<&Place>, column: Option<&Head>) -> (Option<Place>, Option<Head>) {
    let Some(place) = row.filter(|row| row.across) else { return (row.cloned(), column.cloned()) };
    let item = if place.unit.is_empty() { "total" } else { "" };
    let row = Place {
        name: place.unit.clone(),
        item: item.into(),
        unit: String::new(),
        across: false,
        ..place.clone()
    };
    // the heads of the first item: all but the leaf are those of the others too
    let above = |label: &str| {
        label.rsplit_once('/').map(|(above, _)| format!("{above}/")).unwrap_or_default()
    };
    let column =
        column.map(|head| Head { label: above(&head.label) + &place.name, ..head.clone() });
    (Some(row), column)
}

/// A row, or what a sentence speaks of: `2080505 机关事业单位基本养老保险缴费支出`. Its number is told where it has no name:
/// people count on the page, and the program over all pages of a table.
pub fn row(row: &Place, lang: Lang) -> String {
    let mut text = std::iter::once(&row.code)
        .chain(&row.also)
        .chain([&row.name])
        .map(String::as_str)
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    // what is counted or compared stands in the key alone
    let of_prose = row.number.is_none() && !row.item.is_empty();
    match (row.item.as_str(), text.as_str()) {
        ("", _) => {}
        (item, "") => text = item_of(item, of_prose, lang),
        (item, _) if lang == Lang::En => text.push_str(&format!(" ({item})")),
        (item, _) if of_prose => {
            let key = item_of(item, of_prose, lang);
            if !key.contains(&text) {
                text.push_str(&format!("，{key}"));
            } else {
                text = key;
            }
        }
        _ => {}
    }
    number_if_nameless(&mut text, row, lang);
    if !row.unit.is_empty() && row.unit != row.name {
        text.push_str(lang.comma());
        text.push_str(&row.unit);
    }
    match (row.side.as_str(), lang) {
        ("", _) => text,
        (side, Lang::En) => format!("{text} ({side})"),
        (side, Lang::Zh) => format!("{text}（{}）", word("side", side, lang)),
    }
}

fn number_if_nameless(text: &mut String, row: &Place, lang: Lang) {
    if let (true, Some(number)) = (text.is_empty(), row.number) {
        *text = lang.say(&format!("row {number}")).into_owned();
    }
}

fn item_of(item: &str, of_prose: bool, lang: Lang) -> String {
    // a figure of a table stands without its row's number where two documents are compared
    match with_word(if of_prose { "key" } else { "item" }, item, lang) {
        unknown if of_prose && unknown == item => with_word("item", item, lang),
        known => known,
    }
}

/// The same in as few words as tell it.
pub fn short_row(row: &Place, lang: Lang) -> String {
    let item = if row.number.is_none() || (row.code.is_empty() && row.name.is_empty()) {
        let list = if row.number.is_none() { "key" } else { "item" };
        word(list, &row.item, lang)
    } else {
        String::new()
    };
    let side = word("side", &row.side, lang);
    let words = [side.as_str(), &row.code, &item, &row.name];
    let mut text = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    number_if_nameless(&mut text, row, lang);
    text
}

/// A column by its heads, and which of several figures it means.
pub fn column(column: &Head, lang: Lang) -> String {
    let basis = match column.basis.as_str() {
        "current" => String::new(),
        basis => word("basis", basis, lang),
    };
    let id = word("column", &column.id, lang);
    let named = [id, basis].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
    match (column.label.as_str(), lang) {
        ("", _) => named.join(lang.comma()),
        (label, Lang::En) => format!("{label} ({})", named.join(", ")),
        (label, Lang::Zh) => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::ids::KEY_ENDINGS;

    fn place(number: Option<u32>, code: &str, item: &str, name: &str) -> Place {
        let [side, unit] = [String::new(), String::new()];
        let [code, item, name] = [code, item, name].map(str::to_owned);
        Place { number, side, code, also: vec![], item, name, unit, across: false }
    }

    #[test]
    fn chinese_notes_hold_no_id() {
        let both = |place: &Place| [Lang::En, Lang::Zh].map(|lang| row(place, lang));
        let total = place(Some(1), "", "three_public.total", "");
        assert_eq!(both(&total), ["“三公”经费合计 (three_public.total)", "“三公”经费合计"]);
        let compared = place(None, "", "total", "合计");
        assert_eq!(both(&compared), ["合计 (total)", "合计"]);
        let printed = place(Some(1), "", "total", "合计");
        assert_eq!(both(&printed), ["合计 (total)", "合计"]);
        let rate = place(None, "", "three_public_reception_change_percent", "");
        let [english, chinese] = both(&rate);
        assert_eq!(english, "公务接待费（增减率） (three_public_reception_change_percent)");
        assert_eq!(chinese, "公务接待费（增减率）");
        let column_of = |label: &str, basis: &str| Head {
            id: "basic".into(),
            label: label.into(),
            basis: basis.into(),
        };
        assert_eq!(column(&column_of("2025年/基本支出", "prior"), Lang::Zh), "2025年/基本支出");
        assert_eq!(column(&column_of("", "prior"), Lang::Zh), "基本支出，上年");
        assert_eq!(column(&column_of("小计", "current"), Lang::En), "小计 (basic)");
        let table = Named { id: "expenditure_summary".into(), title: String::new() };
        assert!(!title(&table, Lang::Zh).contains('_'));
    }

    #[test]
    fn what_is_missing_is_called_as_pages_print_it() {
        for (english, chinese) in [
            ("table missing: income_summary", "缺表：收入预算总表"),
            (
                "base not stated: three_public_overseas_travel_change",
                "未写因公出国（境）费的增减额或上年数，无法核对增减率",
            ),
        ] {
            assert_eq!(Lang::Zh.say(english), chinese);
        }
    }

    #[test]
    fn every_ending_of_a_key_has_its_chinese() {
        for ending in KEY_ENDINGS {
            let words = ending[1..].replace('_', " ");
            assert_ne!(Lang::Zh.say(&words), words);
        }
    }
}
