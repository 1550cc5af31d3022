//! The members of a message by name, as text.

use std::collections::BTreeMap;

use lianlian::Message;

/// Wire names and texts of a message; what is empty or `null` is left out, as in a signature source.
///
/// There is no `Debug` on purpose: any value may be sensitive.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Values(BTreeMap<String, String>);

impl Values {
    /// The members of a message.
    pub(crate) fn of(message: &Message<'_>) -> Self {
        let present = message.members().filter_map(|(name, value)| {
            let text = value.text().filter(|text| !text.is_empty())?;
            Some((name.to_owned(), text.to_owned()))
        });
        Self(present.collect())
    }

    /// The text of a member.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Sets a member.
    pub(crate) fn set(&mut self, name: &str, text: impl Into<String>) {
        self.0.insert(name.to_owned(), text.into());
    }

    /// The members of these names.
    pub(crate) fn only<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut some = Self::default();
        for name in names {
            if let Some(text) = self.get(name) {
                some.set(name, text);
            }
        }
        some
    }

    /// Names and texts, as validation wants them.
    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
    }
}
