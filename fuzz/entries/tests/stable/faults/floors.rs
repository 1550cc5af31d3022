//! Targets that reach nothing, which are caught.

use super::super::floors;

#[test]
#[should_panic(expected = "other seeds of key are refused")]
fn a_target_that_refuses_its_seeds_is_caught() {
    floors::of("key").judge(&["merchant_1024_pkcs8_pem".to_owned()], usize::MAX);
}

#[test]
#[should_panic(expected = "0 mutants of amount")]
fn a_target_that_refuses_its_mutants_is_caught() {
    let floor = floors::of("amount");
    floor.judge(&floor.refused(), 0);
}
