//! What the speed examples share: texts of a size, and the processor's time for jobs that take turns, so that whatever else
//! the machine does falls on all of them or does not count.

use std::hint::black_box;

use cpu_time::ThreadTime;

/// The lengths at which figures are printed, in bytes.
pub(crate) const SIZES: [usize; 3] = [200, 2_000, 32_000];

/// `seed` again and again, up to `size` bytes.
pub(crate) fn of_size(seed: &str, size: usize) -> String {
    let mut text = seed.repeat(size / seed.len() + 1);
    text.truncate(text.floor_char_boundary(size));
    text
}

/// How much longer a text of 1 MB takes than one of 100 kB. Both say `seed` a whole and even number of times: half a pair of
/// quotation marks at the end of one of them would make two different texts.
pub(crate) fn growth(seed: &str, scan: &dyn Fn(&str) -> usize) -> f64 {
    let middle = seed.repeat(100_000 / seed.len() / 2 * 2);
    let long = middle.repeat(10);
    let [of_middle, of_long] = fastest([&|| scan(&middle), &|| scan(&long)]);
    of_long / of_middle
}

/// The shortest time of each job in microseconds, taken in turns.
pub(crate) fn fastest<const N: usize>(jobs: [&dyn Fn() -> usize; N]) -> [f64; N] {
    const ROUNDS: usize = 15;
    const ROUND_MICROS: f64 = 1_500.0;
    let mut best = jobs.map(|job| micros(1, job));
    let repeats = best.map(|once| (ROUND_MICROS / once.max(0.05)).clamp(1.0, 4_000.0) as u32);
    for _ in 0..ROUNDS {
        for ((job, best), repeats) in jobs.iter().zip(&mut best).zip(repeats) {
            *best = best.min(micros(repeats, *job));
        }
    }
    best
}

/// The time under which all but one call in a hundred stay, in microseconds.
pub(crate) fn p99(job: &dyn Fn() -> usize) -> f64 {
    const CALLS: usize = 1_000;
    let mut times: Vec<f64> = (0..CALLS).map(|_| micros(1, job)).collect();
    times.sort_unstable_by(f64::total_cmp);
    times.get(CALLS * 99 / 100).copied().unwrap_or_default()
}

fn micros(repeats: u32, job: &dyn Fn() -> usize) -> f64 {
    let start = ThreadTime::now();
    for _ in 0..repeats {
        black_box(job());
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(repeats)
}
