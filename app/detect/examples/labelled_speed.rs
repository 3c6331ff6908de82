//! Prints how fast labelled texts are read, as they come and cut to a length: `labelled_speed PII.jsonl SQLI.jsonl`, each line
//! with a `text`. Lines `bench: name=value`: microseconds per kilobyte, and as ratios to a plain `regex-automata` scan of the
//! same texts in one run, apart for ASCII and other texts. Such texts are denser than any that people send, and no two are
//! alike, so a processor cannot learn them by heart. Build it with optimisation.

#[path = "patterns/personal.rs"]
mod personal;
mod plain;
#[path = "patterns/sql.rs"]
mod sql;
#[expect(dead_code, reason = "shared with the examples that measure texts of one seed")]
mod timing;

use std::{error::Error, fs, io::Write};

use detect::{redact, scan_values, sql_injection};
use regex_automata::meta::Regex;
use serde::Deserialize;
use timing::{SIZES, fastest};

/// As many bytes of each kind and length as are read in one go: more than the nearest caches remember.
const BYTES: usize = 256_000;

#[derive(Deserialize)]
struct Line {
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut path = || arguments.next().ok_or("usage: labelled_speed PII.jsonl SQLI.jsonl");
    let (of_people, of_queries) = (path()?, path()?);
    let plain_personal = plain::scanner(&personal::PERSONAL, false);
    let plain_sql = plain::scanner(&sql::SQL, true);
    measure("pii", &of_people, &plain_personal, &|text| redact(text, scan_values(text).iter()).len())?;
    measure("sqli", &of_queries, &plain_sql, &|text| sql_injection(text).len())
}

fn measure(subject: &str, path: &str, plain: &Regex, ours: &dyn Fn(&str) -> usize) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let lines = fs::read_to_string(path)?;
    let texts: Vec<Line> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let (ascii, foreign): (Vec<Line>, Vec<Line>) = texts.into_iter().partition(|line| line.text.is_ascii());
    for (name, lines) in [("ascii", ascii), ("foreign", foreign)] {
        // As they come, and cut to a length.
        for size in [None].into_iter().chain(SIZES.map(Some)) {
            let texts = size.map_or_else(|| lines.iter().map(|line| line.text.clone()).collect(), |size| cut(&lines, size));
            let bytes: usize = texts.iter().map(String::len).sum();
            let size = size.map_or_else(|| "each".to_owned(), |size| size.to_string());
            if bytes == 0 {
                continue;
            }
            let [ours, theirs] = fastest([&|| texts.iter().map(|text| ours(text)).sum(), &|| {
                texts.iter().map(|text| plain.find_iter(text.as_bytes()).count()).sum()
            }]);
            writeln!(out, "bench: {subject}_labelled_us_per_kb_{name}_{size}={:.2}", ours * 1_000.0 / bytes as f64)?;
            writeln!(out, "bench: {subject}_labelled_over_plain_scan_{name}_{size}={:.2}", ours / theirs)?;
        }
    }
    Ok(out.flush()?)
}

/// Pieces of `size` bytes of all texts, one after the other.
fn cut(lines: &[Line], size: usize) -> Vec<String> {
    let all: String = lines.iter().flat_map(|line| [line.text.as_str(), "\n"]).collect();
    let mut rest = all.get(..all.floor_char_boundary(BYTES)).unwrap_or_default();
    let mut texts = Vec::new();
    while rest.len() >= size {
        let (text, after) = rest.split_at(rest.floor_char_boundary(size));
        texts.push(text.to_owned());
        rest = after;
    }
    texts
}
