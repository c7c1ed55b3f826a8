//! One program for all targets: `MOTCUA_FUZZ_TARGET` names the one it runs, so that the house is linked once.
#![no_main]

use fuzzing::Target;
use std::sync::OnceLock;

static TARGET: OnceLock<Target> = OnceLock::new();

/// The target asked for; without one there is nothing to run.
fn asked() -> Target {
    let name = std::env::var("MOTCUA_FUZZ_TARGET").unwrap_or_default();
    fuzzing::target(&name).unwrap_or_else(|| {
        let known: Vec<&str> = fuzzing::TARGETS.iter().map(|target| target.name).collect();
        eprintln!("MOTCUA_FUZZ_TARGET names none of {}", known.join(", "));
        std::process::exit(2)
    })
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (TARGET.get_or_init(asked).run)(bytes);
});
