//! `<product>/<operation>.json` as written.

use crate::decode::{List, Map, RawObject};
use crate::files::{FieldUse, RuleFile};
use crate::model::Transport;
use crate::record::record;
use crate::source::{Spanned, Text};

record! {
    /// One operation of the gateway.
    OperationFile {
        /// The JSON Schema of this file, for editors.
        required "$schema" _schema: Text,
        /// `<product>.<operation>`, as the folder and the file are called.
        required "id" id: Text,
        /// What it does, in a line.
        required "title" title: Text,
        /// What it does, in prose.
        optional "description" description: Text,
        /// Name of the Rust type, where the operation in Pascal case will not do.
        optional "type" type_name: Text,
        /// How its message travels.
        required "transport" transport: Spanned<Transport>,
        /// The host it is called at, one of `hosts` in `gateway.json`.
        optional "host" host: Text,
        /// The path it is called at, from the slash on.
        optional "path" path: Text,
        /// Of a notification: the request field that carried the address it goes to.
        optional "destination" destination: Text,
        /// Signature schemes it takes, codes of the list `sign_type`.
        many "sign_types" sign_types: List<Text>,
        /// Fields of the message that starts it; of a notification, what the gateway sends.
        many "request" request: Map<FieldUse>,
        /// Fields of the answer; of a notification, the acknowledgement.
        many "reply" reply: Map<FieldUse>,
        /// Rules between the fields of the request.
        many "rules" rules: List<RuleFile>,
        /// Operations that continue it.
        many "leads_to" leads_to: List<Text>,
        /// Notifications it causes.
        many "notifications" notifications: List<Text>,
        /// Operations that tell what became of it.
        many "query_with" query_with: List<Text>,
        /// Other products it serves.
        many "also_used_by" also_used_by: List<Text>,
        /// Messages that fit it; they are checked and serve as tests.
        many "samples" samples: List<SampleFile>,
        /// Remarks, contradictions of the documentation and how they were settled.
        many "notes" notes: List<Text>,
    }
}

record! {
    /// Messages of one exchange.
    SampleFile {
        /// What the sample shows.
        required "title" title: Text,
        /// The request; `sign` and whatever is filled in for the caller may be left out.
        optional "request" request: RawObject,
        /// The reply.
        optional "reply" reply: RawObject,
    }
}
