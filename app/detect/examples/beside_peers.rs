//! Measures the detector on the texts of a folder, as other detectors are measured: `beside_peers FOLDER`.
//!
//! Prints microseconds per kB as `bench: name=value`; run it with optimisation.

use std::{
    fs,
    hint::black_box,
    io::Write,
    path::PathBuf,
    time::{Duration, Instant},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: beside_peers FOLDER")?;
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    let mut out = std::io::stdout().lock();
    for file in files {
        let text = fs::read_to_string(&file)?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().replace('-', "_");
        let values = median(|| detect::redact(&text, detect::scan_values(&text).iter()).len());
        let sql = median(|| detect::sql_injection(&text).len());
        let all = median(|| detect::redact(&text, detect::scan(&text).iter()).len());
        for (what, took) in [("values", values), ("sql", sql), ("all", all)] {
            let per_kb = took.as_secs_f64() * 1e9 / text.len() as f64;
            writeln!(out, "bench: own_{what}_{name}_us_per_kb={per_kb:.1}")?;
        }
    }
    Ok(out.flush()?)
}

/// The middle of many runs; each is long enough for the clock.
fn median(mut run: impl FnMut() -> usize) -> Duration {
    const RUNS: usize = 41;
    const LEAST: Duration = Duration::from_micros(500);
    let mut once = |repeats: u32| {
        let started = Instant::now();
        for _ in 0..repeats {
            black_box(run());
        }
        started.elapsed()
    };
    let mut repeats = 1;
    while once(repeats) < LEAST {
        repeats *= 2;
    }
    let mut times: Vec<Duration> = (0..RUNS).map(|_| once(repeats) / repeats).collect();
    times.sort_unstable();
    times.get(RUNS / 2).copied().unwrap_or_default()
}
