//! How entries of the spec and sensitive texts are written where the state is saved: by their names.

use lianlian::meta::{Bank, CardKind, OperationMeta, Step};
use lianlian::{GATEWAY, OPERATIONS, ReturnCode, Sensitive};

/// Writes a thing as its name and looks it up again; for `#[serde(with = …)]`.
macro_rules! by_name {
    ($module:ident: $type:ty, $thing:ident => $name:expr, $found:ident => $find:expr) => {
        #[allow(clippy::ref_option, reason = "the signature that serde asks for")]
        pub(crate) mod $module {
            use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

            #[allow(clippy::wildcard_imports, reason = "whatever the expressions name")]
            use super::*;

            pub(crate) fn serialize<S: Serializer>(
                $thing: &$type,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($name)
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$type, D::Error> {
                let text = String::deserialize(deserializer)?;
                let $found = &*text;
                let found: Option<$type> = $find;
                found.ok_or_else(|| D::Error::custom(concat!("an unknown ", stringify!($module))))
            }
        }
    };
}

type Operation = &'static OperationMeta;
type Next = &'static Step;
type Code = &'static ReturnCode;
type MaybeBank = Option<&'static Bank>;
type MaybeSensitive = Option<Sensitive>;

by_name!(operation: Operation, meta => meta.id, id => {
    OPERATIONS.iter().copied().find(|meta| meta.id == id)
});

by_name!(step: Next, step => step.operation, id => {
    OPERATIONS.iter().flat_map(|meta| meta.steps).find(|step| step.operation == id)
});

by_name!(return_code: Code, code => code.code, code => GATEWAY.return_code(code));

by_name!(bank: MaybeBank, bank => bank.map_or("", |bank| bank.code), code => {
    Some(GATEWAY.bank(code))
});

by_name!(card_kind: CardKind, kind => kind.name(), name => {
    [CardKind::Debit, CardKind::Credit].into_iter().find(|kind| kind.name() == name)
});

by_name!(sensitive: Sensitive, text => text.expose(), text => Some(Sensitive::from(text)));

by_name!(maybe_sensitive: MaybeSensitive, text => text.as_deref().unwrap_or_default(), text => {
    Some((!text.is_empty()).then(|| Sensitive::from(text)))
});
