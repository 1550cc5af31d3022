//! Key pairs of every length in use. One pair stands for the merchant's and for the gateway's.

use lianlian::{GatewayKey, MerchantKey};

pub const BITS: [usize; 3] = [1024, 2048, 4096];

pub fn private_pem(bits: usize) -> &'static str {
    match bits {
        1024 => include_str!("../../lianlian-api/tests/vectors/merchant_1024.pkcs8.pem"),
        2048 => include_str!("../../lianlian-api/tests/vectors/merchant_2048.pkcs8.pem"),
        _ => include_str!("../../lianlian-api/tests/vectors/merchant_4096.pkcs8.pem"),
    }
}

pub fn public_pem(bits: usize) -> &'static str {
    match bits {
        1024 => include_str!("../../lianlian-api/tests/vectors/merchant_1024.public.pem"),
        2048 => include_str!("../../lianlian-api/tests/vectors/merchant_2048.public.pem"),
        _ => include_str!("../../lianlian-api/tests/vectors/merchant_4096.public.pem"),
    }
}

pub fn merchant_key(bits: usize) -> MerchantKey {
    MerchantKey::from_pem(private_pem(bits)).unwrap()
}

pub fn gateway_key(bits: usize) -> GatewayKey {
    GatewayKey::from_pem(public_pem(bits)).unwrap()
}
