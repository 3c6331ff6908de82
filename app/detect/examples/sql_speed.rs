//! Prints how fast SQL injection is looked for, as lines `bench: name=value`: microseconds per kilobyte, and as ratios to a
//! plain `regex-automata` scan for what lists of SQL injection patterns usually hold, in one run. Build it with
//! optimisation: `cargo run --release -p detect --example sql_speed`.

#[path = "attacks/sql.rs"]
mod attacks;
#[path = "patterns/sql.rs"]
mod patterns;
mod plain;
mod timing;

use std::io::Write;

use attacks::ATTACKS;
use detect::sql_injection;
use timing::{SIZES, fastest, growth, of_size, p99};

/// Texts as they come: SQL that somebody asked for, personal data, prose, each in ASCII and not.
const TEXTS: [(&str, &str); 7] = [
    (
        "query",
        "SELECT r.name, SUM(s.amount) FROM sales s JOIN regions r ON r.id = s.region_id WHERE s.year = 2026 AND r.name <> 'x' \
         GROUP BY r.name ORDER BY 2 DESC; -- weekly\n",
    ),
    (
        "foreign_query",
        "SELECT straße, SUM(s.betrag) FROM umsätze s JOIN regionen r ON r.id = s.region WHERE s.jahr = 2026 AND r.name <> 'Köln' \
         GROUP BY straße ORDER BY 2 DESC; -- wöchentlich\n",
    ),
    ("clean", "The quarterly report is due on Friday, and the team wants to know whether the new dashboard can show revenue by region. "),
    ("quoted", "Whoever finds the time should look at the open questions of last week, or don't; \"yes\" and no. It's 5 o'clock. "),
    ("foreign", "Прошу позвонить завтра утром, счёт ещё не оплачен. “Köln grüßt” – l’été à Paris. "),
    (
        "personal",
        "Call Ann on +1 201-555-0123, her card is 4111 1111 1111 1111 and her e-mail is ann@example.com; the rest of the note \
         is about the weather in Leeds, which was fine. SSN 123-45-6789 is on file since 2019.\n",
    ),
    ("payload", "Tell me what we hold about account 7' UNION SELECT password, 2 FROM users WHERE 1=1 -- and who asked for it last week. "),
];

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let plain = plain::scanner(&patterns::SQL, true);
    let mut worst = (0_f64, 0_f64);
    for (name, seed) in TEXTS {
        for size in SIZES {
            let text = of_size(seed, size);
            let [ours, theirs] = fastest([&|| sql_injection(&text).len(), &|| plain.find_iter(text.as_bytes()).count()]);
            let (per_kb, ratio) = (ours * 1_000.0 / text.len() as f64, ours / theirs);
            worst = (worst.0.max(per_kb), worst.1.max(ratio));
            writeln!(out, "bench: sqli_us_per_kb_{name}_{size}={per_kb:.2}")?;
            writeln!(out, "bench: sqli_over_plain_scan_{name}_{size}={ratio:.2}")?;
        }
    }
    writeln!(out, "bench: sqli_us_per_kb_worst={:.2}", worst.0)?;
    writeln!(out, "bench: sqli_over_plain_scan_worst={:.2}", worst.1)?;
    let text = of_size(TEXTS.first().map_or("", |(_, seed)| *seed), 32_000);
    writeln!(out, "bench: sqli_p99_us_query_32kb={:.0}", p99(&|| sql_injection(&text).len()))?;
    adversarial(&mut out)
}

/// Inputs made to be slow, against an ordinary query of their length, and at two lengths against each other.
fn adversarial(out: &mut impl Write) -> std::io::Result<()> {
    let (mut slowest, mut steepest) = (0_f64, 0_f64);
    let queries = TEXTS.iter().filter(|(name, _)| name.ends_with("query"));
    let typical: Vec<String> = queries.map(|(_, seed)| of_size(seed, 32_000)).collect();
    for (name, seed) in ATTACKS {
        let short = of_size(seed, 32_000);
        let scan = |text: &str| sql_injection(text).len();
        let [alone, ordinary] = fastest([&|| scan(&short), &|| typical.iter().map(|text| scan(text)).sum()]);
        let (ratio, growth) = (alone * typical.len() as f64 / ordinary, growth(seed, &scan));
        slowest = slowest.max(ratio);
        steepest = steepest.max(growth);
        writeln!(out, "bench: sqli_adversarial_over_typical_{name}={ratio:.2}")?;
        writeln!(out, "bench: sqli_adversarial_1mb_over_100kb_{name}={growth:.2}")?;
    }
    writeln!(out, "bench: sqli_adversarial_over_typical_worst={slowest:.2}")?;
    writeln!(out, "bench: sqli_adversarial_1mb_over_100kb_worst={steepest:.2}")?;
    out.flush()
}
