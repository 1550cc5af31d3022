//! Everything that observers see: spans and events of every level and target, and records of `log`.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<String>>);

struct Written<'s>(&'s mut String);

impl Visit for Written<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.0, " {}={value}", field.name());
    }
}

impl Seen {
    fn note(&self, what: &str, write: impl FnOnce(&mut Written<'_>)) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push_str(what);
        write(&mut Written(&mut seen));
        seen.push('\n');
    }
}

impl Subscriber for Seen {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.note(span.metadata().name(), |to| span.record(to));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.note("record", |to| values.record(to));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.note(event.metadata().target(), |to| event.record(to));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Records of libraries that log in the older way, from every thread.
static LOGGED: Mutex<String> = Mutex::new(String::new());

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(logged, "{} {}", record.target(), record.args());
    }

    fn flush(&self) {}
}

/// What is seen while this runs, and what any thread logs meanwhile.
pub(crate) fn seen(run: impl FnOnce()) -> String {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        log::set_logger(&Logger).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    let logged = || LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
    let before = logged().len();
    let seen = Seen::default();
    tracing::subscriber::with_default(seen.clone(), run);
    let spans = seen.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let logged = logged();
    format!("{spans}\n{}", &logged[before..])
}

#[test]
fn the_observer_sees_spans_events_and_log_records() {
    let shown = seen(|| {
        let span = tracing::trace_span!("call", card = tracing::field::Empty);
        span.record("card", "in a span");
        tracing::trace!(target: "elsewhere", card = "in an event");
        log::debug!(target: "ureq", "in a record");
    });
    for part in ["in a span", "in an event", "in a record"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn the_http_library_below_cannot_write_its_traffic_into_a_log() {
    // `ureq` logs every byte that it sends and receives at trace level; that level is compiled out.
    assert!(log::STATIC_MAX_LEVEL <= log::LevelFilter::Debug);
}
