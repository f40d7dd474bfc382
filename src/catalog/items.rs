//! Rows that are known by their label.

use super::{CatalogError, classes, patterns::Patterns};
use crate::lex::clean_label;
use crate::model::ItemId;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    item: Vec<Entry>,
    counts: Counts,
}

#[derive(Deserialize)]
struct Counts {
    patterns: Vec<String>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: ItemId,
    side: ItemSide,
    #[serde(default)]
    under: String,
    patterns: Vec<String>,
}

/// Where an item's label applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemSide {
    /// Income side of the summaries.
    Income,
    /// Expenditure side of the summaries.
    Expenditure,
    /// The three-public table.
    ThreePublic,
    /// Tables of coded rows.
    Coded,
}

/// The vocabulary of row labels.
#[derive(Debug, Clone)]
pub struct Items {
    entries: Vec<(ItemId, ItemSide, String)>,
    patterns: Patterns,
    counts: Patterns,
    classes: Vec<(String, ItemId)>,
    /// A city's own labels: label, side, id.
    own: Vec<(String, ItemSide, ItemId)>,
}

impl ItemSide {
    /// The side that data files call `name`.
    pub(super) fn of(name: &str) -> Option<ItemSide> {
        Some(match name {
            "income" => ItemSide::Income,
            "expenditure" => ItemSide::Expenditure,
            "three_public" => ItemSide::ThreePublic,
            "coded" => ItemSide::Coded,
            _ => return None,
        })
    }
}

impl Items {
    /// Loads items.toml; the names of the functional classes are items too.
    pub fn builtin() -> Result<Items, CatalogError> {
        const NAME: &str = "items.toml";
        let file: File = embedded!("catalog/data/items")
            .map_err(|e: serde_json::Error| CatalogError::new(NAME, "", e.to_string()))?;
        let patterns = Patterns::new(
            NAME,
            file.item.iter().enumerate().map(|(i, e)| (i, e.patterns.as_slice())),
        )?;
        let counts = Patterns::new(NAME, [(0, file.counts.patterns.as_slice())])?;
        let entries = file.item.into_iter().map(|e| (e.id, e.side, e.under)).collect();
        let classes = classes::classes()?
            .into_iter()
            .map(|class| (clean_label(class.name), format!("function.{}", class.code).into()))
            .collect();
        Ok(Items { entries, patterns, counts, classes, own: Vec::new() })
    }

    /// The ids of the items.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|e| e.0.as_str()).chain(self.classes.iter().map(|c| c.1.as_str()))
    }

    /// Adds labels of the item `id`.
    pub(super) fn add(&mut self, id: &str, side: ItemSide, words: &[String]) {
        self.own.extend(words.iter().map(|w| (clean_label(w), side, ItemId::from(id))));
    }

    /// Does the label say that its row counts things: 公务用车保有量（辆）?
    pub fn is_count(&self, label: &str) -> bool {
        self.counts.first(&clean_label(label)).is_some()
    }

    /// The item that this label names on this side; `under` tells whether a row with that item stands above as a parent.
    pub fn identify(
        &self,
        label: &str,
        side: ItemSide,
        under: impl Fn(&str) -> bool,
    ) -> Option<&ItemId> {
        let label = clean_label(label);
        if let Some((_, _, id)) = self.own.iter().find(|(l, s, _)| *s == side && *l == label) {
            return Some(id);
        }
        let hit = self.patterns.fits(&label).into_iter().find(|&i| {
            let (_, s, parent) = &self.entries[i];
            *s == side && (parent.is_empty() || under(parent))
        });
        if let Some(i) = hit {
            return Some(&self.entries[i].0);
        }
        if side == ItemSide::Expenditure {
            return self.function_class(&label);
        }
        None
    }

    /// Is this the label of a coded table's total? Only the catalog knows all the words for one.
    pub fn is_total(&self, label: &str) -> bool {
        self.identify(label, ItemSide::Coded, |_| false).is_some_and(|item| item == "total")
    }

    /// The functional class that a cleaned label names.
    pub fn function_class(&self, label: &str) -> Option<&ItemId> {
        // 社会保障和就业 for 社会保障和就业支出; 其他 alone may be anything.
        let bare = label.trim_end_matches("(类)");
        let short =
            |name: &str| name.strip_suffix("支出").is_some_and(|s| s == bare && s != "其他");
        let exact = self.classes.iter().find(|(name, _)| name == bare);
        let found = exact.or_else(|| self.classes.iter().find(|(name, _)| short(name)));
        found.map(|(_, id)| id).or_else(|| self.class_beginning_so(bare))
    }

    /// The only class whose name begins so, in four characters at least: 文化旅游, 自然资源, 灾害防治及应急.
    fn class_beginning_so(&self, label: &str) -> Option<&ItemId> {
        const LEAST: usize = 4;
        let enough = label.chars().count() >= LEAST;
        let mut fit = self.classes.iter().filter(|(name, _)| enough && name.starts_with(label));
        let (_, id) = fit.next()?;
        fit.all(|(_, other)| other == id).then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_name_items() {
        let items = Items::builtin().unwrap();
        let get = |l, s| items.identify(l, s, |_| false).map_or("", ItemId::as_str);
        assert_eq!(
            get("一、一般公共预算拨款收入", ItemSide::Income),
            "income.general_public_budget"
        );
        assert_eq!(get("十、上年结转结余", ItemSide::Income), "income.carryover");
        assert_eq!(get("上年结转（结余）", ItemSide::Income), "income.carryover");
        assert_eq!(get("财政拨款（补助）", ItemSide::Income), "income.fiscal_appropriation");
        assert_eq!(get("小　　计", ItemSide::Income), "income.current_total");
        assert_eq!(get("支 出 总 计", ItemSide::Expenditure), "expenditure.total");
        assert_eq!(get("八、社会保障和就业支出", ItemSide::Expenditure), "function.208");
        assert_eq!(get("8、社会保障和就业", ItemSide::Expenditure), "function.208");
        assert_eq!(get("3、国防", ItemSide::Expenditure), "function.203");
        assert_eq!(get("25、其他", ItemSide::Expenditure), "");
        assert_eq!(get("七、文化旅游", ItemSide::Expenditure), "function.207");
        assert_eq!(get("灾害防治及应急", ItemSide::Expenditure), "function.224");
        assert_eq!(get("社会保", ItemSide::Expenditure), "");
        assert_eq!(
            get("其中：（1）公务用车购置费", ItemSide::ThreePublic),
            "three_public.vehicle_purchase"
        );
        assert_eq!(get("3、公务用车购置及运行费", ItemSide::ThreePublic), "three_public.vehicles");
        assert_eq!(
            get("（2）公务用车运行费", ItemSide::ThreePublic),
            "three_public.vehicle_operation"
        );
        assert_eq!(get("合计", ItemSide::Coded), "total");
        assert_eq!(
            ["公务用车保有量（辆）", "公务用车购置费（万元）", "3．机要通信用车", "公务用车"]
                .map(|l| items.is_count(l)),
            [true, false, true, false]
        );
        assert_eq!(
            ["单价100万元（含）以上设备（不含车辆）", "设备购置"].map(|l| items.is_count(l)),
            [true, false]
        );
        for label in
            ["国内公务接待批次", "国内公务接待人数", "公务用车保有辆数", "编制人数", "出国团组数"]
        {
            assert!(items.is_count(label), "{label}");
        }
        for label in ["公务接待费", "公务用车购置", "公务用车购置费", "人员经费"]
        {
            assert!(!items.is_count(label), "{label}");
        }
        assert_eq!(
            items.identify("一般公共预算拨款", ItemSide::Income, |u| u
                == "income.carryover"),
            Some(&ItemId::from("income.carryover.general_public_budget"))
        );
    }
}
