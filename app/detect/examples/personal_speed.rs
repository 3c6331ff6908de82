//! Prints how fast personal data is found and redacted, as lines `bench: name=value`: microseconds per kilobyte, and as ratios
//! to a plain `regex-automata` scan for values of the same kinds, in one run. Build it with optimisation:
//! `cargo run --release -p detect --example personal_speed`.

#[path = "attacks/personal.rs"]
mod attacks;
#[path = "patterns/personal.rs"]
mod patterns;
mod plain;
mod timing;

use std::io::Write;

use attacks::ATTACKS;
use detect::{redact, scan, scan_values};
use timing::{SIZES, fastest, growth, of_size, p99};

const CLEAN: &str =
    "The quarterly report is due on Friday, and the team wants to know whether the new dashboard can show revenue by region. ";
const LOADED: &str = "Call Ann on +1 201-555-0123, her card is 4111 1111 1111 1111 and her e-mail is ann@example.com; the rest of the \
                      note is about the weather in Leeds, which was fine. SSN 123-45-6789 is on file since 2019.\n";
const FOREIGN: &str = "Прошу позвонить завтра утром, счёт ещё не оплачен. “Köln grüßt” – l’été à Paris. ";
const FOREIGN_LOADED: &str = "Прошу позвонить на +44 7911 123456, карта 4111 1111 1111 1111 – письмо на ann@example.com, “Zoë” ждёт. ";

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let plain = plain::scanner(&patterns::PERSONAL, false);
    let texts = [("clean", CLEAN), ("loaded", LOADED), ("foreign_clean", FOREIGN), ("foreign_loaded", FOREIGN_LOADED)];
    let mut worst = (0_f64, 0_f64);
    for (name, seed) in texts {
        for size in SIZES {
            let text = of_size(seed, size);
            let [ours, theirs] =
                fastest([&|| redact(&text, scan_values(&text).iter()).len(), &|| plain.find_iter(text.as_bytes()).count()]);
            let (per_kb, ratio) = (ours * 1_000.0 / text.len() as f64, ours / theirs);
            worst = (worst.0.max(per_kb), worst.1.max(ratio));
            writeln!(out, "bench: pii_us_per_kb_{name}_{size}={per_kb:.2}")?;
            writeln!(out, "bench: pii_over_plain_scan_{name}_{size}={ratio:.2}")?;
        }
    }
    writeln!(out, "bench: pii_us_per_kb_worst={:.2}", worst.0)?;
    writeln!(out, "bench: pii_over_plain_scan_worst={:.2}", worst.1)?;
    both(&mut out)?;
    adversarial(&mut out)
}

/// Everything at once, as a decision asks for it.
fn both(out: &mut impl Write) -> std::io::Result<()> {
    for (name, size) in [("200b", 200), ("32kb", 32_000)] {
        let text = of_size(LOADED, size);
        writeln!(out, "bench: all_p99_us_{name}={:.0}", p99(&|| scan(&text).len()))?;
    }
    Ok(())
}

/// Inputs made to be slow, against ordinary ones of their length, and at two lengths against each other.
fn adversarial(out: &mut impl Write) -> std::io::Result<()> {
    let typical = [LOADED, FOREIGN_LOADED].map(|seed| of_size(seed, 32_000));
    let (mut slowest, mut steepest) = (0_f64, 0_f64);
    for (name, seed) in ATTACKS {
        let short = of_size(seed, 32_000);
        let scan = |text: &str| scan_values(text).len();
        let [alone, ordinary] = fastest([&|| scan(&short), &|| typical.iter().map(|text| scan(text)).sum()]);
        let (ratio, growth) = (alone * typical.len() as f64 / ordinary, growth(seed, &scan));
        slowest = slowest.max(ratio);
        steepest = steepest.max(growth);
        writeln!(out, "bench: pii_adversarial_over_typical_{name}={ratio:.2}")?;
        writeln!(out, "bench: pii_adversarial_1mb_over_100kb_{name}={growth:.2}")?;
    }
    writeln!(out, "bench: pii_adversarial_over_typical_worst={slowest:.2}")?;
    writeln!(out, "bench: pii_adversarial_1mb_over_100kb_worst={steepest:.2}")?;
    out.flush()
}
