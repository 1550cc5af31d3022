//! The connection is cut after every byte of the encrypted stream, handshake and all.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use lianlian::Client;
use rustls::{ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion, version};

use crate::certificates::Authority;
use crate::cuts::{Cut, Place};
use crate::exchange::{Heard, Outcome, Said, answer, client_builder, judge, listen};

/// A connection that is over once so many bytes were read, or so many written.
struct Budget {
    stream: TcpStream,
    may_read: usize,
    may_write: usize,
    read: usize,
    written: usize,
}

fn over() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}

impl Read for Budget {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.may_read - self.read);
        if most == 0 {
            return Err(over());
        }
        let count = self.stream.read(&mut buffer[..most])?;
        self.read += count;
        Ok(count)
    }
}

impl Write for Budget {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let most = bytes.len().min(self.may_write - self.written);
        if most == 0 {
            return Err(over());
        }
        let count = self.stream.write(&bytes[..most])?;
        self.written += count;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// What was on the wire, for one exchange.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    /// From the client, all in all.
    read: usize,
    /// From the client before the server could say anything.
    hello: usize,
    /// From the server before the first byte of the request.
    handshake: usize,
    /// From the server, all in all.
    written: usize,
}

struct Series {
    place: Place,
    client: Client,
    config: Arc<ServerConfig>,
}

impl Series {
    fn new(version: &'static SupportedProtocolVersion) -> Self {
        let authority = Authority::named("tests");
        let place = Place::new();
        let url = format!("https://localhost:{}", place.port());
        let client = client_builder(&url).extra_roots(authority.pem()).build().unwrap();
        Self { place, client, config: authority.even_server("localhost", version) }
    }

    /// One exchange with a connection that stands that many bytes, cut if they are used up.
    fn exchange(&self, may_read: usize, may_write: usize, cut: Cut) -> (Said, Heard, Sizes) {
        let config = Arc::clone(&self.config);
        let (said, (heard, sizes)) = self.place.meet(&self.client, move |stream| {
            let tls = ServerConnection::new(config).unwrap();
            let budget = Budget { stream, may_read, may_write, read: 0, written: 0 };
            let mut wire = StreamOwned::new(tls, budget);
            let mut heard = Heard::default();
            let mut noted = Noted { wire: &mut wire, hello: 0, handshake: 0 };
            let listened = listen(&mut noted, &mut heard);
            let Noted { hello, handshake, .. } = noted;
            if listened.is_ok() {
                let sent = wire.write_all(&answer()).and_then(|()| wire.flush());
                heard.replied = sent.is_ok();
            }
            let Budget { stream, read, written, .. } = &wire.sock;
            let sizes = Sizes { read: *read, hello, handshake, written: *written };
            if !heard.replied {
                cut.apply(stream);
            }
            (heard, sizes)
        });
        (said, heard, sizes)
    }
}

/// Shakes hands before it reads, to see what that takes.
struct Noted<'w> {
    wire: &'w mut StreamOwned<ServerConnection, Budget>,
    hello: usize,
    handshake: usize,
}

impl Read for Noted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.wire.conn.is_handshaking() {
            if self.wire.conn.wants_write() {
                if self.hello == 0 {
                    self.hello = self.wire.sock.read;
                }
                self.wire.conn.write_tls(&mut self.wire.sock)?;
            } else {
                if self.wire.conn.read_tls(&mut self.wire.sock)? == 0 {
                    return Err(over());
                }
                self.wire.conn.process_new_packets().map_err(|_| over())?;
            }
        }
        // What is still to be written of the handshake counts as part of it.
        while self.wire.conn.wants_write() {
            self.wire.conn.write_tls(&mut self.wire.sock)?;
        }
        if self.handshake == 0 {
            self.handshake = self.wire.sock.written;
        }
        self.wire.read(buffer)
    }
}

/// The last place to cut is one byte before the end, so that every connection is cut and none kept.
fn cut_everywhere(version: &'static SupportedProtocolVersion) {
    let series = Series::new(version);
    let (said, heard, sizes) = series.exchange(usize::MAX, usize::MAX, Cut::Close);
    assert_eq!(judge(&said, heard, "nothing is cut"), Outcome::Executed);
    assert!(sizes.hello > 100 && sizes.hello < sizes.read, "{sizes:?}");
    assert!(sizes.handshake > 500 && sizes.handshake < sizes.written, "{sizes:?}");

    // Resets at every fifth place: a handshake takes its time.
    for (cut, step) in [(Cut::Close, 1), (Cut::Reset, 5)] {
        for bytes in (0..sizes.written).step_by(step) {
            let case = format!("{cut:?} after {bytes} bytes of {sizes:?} written");
            let (said, heard, _) = series.exchange(usize::MAX, bytes, cut);
            let outcome = judge(&said, heard, &case);
            // Without keys there is nothing to send the request with.
            let has_keys = bytes >= sizes.handshake;
            let expected = if has_keys { Outcome::Unknown } else { Outcome::NotExecuted };
            assert_eq!(outcome, expected, "{case}");
            assert_eq!(heard.whole, has_keys, "{case}");
        }
    }
    for bytes in 0..sizes.read {
        let case = format!("after {bytes} bytes of {sizes:?} read");
        let (said, heard, _) = series.exchange(bytes, usize::MAX, Cut::Close);
        let outcome = judge(&said, heard, &case);
        assert!(!heard.whole, "{case}");
        if bytes < sizes.hello {
            assert_eq!(outcome, Outcome::NotExecuted, "{case}");
        } else if heard.bytes > 0 {
            assert_eq!(outcome, Outcome::Unknown, "{case}");
        }
    }
}

#[test]
fn tls_1_3_cut_after_any_byte_ends_in_what_the_server_can_confirm() {
    cut_everywhere(&version::TLS13);
}

#[test]
fn tls_1_2_cut_after_any_byte_ends_in_what_the_server_can_confirm() {
    cut_everywhere(&version::TLS12);
}
