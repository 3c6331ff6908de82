//! Prints how fast detection is, as lines `bench: name=value`: microseconds per kilobyte, and as ratios to a plain
//! `regex-automata` scan of thirteen patterns of the same kinds, all in one run. Build it with optimisation:
//! `cargo run --release -p detect --example personal_speed`.

use std::{hint::black_box, io::Write, time::Instant};

use detect::{redact, scan, scan_values};
use regex_automata::{
    Input,
    meta::{Config, Regex},
    util::syntax,
};

/// What a plain scanner looks for, with ASCII boundaries: a Unicode one makes it fifty times slower.
const PATTERNS: [&str; 13] = [
    r"\b(?:\d[ -]?){13,19}\b",
    r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b",
    r"\b\d{3}-\d{2}-\d{4}\b",
    r"\b\d{4}[ -]?\d{4}[ -]?\d{4}\b",
    r"\b[A-Z]{5}\d{4}[A-Z]\b",
    r"\b[STFGM]\d{7}[A-Z]\b",
    r"\b\d{8,9}[A-Z]\b",
    r"\b[A-Z]{1,2}\d{7}\b",
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
    r"\+\d{1,3}[ -]?(?:\d[ -]?){6,12}\d",
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b",
    r"\b[A-Z0-9]{6}\b",
    r"\b(?:\d{1,3}\.){3}\d{1,3}\b",
];

const CLEAN: &str =
    "The quarterly report is due on Friday, and the team wants to know whether the new dashboard can show revenue by region. ";
const LOADED: &str = "Call Ann on +1 201-555-0123, her card is 4111 1111 1111 1111 and her e-mail is ann@example.com; the rest of the \
                      note is about the weather in Leeds, which was fine. SSN 123-45-6789 is on file since 2019.\n";
const FOREIGN: &str = "Прошу позвонить завтра утром, счёт ещё не оплачен. “Köln grüßt” – l’été à Paris. ";
const FOREIGN_LOADED: &str = "Прошу позвонить на +44 7911 123456, карта 4111 1111 1111 1111 – письмо на ann@example.com, “Zoë” ждёт. ";

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let plain = plain_scan();
    let texts = [("clean", CLEAN), ("loaded", LOADED), ("foreign_clean", FOREIGN), ("foreign_loaded", FOREIGN_LOADED)];
    let mut worst = (0_f64, 0_f64);
    for (name, seed) in texts {
        for size in [200, 2_000, 32_000] {
            let text = of_size(seed, size);
            let ours = per_kilobyte(&text, || black_box(redact(&text, scan_values(&text).iter())).len());
            let theirs = per_kilobyte(&text, || plain.find_iter(Input::new(text.as_bytes())).count());
            worst = (worst.0.max(ours), worst.1.max(ours / theirs));
            writeln!(out, "bench: pii_us_per_kb_{name}_{size}={ours:.2}")?;
            writeln!(out, "bench: pii_over_plain_scan_{name}_{size}={:.2}", ours / theirs)?;
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
        let mut times: Vec<f64> = (0..300).map(|_| micros(|| scan(&text).len())).collect();
        times.sort_unstable_by(f64::total_cmp);
        writeln!(out, "bench: all_p99_us_{name}={:.0}", at(&times, 0.99))?;
    }
    Ok(())
}

/// Inputs made to be slow, against ordinary ones of their length, and at two lengths against each other.
fn adversarial(out: &mut impl Write) -> std::io::Result<()> {
    let typical =
        [CLEAN, LOADED, FOREIGN_LOADED].map(|seed| per_kilobyte(&of_size(seed, 32_000), || scan_values(&of_size(seed, 32_000)).len()));
    let typical = typical.iter().sum::<f64>() / 3.0;
    let (mut slowest, mut steepest) = (0_f64, 0_f64);
    for (name, seed) in ATTACKS {
        let time_of = |size: usize| {
            let text = of_size(seed, size);
            let mut times: Vec<f64> = (0..5).map(|_| micros(|| scan_values(&text).len())).collect();
            times.sort_unstable_by(f64::total_cmp);
            at(&times, 0.0)
        };
        let ratio = per_kilobyte(&of_size(seed, 32_000), || scan_values(&of_size(seed, 32_000)).len()) / typical;
        let growth = time_of(1_000_000) / time_of(100_000);
        slowest = slowest.max(ratio);
        steepest = steepest.max(growth);
        writeln!(out, "bench: adversarial_over_typical_{name}={ratio:.2}")?;
        writeln!(out, "bench: adversarial_1mb_over_100kb_{name}={growth:.2}")?;
    }
    writeln!(out, "bench: adversarial_over_typical_worst={slowest:.2}")?;
    writeln!(out, "bench: adversarial_1mb_over_100kb_worst={steepest:.2}")?;
    out.flush()
}

const ATTACKS: &[(&str, &str)] = &[
    ("ats", "@"),
    ("addresses", "a@b.c@"),
    ("digits", "4"),
    ("spaced_digits", "4 1 "),
    ("dashed_pairs", "41-11-"),
    ("cards", "4111111111111111 "),
    ("dotted", "1.2.3.4."),
    ("labels", "ssn dob card account phone "),
    ("births", "dob dob 1 may "),
    ("birth_dates", "dob 1 2 199 "),
    ("colons", "a:b:c:1:2:"),
    ("double_colons", "1::2::"),
    ("ibans", "GB82 DE89 "),
    ("open_ibans", "GB82WEST1234569876543"),
    ("percents", "%34%"),
    ("percents_nested", "%2525252525"),
    ("entities", "&#52;&#"),
    ("backslashes", "\\u0034\\"),
    ("base64", "NDExMTExMTExMTExMTEx"),
    ("base64_slashes", "QUFB/QUFB+"),
    ("nested_base64", "VFZSSmVreFVVVEZNVkZrelQwUnJQUT09 "),
    ("marks", "4\u{301}\u{336}\u{20dd}"),
    ("invisible", "4\u{200b}\u{200d}"),
    ("full_width", "４１１１"),
    ("look_alikes", "аoеS"),
    ("inserts", "insert into (a,b "),
    ("headings", "ssn,a,b,c\n"),
    ("rows", "ssn|dob\n1|2\n"),
    ("quotes", "\"a\"@"),
    ("json_deep", "[\"4111\",{\"a\":"),
    ("json_pieces", "\"4111\",\"1111\","),
    ("spelled", "a [at] b dot "),
    ("brackets", "(((+1("),
    ("letters", "S T F G A "),
];

fn plain_scan() -> Regex {
    let built = Regex::builder()
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .configure(Config::new().utf8_empty(false))
        .build_many(&PATTERNS);
    match built {
        Ok(regex) => regex,
        Err(error) => unreachable!("the patterns are constant: {error}"),
    }
}

fn of_size(seed: &str, size: usize) -> String {
    let mut text = seed.repeat(size / seed.len() + 1);
    text.truncate(text.floor_char_boundary(size));
    text
}

/// The median of enough runs to be steady.
fn per_kilobyte(text: &str, run: impl Fn() -> usize) -> f64 {
    let mut times: Vec<f64> = (0..(3_000_000 / text.len()).clamp(31, 2_001)).map(|_| micros(&run)).collect();
    times.sort_unstable_by(f64::total_cmp);
    at(&times, 0.5) * 1000.0 / text.len() as f64
}

fn micros(run: impl Fn() -> usize) -> f64 {
    let start = Instant::now();
    black_box(run());
    start.elapsed().as_secs_f64() * 1e6
}

fn at(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len() as f64 * share) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}
