#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lianlian_fuzz::pay_load::pay_load(data);
});
