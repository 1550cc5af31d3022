//! Bad weather on the line, for the story and the tests: an answer that does not arrive.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use lianlian::transport::{
    Delivery, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
    UreqTransport,
};

/// A line that loses answers when it is told to. The request has arrived all the same.
#[derive(Clone, Debug)]
pub struct Weather {
    line: Arc<UreqTransport>,
    to_lose: Arc<AtomicUsize>,
}

impl Weather {
    /// A line in fair weather.
    pub fn over(line: UreqTransport) -> Self {
        Self { line: Arc::new(line), to_lose: Arc::default() }
    }

    /// Loses the next answers.
    pub fn lose(&self, answers: usize) {
        self.to_lose.store(answers, Ordering::SeqCst);
    }
}

impl Transport for Weather {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        let answer = self.line.post(request)?;
        let less = |left: usize| left.checked_sub(1);
        if self.to_lose.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_err() {
            return Ok(answer);
        }
        let kind = TransportErrorKind::ReadTimeout { limit: Duration::from_secs(30) };
        Err(TransportError::new("the gateway", kind, Delivery::Unknown))
    }
}
