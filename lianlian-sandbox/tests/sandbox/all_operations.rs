//! Every operation of the spec is there.

use lianlian::meta::Transport;
use lianlian::{GATEWAY, GatewayKey, Message, OPERATIONS, RsaVerifier, Scheme, verify};

use crate::support::{path, post, sandbox};

#[test]
fn every_operation_answers_at_its_path() {
    let sandbox = sandbox();
    let key = GatewayKey::from_pem(sandbox.gateway_key_pem()).unwrap();
    let mut answered = 0;
    for meta in OPERATIONS {
        let (path, content_type, expected) = match meta.transport {
            Transport::JsonPost | Transport::EncryptedJsonPost => {
                (path(meta.id).to_owned(), GATEWAY.request_content_type, 200)
            }
            Transport::FormPost | Transport::FormReqData => {
                (path(meta.id).to_owned(), "application/x-www-form-urlencoded", 400)
            }
            Transport::MobileSdk => {
                (format!("/sandbox/mobile/{}", meta.id), "application/json", 400)
            }
            _ => continue,
        };
        let body = r#"{"oid_partner":"1"}"#;
        let url = format!("{}{path}", sandbox.url());
        let (status, _, answer) = post(&url, content_type, body.as_bytes());
        assert_eq!(status, expected, "{}: {answer}", meta.id);
        if expected == 200 {
            // What is wrong with the message is said by a reply that the gateway signed.
            let message = Message::parse(answer.as_bytes()).unwrap();
            let code = message.text("ret_code").unwrap();
            assert_ne!(code, "0000", "{}", meta.id);
            let scheme: Scheme = meta.sign_types[0].parse().unwrap();
            let verifier = RsaVerifier::new(key.clone(), scheme).unwrap();
            verify(&message, &verifier, meta.reply)
                .unwrap_or_else(|error| panic!("{}: {error}", meta.id));
        }
        answered += 1;
    }
    assert!(answered >= 31, "{answered} operations");
}
