//! The connection is cut after every byte of the request, and after every byte of the answer.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use lianlian::Client;
use socket2::SockRef;

use crate::exchange::{Heard, Outcome, Said, answer, client, judge, listen, reply, send};

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// As a program that exits does it. With bytes left unread, the system makes a reset of it.
    Close,
    /// As a machine does it that has lost track of the connection.
    Reset,
    /// The server says that it is done, and goes on reading: the client sees an end, the server a request.
    Deaf,
}

impl Cut {
    /// Ends the connection; [`Cut::Deaf`] gives back what still comes.
    pub(crate) fn apply(self, mut stream: &TcpStream) -> usize {
        match self {
            // Dropping the stream does it.
            Self::Close => {}
            Self::Reset => SockRef::from(stream).set_linger(Some(Duration::ZERO)).unwrap(),
            Self::Deaf => {
                stream.shutdown(Shutdown::Write).unwrap();
                let mut rest = Vec::new();
                // A client that closes with something unread makes a reset of it, too.
                let _ = stream.read_to_end(&mut rest);
                return rest.len();
            }
        }
        0
    }
}

/// One listener, so that every request of a series has the same length.
pub(crate) struct Place {
    listener: TcpListener,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { listener: TcpListener::bind(("127.0.0.1", 0)).unwrap() }
    }

    pub(crate) fn port(&self) -> u16 {
        self.listener.local_addr().unwrap().port()
    }

    fn client(&self) -> Client {
        client(&format!("http://127.0.0.1:{}", self.port()))
    }

    /// One call, and one connection that is served so.
    pub(crate) fn meet<H: Send>(
        &self,
        client: &Client,
        serve: impl FnOnce(TcpStream) -> H + Send,
    ) -> (Said, H) {
        thread::scope(|scope| {
            let server = scope.spawn(|| {
                let (stream, _) = self.listener.accept().unwrap();
                stream.set_nodelay(true).unwrap();
                serve(stream)
            });
            let said = send(client);
            (said, server.join().unwrap())
        })
    }
}

/// What a second call says on a connection that served a first one, and what the server of it heard.
///
/// Nobody serves another connection: a request that is sent again would find nobody.
fn second_call(
    place: &Place,
    client: &Client,
    serve: impl FnOnce(TcpStream) -> Heard + Send,
) -> (Said, Heard) {
    let (said, stream) = place.meet(client, |mut stream| {
        listen(&stream, &mut Heard::default()).unwrap();
        stream.write_all(&answer()).unwrap();
        stream
    });
    assert!(said.is_ok(), "{said:?}");
    let spoken = thread::scope(|scope| {
        let server = scope.spawn(|| serve(stream));
        let said = send(client);
        (said, server.join().unwrap())
    });
    place.listener.set_nonblocking(true).unwrap();
    let again = place.listener.accept();
    place.listener.set_nonblocking(false).unwrap();
    assert!(again.is_err_and(|error| error.kind() == ErrorKind::WouldBlock), "sent again");
    spoken
}

#[test]
fn on_a_connection_that_served_before_a_cut_leaves_the_outcome_unknown_and_nothing_is_sent_again() {
    let place = Place::new();
    let whole = request_length(&place);
    let client = place.client();
    for cut in [Cut::Close, Cut::Reset] {
        // Before the first byte the client may have noticed, and take another connection with good reason.
        for bytes in (1..=whole).step_by(if cut == Cut::Close { 1 } else { 11 }) {
            let (said, heard) = second_call(&place, &client, |stream| {
                (&stream).read_exact(&mut vec![0; bytes]).unwrap();
                let bytes = bytes + cut.apply(&stream);
                Heard { bytes, whole: bytes == whole, replied: false }
            });
            let case = format!("{cut:?} after {bytes} of {whole}");
            assert_eq!(judge(&said, heard, &case), Outcome::Unknown, "{case}");
        }
        let answer = answer();
        for bytes in (0..answer.len()).step_by(if cut == Cut::Close { 1 } else { 11 }) {
            let (said, heard) = second_call(&place, &client, |mut stream| {
                let mut heard = Heard::default();
                listen(&stream, &mut heard).unwrap();
                stream.write_all(&answer[..bytes]).unwrap();
                cut.apply(&stream);
                heard
            });
            let case = format!("{cut:?} after {bytes} of {} of the answer", answer.len());
            assert_eq!(judge(&said, heard, &case), Outcome::Unknown, "{case}");
        }
    }
}

/// Length of the request that [`send`] makes.
fn request_length(place: &Place) -> usize {
    let (said, heard) = place.meet(&place.client(), |mut stream| {
        let mut heard = Heard::default();
        listen(&stream, &mut heard).unwrap();
        stream.write_all(&answer()).unwrap();
        heard.replied = true;
        heard
    });
    assert_eq!(judge(&said, heard, "nothing is cut"), Outcome::Executed);
    heard.bytes
}

#[test]
fn after_any_byte_of_the_request_the_outcome_is_unknown() {
    let place = Place::new();
    let whole = request_length(&place);
    assert!(whole > 500, "{whole}");
    let client = place.client();
    for cut in [Cut::Close, Cut::Reset, Cut::Deaf] {
        let mut served = 0;
        for bytes in 0..=whole {
            let (said, heard) = place.meet(&client, |stream| {
                (&stream).read_exact(&mut vec![0; bytes]).unwrap();
                let bytes = bytes + cut.apply(&stream);
                Heard { bytes, whole: bytes == whole, replied: false }
            });
            let case = format!("{cut:?} after {bytes} of {whole}");
            // Some of it had left, and nobody but the server knows how much. Only a connection that ends
            // before anything was read can have ended before anything was written.
            let outcome = judge(&said, heard, &case);
            assert!(outcome == Outcome::Unknown || bytes == 0, "{case}: {outcome:?}");
            served += usize::from(heard.whole);
        }
        // A deaf server hears all of what it does not answer.
        assert_eq!(served, if cut == Cut::Deaf { whole + 1 } else { 1 }, "{cut:?}");
    }
}

/// What the gateway writes in three ways of saying where the body ends, and from which byte on the reply is whole.
fn answers() -> [(&'static str, Vec<u8>, usize); 3] {
    let body = reply();
    let sized = answer();
    let until_closed = [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", body.as_bytes()].concat();
    let (first, second) = body.split_at(body.find("no_order").unwrap());
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:x};n=v\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let end_of_chunks = "\r\n0\r\n\r\n".len();
    [
        ("sized", sized.clone(), sized.len()),
        ("until closed", until_closed.clone(), until_closed.len()),
        ("chunked", chunked.clone().into_bytes(), chunked.len() - end_of_chunks),
    ]
}

#[test]
fn after_any_byte_of_the_answer_the_outcome_is_unknown_until_the_reply_is_whole() {
    let place = Place::new();
    for (kind, answer, whole) in answers() {
        for cut in [Cut::Close, Cut::Reset] {
            // An own client, because the last answer of a series may leave a connection to use again.
            let client = place.client();
            for bytes in 0..=answer.len() {
                let (said, heard) = place.meet(&client, |mut stream| {
                    let mut heard = Heard::default();
                    listen(&stream, &mut heard).unwrap();
                    stream.write_all(&answer[..bytes]).unwrap();
                    cut.apply(&stream);
                    heard.replied = bytes >= whole;
                    heard
                });
                assert!(heard.whole);
                let case = format!("{kind}, {cut:?} after {bytes} of {}", answer.len());
                let outcome = judge(&said, heard, &case);
                if bytes < whole {
                    assert_eq!(outcome, Outcome::Unknown, "{case}");
                } else if bytes == answer.len() && cut == Cut::Close {
                    assert_eq!(outcome, Outcome::Executed, "{case}");
                }
            }
        }
    }
}
