//! The courier: what is due later, and threads that do it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use axum::http::Uri;
use lianlian::transport::{
    Delivery as Sent, HttpRequest, Transport as _, UreqTransport, is_loopback,
};
use lianlian::{GATEWAY, Limits};

use crate::delivery::{Delivery, is_acknowledgement};
use crate::error::SandboxError;
use crate::exchange::{Direction, Exchange, Verdict};
use crate::merchant::Merchant;
use crate::operations::agreed;
use crate::outgoing::Signed;
use crate::time::Time;
use crate::view::{Answer, Attempt};

/// An acknowledgement is a few bytes; whoever sends more answers something else.
const LARGEST_ANSWER: u64 = 64 * 1024;

/// What of a wrong answer is kept, in characters.
const SHOWN_OF_ANSWER: usize = 200;

/// Merchants that let the gateway wait must not keep the others waiting.
const MOST_THREADS: usize = 8;

/// Something to do.
pub(crate) enum Task {
    /// Post a notification.
    Post { merchant: Arc<Merchant>, key: String },
    /// Post a notification one more time, while others of it are still to come.
    PostOnce { merchant: Arc<Merchant>, key: String },
    /// Look whether a bank has answered.
    CatchUp { merchant: Arc<Merchant> },
    /// Carry out what came in long ago.
    Late(Box<dyn FnOnce() + Send>),
}

/// Does what is due, at its time on the sandbox's clock.
pub(crate) struct Courier {
    queue: Mutex<Queue>,
    woken: Condvar,
    time: Arc<Time>,
    transport: UreqTransport,
}

#[derive(Default)]
struct Queue {
    due: BinaryHeap<Reverse<Due>>,
    /// How many were put in; keeps those of one time in turn.
    number: u64,
    threads: usize,
    idle: usize,
    is_stopped: bool,
}

struct Due {
    at: Duration,
    number: u64,
    task: Task,
}

/// A notification that was posted.
struct Posted {
    /// What had passed on the sandbox's clock.
    at: Duration,
    /// Whether it was the last time.
    is_over: bool,
}

impl Courier {
    pub(crate) fn new(time: Arc<Time>) -> Result<Self, SandboxError> {
        Ok(Self { queue: Mutex::default(), woken: Condvar::new(), time, transport: transport()? })
    }

    /// Does something after so long on the sandbox's clock.
    pub(crate) fn after(self: &Arc<Self>, wait: Duration, task: Task) -> io::Result<()> {
        self.at(self.time.passed().saturating_add(wait), task)
    }

    /// Does something when so much has passed on the sandbox's clock.
    fn at(self: &Arc<Self>, at: Duration, task: Task) -> io::Result<()> {
        let mut queue = self.queue();
        if queue.is_stopped {
            return Ok(());
        }
        queue.number = queue.number.saturating_add(1);
        let number = queue.number;
        queue.due.push(Reverse(Due { at, number, task }));
        if queue.idle == 0 && queue.threads < MOST_THREADS {
            let courier = Arc::clone(self);
            let name = "lianlian-courier".to_owned();
            thread::Builder::new().name(name).spawn(move || courier.work())?;
            queue.threads = queue.threads.saturating_add(1);
        }
        drop(queue);
        self.woken.notify_one();
        Ok(())
    }

    /// Looks at the clock again: it was moved.
    ///
    /// What banks do and what was left for later is done before this returns, so that whoever moved the clock
    /// finds it done. Notifications are posted in the background.
    pub(crate) fn clock_moved(&self) {
        loop {
            let mut due = Vec::new();
            let mut queue = self.queue();
            let passed = self.time.passed();
            while queue.due.peek().is_some_and(|Reverse(next)| next.at <= passed) {
                due.extend(queue.due.pop().map(|Reverse(due)| due));
            }
            let (posts, others): (Vec<_>, Vec<_>) = due
                .into_iter()
                .partition(|due| matches!(due.task, Task::Post { .. } | Task::PostOnce { .. }));
            queue.due.extend(posts.into_iter().map(Reverse));
            drop(queue);
            self.woken.notify_all();
            if others.is_empty() {
                return;
            }
            for other in others {
                match other.task {
                    Task::CatchUp { merchant } => merchant.catch_up(),
                    Task::Late(act) => act(),
                    Task::Post { .. } | Task::PostOnce { .. } => {}
                }
            }
        }
    }

    /// Ends the threads; what is being posted at the moment is not repeated.
    pub(crate) fn stop(&self) {
        let mut queue = self.queue();
        queue.is_stopped = true;
        queue.due.clear();
        drop(queue);
        self.woken.notify_all();
    }

    fn work(self: Arc<Self>) {
        while let Some(task) = self.next() {
            match task {
                Task::Post { merchant, key } => self.post_until_done(&merchant, &key),
                Task::PostOnce { merchant, key } => drop(self.post(&merchant, &key)),
                Task::CatchUp { merchant } => merchant.catch_up(),
                Task::Late(act) => act(),
            }
        }
    }

    /// Waits for what is due next; `None` when the sandbox has stopped.
    fn next(&self) -> Option<Task> {
        let mut queue = self.queue();
        loop {
            if queue.is_stopped {
                return None;
            }
            let wait = queue.due.peek().map(|Reverse(next)| self.time.wait_for(next.at));
            if wait == Some(Duration::ZERO) {
                return queue.due.pop().map(|Reverse(due)| due.task);
            }
            queue.idle = queue.idle.saturating_add(1);
            queue = match wait {
                Some(wait) => {
                    let woken = self.woken.wait_timeout(queue, wait);
                    woken.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.woken.wait(queue).unwrap_or_else(PoisonError::into_inner),
            };
            queue.idle = queue.idle.saturating_sub(1);
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Posts a notification, and comes again if it has to.
    fn post_until_done(self: &Arc<Self>, merchant: &Arc<Merchant>, key: &str) {
        if let Some(Posted { at, is_over: false }) = self.post(merchant, key) {
            let again = Task::Post { merchant: Arc::clone(merchant), key: key.to_owned() };
            // Without a thread there is nobody left to tell; the threads that run take it over.
            drop(self.at(at.saturating_add(merchant.house.interval), again));
        }
    }

    /// Posts a notification once; `None` if there is none.
    fn post(&self, merchant: &Arc<Merchant>, key: &str) -> Option<Posted> {
        let delivery = merchant.books().deliveries.get(key).cloned()?;
        let (fields, scheme) = (delivery.meta.request, agreed(delivery.meta));
        let signed = Signed::new(&merchant.house, scheme, fields, |field| delivery.fact(field));
        let (answer, source, signature) = match signed {
            Ok(signed) => (self.answer_to(&delivery, &signed), signed.source, signed.signature),
            Err(error) => {
                let reason = error.to_string();
                (Answer::NotSent { reason }, String::new(), String::new())
            }
        };
        let acknowledged = is_acknowledgement(delivery.meta, &answer);
        let attempt = Attempt { at: merchant.house.now(), answer: shortened(answer), acknowledged };
        merchant.house.journal.add(Exchange {
            number: 0,
            at: attempt.at,
            direction: Direction::Sent,
            merchant: merchant.number().to_owned(),
            subject: delivery.subject.clone(),
            operation: delivery.meta.id,
            source,
            signature,
            verdict: Verdict::Notified { answer: attempt.answer.clone(), acknowledged },
        });
        // From here on it can be seen, and the clock moved because of it: the next attempt counts from now.
        let at = self.time.passed();
        Some(Posted { at, is_over: merchant.note_attempt(key, attempt) })
    }

    fn answer_to(&self, delivery: &Delivery, signed: &Signed) -> Answer {
        if !is_on_this_machine(&delivery.url) {
            let reason = "not on this machine".to_owned();
            return Answer::NotSent { reason };
        }
        let body = signed.json();
        let content_type = GATEWAY.notification.content_type;
        let request = HttpRequest::new(&delivery.url, content_type, &body);
        match self.transport.post(&request) {
            Ok(response) => Answer::Http {
                status: response.status,
                body: String::from_utf8_lossy(&response.body).into_owned(),
            },
            // A merchant's server that is not up yet may be up at the next attempt.
            Err(error) => {
                let kind = error.kind();
                Answer::Nothing {
                    reason: match error.delivery() {
                        Sent::NotSent => format!("not reached: {kind}"),
                        Sent::Unknown => kind.to_string(),
                    },
                }
            }
        }
    }
}

fn shortened(mut answer: Answer) -> Answer {
    if let Answer::Http { body, .. } = &mut answer {
        *body = body.chars().take(SHOWN_OF_ANSWER).collect();
    }
    answer
}

/// The client that posts notifications, held to the time the spec gives merchants for an answer.
fn transport() -> Result<UreqTransport, SandboxError> {
    let limit = Duration::from_secs(GATEWAY.notification.answer_seconds.into());
    let limits = Limits::default()
        .connect(limit)
        .send(limit)
        .read(limit)
        .total(limit)
        .max_body(LARGEST_ANSWER);
    let builder = UreqTransport::builder()
        .limits(limits)
        .user_agent(concat!("lianlian-sandbox/", env!("CARGO_PKG_VERSION")));
    Ok(builder.build()?)
}

/// Whether the address is this machine's, by its spelling: the sandbox never contacts another.
fn is_on_this_machine(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    is_loopback(uri.host().unwrap_or_default())
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_machine_are_contacted() {
        for url in
            ["http://127.0.0.1:8080/notify", "http://localhost/notify", "https://[::1]:8443/notify"]
        {
            assert!(is_on_this_machine(url), "{url}");
        }
        for url in [
            "https://shop.example/notify",
            "http://127.0.0.1.example.com/",
            "http://localhost@shop.example/",
            "http://10.0.0.1/",
            "/notify",
            "",
        ] {
            assert!(!is_on_this_machine(url), "{url}");
        }
    }
}
