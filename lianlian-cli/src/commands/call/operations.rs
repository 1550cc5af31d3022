//! The operations that can be called, and how each of them is.

use lianlian::meta::OperationMeta;
use lianlian::{
    CallOptions, Client, Filling, Form, FormPost, JsonPost, MobilePayload, MobileSdk, NotExecuted,
    OPERATIONS, Operation, Preview, ReplyMembers, RequestFields, SendError, Sensitive, Signer,
    SourceHash, aggregate, body_of, card_bind, easypay, exchange, instant, mpay, online_banking,
    refund, tools, unified, write_source,
};

use super::nearest::nearest;
use crate::failure::Failure;

/// An operation that somebody can call.
pub(super) struct Callable {
    pub(super) meta: &'static OperationMeta,
    /// Calls it.
    pub(super) call: fn(&Job<'_>) -> Result<Done, SendError>,
    /// Makes its message and sends nothing.
    pub(super) sketch: fn(&Draft<'_>) -> Result<Sketch, NotExecuted>,
}

/// What an operation is called with.
pub(super) struct Job<'j> {
    pub(super) client: &'j Client,
    pub(super) fields: &'j [(&'j str, &'j str)],
    pub(super) contracts: &'j [String],
    pub(super) options: &'j CallOptions,
}

/// What a call brought.
pub(super) enum Done {
    /// A verified reply, and its members that the signature does not cover.
    Reply(Sensitive, Vec<String>),
    /// A form for the payer's browser.
    Form(Form),
    /// What an app hands to the mobile SDK.
    Payload(MobilePayload),
}

/// What a message is made of.
pub(super) struct Draft<'d> {
    pub(super) fields: &'d [(&'d str, &'d str)],
    pub(super) contracts: &'d [String],
    pub(super) filling: &'d Filling<'d>,
    pub(super) signer: &'d dyn Signer,
}

/// A signed message that is not sent.
pub(super) struct Sketch {
    /// The message as JSON.
    pub(super) message: Sensitive,
    /// What is signed, with sensitive values masked.
    pub(super) masked_source: String,
}

/// Every operation but what the gateway sends of itself. The compiler checks how each is called, a test
/// that none is missing.
static CALLABLE: [Callable; 34] = [
    post::<aggregate::DirectPay>(),
    post::<aggregate::Query>(),
    form::<aggregate::WebRedirect>(),
    post::<card_bind::Apply>(),
    post::<card_bind::Query>(),
    post::<card_bind::Unbind>(),
    post::<card_bind::Verify>(),
    post::<easypay::Apply>(),
    form::<easypay::H5Redirect>(),
    payload::<easypay::MobilePay>(),
    post::<easypay::PreauthCancel>(),
    post::<easypay::PreauthCapture>(),
    post::<easypay::PreauthQuery>(),
    post::<easypay::Query>(),
    post::<easypay::Verify>(),
    form::<easypay::WebRedirect>(),
    post::<exchange::Apply>(),
    post::<exchange::Query>(),
    post::<exchange::Verify>(),
    post::<instant::Apply>(),
    post::<instant::Confirm>(),
    post::<instant::Query>(),
    post::<mpay::CardBindApply>(),
    post::<mpay::CardBindVerify>(),
    post::<mpay::PayApply>(),
    post::<mpay::PayVerify>(),
    post::<mpay::Query>(),
    form::<online_banking::Redirect>(),
    post::<refund::Apply>(),
    post::<refund::ExchangeApply>(),
    post::<refund::Query>(),
    post::<tools::BalanceQuery>(),
    post::<tools::CardBinQuery>(),
    post::<unified::CreatePayment>(),
];

const fn post<O: JsonPost>() -> Callable {
    let call = |job: &Job<'_>| {
        let request = request::<O>(job.fields, job.contracts)?;
        let reply = job.client.send_into::<ReplyMembers<O>, _>(&request, job.options)?;
        Ok(Done::Reply(reply.json(), reply.left_out().map(str::to_owned).collect()))
    };
    Callable { meta: O::META, call, sketch: sketch::<O> }
}

const fn form<O: FormPost>() -> Callable {
    let call = |job: &Job<'_>| {
        let request = request::<O>(job.fields, job.contracts)?;
        Ok(Done::Form(job.client.form(&request)?))
    };
    Callable { meta: O::META, call, sketch: sketch::<O> }
}

const fn payload<O: MobileSdk>() -> Callable {
    let call = |job: &Job<'_>| {
        let request = request::<O>(job.fields, job.contracts)?;
        Ok(Done::Payload(job.client.mobile_payload(&request)?))
    };
    Callable { meta: O::META, call, sketch: sketch::<O> }
}

fn request<O: Operation>(
    fields: &[(&str, &str)],
    contracts: &[String],
) -> Result<RequestFields<O>, NotExecuted> {
    Ok(RequestFields::new(fields.iter().copied(), contracts)?)
}

fn sketch<O: Operation>(draft: &Draft<'_>) -> Result<Sketch, NotExecuted> {
    let request = request::<O>(draft.fields, draft.contracts)?;
    let configured = draft.filling.scheme.sign_type();
    if !O::META.sign_types.contains(&configured) {
        let accepted = O::META.sign_types.join(" or ");
        return Err(NotExecuted::Scheme { operation: O::META.id, accepted, configured });
    }
    let mut hash = SourceHash::new(draft.filling.scheme);
    write_source(&request, draft.filling, &mut hash);
    let signature = draft.signer.sign(hash)?;
    let body = body_of(&request, draft.filling, &signature);
    let members = Preview::filled(&request, draft.filling).members;
    let masked = members.iter().map(|member| {
        let text = if member.sensitive { "***" } else { &member.text };
        format!("{}={text}", member.name)
    });
    Ok(Sketch {
        message: String::from_utf8_lossy(&body).into_owned().into(),
        masked_source: masked.collect::<Vec<_>>().join("&"),
    })
}

/// The operation of this name.
pub(super) fn find(id: &str) -> Result<&'static Callable, Failure> {
    if let Some(found) = CALLABLE.iter().find(|callable| callable.meta.id == id) {
        return Ok(found);
    }
    let ids = || CALLABLE.iter().map(|callable| callable.meta.id);
    if OPERATIONS.iter().any(|meta| meta.id == id) {
        return Err(Failure::Usage(format!(
            "{id}: the gateway sends it, nobody can call it; these can be called:\n{}",
            listed(ids())
        )));
    }
    let near = nearest(id, ids());
    Err(Failure::Usage(if near.is_empty() {
        format!("{id}: there is no such operation; these can be called:\n{}", listed(ids()))
    } else {
        format!("{id}: there is no such operation; did you mean {}?", near.join(" or "))
    }))
}

fn listed<'i>(ids: impl Iterator<Item = &'i str>) -> String {
    ids.map(|id| format!("  {id}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use lianlian::meta::Transport;

    use super::*;

    #[test]
    fn whatever_the_gateway_does_not_send_itself_can_be_called() {
        let sent = [Transport::Notification, Transport::SyncNotification];
        let known = OPERATIONS.iter().filter(|meta| !sent.contains(&meta.transport));
        let mut known: Vec<_> = known.map(|meta| meta.id).collect();
        known.sort_unstable();
        assert_eq!(CALLABLE.iter().map(|callable| callable.meta.id).collect::<Vec<_>>(), known);
    }
}
