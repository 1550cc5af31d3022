//! What holds for the gateway as a whole, and its return codes.

use std::net::Ipv4Addr;

use lianlian_spec::Spec;
use lianlian_spec::model::{
    Bank, Class, Limits, NotificationAddresses, Outcome, Retry, ReturnCode,
};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::{doc, sentence};
use crate::{Options, codes, ident};

pub(crate) fn gateway(spec: &Spec, options: &Options) -> TokenStream {
    let gateway = &spec.gateway;
    let docs = doc(&[sentence(&gateway.title), sentence(&gateway.description)]);
    let title = &gateway.title;
    let content_type = &gateway.request_content_type;
    let notification = {
        let policy = &gateway.notification;
        let (attempts, interval) = (policy.attempts, policy.interval_minutes);
        let (answer, content_type) = (policy.answer_seconds, &policy.content_type);
        quote!(__p::NotificationPolicy {
            attempts: #attempts,
            interval_minutes: #interval,
            answer_seconds: #answer,
            content_type: #content_type,
        })
    };
    let order = {
        let policy = &gateway.order;
        let identity = &policy.identity;
        let (days, minutes) = (policy.date_tolerance_days, policy.validity_minutes);
        quote!(__p::OrderPolicy {
            identity: &[#(#identity),*],
            date_tolerance_days: #days,
            validity_minutes: #minutes,
        })
    };
    let limits = limits(&gateway.limits);
    let mut sorted: Vec<_> = spec.return_codes.iter().collect();
    sorted.sort_by(|a, b| a.code.cmp(&b.code));
    let return_codes = sorted.into_iter().map(return_code);
    let mut banks: Vec<_> = spec.banks.iter().collect();
    banks.sort_by(|a, b| a.code.cmp(&b.code));
    let banks = banks.into_iter().map(bank);
    let addresses = spec.notification_addresses.iter().map(addresses);
    let event = &gateway.notification.event;
    let event = (!event.is_empty()).then(|| quote!(.event(&[#(#event),*])));
    let pages = options.pages.as_ref().map(|folder| quote!(.pages(#folder)));
    quote! {
        use ::lianlian::__private as __p;

        #docs
        pub static GATEWAY: __p::GatewayMeta = __p::GatewayMeta::new(
            #title,
            #content_type,
            #notification,
            #order,
            &[#(#return_codes),*],
        )
        .limits(#limits)
        .tables(&[#(#banks),*], &[#(#addresses),*])
        #event
        #pages;
    }
}

fn limits(limits: &Limits) -> TokenStream {
    let Limits {
        trial_payment_yuan,
        trial_day_yuan,
        trial_month_yuan,
        token_minutes,
        sms_code_minutes,
        payout_repeat_hours,
        confirm_tries,
        refund_months,
        refund_query_minutes,
        exchange_progress_minutes,
        exchange_recovery_days,
        ..
    } = limits;
    let yuan = |number: &u32| {
        let fen = u64::from(*number).saturating_mul(100);
        quote!(__p::Amount::from_fen(#fen))
    };
    let (payment, day) = (yuan(trial_payment_yuan), yuan(trial_day_yuan));
    let month = yuan(trial_month_yuan);
    quote!(__p::Limits {
        trial_payment: #payment,
        trial_day: #day,
        trial_month: #month,
        token_minutes: #token_minutes,
        sms_code_minutes: #sms_code_minutes,
        payout_repeat_hours: #payout_repeat_hours,
        confirm_tries: #confirm_tries,
        refund_months: #refund_months,
        refund_query_minutes: #refund_query_minutes,
        exchange_progress_minutes: #exchange_progress_minutes,
        exchange_recovery_days: #exchange_recovery_days,
    })
}

fn bank(bank: &Bank) -> TokenStream {
    let Bank { code, name, zh, abbreviation, .. } = bank;
    quote! {
        __p::Bank { code: #code, name: #name, zh: #zh, abbreviation: #abbreviation }
    }
}

fn addresses(table: &NotificationAddresses) -> TokenStream {
    let edition = &table.edition;
    let constant = |address: Ipv4Addr| {
        let [a, b, c, d] = address.octets();
        quote!(__p::Ipv4Addr::new(#a, #b, #c, #d))
    };
    let ranges = table.ranges.iter().map(|range| {
        let (first, last) = (constant(range.0), constant(range.1));
        quote!(__p::AddressRange { first: #first, last: #last })
    });
    quote!(__p::NotificationAddresses { edition: #edition, ranges: &[#(#ranges),*] })
}

fn return_code(code: &ReturnCode) -> TokenStream {
    let text = &code.code;
    let main = reading(
        &code.label,
        &code.meaning,
        code.zh.as_deref(),
        (code.class, code.outcome, code.retry),
    );
    let by_product = code.by_product.iter().map(|own| {
        let product = &own.product;
        let judged = (own.class, own.outcome, own.retry);
        let reading = reading(&own.label, &own.meaning, own.zh.as_deref(), judged);
        quote!((#product, #reading))
    });
    let also = code.also.iter().map(|other| {
        let (label, meaning, zh) = (&other.label, &other.meaning, option(other.zh.as_deref()));
        quote!(__p::AlsoReading { label: #label, meaning: #meaning, zh: #zh })
    });
    let note = option(code.note.as_deref());
    quote! {
        __p::ReturnCode {
            code: #text,
            reading: #main,
            by_product: &[#(#by_product),*],
            also: &[#(#also),*],
            note: #note,
        }
    }
}

fn reading(
    label: &str,
    meaning: &str,
    zh: Option<&str>,
    (class, outcome, retry): (Class, Outcome, Retry),
) -> TokenStream {
    let zh = option(zh);
    // The run time's variants are the spec's words in Pascal case; the compiler checks it.
    let class = ident(&codes::pascal(class.as_str()));
    let outcome = ident(&codes::pascal(outcome.as_str()));
    let retry = ident(&codes::pascal(retry.as_str()));
    quote! {
        __p::Reading {
            label: #label,
            meaning: #meaning,
            zh: #zh,
            class: __p::Class::#class,
            outcome: __p::CodeOutcome::#outcome,
            retry: __p::Retry::#retry,
        }
    }
}

fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(Option::Some(#text)),
        None => quote!(Option::None),
    }
}
