//! Notifications received by a server of plain threads, kept in SQLite.
