//! One notification on its way to the merchant: posted until it is acknowledged.

use lianlian::GATEWAY;
use lianlian::meta::{FieldMeta, OperationMeta};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::saved;
use crate::values::Values;
use crate::view::{Answer, Attempt};

/// One notification on its way.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) key: String,
    #[serde(with = "saved::operation")]
    pub(crate) meta: &'static OperationMeta,
    /// The order or refund that it tells about.
    pub(crate) subject: String,
    /// Where it goes.
    pub(crate) url: String,
    /// What it says.
    facts: Values,
    /// Oldest first.
    pub(crate) attempts: Vec<Attempt>,
    /// Whether no further attempt will follow.
    pub(crate) is_over: bool,
}

impl Delivery {
    pub(crate) fn new(
        key: String,
        meta: &'static OperationMeta,
        subject: &str,
        url: String,
        value: impl Fn(&FieldMeta) -> Option<String>,
    ) -> Self {
        let mut facts = Values::default();
        for field in meta.request {
            if let Some(text) = value(field) {
                facts.set(field.name, text);
            }
        }
        let subject = subject.to_owned();
        Self { key, meta, subject, url, facts, attempts: Vec::new(), is_over: false }
    }

    /// What it says in this field.
    pub(crate) fn fact(&self, field: &FieldMeta) -> Option<String> {
        self.facts.get(field.name).map(str::to_owned)
    }

    /// Whether the merchant has acknowledged it.
    pub(crate) fn is_acknowledged(&self) -> bool {
        self.attempts.iter().any(|attempt| attempt.acknowledged)
    }

    /// Notes an attempt, and whether it was the last.
    pub(crate) fn note(&mut self, attempt: Attempt) {
        let is_pointless = matches!(attempt.answer, Answer::NotSent { .. });
        self.is_over |= attempt.acknowledged || is_pointless;
        self.attempts.push(attempt);
        let most = usize::try_from(GATEWAY.notification.attempts).unwrap_or(usize::MAX);
        self.is_over |= self.attempts.len() >= most;
    }
}

/// Whether the answer is the object that the spec demands: these members with these values, no other.
pub(crate) fn is_acknowledgement(meta: &OperationMeta, answer: &Answer) -> bool {
    let Answer::Http { status: 200, body } = answer else {
        return false;
    };
    let Ok(Value::Object(object)) = serde_json::from_str(body) else {
        return false;
    };
    object.len() == meta.reply.len()
        && meta.reply.iter().all(|field| {
            let given = object.get(field.name).and_then(Value::as_str);
            given.is_some() && given == field.fixed
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lianlian::aggregate::AsyncNotification;
    use lianlian::{Operation as _, ServerNotification as _};

    use super::*;

    #[test]
    fn only_the_exact_object_acknowledges_however_it_is_spaced() {
        let is_one = |status, body: &str| {
            let body = body.to_owned();
            is_acknowledgement(AsyncNotification::META, &Answer::Http { status, body })
        };
        assert!(is_one(200, AsyncNotification::ACKNOWLEDGEMENT));
        assert!(is_one(200, "{ \"ret_msg\": \"ok\",\n \"ret_code\": \"0000\" }"));
        assert!(!is_one(500, AsyncNotification::ACKNOWLEDGEMENT));
        for body in [
            "ok",
            "{}",
            r#"{"ret_code":"0000"}"#,
            r#"{"ret_code":"0000","ret_msg":"OK"}"#,
            r#"{"ret_code":0,"ret_msg":"ok"}"#,
            r#"{"ret_code":"0000","ret_msg":"ok","more":"1"}"#,
            r#"[{"ret_code":"0000","ret_msg":"ok"}]"#,
        ] {
            assert!(!is_one(200, body), "{body}");
        }
    }
}
