//! What the sandbox keeps: rows by key, which know what of them has changed since it was saved.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Values as Rows};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::{Change, StoreError};

/// Rows of one kind, sorted by key.
pub(crate) struct Table<V> {
    kind: &'static str,
    rows: BTreeMap<String, V>,
    /// Keys of rows that came, changed or went since the last save.
    changed: BTreeSet<String>,
}

impl<V> Table<V> {
    /// An empty table; `kind` names it where it is saved.
    pub(crate) const fn new(kind: &'static str) -> Self {
        Self { kind, rows: BTreeMap::new(), changed: BTreeSet::new() }
    }

    /// The row of this key.
    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        self.rows.get(key)
    }

    /// The row of this key, to change it.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        let row = self.rows.get_mut(key)?;
        if !self.changed.contains(key) {
            self.changed.insert(key.to_owned());
        }
        Some(row)
    }

    /// Adds a row, or takes the place of one.
    pub(crate) fn insert(&mut self, key: String, row: V) {
        self.changed.insert(key.clone());
        self.rows.insert(key, row);
    }

    /// Takes a row away.
    pub(crate) fn remove(&mut self, key: &str) -> Option<V> {
        let row = self.rows.remove(key)?;
        self.changed.insert(key.to_owned());
        Some(row)
    }

    /// Takes every row away that `keep` does not want.
    pub(crate) fn retain(&mut self, keep: impl Fn(&V) -> bool) {
        let gone: Vec<_> =
            self.rows.iter().filter(|(_, row)| !keep(row)).map(|(key, _)| key.clone()).collect();
        for key in gone {
            self.remove(&key);
        }
    }

    /// Every row, by key.
    pub(crate) fn rows(&self) -> Rows<'_, String, V> {
        self.rows.values()
    }
}

impl<V: Serialize + DeserializeOwned> Table<V> {
    /// Moves what has changed into `changes`; `owner` says whose table it is.
    pub(crate) fn take_changes(
        &mut self,
        owner: &str,
        changes: &mut Vec<Change>,
    ) -> Result<(), StoreError> {
        for key in std::mem::take(&mut self.changed) {
            let row = self.rows.get(&key).map(serde_json::to_string).transpose();
            let row = row.map_err(|error| StoreError::Row { kind: self.kind, error })?;
            changes.push(Change { kind: self.kind, owner: owner.to_owned(), key, row });
        }
        Ok(())
    }

    /// Takes a change back that could not be saved: the row is to be saved with the next ones.
    pub(crate) fn put_back(&mut self, change: &Change) {
        if change.kind == self.kind {
            self.changed.insert(change.key.clone());
        }
    }

    /// Forgets what has changed, where nothing is saved.
    pub(crate) fn forget_changes(&mut self) {
        self.changed.clear();
    }

    /// Takes a saved row in, if it is one of this table.
    pub(crate) fn load(&mut self, kind: &str, key: &str, row: &str) -> Result<bool, StoreError> {
        if kind != self.kind {
            return Ok(false);
        }
        let row = serde_json::from_str(row);
        let row = row.map_err(|error| StoreError::Row { kind: self.kind, error })?;
        self.rows.insert(key.to_owned(), row);
        Ok(true)
    }
}
