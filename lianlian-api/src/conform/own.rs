//! What a struct contributes to a message: its own fields, and those of the parts that it contains.

use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use super::find::NOWHERE;
use super::fit::Fit;
use crate::meta::OperationMeta;
use crate::value::Value;

/// A field of a struct.
#[derive(Clone, Copy, Debug)]
pub struct Own {
    /// The field's name in the struct, or that of the constant on it.
    pub name: &'static str,
    /// The name on the wire, as it is written.
    pub wire: &'static str,
    /// Where the operation has the field, or `NOWHERE`.
    pub at: usize,
    /// What is known of its type; `None` if that cannot hold the field.
    pub fit: Option<Fit>,
    /// Whether it is the time of sending, which the client knows.
    pub is_now: bool,
}

impl Own {
    pub(super) const NONE: Self =
        Self { name: "", wire: "", at: NOWHERE, fit: None, is_now: false };

    /// A field whose value the struct knows; `is_filled` if something stands in where there is none.
    pub const fn new(
        name: &'static str,
        wire: &'static str,
        at: usize,
        fit: Option<Fit>,
        is_filled: bool,
    ) -> Self {
        let fit = match fit {
            Some(Fit { codes, .. }) if is_filled => Some(Fit { may_be_absent: false, codes }),
            fit => fit,
        };
        Self { name, wire, at, fit, is_now: false }
    }

    /// A field that tells the time of sending.
    pub const fn now(name: &'static str, wire: &'static str, at: usize) -> Self {
        Self { name, wire, at, fit: Some(Fit::CONSTANT), is_now: true }
    }

    /// Whether every message has it.
    pub(super) const fn is_always_there(&self) -> bool {
        match self.fit {
            Some(fit) => !fit.may_be_absent,
            None => true,
        }
    }
}

/// The fields that a struct contributes, its own first, then those of its parts.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The fields, and places that are not used.
    pub list: &'static [Own],
    /// How many there are.
    pub len: usize,
    /// Whether there may be no struct at all.
    pub may_be_absent: bool,
    /// Whether these are all; not so where a struct or a part of it does not compile.
    pub is_complete: bool,
}

impl Fields {
    /// No fields: of a struct that does not compile.
    pub const EMPTY: Self = Self { list: &[], len: 0, may_be_absent: false, is_complete: false };

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) const fn get(&self, at: usize) -> Own {
        let mut own = self.list[at];
        if self.may_be_absent {
            own.fit = match own.fit {
                Some(Fit { codes, .. }) => Some(Fit { may_be_absent: true, codes }),
                None => None,
            };
        }
        own
    }

    /// For each field of the operation, which of these it is, or `NOWHERE`.
    pub(super) const fn owners<const MOST: usize>(&self) -> [usize; MOST] {
        let mut owners = [NOWHERE; MOST];
        let mut at = 0;
        while at < self.len {
            let place = self.list[at].at;
            if place < MOST && owners[place] == NOWHERE {
                owners[place] = at;
            }
            at += 1;
        }
        owners
    }

    const fn optional(mut self) -> Self {
        self.may_be_absent = true;
        self
    }
}

/// How many fields a struct contributes with those of its parts, each counted once.
pub const fn fields_len(
    meta: &'static OperationMeta,
    own: &[Own],
    parts: &[Option<Fields>],
) -> usize {
    let mut len = own.len();
    let mut at = 0;
    while at < parts.len() {
        len += len_of(&parts[at]);
        at += 1;
    }
    if len > meta.request.len() { meta.request.len() } else { len }
}

/// Whether it is known what all the parts contribute.
pub const fn all_complete(parts: &[Option<Fields>]) -> bool {
    let mut at = 0;
    while at < parts.len() {
        match &parts[at] {
            Some(part) if part.is_complete => {}
            _ => return false,
        }
        at += 1;
    }
    true
}

/// How many fields a part contributes.
pub const fn len_of(part: &Option<Fields>) -> usize {
    match part {
        Some(part) => part.len,
        None => 0,
    }
}

/// The fields that a struct contributes with those of its parts.
///
/// `MOST` is how many fields the operation has: more of them would be one twice, which is a mistake of its
/// own.
pub const fn fields<const MOST: usize>(own: &[Own], parts: &[Option<Fields>]) -> [Own; MOST] {
    let mut all = [Own::NONE; MOST];
    let mut len = 0;
    let mut at = 0;
    while at < own.len() && len < MOST {
        all[len] = own[at];
        len += 1;
        at += 1;
    }
    at = 0;
    while at < parts.len() {
        if let Some(part) = &parts[at] {
            let mut of_part = 0;
            while of_part < part.len && len < MOST {
                all[len] = part.get(of_part);
                len += 1;
                of_part += 1;
            }
        }
        at += 1;
    }
    all
}

/// How far `own` is beyond the first `len` fields.
pub fn beyond(own: usize, len: usize) -> usize {
    own.saturating_sub(len)
}

/// A struct whose fields a request of `O` takes as its own; `#[derive(RequestPart)]` implements it.
///
/// A request contains it with `#[lianlian(flatten)]`; so may another part. Which required fields are missing
/// is asked of the request, not of its parts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a part of a request of `{O}`",
    label = "cannot be flattened into this request",
    note = "write `#[derive(RequestPart)]` with `#[lianlian(operation = …)]` on it"
)]
pub trait RequestPart<O> {
    /// The fields.
    #[doc(hidden)]
    const FIELDS: Fields;

    /// The value of the field of this index.
    #[doc(hidden)]
    fn value(&self, own: usize) -> Value<'_>;

    /// The value of the field of an index that the compiler knows: only what that field needs is compiled.
    #[doc(hidden)]
    #[inline]
    fn value_at<A: Index>(&self) -> Value<'_> {
        self.value(A::AT)
    }
}

/// The index of a field, as a type, so that the compiler knows it.
pub trait Index {
    /// The index.
    const AT: usize;
}

/// An index that is written out.
#[derive(Debug)]
pub struct Nth<const AT: usize>;

impl<const AT: usize> Index for Nth<AT> {
    const AT: usize = AT;
}

/// The index `A`, counted from another field on.
#[derive(Debug)]
pub struct Since<A, const FIRST: usize>(PhantomData<A>);

impl<A: Index, const FIRST: usize> Index for Since<A, FIRST> {
    const AT: usize = if A::AT < FIRST { NOWHERE } else { A::AT - FIRST };
}

impl<O, P: RequestPart<O>> RequestPart<O> for Option<P> {
    const FIELDS: Fields = P::FIELDS.optional();

    fn value(&self, own: usize) -> Value<'_> {
        self.as_ref().map_or(Value::absent(), |part| part.value(own))
    }

    #[inline]
    fn value_at<A: Index>(&self) -> Value<'_> {
        self.as_ref().map_or(Value::absent(), P::value_at::<A>)
    }
}

macro_rules! forwarded {
    ($($pointer:ty),*) => {$(
        impl<O, P: RequestPart<O> + ?Sized> RequestPart<O> for $pointer {
            const FIELDS: Fields = P::FIELDS;

            fn value(&self, own: usize) -> Value<'_> {
                P::value(self, own)
            }

            #[inline]
            fn value_at<A: Index>(&self) -> Value<'_> {
                P::value_at::<A>(self)
            }
        }
    )*};
}
forwarded!(&P, Box<P>, Rc<P>, Arc<P>);
