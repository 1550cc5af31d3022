//! The model out of files in which nothing is wrong.
//!
//! Every function gives `None` where a required part is absent, which only happens after a mistake.

use crate::check::{
    GroupFields, OperationFields, Resolution, StructureFields, group_type, operation_type,
    rust_name,
};
use crate::decode::{List, Several};
use crate::files::{
    AddressesFile, AlsoMeaning, CodeFile, CodeListFile, ConditionFile, EncodingFile, EnvelopeFile,
    Files, FollowUpFile, GatewayFile, LimitsFile, ProductMeaning, ReturnCodeFile, RuleFile,
    SampleFile, StepFile, TellsFile,
};
use crate::model;
use crate::names::pascal_case;
use crate::resolve::{Fields, Resolved};
use crate::source::{Sources, Text};
use crate::value;

/// The whole spec.
pub(crate) fn assemble(
    files: &Files,
    resolution: &Resolution<'_>,
    sources: &Sources,
) -> Option<model::Spec> {
    let gateway_file = files.gateway.as_ref()?;
    let gateway = gateway(gateway_file)?;
    let operations: Option<Vec<model::Operation>> = resolution
        .operations
        .iter()
        .map(|fields| operation(fields, &gateway, resolution, sources))
        .collect();
    let operations = operations?;
    let products = gateway_file.products.iter().map(|(id, product)| {
        Some(model::Product {
            id: string(id),
            title: required(product.title.as_ref())?,
            description: required(product.description.as_ref())?,
            operations: operations.iter().filter(|one| one.product == id.value).cloned().collect(),
        })
    });
    let lists = files.code_lists.as_ref()?.lists.iter().map(|(name, list)| code_list(name, list));
    let codes =
        files.return_codes.as_ref()?.codes.iter().map(|(code, file)| return_code(code, file));
    let address_file = files.notification_addresses.as_ref();
    let addresses = address_file.into_iter().flat_map(|file| file.editions.iter());
    let addresses = addresses.map(|(edition, file)| notification_addresses(edition, file));
    let read = sources.read_files().map(|(_, file)| file.path.clone());
    let mut read: Vec<String> = read.filter(|path| !path.starts_with("schema/")).collect();
    read.sort();
    read.dedup();
    Some(model::Spec {
        products: products.collect::<Option<_>>()?,
        code_lists: lists.collect::<Option<_>>()?,
        structures: resolution.structures.iter().map(structure).collect::<Option<_>>()?,
        return_codes: codes.collect::<Option<_>>()?,
        banks: banks(files)?,
        bank_notes: files.banks.as_ref().map(|file| strings(&file.notes)).unwrap_or_default(),
        notification_addresses: addresses.collect::<Option<_>>()?,
        address_notes: address_file.map(|file| strings(&file.notes)).unwrap_or_default(),
        files: read,
        gateway,
    })
}

fn string(text: &Text) -> String {
    text.value.clone()
}

fn required(text: Option<&Text>) -> Option<String> {
    text.map(string)
}

fn strings(texts: &List<Text>) -> Vec<String> {
    texts.items.iter().map(string).collect()
}

fn texts(texts: Option<&Several<Text>>) -> Option<Vec<String>> {
    texts.map(|texts| texts.value.iter().map(string).collect())
}

fn gateway(file: &GatewayFile) -> Option<model::Gateway> {
    let notification = file.notification.as_ref()?;
    let order = file.order.as_ref()?;
    let hosts = file.hosts.iter().map(|(name, host)| {
        let url = required(host.url.as_ref())?;
        Some(model::Host { name: string(name), url, meaning: required(host.meaning.as_ref())? })
    });
    let contracts = file.contracts.iter().map(|(name, contract)| {
        Some(model::Contract { name: string(name), meaning: required(contract.meaning.as_ref())? })
    });
    let editions = file.editions.iter().map(|(name, edition)| {
        Some(model::Edition { name: string(name), source: required(edition.source.as_ref())? })
    });
    let circumstances = file.circumstances.iter().map(|(name, circumstance)| {
        let meaning = required(circumstance.meaning.as_ref())?;
        Some(model::Circumstance { name: string(name), meaning })
    });
    let published_keys = file.published_keys.iter().map(|(digest, key)| {
        let seen = required(key.seen.as_ref())?;
        Some(model::PublishedKey { digest: string(digest), kind: key.kind?.value, seen })
    });
    Some(model::Gateway {
        title: required(file.title.as_ref())?,
        description: required(file.description.as_ref())?,
        hosts: hosts.collect::<Option<_>>()?,
        contracts: contracts.collect::<Option<_>>()?,
        editions: editions.collect::<Option<_>>()?,
        circumstances: circumstances.collect::<Option<_>>()?,
        notification: model::NotificationPolicy {
            attempts: notification.attempts?.value,
            interval_minutes: notification.interval_minutes?.value,
            answer_seconds: notification.answer_seconds?.value,
            content_type: required(notification.content_type.as_ref())?,
            event: strings(&notification.event),
        },
        request_content_type: required(file.request.as_ref()?.content_type.as_ref())?,
        order: model::OrderPolicy {
            identity: strings(&order.identity),
            date_tolerance_days: order.date_tolerance_days?.value,
            validity_minutes: order.validity_minutes?.value,
        },
        limits: limits(file.limits.as_ref()?)?,
        published_keys: published_keys.collect::<Option<_>>()?,
        notes: strings(&file.notes),
    })
}

fn limits(file: &LimitsFile) -> Option<model::Limits> {
    Some(model::Limits {
        trial_payment_yuan: file.trial_payment_yuan?.value,
        trial_day_yuan: file.trial_day_yuan?.value,
        trial_month_yuan: file.trial_month_yuan?.value,
        token_minutes: file.token_minutes?.value,
        sms_code_minutes: file.sms_code_minutes?.value,
        payout_repeat_hours: file.payout_repeat_hours?.value,
        confirm_tries: file.confirm_tries?.value,
        refund_months: file.refund_months?.value,
        refund_query_minutes: file.refund_query_minutes?.value,
        exchange_progress_minutes: file.exchange_progress_minutes?.value,
        exchange_recovery_days: file.exchange_recovery_days?.value,
        notes: strings(&file.notes),
    })
}

fn banks(files: &Files) -> Option<Vec<model::Bank>> {
    let banks = files.banks.iter().flat_map(|file| file.banks.iter());
    let banks = banks.map(|(code, bank)| {
        Some(model::Bank {
            code: string(code),
            name: required(bank.name.as_ref())?,
            zh: required(bank.zh.as_ref())?,
            abbreviation: required(bank.abbreviation.as_ref())?,
        })
    });
    banks.collect()
}

fn notification_addresses(
    edition: &Text,
    file: &AddressesFile,
) -> Option<model::NotificationAddresses> {
    let parse = |text: &Text| text.as_str().parse().ok();
    let single = file.addresses.items.iter().map(|one| Some((parse(one)?, parse(one)?)));
    let ranges = file
        .ranges
        .items
        .iter()
        .map(|range| Some((parse(range.first.as_ref()?)?, parse(range.last.as_ref()?)?)));
    Some(model::NotificationAddresses {
        edition: string(edition),
        ranges: single.chain(ranges).collect::<Option<_>>()?,
    })
}

fn envelope(file: &EnvelopeFile) -> Option<model::Envelope> {
    let field = required(file.field.as_ref())?;
    Some(model::Envelope { field, beside: strings(&file.beside) })
}

fn tells(file: &TellsFile) -> Option<model::Tells> {
    Some(model::Tells {
        state: required(file.state.as_ref())?,
        number: required(file.number.as_ref()),
        amount: required(file.amount.as_ref()),
        settled: required(file.settled.as_ref()),
        missing: strings(&file.missing),
    })
}

/// What a code says about what was asked for, if it says anything.
fn state(file: &CodeFile) -> Option<model::State> {
    let means = file.means?.value;
    let means_for = file.means_for.iter().map(|(id, entry)| Some((string(id), entry.means?.value)));
    Some(model::State {
        means,
        is_final: file.is_final.map_or(means.is_final(), |is_final| is_final.value),
        means_for: means_for.collect::<Option<_>>()?,
    })
}

fn follow_up(file: &FollowUpFile) -> Option<model::FollowUp> {
    let operation = required(file.operation.as_ref())?;
    let condition = match &file.condition {
        Some(given) => Some(condition(given)?),
        None => None,
    };
    Some(model::FollowUp { operation, condition })
}

fn step(file: &StepFile) -> Option<model::Step> {
    Some(model::Step {
        name: required(file.name.as_ref())?,
        title: required(file.title.as_ref())?,
        codes: strings(&file.codes),
        or_present: required(file.or_present.as_ref()),
        operation: required(file.operation.as_ref())?,
        from_reply: texts(file.from_reply.as_ref())?,
        from_request: strings(&file.from_request),
    })
}

fn operation(
    fields: &OperationFields<'_>,
    gateway: &model::Gateway,
    resolution: &Resolution<'_>,
    sources: &Sources,
) -> Option<model::Operation> {
    let file = fields.file;
    let (product, name) = fields.placed.parts();
    let host = required(file.host.as_ref());
    let path = required(file.path.as_ref());
    let address = gateway.hosts.iter().find(|known| Some(&known.name) == host.as_ref());
    let url = address.zip(path.as_ref()).map(|(host, path)| format!("{}{path}", host.url));
    let sample = |sample: &SampleFile| {
        let raw = |span| sources.slice(span).to_owned();
        Some(model::Sample {
            title: required(sample.title.as_ref())?,
            request: sample.request.as_ref().map(|request| raw(request.span)),
            reply: sample.reply.as_ref().map(|reply| raw(reply.span)),
        })
    };
    let is_outdated = |one: &&SampleFile| {
        resolution.outdated.iter().any(|outdated| std::ptr::eq(*outdated, *one))
    };
    let samples = file.samples.items.iter().filter(|one| !is_outdated(one)).map(sample);
    Some(model::Operation {
        id: required(file.id.as_ref())?,
        product: product.to_owned(),
        name: name.to_owned(),
        type_name: operation_type(fields),
        title: required(file.title.as_ref())?,
        description: required(file.description.as_ref()),
        transport: file.transport?.value,
        host,
        path,
        url,
        destination: required(file.destination.as_ref()),
        envelope: match &file.envelope {
            Some(file) => Some(envelope(file)?),
            None => None,
        },
        charset_field: required(file.charset_field.as_ref()),
        sign_types: strings(&file.sign_types),
        request: field_list(&fields.request)?,
        reply: field_list(&fields.reply)?,
        rules: file.rules.items.iter().map(rule).collect::<Option<_>>()?,
        success_is_final: file.success_is_final.is_some_and(|is_final| is_final.value),
        repeat: file.repeat.and_then(|repeat| Some(repeat.value?.value)),
        tells: match &file.tells {
            Some(file) => Some(tells(file)?),
            None => None,
        },
        steps: file.steps.items.iter().map(step).collect::<Option<_>>()?,
        leads_to: file.leads_to.items.iter().map(follow_up).collect::<Option<_>>()?,
        notifications: strings(&file.notifications),
        query_with: strings(&file.query_with),
        also_used_by: strings(&file.also_used_by),
        samples: samples.collect::<Option<_>>()?,
        notes: strings(&file.notes),
        file: fields.placed.path.clone(),
    })
}

fn field_list(fields: &Fields<'_>) -> Option<Vec<model::Field>> {
    fields.items.iter().map(field).collect()
}

fn field(resolved: &Resolved<'_>) -> Option<model::Field> {
    let merged = &resolved.merged;
    let given = resolved.given?;
    let lengths = merged.lengths.iter().flat_map(|lengths| &lengths.value);
    let forbidden = merged.forbidden.iter().flat_map(|forbidden| &forbidden.value);
    let allowed = merged.allowed.iter().flat_map(|allowed| &allowed.value);
    let range = match &merged.range {
        Some(range) => Some(model::Range {
            min: required(range.min.as_ref())?,
            max: required(range.max.as_ref())?,
        }),
        None => None,
    };
    Some(model::Field {
        name: string(resolved.name),
        rust_name: rust_name(resolved),
        meaning: required(resolved.meaning)?,
        note: required(merged.note.as_ref()),
        kind: resolved.kind.clone(),
        required: resolved.required(),
        min_len: merged.min_len.map(|len| len.value),
        max_len: merged.max_len.map(|len| len.value),
        lengths: lengths.map(|len| len.value).collect(),
        range,
        unit: required(merged.unit.as_ref()),
        fixed: required(given.fixed.as_ref()),
        default: required(given.default.as_ref()),
        sensitive: merged.sensitive.is_some_and(|sensitive| sensitive.value),
        unsigned: given.unsigned.map(|unsigned| unsigned.value),
        identity: merged.identity.is_some_and(|identity| identity.value),
        filled_by: merged.filled_by.map(|filled_by| filled_by.value),
        forbidden: forbidden.flat_map(|one| one.value.chars()).collect(),
        allowed: allowed.filter_map(|one| value::range_of(one.as_str())).collect(),
        currency: required(merged.currency.as_ref()),
        when: required(given.when.as_ref()),
        aliases: texts(given.aliases.as_ref()).unwrap_or_default(),
        edition: required(given.edition.as_ref()),
    })
}

fn rule(file: &RuleFile) -> Option<model::Rule> {
    let (kind, note) = match file {
        RuleFile::OneOf(rule) => {
            (model::RuleKind::OneOf { fields: texts(rule.fields.as_ref())? }, &rule.note)
        }
        RuleFile::MutuallyExclusive(rule) => (
            model::RuleKind::MutuallyExclusive { fields: texts(rule.fields.as_ref())? },
            &rule.note,
        ),
        RuleFile::RequiresTogether(rule) => {
            (model::RuleKind::RequiresTogether { fields: texts(rule.fields.as_ref())? }, &rule.note)
        }
        RuleFile::Equal(rule) => {
            (model::RuleKind::Equal { fields: texts(rule.fields.as_ref())? }, &rule.note)
        }
        RuleFile::IgnoredIfPresent(rule) => {
            let fields = texts(rule.fields.as_ref())?;
            let present = required(rule.present.as_ref())?;
            (model::RuleKind::IgnoredIfPresent { fields, present }, &rule.note)
        }
        RuleFile::RequiredIf(rule) => {
            let field = required(rule.field.as_ref())?;
            let condition = condition(rule.condition.as_ref()?)?;
            (model::RuleKind::RequiredIf { field, condition }, &rule.note)
        }
        RuleFile::MaxClockSkew(rule) => {
            let field = required(rule.field.as_ref())?;
            (model::RuleKind::MaxClockSkew { field, minutes: rule.minutes?.value }, &rule.note)
        }
        RuleFile::CardKind(rule) => {
            let field = required(rule.field.as_ref())?;
            let values = texts(rule.values.as_ref())?;
            (model::RuleKind::CardKind { field, values, card: rule.card?.value }, &rule.note)
        }
        RuleFile::NotAbove(rule) => {
            let field = required(rule.field.as_ref())?;
            let limit = required(rule.limit.as_ref())?;
            (model::RuleKind::NotAbove { field, limit }, &rule.note)
        }
        RuleFile::FollowUpWindow(rule) => {
            let operation = required(rule.operation.as_ref())?;
            (model::RuleKind::FollowUpWindow { operation, hours: rule.hours?.value }, &rule.note)
        }
    };
    let edition = required(file.edition());
    Some(model::Rule { kind, note: required(note.as_ref()), edition })
}

fn condition(file: &ConditionFile) -> Option<model::Condition> {
    Some(match file {
        ConditionFile::In(condition) => model::Condition::In {
            field: required(condition.field.as_ref())?,
            values: texts(condition.values.as_ref())?,
        },
        ConditionFile::Present(condition) => model::Condition::Present {
            field: required(condition.field.as_ref())?,
            present: condition.present?.value,
        },
        ConditionFile::Contract(condition) => {
            model::Condition::Contract { name: required(condition.contract.as_ref())? }
        }
        ConditionFile::Card(condition) => model::Condition::Card { card: condition.card?.value },
    })
}

fn code_list(name: &Text, list: &CodeListFile) -> Option<model::CodeList> {
    let codes = list.codes.iter().map(|(code, file)| {
        Some(model::CodeEntry {
            code: string(code),
            name: required(file.name.as_ref())?,
            meaning: required(file.meaning.as_ref())?,
            note: required(file.note.as_ref()),
            state: state(file),
        })
    });
    let given = required(list.type_name.as_ref());
    Some(model::CodeList {
        name: string(name),
        type_name: given.unwrap_or_else(|| pascal_case(name.as_str())),
        title: required(list.title.as_ref())?,
        note: required(list.note.as_ref()),
        codes: codes.collect::<Option<_>>()?,
    })
}

fn structure(fields: &StructureFields<'_>) -> Option<model::Structure> {
    let file = fields.file;
    let id = required(file.id.as_ref())?;
    let encoding = match file.encoding.as_ref()? {
        EncodingFile::JsonObject(_) => model::Encoding::JsonObject,
        EncodingFile::JsonList(_) => model::Encoding::JsonList,
        EncodingFile::Separated(encoding) => model::Encoding::Separated {
            field_separator: encoding.field_separator.as_ref()?.value.chars().next()?,
            entry_separator: encoding.entry_separator.as_ref()?.value.chars().next()?,
            max_entries: encoding.max_entries?.value,
        },
    };
    let groups = fields.groups.iter().map(|one| group(&id, one));
    Some(model::Structure {
        title: required(file.title.as_ref())?,
        description: required(file.description.as_ref()),
        encoding,
        groups: groups.collect::<Option<_>>()?,
        notes: strings(&file.notes),
        file: fields.placed.path.clone(),
        id,
    })
}

fn group(structure: &str, fields: &GroupFields<'_>) -> Option<model::Group> {
    let file = fields.file;
    Some(model::Group {
        name: string(fields.name),
        type_name: group_type(structure, fields.name.as_str(), file.type_name.as_ref()),
        title: required(file.title.as_ref())?,
        description: required(file.description.as_ref()),
        in_list: required(file.in_list.as_ref()),
        fields: field_list(&fields.fields)?,
        rules: file.rules.items.iter().map(rule).collect::<Option<_>>()?,
        notes: strings(&file.notes),
    })
}

fn return_code(code: &Text, file: &ReturnCodeFile) -> Option<model::ReturnCode> {
    let of_product = |(product, meaning): (&Text, &ProductMeaning)| {
        Some(model::ProductMeaning {
            product: string(product),
            label: required(meaning.label.as_ref())?,
            meaning: required(meaning.meaning.as_ref())?,
            zh: required(meaning.zh.as_ref()),
            class: meaning.class?.value,
            outcome: meaning.outcome?.value,
            retry: meaning.retry?.value,
        })
    };
    let also = |meaning: &AlsoMeaning| {
        Some(model::AlsoMeaning {
            label: required(meaning.label.as_ref())?,
            meaning: required(meaning.meaning.as_ref())?,
            zh: required(meaning.zh.as_ref()),
            note: required(meaning.note.as_ref()),
        })
    };
    Some(model::ReturnCode {
        code: string(code),
        label: required(file.label.as_ref())?,
        meaning: required(file.meaning.as_ref())?,
        zh: required(file.zh.as_ref()),
        class: file.class?.value,
        outcome: file.outcome?.value,
        retry: file.retry?.value,
        note: required(file.note.as_ref()),
        by_product: file.by_product.iter().map(of_product).collect::<Option<_>>()?,
        also: file.also.items.iter().map(also).collect::<Option<_>>()?,
    })
}
