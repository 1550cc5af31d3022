//! Kinds of fields, as types: what [`FieldValue`](super::FieldValue) and [`FromField`](super::FromField)
//! are asked for.

/// Text.
#[derive(Debug)]
pub enum Text {}
/// ASCII digits kept as text.
#[derive(Debug)]
pub enum Digits {}
/// A whole number.
#[derive(Debug)]
pub enum Int {}
/// An amount of money.
#[derive(Debug)]
pub enum Amount {}
/// A time, `yyyyMMddHHmmss`.
#[derive(Debug)]
pub enum Time {}
/// A date, `yyyyMMdd`.
#[derive(Debug)]
pub enum Date {}
/// An IPv4 address.
#[derive(Debug)]
pub enum Ip {}
/// A value of a code list.
#[derive(Debug)]
pub enum Code {}
/// A structure in a string.
#[derive(Debug)]
pub enum Structure {}
/// No field at all: what a name stands for that the operation does not have.
#[derive(Debug)]
pub enum Nothing {}

/// The number of a kind, as the derive macros name it.
#[doc(hidden)]
#[derive(Debug)]
pub enum Number<const KIND: u8> {}

/// The kind of a number.
#[doc(hidden)]
pub type KindOf<const KIND: u8> = <Number<KIND> as Numbered>::Kind;

/// From a kind's number to its type.
#[doc(hidden)]
pub trait Numbered {
    type Kind;
}

macro_rules! numbered {
    ($($number:literal => $kind:ident),* $(,)?) => {$(
        impl Numbered for Number<$number> {
            type Kind = $kind;
        }
    )*};
}
// The same numbers as `meta::Kind::number`; a test holds them together.
numbered! {
    0 => Text, 1 => Digits, 2 => Int, 3 => Amount, 4 => Time,
    5 => Date, 6 => Ip, 7 => Code, 8 => Structure, 255 => Nothing,
}
