//! Optional content: which groups and memberships are switched off (ISO 32000-2, 8.11).

use super::{Dict, File, Id, Object};
use crate::deadline;
use hashbrown::HashSet;
use std::cell::Cell;

/// Expressions inside expressions that are followed: seen are 2.
const MAX_DEPTH: usize = 64;
/// Groups and expressions of one expression that are asked, and groups whose usage is: seen are 40.
const MAX_OPERANDS: usize = 100_000;
const LIMIT: &str = "max_layers";

impl File<'_> {
    /// Is this optional content group (8.11.2.1), or what this membership (8.11.2.2) says, switched off?
    pub fn switched_off(&self, group: &Object) -> bool {
        let off = self.off.get_or_init(|| self.groups_off().unwrap_or_default());
        let Some(dict) = self.resolve(group).and_then(Object::as_dict) else { return false };
        if !dict.is(b"Type", b"OCMD") {
            return is_off(group, off);
        }
        match self.array(dict, b"VE") {
            Some(expression) => !self.holds(expression, off, 0, &Cell::new(MAX_OPERANDS)),
            None => self.membership_off(dict, off),
        }
    }

    /// /P, the policy of a membership: by default it is on where any of its groups is.
    fn membership_off(&self, membership: &Dict, off: &HashSet<Id>) -> bool {
        let Some(named) = membership.get(b"OCGs") else { return false };
        let groups = match self.resolve(named) {
            Some(Object::Array(groups)) => groups,
            _ => std::slice::from_ref(named),
        };
        if groups.is_empty() {
            return false;
        }
        let any_off = groups.iter().any(|group| is_off(group, off));
        let all_off = groups.iter().all(|group| is_off(group, off));
        match self.name(membership, b"P") {
            Some(b"AllOn") => any_off,
            Some(b"AnyOff") => !any_off,
            Some(b"AllOff") => !all_off,
            _ => all_off,
        }
    }

    /// /VE, a visibility expression: `[/And …]`, `[/Or …]`, `[/Not …]` over groups and expressions.
    fn holds(
        &self,
        expression: &[Object],
        off: &HashSet<Id>,
        depth: usize,
        left: &Cell<usize>,
    ) -> bool {
        let Some((Object::Name(operator), operands)) = expression.split_first() else {
            return true;
        };
        let on = |operand: &Object| {
            deadline::tick();
            if depth >= MAX_DEPTH || left.get() == 0 {
                self.work.limit(LIMIT);
                return true;
            }
            left.set(left.get() - 1);
            match self.resolve(operand) {
                Some(Object::Array(inner)) => self.holds(inner, off, depth + 1, left),
                _ => !is_off(operand, off),
            }
        };
        match &**operator {
            b"Or" => operands.iter().any(on),
            b"Not" => !operands.iter().all(on),
            _ => operands.iter().all(on),
        }
    }

    fn groups_off(&self) -> Option<HashSet<Id>> {
        let properties = self.dict(self.catalog()?, b"OCProperties")?;
        let config = self.dict(properties, b"D")?;
        let ids = |list: Option<&[Object]>| -> HashSet<Id> {
            let ids = list.unwrap_or_default().iter().filter_map(|item| match item {
                Object::Reference(id) => Some(*id),
                _ => None,
            });
            ids.collect()
        };
        let mut off = match config.is(b"BaseState", b"OFF") {
            true => &ids(self.array(properties, b"OCGs")) - &ids(self.array(config, b"ON")),
            false => ids(self.array(config, b"OFF")),
        };
        let usages = self.array(config, b"AS").unwrap_or_default();
        for usage in self.work.first(MAX_OPERANDS, LIMIT, usages) {
            deadline::tick();
            let Some(usage) = self.resolve(usage).and_then(Object::as_dict) else { continue };
            let by_view = |name: &Object| name.as_name() == Some(b"View");
            if usage.is(b"Event", b"View")
                && self.array(usage, b"Category").is_some_and(|names| names.iter().any(by_view))
            {
                let groups = self.array(usage, b"OCGs").unwrap_or_default();
                let groups = self.work.first(MAX_OPERANDS, LIMIT, groups);
                groups.for_each(|group| self.view(group, &mut off));
            }
        }
        Some(off)
    }

    /// What a group's usage says of its state on the screen (8.11.4.5).
    fn view(&self, group: &Object, off: &mut HashSet<Id>) {
        let Object::Reference(id) = group else { return };
        let dict = self.resolve(group).and_then(Object::as_dict);
        let usage = dict.and_then(|dict| self.dict(dict, b"Usage"));
        match usage.and_then(|usage| self.name(self.dict(usage, b"View")?, b"ViewState")) {
            Some(b"OFF") => off.insert(*id),
            Some(b"ON") => off.remove(id),
            _ => false,
        };
    }
}

fn is_off(group: &Object, off: &HashSet<Id>) -> bool {
    matches!(group, Object::Reference(id) if off.contains(id))
}
