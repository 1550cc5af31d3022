//! An authority of our own, and the certificates it issues for a test.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PKCS_ED25519, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::NoServerSessionStorage;
use rustls::{ServerConfig, SupportedProtocolVersion};

pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn named(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        Self { issuer }
    }

    /// The authority's own certificate.
    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// A server with a certificate for `host`.
    pub(crate) fn server(&self, host: &str) -> Arc<ServerConfig> {
        self.issue(&params(host))
    }

    /// A server whose certificate expired long ago.
    pub(crate) fn expired_server(&self, host: &str) -> Arc<ServerConfig> {
        let mut params = params(host);
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(2020, 1, 1);
        self.issue(&params)
    }

    /// A server whose certificate is for a time to come.
    pub(crate) fn early_server(&self, host: &str) -> Arc<ServerConfig> {
        let mut params = params(host);
        params.not_before = date_time_ymd(2999, 1, 1);
        params.not_after = date_time_ymd(3000, 1, 1);
        self.issue(&params)
    }

    /// A server with a certificate that is good for this use only.
    pub(crate) fn server_used_for(
        &self,
        host: &str,
        usage: ExtendedKeyUsagePurpose,
    ) -> Arc<ServerConfig> {
        let mut params = params(host);
        params.extended_key_usages = vec![usage];
        self.issue(&params)
    }

    /// A server with a certificate of somebody who has one of this authority, but is none himself.
    pub(crate) fn server_of_a_customer(&self, host: &str) -> Arc<ServerConfig> {
        let (customer, customer_key) = (params("customer.example"), KeyPair::generate().unwrap());
        let between = customer.signed_by(&customer_key, &self.issuer).unwrap();
        let key = KeyPair::generate().unwrap();
        let issuer = Issuer::new(customer, customer_key);
        let certificate = params(host).signed_by(&key, &issuer).unwrap();
        server(vec![certificate.der().clone(), between.der().clone()], &key)
    }

    /// A server whose certificate somebody has changed after it was signed.
    pub(crate) fn forged_server(&self, host: &str) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let certificate = params(host).signed_by(&key, &self.issuer).unwrap();
        let mut der = certificate.der().to_vec();
        // The end of a certificate is its signature.
        if let Some(last) = der.last_mut() {
            *last ^= 1;
        }
        server(vec![der.into()], &key)
    }

    /// A server whose handshakes all have the same length: a signature of Ed25519 has no shorter spelling.
    pub(crate) fn even_server(
        &self,
        host: &str,
        version: &'static SupportedProtocolVersion,
    ) -> Arc<ServerConfig> {
        let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
        let certificate = params(host).signed_by(&key, &self.issuer).unwrap();
        let mut config = configured(vec![certificate.der().clone()], &key, &[version]);
        // Tickets would shorten the handshakes after the first.
        config.send_tls13_tickets = 0;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        Arc::new(config)
    }

    fn issue(&self, params: &CertificateParams) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        server(vec![certificate.der().clone()], &key)
    }
}

/// A server that vouches for itself.
pub(crate) fn self_signed_server(host: &str) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let certificate = params(host).self_signed(&key).unwrap();
    server(vec![certificate.der().clone()], &key)
}

fn params(host: &str) -> CertificateParams {
    CertificateParams::new(vec![host.to_owned()]).unwrap()
}

fn server(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> Arc<ServerConfig> {
    Arc::new(configured(chain, key, rustls::DEFAULT_VERSIONS))
}

fn configured(
    chain: Vec<CertificateDer<'static>>,
    key: &KeyPair,
    versions: &[&'static SupportedProtocolVersion],
) -> ServerConfig {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap()
}
