//! What a request becomes, to look at and to compare in a test: nothing of a derive is hidden.

use std::fmt::{self, Write as _};

use crate::conform::StepSource;
use crate::meta::FilledBy;
use crate::operation::Operation as _;
use crate::request::{Filling, Request, body_of, source_of, step_value};
use crate::validate::Violations;

/// What a request becomes: every member of the message, where it comes from, the signature source and the
/// JSON.
///
/// ```
/// # use lianlian_api as lianlian;
/// use lianlian::{Preview, Request};
///
/// fn show(order: &impl Request) {
///     println!("{}", Preview::of(order));
/// }
/// ```
///
/// `Display` is a table of the members, in the order of the source, with sensitive values masked.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preview {
    /// The operation, such as `aggregate.direct_pay`.
    pub operation: &'static str,
    /// The members that are sent, in the order of the signature source; the signature is not among them.
    pub members: Vec<Member>,
    /// The signature source, unmasked.
    pub source: String,
    /// The message, unmasked, with `…` as its signature.
    pub json: String,
    /// What the checks before sending complain about.
    pub violations: Option<Violations>,
}

/// A member of a message.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Member {
    /// Its name on the wire.
    pub name: &'static str,
    /// Its text, unmasked.
    pub text: String,
    /// Where the text comes from.
    pub origin: Origin,
    /// Whether the text must not be shown.
    pub sensitive: bool,
}

/// Where the text of a member comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The struct's field of this name, or that of one of its parts.
    Field(&'static str),
    /// The spec: it has no other value.
    Spec,
    /// The client: the merchant's number.
    Merchant,
    /// The client: the scheme of the signature.
    Scheme,
    /// The client: the time of sending.
    Clock,
}

impl Preview {
    /// What the request becomes with [`Filling::example`].
    #[must_use]
    pub fn of<R: Request>(request: &R) -> Self {
        Self::filled(request, &Filling::example())
    }

    /// What the request becomes with what a client adds.
    #[must_use]
    pub fn filled<R: Request>(request: &R, filling: &Filling<'_>) -> Self {
        let members = R::PLAN.members().iter().filter_map(|step| {
            let value = step_value(request, filling, step);
            let origin = match step.source {
                StepSource::Own(_) => Origin::Field(step.own),
                StepSource::Fixed(_) => Origin::Spec,
                StepSource::Filled(FilledBy::Merchant) => Origin::Merchant,
                StepSource::Filled(FilledBy::Scheme) => Origin::Scheme,
                StepSource::Filled(FilledBy::Clock | FilledBy::Signature) => Origin::Clock,
            };
            let (name, text) = (step.field.name, value.as_str().to_owned());
            let member = Member { name, text, origin, sensitive: step.field.sensitive };
            (!member.text.is_empty()).then_some(member)
        });
        Self {
            operation: R::Operation::META.id,
            members: members.collect(),
            source: source_of(request, filling),
            json: String::from_utf8_lossy(&body_of(request, filling, "…")).into_owned(),
            violations: crate::request::check(request).err(),
        }
    }
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation)?;
        let widest = |of: fn(&Member) -> usize| self.members.iter().map(of).max().unwrap_or(0);
        let name = widest(|member| member.name.len());
        let text = widest(|member| member.shown().chars().count()).min(40);
        for member in &self.members {
            let (own, shown, origin) = (member.name, member.shown(), member.origin);
            write!(f, "\n  {own:name$}  {shown:text$}  {origin}")?;
        }
        match &self.violations {
            Some(violations) => write!(f, "\nnot sent: {violations}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Preview {
    /// As `Display`: what is sensitive does not print.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Member {
    fn shown(&self) -> &str {
        if self.sensitive { "***" } else { &self.text }
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={:?} ({})", self.name, self.shown(), self.origin)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => write!(f, "from {name}"),
            Self::Spec => f.write_str("always, says the spec"),
            Self::Merchant => f.write_str("the client's merchant number"),
            Self::Scheme => f.write_str("the client's signature scheme"),
            Self::Clock => f.write_str("the time of sending"),
        }
    }
}

/// Asserts what the signature source of a request is.
///
/// For unit tests of structs with `#[derive(Request)]`. What the client adds is [`Filling::example`], or a
/// `Filling` given before the source.
///
/// ```text
/// assert_source!(lookup, "no_order=42&oid_partner=201304121000001004&sign_type=RSA");
/// ```
///
/// # Panics
/// If it is another one, saying which members differ. The message shows sensitive values: a test has
/// none that are real.
#[macro_export]
macro_rules! assert_source {
    ($request:expr, $expected:expr $(,)?) => {
        $crate::assert_source!($request, $crate::Filling::example(), $expected)
    };
    ($request:expr, $filling:expr, $expected:expr $(,)?) => {
        $crate::__private::assert_source(
            &$request,
            &$filling,
            ::core::convert::AsRef::<str>::as_ref(&$expected),
        )
    };
}

/// Asserts what JSON message a request becomes; its `sign` is `…`.
///
/// Names, texts and whether a value is a string or a number are compared; order and white space are not.
/// What the client adds is [`Filling::example`], or a `Filling` given before the JSON.
///
/// # Panics
/// If it is another one, or what was expected is no JSON.
#[macro_export]
macro_rules! assert_json {
    ($request:expr, $expected:expr $(,)?) => {
        $crate::assert_json!($request, $crate::Filling::example(), $expected)
    };
    ($request:expr, $filling:expr, $expected:expr $(,)?) => {
        $crate::__private::assert_json(
            &$request,
            &$filling,
            ::core::convert::AsRef::<str>::as_ref(&$expected),
        )
    };
}

/// What [`assert_source!`](crate::assert_source) does.
#[doc(hidden)]
#[track_caller]
pub fn assert_source<R: Request>(request: &R, filling: &Filling<'_>, expected: &str) {
    let preview = Preview::filled(request, filling);
    assert!(preview.source == expected, "{}", difference(&preview, expected));
}

/// What [`assert_json!`](crate::assert_json) does.
#[doc(hidden)]
#[track_caller]
#[allow(clippy::panic, reason = "an assertion")]
pub fn assert_json<R: Request>(request: &R, filling: &Filling<'_>, expected: &str) {
    let json = Preview::filled(request, filling).json;
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text);
    match (read(&json), read(expected)) {
        (Ok(own), Ok(other)) if own == other => {}
        (_, Err(error)) => panic!("what was expected is no JSON: {error}\nexpected: {expected}"),
        _ => panic!("the request becomes another message\n becomes: {json}\nexpected: {expected}"),
    }
}

/// Says which members of the source differ.
fn difference(preview: &Preview, expected: &str) -> String {
    let mut text = format!("the source of this {} is another one", preview.operation);
    let own: Vec<_> =
        preview.members.iter().map(|member| format!("{}={}", member.name, member.text)).collect();
    let wanted: Vec<_> = expected.split('&').collect();
    for member in own.iter().filter(|member| !wanted.contains(&member.as_str())) {
        let _ = write!(text, "\n  not expected: {member}");
    }
    for member in wanted.iter().filter(|member| !own.iter().any(|own| own == *member)) {
        let _ = write!(text, "\n  missing:      {member}");
    }
    let _ = write!(text, "\n  source:   {}\n  expected: {expected}", preview.source);
    text
}
