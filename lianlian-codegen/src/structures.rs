//! Structures that travel in a string: one struct for each group of fields.

use lianlian_spec::Spec;
use lianlian_spec::model::{Encoding, Field, Group, Required, Structure};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::docs::{self, doc, sentence};
use crate::{builder, codes, ident, meta, received, types};

/// The Rust name of a structure.
pub(crate) fn type_name(id: &str) -> String {
    codes::pascal(id)
}

/// The name of the type that stands for a structure's description.
pub(crate) fn marker_name(id: &str) -> String {
    format!("{}Structure", type_name(id))
}

/// The module of all structures.
pub(crate) fn module(spec: &Spec) -> TokenStream {
    let structures = spec.structures.iter().map(|one| structure(spec, one));
    quote! {
        /// Structures that travel in a string.
        #[allow(dead_code, unused_imports)]
        pub mod structures {
            use ::lianlian::__private as __p;
            #(#structures)*
        }
    }
}

fn structure(spec: &Spec, structure: &Structure) -> TokenStream {
    let Structure { id, title, .. } = structure;
    let name = ident(&type_name(id));
    let marker = ident(&marker_name(id));
    let encoding = meta::encoding(&structure.encoding);
    let groups: Vec<_> = structure.groups.iter().map(|group| ident(&group.type_name)).collect();
    let mut paragraphs = vec![sentence(title)];
    paragraphs.extend(structure.description.as_deref().map(sentence));
    let alias = match (&structure.encoding, groups.first()) {
        (Encoding::Separated { max_entries, .. }, Some(entry)) => {
            paragraphs.push(format!(
                "At most {max_entries} entries; start with [`SeparatedList::new`](__p::SeparatedList::new)."
            ));
            quote!(__p::SeparatedList<#entry>)
        }
        (Encoding::JsonList, Some(entry)) => {
            paragraphs.push("Only replies carry it.".to_owned());
            quote!(__p::ReceivedList<#entry>)
        }
        _ => {
            paragraphs.push(
                "Start with [`JsonString::new`](__p::JsonString::new) and add groups.".to_owned(),
            );
            quote!(__p::JsonString<#marker>)
        }
    };
    paragraphs.push(format!(
        "Groups: {}.",
        groups.iter().map(|group| format!("[`{group}`]")).collect::<Vec<_>>().join(", "),
    ));
    paragraphs.extend(structure.notes.iter().map(|note| sentence(note)));
    let docs = doc(&paragraphs);
    let rust_type = format!("structures::{name}");
    let marker_docs = doc(&[format!("The description of [`{name}`].")]);
    let items = structure.groups.iter().map(|one| group(spec, structure, one));
    let group_trait = match &structure.encoding {
        Encoding::JsonList => quote!(__p::ReceivedGroup),
        Encoding::JsonObject | Encoding::Separated { .. } => quote!(__p::Group),
    };
    quote! {
        #docs
        pub type #name = #alias;

        #marker_docs
        #[derive(Debug)]
        pub enum #marker {}

        impl __p::Structure for #marker {
            const META: &'static __p::StructureMeta = {
            static META: __p::StructureMeta = __p::StructureMeta {
                id: #id,
                rust_type: #rust_type,
                title: #title,
                encoding: #encoding,
                groups: &[#(<#groups as #group_trait>::META),*],
            };
            &META
            };
        }

        #(#items)*
    }
}

fn group(spec: &Spec, structure: &Structure, group: &Group) -> TokenStream {
    let name = ident(&group.type_name);
    let marker = ident(&marker_name(&structure.id));
    let (group_name, title) = (&group.name, &group.title);
    let mut paragraphs = vec![sentence(title)];
    paragraphs.extend(group.description.as_deref().map(sentence));
    paragraphs.push(match &group.in_list {
        Some(list) => format!("An entry of `{list}` in `{}`.", structure.id),
        None => format!("The group `{group_name}` of `{}`.", structure.id),
    });
    paragraphs.extend(group.rules.iter().map(|rule| docs::rule(&rule.kind)));
    paragraphs.extend(group.notes.iter().map(|note| sentence(note)));
    let docs = doc(&paragraphs);
    if structure.encoding == Encoding::JsonList {
        return received::group(spec, group, &docs);
    }
    let struct_fields = group.fields.iter().map(|field| struct_field(spec, field));
    let values = group.fields.iter().enumerate().map(|(at, field)| value(spec, at, field));
    let in_list = match &group.in_list {
        Some(list) => quote!(Option::Some(#list)),
        None => quote!(Option::None),
    };
    let fields = meta::fields(spec, &group.fields);
    let rules = meta::rules(&group.rules);
    let all: Vec<_> = group.fields.iter().collect();
    let builder = builder::builder(
        spec,
        &structure.id,
        &group.type_name,
        &all,
        &quote! {
            __p::check_group(&built)?;
        },
    );
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct #name {
            #(#struct_fields)*
        }

        impl __p::Group for #name {
            type Structure = #marker;
            const META: &'static __p::GroupMeta = {
            static META: __p::GroupMeta = __p::GroupMeta {
                name: #group_name,
                title: #title,
                in_list: #in_list,
                fields: #fields,
                rules: #rules,
            };
            &META
            };

            fn value(&self, index: usize) -> __p::Value<'_> {
                match index {
                    #(#values)*
                    _ => __p::Value::absent(),
                }
            }
        }

        #builder
    }
}

/// A public field of a request or group.
pub(crate) fn struct_field(spec: &Spec, field: &Field) -> TokenStream {
    let docs = doc(&docs::field(field));
    let name = ident(&field.rust_name);
    let ty = types::of(spec, field);
    match field.required {
        Required::Yes => quote!(#docs pub #name: #ty,),
        Required::No | Required::Conditional => {
            quote!(#docs pub #name: Option<#ty>,)
        }
    }
}

fn value(spec: &Spec, at: usize, field: &Field) -> TokenStream {
    let name = ident(&field.rust_name);
    let ty = types::of(spec, field);
    let kind = kind(field);
    let ty = match field.required {
        Required::Yes => ty,
        Required::No | Required::Conditional => quote!(Option<#ty>),
    };
    quote!(#at => <#ty as __p::FieldValue<__p::kind::#kind>>::value(&self.#name),)
}

/// The type that stands for the field's kind.
pub(crate) fn kind(field: &Field) -> Ident {
    format_ident!("{}", codes::pascal(kind_name(field)))
}

fn kind_name(field: &Field) -> &'static str {
    use lianlian_spec::model::Kind;
    match field.kind {
        Kind::Text => "text",
        Kind::Digits => "digits",
        Kind::Int => "int",
        Kind::Amount => "amount",
        Kind::Time => "time",
        Kind::Date => "date",
        Kind::Ip => "ip",
        Kind::Code(_) => "code",
        Kind::Structure(_) => "structure",
    }
}

/// A remark that a name on the wire is not the Rust name.
pub(crate) fn wire_name(field: &Field) -> Option<TokenStream> {
    let name = &field.name;
    (field.name != field.rust_name).then(|| quote!(#[lianlian(field = #name)]))
}
