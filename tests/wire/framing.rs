//! Answers that are wrong about where they end, how they are written or what they are.

use std::io::Write;

use lianlian::{Limits, SendError, Unknown};

use crate::certificates::Authority;
use crate::exchange::{
    Heard, Outcome, SHORT, Said, answer, answer_with, client, client_builder, judge, reply,
    reply_saying, reply_to, send, send_within,
};
use crate::server::Server;

fn base(server: &Server) -> String {
    format!("http://{}", server.address)
}

/// What the client makes of these bytes and the end of the connection.
fn said_of(answer: &[u8]) -> Said {
    let answer = answer.to_vec();
    let server = Server::plain(move |wire, journal| {
        journal.read_request(wire);
        let _ = wire.write_all(&answer);
    });
    let said = send(&client(&base(&server)));
    assert_eq!(server.requests().len(), 1);
    said
}

fn with_headers(headers: &str, body: &[u8]) -> Vec<u8> {
    [b"HTTP/1.1 200 OK\r\n", headers.as_bytes(), b"\r\n", body].concat()
}

/// Every one of these leaves the outcome unknown, although the whole reply may be in it somewhere.
fn all_unknown<'c>(cases: impl IntoIterator<Item = (&'c str, Vec<u8>)>) {
    for (case, bytes) in cases {
        match said_of(&bytes) {
            Err(SendError::Unknown(_)) => {}
            other => panic!("{case}: {other:?}"),
        }
    }
}

/// Every one of these is the reply, since all of it came and its signature fits.
fn all_answers<'c>(cases: impl IntoIterator<Item = (&'c str, Vec<u8>)>) {
    for (case, bytes) in cases {
        let said = said_of(&bytes);
        let heard = Heard { bytes: 1, whole: true, replied: true };
        assert_eq!(judge(&said, heard, case), Outcome::Executed, "{case}: {said:?}");
    }
}

#[test]
fn a_wrong_length_leaves_the_outcome_unknown() {
    let body = reply();
    let (length, bytes) = (body.len(), body.as_bytes());
    let sized = |text: &str| with_headers(&format!("Content-Length: {text}\r\n"), bytes);
    all_unknown([
        ("longer", sized(&(length + 1).to_string())),
        ("much longer", sized("1000000")),
        ("longer than allowed", sized("1000000000000")),
        ("longer than numbers go", sized("18446744073709551616")),
        ("as long as numbers go", sized("18446744073709551615")),
        ("shorter", sized(&(length - 1).to_string())),
        ("nothing", sized("0")),
        ("negative", sized("-1")),
        ("with a sign", sized(&format!("+{length}"))),
        ("hexadecimal", sized(&format!("0x{length:x}"))),
        ("no number", sized("many")),
        ("empty", sized("")),
        ("two that differ", sized(&format!("{length}\r\nContent-Length: {}", length - 1))),
        ("two that differ in one", sized(&format!("{length}, {}", length + 1))),
    ]);
}

#[test]
fn wrong_chunks_leave_the_outcome_unknown() {
    let body = reply();
    let length = body.len();
    let chunked = |text: String| with_headers("Transfer-Encoding: chunked\r\n", text.as_bytes());
    all_unknown([
        ("no chunks at all", chunked(body.clone())),
        ("larger size", chunked(format!("{:x}\r\n{body}\r\n0\r\n\r\n", length + 9))),
        ("smaller size", chunked(format!("{:x}\r\n{body}\r\n0\r\n\r\n", length - 1))),
        ("decimal size", chunked(format!("{length}\r\n{body}\r\n0\r\n\r\n"))),
        ("size of nothing", chunked(format!("\r\n{body}\r\n0\r\n\r\n"))),
        ("negative size", chunked(format!("-{length:x}\r\n{body}\r\n0\r\n\r\n"))),
        ("size beyond numbers", chunked(format!("{}\r\n{body}\r\n0\r\n\r\n", "f".repeat(17)))),
        ("greatest size", chunked(format!("{}\r\n{body}\r\n0\r\n\r\n", "f".repeat(16)))),
        ("no line end after the chunk", chunked(format!("{length:x}\r\n{body}0\r\n\r\n"))),
        ("text after the chunk", chunked(format!("{length:x}\r\n{body}x\r\n0\r\n\r\n"))),
        ("last chunk at once", chunked(format!("0\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"))),
        ("long size", chunked(format!("{}{length:x}\r\n{body}\r\n0\r\n\r\n", "0".repeat(1 << 16)))),
        (
            "long extension",
            chunked(format!("{length:x};{}\r\n{body}\r\n0\r\n\r\n", "x".repeat(1 << 20))),
        ),
        ("bare feeds", chunked(format!("{length:x}\n{body}\n0\n\n"))),
    ]);
    all_answers([
        ("one chunk", chunked(format!("{length:x}\r\n{body}\r\n0\r\n\r\n"))),
        ("upper case, extension", chunked(format!("{length:X};a=b\r\n{body}\r\n0\r\n\r\n"))),
        ("trailer", chunked(format!("{length:x}\r\n{body}\r\n0\r\nX-Sum: 1\r\n\r\n"))),
        (
            "characters",
            chunked({
                let (first, rest) = body.split_at(50);
                let mut singles = Vec::new();
                for character in first.chars() {
                    singles.push(format!("{}\r\n{character}\r\n", character.len_utf8()));
                }
                format!("{}{:x}\r\n{rest}\r\n0\r\n\r\n", singles.concat(), rest.len())
            }),
        ),
    ]);
}

#[test]
fn a_wrong_encoding_leaves_the_outcome_unknown() {
    let body = reply();
    // Text after a marker that says so, in 16 bits.
    let wide: Vec<u8> =
        [0xfe, 0xff].into_iter().chain(body.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let sized = |headers: &str, body: &[u8]| {
        with_headers(&format!("{headers}Content-Length: {}\r\n", body.len()), body)
    };
    let packed = gzip(body.as_bytes());
    // Whoever puts the sign for an unreadable character in the place of one has the text that was signed.
    let signed = reply_saying("20261122000001", "交\u{fffd}");
    let (before, after) = signed.split_once('\u{fffd}').unwrap();
    let not_utf8 = [before.as_bytes(), &[0xff], after.as_bytes()].concat();
    all_unknown([
        ("compressed, as announced", sized("Content-Encoding: gzip\r\n", &packed)),
        ("compressed, unannounced", sized("", &packed)),
        ("compressed on the way", sized("Transfer-Encoding: gzip\r\n", &packed)),
        (
            "compressed on the way, in chunks",
            with_headers(
                "Transfer-Encoding: gzip, chunked\r\n",
                &[format!("{:x}\r\n", packed.len()).as_bytes(), &packed, b"\r\n0\r\n\r\n"].concat(),
            ),
        ),
        ("wide characters", sized("Content-Type: application/json;charset=utf-16\r\n", &wide)),
        ("not UTF-8", sized("", &not_utf8)),
        ("two replies", sized("", [body.clone(), body.clone()].concat().as_bytes())),
        ("a byte after it", sized("", format!("{body}0").as_bytes())),
        ("a NUL after it", sized("", format!("{body}\0").as_bytes())),
        ("quoted", sized("", serde_json::to_string(&body).unwrap().as_bytes())),
        ("in a list", sized("", format!("[{body}]").as_bytes())),
        ("nothing", sized("", b"")),
        ("blank", sized("", b" \r\n")),
    ]);
    // What the headers say of the text changes no byte of it, and the bytes are what is signed.
    all_answers([
        ("called GBK", sized("Content-Type: text/html;charset=GBK\r\n", body.as_bytes())),
        ("called nothing", sized("", body.as_bytes())),
        ("called a picture", sized("Content-Type: image/png\r\n", body.as_bytes())),
        ("called unreadable", sized("Content-Type: \u{80}\r\n", body.as_bytes())),
        ("called compressed, but not", sized("Content-Encoding: gzip\r\n", body.as_bytes())),
        ("blank around it", sized("", format!("\r\n {body}\r\n").as_bytes())),
        ("marked as UTF-8", sized("", format!("\u{feff}{body}").as_bytes())),
    ]);
}

/// The text as a gzip file that stores it as it is, so that it needs no compression to be written.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let crc = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    });
    let length = u16::try_from(bytes.len()).unwrap();
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    file.extend(length.to_le_bytes());
    file.extend((!length).to_le_bytes());
    file.extend(bytes);
    file.extend((!crc).to_le_bytes());
    file.extend(u32::from(length).to_le_bytes());
    file
}

#[test]
fn the_compressed_reply_of_these_tests_is_one() {
    use std::process::{Command, Stdio};
    let mut child = Command::new("gzip")
        .args(["-d", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the gzip command");
    child.stdin.take().unwrap().write_all(&gzip(reply().as_bytes())).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stdout == reply().as_bytes());
}

#[test]
fn what_is_not_http_leaves_the_outcome_unknown() {
    let body = reply();
    let headed = |line: &str| format!("{line}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let plain = |text: String| text.into_bytes();
    all_unknown([
        ("HTTP/0.9", plain(body.clone())),
        ("an empty line first", plain(format!("\r\n\r\n{body}"))),
        ("HTTP/2", plain(headed("HTTP/2 200 OK"))),
        ("HTTP/2.0", plain(headed("HTTP/2.0 200 OK"))),
        ("HTTP/3.7", plain(headed("HTTP/3.7 200 OK"))),
        ("frames of HTTP/2", b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64\0\x04\0\0\xff\xff".to_vec()),
        ("another protocol", plain(headed("ICY 200 OK"))),
        ("lower case", plain(headed("http/1.1 200 OK"))),
        ("no version", plain(headed("HTTP 200 OK"))),
        ("no status", plain(headed("HTTP/1.1 OK"))),
        ("half a status", plain(headed("HTTP/1.1 20"))),
        ("a status of four digits", plain(headed("HTTP/1.1 2000 OK"))),
        ("a negative status", plain(headed("HTTP/1.1 -20 OK"))),
        ("status zero", plain(headed("HTTP/1.1 000 OK"))),
        ("another success", plain(headed("HTTP/1.1 201 Created"))),
        ("a status that nobody knows", plain(headed("HTTP/1.1 299 OK"))),
        ("no content", plain(headed("HTTP/1.1 204 No Content"))),
        ("not modified", plain(headed("HTTP/1.1 304 Not Modified"))),
        ("an unfinished head", plain("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n".to_owned())),
        ("a NUL in a header", plain(headed("HTTP/1.1 200 OK\r\nX: a\0b"))),
        ("a header without a name", plain(headed("HTTP/1.1 200 OK\r\n: x"))),
        ("a header without a colon", plain(headed("HTTP/1.1 200 OK\r\nnothing"))),
        ("a request", plain(headed("POST / HTTP/1.1"))),
        ("SSH", plain("SSH-2.0-OpenSSH_9.2\r\n".to_owned())),
        ("SMTP", plain("220 mail.example ESMTP\r\n".to_owned())),
        ("only early answers", plain("HTTP/1.1 100 Continue\r\n\r\n".repeat(3))),
        ("many headers", plain(headed(&format!("HTTP/1.1 200 OK{}", "\r\nX: y".repeat(1000))))),
    ]);
    all_answers([
        ("HTTP/1.0", plain(headed("HTTP/1.0 200 OK"))),
        ("another reason", plain(headed("HTTP/1.1 200 Failed"))),
        ("no reason", plain(headed("HTTP/1.1 200"))),
        ("a reason in Chinese", plain(headed("HTTP/1.1 200 好"))),
        (
            "early answers first",
            plain(format!(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n{}",
                headed("HTTP/1.1 200 OK")
            )),
        ),
    ]);
}

#[test]
fn a_length_too_short_and_the_connection_kept_leaves_no_rest_for_the_next_call() {
    let body = reply();
    let short = answer_with("200 OK", "", &body).len() - 1;
    let cut = with_headers(&format!("Content-Length: {}\r\n", body.len() - 1), body.as_bytes());
    assert!(cut.len() > short);
    let server = Server::plain(move |wire, journal| journal.answer_all(wire, &cut));
    let client = client(&base(&server));
    for _ in 0..3 {
        let error = send(&client).unwrap_err();
        assert!(matches!(error, SendError::Unknown(Unknown::Unreadable { .. })), "{error}");
    }
    // The rest of one answer would have been the beginning of the next.
    assert_eq!((server.accepts(), server.requests().len()), (3, 3));
}

#[test]
fn a_length_too_long_and_the_connection_kept_ends_in_time() {
    let body = reply();
    let open = with_headers(&format!("Content-Length: {}\r\n", body.len() + 1), body.as_bytes());
    let server = Server::plain(move |wire, journal| journal.answer_all(wire, &open));
    let error = send_within(&client(&base(&server)), Limits::default().read(SHORT)).unwrap_err();
    assert!(error.is_unknown(), "{error}");
}

/// Two answers to the first request: the second, to another order, must not answer the next request.
#[test]
fn an_answer_that_nobody_asked_for_answers_nothing() {
    let authority = Authority::named("tests");
    // A refusal that names no order fits every request, so nothing but the connection can tell.
    let stray = crate::support::signed_by_gateway(
        r#"{"ret_code":"1001","ret_msg":"no","sign_type":"RSA"}"#,
    );
    for second in [stray, reply_to("20261122000009")] {
        let twice = [answer(), answer_with("200 OK", "", &second)].concat();
        let behave = {
            let twice = twice.clone();
            move |wire: &mut dyn crate::server::Wire, journal: &crate::server::Journal| {
                journal.answer_all(wire, &twice);
            }
        };
        let plain = Server::plain(behave.clone());
        let tls = Server::tls(authority.server("localhost"), behave);
        let secure = format!("https://localhost:{}", tls.address.port());
        for (server, url) in [(&plain, base(&plain)), (&tls, secure)] {
            let client = client_builder(&url).extra_roots(authority.pem()).build().unwrap();
            for _ in 0..3 {
                send(&client).unwrap();
            }
            assert_eq!((server.accepts(), server.requests().len()), (3, 3), "{url}");
        }
    }
}
