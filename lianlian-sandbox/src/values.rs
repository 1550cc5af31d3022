//! The members of a message by name, as text.

use std::borrow::Cow;

use lianlian::Message;
use serde::{Deserialize, Serialize};

/// Wire names and texts of a message, sorted; what is empty or `null` is left out, as in a signature
/// source.
///
/// There is no `Debug` on purpose: any value may be sensitive. It is a sorted list and no map, since a
/// sandbox may keep a hundred thousand of them.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Values(Vec<(Cow<'static, str>, Box<str>)>);

impl Values {
    /// The members of a message.
    pub(crate) fn of(message: &Message<'_>) -> Self {
        let mut values = Self::default();
        for (name, value) in message.members() {
            if let Some(text) = value.text().filter(|text| !text.is_empty()) {
                values.set(name.to_owned(), text);
            }
        }
        values
    }

    /// The text of a member.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(self.place(name).ok()?).map(|(_, text)| &**text)
    }

    /// Sets a member.
    pub(crate) fn set(&mut self, name: impl Into<Cow<'static, str>>, text: impl AsRef<str>) {
        let (name, text) = (name.into(), Box::from(text.as_ref()));
        match self.place(&name) {
            Ok(place) => {
                if let Some(member) = self.0.get_mut(place) {
                    member.1 = text;
                }
            }
            Err(place) => self.0.insert(place, (name, text)),
        }
    }

    /// The members of these names.
    pub(crate) fn only<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut some = Self::default();
        for name in names {
            if let Ok(place) = self.place(name)
                && let Some((name, text)) = self.0.get(place)
            {
                some.set(name.clone(), text);
            }
        }
        some
    }

    /// The members but for those of these names.
    pub(crate) fn without(&self, names: &[&str]) -> Self {
        let mut some = self.clone();
        some.0.retain(|(name, _)| !names.contains(&&**name));
        some.0.shrink_to_fit();
        some
    }

    /// Names and texts, as validation wants them.
    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, text)| (&**name, &**text)).collect()
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(member, _)| (**member).cmp(name))
    }
}
