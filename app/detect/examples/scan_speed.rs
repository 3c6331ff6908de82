//! Prints how long a scan takes for a clean and a loaded text of 2 kB and 32 kB: run it with optimisation.

use std::{hint::black_box, io::Write, time::Instant};

const CLEAN: &str =
    "The quarterly report is due on Friday, and the team wants to know whether the new dashboard can show revenue by region. ";
const LOADED: &str =
    "Call Ann on +1 201-555-0123, her card is 4111 1111 1111 1111 and her e-mail is ann@example.com; SSN 123-45-6789 is on file. ";
const QUERY: &str =
    "SELECT r.name, SUM(s.amount) FROM sales s JOIN regions r ON r.id = s.region_id WHERE s.year = 2024 AND r.name <> 'x' GROUP BY 1; ";

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for (name, seed) in [("clean", CLEAN), ("loaded", LOADED), ("query", QUERY), ("foreign", "Прошу позвонить завтра. Köln grüßt. ")]
    {
        for size in [200, 2_000, 32_000] {
            let text: String = seed.chars().cycle().take(size).collect();
            let mut times: Vec<u128> = (0..50).map(|_| micros(&text)).collect();
            times.sort_unstable();
            let middle = times.get(times.len() / 2).copied().unwrap_or_default();
            writeln!(out, "{name:8} {size:6} characters: {middle:6} us")?;
        }
    }
    out.flush()
}

fn micros(text: &str) -> u128 {
    let start = Instant::now();
    black_box(detect::scan(black_box(text)));
    start.elapsed().as_micros()
}
