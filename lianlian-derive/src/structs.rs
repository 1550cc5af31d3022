//! What all struct derives ask first: named fields, no type parameters.

use syn::{Data, DeriveInput, Field, Fields, GenericParam};

use crate::errors::Errors;

/// The named fields of a struct; `None`, with the mistake noted, for anything else.
pub(crate) fn named_fields<'a>(
    input: &'a DeriveInput,
    derive: &str,
    errors: &mut Errors,
) -> Option<Vec<&'a Field>> {
    let what = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                return reject_parameters(input, derive, errors)
                    .then(|| fields.named.iter().collect());
            }
            Fields::Unnamed(_) => "a tuple struct: its fields have no names to send",
            Fields::Unit => "a struct without fields",
        },
        Data::Enum(_) => "an enum: a message has one set of fields, so write one struct for each",
        Data::Union(_) => "a union: which of its fields holds is unknown",
    };
    errors.at(&input.ident, format!("`{derive}` is for structs with named fields; this is {what}"));
    None
}

fn reject_parameters(input: &DeriveInput, derive: &str, errors: &mut Errors) -> bool {
    let parameter = input.generics.params.iter().find(|p| !matches!(p, GenericParam::Lifetime(_)));
    if let Some(parameter) = parameter {
        errors.at(
            parameter,
            format!(
                "`{derive}` needs the type of every field, so the struct may have lifetimes but no type \
                 or constant parameters: write the type out, or one struct for each"
            ),
        );
    }
    parameter.is_none()
}

/// The name of a field as it is written, without `r#`.
pub(crate) fn name_of(field: &Field) -> String {
    field
        .ident
        .as_ref()
        .map(ToString::to_string)
        .map_or_else(String::new, |name| name.strip_prefix("r#").unwrap_or(&name).to_owned())
}
