//! What a struct sends: its fields, the constants on it, and the parts that it contains.

use proc_macro2::Span;
use quote::ToTokens as _;
use syn::{DeriveInput, Expr, ExprLit, ExprPath, Field, Ident, Lit, LitStr, Type};

use crate::attributes::{Known, Member, member};
use crate::errors::Errors;
use crate::structs::{is_generic, mentions, name_of, span_of};

/// A field of the message.
pub(crate) struct Sent<'a> {
    /// The wire name; its span is where a mistake about the name is shown.
    pub(crate) name: LitStr,
    /// What messages call it: the struct's field, or the constant.
    pub(crate) own: String,
    pub(crate) source: Source<'a>,
    /// `raw`: taken as text, whatever the kind of the field.
    pub(crate) is_raw: bool,
    /// What stands in where there is no value.
    pub(crate) default: Option<Default>,
}

/// Where the value comes from.
pub(crate) enum Source<'a> {
    /// The struct's field.
    Own { ident: &'a Ident, ty: &'a Type, is_generic: bool },
    /// The struct's field, converted.
    With { ident: &'a Ident, function: ExprPath },
    /// A text that is written out, so that it can be checked now.
    Text { text: String, span: Span },
    /// An expression.
    Value(Expr),
    /// The default that the spec knows; with where it is asked for.
    SpecDefault(Span),
    /// The time of sending; with where it is asked for.
    Now(Span),
}

/// What stands in where there is no value.
#[allow(
    clippy::large_enum_variant,
    reason = "a few at a time, and smaller without the tests' `syn`"
)]
pub(crate) enum Default {
    /// The default that the spec knows.
    OfSpec(Span),
    /// An expression.
    Value(Expr),
}

/// A struct that contributes fields.
pub(crate) struct Part<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    pub(crate) is_generic: bool,
}

/// Everything that a struct sends.
#[derive(std::default::Default)]
pub(crate) struct Model<'a> {
    pub(crate) sent: Vec<Sent<'a>>,
    pub(crate) parts: Vec<Part<'a>>,
}

/// Reads fields and constants, collecting mistakes.
pub(crate) fn model<'a>(
    input: &'a DeriveInput,
    fields: &[&'a Field],
    constants: Vec<Member>,
    known: &Known,
    errors: &mut Errors,
) -> Model<'a> {
    let mut model = Model::default();
    for field in fields {
        let attributes = member(&field.attrs, known, errors);
        let Some(ident) = &field.ident else { continue };
        if attributes.skip.is_some() || attributes.is_broken {
            continue;
        }
        let (ty, is_generic) = (&field.ty, is_generic(input, &field.ty));
        if attributes.flatten.is_some() {
            if mentions(ty.to_token_stream(), &[input.ident.to_string(), "Self".to_owned()]) {
                errors.at(ty, "a struct cannot contribute itself: flatten another one");
                continue;
            }
            model.parts.push(Part { ident, ty, is_generic });
            continue;
        }
        let own = name_of(field);
        let name = attributes.field.clone().unwrap_or_else(|| LitStr::new(&own, span_of(field)));
        let is_raw = attributes.raw.is_some();
        let default = default(&attributes);
        let source = match constant(&attributes, false) {
            Some(source) => source,
            None => match attributes.with {
                Some(function) => Source::With { ident, function },
                None => Source::Own { ident, ty, is_generic },
            },
        };
        model.add(Sent { name, own, source, is_raw, default }, errors);
    }
    for attributes in constants {
        let source = constant(&attributes, true);
        if let (Some(source), Some(name)) = (source, attributes.field) {
            let own = "the attribute on the struct".to_owned();
            let is_raw = attributes.raw.is_some();
            model.add(Sent { name, own, source, is_raw, default: None }, errors);
        }
    }
    model
}

impl<'a> Model<'a> {
    fn add(&mut self, sent: Sent<'a>, errors: &mut Errors) {
        match self.sent.iter().find(|other| other.name.value() == sent.name.value()) {
            Some(first) => {
                let (wire, first) = (sent.name.value(), &first.own);
                let message = format!(
                    "`{wire}` is already sent from `{first}`: send it from one of the two only",
                );
                errors.at(&sent.name, message);
            }
            None => self.sent.push(sent),
        }
    }
}

fn constant(attributes: &Member, on_struct: bool) -> Option<Source<'static>> {
    if let Some(span) = attributes.now {
        return Some(Source::Now(span));
    }
    if let Some(value) = &attributes.value {
        return Some(text_of(value).unwrap_or_else(|| Source::Value(value.clone())));
    }
    match &attributes.default {
        Some((span, None)) if on_struct => Some(Source::SpecDefault(*span)),
        Some((_, Some(value))) if on_struct => Some(Source::Value(value.clone())),
        _ => None,
    }
}

fn default(attributes: &Member) -> Option<Default> {
    attributes.default.as_ref().map(|(span, value)| match value {
        Some(value) => Default::Value(value.clone()),
        None => Default::OfSpec(*span),
    })
}

/// The text of a literal.
fn text_of(value: &Expr) -> Option<Source<'static>> {
    let Expr::Lit(ExprLit { lit, .. }) = value else { return None };
    let text = match lit {
        Lit::Str(text) => text.value(),
        Lit::Int(number) => number.base10_digits().to_owned(),
        _ => return None,
    };
    Some(Source::Text { text, span: lit.span() })
}
