//! What the derive macros ask of an operation while the program is compiled.
//!
//! Everything here runs in constants: a name that the operation lacks, a required field that is
//! missing or a type that cannot hold a value stop the compilation with a message of ours, on the token
//! that is wrong. Nothing of it runs in the finished program.
//!
//! A mistake is told once. What fails is a constant that nothing refers to; those that the implementation is
//! made of go on with a field that does not exist ([`NOWHERE`]) or a type that holds nothing.

// Rule 8 keeps panics, indexing and arithmetic away from input. Here they are the way to report
// a mistake to the compiler, and no input reaches them.
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::manual_assert,
    clippy::missing_panics_doc
)]

mod constant;
mod find;
mod fit;
mod own;
mod plan;
mod received;
mod request;
mod rules;
#[cfg(test)]
mod tests;
mod text;
mod unspecified;

pub use constant::check_constant;
pub use find::{find_all, kinds};
pub use fit::{
    Asked, Fit, Holder, NoField, NoHolder, NoOperation, NoPart, NoReadPart, PartOf, ReadPart,
    Readable, is_operation,
};
pub use own::{
    Fields, Index, Nth, Own, RequestPart, Since, all_complete, beyond, fields, fields_len, len_of,
};
pub use plan::{Plan, Step, plan, plan_len};
pub(crate) use plan::{StepSource, plan_of_all};
pub use received::{
    certain, check_notification, check_read_name, check_read_part, check_read_type, unsigned,
};
pub use request::{
    Checks, check_code_list, check_default, check_name, check_now, check_part, check_request,
    check_type, default_value,
};
pub use unspecified::Unspecified;
