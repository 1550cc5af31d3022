//! Every message of the spec with its sensitive fields marked: sent, answered, received, and looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::Path;

use lianlian::meta::{FieldMeta, Kind, OperationMeta, Transport, Unsigned};
use lianlian::transport::{Delivery, HttpResponse, TransportError, TransportErrorKind};
use lianlian::{
    BrowserNotification, CallOptions, FormPost, JsonPost, MobileSdk, Notification, OPERATIONS,
    Operation, PayLoad, Preview, ReceiveError, ReplyMembers, Request, RequestFields, Scheme,
    ServerNotification, pairs_of,
};
use lianlian_spec::Spec;
use serde_json::{Map, Value as Json, json};

use crate::marks::{Marks, digits, marked, show, show_error};
use crate::observer::seen;
use crate::support::{
    Answer, MERCHANT, NOW, Script, client, gateway_key, gateway_private_key, receiver_of,
    signed_by_gateway, time,
};
use crate::violations::sensitive_fields;

/// Every sample as Rust, written by the generator.
#[allow(clippy::too_many_lines)]
mod walk {
    include!("../samples/walk.rs");
}

/// What is done with each sample.
pub(crate) trait Visitor {
    fn call<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request + Debug,
        R::Operation: JsonPost,
        <R::Operation as JsonPost>::Reply: Debug;
    fn form<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request + Debug,
        R::Operation: FormPost;
    fn mobile<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request + Debug,
        R::Operation: MobileSdk;
    fn notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + Debug,
        N::Operation: ServerNotification;
    fn browser_notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + Debug,
        N::Operation: BrowserNotification;
}

/// A member that the spec does not know, and that holds what nobody may see.
const UNKNOWN: &str = "cardNumber";

struct Everything {
    spec: Spec,
    /// Names of the fields whose mark was sent or received.
    alive: BTreeSet<&'static str>,
    seen: usize,
}

fn spec() -> Spec {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    lianlian_spec::load(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn meta(id: &str) -> &'static OperationMeta {
    OPERATIONS.iter().find(|meta| meta.id == id).unwrap()
}

/// The marks of these fields, and of what their structures hold.
fn marks_of(fields: &'static [FieldMeta]) -> Marks {
    let mut marks = Marks::default();
    for field in fields {
        if let Kind::Structure(structure) = field.kind {
            let inner = structure.groups.iter().flat_map(|group| group.fields);
            inner.filter(|inner| inner.sensitive).for_each(|inner| marks.add(&marked(inner)));
        } else if field.sensitive {
            marks.add(&marked(field));
        }
    }
    marks
}

/// The text of a structure with its sensitive members marked, and more of them added.
fn marked_structure(field: &FieldMeta, text: &str, alive: &mut BTreeSet<&'static str>) -> String {
    let Kind::Structure(structure) = field.kind else { return text.to_owned() };
    let mark = |members: &mut Map<String, Json>, alive: &mut BTreeSet<&'static str>| {
        let groups = structure.groups.iter().filter(|group| group.in_list.is_none());
        for inner in groups.flat_map(|group| group.fields).filter(|inner| inner.sensitive) {
            members.insert(inner.name.to_owned(), marked(inner).into());
            alive.insert(inner.name);
        }
        let lists = structure.groups.iter().filter_map(|group| Some((group.in_list?, group)));
        for (list, group) in lists {
            let entry: Map<_, _> = group
                .fields
                .iter()
                .filter(|inner| inner.sensitive)
                .map(|inner| (inner.name.to_owned(), Json::from(marked(inner))))
                .collect();
            alive.extend(
                group.fields.iter().filter(|inner| inner.sensitive).map(|inner| inner.name),
            );
            if !entry.is_empty() {
                members.insert(list.to_owned(), json!([entry]));
            }
        }
    };
    match serde_json::from_str(text) {
        Ok(Json::Object(mut members)) => {
            alive.insert(field.name);
            mark(&mut members, alive);
            Json::Object(members).to_string()
        }
        _ => text.to_owned(),
    }
}

/// The members that a program gives, with the sensitive ones marked.
fn marked_pairs<R: Request>(
    request: &R,
    alive: &mut BTreeSet<&'static str>,
) -> Vec<(String, String)> {
    let filling = lianlian::Filling::example();
    let meta = R::Operation::META;
    let given = pairs_of(request, &filling, "x").into_iter().filter_map(|(name, text)| {
        let field = meta.request_field(name)?;
        if field.is_set_by_client() {
            return None;
        }
        let text = match field.kind {
            Kind::Structure(_) => marked_structure(field, &text, alive),
            _ if field.sensitive => {
                alive.insert(field.name);
                marked(field)
            }
            _ => text,
        };
        Some((name.to_owned(), text))
    });
    let mut pairs: Vec<_> = given.collect();
    // Fields that the sample does without, as far as no rule forbids them.
    for field in meta.request.iter().filter(|field| field.sensitive && !field.is_set_by_client()) {
        if pairs.iter().any(|(name, _)| name == field.name)
            || matches!(field.kind, Kind::Structure(_))
        {
            continue;
        }
        pairs.push((field.name.to_owned(), marked(field)));
        if fields_of::<R::Operation>(&pairs).is_ok() {
            alive.insert(field.name);
        } else {
            pairs.pop();
        }
    }
    pairs
}

fn fields_of<O: Operation>(
    pairs: &[(String, String)],
) -> Result<RequestFields<O>, lianlian::validate::Violations> {
    RequestFields::new(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())), &[])
}

/// A message of the gateway: the sample with its sensitive values marked, the echo of `sent`, and a signature.
fn told(
    sample: &str,
    fields: &'static [FieldMeta],
    sent: &[(String, String)],
    alive: &mut BTreeSet<&'static str>,
) -> String {
    let mut members: BTreeMap<String, Json> = serde_json::from_str(sample).unwrap();
    members.remove("sign");
    for field in fields.iter().filter(|field| !field.is_set_by_client()) {
        let echo = sent.iter().find(|(name, _)| name == field.name).map(|(_, text)| text.clone());
        let own = members.get(field.name).and_then(Json::as_str).map(str::to_owned);
        let value = match (echo, field.sensitive, own) {
            (Some(echo), ..) if field.identity || field.sensitive => echo,
            (_, true, own) if matches!(field.kind, Kind::Structure(_)) => {
                marked_structure(field, &own.unwrap_or_default(), alive)
            }
            (_, true, _) => marked(field),
            _ => continue,
        };
        if field.sensitive && !value.is_empty() {
            alive.insert(field.name);
        }
        members.insert(field.name.to_owned(), value.into());
    }
    // Lists of what somebody has, such as agreements.
    for field in fields {
        let Kind::Structure(structure) = field.kind else { continue };
        let inner = structure.groups.iter().flat_map(|group| group.fields);
        let inner: Vec<_> = inner.filter(|inner| inner.sensitive).collect();
        for name in field.names() {
            let Some(Json::Array(entries)) = members.get_mut(name) else { continue };
            for entry in entries.iter_mut().filter_map(Json::as_object_mut) {
                for inner in &inner {
                    entry.insert(inner.name.to_owned(), marked(inner).into());
                    alive.insert(inner.name);
                }
            }
        }
    }
    // Something that the spec does not know, under whatever name it comes.
    members.insert(UNKNOWN.to_owned(), digits(UNKNOWN, 19).into());
    members.insert("sign_type".to_owned(), "RSA".into());
    // What the gateway never signs is there all the same.
    let unsigned = fields.iter().filter(|field| field.unsigned == Some(Unsigned::Always));
    let unsigned: Vec<_> =
        unsigned.filter_map(|field| Some((field.name, members.remove(field.name)?))).collect();
    let signed = signed_by_gateway(&serde_json::to_string(&members).unwrap());
    let mut members: BTreeMap<String, Json> = serde_json::from_str(&signed).unwrap();
    members.extend(unsigned.into_iter().map(|(name, value)| (name.to_owned(), value)));
    serde_json::to_string(&members).unwrap()
}

/// Everything that a call can be answered with, with the marks in it wherever there is room.
fn answers(right: &str, request: &str, card: &str) -> Vec<Answer> {
    let body = |text: &str| Ok(HttpResponse::new(200, text.as_bytes().to_vec()));
    let refusal = |code: &str| {
        let text = format!("卡号[{card}]错误");
        let message = json!({"ret_code": code, "ret_msg": text, "sign_type": "RSA"});
        body(&signed_by_gateway(&message.to_string()))
    };
    let transport = |delivery| {
        let kind = TransportErrorKind::ConnectionBroken { reason: "reset".to_owned() };
        Err(TransportError::new("https://gateway.example", kind, delivery))
    };
    vec![
        body(right),
        Ok(HttpResponse::new(500, request.as_bytes().to_vec())),
        body(request),
        body(&format!("<html>{request}</html>")),
        body(&format!("[{request}]")),
        body(&request[..request.len() / 2]),
        body(&format!("{{{request}")),
        body(&right.replacen("\"sign\":\"", "\"sign\":\"AAAA", 1)),
        body(&right.replacen("\"sign\":\"", &format!("\"sign\":\"{card}"), 1)),
        body(&right.replacen(
            '{',
            &format!("{{\"no_order\":\"{card}\",\"no_order\":\"{card}\","),
            1,
        )),
        refusal("1004"),
        refusal("9999"),
        transport(Delivery::NotSent),
        transport(Delivery::Unknown),
    ]
}

impl Everything {
    fn note(&mut self, id: &str) {
        assert!(self.spec.operation(id).is_some());
        self.seen += 1;
    }

    /// What a struct of the sample shows, and what its preview does.
    fn look_at<R: Request + Debug>(request: &R, id: &str) -> String {
        let meta = R::Operation::META;
        let own = pairs_of(request, &lianlian::Filling::example(), "x");
        let is_sensitive = |name: &str| {
            let field = meta.request_field(name);
            field.is_some_and(|field| field.sensitive && !matches!(field.kind, Kind::Structure(_)))
        };
        let own: Vec<_> = own.iter().filter(|(name, _)| is_sensitive(name)).collect();
        let preview = Preview::of(request);
        let shown = format!("{}{}{preview}", show(request), show(&preview));
        let whole = Marks::of_whole(own.iter().map(|(_, text)| &**text));
        whole.expect_none(&shown, id);
        shown
    }
}

impl Visitor for Everything {
    fn call<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request + Debug,
        R::Operation: JsonPost,
        <R::Operation as JsonPost>::Reply: Debug,
    {
        self.note(id);
        let meta = meta(id);
        let mut shown = Self::look_at(request, id);
        let pairs = marked_pairs(request, &mut self.alive);
        let fields = fields_of::<R::Operation>(&pairs);
        let fields = fields.unwrap_or_else(|wrong| panic!("{id}: {wrong}: {pairs:?}"));
        let preview = Preview::of(&fields);
        for part in [show(&fields), preview.to_string(), show(&preview)] {
            shown.push_str(&part);
        }
        let mut marks = marks_of(meta.request);
        marks_of_reply(&mut marks, meta.reply);
        let sample = self.spec.operation(id).unwrap().samples[at].reply.clone();
        let sample = sample.unwrap_or_else(|| r#"{"ret_code":"0000","ret_msg":"ok"}"#.to_owned());
        let right = told(&sample, meta.reply, &pairs, &mut self.alive);
        let plain: BTreeMap<_, _> = pairs.iter().cloned().collect();
        let plain = serde_json::to_string(&plain).unwrap();
        let card = digits("card_no", 19);
        marks.add(&card);
        let mut read = 0;
        for answer in answers(&right, &plain, &card) {
            let script = Script::default().then(answer.clone()).then(answer);
            let mut outcomes = String::new();
            shown.push_str(&seen(|| {
                let client = client(&script);
                let members = client
                    .send_into::<ReplyMembers<R::Operation>, _>(&fields, &CallOptions::default());
                let reply = client.send(&fields);
                read += usize::from(members.is_ok() && reply.is_ok());
                outcomes.push_str(&members.map_or_else(|e| show_error(&e), |reply| show(&reply)));
                outcomes.push_str(&reply.map_or_else(|e| show_error(&e), |reply| show(&reply)));
                outcomes.push_str(&show(&client));
            }));
            shown.push_str(&outcomes);
            let body = String::from_utf8(script.sent()[0].body.clone()).unwrap();
            let sent = match meta.transport {
                Transport::EncryptedJsonPost => {
                    let outer: BTreeMap<String, String> = serde_json::from_str(&body).unwrap();
                    let text = &outer[meta.envelope.unwrap().field];
                    // What travels encrypted is nowhere in the clear.
                    let sent: Vec<_> = sensitive_of(&pairs, meta);
                    Marks::of(sent.iter().map(String::as_str)).expect_none(&body, "the envelope");
                    PayLoad::decrypt(text, &gateway_private_key()).unwrap().to_string()
                }
                _ => body,
            };
            expect_alive(&sent, &pairs, meta);
        }
        assert!(read >= 1, "{id}: no reply was read, so none was shown: {right}");
        marks.expect_none(&shown, id);
    }

    fn form<R>(&mut self, id: &'static str, _: usize, request: &R)
    where
        R: Request + Debug,
        R::Operation: FormPost,
    {
        self.note(id);
        let meta = meta(id);
        let mut shown = Self::look_at(request, id);
        let pairs = marked_pairs(request, &mut self.alive);
        let fields = fields_of::<R::Operation>(&pairs);
        let fields = fields.unwrap_or_else(|wrong| panic!("{id}: {wrong}: {pairs:?}"));
        let mut sent = String::new();
        shown.push_str(&seen(|| {
            let form = client(&Script::default()).form(&fields).unwrap();
            sent = form.pairs().map(|(_, value)| value.to_owned()).collect();
            tracing::info!(?form, "a program may log it");
        }));
        expect_alive(&sent, &pairs, meta);
        marks_of(meta.request).expect_none(&shown, id);
    }

    fn mobile<R>(&mut self, id: &'static str, _: usize, request: &R)
    where
        R: Request + Debug,
        R::Operation: MobileSdk,
    {
        self.note(id);
        let meta = meta(id);
        let mut shown = Self::look_at(request, id);
        let pairs = marked_pairs(request, &mut self.alive);
        let fields = fields_of::<R::Operation>(&pairs);
        let fields = fields.unwrap_or_else(|wrong| panic!("{id}: {wrong}: {pairs:?}"));
        let payload = client(&Script::default()).mobile_payload(&fields).unwrap();
        expect_alive(payload.expose(), &pairs, meta);
        shown.push_str(&show(&payload));
        marks_of(meta.request).expect_none(&shown, id);
    }

    fn notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + Debug,
        N::Operation: ServerNotification,
    {
        self.note(id);
        let fields = meta(id).request;
        let sample = self.spec.operation(id).unwrap().samples[at].request.clone().unwrap();
        let right = told(&sample, fields, &[], &mut self.alive);
        let receiver = receiver_of(gateway_key(), Scheme::Rsa);
        let mut shown = String::new();
        let read = receiver.notification::<N>(right.as_bytes());
        shown.push_str(&show(&read.unwrap_or_else(|error| panic!("{id}: {error}"))));
        let mut of_another_form = 0;
        for body in spoilt(&right, &sample, fields) {
            let mut error = String::new();
            let logged = seen(|| {
                let outcome = receiver.notification::<N>(body.as_bytes());
                of_another_form += usize::from(matches!(outcome, Err(ReceiveError::Form(_))));
                error = outcome.map_or_else(|e| show_error(&e), |read| show(&read));
            });
            shown.push_str(&logged);
            shown.push_str(&error);
        }
        assert!(of_another_form > 3, "{id}: {of_another_form} told what does not fit");
        let mut marks = Marks::default();
        marks_of_reply(&mut marks, fields);
        marks.expect_none(&shown, id);
    }

    fn browser_notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + Debug,
        N::Operation: BrowserNotification,
    {
        self.note(id);
        let fields = meta(id).request;
        let sample = self.spec.operation(id).unwrap().samples[at].request.clone().unwrap();
        let right = told(&sample, fields, &[], &mut self.alive);
        let receiver = receiver_of(gateway_key(), Scheme::Rsa);
        let mut shown = String::new();
        let mut read = 0;
        for body in std::iter::once(right.clone()).chain(spoilt(&right, &sample, fields)) {
            let pairs: Vec<(String, String)> = match meta(id).envelope {
                Some(envelope) => vec![(envelope.field.to_owned(), body.clone())],
                None => match serde_json::from_str::<BTreeMap<String, Json>>(&body) {
                    Ok(members) => members
                        .into_iter()
                        .map(|(name, value)| {
                            (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                        })
                        .collect(),
                    Err(_) => vec![("no_order".to_owned(), body.clone())],
                },
            };
            let outcome = receiver.browser_notification::<N, _, _, _>(pairs);
            read += usize::from(outcome.is_ok());
            shown.push_str(&outcome.map_or_else(|e| show_error(&e), |read| show(&read)));
            let outcome = receiver.browser_notification_text::<N>(&body);
            shown.push_str(&outcome.map_or_else(|e| show_error(&e), |read| show(&read)));
        }
        assert!(read >= 1, "{id}: no notification was read, so none was shown");
        let mut marks = Marks::default();
        marks_of_reply(&mut marks, fields);
        marks.expect_none(&shown, id);
    }
}

/// What is received may hold anything under the name of a structure.
fn marks_of_reply(marks: &mut Marks, fields: &'static [FieldMeta]) {
    for field in fields.iter().filter(|field| field.sensitive) {
        marks.add(&marked(field));
    }
    for field in fields {
        if let Kind::Structure(structure) = field.kind {
            let inner = structure.groups.iter().flat_map(|group| group.fields);
            inner.filter(|inner| inner.sensitive).for_each(|inner| marks.add(&marked(inner)));
        }
    }
    marks.add(&digits(UNKNOWN, 19));
}

/// The sensitive texts among these, those inside structures included.
fn sensitive_of(pairs: &[(String, String)], meta: &'static OperationMeta) -> Vec<String> {
    let mut texts = Vec::new();
    for (name, text) in pairs {
        let field = meta.request_field(name).unwrap();
        if let Kind::Structure(structure) = field.kind {
            let inner = structure.groups.iter().flat_map(|group| group.fields);
            let marks = inner.filter(|inner| inner.sensitive).map(marked);
            texts.extend(marks.filter(|mark| text.contains(mark)));
        } else if field.sensitive {
            texts.push(text.clone());
        }
    }
    texts
}

/// The canary lives: what is sent has every mark.
fn expect_alive(sent: &str, pairs: &[(String, String)], meta: &'static OperationMeta) {
    for text in sensitive_of(pairs, meta) {
        assert!(sent.contains(&text), "{}: {text} is not in what was sent: {sent}", meta.id);
    }
}

/// Notifications that cannot be read, or that nobody signed, with the marks in them.
fn spoilt(right: &str, sample: &str, fields: &'static [FieldMeta]) -> Vec<String> {
    let mut bodies = vec![
        right[..right.len() / 2].to_owned(),
        right.replacen("\"sign\":\"", "\"sign\":\"AAAA", 1),
        right.replacen("\"sign\":", "\"sign1\":", 1),
        format!("[{right}]"),
        format!("<html>{right}"),
        format!("{right}{right}"),
        right.replacen('{', "{\"no_order\":\"1\",\"no_order\":\"2\",", 1),
        right.replace(MERCHANT, "201304121000001005"),
    ];
    // Signed, but of another form: each field in turn holds what it cannot.
    for field in fields.iter().filter(|field| !field.is_set_by_client()) {
        let wrong = if field.sensitive { marked(field) } else { "8x8".to_owned() };
        for value in [json!(wrong), json!({ "a": wrong }), json!([wrong]), json!(true), Json::Null]
        {
            let mut members: BTreeMap<String, Json> = serde_json::from_str(sample).unwrap();
            members.remove("sign");
            members.insert(field.name.to_owned(), value);
            bodies.push(signed_by_gateway(&serde_json::to_string(&members).unwrap()));
        }
    }
    bodies
}

#[test]
fn no_message_shows_a_sensitive_value_anywhere_but_in_what_is_sent() {
    assert_eq!(time(NOW).to_string(), NOW);
    let mut everything = Everything { spec: spec(), alive: BTreeSet::new(), seen: 0 };
    walk::walk(&mut everything).unwrap();
    assert!(everything.seen > 45, "{} samples", everything.seen);
    // Every sensitive field of the spec was carried by some message, but for those that carry whole messages.
    let envelopes = ["payLoad", "pay_load", "req_data", "res_data"];
    let all: BTreeSet<_> = sensitive_fields().iter().map(|field| field.name).collect();
    let missed: Vec<_> =
        all.difference(&everything.alive).filter(|name| !envelopes.contains(name)).collect();
    assert!(missed.is_empty(), "never carried: {missed:?}");
}
