//! The state in one `SQLite` file.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, params};

use super::{Change, Saved, Store, StoreError};

/// The layout of the tables; another one is not read.
const LAYOUT: i64 = 1;

/// A file with every row of every table.
pub(crate) struct Sqlite(Mutex<Connection>);

impl Sqlite {
    /// Opens a file, or makes it; nobody but its owner may read a new one, for it holds keys.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        make_private(path);
        let connection = Connection::open(path)?;
        // Written before the answer goes out, and safe when the process is killed. A crash of the whole
        // machine may cost the last moments, which is no loss for play money.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found == 0 {
            connection.execute_batch(
                "CREATE TABLE rows (kind TEXT NOT NULL, owner TEXT NOT NULL, key TEXT NOT NULL, \
                 row TEXT NOT NULL, PRIMARY KEY (kind, owner, key)) WITHOUT ROWID",
            )?;
            connection.pragma_update(None, "user_version", LAYOUT)?;
        } else if found != LAYOUT {
            return Err(StoreError::Layout { found, expected: LAYOUT });
        }
        Ok(Self(Mutex::new(connection)))
    }

    /// Every row that was kept.
    pub(crate) fn load(&self) -> Result<Vec<Saved>, StoreError> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = connection.prepare("SELECT kind, owner, key, row FROM rows")?;
        let rows = all.query_map([], |row| {
            Ok(Saved { kind: row.get(0)?, owner: row.get(1)?, key: row.get(2)?, row: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Store for Sqlite {
    fn save(&self, changes: &[Change]) -> Result<(), StoreError> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction()?;
        {
            let mut put = transaction
                .prepare_cached("INSERT OR REPLACE INTO rows VALUES (?1, ?2, ?3, ?4)")?;
            let mut remove = transaction
                .prepare_cached("DELETE FROM rows WHERE kind = ?1 AND owner = ?2 AND key = ?3")?;
            for change in changes {
                match &change.row {
                    Some(row) => {
                        put.execute(params![change.kind, change.owner, change.key, row])?
                    }
                    None => remove.execute(params![change.kind, change.owner, change.key])?,
                };
            }
        }
        Ok(transaction.commit()?)
    }
}

/// Makes the file where there is none. If that fails, opening it will say why.
fn make_private(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path));
}
