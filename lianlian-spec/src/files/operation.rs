//! `<product>/<operation>.json` as written.

use crate::decode::{Attempt, List, Map, RawObject, Several};
use crate::files::{ConditionFile, FieldUse, RuleFile};
use crate::model::{Repeat, Transport};
use crate::record::record;
use crate::source::{Spanned, Text};

record! {
    /// One operation of the gateway.
    OperationFile, overridable {
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
        /// The field that carries the whole message as text, where it does not travel bare.
        optional "envelope" envelope: EnvelopeFile,
        /// The request field that names the encoding of the form.
        optional "charset_field" charset_field: Text,
        /// Signature schemes it takes, codes of the list `sign_type`.
        many "sign_types" sign_types: List<Text>,
        /// Fields of the message that starts it; of a notification, what the gateway sends.
        many "request" request: Map<FieldUse>,
        /// Fields of the answer; of a notification, the acknowledgement.
        many "reply" reply: Map<FieldUse>,
        /// Rules between the fields of the request.
        many "rules" rules: List<RuleFile>,
        /// Whether return code `0000` is the end of the matter, and not just says that the call was handled.
        optional "success_is_final" success_is_final: Spanned<bool>,
        /// What sending it a second time does. An operation that causes notifications or names queries says so.
        optional "repeat" repeat: Attempt<Spanned<Repeat>>,
        /// Which fields of the reply (of a notification, of what the gateway sends) tell what became of an order.
        optional "tells" tells: TellsFile,
        /// What the reply asks for next; the first step that fits counts.
        many "steps" steps: List<StepFile>,
        /// Operations that continue it.
        many "leads_to" leads_to: List<FollowUpFile>,
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
    /// A field that carries a whole message: its JSON as text, or that text encrypted.
    EnvelopeFile {
        /// The field.
        required "field" field: Text,
        /// Fields of the message that stand beside it once more.
        many "beside" beside: List<Text>,
    }
}

record! {
    /// How a message tells what became of an order, a refund or a payout.
    TellsFile {
        /// The coded field that tells the state; the codes of its list say what they mean (`means`).
        required "state" state: Text,
        /// The field with the number that the gateway gave.
        optional "number" number: Text,
        /// The field with the amount.
        optional "amount" amount: Text,
        /// The field with the day of settlement.
        optional "settled" settled: Text,
        /// Return codes that say that the gateway does not know it.
        many "missing" missing: List<Text>,
    }
}

record! {
    /// An operation that continues another.
    FollowUpFile {
        /// Its id.
        required "operation" operation: Text,
        /// When it does; always unless given.
        optional "if" condition: ConditionFile,
    }
}

record! {
    /// What a reply asks for next.
    StepFile {
        /// Its name in snake case, such as `sms_code`.
        required "name" name: Text,
        /// What the gateway waits for, in a line.
        required "title" title: Text,
        /// Return codes that ask for it.
        many "codes" codes: List<Text>,
        /// The reply field whose presence asks for it as well, whatever the code of the answer.
        optional "or_present" or_present: Text,
        /// The operation to go on with.
        required "operation" operation: Text,
        /// Reply fields that the operation takes over.
        required "from_reply" from_reply: Several<Text>,
        /// Fields of the request that the operation repeats.
        many "from_request" from_request: List<Text>,
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
