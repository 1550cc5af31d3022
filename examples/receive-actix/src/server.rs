//! The server.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::rt::System;
use actix_web::web::{self, Bytes, Data, PayloadConfig};
use actix_web::{App, HttpResponse, HttpServer};

use crate::shop::Shop;

/// A notification is a few hundred bytes.
const LARGEST_BODY: usize = 64 * 1024;
const WORKERS: usize = 2;

/// The signature is over the bytes as they came: take `Bytes`, never `Json`.
async fn notify(shop: Data<Shop>, body: Bytes) -> HttpResponse {
    // Verifying and booking block, and the workers are there for what does not.
    match web::block(move || shop.notified(&body)).await {
        Ok(answer) => {
            let status = StatusCode::from_u16(answer.status);
            HttpResponse::build(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
                .content_type(answer.content_type)
                .body(answer.body)
        }
        // It panicked; the event is free again, and the gateway comes again.
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// Serves until the process is told to stop.
///
/// # Errors
/// The listener fails.
pub fn serve(listener: TcpListener, shop: Arc<Shop>) -> io::Result<()> {
    let shop = Data::from(shop);
    let app = move || {
        App::new()
            .app_data(shop.clone())
            .app_data(PayloadConfig::new(LARGEST_BODY))
            .route("/lianlian/notify", web::post().to(notify))
    };
    System::new().block_on(HttpServer::new(app).workers(WORKERS).listen(listener)?.run())
}
