//! Optional content: which groups are switched off (ISO 32000-2, 8.11).

use super::{File, Id, Object};
use std::collections::HashSet;

impl File<'_> {
    /// Is this optional content group, or every group of this membership, switched off (8.11)?
    pub fn switched_off(&self, group: &Object) -> bool {
        let off = self.off.get_or_init(|| self.groups_off().unwrap_or_default());
        let is_off = |group: &Object| matches!(group, Object::Reference(id) if off.contains(id));
        if off.is_empty() || is_off(group) {
            return !off.is_empty();
        }
        match self
            .resolve(group)
            .and_then(Object::as_dict)
            .and_then(|membership| membership.get(b"OCGs"))
        {
            Some(Object::Array(groups)) => !groups.is_empty() && groups.iter().all(is_off),
            Some(single) => is_off(single),
            None => false,
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
        if config.is(b"BaseState", b"OFF") {
            let on = ids(self.array(config, b"ON"));
            return Some(&ids(self.array(properties, b"OCGs")) - &on);
        }
        Some(ids(self.array(config, b"OFF")))
    }
}
