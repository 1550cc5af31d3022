//! Nothing is missing: a file, a test, a planted fault and seeds for each target, every operation in one of
//! them, and every field among those that are compared.

use std::collections::BTreeSet;
use std::fs;

use lianlian::meta::{FieldMeta, FilledBy, OperationMeta, Transport};
use lianlian::structures::Agreement;
use lianlian::{OPERATIONS, ReceivedGroup as _};
use lianlian_fuzz::model::{Member, members};
use lianlian_fuzz::told::{self, Told};
use lianlian_fuzz::typed::Typed as _;
use lianlian_fuzz::{TARGETS, browser, fields, form, mutate, notification, reply, request};
use lianlian_spec::model::{self, Field, Kind, Operation};

use super::{TESTED, fuzz_folder, seeds};

#[test]
fn every_target_has_seeds_a_test_and_a_file_for_libfuzzer() {
    let names: BTreeSet<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(names.len(), TARGETS.len());
    assert_eq!(names, TESTED.iter().copied().collect());
    let folder = |name: &str| -> BTreeSet<String> {
        let files = fs::read_dir(fuzz_folder().join(name)).unwrap();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    };
    let files: BTreeSet<String> = names.iter().map(|name| format!("{name}.rs")).collect();
    assert_eq!(folder("fuzz_targets"), files);
    assert_eq!(folder("seeds"), names.iter().map(|name| (*name).to_owned()).collect());
    let manifest = fs::read_to_string(fuzz_folder().join("Cargo.toml")).unwrap();
    for target in TARGETS {
        assert!(!seeds(target).is_empty(), "{} has no seeds", target.name);
        let name = target.name;
        let text = fs::read_to_string(fuzz_folder().join(format!("fuzz_targets/{name}.rs")));
        assert!(text.unwrap().contains(&format!("lianlian_fuzz::{name}::{name}(data);")), "{name}");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}

#[test]
fn every_target_has_a_planted_fault() {
    for target in TARGETS {
        let file = format!("entries/tests/stable/faults/{}.rs", target.name);
        let faults = fs::read_to_string(fuzz_folder().join(&file)).expect(&file);
        assert!(faults.contains("#[should_panic(expected = "), "{file} plants none");
    }
}

/// The fields of the generated tables that structs have.
fn read(fields: &'static [FieldMeta]) -> BTreeSet<&'static str> {
    let is_read = |field: &&FieldMeta| {
        !matches!(field.filled_by, Some(FilledBy::Scheme | FilledBy::Signature))
    };
    fields.iter().filter(is_read).map(|field| field.name).collect()
}

#[test]
fn every_field_that_is_read_is_compared() {
    let notifications = notification::compared().chain(browser::compared());
    let notifications = notifications.map(|(meta, own)| (meta, meta.request, own));
    let replies = reply::compared().map(|(meta, own)| (meta, meta.reply, own));
    for (meta, fields, own) in notifications.chain(replies) {
        let told = Told::of(fields::operation(meta.id), &[]);
        let compared = own.iter().map(|name| &*told.field(name).name).collect();
        assert_eq!(read(fields), compared, "{}", meta.id);
        assert_eq!(own.len(), read(fields).len(), "{}", meta.id);
    }
    let told = Told::agreement(&[]);
    let compared = Agreement::FIELDS.iter().map(|name| &*told.field(name).name).collect();
    assert_eq!(read(Agreement::META.fields), compared);
}

#[test]
fn the_generated_tables_name_the_fields_of_the_spec() {
    let names = |fields: &'static [FieldMeta]| fields.iter().map(|field| field.name);
    for meta in OPERATIONS {
        let operation = fields::operation(meta.id);
        let own = |fields: &'static [Field]| fields.iter().map(|field| &*field.name);
        assert!(names(meta.request).eq(own(&operation.request)), "{}", meta.id);
        assert!(names(meta.reply).eq(own(&operation.reply)), "{}", meta.id);
    }
    assert!(
        names(Agreement::META.fields).eq(told::agreement_fields().iter().map(|field| &*field.name))
    );
}

#[test]
fn every_operation_is_tried_in_its_target() {
    let ids = |is_meant: fn(&OperationMeta) -> bool| -> BTreeSet<&str> {
        OPERATIONS.iter().filter(|meta| is_meant(meta)).map(|meta| meta.id).collect()
    };
    let all = |ids: Vec<&'static str>| ids.into_iter().collect::<BTreeSet<_>>();
    let is_received = |meta: &OperationMeta| {
        matches!(meta.transport, Transport::Notification | Transport::SyncNotification)
    };
    assert_eq!(
        all(notification::operations()),
        ids(|meta| meta.transport == Transport::Notification)
    );
    assert_eq!(
        all(browser::operations()),
        ids(|meta| meta.transport == Transport::SyncNotification)
    );
    assert_eq!(
        all(form::operations()),
        ids(|meta| matches!(meta.transport, Transport::FormPost | Transport::FormReqData))
    );
    assert_eq!(
        all(reply::operations()),
        ids(|meta| matches!(meta.transport, Transport::JsonPost | Transport::EncryptedJsonPost))
    );
    let known = OPERATIONS.iter().filter(|meta| !is_received(meta)).map(|meta| meta.id);
    assert_eq!(all(request::operations()), known.collect());
}

#[test]
fn every_operation_has_a_seed() {
    let targets = [
        ("browser", browser::operations()),
        ("form", form::operations()),
        ("notification", notification::operations()),
        ("reply", reply::operations()),
        ("request", request::operations()),
    ];
    for (name, operations) in targets {
        let seeds = seeds(&lianlian_fuzz::target(name));
        for id in operations {
            let line = format!("{id}\n");
            let is_there = seeds.iter().any(|(_, seed)| seed.starts_with(line.as_bytes()));
            assert!(is_there, "no seed of {name} begins with {id}");
        }
    }
}

/// The members of the message in a seed, however it travels.
fn message(operation: &Operation, seed: &[u8]) -> Option<Vec<Member>> {
    let body = seed.strip_prefix(format!("{}\n", operation.id).as_bytes())?;
    if operation.transport != model::Transport::SyncNotification {
        return members(body);
    }
    let pairs = fields::decoded(std::str::from_utf8(body).ok()?)?;
    match &operation.envelope {
        Some(envelope) => {
            members(pairs.iter().find(|(name, _)| *name == envelope.field)?.1.as_bytes())
        }
        None => Some(pairs.into_iter().map(|(name, text)| Member::new(name, text)).collect()),
    }
}

/// Where two fields of one kind have one text, a reader that mixes them up would go unnoticed. Of codes there
/// may be too few.
#[test]
fn every_field_that_is_compared_has_a_text_of_its_own_in_a_seed() {
    let compared = [
        ("browser", browser::compared().collect::<Vec<_>>()),
        ("notification", notification::compared().collect()),
        ("reply", reply::compared().collect()),
    ];
    for (target, compared) in compared {
        let seeds = seeds(&lianlian_fuzz::target(target));
        for (meta, own) in compared {
            let operation = fields::operation(meta.id);
            let is_full = |members: &Vec<Member>| {
                let told = Told::of(operation, members);
                let fields = own.iter().map(|name| told.field(name));
                let texts = fields.map(|field| (&field.kind, told.text(field)));
                let texts: Vec<_> = texts.collect();
                let distinct = |kind: &Kind, text| {
                    matches!(kind, Kind::Code(_))
                        || texts
                            .iter()
                            .filter(|(own, other)| *own == kind && *other == text)
                            .count()
                            == 1
                };
                texts.iter().all(|(kind, text)| text.is_some() && distinct(kind, *text))
            };
            let mut messages = seeds.iter().filter_map(|(_, seed)| message(operation, seed));
            assert!(messages.any(|members| is_full(&members)), "no seed has all of {}", meta.id);
        }
    }
}

#[test]
fn tokens_are_read_as_libfuzzer_reads_them() {
    let dictionary = "# \"no\"\n\"a\\\"b\\\\\"\nname=\"\\x00\\xFF\"\n\n";
    assert_eq!(mutate::tokens(dictionary), [b"a\"b\\".to_vec(), vec![0, 0xff]]);
}

#[test]
fn mutants_are_the_same_each_time_and_not_the_seeds() {
    let seeds = [b"{\"a\":\"1\"}".to_vec(), b"x=1&y=2".to_vec()];
    let draw = || -> Vec<Vec<u8>> {
        let mut numbers = mutate::Numbers::from_seed(1);
        (0..200).map(|_| mutate::mutant(&seeds, &mut numbers)).collect()
    };
    let mutants = draw();
    assert_eq!(mutants, draw());
    let distinct: BTreeSet<_> = mutants.iter().filter(|mutant| !seeds.contains(mutant)).collect();
    assert!(distinct.len() > 150, "{}", distinct.len());
}
