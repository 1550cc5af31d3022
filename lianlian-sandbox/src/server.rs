//! The HTTP side: one listener, every operation at its production path.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{from_fn, map_response_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use lianlian::OPERATIONS;
use lianlian::meta::{OperationMeta, Transport};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::account::Account;
use crate::behaviour::behaviour;
use crate::calls::{self, Call};
use crate::error::SandboxError;
use crate::gateway::Gateway;
use crate::guard::guard;
use crate::incoming::Caller;
use crate::trouble::Trouble;
use crate::{control, dashboard, hosted, mobile, pages, refund_view, wire};

/// More than any message of the gateway has.
const LARGEST_BODY: usize = 1024 * 1024;

/// The header that says what goes wrong with this call.
const TROUBLE: &str = "x-sandbox-trouble";

/// The header that says where a call pretends to come from.
const SOURCE: &str = "x-sandbox-source";

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
        let runtime = Builder::new_multi_thread()
            .thread_name("lianlian-sandbox")
            .enable_all()
            .build()
            .map_err(SandboxError::Thread)?;
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
            .spawn(move || run(runtime, listener, router(gateway), stopped))
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
    runtime: Runtime,
    listener: tokio::net::TcpListener,
    router: Router,
    stopped: oneshot::Receiver<()>,
) {
    runtime.block_on(async move {
        let listening = tokio::spawn(wire::listen(listener, router));
        // Whether it was told or the other end is gone: the sandbox is being dropped.
        let _ = stopped.await;
        listening.abort();
        // Until the listener is closed: who has dropped the sandbox finds nobody at its address.
        let _ = listening.await;
    });
    runtime.shutdown_background();
}

fn router(gateway: Arc<Gateway>) -> Router {
    Router::new()
        .route("/", get(dashboard::list))
        .route(
            "/sandbox/dashboard/orders/{oid_paybill}",
            get(dashboard::order).post(dashboard::act),
        )
        .route("/sandbox/dashboard/controls", get(dashboard::controls))
        .route("/sandbox/dashboard/clock", post(dashboard::clock))
        .route("/sandbox/dashboard/troubles", post(dashboard::trouble))
        .route("/sandbox/dashboard/troubles/end", post(dashboard::end_troubles))
        .route("/sandbox/dashboard/accounts/{oid_partner}", post(dashboard::change_account))
        .route("/sandbox/test-data", get(dashboard::test_data))
        .route("/sandbox/mobile/{operation}", post(mobile::pay))
        .route("/sandbox/refunds/{no_refund}", get(refund_view::state))
        .route("/sandbox/events", get(dashboard::events))
        .route("/sandbox/assets/{name}", get(pages::asset))
        .merge(payer())
        .route("/sandbox/orders/{no_order}", get(control::state))
        .route("/sandbox/orders/{no_order}/pay", post(control::pay))
        .route("/sandbox/orders/{no_order}/{what}", post(control::intervene))
        .route("/sandbox/clock", get(control::clock).post(control::set_clock))
        .route("/sandbox/troubles", get(control::troubles).post(control::cause))
        .route("/sandbox/troubles", delete(control::end_troubles))
        // Only what stands above: merchants and their payers call operations from wherever they are.
        .route_layer(from_fn(guard))
        // Paths of operations come from the spec, so they are looked up and not built into the router.
        .fallback(operation)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(map_response_with_state(Arc::clone(&gateway), dated))
        .with_state(gateway)
}

/// Dates an answer by the sandbox's clock: clients measure by it how far theirs is off.
async fn dated(State(gateway): State<Arc<Gateway>>, mut response: Response) -> Response {
    let seconds = u64::try_from(gateway.house.now().unix_seconds()).unwrap_or(0);
    let now = UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    let text = now.map(httpdate::fmt_http_date);
    if let Some(date) = text.and_then(|text| HeaderValue::from_str(&text).ok()) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// The payer's pages.
fn payer() -> Router<Arc<Gateway>> {
    Router::new()
        .route("/sandbox/pay/{oid_paybill}", get(hosted::show).post(hosted::decide))
        .route("/sandbox/pay/{oid_paybill}/with", get(hosted::with))
        .route("/sandbox/pay/{oid_paybill}/phone", get(hosted::phone))
        .route("/sandbox/pay/{oid_paybill}/card", post(hosted::ask_code))
        .route(
            "/sandbox/pay/{oid_paybill}/code/{token}",
            get(hosted::show_code).post(hosted::pay_with_code),
        )
        .route("/sandbox/pay/{oid_paybill}/declined", get(hosted::declined))
        .route("/sandbox/pay/{oid_paybill}/given-up", get(hosted::given_up))
}

/// Answers at the production path of an operation.
async fn operation(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let candidates = operations_at(request.uri().path());
    if candidates.is_empty() {
        let text = "no operation of the gateway has this path\n";
        return (StatusCode::NOT_FOUND, text).into_response();
    }
    if request.method() != Method::POST {
        let allow = [(header::ALLOW, "POST")];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    let (caller, asked) = match (caller(request.headers(), peer), troubles(request.headers())) {
        (Ok(caller), Ok(asked)) => (caller, asked),
        (Err(why), _) | (_, Err(why)) => return (StatusCode::BAD_REQUEST, why).into_response(),
    };
    let is_form = candidates.iter().any(|meta| !Account::is_server_call(meta));
    if is_form && !says_form(request.headers()) {
        return hosted::no_form();
    }
    let body = match Bytes::from_request(request, &()).await {
        Ok(body) => body,
        Err(rejection) => return rejection.into_response(),
    };
    let Some(call) = Call::new(gateway, &candidates, caller, body) else {
        let ids: Vec<_> = candidates.iter().map(|meta| meta.id).collect();
        let text = format!("the sandbox does not play {} yet\n", ids.join(", "));
        return (StatusCode::NOT_IMPLEMENTED, text).into_response();
    };
    calls::answer(call, asked).await
}

/// The operations of a path that can be posted to; queries of several products share one.
fn operations_at(path: &str) -> Vec<&'static OperationMeta> {
    let is_posted = |meta: &&OperationMeta| {
        !matches!(meta.transport, Transport::Notification | Transport::SyncNotification)
    };
    let here = OPERATIONS.iter().copied().filter(|meta| meta.path() == Some(path));
    let mut here: Vec<_> = here.filter(is_posted).collect();
    here.sort_by_key(|meta| behaviour(meta).is_none());
    here
}

fn says_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// Who calls, from the connection, and from what the call says of itself.
fn caller(headers: &HeaderMap, peer: SocketAddr) -> Result<Caller, String> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let address: IpAddr = match text(SOURCE) {
        Some(text) => text.parse().map_err(|_| format!("{SOURCE}: `{text}` is no IP address\n"))?,
        None => peer.ip(),
    };
    let page = text("origin").filter(|origin| *origin != "null").or_else(|| text("referer"));
    let page_host = page
        .and_then(|page| page.parse::<Uri>().ok())
        .and_then(|page| page.host().map(str::to_owned));
    Ok(Caller { address, page_host })
}

/// What the call itself wants to go wrong.
fn troubles(headers: &HeaderMap) -> Result<Vec<Trouble>, String> {
    let text = headers.get(TROUBLE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Trouble::list(text).map_err(|error| format!("{TROUBLE}: {error}\n"))
}
