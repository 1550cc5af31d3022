//! Tells open pages that something has changed.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use crate::gateway::Gateway;

/// Changes that come within this time are told as one.
const TOGETHER: Duration = Duration::from_millis(100);

/// `GET /sandbox/events`: an event whenever something changes, and one at the start. It says no more than
/// that; pages fetch themselves again.
pub(crate) async fn events(State(gateway): State<Arc<Gateway>>) -> Response {
    let watched = gateway.house.journal.watch();
    let changes = stream::unfold((watched, true), |(mut watched, is_first)| async move {
        if !is_first {
            watched.changed().await.ok()?;
            tokio::time::sleep(TOGETHER).await;
        }
        let number = *watched.borrow_and_update();
        let event = Event::default().data(number.to_string());
        Some((Ok::<_, Infallible>(event), (watched, false)))
    });
    Sse::new(changes).keep_alive(KeepAlive::default()).into_response()
}
