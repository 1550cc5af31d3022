//! Signed requests that somebody else carries out: the payer's browser, or the vendor's SDK in an app.

use crate::charset::Charset;
use crate::form::Form;
use crate::meta::OperationMeta;
use crate::mobile_payload::MobilePayload;
use crate::operation::{FormPost, MobileSdk, Operation};
use crate::outcome::NotExecuted;
use crate::request::{Request, enveloped_pairs, pairs_of, text_of};
use crate::sensitive::Sensitive;
use crate::validate::check_form_values;

use super::Client;

impl Client {
    /// Signs a request for the payer's browser and makes the form that posts it.
    ///
    /// The operation decides whether the form has an input for each field or one for all, which holds
    /// the signed JSON (`req_data`). Where it lets the request choose the encoding (`charset_name`),
    /// the form is posted in that encoding; encodings other than UTF-8 need the Cargo feature
    /// `charsets`. What is signed is UTF-8 all the same: the gateway's documentation does not say in
    /// which encoding it verifies, and knows but one signature source.
    ///
    /// # Errors
    /// [`NotExecuted`]: the request breaks the spec, holds a character that the encoding lacks, or
    /// cannot be signed. A form that was never handed to a browser executes nothing.
    pub fn form<R>(&self, request: &R) -> Result<Form, NotExecuted>
    where
        R: Request,
        R::Operation: FormPost,
    {
        let meta = R::Operation::META;
        let filling = self.filling();
        let signature = self.sign(request, meta, &filling)?;
        let pairs = pairs_of(request, &filling, &signature).into_iter();
        let mut pairs: Vec<_> = pairs.map(|(name, value)| (name, value.into())).collect();
        let charset = charset(meta, &pairs)?;
        check_form_values(meta, &pairs, charset, meta.envelope.is_none())?;
        if meta.envelope.is_some() {
            pairs = enveloped_pairs(request, &filling, text_of(request, &filling, &signature));
        }
        Ok(Form::new(self.url(meta), charset, pairs))
    }

    /// Signs a request for the vendor's SDK: the text that the app passes to it.
    ///
    /// The key stays on the server; the app gets the payload only.
    ///
    /// # Errors
    /// [`NotExecuted`]: the request breaks the spec or cannot be signed. A payload that was never
    /// handed to the SDK executes nothing.
    pub fn mobile_payload<R>(&self, request: &R) -> Result<MobilePayload, NotExecuted>
    where
        R: Request,
        R::Operation: MobileSdk,
    {
        let filling = self.filling();
        let signature = self.sign(request, R::Operation::META, &filling)?;
        Ok(MobilePayload::new(text_of(request, &filling, &signature)))
    }
}

/// The encoding that the request asks for, or that holds when it does not.
fn charset(
    meta: &OperationMeta,
    pairs: &[(&'static str, Sensitive)],
) -> Result<Charset, NotExecuted> {
    let Some(field) = meta.charset_field.and_then(|name| meta.request_field(name)) else {
        return Ok(Charset::Utf8);
    };
    let asked = pairs.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.expose());
    let Some(name) = asked.or(field.default) else {
        return Ok(Charset::Utf8);
    };
    Charset::named(name).map_err(|reason| NotExecuted::Charset {
        operation: meta.id,
        charset: name.to_owned(),
        reason,
    })
}
