//! Any bytes as a mail: reading it does not panic and comes to its end.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|mail: &[u8]| {
    let _ = bounce::read(mail);
});
