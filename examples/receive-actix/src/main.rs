//! Notifications received by an actix-web server.
fn main() {}
