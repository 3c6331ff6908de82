//! Prints how the time of a whole scan, which is what a caller waits for, grows from 100 kB to 1 MB of text that was made to
//! be slow, as lines `bench: name=value`; 10 is linear. Build it with optimisation:
//! `cargo run --release -p detect --example growth`.

#[path = "attacks/personal.rs"]
mod personal;
#[path = "attacks/sql.rs"]
mod sql;
#[expect(dead_code, reason = "shared with the examples that measure speed")]
mod timing;

use std::io::Write;

use timing::growth;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let mut steepest = 0_f64;
    for (finder, attacks) in [("pii", personal::ATTACKS), ("sqli", sql::ATTACKS)] {
        for (name, seed) in attacks {
            let growth = growth(seed, &|text| detect::scan(text).len());
            steepest = steepest.max(growth);
            writeln!(out, "bench: scan_1mb_over_100kb_{finder}_{name}={growth:.2}")?;
        }
    }
    writeln!(out, "bench: scan_1mb_over_100kb_worst={steepest:.2}")?;
    out.flush()
}
