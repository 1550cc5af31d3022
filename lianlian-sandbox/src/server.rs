//! The HTTP side: one thread, one listener, every operation at its production path.

use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Form, FromRequest as _, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, serve};
use lianlian::meta::{OperationMeta, Transport};
use lianlian::{GATEWAY, Message, OPERATIONS, Scheme, SignError};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::answers::play;
use crate::behaviour::{Behaviour, behaviour};
use crate::envelope;
use crate::error::SandboxError;
use crate::exchange::{Direction, Exchange, Verdict};
use crate::gateway::Gateway;
use crate::incoming::{readable, receive};
use crate::outgoing::{Reply, Signed};
use crate::values::Values;
use crate::{control, delivery, hosted};

/// More than any message of the gateway has.
const LARGEST_BODY: usize = 1024 * 1024;

/// The running server; stops when dropped.
pub(crate) struct Server {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves the gateway on a listener.
    pub(crate) fn start(
        listener: TcpListener,
        gateway: Arc<Gateway>,
    ) -> Result<Self, SandboxError> {
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(SandboxError::Thread)?;
        let port = listener.local_addr().map_or(0, |address| address.port());
        let listener = {
            let _context = runtime.enter();
            listener
                .set_nonblocking(true)
                .and_then(|()| tokio::net::TcpListener::from_std(listener))
                .map_err(|io| SandboxError::Listen { port, io })?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("lianlian-sandbox".to_owned())
            .spawn(move || run(&runtime, listener, router(gateway), stopped))
            .map_err(SandboxError::Thread)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the server was printed when it happened; there is nothing to add here.
            let _ = thread.join();
        }
    }
}

/// Serves until told to stop. Connections end with the runtime: nobody waits for an idle browser.
fn run(
    runtime: &Runtime,
    listener: tokio::net::TcpListener,
    router: Router,
    stopped: oneshot::Receiver<()>,
) {
    runtime.block_on(async move {
        let serving = tokio::spawn(async move { serve(listener, router).await });
        // Whether it was told or the other end is gone: the sandbox is being dropped.
        let _ = stopped.await;
        serving.abort();
    });
}

fn router(gateway: Arc<Gateway>) -> Router {
    Router::new()
        .route("/", get(hosted::list))
        .route("/sandbox/pay/{oid_paybill}", get(hosted::show).post(hosted::decide))
        .route("/sandbox/orders/{no_order}", get(control::state))
        .route("/sandbox/orders/{no_order}/pay", post(control::pay))
        // Paths of operations come from the spec, so they are looked up and not built into the router.
        .fallback(operation)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(gateway)
}

/// Answers at the production path of an operation.
async fn operation(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let path = request.uri().path();
    let Some(meta) = operation_at(path) else {
        let text = "no operation of the gateway has this path\n";
        return (StatusCode::NOT_FOUND, text).into_response();
    };
    if request.method() != Method::POST {
        let allow = [(header::ALLOW, "POST")];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    match (meta.transport, behaviour(meta)) {
        (Transport::JsonPost | Transport::EncryptedJsonPost, Some(behaviour)) => {
            match Bytes::from_request(request, &()).await {
                Ok(body) => json_post(&gateway, meta, behaviour, &body),
                Err(rejection) => rejection.into_response(),
            }
        }
        (Transport::FormPost, Some(Behaviour::PlaceOrder)) => {
            let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
            hosted::open(&gateway, meta, form)
        }
        _ => {
            let text = format!("the sandbox does not play {} yet\n", meta.id);
            (StatusCode::NOT_IMPLEMENTED, text).into_response()
        }
    }
}

/// The operation of a path. Queries of several products share one, and not all of them are played.
fn operation_at(path: &str) -> Option<&'static OperationMeta> {
    let here = || OPERATIONS.iter().copied().filter(|meta| meta.path() == Some(path));
    here().find(|meta| behaviour(meta).is_some()).or_else(|| here().next())
}

/// Answers a call from the merchant's server: always 200, always signed, refusals too.
fn json_post(
    gateway: &Arc<Gateway>,
    meta: &'static OperationMeta,
    behaviour: Behaviour,
    body: &[u8],
) -> Response {
    let act = |request: &Values| play(gateway, meta, behaviour, request);
    let (scheme, outcome) = match envelope::open(gateway, meta, body) {
        Ok(opened) => {
            let message = readable(gateway, Message::parse(opened.bytes()));
            receive(gateway, meta, message, act)
        }
        Err(refused) => receive(gateway, meta, Err(refused), act),
    };
    let (reply, paid) = match outcome {
        Ok(played) => (played.reply, played.paid),
        Err(refused) => (refused.reply, None),
    };
    let answered = answer(gateway, meta, scheme, &reply).map_err(SandboxError::from);
    // Told after the answer is noted, so that the journal shows cause and effect in turn.
    let answered = answered.and_then(|body| {
        paid.map_or(Ok(()), |order| delivery::start(gateway, &order)).map(|()| body)
    });
    match answered {
        Ok(body) => {
            let content_type = [(header::CONTENT_TYPE, GATEWAY.request_content_type)];
            (content_type, body).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// Signs a reply and notes it.
fn answer(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    scheme: Scheme,
    reply: &Reply,
) -> Result<Vec<u8>, SignError> {
    let signed = Signed::new(gateway, scheme, meta.reply, |field| reply.value(field.name))?;
    gateway.journal.add(Exchange {
        at: gateway.now(),
        direction: Direction::Sent,
        operation: meta.id,
        source: signed.source.clone(),
        signature: signed.signature.clone(),
        verdict: Verdict::replied(reply.code),
    });
    Ok(signed.json())
}
