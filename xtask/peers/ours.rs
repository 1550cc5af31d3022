//! The gateway's signature with this library. See README.md for the orders it takes.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a program that is measured and stops at the first mistake"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use lianlian::{
    Filling, GatewayKey, MerchantKey, RsaSigner, RsaVerifier, Scheme, Signer as _, SourceHash,
    Verifier as _, aggregate, source_of,
};
use lianlian_benches::orders;

fn main() {
    let folder = std::env::args().nth(1).expect("the folder of the keys");
    let mut peer = Peer {
        folder: folder.into(),
        order: orders::twenty(),
        filling: orders::filling(Scheme::Rsa),
        signers: BTreeMap::new(),
        verifiers: BTreeMap::new(),
    };
    for line in std::io::stdin().lines() {
        let answer = peer.answer(&line.unwrap());
        println!("{answer}");
        std::io::stdout().flush().unwrap();
    }
}

struct Peer {
    folder: PathBuf,
    order: aggregate::DirectPay,
    filling: Filling<'static>,
    signers: BTreeMap<(String, String), RsaSigner>,
    verifiers: BTreeMap<(String, String), RsaVerifier>,
}

impl Peer {
    fn answer(&mut self, line: &str) -> String {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["fields"] => {
                let source = self.source();
                let pairs: BTreeMap<_, _> =
                    source.split('&').filter_map(|pair| pair.split_once('=')).collect();
                serde_json::to_string(&pairs).unwrap()
            }
            ["source"] => self.source(),
            ["sign", hash, bits] => {
                let source = self.source();
                sign(self.signer(hash, bits), &source)
            }
            ["verify", hash, bits, signature] => {
                let source = self.source();
                verify(self.verifier(hash, bits), &source, signature).to_string()
            }
            ["time", "source", times] => time(times, || {
                black_box(self.source());
            }),
            ["time", "sign", hash, bits, times] => {
                let source = self.source();
                let signer = self.signer(hash, bits);
                time(times, || {
                    black_box(sign(signer, black_box(&source)));
                })
            }
            ["time", "verify", hash, bits, times] => {
                let source = self.source();
                let signature = sign(self.signer(hash, bits), &source);
                let verifier = self.verifier(hash, bits);
                time(times, || {
                    assert!(verify(verifier, black_box(&source), &signature), "its own signature");
                })
            }
            _ => panic!("no such order: {line}"),
        }
    }

    fn source(&self) -> String {
        source_of(black_box(&self.order), &self.filling)
    }

    fn signer(&mut self, hash: &str, bits: &str) -> &RsaSigner {
        let folder = &self.folder;
        self.signers.entry((hash.to_owned(), bits.to_owned())).or_insert_with(|| {
            let key = MerchantKey::from_pem_file(file(folder, bits, "pkcs8")).unwrap();
            RsaSigner::new(key, scheme(hash)).unwrap()
        })
    }

    fn verifier(&mut self, hash: &str, bits: &str) -> &RsaVerifier {
        let folder = &self.folder;
        self.verifiers.entry((hash.to_owned(), bits.to_owned())).or_insert_with(|| {
            let key = GatewayKey::from_pem_file(file(folder, bits, "public")).unwrap();
            RsaVerifier::new(key, scheme(hash)).unwrap()
        })
    }
}

fn file(folder: &Path, bits: &str, half: &str) -> PathBuf {
    folder.join(format!("merchant_{bits}.{half}.pem"))
}

fn scheme(hash: &str) -> Scheme {
    if hash == "MD5" { Scheme::Rsa } else { Scheme::Sha256WithRsa }
}

fn sign(signer: &RsaSigner, source: &str) -> String {
    let mut hash = SourceHash::new(signer.scheme());
    hash.update(source.as_bytes());
    signer.sign(hash).unwrap()
}

fn verify(verifier: &RsaVerifier, source: &str, signature: &str) -> bool {
    let mut hash = SourceHash::new(verifier.scheme());
    hash.update(source.as_bytes());
    verifier.verify(hash, signature).is_ok()
}

/// Nanoseconds that so many times take.
fn time(times: &str, mut work: impl FnMut()) -> String {
    let times: u32 = times.parse().unwrap();
    let started = Instant::now();
    for _ in 0..times {
        work();
    }
    started.elapsed().as_nanos().to_string()
}
