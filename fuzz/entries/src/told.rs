//! What a message tells: its members in the eyes of the spec, and whether a struct can be read from them.

use lianlian_spec::model::{Field, FilledBy, Kind, Operation, Required, Step};

use crate::fields::SPEC;
use crate::json;
use crate::model::{self, Member};
use crate::{amount, time};

/// A message, or an entry of a list in one, by the fields of the spec.
#[derive(Clone, Copy, Debug)]
pub struct Told<'m> {
    fields: &'static [Field],
    steps: &'static [Step],
    is_certain: fn(&Field) -> bool,
    members: &'m [Member],
}

impl<'m> Told<'m> {
    /// A notification, or the reply to a call.
    pub fn of(operation: &'static Operation, members: &'m [Member]) -> Self {
        if operation.transport.is_notification() {
            let is_certain =
                |field: &Field| field.required == Required::Yes && field.when.is_none();
            Self { fields: &operation.request, steps: &[], is_certain, members }
        } else {
            // A signed answer that lacks something is an answer all the same.
            let is_certain = |field: &Field| field.name == "ret_code";
            Self { fields: &operation.reply, steps: &operation.steps, is_certain, members }
        }
    }

    /// A card in a list of agreements.
    pub fn agreement(members: &'m [Member]) -> Self {
        let fields = agreement_fields();
        Self { fields, steps: &[], is_certain: |_| false, members }
    }

    /// The text of a field, under any of its names.
    pub fn text(&self, field: &Field) -> Option<&'m str> {
        names(field).find_map(|name| model::present(self.members, name))
    }

    /// The field of this name in Rust.
    pub fn field(&self, rust_name: &str) -> &'static Field {
        let field = self.fields.iter().find(|field| field.rust_name == rust_name);
        field.unwrap_or_else(|| panic!("the spec has no field {rust_name}"))
    }

    /// The fields for which a struct cannot be read from the message.
    pub fn mistaken(&self) -> Vec<&'static str> {
        let read = self.fields.iter().filter(|field| is_read(field) && field.unsigned.is_none());
        let mistaken = read.filter(|field| match self.text(field) {
            None => (self.is_certain)(field),
            Some(text) => !can_be_read(&field.kind, text),
        });
        let needed = self.step().map_or(&[] as &[_], |step| &step.from_reply);
        let needed = needed.iter().filter_map(|name| self.named(name));
        let lacking = needed.filter(|field| self.text(field).is_none());
        mistaken.chain(lacking).map(|field| &*field.name).collect()
    }

    /// The step that the reply asks for.
    pub fn step(&self) -> Option<&'static Step> {
        let text_of = |name: &str| self.text(self.named(name)?);
        let code = text_of("ret_code");
        self.steps.iter().find(|step| {
            step.or_present.as_deref().is_some_and(|name| text_of(name).is_some())
                || step.codes.iter().any(|own| Some(&**own) == code)
        })
    }

    /// Names and texts of the members that are no fields, sorted.
    pub fn unknown(&self) -> Vec<(&'m str, &'m str)> {
        let is_known =
            |name: &str| self.fields.iter().any(|field| names(field).any(|own| own == name));
        let unknown = self.members.iter().filter(|member| !is_known(&member.name));
        let mut pairs: Vec<_> =
            unknown.filter_map(|member| Some((&*member.name, member.text.as_deref()?))).collect();
        pairs.sort_unstable();
        pairs
    }

    fn named(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// The fields of a card in a list of agreements.
pub fn agreement_fields() -> &'static [Field] {
    &SPEC.structure("agreement_list").expect("a structure of the spec").groups[0].fields
}

/// Every name under which a message may carry the field, its own first.
pub fn names(field: &Field) -> impl Iterator<Item = &str> {
    std::iter::once(&*field.name).chain(field.aliases.iter().map(|name| &**name))
}

/// Whether structs have the field; the signature is no business of theirs.
pub fn is_read(field: &Field) -> bool {
    !matches!(field.filled_by, Some(FilledBy::Scheme | FilledBy::Signature))
}

/// The entries of a list of objects, in JSON or in a string of it.
pub fn entries(text: &str) -> Option<Vec<Vec<Member>>> {
    json::array(text)?.into_iter().map(|entry| model::members(entry.as_bytes())).collect()
}

/// Whether the text can be a value of the kind, as replies are read: codes may be new ones.
fn can_be_read(kind: &Kind, text: &str) -> bool {
    match kind {
        Kind::Text | Kind::Digits | Kind::Code(_) => true,
        Kind::Amount => amount::lenient(text).is_some(),
        Kind::Time => time::is_time(text),
        Kind::Date => time::is_date(text),
        Kind::Structure(_) => entries(text).is_some(),
        Kind::Int | Kind::Ip => panic!("no message had such a field: say here how it is read"),
    }
}
