//! The names that generated items have in Rust.

use lianlian_spec::Spec;
use lianlian_spec::model::{Field, FilledBy, Operation, Required};

use crate::{codes, steps, types};

/// The type of a field that the merchant writes, without `Option`.
pub(super) fn sent(spec: &Spec, field: &Field) -> String {
    shown(&types::of(spec, field).to_string())
}

/// The type of a field that is read, with the wrappers that its struct has around it.
pub(super) fn received(spec: &Spec, field: &Field, is_certain: bool) -> String {
    let own = shown(&types::of_received(spec, field).to_string());
    if field.unsigned.is_some() {
        format!("Unsigned<{own}>")
    } else if is_certain {
        own
    } else {
        format!("Option<{own}>")
    }
}

/// A path as a user of the crate writes it.
fn shown(tokens: &str) -> String {
    tokens.replace(' ', "").replace("super::", "").replace("__p::", "")
}

/// Whether the client or the generated code gives the field its value.
pub(super) fn is_set_for_the_caller(field: &Field) -> bool {
    field.filled_by.is_some() || field.fixed.is_some()
}

/// Whether the struct of a received message leaves the field to the verification.
pub(super) fn is_left_to_verification(field: &Field) -> bool {
    matches!(field.filled_by, Some(FilledBy::Signature | FilledBy::Scheme))
}

/// The fields that a request's builder asks for before it compiles.
pub(super) fn asked_for(operation: &Operation) -> impl Iterator<Item = &Field> {
    operation
        .request
        .iter()
        .filter(|field| field.required == Required::Yes && !is_set_for_the_caller(field))
}

/// The request's type with its product: `easypay::Apply`.
pub(super) fn path(operation: &Operation) -> String {
    format!("{}::{}", operation.product, operation.type_name)
}

/// The struct of the reply's fields with its product.
pub(super) fn answer_path(operation: &Operation) -> String {
    format!("{}::{}", operation.product, steps::answer_name(operation))
}

/// The variants of a reply that is an enum, each with the step it stands for.
pub(super) fn variants<'o>(
    spec: &Spec,
    operation: &'o Operation,
) -> Vec<(String, Option<&'o lianlian_spec::model::Step>)> {
    let mut variants: Vec<_> =
        operation.steps.iter().map(|step| (codes::pascal(&step.name), Some(step))).collect();
    if !variants.is_empty() && steps::may_be_done(spec, operation) {
        variants.push(("Done".to_owned(), None));
    }
    variants
}
