//! `<product>/<operation>.json`.

use crate::check::ids::{self, Claim};
use crate::check::{OperationFields, Resolution, fields, rules, samples, states, steps, when};
use crate::files::{EncodingFile, OperationFile, SampleFile};
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::model::{Kind, Transport};
use crate::names::is_snake_name;
use crate::nearest::did_you_mean;
use crate::source::Text;

/// Gives the samples that an overlay has made wrong.
pub(super) fn check<'f>(
    resolution: &Resolution<'f>,
    known: &Known<'_>,
    sink: &mut Sink,
) -> Vec<&'f SampleFile> {
    let claims: Vec<Claim<'_>> = known
        .files
        .operations
        .iter()
        .map(|placed| {
            let (folder, stem) = placed.parts();
            let id = placed.content.as_ref().and_then(|file| file.id.as_ref());
            Claim { path: &placed.path, id, expected: format!("{folder}.{stem}") }
        })
        .collect();
    let place_of = |id: &str| {
        let (product, name) = id.split_once('.')?;
        (is_snake_name(product) && is_snake_name(name)).then(|| format!("{product}/{name}.json"))
    };
    ids::check("operation", &claims, place_of, sink);
    let mut outdated = Vec::new();
    for operation in &resolution.operations {
        check_operation(operation, known, sink);
        outdated.extend(samples::check(operation, known, sink));
        steps::check(operation, resolution, known, sink);
        states::check(operation, resolution, known, sink);
    }
    outdated
}

fn check_operation(operation: &OperationFields<'_>, known: &Known<'_>, sink: &mut Sink) {
    let file = operation.file;
    check_place(operation, known, sink);
    check_address(file, known, sink);
    known.sign_types.expect_all(&file.sign_types, sink);
    for references in [&file.notifications, &file.query_with] {
        known.operations.expect_all(references, sink);
    }
    known.products.expect_all(&file.also_used_by, sink);
    fields::check("request", &operation.request, known, sink);
    fields::check("reply", &operation.reply, known, sink);
    when::check(&operation.request, &operation.reply, known, sink);
    when::check(&operation.reply, &operation.request, known, sink);
    check_envelope(operation, known, sink);
    check_lists(operation, known, sink);
    rules::check("request", &file.rules, &operation.request, known, sink);
}

/// An id that matches its file must also name a product, and be a name.
fn check_place(operation: &OperationFields<'_>, known: &Known<'_>, sink: &mut Sink) {
    let (folder, stem) = operation.placed.parts();
    let Some(id) = operation.file.id.as_ref() else {
        return;
    };
    if id.value != format!("{folder}.{stem}") {
        return;
    }
    let product = Text { value: folder.to_owned(), span: id.span };
    known.products.expect(&product, sink);
    if !is_snake_name(stem) {
        let message = format!("`{stem}` cannot be the name of an operation");
        let finding = Finding::new(id.span, message);
        sink.add(finding.help(
            "names are lower-case letters, digits and single underscores, begin with a letter and are no Rust keyword",
        ));
    }
}

fn check_address(file: &OperationFile, known: &Known<'_>, sink: &mut Sink) {
    let OperationFile { host, path, destination, .. } = file;
    if let Some(host) = host {
        known.hosts.expect(host, sink);
    }
    if let Some(path) = path {
        check_path(path, sink);
    }
    if let Some(destination) = destination {
        known.fields.expect(destination, sink);
    }
    let Some(transport) = &file.transport else {
        return;
    };
    let word = transport.value.as_str();
    let (wanted, unwanted): (&[_], &[_]) = match transport.value {
        Transport::Notification | Transport::SyncNotification => {
            (&[("destination", destination)], &[("host", host), ("path", path)])
        }
        // What a phone's SDK sends where is the SDK's business.
        Transport::MobileSdk => (&[], &[("destination", destination)]),
        Transport::JsonPost
        | Transport::FormPost
        | Transport::FormReqData
        | Transport::EncryptedJsonPost => {
            (&[("host", host), ("path", path)], &[("destination", destination)])
        }
    };
    for (key, value) in wanted {
        if value.is_none() {
            let message = format!("an operation of transport `{word}` needs the key `{key}`");
            sink.add(Finding::new(transport.span, message));
        }
    }
    for (key, value) in unwanted {
        if let Some(value) = value {
            let message = format!("an operation of transport `{word}` cannot have the key `{key}`");
            sink.add(Finding::new(value.span, message).related(transport.span, "the transport"));
        }
    }
}

/// The field that carries the whole message, and the one that names the encoding of the form.
fn check_envelope(operation: &OperationFields<'_>, known: &Known<'_>, sink: &mut Sink) {
    let OperationFile { envelope, charset_field, transport, .. } = operation.file;
    let request = &operation.request;
    let lacks = |name: &Text| {
        let message = format!("the request has no field `{}`", name.as_str());
        let help = did_you_mean(name.as_str(), request.names());
        Finding::new(name.span, message).maybe_help(help)
    };
    if let Some(name) = charset_field {
        match request.find(name.as_str()) {
            None if !request.may_have(name.as_str()) => sink.add(lacks(name)),
            Some(field) if !field.unsure && !matches!(field.kind, Kind::Code(_)) => {
                let message = format!("`{}` is no code, so it names no encoding", name.as_str());
                sink.add(Finding::new(name.span, message).help("give the field a code list"));
            }
            _ => {}
        }
    }
    for name in envelope.iter().flat_map(|envelope| &envelope.beside.items) {
        if !request.may_have(name.as_str()) {
            sink.add(lacks(name));
        }
    }
    if let Some(field) = envelope.as_ref().and_then(|envelope| envelope.field.as_ref()) {
        known.fields.expect(field, sink);
    }
    let Some(transport) = transport else { return };
    let (needs, may, charset) = match transport.value {
        Transport::FormReqData | Transport::EncryptedJsonPost => (true, true, false),
        Transport::SyncNotification => (false, true, false),
        Transport::FormPost => (false, false, true),
        Transport::JsonPost | Transport::Notification | Transport::MobileSdk => {
            (false, false, false)
        }
    };
    let word = transport.value.as_str();
    if needs && envelope.is_none() {
        let message = format!("an operation of transport `{word}` needs the key `envelope`");
        sink.add(Finding::new(transport.span, message));
    }
    let field = envelope.as_ref().and_then(|envelope| envelope.field.as_ref());
    let unwanted = [(may, "envelope", field), (charset, "charset_field", charset_field.as_ref())];
    for (may, key, value) in unwanted {
        if let (false, Some(value)) = (may, value) {
            let message = format!("an operation of transport `{word}` cannot have the key `{key}`");
            sink.add(Finding::new(value.span, message).related(transport.span, "the transport"));
        }
    }
}

/// Nothing writes a list: only what the gateway sends can hold one.
fn check_lists(operation: &OperationFields<'_>, known: &Known<'_>, sink: &mut Sink) {
    let Some(transport) = &operation.file.transport else { return };
    let (sent, noun) = if transport.value.is_notification() {
        (&operation.reply, "an acknowledgement")
    } else {
        (&operation.request, "a request")
    };
    for field in &sent.items {
        let Kind::Structure(id) = &field.kind else { continue };
        if let (false, Some(EncodingFile::JsonList(_))) = (field.unsure, known.encoding(id)) {
            let name = field.name;
            let message = format!("`{}` is a list, which {noun} cannot carry", name.as_str());
            sink.add(Finding::new(name.span, message).caused_by(field.merged.kind_span()));
        }
    }
}

fn check_path(path: &Text, sink: &mut Sink) {
    let allowed = |byte: u8| {
        byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'"' | b'\\' | b'<' | b'>')
    };
    if !path.as_str().starts_with('/') || !path.as_str().bytes().all(allowed) {
        let finding = Finding::new(path.span, format!("`{}` is no path of a URL", path.as_str()));
        sink.add(finding.help("begin with `/`, without blanks, query or fragment"));
    }
}
