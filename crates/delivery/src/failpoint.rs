//! Places at which a test ends the program at once, as a power cut would: `after-claim`, `before-sending-commit`,
//! `after-sending-commit`, `in-body`, `after-dot`, `after-250`, `after-result-commit`. What the environment's `FAILPOINTS`
//! says of a place (`after-dot=1%return`, syntax of the crate `fail`) is done there; `return` ends the program.

/// One of those places. Nothing at all where the program was built without the feature.
macro_rules! failpoint {
    ($name:literal) => {
        #[cfg(feature = "failpoints")]
        fail::fail_point!($name, |_| std::process::abort());
    };
}

pub(crate) use failpoint;

/// Reads the environment; to be called when the engine begins.
#[cfg(feature = "failpoints")]
pub(crate) fn read_environment() {
    static READ: std::sync::Once = std::sync::Once::new();
    // What is kept by the scenario ends with the program.
    READ.call_once(|| std::mem::forget(fail::FailScenario::setup()));
}
