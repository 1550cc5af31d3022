//! `gateway.json` as written.

use crate::decode::{List, Map};
use crate::model::PublishedKind;
use crate::record::record;
use crate::source::{Spanned, Text};

record! {
    /// The gateway as a whole: hosts, products and what holds for every call.
    GatewayFile, overridable {
        /// The JSON Schema of this file, for editors.
        required "$schema" _schema: Text,
        /// Name of the gateway.
        required "title" title: Text,
        /// What the gateway is.
        required "description" description: Text,
        /// Hosts that operations name.
        many "hosts" hosts: Map<HostFile>,
        /// Products; each is a folder of operations. Their order here is their order everywhere.
        many "products" products: Map<ProductFile>,
        /// Agreements a merchant may have with the gateway, which conditions of rules can name.
        many "contracts" contracts: Map<ContractFile>,
        /// Editions of the gateway's documentation, which contradict each other in places.
        many "editions" editions: Map<EditionFile>,
        /// Circumstances that `when` can name.
        many "circumstances" circumstances: Map<CircumstanceFile>,
        /// How notifications are delivered.
        part "notification" notification: NotificationFile,
        /// What every request has in common.
        part "request" request: RequestFile,
        /// What holds for every order.
        part "order" order: OrderFile,
        /// How much, how often and for how long.
        part "limits" limits: LimitsFile,
        /// Keys and secrets that anybody can look up, by the SHA-256 of the public key (DER, `SubjectPublicKeyInfo`) or
        /// of the secret: 64 lower-case hex digits. A client refuses them outside a sandbox.
        many "published_keys" published_keys: Map<PublishedKeyFile>,
        /// Remarks, contradictions of the documentation and how they were settled.
        many "notes" notes: List<Text>,
    }
}

record! {
    /// A key or secret that is published, so that anybody can sign with it.
    PublishedKeyFile, overridable {
        /// What it is.
        required "kind" kind: Spanned<PublishedKind>,
        /// Where it was seen.
        required "seen" seen: Text,
    }
}

record! {
    /// A host of the gateway.
    HostFile, overridable {
        /// `https` address without path and without a slash at its end.
        required "url" url: Text,
        /// What the host serves.
        required "meaning" meaning: Text,
    }
}

record! {
    /// A product of the gateway.
    ProductFile, overridable {
        /// A short name for people.
        required "title" title: Text,
        /// What the product does.
        required "description" description: Text,
    }
}

record! {
    /// An agreement between a merchant and the gateway.
    ContractFile, overridable {
        /// What the agreement is about.
        required "meaning" meaning: Text,
    }
}

record! {
    /// An edition of the gateway's documentation.
    EditionFile, overridable {
        /// Where it is found.
        required "source" source: Text,
    }
}

record! {
    /// A circumstance under which the gateway sends a field.
    CircumstanceFile, overridable {
        /// What it says.
        required "meaning" meaning: Text,
    }
}

record! {
    /// How notifications are delivered.
    NotificationFile, overridable {
        /// How often the gateway tries at most.
        required "attempts" attempts: Spanned<u32>,
        /// Minutes between two attempts.
        required "interval_minutes" interval_minutes: Spanned<u32>,
        /// Seconds within which the merchant has to acknowledge.
        required "answer_seconds" answer_seconds: Spanned<u32>,
        /// `Content-Type` of the notification.
        required "content_type" content_type: Text,
        /// Fields that tell one event from another: which order, and which state of it. A notification with
        /// the same values is the same one come again; those count that it has.
        many "event" event: List<Text>,
    }
}

record! {
    /// What every request has in common.
    RequestFile, overridable {
        /// `Content-Type` of a request that is sent as JSON.
        required "content_type" content_type: Text,
    }
}

record! {
    /// What holds for every order.
    OrderFile, overridable {
        /// Fields that together make an order the same order.
        many "identity" identity: List<Text>,
        /// Days that the date of an order may differ from the gateway's.
        required "date_tolerance_days" date_tolerance_days: Spanned<u32>,
        /// Minutes an order can be paid unless it says otherwise.
        required "validity_minutes" validity_minutes: Spanned<u32>,
    }
}

record! {
    /// How much, how often and for how long, where no field or rule says so. Each is at least 1.
    LimitsFile, overridable {
        /// Yuan of a payment at most, until the merchant is live.
        required "trial_payment_yuan" trial_payment_yuan: Spanned<u32>,
        /// Yuan in a day at most, of a product and payer, until the merchant is live.
        required "trial_day_yuan" trial_day_yuan: Spanned<u32>,
        /// Yuan in a month at most, of a product and payer, until the merchant is live.
        required "trial_month_yuan" trial_month_yuan: Spanned<u32>,
        /// Minutes in which a token can be brought back with its SMS code.
        required "token_minutes" token_minutes: Spanned<u32>,
        /// Minutes in which an SMS code is taken.
        required "sms_code_minutes" sms_code_minutes: Spanned<u32>,
        /// Hours in which a payout is held that looks like a repetition of another.
        required "payout_repeat_hours" payout_repeat_hours: Spanned<u32>,
        /// Wrong confirmation codes of a held payout that are allowed; after one more, none is taken.
        required "confirm_tries" confirm_tries: Spanned<u32>,
        /// Months after the payment in which an order can be refunded.
        required "refund_months" refund_months: Spanned<u32>,
        /// Minutes to wait after a refund was asked for before asking what became of it.
        required "refund_query_minutes" refund_query_minutes: Spanned<u32>,
        /// Minutes in which the bank of an exchange payment answers; then the order waits, and the
        /// bank is asked again.
        required "exchange_progress_minutes" exchange_progress_minutes: Spanned<u32>,
        /// Days for which the bank of an exchange payment is asked before the order is closed.
        required "exchange_recovery_days" exchange_recovery_days: Spanned<u32>,
        /// Remarks.
        many "notes" notes: List<Text>,
    }
}
