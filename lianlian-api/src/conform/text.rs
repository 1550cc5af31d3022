//! Messages to the compiler's user, put together in constants.

use crate::meta::{FieldMeta, Kind, OperationMeta};

/// A text put together in a constant.
pub(super) struct Text {
    bytes: [u8; Self::SIZE],
    len: usize,
}

impl Text {
    /// Enough for an operation that lacks thirty required fields.
    const SIZE: usize = 6144;

    pub(super) const fn new(text: &str) -> Self {
        Self { bytes: [0; Self::SIZE], len: 0 }.push(text)
    }

    pub(super) const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() && self.len < Self::SIZE {
            self.bytes[self.len] = text[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    /// A name as code: between backticks.
    pub(super) const fn code(self, name: &str) -> Self {
        self.push("`").push(name).push("`")
    }

    pub(super) const fn number(self, number: usize) -> Self {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let text = if number > 9 { self.number(number / 10) } else { self };
        text.push(DIGITS[number % 10])
    }

    /// The names, with commas between.
    pub(super) const fn list(mut self, names: &[&str]) -> Self {
        let mut at = 0;
        while at < names.len() {
            if at > 0 {
                self = self.push(", ");
            }
            self = self.code(names[at]);
            at += 1;
        }
        self
    }

    /// What the field means, and what kind of value it holds.
    pub(super) const fn field(self, field: &FieldMeta) -> Self {
        self.code(field.name)
            .push(" (")
            .push(field.meaning)
            .push("; ")
            .push(what(field.kind))
            .push(")")
    }

    /// The Rust type to hold the field in, of those that need no conversion.
    pub(super) const fn type_for(self, field: &FieldMeta) -> Self {
        match field.kind {
            Kind::Text | Kind::Digits if field.sensitive => self.push("`Sensitive` or `String`"),
            Kind::Text | Kind::Digits => self.push("`String` or `&str`"),
            Kind::Int => self.push("an integer, such as `u32`"),
            Kind::Amount => self.push("`Amount`"),
            Kind::Time => self.push("`OrderTime`, or an instant such as `SystemTime`"),
            Kind::Date => self.push("`Date`"),
            Kind::Ip => self.push("`PayerIp` or `IpAddr`"),
            Kind::Code(list) => self.code(list.rust_type),
            Kind::Structure(structure) => self.code(structure.rust_type),
        }
    }

    /// The operation, and the page of the documentation that describes it.
    pub(super) const fn see(self, meta: &'static OperationMeta) -> Self {
        let text = self.push("\noperation: ").code(meta.id);
        match meta.gateway.pages {
            Some(folder) => {
                let text = text.push(", described in ").push(folder).push("/").push(meta.product);
                text.push(".md#").anchor(meta.id)
            }
            None => text,
        }
    }

    /// The anchor that Markdown gives to a heading with this id: without the point.
    const fn anchor(mut self, id: &str) -> Self {
        let bytes = id.as_bytes();
        let mut at = 0;
        while at < bytes.len() && self.len < Self::SIZE {
            if bytes[at] != b'.' {
                self.bytes[self.len] = bytes[at];
                self.len += 1;
            }
            at += 1;
        }
        self
    }

    pub(super) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "this struct does not fit the operation",
        }
    }

    /// Stops the compilation with the message.
    #[track_caller]
    pub(super) const fn stop(&self) -> ! {
        panic!("{}", self.as_str())
    }
}

const fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Digits => "digits",
        Kind::Int => "a whole number",
        Kind::Amount => "money",
        Kind::Time => "a time",
        Kind::Date => "a date",
        Kind::Ip => "an IPv4 address",
        Kind::Code(_) => "a coded value",
        Kind::Structure(_) => "a structure",
    }
}
