//! Macros that define a part of a spec file once and give its struct, its decoder and its schema,
//! so that the three cannot drift apart.

/// The struct field type for a mode of [`record!`].
macro_rules! slot {
    (required $type:ty) => { Option<$type> };
    (optional $type:ty) => { Option<$type> };
    (part $type:ty) => { Option<$type> };
    (choice $type:ty) => { Option<$type> };
    (many $type:ty) => { $type };
    (flatten $type:ty) => { $type };
}

/// How an overlay is laid over a key, for a mode of [`record!`].
macro_rules! form {
    (required $type:ty) => {
        crate::overlay::Form::Whole
    };
    (optional $type:ty) => {
        crate::overlay::Form::Whole
    };
    (choice $type:ty) => {
        crate::overlay::Form::Choice
    };
    ($mode:ident $type:ty) => {
        <$type as crate::overlay::Layered>::FORM
    };
}

/// What the mark of a [`record!`] stands for.
macro_rules! mark {
    (overridable $name:ident) => {
        impl crate::overlay::Overridable for $name {}
    };
}

/// An object with known keys. Each line is `mode "key" field: Type,` under a doc comment that becomes
/// the key's description in the schema.
///
/// Modes: `required` (a missing key is a mistake; the field is `None` after one), `optional`, `many`
/// (lists and maps, empty when left out), `flatten` (the keys of another record; its own key is ignored),
/// `part` (required; an overlay can override its keys one by one), `choice` (optional; an overlay that
/// names one of an object's choices takes the others away).
///
/// `Name, overridable {` marks what an overlay can override: only such records are entries of a map.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        $name:ident $(, $overridable:ident)? {
            $( $(#[doc = $key_doc:literal])* $mode:ident $key:literal $field:ident: $type:ty, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Default)]
        pub(crate) struct $name {
            $( $(#[doc = $key_doc])* pub(crate) $field: crate::record::slot!($mode $type), )*
        }

        impl crate::decode::Record for $name {
            #[allow(unused_variables, reason = "a record may have no keys")]
            fn read(reader: &mut crate::decode::Reader<'_, '_>) -> Self {
                Self { $( $field: reader.$mode::<$type>($key), )* }
            }
        }

        impl crate::decode::Decode for $name {
            fn decode(
                node: &crate::syntax::Node,
                what: &str,
                sink: &mut crate::mistake::Sink,
            ) -> Option<Self> {
                let mut reader = crate::decode::Reader::open(node, what, sink)?;
                let record = <Self as crate::decode::Record>::read(&mut reader);
                reader.close();
                Some(record)
            }
        }

        impl crate::overlay::Layered for $name {
            const FORM: crate::overlay::Form = crate::overlay::Form::Record(&[
                $( ($key, crate::record::form!($mode $type)), )*
            ]);
        }

        $( crate::record::mark!($overridable $name); )?

        #[cfg(feature = "schema")]
        impl crate::schema::Shaped for $name {
            #[allow(unused_variables, reason = "a record may have no keys")]
            fn shape(shape: &mut crate::schema::Shape, generator: &mut schemars::SchemaGenerator) {
                $( shape.$mode::<$type>($key, concat!($($key_doc, "\n"),*), generator); )*
                $( shape.$overridable(); )?
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                crate::schema::Shape::of::<Self>(concat!($($doc, "\n"),*), generator)
            }
        }
    };
}

/// A closed set of words with its decoder and its schema.
macro_rules! words {
    (
        $(#[doc = $doc:literal])*
        $vis:vis $name:ident {
            $( $(#[doc = $variant_doc:literal])* $variant:ident = $word:literal, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $( $(#[doc = $variant_doc])* $variant, )*
        }

        impl $name {
            /// Every value, in the order of the documentation.
            $vis const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word a spec file uses.
            $vis const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl crate::decode::Decode for crate::source::Spanned<$name> {
            fn decode(
                node: &crate::syntax::Node,
                what: &str,
                sink: &mut crate::mistake::Sink,
            ) -> Option<Self> {
                let text = <crate::source::Text as crate::decode::Decode>::decode(node, what, sink)?;
                let value = $name::ALL.iter().copied().find(|word| word.as_str() == text.as_str());
                if value.is_none() {
                    let words = $name::ALL.iter().map(|word| word.as_str());
                    sink.add(crate::record::unknown_word(&text, what, words));
                }
                value.map(|value| Self { value, span: node.span })
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                crate::schema::words(
                    concat!($($doc, "\n"),*),
                    &[$( ($word, concat!($($variant_doc, "\n"),*)) ),*],
                )
            }
        }
    };
}

/// An object whose `kind` decides which record the rest of it is.
macro_rules! tagged {
    (
        $(#[doc = $doc:literal])*
        $name:ident { $( $word:literal => $variant:ident($record:ty), )* }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        pub(crate) enum $name { $( $variant($record), )* }

        impl crate::decode::Decode for $name {
            fn decode(
                node: &crate::syntax::Node,
                what: &str,
                sink: &mut crate::mistake::Sink,
            ) -> Option<Self> {
                let mut reader = crate::decode::Reader::open(node, what, sink)?;
                let kind = reader.required::<crate::source::Text>("kind");
                let value = match kind.as_ref().map(crate::source::Text::as_str) {
                    $( Some($word) => {
                        Some(Self::$variant(<$record as crate::decode::Record>::read(&mut reader)))
                    } )*
                    // Which keys belong here is anyone's guess now, so none is called unknown.
                    _ => None,
                };
                match (&kind, &value) {
                    (Some(kind), None) => {
                        reader.report(crate::record::unknown_word(kind, "`kind`", [$($word),*]));
                    }
                    (None, _) if !reader.has("kind") => {
                        let message = "the key `kind` is missing".to_owned();
                        let finding = crate::mistake::Finding::new(reader.opening(), message);
                        let kinds = crate::decode::listed([$($word),*]);
                        reader.report(finding.label("from this object").help(format!("the kinds are {kinds}")));
                    }
                    (None, _) => {}
                    (Some(_), Some(_)) => reader.close(),
                }
                value
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let variants = vec![$(
                    crate::schema::tagged(<$record as schemars::JsonSchema>::json_schema(generator), $word)
                ),*];
                crate::schema::one_of(concat!($($doc, "\n"),*), variants)
            }
        }
    };
}

/// An object that is one of several records, told apart by a key only one of them has.
macro_rules! keyed {
    (
        $(#[doc = $doc:literal])*
        $name:ident { $( $key:literal => $variant:ident($record:ty), )* }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        pub(crate) enum $name { $( $variant($record), )* }

        impl crate::decode::Decode for $name {
            fn decode(
                node: &crate::syntax::Node,
                what: &str,
                sink: &mut crate::mistake::Sink,
            ) -> Option<Self> {
                let mut reader = crate::decode::Reader::open(node, what, sink)?;
                $( if reader.has($key) {
                    let record = <$record as crate::decode::Record>::read(&mut reader);
                    reader.close();
                    return Some(Self::$variant(record));
                } )*
                let keys = crate::decode::listed([$($key),*]);
                let message = format!("{what} needs one of the keys {keys}");
                let finding = crate::mistake::Finding::new(reader.opening(), message);
                reader.report(finding);
                None
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let variants = vec![$( <$record as schemars::JsonSchema>::json_schema(generator) ),*];
                crate::schema::one_of(concat!($($doc, "\n"),*), variants)
            }
        }
    };
}

pub(crate) use {form, keyed, mark, record, slot, tagged, words};

use crate::decode::listed;
use crate::mistake::Finding;
use crate::nearest::did_you_mean;
use crate::source::Text;

/// The mistake of a word that is none of its set.
pub(crate) fn unknown_word<'a>(
    text: &Text,
    what: &str,
    words: impl IntoIterator<Item = &'a str> + Clone,
) -> Finding {
    let help = did_you_mean(text.as_str(), words.clone())
        .unwrap_or_else(|| format!("it is one of {}", listed(words)));
    let message = format!("{what} cannot be `{}`", text.as_str());
    Finding::new(text.span, message).label("none of the known words").help(help)
}
