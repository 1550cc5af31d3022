//! Client to sandbox and back over loopback: two signatures, two verifications, and the books of the sandbox.

use std::hint::black_box;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;

use lianlian::transport::{HttpRequest, Transport as _, UreqTransport};
use lianlian::{Client, FixedClock, GATEWAY, RsaSigner, RsaVerifier, Scheme, body_of, source_of};
use lianlian_sandbox::{Account, Sandbox};

use crate::bare::{BareKey, digest};
use crate::messages::{ANSWER, signed};
use crate::orders::{MERCHANT, NOW, filling, time, twenty};
use crate::{Contest, keys};

pub fn contests() -> Vec<Contest> {
    keys::BITS.map(contest).into_iter().collect()
}

fn contest(bits: usize) -> Contest {
    // One pair stands for both sides; a client that is given both keys would refuse it.
    let account = Account::new(MERCHANT).key(keys::merchant_key(bits));
    let sandbox = Sandbox::builder()
        .first_account(account)
        .gateway_key(keys::merchant_key(bits))
        .clock(FixedClock(time(NOW)))
        .start()
        .unwrap();
    let client = Client::with_signer(
        MERCHANT,
        RsaSigner::new(keys::merchant_key(bits), Scheme::Rsa).unwrap(),
        RsaVerifier::new(keys::gateway_key(bits), Scheme::Rsa).unwrap(),
    );
    let client = client.base_url(sandbox.url()).clock(FixedClock(time(NOW))).build().unwrap();
    let mut order = twenty();
    let mut number = 0_u64;
    let exchange = loopback_exchange(bits);
    let key = BareKey::new(bits, Scheme::Rsa);
    let digest = digest(Scheme::Rsa, &source_of(&order, &filling(Scheme::Rsa)));
    let signature = key.sign(&digest);
    Contest::new(format!("client to sandbox and back, {bits} bits"))
        .on_the_wall()
        .contender("request to typed answer", move || {
            number += 1;
            order.no_order = format!("{number:020}");
            black_box(client.send(black_box(&order)).unwrap());
            let _running = &sandbox;
        })
        .contender("bare exchange of the same bytes", exchange)
        .contender("bare: two signatures and verifications", move || {
            for _ in 0..2 {
                black_box(key.sign(black_box(&digest)));
                key.verify(black_box(&digest), &signature);
            }
        })
}

/// Posts a prepared message to a server that answers with a prepared one and looks at nothing.
fn loopback_exchange(bits: usize) -> impl FnMut() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let answer = signed(ANSWER, bits, Scheme::Rsa);
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
    let response = format!("{head}{}\r\n\r\n{answer}", answer.len());
    thread::spawn(move || {
        for stream in listener.incoming() {
            answer_all(stream.unwrap(), response.as_bytes());
        }
    });
    let transport = UreqTransport::new().unwrap();
    let signature = "s".repeat(bits / 6 + 2);
    let body = body_of(&twenty(), &filling(Scheme::Rsa), &signature);
    move || {
        let request = HttpRequest::new(&url, GATEWAY.request_content_type, &body);
        let response = transport.post(&request).unwrap();
        assert_eq!(response.body.len(), answer.len());
    }
}

/// Answers every request on a connection until it is closed.
fn answer_all(stream: TcpStream, response: &[u8]) {
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream);
    loop {
        let mut body_len = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap() == 0 {
                return;
            }
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(len) = line.strip_prefix("content-length:") {
                body_len = len.trim().parse().unwrap();
            }
            if line.is_empty() {
                break;
            }
        }
        reader.read_exact(&mut vec![0; body_len]).unwrap();
        reader.get_mut().write_all(response).unwrap();
    }
}
