//! Where the sandbox's state survives it: nowhere, or in a file.

#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "sqlite")]
pub(crate) use sqlite::Sqlite;

/// A row that came, changed or went.
#[cfg_attr(not(feature = "sqlite"), allow(dead_code, reason = "nothing is written without a file"))]
pub(crate) struct Change {
    /// Which table it is of.
    pub(crate) kind: &'static str,
    /// The merchant it belongs to; empty for what belongs to the gateway.
    pub(crate) owner: String,
    /// Its key in the table.
    pub(crate) key: String,
    /// The row as JSON; `None` when it went.
    pub(crate) row: Option<String>,
}

/// A row as it was saved.
#[cfg_attr(not(feature = "sqlite"), allow(dead_code, reason = "nothing is read without a file"))]
pub(crate) struct Saved {
    pub(crate) kind: String,
    pub(crate) owner: String,
    pub(crate) key: String,
    pub(crate) row: String,
}

/// Keeps changes. What `save` has returned from survives a kill.
pub(crate) trait Store: Send + Sync {
    /// Keeps all of these changes, or none.
    fn save(&self, changes: &[Change]) -> Result<(), StoreError>;
}

/// Why the state cannot be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A row cannot be written or read as JSON.
    #[error("a row of the table `{kind}` cannot be kept: {error}")]
    Row {
        /// The table.
        kind: &'static str,
        /// What is wrong with it.
        error: serde_json::Error,
    },
    /// The file was written by another version of the sandbox.
    #[error("the file has layout {found}, this sandbox writes {expected}: start with a new file")]
    Layout {
        /// The layout of the file.
        found: i64,
        /// The layout that is written here.
        expected: i64,
    },
    /// The file belongs to a sandbox with other merchants.
    #[error(
        "the file knows the merchant {merchant}, the settings do not: add it, or take a new file"
    )]
    Merchant {
        /// The merchant.
        merchant: String,
    },
    /// The database says no.
    #[cfg(feature = "sqlite")]
    #[error("the file cannot be used: {0}")]
    Sqlite(#[from] rusqlite::Error),
}
