//! Who plays: keys made for tests, a verifier that believes everybody, a gateway that says what it is told.

use std::cell::RefCell;
use std::sync::LazyLock;

use lianlian::transport::{HttpRequest, HttpResponse, Transport, TransportError};
use lianlian::{
    Client, ClientBuilder, FixedClock, GatewayKey, MerchantKey, Receiver, RsaVerifier, Scheme,
    SignError, Signer, SourceHash, Verifier, VerifyError,
};

/// The merchant of every sample.
pub const MERCHANT: &str = "201304121000001004";

/// What the client's clock shows.
pub const NOW: &str = "20261122093005";

/// A signature that nobody made.
pub const SIGNATURE: &str = "c2FtcGxl";

macro_rules! vector {
    ($name:literal) => {
        include_str!(concat!("../../../lianlian-api/tests/vectors/", $name))
    };
}
pub(crate) use vector;

/// The key that signs what is signed here.
pub static SIGNING: LazyLock<MerchantKey> =
    LazyLock::new(|| MerchantKey::from_pem(vector!("merchant_1024.pkcs8.pem")).unwrap());

/// The public half of a key with which nothing here is signed.
pub static SILENT: LazyLock<GatewayKey> =
    LazyLock::new(|| GatewayKey::from_pem(vector!("merchant_2048.public.pem")).unwrap());

/// Signs everything alike, so that a run costs no RSA.
#[derive(Clone, Copy, Debug)]
pub struct Careless;

impl Signer for Careless {
    fn scheme(&self) -> Scheme {
        Scheme::Rsa
    }

    fn sign(&self, _source: SourceHash) -> Result<String, SignError> {
        Ok(SIGNATURE.to_owned())
    }
}

/// Believes every signature, so that what is behind the verification is reached.
#[derive(Clone, Copy, Debug)]
pub struct Trusting;

impl Verifier for Trusting {
    fn scheme(&self) -> Scheme {
        Scheme::Rsa
    }

    fn verify(&self, _source: SourceHash, _signature: &str) -> Result<(), VerifyError> {
        Ok(())
    }
}

/// Verifies with [`SILENT`]: nothing at all is right.
pub fn strict() -> RsaVerifier {
    RsaVerifier::new(SILENT.clone(), Scheme::Rsa).unwrap()
}

thread_local! {
    static ANSWER: RefCell<(u16, Vec<u8>)> = const { RefCell::new((200, Vec::new())) };
}

/// Says what the next call in this thread is answered with.
pub fn answer(status: u16, body: &[u8]) {
    ANSWER.set((status, body.to_vec()));
}

struct Gateway;

impl Transport for Gateway {
    fn post(&self, _request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        let (status, body) = ANSWER.take();
        Ok(HttpResponse::new(status, body))
    }

    fn is_stand_in(&self) -> bool {
        true
    }
}

/// A client that believes everything.
pub static CREDULOUS: LazyLock<Client> =
    LazyLock::new(|| client(Client::with_signer(MERCHANT, Careless, Trusting)));

/// A client that has reason to believe nothing.
pub static WARY: LazyLock<Client> =
    LazyLock::new(|| client(Client::with_signer(MERCHANT, Careless, strict())));

fn client(builder: ClientBuilder) -> Client {
    // It only encrypts here, and a shorter key does so faster.
    let builder = builder.gateway_key(SIGNING.public_key()).transport(Gateway);
    builder.clock(FixedClock(NOW.parse().unwrap())).build().unwrap()
}

/// Receives everything.
pub static CREDULOUS_RECEIVER: LazyLock<Receiver> =
    LazyLock::new(|| Receiver::in_sandbox(MERCHANT, Trusting));

/// Has reason to receive nothing.
pub static WARY_RECEIVER: LazyLock<Receiver> =
    LazyLock::new(|| Receiver::in_sandbox(MERCHANT, strict()));

/// A first line that names one of several, and what comes after it.
///
/// A line that names none chooses one all the same, so that no input is wasted.
pub fn chosen<'d, T>(data: &'d [u8], all: &'d [T], name: impl Fn(&T) -> &str) -> (&'d T, &'d [u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (line, rest) = (&data[..end], data.get(end + 1..).unwrap_or_default());
    let named = all.iter().find(|one| name(one).as_bytes() == line);
    let sum = || line.iter().map(|byte| usize::from(*byte)).sum::<usize>();
    (named.unwrap_or_else(|| &all[sum() % all.len()]), rest)
}
