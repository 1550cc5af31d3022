//! How far the call of this thread has come.
//!
//! `ureq` tells what failed but not whether the request had begun to leave, so the connector chain below
//! notes it. All of `ureq` runs on the thread that calls it, and a pooled connection outlives the call that
//! opened it, so the note is kept per thread and not in the connection.

use std::cell::Cell;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, Either, NextTimeout,
    RustlsConnector, TcpConnector, Transport,
};

use crate::base_url::is_loopback;

/// The stages of a call, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Looking up the name, or choosing a connection that is already open.
    Preparing,
    /// Connecting to the proxy and asking it for a way to the server.
    ReachingProxy,
    /// Connecting to the server.
    Connecting,
    /// Shaking hands.
    Securing,
    /// There is a connection, and nothing was written to it.
    Connected,
    /// The first bytes of the request were handed to the connection. From here on nothing is certain.
    Sending,
}

thread_local! {
    static STAGE: Cell<Stage> = const { Cell::new(Stage::Preparing) };
}

/// The call of this thread. Dropping it puts back the stage that was noted before, because a logger called
/// from inside `ureq` may make calls of its own.
#[derive(Debug)]
pub(super) struct Call {
    outer: Stage,
}

impl Call {
    pub(super) fn begin() -> Self {
        Self { outer: STAGE.replace(Stage::Preparing) }
    }

    /// The stage reached so far.
    #[expect(clippy::unused_self, reason = "the stage has a meaning only while there is a call")]
    pub(super) fn stage(&self) -> Stage {
        STAGE.get()
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        STAGE.set(self.outer);
    }
}

/// The connector chain: proxy, TCP, TLS, each preceded by a note that it begins.
pub(super) fn connector(has_proxy: bool) -> impl Connector {
    let reached = |stage| Note { stage, has_proxy };
    let proxy =
        Connector::<()>::chain(reached(Stage::ReachingProxy), ConnectProxyConnector::default());
    proxy
        .chain(reached(Stage::Connecting))
        .chain(TcpConnector::default())
        .chain(reached(Stage::Securing))
        .chain(RustlsConnector::default())
        .chain(Watch { has_proxy })
}

/// Whether the chain runs for the connection to the proxy: `ureq` then runs it a second time, inside the
/// first, with the proxy taken out of the configuration.
fn is_inner(has_proxy: bool, details: &ConnectionDetails<'_>) -> bool {
    has_proxy && details.config.proxy().is_none()
}

/// Notes that a stage begins, and passes the connection on.
#[derive(Debug)]
struct Note {
    stage: Stage,
    has_proxy: bool,
}

impl<In: Transport> Connector<In> for Note {
    type Out = In;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<In>, Error> {
        if !is_inner(self.has_proxy, details) {
            STAGE.set(self.stage);
        }
        Ok(chained)
    }
}

/// Ends the chain: puts a [`Watched`] around the finished connection to the server. The connection to a proxy
/// stays unwatched, since what is written to it before the server's TLS handshake is not the request.
#[derive(Debug)]
struct Watch {
    has_proxy: bool,
}

impl<In: Transport> Connector<In> for Watch {
    type Out = Either<In, Watched<In>>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let Some(connection) = chained else {
            return Ok(None);
        };
        if is_inner(self.has_proxy, details) {
            return Ok(Some(Either::A(connection)));
        }
        STAGE.set(Stage::Connected);
        Ok(Some(Either::B(Watched(connection))))
    }
}

/// A connection that notes when it is given something to send.
#[derive(Debug)]
struct Watched<T>(T);

impl<T: Transport> Transport for Watched<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        // Noted before the attempt: a failed write may have written a part.
        STAGE.set(Stage::Sending);
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.0.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}

/// Finds addresses. Literal addresses and `localhost` need no name service, so that "loopback" does not
/// depend on what one answers. `ureq` looks other names up on a thread of its own, which is the only way to
/// stop waiting for the system's resolver when the limit strikes.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    names: DefaultResolver,
}

impl Resolver for Addresses {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let known = known_addresses(uri);
        if known.is_empty() {
            return self.names.resolve(uri, config, timeout).map_err(|error| match error {
                // Without this, a failed look-up and a failed connection look alike.
                Error::Io(_) => Error::HostNotFound,
                other => other,
            });
        }
        let mut addresses = self.empty();
        for address in known {
            addresses.push(address);
        }
        Ok(addresses)
    }
}

/// The addresses that follow from the spelling of the host alone.
fn known_addresses(uri: &Uri) -> Vec<SocketAddr> {
    let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
        return Vec::new();
    };
    let Some(host_and_port) = DefaultResolver::host_and_port(scheme, authority) else {
        return Vec::new();
    };
    if let Ok(address) = host_and_port.parse() {
        return vec![address];
    }
    let port = host_and_port.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok());
    match port {
        Some(port) if is_loopback(authority.host()) => {
            vec![(Ipv4Addr::LOCALHOST, port).into(), (Ipv6Addr::LOCALHOST, port).into()]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use ureq::Timeout;
    use ureq::unversioned::transport::time;

    use super::*;

    #[test]
    fn a_call_within_a_call_leaves_the_stage_of_the_outer_one_as_it_was() {
        let outer = Call::begin();
        STAGE.set(Stage::Sending);
        let inner = Call::begin();
        assert_eq!(inner.stage(), Stage::Preparing);
        drop(inner);
        assert_eq!(outer.stage(), Stage::Sending);
    }

    /// A connection that breaks at the first write, and says what was noted by then.
    #[derive(Debug)]
    struct Breaking(Stage);

    impl Transport for Breaking {
        fn buffers(&mut self) -> &mut dyn Buffers {
            unreachable!("nothing is buffered here")
        }

        fn transmit_output(&mut self, _: usize, _: NextTimeout) -> Result<(), Error> {
            self.0 = STAGE.get();
            Err(Error::ConnectionFailed)
        }

        fn await_input(&mut self, _: NextTimeout) -> Result<bool, Error> {
            Ok(false)
        }

        fn is_open(&mut self) -> bool {
            true
        }
    }

    #[test]
    fn sending_is_noted_before_the_first_write_is_tried() {
        let call = Call::begin();
        let mut connection = Watched(Breaking(Stage::Preparing));
        let never = time::Duration::NotHappening;
        let (after, reason) = (never, Timeout::Global);
        let no_limit = NextTimeout { after, reason, per_read: None, per_write: None };
        connection.transmit_output(1, no_limit).unwrap_err();
        assert_eq!(connection.0.0, Stage::Sending);
        assert_eq!(call.stage(), Stage::Sending);
    }

    #[test]
    fn addresses_of_this_machine_are_known_without_asking_a_name_service() {
        let known = |uri: &str| {
            let uri: Uri = uri.parse().unwrap();
            known_addresses(&uri).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(known("http://127.0.0.1:81/a"), "127.0.0.1:81");
        assert_eq!(known("https://[::1]:81/a"), "[::1]:81");
        assert_eq!(known("http://localhost:81/a"), "127.0.0.1:81 [::1]:81");
        assert_eq!(known("https://LOCALHOST/a"), "127.0.0.1:443 [::1]:443");
        assert_eq!(known("https://gateway.example/a"), "");
    }
}
