//! Static data about fields and rules.

use lianlian_spec::Spec;
use lianlian_spec::model::{
    CardKind, Condition, Encoding, Field, FilledBy, FollowUp, Kind, Repeat, Required, Rule,
    RuleKind, State, StateMeaning, Step, Tells, Transport, Unsigned,
};
use proc_macro2::TokenStream;
use quote::quote;

use crate::ident;

/// The table of some fields.
pub(crate) fn fields(spec: &Spec, fields: &[Field]) -> TokenStream {
    let fields = fields.iter().map(|one| field(spec, one));
    quote!(&[#(#fields),*])
}

/// Places of the fields in the order of the signature source: by name without regard to ASCII case, then by
/// bytes. The run time compares in the same way; the tests hold the two together.
pub(crate) fn order(fields: &[Field]) -> TokenStream {
    let mut places: Vec<_> = (0_u16..).zip(fields).collect();
    places.sort_by_cached_key(|(_, field)| (field.name.to_ascii_lowercase(), field.name.clone()));
    let places = places.into_iter().map(|(at, _)| proc_macro2::Literal::u16_unsuffixed(at));
    quote!(&[#(#places),*])
}

fn field(spec: &Spec, field: &Field) -> TokenStream {
    let Field { name, meaning, forbidden, lengths, .. } = field;
    let kind = kind(spec, &field.kind);
    let required = match field.required {
        Required::Yes => quote!(.required()),
        Required::No => quote!(),
        Required::Conditional => quote!(.conditional()),
    };
    let min_len = field.min_len.map(|n| quote!(.min_len(#n)));
    let max_len = field.max_len.map(|n| quote!(.max_len(#n)));
    let lengths = (!lengths.is_empty()).then(|| quote!(.lengths(&[#(#lengths),*])));
    let range = field.range.as_ref().map(|range| {
        let (min, max) = (&range.min, &range.max);
        quote!(.range(#min, #max))
    });
    let fixed = field.fixed.as_ref().map(|text| quote!(.fixed(#text)));
    let default = field.default.as_ref().map(|text| quote!(.default(#text)));
    let sensitive = field.sensitive.then(|| quote!(.sensitive()));
    let identity = field.identity.then(|| quote!(.identity()));
    let unsigned = field.unsigned.map(|mark| match mark {
        Unsigned::Always => quote!(.unsigned(__p::UnsignedMark::Always)),
        Unsigned::Maybe => quote!(.unsigned(__p::UnsignedMark::Maybe)),
    });
    let filled_by = field.filled_by.map(|by| {
        let by = match by {
            FilledBy::Merchant => quote!(Merchant),
            FilledBy::Scheme => quote!(Scheme),
            FilledBy::Signature => quote!(Signature),
            FilledBy::Clock => quote!(Clock),
        };
        quote!(.filled_by(__p::FilledBy::#by))
    });
    let forbidden = (!forbidden.is_empty()).then(|| {
        let texts = forbidden.iter().map(ToString::to_string);
        quote!(.forbidden(&[#(#texts),*]))
    });
    let allowed = (!field.allowed.is_empty()).then(|| {
        let ranges = field.allowed.iter().map(|(first, last)| quote!((#first, #last)));
        quote!(.allowed(&[#(#ranges),*]))
    });
    let currency = field.currency.as_ref().map(|text| quote!(.currency(#text)));
    let when = field.when.as_ref().map(|text| quote!(.when(#text)));
    let aliases = &field.aliases;
    let aliases = (!aliases.is_empty()).then(|| quote!(.aliases(&[#(#aliases),*])));
    let edition = field.edition.as_ref().map(|text| quote!(.edition(#text)));
    quote! {
        __p::FieldMeta::new(#name, #meaning, #kind)
            #required #min_len #max_len #lengths #range #fixed #default #sensitive #identity
            #unsigned #filled_by #forbidden #allowed #currency #when #aliases #edition
    }
}

fn kind(spec: &Spec, kind: &Kind) -> TokenStream {
    match kind {
        Kind::Text => quote!(__p::Kind::Text),
        Kind::Digits => quote!(__p::Kind::Digits),
        Kind::Int => quote!(__p::Kind::Int),
        Kind::Amount => quote!(__p::Kind::Amount),
        Kind::Time => quote!(__p::Kind::Time),
        Kind::Date => quote!(__p::Kind::Date),
        Kind::Ip => quote!(__p::Kind::Ip),
        Kind::Code(list) => {
            let name = spec.code_list(list).map_or(list.as_str(), |list| &list.type_name);
            let name = ident(name);
            quote!(__p::Kind::Code(super::codes::#name::LIST))
        }
        Kind::Structure(id) => {
            let name = ident(&crate::structures::marker_name(id));
            quote!(__p::Kind::Structure(
                <super::structures::#name as __p::Structure>::META
            ))
        }
    }
}

/// The table of some rules.
pub(crate) fn rules(rules: &[Rule]) -> TokenStream {
    let rules = rules.iter().map(|one| rule(&one.kind));
    quote!(&[#(#rules),*])
}

fn rule(rule: &RuleKind) -> TokenStream {
    match rule {
        RuleKind::OneOf { fields } => quote!(__p::Rule::OneOf(&[#(#fields),*])),
        RuleKind::MutuallyExclusive { fields } => {
            quote!(__p::Rule::MutuallyExclusive(&[#(#fields),*]))
        }
        RuleKind::RequiresTogether { fields } => {
            quote!(__p::Rule::RequiresTogether(&[#(#fields),*]))
        }
        RuleKind::IgnoredIfPresent { fields, present } => {
            quote!(__p::Rule::IgnoredIfPresent(&[#(#fields),*], #present))
        }
        RuleKind::Equal { fields } => quote!(__p::Rule::Equal(&[#(#fields),*])),
        RuleKind::RequiredIf { field, condition } => {
            let condition = self::condition(condition);
            quote!(__p::Rule::RequiredIf(#field, #condition))
        }
        RuleKind::MaxClockSkew { field, minutes } => {
            quote!(__p::Rule::MaxClockSkew(#field, #minutes))
        }
        RuleKind::CardKind { field, values, card } => {
            let card = card_kind(*card);
            quote!(__p::Rule::CardKind(#field, &[#(#values),*], #card))
        }
        RuleKind::NotAbove { field, limit } => quote!(__p::Rule::NotAbove(#field, #limit)),
        RuleKind::FollowUpWindow { operation, hours } => {
            quote!(__p::Rule::FollowUpWindow(#operation, #hours))
        }
    }
}

fn condition(condition: &Condition) -> TokenStream {
    match condition {
        Condition::In { field, values } => quote!(__p::Condition::In(#field, &[#(#values),*])),
        Condition::Present { field, present } => quote!(__p::Condition::Present(#field, #present)),
        Condition::Contract { name } => quote!(__p::Condition::Contract(#name)),
        Condition::Card { card } => {
            let card = card_kind(*card);
            quote!(__p::Condition::Card(#card))
        }
    }
}

fn card_kind(card: CardKind) -> TokenStream {
    match card {
        CardKind::Debit => quote!(__p::CardKind::Debit),
        CardKind::Credit => quote!(__p::CardKind::Credit),
    }
}

/// The operations that continue another.
pub(crate) fn follow_ups(follow_ups: &[FollowUp]) -> TokenStream {
    let follow_ups = follow_ups.iter().map(|follow_up| {
        let operation = &follow_up.operation;
        let condition = match &follow_up.condition {
            Some(given) => {
                let given = condition(given);
                quote!(Option::Some(#given))
            }
            None => quote!(Option::None),
        };
        quote!(__p::FollowUp { operation: #operation, condition: #condition })
    });
    quote!(&[#(#follow_ups),*])
}

/// What a reply asks for next.
pub(crate) fn steps(steps: &[Step]) -> TokenStream {
    let steps = steps.iter().map(|step| {
        let Step { name, codes, operation, .. } = step;
        let or_present = match &step.or_present {
            Some(field) => quote!(Option::Some(#field)),
            None => quote!(Option::None),
        };
        quote! {
            __p::StepMeta {
                name: #name,
                codes: &[#(#codes),*],
                or_present: #or_present,
                operation: #operation,
            }
        }
    });
    quote!(&[#(#steps),*])
}

/// What a code says about an order.
pub(crate) fn state(state: &State) -> TokenStream {
    let (means, is_final) = (meaning(state.means), state.is_final);
    let means_for = state.means_for.iter().map(|(operation, means)| {
        let means = meaning(*means);
        quote!((#operation, #means))
    });
    quote!(.state(#means, #is_final, &[#(#means_for),*]))
}

fn meaning(means: StateMeaning) -> TokenStream {
    // The run time's variants are the spec's words in Pascal case; the compiler checks it.
    let means = ident(&crate::codes::pascal(means.as_str()));
    quote!(__p::StateMeaning::#means)
}

/// What sending an operation a second time does.
pub(crate) fn repeat(repeat: Repeat) -> TokenStream {
    let repeat = ident(&crate::codes::pascal(repeat.as_str()));
    quote!(.repeat(__p::Repeat::#repeat))
}

/// How a message tells what became of an order.
pub(crate) fn tells(tells: &Tells) -> TokenStream {
    let Tells { state, missing, .. } = tells;
    let option = |name: &Option<String>| match name {
        Some(name) => quote!(Option::Some(#name)),
        None => quote!(Option::None),
    };
    let (number, amount) = (option(&tells.number), option(&tells.amount));
    let settled = option(&tells.settled);
    quote! {
        .tells(__p::Tells {
            state: #state,
            number: #number,
            amount: #amount,
            settled: #settled,
            missing: &[#(#missing),*],
        })
    }
}

/// References to the descriptions of other operations.
pub(crate) fn references(spec: &Spec, ids: &[String]) -> TokenStream {
    let known = ids.iter().filter_map(|id| spec.operation(id));
    let references = known.map(|one| {
        let (product, name) = (ident(&one.product), ident(&one.type_name));
        quote!(<super::#product::#name as __p::Operation>::META)
    });
    quote!(&[#(#references),*])
}

/// How a structure is written.
pub(crate) fn encoding(encoding: &Encoding) -> TokenStream {
    match encoding {
        Encoding::JsonObject => quote!(__p::Encoding::JsonObject),
        Encoding::JsonList => quote!(__p::Encoding::JsonList),
        Encoding::Separated { field_separator, entry_separator, max_entries } => {
            let (field, entry) = (field_separator.to_string(), entry_separator.to_string());
            let max_entries = usize::try_from(*max_entries).unwrap_or(usize::MAX);
            quote!(__p::Encoding::Separated { field: #field, entry: #entry, max_entries: #max_entries })
        }
    }
}

/// How an operation travels.
pub(crate) fn transport(transport: Transport) -> TokenStream {
    let name = match transport {
        Transport::JsonPost => quote!(JsonPost),
        Transport::FormPost => quote!(FormPost),
        Transport::FormReqData => quote!(FormReqData),
        Transport::EncryptedJsonPost => quote!(EncryptedJsonPost),
        Transport::MobileSdk => quote!(MobileSdk),
        Transport::Notification => quote!(Notification),
        Transport::SyncNotification => quote!(SyncNotification),
    };
    quote!(__p::Transport::#name)
}
