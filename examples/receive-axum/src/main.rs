//! Notifications received by an axum server.
fn main() {}
