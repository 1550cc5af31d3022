//! `url`: addresses, such as those of notifications.

use ::url::Url;

use crate::value::read::present;
use crate::value::{FieldError, FieldValue, FromField, Value, kind};

/// The address as it was normalised: percent-encoded, a host outside ASCII in Punycode.
#[diagnostic::do_not_recommend]
impl FieldValue<kind::Text> for Url {
    fn value(&self) -> Value<'_> {
        Value::text(self.as_str())
    }
}

#[diagnostic::do_not_recommend]
impl FromField<kind::Text> for Url {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        Self::parse(present(text)?).map_err(|_| FieldError::Malformed("an absolute URL"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(text: &str) -> Result<Url, FieldError> {
        <Url as FromField<kind::Text>>::from_field(Some(text))
    }

    #[test]
    fn an_address_is_sent_in_ascii() {
        let address = Url::parse("https://商店.example/通知?no=1&a=b c#x").unwrap();
        assert_eq!(
            FieldValue::<kind::Text>::value(&address).as_str(),
            "https://xn--czrs0t.example/%E9%80%9A%E7%9F%A5?no=1&a=b%20c#x"
        );
    }

    #[test]
    fn an_address_comes_back() {
        let text = "https://shop.example:8443/notify?no=1";
        let address = read(text).unwrap();
        assert_eq!(FieldValue::<kind::Text>::value(&address).as_str(), text);
        assert_eq!((address.host_str(), address.port()), (Some("shop.example"), Some(8443)));
    }

    #[test]
    fn what_is_no_absolute_url_is_refused() {
        for text in ["shop.example/notify", "/notify", "https://", "http://a b/"] {
            assert_eq!(read(text).unwrap_err().to_string(), "is not an absolute URL", "{text}");
        }
        assert_eq!(<Url as FromField<kind::Text>>::from_field(None), Err(FieldError::Missing));
    }
}
