//! Right uses of the derives beside those of the repository's tests, expanded for the snapshots only.

/// A module may have the name of a lifetime.
#[derive(Request)]
#[lianlian(operation = refund::Apply)]
struct Named<'a> {
    no_refund: &'a str,
    money_refund: a::Money,
    dt_refund: Held<'a, a::Time, dyn for<'b> Fn(&'b str)>,
}

/// What a constant on the struct falls back to is what it sends.
#[derive(Request)]
#[lianlian(operation = refund::Apply)]
#[lianlian(field = "no_order", default = number_of_the_day())]
struct Defaulted {
    no_refund: String,
}

/// Attributes of serde that concern reading, or names that no field carries.
#[derive(SignSource)]
#[serde(rename = "envelope", deny_unknown_fields, default = "fresh", crate = "serde")]
#[serde(bound(serialize = "T: Text", deserialize = "T: Text"), expecting = "an envelope")]
#[serde(rename_all = "camelCase")]
struct Envelope<T> {
    order_number: T,
    #[serde(alias = "old_name", default, rename = "newName")]
    new_name: T,
}
