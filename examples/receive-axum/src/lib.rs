//! Notifications received by an axum server.
