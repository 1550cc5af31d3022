//! Verification: the one door from bytes to readable messages.

use std::borrow::Cow;
use std::ops::Deref;

use crate::message::{Message, MessageError};
use crate::meta::{FieldMeta, Unsigned};
use crate::reply::{ReadError, Reader};
use crate::scheme::{Scheme, SourceHash};
use crate::signer::{Verifier, VerifyError};

/// A message whose signature was verified.
///
/// Nothing but a successful verification makes one, so holding it is the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<T> {
    value: T,
}

impl<T> Verified<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { value }
    }

    /// The message, without the proof.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Why a message is not believed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotVerified {
    /// The bytes are no message.
    #[error("the message cannot be read: {0}")]
    Unreadable(#[from] MessageError),
    /// There is no signature.
    #[error("the message carries no signature")]
    Missing,
    /// The signature does not fit, and the message names another scheme than the one agreed.
    #[error(
        "the signature does not verify under {agreed}, the scheme agreed; the message names \
         `{named}`, but a message does not choose how it is verified"
    )]
    Scheme {
        /// What the message names.
        named: String,
        /// What is configured.
        agreed: Scheme,
    },
    /// The signature does not fit the message.
    #[error("the signature does not verify: {0}")]
    Signature(#[from] VerifyError),
}

/// Which members of a message the signature covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    left_out: Vec<&'static str>,
}

impl Coverage {
    /// Whether the signature covers the member of this name.
    pub fn covers(&self, name: &str) -> bool {
        !self.left_out.contains(&name)
    }

    /// The members that it leaves out.
    pub fn left_out(&self) -> &[&'static str] {
        &self.left_out
    }
}

/// Verifies a message under the configured scheme and key.
///
/// Every member takes part, known or not. Fields that the spec marks as never signed are left out;
/// with fields that may be unsigned the signature is tried over all of them first, then with ever
/// more of them left out.
///
/// The scheme is that of `verifier`, whatever the message's own `sign_type` says; that only helps to
/// explain a failure.
///
/// # Errors
/// The message is not believed; nothing of it may be used.
pub fn verify(
    message: &Message<'_>,
    verifier: &dyn Verifier,
    fields: &'static [FieldMeta],
) -> Result<Coverage, NotVerified> {
    let signature = signature(message)?;
    let mut failure = VerifyError::Mismatch;
    for left_out in candidates(message, fields) {
        match check(message, verifier, &left_out, &signature)? {
            None => return Ok(Coverage { left_out }),
            Some(mismatch) => failure = mismatch,
        }
    }
    Err(mismatch(message, verifier, failure))
}

/// Verifies a message outside the spec, without the members that are known not to be signed.
///
/// # Errors
/// The message is not believed; nothing of it may be used.
pub fn verify_without(
    message: &Message<'_>,
    verifier: &dyn Verifier,
    unsigned: &[&str],
) -> Result<(), NotVerified> {
    let signature = signature(message)?;
    match check(message, verifier, unsigned, &signature)? {
        None => Ok(()),
        Some(failure) => Err(mismatch(message, verifier, failure)),
    }
}

fn signature<'m>(message: &'m Message<'_>) -> Result<Cow<'m, str>, NotVerified> {
    message.text("sign").filter(|text| !text.is_empty()).ok_or(NotVerified::Missing)
}

/// `None` if the signature is one over the message without some members, or how it does not fit.
fn check(
    message: &Message<'_>,
    verifier: &dyn Verifier,
    left_out: &[&str],
    signature: &str,
) -> Result<Option<VerifyError>, NotVerified> {
    let mut hash = SourceHash::new(verifier.scheme());
    message.write_source(left_out, &mut hash);
    match verifier.verify(hash, signature) {
        Ok(()) => Ok(None),
        Err(error @ (VerifyError::Mismatch | VerifyError::NoKeyFits { .. })) => Ok(Some(error)),
        // Another reading of the message would not help. A signature of another length may come
        // from another scheme, though, and then that is what to say.
        Err(error @ VerifyError::WrongLength { .. })
            if other_scheme(message, verifier).is_some() =>
        {
            Ok(Some(error))
        }
        Err(error) => Err(error.into()),
    }
}

/// Why no reading of the message fits its signature.
fn mismatch(message: &Message<'_>, verifier: &dyn Verifier, failure: VerifyError) -> NotVerified {
    match other_scheme(message, verifier) {
        Some(named) => NotVerified::Scheme { named, agreed: verifier.scheme() },
        None => failure.into(),
    }
}

fn other_scheme(message: &Message<'_>, verifier: &dyn Verifier) -> Option<String> {
    let named = message.text("sign_type").filter(|text| !text.is_empty())?;
    (named != verifier.scheme().sign_type()).then(|| named.into_owned())
}

/// Most fields of one message that may be unsigned and are there: 2⁴ readings are tried.
const MOST_DOUBTFUL: usize = 4;

/// The sets of fields to leave out, smallest first. A field counts under each name that it may have.
fn candidates(message: &Message<'_>, fields: &'static [FieldMeta]) -> Vec<Vec<&'static str>> {
    let is_there = |name: &str| message.text(name).is_some_and(|text| !text.is_empty());
    let marked = |mark| {
        let marked = fields.iter().filter(move |field| field.unsigned == Some(mark));
        marked.flat_map(FieldMeta::names).filter(|name| is_there(name)).collect::<Vec<_>>()
    };
    let always = marked(Unsigned::Always);
    let mut sets = vec![always];
    for name in marked(Unsigned::Maybe).into_iter().take(MOST_DOUBTFUL) {
        for set in sets.clone() {
            sets.push(set.into_iter().chain([name]).collect());
        }
    }
    sets.sort_by_key(Vec::len);
    sets
}

/// Verifies a message and reads it.
pub(crate) fn verify_and_read<T>(
    message: &Message<'_>,
    verifier: &dyn Verifier,
    operation: &'static str,
    fields: &'static [FieldMeta],
    read: impl FnOnce(&Reader<'_>) -> Result<T, ReadError>,
) -> Result<Result<Verified<T>, ReadError>, NotVerified> {
    let coverage = verify(message, verifier, fields)?;
    let reader = Reader::new(message, &coverage, operation, fields);
    Ok(read(&reader).map(Verified::new))
}
