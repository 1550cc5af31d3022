//! Signature sources of structs that the spec does not describe and that serde turns into JSON.

use std::borrow::Cow;

use serde::Serialize;

use crate::amount::Amount;
use crate::scheme::{Sink, SourceHash};
use crate::signer::{SignError, Signer};
use crate::time::{Date, OrderTime};
use crate::value::{FieldValue, Value, kind};

/// A struct whose signature source is that of the JSON which serde makes of it;
/// `#[derive(SignSource)]` implements it.
///
/// The derive honours the serde attributes that decide names and presence, and rejects those that
/// would make the JSON differ from what the derive can know.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no signature source",
    label = "cannot be signed",
    note = "write `#[derive(SignSource)]` on the struct"
)]
pub trait SignSource {
    /// Writes the source, members sorted, straight into `sink`.
    fn write_source<S: Sink>(&self, sink: &mut S);

    /// The source as text, to look at or to compare in a test.
    fn source(&self) -> String {
        let mut text = String::new();
        self.write_source(&mut text);
        text
    }

    /// Signs the source: the value for the message's `sign`.
    ///
    /// # Errors
    /// The signer failed.
    fn sign(&self, signer: &dyn Signer) -> Result<String, SignError> {
        let mut hash = SourceHash::new(signer.scheme());
        self.write_source(&mut hash);
        signer.sign(hash)
    }
}

/// A type whose text in a signature source is known to be that of its JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no text in a signature source",
    label = "the text that serde writes for it is not known",
    note = "`String`, `&str`, `Cow<str>`, `Box<str>`, integers, `bool`, `Amount`, `OrderTime`, `Date`, \
            `serde_json::Value` and `Option` of these have one",
    note = "floats have none, since their digits depend on who prints them",
    note = "`#[lianlian(json)]` takes the JSON text of a nested value"
)]
pub trait SourceValue {
    /// The text; absent for what the source leaves out.
    fn source_value(&self) -> Value<'_>;
}

macro_rules! source_value {
    ($kind:ty: $($holder:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl SourceValue for $holder {
            fn source_value(&self) -> Value<'_> {
                FieldValue::<$kind>::value(self)
            }
        }
    )*};
}
source_value!(kind::Text: str, String, Cow<'_, str>);
source_value!(kind::Int: i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);
source_value!(kind::Amount: Amount);
source_value!(kind::Time: OrderTime);
source_value!(kind::Date: Date);

#[diagnostic::do_not_recommend]
impl SourceValue for bool {
    fn source_value(&self) -> Value<'_> {
        Value::text(if *self { "true" } else { "false" })
    }
}

#[diagnostic::do_not_recommend]
impl<T: SourceValue + ?Sized> SourceValue for &T {
    fn source_value(&self) -> Value<'_> {
        T::source_value(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: SourceValue + ?Sized> SourceValue for Box<T> {
    fn source_value(&self) -> Value<'_> {
        T::source_value(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: SourceValue> SourceValue for Option<T> {
    fn source_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::absent(), SourceValue::source_value)
    }
}

#[diagnostic::do_not_recommend]
impl SourceValue for serde_json::Value {
    fn source_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::absent(),
            Self::String(text) => Value::text(text),
            other => other.json_value(),
        }
    }
}

/// A value whose JSON text stands in a signature source: all that serde writes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no JSON text",
    label = "serde does not write it",
    note = "#[lianlian(json)] takes the JSON text of a value that implements `serde::Serialize`"
)]
pub trait JsonValue {
    /// The JSON text, as serde writes it into the message; absent for null.
    #[doc(hidden)]
    fn json_value(&self) -> Value<'static>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> JsonValue for T {
    fn json_value(&self) -> Value<'static> {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(text)) => Value::owned(text),
            // Not from the `Value`, which would sort the members of objects.
            Ok(other) if !other.is_null() => {
                serde_json::to_string(self).map_or(Value::absent(), Value::owned)
            }
            Ok(_) | Err(_) => Value::absent(),
        }
    }
}
