use std::io::{BufRead, Write};

use anyhow::{Context as _, bail};
use detect::{Findings, scan};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Subject, code_points::CodePoints};

/// One labelled or unlabelled text; whatever else the line holds is not looked at.
#[derive(Deserialize)]
struct Asked {
    id: Value,
    text: String,
}

#[derive(Serialize)]
struct PiiAnswer<'a> {
    id: &'a Value,
    spans: Vec<Span>,
}

/// Offsets count code points; `end` is the first one behind.
#[derive(Serialize)]
struct Span {
    start: usize,
    end: usize,
    r#type: &'static str,
}

#[derive(Serialize)]
struct SqliAnswer<'a> {
    id: &'a Value,
    label: &'static str,
    category: &'static str,
}

/// Answers every line with one line, also when nothing is found. A line that is no `{"id", "text"}` ends it: its number
/// is told, and nothing of its content.
pub(super) fn predict(subject: Subject, mut input: impl BufRead, mut out: impl Write) -> anyhow::Result<()> {
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let json = line.trim_ascii();
        if json.is_empty() {
            continue;
        }
        let asked = read(json).with_context(|| format!("line {number}"))?;
        match subject {
            Subject::Pii => serde_json::to_writer(&mut out, &pii(&asked))?,
            Subject::Sqli => serde_json::to_writer(&mut out, &sqli(&asked))?,
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn read(line: &[u8]) -> anyhow::Result<Asked> {
    let Ok(line) = std::str::from_utf8(line) else { bail!("is not UTF-8") };
    let asked: Asked = match serde_json::from_str(line) {
        Ok(asked) => asked,
        Err(error) if error.is_data() => bail!("needs an \"id\" and a string \"text\", each once"),
        Err(error) => bail!("is not one JSON document (column {})", error.column()),
    };
    if !(asked.id.is_string() || asked.id.is_number()) {
        bail!("\"id\" has to be a string or a number");
    }
    Ok(asked)
}

fn pii(asked: &Asked) -> PiiAnswer<'_> {
    let found = scan(&asked.text);
    let mut points = CodePoints::of(&asked.text);
    let spans = found.of_family(Subject::Pii.family());
    let spans = spans.map(|f| Span { start: points.before(f.start), end: points.before(f.end), r#type: f.kind.word() });
    PiiAnswer { id: &asked.id, spans: spans.collect() }
}

fn sqli(asked: &Asked) -> SqliAnswer<'_> {
    let category = technique(&scan(&asked.text));
    SqliAnswer { id: &asked.id, label: if category.is_some() { "sqli" } else { "benign" }, category: category.unwrap_or("none") }
}

/// The technique of the most certain SQL injection, in the words that labelled sets use.
fn technique(found: &Findings) -> Option<&'static str> {
    let surest = found.of_family(Subject::Sqli.family()).max_by_key(|finding| finding.confidence)?;
    Some(match surest.kind.word() {
        "sqli_error_based" => "error",
        word => word.trim_start_matches("sqli_"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(subject: Subject, input: &[u8]) -> (String, Option<String>) {
        let mut out = Vec::new();
        let outcome = predict(subject, input, &mut out);
        (String::from_utf8(out).unwrap(), outcome.err().map(|error| format!("{error:#}")))
    }

    #[test]
    fn each_text_gets_a_line_with_offsets_in_code_points() {
        let input = "{\"id\": \"ü\", \"text\": \"Grüße an ann@example.com\", \"kind\": \"positive\"}\n\n{\"id\": 7, \"text\": \"hello\"}";

        let (out, error) = answers(Subject::Pii, input.as_bytes());

        assert_eq!(error, None);
        assert_eq!(out, "{\"id\":\"ü\",\"spans\":[{\"start\":9,\"end\":24,\"type\":\"email\"}]}\n{\"id\":7,\"spans\":[]}\n");
    }

    #[test]
    fn sql_injection_is_told_with_its_technique() {
        let input =
            b"{\"id\":1,\"text\":\"1' UNION SELECT password FROM users--\"}\n{\"id\":2,\"text\":\"union members select a speaker\"}\n";

        let (out, _) = answers(Subject::Sqli, input);

        assert_eq!(out, "{\"id\":1,\"label\":\"sqli\",\"category\":\"union\"}\n{\"id\":2,\"label\":\"benign\",\"category\":\"none\"}\n");
    }

    #[test]
    fn a_bad_line_is_named_by_number_and_never_shown() {
        let good = "{\"id\":1,\"text\":\"x\"}\n";
        for (bad, why) in [
            ("{\"id\":1,\"text\":\"card 4111111111111111\"", "line 2: is not one JSON document (column 38)"),
            ("{\"id\":1,\"text\":4111111111111111}", "line 2: needs an \"id\" and a string \"text\", each once"),
            ("{\"text\":\"4111111111111111\"}", "line 2: needs an \"id\" and a string \"text\", each once"),
            ("{\"id\":1,\"text\":\"a\",\"text\":\"b\"}", "line 2: needs an \"id\" and a string \"text\", each once"),
            ("{\"id\":[],\"text\":\"a\"}", "line 2: \"id\" has to be a string or a number"),
            ("{\"id\":1,\"text\":\"a\"} {}", "line 2: is not one JSON document (column 21)"),
        ] {
            let (out, error) = answers(Subject::Pii, format!("{good}{bad}\n{good}").as_bytes());

            assert_eq!(error.as_deref(), Some(why), "{bad}");
            assert_eq!(out.lines().count(), 1, "what stood before it is answered, what stands behind it is not");
        }
        assert_eq!(answers(Subject::Pii, b"{\"id\":1,\"text\":\"\xff\"}").1.as_deref(), Some("line 1: is not UTF-8"));
    }
}
