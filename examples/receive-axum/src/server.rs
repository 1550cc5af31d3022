//! The server.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::shop::Shop;

/// A notification is a few hundred bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// The one route, to be merged into a larger application.
pub fn app(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/lianlian/notify", post(notify))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(shop)
}

/// The signature is over the bytes as they came: take `Bytes`, never `Json`.
async fn notify(State(shop): State<Arc<Shop>>, body: Bytes) -> Response {
    // Verifying and booking block, and the threads of the runtime are there for what does not.
    match tokio::task::spawn_blocking(move || shop.notified(&body)).await {
        Ok(answer) => {
            let status = StatusCode::from_u16(answer.status);
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, [(CONTENT_TYPE, answer.content_type)], answer.body).into_response()
        }
        // It panicked; the event is free again, and the gateway comes again.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Serves until the process ends.
///
/// # Errors
/// The runtime or the listener fails.
pub fn serve(listener: TcpListener, shop: Arc<Shop>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, app(shop)).await
    })
}
