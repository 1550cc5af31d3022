//! Servers that cannot prove to be the gateway: nothing is sent to them.

use std::sync::Arc;

use lianlian::transport::TransportErrorKind as Kind;
use rcgen::ExtendedKeyUsagePurpose as Usage;
use rustls::ServerConfig;

use crate::certificates::{Authority, self_signed_server};
use crate::exchange::{QR, answer, client_builder, not_sent, send};
use crate::server::Server;

const HOST: &str = "localhost";

fn serving(config: Arc<ServerConfig>) -> Server {
    Server::tls(config, |wire, journal| journal.answer_all(wire, &answer()))
}

fn url_of(server: &Server) -> String {
    format!("https://{HOST}:{}", server.address.port())
}

#[test]
fn the_right_certificate_is_accepted() {
    let authority = Authority::named("tests");
    for config in [
        authority.server(HOST),
        authority.server_used_for(HOST, Usage::ServerAuth),
        authority.even_server(HOST, &rustls::version::TLS12),
    ] {
        let server = serving(config);
        let client = client_builder(&url_of(&server)).extra_roots(authority.pem()).build().unwrap();
        assert_eq!(send(&client).unwrap().pay_load.as_deref(), Some(QR));
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn a_wrong_certificate_is_refused_and_nothing_sent() {
    let authority = Authority::named("tests");
    let other = Authority::named("others");
    // Same name, another key.
    let double = Authority::named("tests");
    for (case, config) in [
        ("of another host", authority.server("gateway.example")),
        ("of a host whose name begins alike", authority.server("localhost.example")),
        ("of the address instead of the name", authority.server("127.0.0.1")),
        ("expired", authority.expired_server(HOST)),
        ("not valid yet", authority.early_server(HOST)),
        ("self-signed", self_signed_server(HOST)),
        ("of an unknown authority", other.server(HOST)),
        ("of an authority of the same name", double.server(HOST)),
        ("for clients", authority.server_used_for(HOST, Usage::ClientAuth)),
        ("for signing code", authority.server_used_for(HOST, Usage::CodeSigning)),
        ("issued by who may not", authority.server_of_a_customer(HOST)),
        ("changed after it was signed", authority.forged_server(HOST)),
    ] {
        let server = serving(config);
        let client = client_builder(&url_of(&server)).extra_roots(authority.pem()).build().unwrap();
        // More than once: a refusal must not be forgotten, nor the failed handshake be taken up again.
        for _ in 0..2 {
            let error = not_sent(send(&client));
            assert!(matches!(error.kind(), Kind::CertificateRefused { .. }), "{case}: {error}");
        }
        assert!(server.requests().is_empty(), "{case}");
    }
}

#[test]
fn an_authority_of_ones_own_is_trusted_only_where_it_was_named() {
    let authority = Authority::named("tests");
    let server = serving(authority.server(HOST));
    let client = client_builder(&url_of(&server)).build().unwrap();
    let error = not_sent(send(&client));
    assert!(matches!(error.kind(), Kind::CertificateRefused { .. }), "{error}");
    assert!(server.requests().is_empty());
}
