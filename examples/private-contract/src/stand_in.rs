//! A transport in the gateway's stead, to try and test the shop without a network.

use std::collections::VecDeque;
use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lianlian::transport::{
    Delivery, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
};
use lianlian::{Message, RsaSigner, sign_message};

/// Gives the answers that were prepared, in turn, and keeps what was sent.
///
/// It believes every request; whoever tests signatures looks at what was [`sent`](Self::sent).
#[derive(Clone)]
pub struct StandIn {
    signer: Arc<RsaSigner>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// A body, or nothing where the gateway stays silent.
    answers: VecDeque<Option<Vec<u8>>>,
    sent: Vec<Sent>,
}

/// A request that would have gone over the network.
#[derive(Clone)]
pub struct Sent {
    /// Where to.
    pub url: String,
    /// The JSON message.
    pub body: Vec<u8>,
}

impl StandIn {
    /// Signs answers with this key and scheme. The client needs the public half as its gateway key.
    pub fn new(signer: RsaSigner) -> Self {
        Self { signer: Arc::new(signer), state: Arc::default() }
    }

    /// Prepares an answer: a JSON object without `sign`, which is added.
    ///
    /// # Errors
    /// The text is no message, or the key cannot sign.
    pub fn answer(&self, message: &str) -> Result<(), Box<dyn Error>> {
        let signature = sign_message(&Message::parse(message.as_bytes())?, &*self.signer)?;
        let open = message.trim_end().trim_end_matches('}');
        let body = format!("{open},\"sign\":\"{signature}\"}}");
        self.state().answers.push_back(Some(body.into_bytes()));
        Ok(())
    }

    /// Prepares no answer: the request arrives and the connection times out.
    pub fn stay_silent(&self) {
        self.state().answers.push_back(None);
    }

    /// What was sent so far, oldest first.
    pub fn sent(&self) -> Vec<Sent> {
        self.state().sent.clone()
    }

    /// A thread that panicked while it held the lock has not left anything half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for StandIn {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        let mut state = self.state();
        state.sent.push(Sent { url: request.url.to_owned(), body: request.body.to_owned() });
        match state.answers.pop_front().flatten() {
            Some(body) => Ok(HttpResponse::new(200, body)),
            None => {
                let kind = TransportErrorKind::ReadTimeout { limit: Duration::from_secs(30) };
                Err(TransportError::new("the stand-in", kind, Delivery::Unknown))
            }
        }
    }

    fn is_stand_in(&self) -> bool {
        true
    }
}
