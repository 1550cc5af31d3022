//! From the bytes of a key file to the DER of an RSA key, naming what else they are.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, OctetStringRef, UintRef};
use rsa::pkcs8::der::{self, Decode, Reader, SliceReader};
use rsa::pkcs8::spki::AlgorithmIdentifierRef;
use rsa::pkcs8::{PrivateKeyInfo, SubjectPublicKeyInfoRef};
use zeroize::Zeroizing;

use super::error::KeyError;

/// The algorithm `rsaEncryption` of PKCS#1.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// The tag of a DER SEQUENCE, with which every key begins. Base64 of it begins with `M`.
const SEQUENCE: u8 = 0x30;

/// The two ends of a PEM line.
const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

/// An RSA key as PKCS#1 DER, its own form inside every other.
pub(super) enum RsaDer<'d> {
    Private(&'d [u8]),
    Public(&'d [u8]),
}

fn unreadable(what: &'static str) -> KeyError {
    KeyError::Unreadable {
        what,
        expected: "PEM, its bare Base64, or DER, of PKCS#8, PKCS#1 or SubjectPublicKeyInfo",
    }
}

/// The DER in `bytes`, whichever of PEM, bare Base64 and DER they are.
pub(super) fn der_of(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let text = core::str::from_utf8(bytes);
    // The lines before a block may begin as DER does.
    if let Some(text) = text.ok().filter(|text| text.contains(BEGIN)) {
        return der_of_pem(text);
    }
    if bytes.first() == Some(&SEQUENCE) {
        return Ok(Zeroizing::new(bytes.to_vec()));
    }
    der_of_base64(text.map_err(|_| unreadable("it is neither text nor DER"))?)
}

/// The DER in the one PEM block of `text`, which may have other lines around it.
pub(super) fn der_of_pem(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    not_blank(text)?;
    let blocks = text.match_indices(BEGIN).count();
    let (_, block) =
        text.split_once(BEGIN).ok_or_else(|| unreadable("there is no line `-----BEGIN …-----`"))?;
    let (label, block) = block
        .split_once(DASHES)
        .ok_or_else(|| unreadable("the line `-----BEGIN …` does not end with five dashes"))?;
    let (body, _) = block
        .split_once("-----END ")
        .ok_or_else(|| unreadable("there is no line `-----END …-----`, it may be cut off"))?;
    // Some labels say what the DER alone would not, or not as clearly.
    match label {
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
            return Err(KeyError::Certificate);
        }
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => {
            return Err(unreadable("it is a certificate request, made from a key but none"));
        }
        "ENCRYPTED PRIVATE KEY" => return Err(KeyError::Encrypted),
        "EC PARAMETERS" | "EC PRIVATE KEY" | "DSA PRIVATE KEY" => return Err(KeyError::NotRsa),
        "OPENSSH PRIVATE KEY" => {
            return Err(unreadable(
                "it is in OpenSSH's own form, which `ssh-keygen -p -m PEM -f FILE` rewrites",
            ));
        }
        _ => {}
    }
    if blocks > 1 {
        return Err(KeyError::SeveralKeys { count: blocks });
    }
    // OpenSSL's older encryption announces itself in a header line of the block.
    // The comma is none of Base64, whose letters may spell the word.
    if body.contains(",ENCRYPTED") {
        return Err(KeyError::Encrypted);
    }
    der_of_base64(body)
}

/// The DER that Base64, broken into lines or not, stands for.
pub(super) fn der_of_base64(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    not_blank(text)?;
    let digits = text.trim_start_matches('\u{feff}').bytes();
    let digits = digits.filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<_>>();
    let digits = Zeroizing::new(digits);
    let der = STANDARD
        .decode(&digits)
        .map_err(|_| unreadable("its Base64 has a wrong character or is cut off"))?;
    Ok(Zeroizing::new(der))
}

fn not_blank(text: &str) -> Result<(), KeyError> {
    let is_blank = text.trim_start_matches('\u{feff}').trim().is_empty();
    if is_blank { Err(KeyError::Empty) } else { Ok(()) }
}

/// The RSA key in `der`, whatever its wrapping; an error that names anything else.
pub(super) fn rsa_of(der: &[u8]) -> Result<RsaDer<'_>, KeyError> {
    if der.is_empty() {
        return Err(KeyError::Empty);
    }
    if let Ok(info) = PrivateKeyInfo::from_der(der) {
        rsa_only(info.algorithm.oid)?;
        return Ok(RsaDer::Private(info.private_key));
    }
    if let Ok(info) = SubjectPublicKeyInfoRef::from_der(der) {
        rsa_only(info.algorithm.oid)?;
        let key = info.subject_public_key.as_bytes();
        return key.map(RsaDer::Public).ok_or_else(|| unreadable("its bit string is no key"));
    }
    match shape_of(der) {
        Ok(Shape::Integers(2)) => Ok(RsaDer::Public(der)),
        Ok(Shape::Integers(9)) => Ok(RsaDer::Private(der)),
        Ok(Shape::EcPrivate) => Err(KeyError::NotRsa),
        Ok(Shape::Certificate) => Err(KeyError::Certificate),
        Ok(Shape::Encrypted) => Err(KeyError::Encrypted),
        Ok(Shape::Integers(_) | Shape::Other) => Err(unreadable("its DER is no key")),
        Err(_) => Err(unreadable("its DER is damaged or cut off")),
    }
}

fn rsa_only(algorithm: ObjectIdentifier) -> Result<(), KeyError> {
    if algorithm == RSA { Ok(()) } else { Err(KeyError::NotRsa) }
}

/// How many bits the modulus of a PKCS#1 key has, of either half.
pub(super) fn modulus_bits(key: &RsaDer<'_>) -> Result<usize, KeyError> {
    let bits = |der: &[u8], is_private| {
        let mut reader = SliceReader::new(der)?;
        reader.sequence(|fields| {
            if is_private {
                let _version = UintRef::decode(fields)?;
            }
            let modulus = UintRef::decode(fields)?;
            while !fields.is_finished() {
                AnyRef::decode(fields)?;
            }
            Ok(bit_length(modulus.as_bytes()))
        })
    };
    let counted: der::Result<usize> = match key {
        RsaDer::Private(der) => bits(der, true),
        RsaDer::Public(der) => bits(der, false),
    };
    counted.map_err(|_| unreadable("its DER is damaged or cut off"))
}

/// The length in bits of a big-endian number without leading zero bytes.
fn bit_length(bytes: &[u8]) -> usize {
    let unused = bytes.first().map_or(0, |first| first.leading_zeros());
    let unused = usize::try_from(unused).unwrap_or(0);
    bytes.len().saturating_mul(8).saturating_sub(unused)
}

/// What a DER sequence looks like, by its fields.
enum Shape {
    /// So many integers and nothing else: two make a PKCS#1 public key, nine a private one.
    Integers(usize),
    /// Version and octet string: an EC key of SEC 1.
    EcPrivate,
    /// Body, algorithm and signature.
    Certificate,
    /// Algorithm and octet string: an encrypted PKCS#8 key.
    Encrypted,
    Other,
}

fn shape_of(der: &[u8]) -> der::Result<Shape> {
    let mut reader = SliceReader::new(der)?;
    let fields = reader.sequence(|reader| {
        let mut fields = Vec::new();
        while !reader.is_finished() {
            fields.push(AnyRef::decode(reader)?);
        }
        Ok(fields)
    })?;
    reader.finish(())?;
    Ok(match fields.as_slice() {
        integers if integers.iter().all(|field| field.decode_as::<UintRef<'_>>().is_ok()) => {
            Shape::Integers(integers.len())
        }
        [version, key, ..]
            if version.decode_as::<u8>() == Ok(1)
                && key.decode_as::<OctetStringRef<'_>>().is_ok() =>
        {
            Shape::EcPrivate
        }
        [algorithm, key]
            if algorithm.decode_as::<AlgorithmIdentifierRef<'_>>().is_ok()
                && key.decode_as::<OctetStringRef<'_>>().is_ok() =>
        {
            Shape::Encrypted
        }
        [_, algorithm, signature]
            if algorithm.decode_as::<AlgorithmIdentifierRef<'_>>().is_ok()
                && signature.decode_as::<BitStringRef<'_>>().is_ok() =>
        {
            Shape::Certificate
        }
        _ => Shape::Other,
    })
}
