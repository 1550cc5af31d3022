//! What was acted upon, in a table.

use std::time::Duration;

use lianlian::{Claim, Claimed, Event, Inbox};
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

/// The gateway waits five seconds for an answer; who waits longer for the database tells it to come again.
const PATIENCE: Duration = Duration::from_secs(2);

/// Remembers in `SQLite`. Each thread has a connection of its own.
#[derive(Debug)]
pub struct SqliteInbox {
    connection: Connection,
}

/// A transaction that has the event in it, and takes what the action writes.
#[derive(Debug)]
pub struct SqliteClaim<'a>(Transaction<'a>);

impl SqliteInbox {
    /// Remembers in a database, which gets the table if it lacks it.
    ///
    /// # Errors
    /// The database fails.
    pub fn new(connection: Connection) -> rusqlite::Result<Self> {
        connection.busy_timeout(PATIENCE)?;
        connection.execute("CREATE TABLE IF NOT EXISTS acted (event TEXT PRIMARY KEY)", ())?;
        Ok(Self { connection })
    }

    /// The connection, to read with.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl SqliteClaim<'_> {
    /// The transaction, to write in.
    pub fn transaction(&self) -> &Transaction<'_> {
        &self.0
    }
}

impl Inbox for SqliteInbox {
    type Claim<'a> = SqliteClaim<'a>;
    type Error = rusqlite::Error;

    fn claim(&self, event: &Event) -> rusqlite::Result<Claimed<SqliteClaim<'_>>> {
        // Immediate: whoever comes second waits here, and not in the middle of its action.
        let behaviour = TransactionBehavior::Immediate;
        let transaction = match Transaction::new_unchecked(&self.connection, behaviour) {
            Ok(transaction) => transaction,
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                return Ok(Claimed::Busy);
            }
            Err(error) => return Err(error),
        };
        let inserted = transaction.execute(
            "INSERT INTO acted (event) VALUES (?1) ON CONFLICT DO NOTHING",
            [event.key()],
        )?;
        Ok(if inserted == 0 { Claimed::Done } else { Claimed::Mine(SqliteClaim(transaction)) })
    }
}

impl Claim for SqliteClaim<'_> {
    type Error = rusqlite::Error;

    fn done(self) -> rusqlite::Result<()> {
        // Dropped instead, the transaction is rolled back.
        self.0.commit()
    }
}
