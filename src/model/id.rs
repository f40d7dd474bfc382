//! What tables, columns, rows and figures of the prose are called: ids of the catalog, and for what it does not know the
//! printed words. Ids of different things are different types.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// What an id of the output begins with where the printed words stand in for one.
const OTHER: &str = "other:";

/// An id of things of the kind `K`. A copy shares its text, so that what the catalog knows is written once.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id<K> {
    word: Word,
    kind: PhantomData<K>,
}

/// Both as they are written: the second with its beginning.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Word {
    Known(Arc<str>),
    Other(Arc<str>),
}

impl Default for Word {
    fn default() -> Self {
        Word::Known(Arc::default())
    }
}

/// Kinds of things that documents print besides those of the catalog.
pub trait Open {}

/// Tables, for [`TableId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct OfTable;
/// Columns, for [`ColumnId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct OfColumn;
/// Rows, for [`ItemId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct OfItem;
/// Figures of the prose, for [`Key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct OfMention;

impl Open for OfTable {}
impl Open for OfColumn {}

/// A table of tables.tsv, or another by its printed title.
pub type TableId = Id<OfTable>;
/// A column of columns.tsv, or another by its printed heads from top to leaf joined by `/`.
pub type ColumnId = Id<OfColumn>;
/// A row of items.tsv.
pub type ItemId = Id<OfItem>;
/// A key of narrative.tsv.
pub type Key = Id<OfMention>;

impl<K> Id<K> {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        let (Word::Known(text) | Word::Other(text)) = &self.word;
        text
    }

    /// The id that is written so; `None` for an empty text.
    pub fn of(written: &str) -> Option<Self> {
        (!written.is_empty()).then(|| written.into())
    }
}

impl<K: Open> Id<K> {
    /// What the catalog does not know, by what is printed.
    pub fn other(printed: &str) -> Self {
        Id { word: Word::Other(format!("{OTHER}{printed}").into()), kind: PhantomData }
    }

    /// Does the catalog not know it?
    pub fn is_other(&self) -> bool {
        matches!(self.word, Word::Other(_))
    }

    /// What is printed, where the catalog does not know it.
    pub fn printed(&self) -> Option<&str> {
        match &self.word {
            Word::Known(_) => None,
            Word::Other(written) => written.strip_prefix(OTHER),
        }
    }
}

/// From the written form.
impl<K> From<&str> for Id<K> {
    fn from(written: &str) -> Self {
        let word = if written.starts_with(OTHER) { Word::Other } else { Word::Known };
        Id { word: word(written.into()), kind: PhantomData }
    }
}

impl<K: Clone> From<&Id<K>> for Id<K> {
    fn from(id: &Id<K>) -> Self {
        id.clone()
    }
}

impl<K> From<String> for Id<K> {
    fn from(written: String) -> Self {
        written.as_str().into()
    }
}

impl<K> From<&Id<K>> for String {
    fn from(id: &Id<K>) -> String {
        id.as_str().to_owned()
    }
}

impl<K> From<Id<K>> for String {
    fn from(id: Id<K>) -> String {
        id.as_str().to_owned()
    }
}

impl<K> PartialEq<str> for Id<K> {
    fn eq(&self, written: &str) -> bool {
        self.as_str() == written
    }
}

impl<K> PartialEq<&str> for Id<K> {
    fn eq(&self, written: &&str) -> bool {
        self.as_str() == *written
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Id::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_the_same_id_when_read() {
        let (known, other) = (TableId::from("income_summary"), TableId::other("申请表"));
        assert_eq!((known.as_str(), known.printed()), ("income_summary", None));
        assert_eq!((other.as_str(), other.printed()), ("other:申请表", Some("申请表")));
        for id in [known, other] {
            assert_eq!(TableId::from(id.as_str()), id);
            let json = serde_json::to_string(&id).unwrap();
            assert_eq!(
                (json.as_str(), serde_json::from_str(&json).ok()),
                (&*format!("\"{id}\""), Some(id))
            );
        }
    }
}
