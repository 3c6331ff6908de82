//! Personal data, secrets and injection in text: text in, findings out.
//!
//! Must not know: time, network, files, tenants, what anyone does about a finding. It is pure, so it
//! can be fuzzed alone. To add a kind: a variant and word in `kind.rs`, its labels in `label.rs`, a
//! finder in `personal/`, `secret.rs` or `injection/`, and samples for both sides in the tests. A new validator
//! or normaliser is a step in `steps.rs`, with a text that misses it.
//!
//! A scan reads the text as it is seen (`fold.rs`) and below its layers of encoding (`peel.rs`); spans always name
//! the bytes of the text that was given (`mapped.rs`). The examples `beside_peers` and `personal_speed` print
//! figures as `bench: name=value`; `fuzz/` holds the fuzz targets.

mod encoded;
mod finding;
mod fold;
mod hint;
mod injection;
mod json;
mod json_place;
mod kind;
mod label;
mod mapped;
mod marks;
mod peel;
mod personal;
mod redact;
mod rules;
mod scan;
mod scanner;
mod secret;
mod seek;
mod spare;
mod steps;
mod table;

pub use finding::{Finding, Findings};
pub use injection::sql_injection;
pub use json::{json_text, redact_json};
pub use kind::{Family, Kind, SqlTechnique};
pub use redact::{Style, redact, redact_as};
pub use scan::{scan, scan_values};
pub use scanner::Scanner;
