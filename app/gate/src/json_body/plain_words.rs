//! What a parser says, in the words of the person who wrote the body: no type names of ours.

use model::strict_json::OWN;
use serde_json::{Value, error::Category};

/// Why a body is not JSON.
pub(super) fn syntax(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if let Some(sentence) = text.split(OWN).nth(1) {
        return sentence.to_owned();
    }
    let place = format!("at line {}, column {}", error.line(), error.column());
    match error.classify() {
        Category::Eof => format!("The body is not complete JSON: it ends too early, {place}."),
        Category::Io | Category::Syntax | Category::Data => format!("The body is not valid JSON, {place}."),
    }
}

/// Why JSON is not what the route takes; `path` is where.
pub(super) fn mismatch(path: &str, error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = if path == "." { "The body".to_owned() } else { format!("`{path}`") };
    if let Some(field) = text.strip_prefix("missing field ").and_then(quoted) {
        let whole = if path == "." { field.to_owned() } else { format!("{path}.{field}") };
        return format!("`{whole}` is missing.");
    }
    if let Some((_, known)) = text.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected ")) {
        let known = known.trim_start_matches("one of ").replace(" or ", ", ");
        return format!("{place} is not one of the known values: {known}.");
    }
    let refused = text.strip_prefix("invalid type: ").or_else(|| text.strip_prefix("invalid value: "));
    match refused.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((found, wanted)) => {
            let wanted = wanted_words(wanted);
            format!("{place} must be {wanted}, not {}.", found_words(found, wanted))
        }
        None => format!("{place} is not what is expected here."),
    }
}

/// What a value is.
pub(super) const fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn quoted(text: &str) -> Option<&str> {
    text.strip_prefix('`')?.split('`').next()
}

fn wanted_words(wanted: &str) -> &'static str {
    match wanted {
        "a string" | "str" | "a borrowed string" | "string or map" => "text",
        "a boolean" => "true or false",
        "f32" | "f64" => "a number",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "a map" => "an object",
        "a sequence" => "an array",
        other if other.starts_with("struct ") => "an object",
        other if other.contains("UUID") => "a UUID",
        _ => "of another form",
    }
}

fn found_words(found: &str, wanted: &str) -> &'static str {
    match found.split(' ').next().unwrap_or_default() {
        "null" | "unit" | "Option" => "null",
        "boolean" => "true or false",
        "integer" if wanted == "a whole number" => "a number out of range",
        "floating" if wanted == "a whole number" => "a fraction",
        "integer" | "floating" | "number" => "a number",
        "string" if wanted == "text" => "this text",
        "string" => "text",
        "map" => "an object",
        "sequence" => "an array",
        _ => "this",
    }
}
