//! How tables, rows and columns are named for people: as the page prints them. In English with the ids of the output behind
//! it; in Chinese without, and where the page prints nothing, with the usual word for it.

use super::lang::Lang;
use super::note::{Head, Named, Place};
use crate::catalog::messages::usual;
use crate::model::{Stated, TableId};

/// An id, or in Chinese the usual word for it.
pub fn word(list: &str, id: &str, lang: Lang) -> String {
    match lang {
        Lang::En => id.to_owned(),
        Lang::Zh if id.is_empty() => String::new(),
        Lang::Zh => usual(list, id),
    }
}

/// What is printed, with the id behind it in English.
fn with_id(printed: &str, id: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{printed} ({id})"),
        Lang::Zh => printed.to_owned(),
    }
}

/// A table by its title.
pub fn title(table: &Named, lang: Lang) -> String {
    match (table.id.as_str(), table.title.as_str()) {
        (Stated::PROSE, _) => lang.say("the prose").into_owned(),
        (Stated::PERFORMANCE, _) => lang.say("the performance tables").into_owned(),
        (id, "") => word("table", id, lang),
        (id, title) if TableId::from(id).printed() == Some(title) => format!("《{title}》"),
        (id, title) => with_id(&format!("《{title}》"), id, lang),
    }
}

/// A row, or what a sentence speaks of: `6: 2080505 机关事业单位基本养老保险缴费支出`.
pub fn row(row: &Place, lang: Lang) -> String {
    let mut text = [row.code.as_str(), &row.name]
        .into_iter()
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
    if !row.unit.is_empty() {
        text.push_str(&format!(", {}", row.unit));
    }
    match (row.number, row.side.as_str()) {
        (Some(number), "") => format!("{number}: {text}"),
        (Some(number), side) => format!("{number} ({}): {text}", word("side", side, lang)),
        (None, _) => text,
    }
}

fn item_of(item: &str, of_prose: bool, lang: Lang) -> String {
    // a figure of a table stands without its row's number where two documents are compared
    match word(if of_prose { "key" } else { "item" }, item, lang) {
        unknown if of_prose && unknown == item => word("item", item, lang),
        known => known,
    }
}

/// The same in as few words as tell it.
pub fn short_row(row: &Place, lang: Lang) -> String {
    let number = row.number.map(|n| lang.say(&format!("row {n}")).into_owned()).unwrap_or_default();
    let item = if row.number.is_none() { word("key", &row.item, lang) } else { String::new() };
    let side = word("side", &row.side, lang);
    let words = [number.as_str(), &side, &row.code, &item, &row.name];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
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
        ("", _) => named.join(", "),
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
        Place { number, side, code, item, name, unit }
    }

    #[test]
    fn chinese_notes_hold_no_id() {
        let both = |place: &Place| [Lang::En, Lang::Zh].map(|lang| row(place, lang));
        let total = place(Some(1), "", "three_public.total", "");
        assert_eq!(both(&total), ["1: three_public.total", "1: “三公”经费合计"]);
        let compared = place(None, "", "total", "合计");
        assert_eq!(both(&compared), ["合计 (total)", "合计"]);
        let printed = place(Some(1), "", "total", "合计");
        assert_eq!(both(&printed), ["1: 合计 (total)", "1: 合计"]);
        let rate = place(None, "", "three_public_reception_change_percent", "");
        let [english, chinese] = both(&rate);
        assert_eq!(english, "three_public_reception_change_percent");
        assert_eq!(chinese, "公务接待费（增减率）");
        let column_of = |label: &str, basis: &str| Head {
            id: "basic".into(),
            label: label.into(),
            basis: basis.into(),
        };
        assert_eq!(column(&column_of("2025年/基本支出", "prior"), Lang::Zh), "2025年/基本支出");
        assert_eq!(column(&column_of("", "prior"), Lang::Zh), "基本支出, 上年");
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
                "未列基数：因公出国（境）费（增减额）",
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
