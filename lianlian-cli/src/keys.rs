//! From `--key` and `--scheme` to what signs and what verifies.

use std::fs;
use std::path::Path;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use lianlian::{
    Client, ClientBuilder, GatewayKey, Md5Signer, Md5Verifier, MerchantKey, RsaSigner, RsaVerifier,
    Scheme, SharedSecret, Signer, Verifier,
};
use zeroize::Zeroizing;

use crate::failure::Failure;

/// The schemes by the names that `sign_type` has for them.
const SCHEMES: [&str; 3] =
    [Scheme::Rsa.sign_type(), Scheme::Sha256WithRsa.sign_type(), Scheme::Md5.sign_type()];

/// The scheme, told by whoever runs the command and never by the message.
#[derive(Debug, clap::Args)]
pub(crate) struct SchemeOption {
    /// The signature scheme, as in `sign_type`: RSA is RSA with MD5, MD5 the
    /// legacy scheme with a shared secret
    #[arg(long, value_name = "SCHEME", default_value = Scheme::Rsa.sign_type(), value_parser = schemes())]
    pub(crate) scheme: Scheme,
}

fn schemes() -> impl TypedValueParser<Value = Scheme> {
    PossibleValuesParser::new(SCHEMES).try_map(|name| name.parse::<Scheme>())
}

/// What signs in this scheme with the merchant's private key, or with the shared secret, in `file`.
pub(crate) fn signer(file: &Path, scheme: Scheme) -> Result<Box<dyn Signer>, Failure> {
    if scheme == Scheme::Md5 {
        return Ok(Box::new(Md5Signer::new(shared_secret(file)?)));
    }
    Ok(Box::new(RsaSigner::new(MerchantKey::from_pem_file(file)?, scheme)?))
}

/// What verifies in this scheme with the gateway's public key, or with the shared secret, in `file`.
pub(crate) fn verifier(file: &Path, scheme: Scheme) -> Result<Box<dyn Verifier>, Failure> {
    if scheme == Scheme::Md5 {
        return Ok(Box::new(Md5Verifier::new(shared_secret(file)?)));
    }
    Ok(Box::new(RsaVerifier::new(GatewayKey::from_pem_file(file)?, scheme)?))
}

/// A client of the merchant that signs with the key, or with the shared secret, in `key`.
///
/// In the scheme MD5 the gateway's key only encrypts, and may be left out.
pub(crate) fn client(
    merchant: &str,
    key: &Path,
    gateway_key: Option<&Path>,
    scheme: Scheme,
) -> Result<ClientBuilder, Failure> {
    let client = if scheme == Scheme::Md5 {
        let (signer, verifier) =
            (Md5Signer::new(shared_secret(key)?), Md5Verifier::new(shared_secret(key)?));
        Client::with_signer(merchant, signer, verifier)
    } else {
        Client::builder(merchant, MerchantKey::from_pem_file(key)?).scheme(scheme)
    };
    Ok(match gateway_key {
        Some(file) => client.gateway_key(GatewayKey::from_pem_file(file)?),
        None => client,
    })
}

/// The secret in a file, without the line end that editors put there.
fn shared_secret(file: &Path) -> Result<SharedSecret, Failure> {
    // The path is not shown: nothing tells it from the secret itself, given in its place.
    let unread =
        |reason| Failure::Read { name: "the file of the shared secret".to_owned(), reason };
    let text = fs::read_to_string(file).map_err(unread)?;
    let text = Zeroizing::new(text);
    // Signing with the text of a key would work, and nobody would accept the signature.
    if text.contains("-----BEGIN ") {
        return Err(Failure::KeyAsSecret { file: file.display().to_string() });
    }
    let secret = text.strip_suffix('\n').unwrap_or(&text);
    let secret = secret.strip_suffix('\r').unwrap_or(secret);
    let in_file =
        |error| lianlian::KeyError::InFile { path: file.to_owned(), error: Box::new(error) };
    Ok(SharedSecret::new(secret).map_err(in_file)?)
}
