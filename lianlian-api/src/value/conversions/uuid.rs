//! `uuid`: identifiers as order numbers.

use ::uuid::Uuid;

use crate::value::read::present;
use crate::value::{FieldError, FieldValue, FromField, Value, kind};

/// The 32 hexadecimal digits, lower case, without hyphens: as many characters as an order number may have.
#[diagnostic::do_not_recommend]
impl FieldValue<kind::Text> for Uuid {
    fn value(&self) -> Value<'_> {
        Value::owned(self.simple().to_string())
    }
}

/// In every form that the library reads: with or without hyphens, in lower or upper case.
#[diagnostic::do_not_recommend]
impl FromField<kind::Text> for Uuid {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        Self::try_parse(present(text)?)
            .map_err(|_| FieldError::Malformed("a UUID, 32 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    const ID: Uuid = Uuid::from_u128(0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8);

    fn read(text: &str) -> Result<Uuid, FieldError> {
        <Uuid as FromField<kind::Text>>::from_field(Some(text))
    }

    #[test]
    fn a_uuid_is_sent_as_its_32_digits() {
        let value = FieldValue::<kind::Text>::value(&ID);
        assert_eq!(value.as_str(), "6ba7b8109dad11d180b400c04fd430c8");
        let nil = FieldValue::<kind::Text>::value(&Uuid::nil()).into_owned();
        assert_eq!(nil.as_str(), "0".repeat(32));
    }

    #[test]
    fn a_uuid_is_read_with_and_without_hyphens() {
        assert_eq!(read("6ba7b8109dad11d180b400c04fd430c8"), Ok(ID));
        assert_eq!(read("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), Ok(ID));
        assert_eq!(read("6BA7B810-9DAD-11D1-80B4-00C04FD430C8"), Ok(ID));
        assert_eq!(<Uuid as FromField<kind::Text>>::from_field(None), Err(FieldError::Missing));
        for text in [
            "20131127154312",
            "6ba7b8109dad11d180b400c04fd430c",
            "6ba7b8109dad11d180b400c04fd430cg",
        ] {
            assert_eq!(read(text).unwrap_err().to_string(), "is not a UUID, 32 hexadecimal digits");
        }
    }

    proptest! {
        #[test]
        fn every_uuid_comes_back(number: u128) {
            let id = Uuid::from_u128(number);
            let value = FieldValue::<kind::Text>::value(&id);
            prop_assert_eq!(value.as_str(), format!("{number:032x}"));
            prop_assert_eq!(read(value.as_str()), Ok(id));
        }
    }
}
