//! Subject, action, resource and context, one by one: what is read of them, and what is refused because nothing would read it.

use gate::problem::Problem;
use serde_json::{Map, Value};

/// The members that an evaluation is made of; those that an entry leaves out come from the shared ones.
pub(super) const MEMBERS: [&str; 4] = ["subject", "action", "resource", "context"];

const SUBJECTS: &[&str] = &["gateway"];
const ACTIONS: &[&str] = &["llm.completion", "tool.call", "agent.step"];
const RESOURCES: &[&str] = &["llm", "tool", "agent"];

/// What the profile evaluates of an entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) query: String,
    pub(super) target: String,
    pub(super) gateway: String,
    pub(super) context: Map<String, Value>,
}

/// A refusal that names the member.
pub(super) fn refuse(code: &'static str, pointer: &str, text: &str, supported: &'static [&'static str]) -> Problem {
    Problem { pointer: Some(pointer.to_owned()), supported, ..Problem::new(400, code, text) }
}

/// The member of an object as an object.
pub(super) fn object<'v>(value: &'v Value, pointer: &str) -> Result<&'v Map<String, Value>, Problem> {
    value.as_object().ok_or_else(|| refuse("malformed_envelope", pointer, "This has to be an object.", &[]))
}

/// An object with no other members than these.
pub(super) fn only<'v>(value: &'v Value, pointer: &str, known: &[&str]) -> Result<&'v Map<String, Value>, Problem> {
    let members = object(value, pointer)?;
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(refuse("malformed_envelope", &format!("{pointer}/{}", escaped(name)), "This member is unknown.", &[])),
        None => Ok(members),
    }
}

/// Reads one entry; `shared` are the members of the envelope that it may leave out.
pub(super) fn part(entry: &Value, shared: &Map<String, Value>, at: &str) -> Result<Part, Problem> {
    let own = only(entry, at, &MEMBERS)?;
    let member = |name: &str| {
        let missing = || refuse("incomplete_evaluation", &format!("{at}/{name}"), "The evaluation has none, and none to inherit.", &[]);
        own.get(name).or_else(|| shared.get(name)).ok_or_else(missing)
    };
    let gateway = gateway(member("subject")?, &format!("{at}/subject"))?;
    let action = action(member("action")?, &format!("{at}/action"))?;
    let target = target(member("resource")?, action, &format!("{at}/resource"))?;
    let context = own.get("context").or_else(|| shared.get("context"));
    let empty = Value::Object(Map::new());
    let (query, context) = content(context.unwrap_or(&empty), &format!("{at}/context"))?;
    Ok(Part { query, target, gateway, context })
}

fn gateway(subject: &Value, at: &str) -> Result<String, Problem> {
    let subject = typed(subject, at)?;
    if !SUBJECTS.contains(&subject.kind) {
        return Err(refuse("unsupported_subject", &format!("{at}/type"), "Only gateways ask through this profile.", SUBJECTS));
    }
    Ok(subject.id.to_owned())
}

fn action<'v>(action: &'v Value, at: &str) -> Result<&'v str, Problem> {
    let members = only(action, at, &["name", "properties"])?;
    no_properties(members, at)?;
    let name = text(members, "name", at)?;
    if !ACTIONS.contains(&name) {
        return Err(refuse("unsupported_action", &format!("{at}/name"), "This action is unknown.", ACTIONS));
    }
    Ok(name)
}

fn target(resource: &Value, action: &str, at: &str) -> Result<String, Problem> {
    let resource = typed(resource, at)?;
    let kind = match action {
        "llm.completion" => "llm",
        "tool.call" => "tool",
        _ => "agent",
    };
    if resource.kind != kind {
        return Err(refuse("unsupported_resource", &format!("{at}/type"), "This action has another type of resource.", RESOURCES));
    }
    let is_named = if kind == "tool" { is_tool(resource.id) } else { resource.id == kind };
    if !is_named {
        let text = "The id is `llm` or `agent`, and `server/tool` for a tool.";
        return Err(refuse("unsupported_resource", &format!("{at}/id"), text, &[]));
    }
    Ok(resource.id.to_owned())
}

fn is_tool(id: &str) -> bool {
    id.split_once('/').is_some_and(|(server, tool)| !server.is_empty() && !tool.is_empty())
}

struct Typed<'v> {
    kind: &'v str,
    id: &'v str,
}

fn typed<'v>(value: &'v Value, at: &str) -> Result<Typed<'v>, Problem> {
    let members = only(value, at, &["type", "id", "properties"])?;
    no_properties(members, at)?;
    Ok(Typed { kind: text(members, "type", at)?, id: text(members, "id", at)? })
}

/// No policy reads properties, so a decision that carries them would claim more than it weighed.
fn no_properties(members: &Map<String, Value>, at: &str) -> Result<(), Problem> {
    let Some(properties) = members.get("properties") else { return Ok(()) };
    match object(properties, &format!("{at}/properties"))?.keys().next() {
        None => Ok(()),
        Some(name) => {
            let pointer = format!("{at}/properties/{}", escaped(name));
            Err(refuse("unevaluable_attribute", &pointer, "No policy reads this attribute.", &[]))
        }
    }
}

fn text<'v>(members: &'v Map<String, Value>, name: &str, at: &str) -> Result<&'v str, Problem> {
    let text = members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    text.ok_or_else(|| refuse("malformed_envelope", &format!("{at}/{name}"), "This has to be a text that is not empty.", &[]))
}

/// The text that is evaluated, and the labels beside it.
fn content(context: &Value, at: &str) -> Result<(String, Map<String, Value>), Problem> {
    let members = object(context, at)?;
    if let Some(name) = members.keys().find(|name| !matches!(name.as_str(), "args" | "correlation")) {
        return Err(refuse(
            "unevaluable_attribute",
            &format!("{at}/{}", escaped(name)),
            "No policy reads this member.",
            &["args", "correlation"],
        ));
    }
    let none = Value::Object(Map::new());
    let args = object(members.get("args").unwrap_or(&none), &format!("{at}/args"))?;
    if let Some(name) = args.keys().find(|name| *name != "query") {
        return Err(refuse("unevaluable_attribute", &format!("{at}/args/{}", escaped(name)), "No policy reads this argument.", &["query"]));
    }
    let query = args.get("query").and_then(Value::as_str).filter(|query| !query.trim().is_empty());
    let query =
        query.ok_or_else(|| refuse("missing_evaluable_content", &format!("{at}/args/query"), "There is nothing to evaluate.", &[]))?;
    let correlation = object(members.get("correlation").unwrap_or(&none), &format!("{at}/correlation"))?;
    match correlation.iter().find(|(_, label)| !label.is_string()) {
        Some((name, _)) => {
            let pointer = format!("{at}/correlation/{}", escaped(name));
            Err(refuse("malformed_envelope", &pointer, "A correlation is a text.", &[]))
        }
        None => Ok((query.to_owned(), correlation.clone())),
    }
}

/// A name as a step of a JSON pointer.
fn escaped(name: &str) -> String {
    name.chars().take(60).collect::<String>().replace('~', "~0").replace('/', "~1")
}
