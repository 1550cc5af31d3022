//! Checks of what only a browser gets wrong: text that does not survive being posted by it.

use crate::charset::Charset;
use crate::meta::OperationMeta;
use crate::sensitive::Sensitive;

use super::values::character_at;
use super::{Violation, ViolationKind, Violations};

/// Checks the values of a form.
///
/// `is_bare` says that each stands in an input of its own, and not escaped inside JSON.
///
/// # Errors
/// Every violation at once.
pub(crate) fn check_form_values(
    meta: &OperationMeta,
    pairs: &[(&'static str, Sensitive)],
    charset: Charset,
    is_bare: bool,
) -> Result<(), Violations> {
    let mut list = Vec::new();
    for (name, value) in pairs {
        let mut add = |kind| list.push(Violation { field: (*name).to_owned(), kind });
        if is_bare && value.contains(['\r', '\n']) {
            add(ViolationKind::LineBreak);
        }
        if is_bare && value.contains('\0') {
            add(ViolationKind::Nul);
        }
        if let Some((place, character)) = charset.first_unfit(value)
            && let Some(field) = meta.request_field(name)
        {
            let found = character_at(field, place, character);
            add(ViolationKind::NotInCharset { found, charset: charset.name() });
        }
    }
    if list.is_empty() { Ok(()) } else { Err(Violations { subject: meta.id, list }) }
}
