//! What is told about a call: one of three outcomes.

use lianlian::meta::OperationMeta;
use lianlian::{NotExecuted, SendError};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::operations::Done;
use crate::failure::{Answer, Failure};
use crate::output;

/// Tells what became of a call.
pub(super) struct Report {
    pub(super) meta: &'static OperationMeta,
    /// As one JSON object on standard output, whatever the outcome.
    pub(super) as_json: bool,
}

impl Report {
    pub(super) fn tell(&self, result: Result<Done, SendError>) -> Result<Answer, Failure> {
        match result {
            Ok(done) => self.done(done).map(|()| Answer::Yes),
            Err(error) => self.undone(&error).map(|()| Answer::No),
        }
    }

    fn done(&self, done: Done) -> Result<(), Failure> {
        match done {
            Done::Reply(reply, left_out) => self.reply(&reply, &left_out),
            Done::Form(form) if self.as_json => {
                let inputs = form.pairs().map(|(name, value)| (name.to_owned(), value.into()));
                self.object(
                    "signed",
                    [(
                        "form",
                        json!({
                            "action": form.action(),
                            "charset": form.charset(),
                            "inputs": inputs.collect::<Map<_, _>>(),
                        }),
                    )],
                )
            }
            Done::Form(form) => output::write(&form.html()),
            Done::Payload(payload) if self.as_json => {
                self.object("signed", [("payload", payload.expose().into())])
            }
            Done::Payload(payload) => output::line(payload.expose()),
        }
    }

    fn reply(&self, reply: &str, left_out: &[String]) -> Result<(), Failure> {
        if !self.as_json {
            if !left_out.is_empty() {
                output::note(&format!("not covered by the signature: {}", left_out.join(", ")));
            }
            return output::line(reply);
        }
        // The reply keeps order and digits, which a parsed value would not.
        let raw: &RawValue = serde_json::from_str(reply)
            .map_err(|_| Failure::Fault("a verified reply is no JSON".to_owned()))?;
        output::line(&format!(
            r#"{{"operation":{},"outcome":"handled","unverified":{},"reply":{raw}}}"#,
            json!(self.meta.id),
            json!(left_out),
        ))
    }

    fn undone(&self, error: &SendError) -> Result<(), Failure> {
        output::note(&error.to_string());
        if error.is_unknown() && !self.meta.query_with.is_empty() {
            output::note(&format!("query it with: {}", self.meta.query_with.join(" or ")));
        }
        if !self.as_json {
            return Ok(());
        }
        let (outcome, reason) = match error {
            SendError::NotExecuted(why) => ("not_executed", why.to_string()),
            SendError::Unknown(why) => ("unknown", why.to_string()),
        };
        let mut members = vec![("reason", reason.into())];
        if let SendError::NotExecuted(NotExecuted::Invalid(violations)) = error {
            let violations = violations.iter();
            let violations = violations.map(
                |violation| json!({"field": violation.field, "problem": violation.kind.to_string()}),
            );
            members.push(("violations", violations.collect()));
        }
        if let Some(refusal) = error.refusal() {
            members.push(("ret_code", refusal.code.as_str().into()));
            members.push(("ret_msg", refusal.message.as_str().into()));
        }
        if error.is_unknown() {
            members.push(("query_with", json!(self.meta.query_with)));
        }
        self.object(outcome, members)
    }

    /// An object that says which operation and which outcome it is about.
    fn object(
        &self,
        outcome: &str,
        members: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Result<(), Failure> {
        let mut object = Map::new();
        object.insert("operation".to_owned(), self.meta.id.into());
        object.insert("outcome".to_owned(), outcome.into());
        object.extend(members.into_iter().map(|(name, value)| (name.to_owned(), value)));
        output::line(&Value::Object(object).to_string())
    }
}
