//! Reads labelled texts as JSON lines and prints the predictions of the detector: `score pii|sqli < texts.jsonl`.

use std::io::{BufRead, Write};

use detect::{Family, scan};
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let is_sqli = std::env::args().nth(1).as_deref() == Some("sqli");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let Ok(record) = serde_json::from_str::<Value>(&line?) else { continue };
        let text = record.get("text").and_then(Value::as_str).unwrap_or_default();
        let prediction = if is_sqli { attack(text) } else { spans(text) };
        let mut answer = json!({"id": record.get("id")});
        if let (Some(answer), Value::Object(fields)) = (answer.as_object_mut(), prediction) {
            answer.extend(fields);
        }
        writeln!(out, "{answer}")?;
    }
    out.flush()
}

fn attack(text: &str) -> Value {
    let findings = scan(text);
    let first = findings.of_family(Family::SqlInjection).max_by_key(|finding| finding.confidence);
    let label = if first.is_some() { "sqli" } else { "benign" };
    json!({"label": label, "category": first.map(|f| f.kind.word().trim_start_matches("sqli_"))})
}

fn spans(text: &str) -> Value {
    let findings = scan(text);
    let spans: Vec<Value> =
        findings.of_family(Family::PersonalData).map(|f| json!({"start": f.start, "end": f.end, "type": f.kind.word()})).collect();
    json!({"spans": spans})
}
