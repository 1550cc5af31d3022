//! Nothing is missing: a file, a test and seeds for each target, and every operation in one of them.

use std::collections::BTreeSet;
use std::fs;

use lianlian::OPERATIONS;
use lianlian::meta::{OperationMeta, Transport};
use lianlian_fuzz::{TARGETS, browser, form, mutate, notification, reply, request};

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
        assert!(text.unwrap().contains(&format!("lianlian_fuzz::{name}::{name}(data)")), "{name}");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
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
