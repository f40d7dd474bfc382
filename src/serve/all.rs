//! What is known of all documents, small enough to be kept in memory: what the lines of the log come to.

use super::entry::{Entry, State};
use super::log::Line;
use super::names;
use crate::emit::wire::Check;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// All documents.
#[derive(Default)]
pub struct All {
    /// In the order in which they came.
    entries: BTreeMap<u64, Entry>,
    by_id: HashMap<String, u64>,
    /// Names that are taken, in lower case.
    names: HashSet<String>,
    waiting: BTreeSet<u64>,
    /// What was taken away, and when.
    removed: Vec<(u64, String)>,
    /// Of the last change.
    version: u64,
    next: u64,
}

impl All {
    /// In the order in which they came.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The document of that id.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.get(self.by_id.get(id)?)
    }

    /// Number of the last change.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The ids of what was taken away since, and is not there again.
    pub fn removed(&self, since: u64) -> Vec<&str> {
        let first = self.removed.partition_point(|(version, _)| *version <= since);
        let ids = self.removed[first..].iter().map(|(_, id)| id.as_str());
        ids.filter(|id| !self.by_id.contains_key(*id)).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The name for the next one that is called so.
    pub fn free_name(&self, name: &str) -> String {
        names::free(name, &self.names)
    }

    /// Nothing waits, and nothing is being converted.
    pub fn is_idle(&self) -> bool {
        self.entries().all(|entry| matches!(entry.state, State::Done | State::Failed))
    }

    /// What was made is of no use any more.
    pub fn forget_made(&mut self) {
        self.entries.values_mut().for_each(|entry| entry.made = None);
    }

    /// After all lines of an earlier window: what was made counts where its document is there, of that length.
    pub fn look_through(&mut self, is_there: impl Fn(&str, u64) -> bool) {
        for (number, entry) in &mut self.entries {
            let made = entry.made.take();
            entry.made = made.filter(|it| it.json.is_none_or(|length| is_there(&entry.id, length)));
            entry.state = State::of(entry.made.as_ref());
            if entry.state == State::Waiting {
                self.waiting.insert(*number);
            }
        }
    }

    /// The next one that waits, id and name; it is being converted from now on.
    pub fn begin_next(&mut self) -> Option<(String, String)> {
        let entry = self.entries.get_mut(&self.waiting.pop_first()?)?;
        self.version += 1;
        (entry.state, entry.version) = (State::Reading, self.version);
        Some((entry.id.clone(), entry.name.clone()))
    }

    /// The equations between documents, by id: those that it does not name have none.
    pub fn set_between(&mut self, mut checks: HashMap<&str, Vec<Check>>) {
        let version = self.version + 1;
        for entry in self.entries.values_mut() {
            let between = checks.remove(entry.id.as_str()).unwrap_or_default();
            if entry.between != between {
                (entry.between, entry.version, self.version) = (between, version, version);
            }
        }
    }

    /// Something happened.
    pub fn take_in(&mut self, line: Line) {
        self.version += 1;
        let version = self.version;
        if let Line::Added { id, name } = line {
            let number = self.next;
            self.next += 1;
            self.names.insert(name.to_lowercase());
            self.by_id.insert(id.clone(), number);
            self.waiting.insert(number);
            let entry = Entry {
                id,
                name,
                state: State::Waiting,
                made: None,
                between: vec![],
                marks: BTreeMap::new(),
                version,
            };
            self.entries.insert(number, entry);
            return;
        }
        let id = match &line {
            Line::Made(id, _) | Line::Again(id) | Line::Removed(id) => id,
            Line::Marked { id, .. } => id,
            Line::Key(_) | Line::Added { .. } => return,
        };
        let Some(number) = self.by_id.get(id).copied() else { return };
        let Some(entry) = self.entries.get_mut(&number) else { return };
        entry.version = version;
        match line {
            Line::Made(_, made) => {
                entry.state = State::of(Some(&made));
                entry.made = Some(*made);
                self.waiting.remove(&number);
            }
            Line::Again(_) => {
                (entry.state, entry.made) = (State::Waiting, None);
                self.waiting.insert(number);
            }
            Line::Removed(id) => {
                self.names.remove(&entry.name.to_lowercase());
                self.entries.remove(&number);
                self.by_id.remove(&id);
                self.waiting.remove(&number);
                self.removed.push((version, id));
            }
            Line::Marked { key, mark, .. } => match mark {
                Some(mark) => drop(entry.marks.insert(key, mark)),
                None => drop(entry.marks.remove(&key)),
            },
            Line::Key(_) | Line::Added { .. } => {}
        }
    }
}
