//! Wrong readers and printers of times, which are caught.

use lianlian_fuzz::time;

#[test]
#[should_panic(expected = "20260229000000")]
fn a_day_that_does_not_exist_is_caught() {
    time::reads("20260229000000", |_| Some(1_772_323_200));
}

#[test]
#[should_panic(expected = "1385538192 s")]
fn a_time_in_the_zone_of_the_machine_is_caught() {
    time::shows(1_385_538_192, |_| Some("20131127074312".to_owned()));
}
