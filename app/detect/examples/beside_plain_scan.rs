//! Compares the detector with the least that any scan costs: one pass of a regular-expression engine over the same text.
//!
//! Prints microseconds per kB and ratios within this run as `bench: name=value`; with `--texts FOLDER` it also writes the
//! texts, so that other programs can be measured on them. Run it with optimisation.

use std::{
    fs,
    hint::black_box,
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

use regex_automata::meta::Regex;

const SIZES: [(&str, usize); 3] = [("200", 200), ("2k", 2_000), ("32k", 32_000)];

const CLEAN: &str = "The quarterly report is due on Friday, and the team wants to know whether the dashboard can show revenue by region. \
    Whoever finds the time should look at the open questions of last week and answer them before the meeting. ";
const LOADED: &str = "Call Ann on +1 201-555-0123, her card is 4111 1111 1111 1111 and her e-mail is ann@example.com; SSN 123-45-6789 \
    is on file. The refund goes to GB82 WEST 1234 5698 7654 32, and the login came from 203.0.113.77 last night. ";
const FOREIGN: &str = "Grüße aus Köln: Anna Müller (anna.mueller@example.de) möchte, dass der Betrag auf DE89 3704 0044 0532 0130 00 \
    überwiesen wird. Прошу позвонить завтра по номеру +49 30 12345678, спасибо. ";
const QUERY: &str = "SELECT r.name, SUM(s.amount) FROM sales s JOIN regions r ON r.id = s.region_id WHERE s.year = 2026 AND r.name <> 'x' \
    GROUP BY r.name ORDER BY 2 DESC; -- weekly\n";

/// Patterns that somebody would write by hand; ASCII only, which is what keeps them fast.
const PATTERNS: [&str; 13] = [
    r"(?-u)\b[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}\b",
    r"(?-u)\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b",
    r"(?-u)\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b",
    r"(?-u)\b[0-9]{9}\b",
    r"(?-u)\b[2-9][0-9]{3} ?[0-9]{4} ?[0-9]{4}\b",
    r"(?-u)\b[A-Z]{5}[0-9]{4}[A-Z]\b",
    r"(?-u)\b[STFGM][0-9]{7}[A-Z]\b",
    r"(?-u)\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\b",
    r"(?-u)\+?[0-9]{1,3}[ .-]?\(?[0-9]{2,4}\)?[ .-]?[0-9]{3}[ .-]?[0-9]{3,4}\b",
    r"(?-u)\b[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}\b",
    r"(?-u)\b[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\b",
    r"(?-u)\b[A-Z][0-9]{8}\b",
    r"(?-u)\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().skip_while(|word| word != "--texts").nth(1);
    let plain = Regex::new_many(&PATTERNS)?;
    let mut out = std::io::stdout().lock();
    for (name, seed) in [("clean", CLEAN), ("pii", LOADED), ("foreign", FOREIGN), ("query", QUERY)] {
        for (word, size) in SIZES {
            let text = text_of(seed, size);
            if let Some(folder) = &folder {
                fs::write(Path::new(folder).join(format!("{name}-{word}.txt")), &text)?;
            }
            let kb = text.len() as f64 / 1_000.0;
            let scan = median(|| plain.find_iter(&text).count());
            let own = median(|| detect::redact(&text, detect::scan(&text).iter()).len());
            let per_kb = |took: Duration| took.as_secs_f64() * 1e6 / kb;
            writeln!(out, "bench: detect_{name}_{word}_us_per_kb={:.2}", per_kb(own))?;
            writeln!(out, "bench: plain_scan_{name}_{word}_us_per_kb={:.2}", per_kb(scan))?;
            writeln!(out, "bench: detect_vs_plain_scan_{name}_{word}={:.2}", own.as_secs_f64() / scan.as_secs_f64())?;
        }
    }
    Ok(out.flush()?)
}

fn text_of(seed: &str, size: usize) -> String {
    let whole = seed.repeat(size / seed.len() + 1);
    whole.get(..whole.floor_char_boundary(size)).unwrap_or_default().to_owned()
}

/// The middle of many runs; each is long enough for the clock.
fn median(mut run: impl FnMut() -> usize) -> Duration {
    const RUNS: usize = 41;
    const LEAST: Duration = Duration::from_micros(500);
    let mut repeats = 1_u32;
    let once = |run: &mut dyn FnMut() -> usize, repeats: u32| {
        let started = Instant::now();
        for _ in 0..repeats {
            black_box(run());
        }
        started.elapsed()
    };
    while once(&mut run, repeats) < LEAST {
        repeats *= 2;
    }
    let mut times: Vec<Duration> = (0..RUNS).map(|_| once(&mut run, repeats) / repeats).collect();
    times.sort_unstable();
    times.get(RUNS / 2).copied().unwrap_or_default()
}
