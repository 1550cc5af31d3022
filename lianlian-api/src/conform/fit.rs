//! Whether a type has a trait, asked without failing.
//!
//! An inherent item with bounds goes before one of a trait. So `Holder::<T, K>::FIT` is `Some` where `T`
//! can hold a field of kind `K`, and otherwise, through [`NoHolder`], `None`; the macros turn that into a
//! message which knows the field, where the compiler could only name the trait.

use std::fmt;
use std::marker::PhantomData;

use super::own::{Fields, Index, RequestPart};
use super::unspecified::Unspecified;
use crate::meta::OperationMeta;
use crate::operation::Operation;
use crate::reply::{Notification, ReadError, ReadField, Reader, Reply};
use crate::value::{FieldError, FieldValue, FromField, Value};

/// What is known of a type that holds a field.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    /// Whether it may say that the field is left out, as an `Option` does. What is not known counts as so.
    pub may_be_absent: bool,
    /// Every code that it names.
    pub codes: Option<&'static [&'static str]>,
}

impl Fit {
    /// Nothing is known: the type is a parameter, or what a conversion gives.
    pub const UNKNOWN: Self = Self { may_be_absent: true, codes: None };
    /// A constant, which is always there.
    pub const CONSTANT: Self = Self { may_be_absent: false, codes: None };
}

/// Asks whether `T` can hold a field of kind `K` in a request.
pub struct Holder<T: ?Sized, K>(PhantomData<K>, PhantomData<T>);

impl<T: FieldValue<K> + ?Sized, K> Holder<T, K> {
    /// It can.
    pub const FIT: Option<Fit> = Some(Fit { may_be_absent: T::MAY_BE_ABSENT, codes: T::CODES });

    /// The field's text.
    pub fn value(field: &T) -> Value<'_> {
        field.value()
    }
}

/// What is true of every [`Holder`].
pub trait NoHolder<T: ?Sized> {
    /// It cannot.
    const FIT: Option<Fit> = None;

    /// Nothing; never called, since the compilation fails.
    fn value(_field: &T) -> Value<'_> {
        Value::absent()
    }
}

impl<T: ?Sized, K> NoHolder<T> for Holder<T, K> {}

/// Asks whether `O` is an operation.
pub struct Asked<O>(PhantomData<O>);

impl<O: Operation> Asked<O> {
    /// What the spec says about it.
    pub const META: &'static OperationMeta = O::META;
}

/// What is true of every [`Asked`].
pub trait NoOperation {
    /// A description of nothing, which no check complains about: the compiler says that it is no operation.
    const META: &'static OperationMeta = Unspecified::META;
}

impl<O> NoOperation for Asked<O> {}

/// Says, where it does not compile, that `O` is no operation.
pub const fn is_operation<O: Operation>() {}

/// Asks whether `T` is a part of requests of `O`.
pub struct PartOf<T: ?Sized, O>(PhantomData<O>, PhantomData<T>);

impl<T: RequestPart<O> + ?Sized, O> PartOf<T, O> {
    /// It is.
    pub const FIELDS: Option<Fields> = Some(T::FIELDS);

    /// The value of the part's field of this index.
    pub fn value(part: &T, own: usize) -> Value<'_> {
        part.value(own)
    }

    /// The value of the part's field of an index that the compiler knows.
    #[inline]
    pub fn value_at<A: Index>(part: &T) -> Value<'_> {
        part.value_at::<A>()
    }
}

/// What is true of every [`PartOf`].
pub trait NoPart<T: ?Sized> {
    /// It is not.
    const FIELDS: Option<Fields> = None;

    /// Nothing; never called, since the compilation fails.
    fn value(_part: &T, _own: usize) -> Value<'_> {
        Value::absent()
    }

    /// Nothing; never called, since the compilation fails.
    fn value_at<A: Index>(_part: &T) -> Value<'_> {
        Value::absent()
    }
}

impl<T: ?Sized, O> NoPart<T> for PartOf<T, O> {}

/// Asks whether a field of kind `K` can be read into `T`; `NOT_COVERED` where the signature may leave the
/// field out.
pub struct Readable<T, K, const NOT_COVERED: bool>(PhantomData<K>, PhantomData<T>);

impl<T: ReadField<K, NOT_COVERED>, K, const NOT_COVERED: bool> Readable<T, K, NOT_COVERED> {
    /// It can.
    pub const FIT: Option<Fit> = Some(Fit { may_be_absent: T::MAY_BE_ABSENT, codes: T::CODES });

    /// Reads the field.
    ///
    /// # Errors
    /// The field is missing, or its text is not of this type.
    pub fn read(text: Option<&str>, covered: bool) -> Result<T, FieldError> {
        T::read_field(text, covered)
    }
}

impl<T: FromField<K>, K> Readable<T, K, true> {
    /// Whether the type would do if the signature covered the field.
    pub const LACKS_UNSIGNED: bool = true;
}

/// What is true of every [`Readable`].
pub trait NoField<T> {
    /// It cannot.
    const FIT: Option<Fit> = None;
    /// Nothing would do.
    const LACKS_UNSIGNED: bool = false;

    /// Nothing; never called, since the compilation fails.
    ///
    /// # Errors
    /// Always.
    fn read(_text: Option<&str>, _covered: bool) -> Result<T, FieldError> {
        Err(FieldError::Missing)
    }
}

impl<T, K, const NOT_COVERED: bool> NoField<T> for Readable<T, K, NOT_COVERED> {}

/// Asks whether `T` is read from the same message, of the operation `O`.
pub struct ReadPart<T, O>(PhantomData<O>, PhantomData<T>);

impl<T: Reply<Operation = O>, O: Operation> ReadPart<T, O> {
    /// It is read from the reply.
    pub const IS_REPLY: bool = true;

    /// Reads it from the reply.
    ///
    /// # Errors
    /// A field is missing or has another form.
    pub fn read_reply(reader: &Reader<'_>) -> Result<T, ReadError> {
        T::read(reader)
    }
}

impl<T: Notification<Operation = O>, O: Operation> ReadPart<T, O> {
    /// It is read from the notification.
    pub const IS_NOTIFICATION: bool = true;

    /// Reads it from the notification.
    ///
    /// # Errors
    /// A field is missing or has another form.
    pub fn read_notification(reader: &Reader<'_>) -> Result<T, ReadError> {
        T::read(reader)
    }
}

/// What is true of every [`ReadPart`].
pub trait NoReadPart<T> {
    /// It is not.
    const IS_REPLY: bool = false;
    /// It is not.
    const IS_NOTIFICATION: bool = false;

    /// Nothing; never called, since the compilation fails.
    ///
    /// # Errors
    /// Always.
    fn read_reply(reader: &Reader<'_>) -> Result<T, ReadError> {
        Err(reader.nothing())
    }

    /// Nothing; never called, since the compilation fails.
    ///
    /// # Errors
    /// Always.
    fn read_notification(reader: &Reader<'_>) -> Result<T, ReadError> {
        Err(reader.nothing())
    }
}

impl<T, O> NoReadPart<T> for ReadPart<T, O> {}

macro_rules! plain_debug {
    ($($name:ident<$($parameter:ident $(: $bound:tt Sized)?),*; $($constant:ident)?>),*) => {$(
        impl<$($parameter $(: $bound Sized)?,)* $(const $constant: bool)?> fmt::Debug
            for $name<$($parameter,)* $($constant)?>
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}
plain_debug!(Holder<T: ?Sized, K;>, Asked<O;>, PartOf<T: ?Sized, O;>, Readable<T, K; C>, ReadPart<T, O;>);
