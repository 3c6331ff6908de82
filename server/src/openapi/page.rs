//! The reference page: plain HTML with the portal's style sheet, no script, nothing from other hosts.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;
use utoipa::openapi::OpenApi;

use super::{Described, operations};
use crate::api::table::{self, Needs};

/// The whole page.
pub(super) fn render(document: &OpenApi) -> String {
    let described = operations(document);
    let mut groups: BTreeMap<&str, Vec<&Described<'_>>> = BTreeMap::new();
    for operation in &described {
        groups.entry(tag(operation)).or_default().push(operation);
    }
    let mut body = String::new();
    for (name, operations) in &groups {
        section(&mut body, name, operations);
    }
    schemas(&mut body, document);
    let (title, version) = (escaped(&document.info.title), escaped(&document.info.version));
    let about = escaped(document.info.description.as_deref().unwrap_or_default());
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <link rel=\"stylesheet\" href=\"/assets/app.css\"></head><body><main class=\"page page-narrow\">\
         <header class=\"page-head\"><div><h1>{title}</h1><p>{about} Version {version}. \
         <a href=\"/openapi.json\">OpenAPI document</a></p></div></header>{body}</main></body></html>"
    )
}

fn tag<'a>(described: &Described<'a>) -> &'a str {
    described.operation.tags.as_ref().and_then(|tags| tags.first()).map_or("other", String::as_str)
}

fn section(out: &mut String, name: &str, operations: &[&Described<'_>]) {
    let name = escaped(name);
    write_all(out, format_args!("<section class=\"section\"><h2>{name}</h2><div class=\"table-block\"><div class=\"table-wrap\">"));
    out.push_str("<table class=\"table\"><thead><tr><th scope=\"col\">Call</th><th scope=\"col\">What it does</th><th scope=\"col\">Takes</th><th scope=\"col\">Answers</th><th scope=\"col\">Needs</th></tr></thead><tbody>");
    for described in operations {
        row(out, described);
    }
    out.push_str("</tbody></table></div></div></section>");
}

fn row(out: &mut String, described: &Described<'_>) {
    let operation = serde_json::to_value(described.operation).unwrap_or_default();
    let summary = escaped(described.operation.summary.as_deref().unwrap_or_default());
    let path = escaped(&described.path);
    write_all(out, format_args!("<tr><td><code>{} {path}</code></td><td>{summary}</td>", described.method));
    write_all(out, format_args!("<td>{}</td><td>{}</td><td>{}</td></tr>", takes(&operation), answers(&operation), needs(described)));
}

/// Parameters of the query, and the body.
fn takes(operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    let names = parameters.iter().filter(|one| one["in"] == "query").filter_map(|one| one["name"].as_str());
    let mut parts: Vec<String> = names.map(|name| format!("<code>?{}</code>", escaped(name))).collect();
    parts.extend(schema_link(&operation["requestBody"]["content"]));
    parts.join(" ")
}

fn answers(operation: &Value) -> String {
    let responses = operation["responses"].as_object();
    let each = responses.into_iter().flatten().map(|(status, response)| {
        let link = schema_link(&response["content"]).unwrap_or_default();
        format!("{} {link}", escaped(status)).trim().to_owned()
    });
    each.collect::<Vec<_>>().join("<br>")
}

fn schema_link(content: &Value) -> Option<String> {
    let schema = content.as_object()?.values().next()?["schema"]["$ref"].as_str()?;
    let name = escaped(schema.rsplit('/').next()?);
    Some(format!("<a href=\"#{name}\"><code>{name}</code></a>"))
}

fn needs(described: &Described<'_>) -> String {
    match table::needs(described.method, &described.path) {
        Some(Needs::Anyone) => "nothing".to_owned(),
        Some(Needs::Permission(permission)) => format!("<code>{permission}</code>"),
        Some(Needs::AnyClient) | None => "an API key".to_owned(),
    }
}

fn schemas(out: &mut String, document: &OpenApi) {
    let Some(components) = &document.components else { return };
    out.push_str("<section class=\"section\"><h2>Bodies</h2>");
    for (name, schema) in &components.schemas {
        let schema = serde_json::to_value(schema).unwrap_or_default();
        let name = escaped(name);
        write_all(
            out,
            format_args!(
                "<h3 id=\"{name}\">{name}</h3><div class=\"table-block\"><div class=\"table-wrap\"><table class=\"table\"><tbody>"
            ),
        );
        fields(out, &schema);
        out.push_str("</tbody></table></div></div>");
    }
    out.push_str("</section>");
}

fn fields(out: &mut String, schema: &Value) {
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let presence = if required.contains(&name.as_str()) { "always" } else { "optional" };
        let words = escaped(field["description"].as_str().unwrap_or_default());
        let (name, kind) = (escaped(name), kind(field));
        write_all(out, format_args!("<tr><td><code>{name}</code></td><td>{kind}</td><td>{presence}</td><td>{words}</td></tr>"));
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<String> = words.iter().filter_map(Value::as_str).map(|word| format!("<code>{}</code>", escaped(word))).collect();
        write_all(out, format_args!("<tr><td>one of {}</td></tr>", words.join(", ")));
    }
}

fn kind(field: &Value) -> String {
    if let Some(reference) = field["$ref"].as_str() {
        let name = escaped(reference.rsplit('/').next().unwrap_or_default());
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    if let Some(either) = field["oneOf"].as_array() {
        return either.iter().filter(|one| one["type"] != "null").map(kind).collect::<Vec<_>>().join(" or ");
    }
    match &field["type"] {
        Value::String(word) if word == "array" => format!("list of {}", kind(&field["items"])),
        Value::String(word) => escaped(word),
        Value::Array(words) => {
            words.iter().filter_map(Value::as_str).filter(|word| *word != "null").map(escaped).collect::<Vec<_>>().join(" or ")
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => "any".to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn write_all(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}
