//! The reference: it reads conditions as they are written, word by word, and shares no code with the product.

use model::{Action, Plane, Severity};
use policy::{Category, ConditionSpec, Conditions, Matcher, Pattern, Policy, PolicyId, PolicyTier, Surfaces};
use serde_json::Value;
use time::OffsetDateTime;

/// A call.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) plane: Plane,
    pub(crate) tenant: u128,
    pub(crate) text: String,
    pub(crate) now: OffsetDateTime,
    pub(crate) request_type: String,
    pub(crate) target: Option<String>,
    pub(crate) end_user: Option<String>,
    pub(crate) context: Value,
}

/// A policy, before it is compiled.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) action: Action,
    pub(crate) enabled: bool,
    pub(crate) surfaces: Vec<&'static str>,
    pub(crate) tenant: Option<u128>,
    pub(crate) conditions: Vec<ConditionSpec>,
    /// Instead of conditions: a word that occurs.
    pub(crate) word: Option<&'static str>,
}

impl Rule {
    /// The same for the product.
    pub(crate) fn policy(&self, number: usize) -> Policy {
        let matcher = match self.word {
            Some(word) => Matcher::Pattern(Pattern::parse(word).unwrap()),
            None => Matcher::Conditions(Conditions::parse(&self.conditions).unwrap_or_else(|why| panic!("{why}: {:?}", self.conditions))),
        };
        Policy {
            id: PolicyId::parse(&format!("own_{number}")).unwrap(),
            name: format!("Own {number}"),
            description: String::new(),
            category: Category::parse("dynamic-risk").unwrap(),
            tier: if self.tenant.is_some() { PolicyTier::Tenant } else { PolicyTier::Organization },
            tenant: self.tenant.map(|tenant| model::TenantId::from_uuid(uuid::Uuid::from_u128(tenant))),
            surfaces: Surfaces::parse(&self.surfaces).unwrap(),
            matcher,
            severity: Severity::Low,
            action: self.action,
            enabled: self.enabled,
            priority: 0,
            version: 1,
        }
    }

    pub(crate) fn matches(&self, asked: &Asked) -> bool {
        let here = self.surfaces.is_empty() || self.surfaces.contains(&asked.surface());
        let ours = self.tenant.is_none_or(|tenant| tenant == asked.tenant);
        let text = asked.text.as_str();
        self.enabled
            && here
            && ours
            && match self.word {
                Some(word) => text.contains(word),
                None => self.conditions.iter().all(|condition| holds(condition, &asked.value(&condition.field))),
            }
    }
}

impl Asked {
    fn surface(&self) -> &'static str {
        match self.plane.as_str() {
            "mcp_input" => "connector",
            "mcp_output" => "response",
            _ => "request",
        }
    }

    fn query(&self) -> &str {
        self.text.split('\u{1e}').next().unwrap_or_default()
    }

    fn half(&self, second: bool) -> Value {
        let Some(target) = &self.target else { return Value::Null };
        let mut halves = target.splitn(2, '/');
        let first = halves.next();
        (if second { halves.next() } else { first }).map_or(Value::Null, Value::from)
    }

    /// What the call shows under a name; null when it shows nothing.
    fn value(&self, field: &str) -> Value {
        let is_mcp = self.plane.as_str().starts_with("mcp");
        let is_tool = is_mcp || self.plane.as_str() == "decide";
        let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
        match field {
            "query" => Value::from(self.query()),
            "text" => Value::from(self.text.as_str()),
            "response" => text((self.surface() == "response").then(|| self.query())),
            "request_type" => Value::from(self.request_type.as_str()),
            "surface" => Value::from(self.surface()),
            "plane" => Value::from(self.plane.as_str()),
            "target" => text(self.target.as_deref()),
            "connector" if is_tool => self.half(false),
            "connector" => Value::Null,
            "operation" => match (is_tool, self.half(true)) {
                (true, Value::String(name)) => Value::String(name),
                _ if self.plane.as_str() == "mcp_input" => Value::from(self.request_type.as_str()),
                _ => Value::Null,
            },
            "provider" => self.said_or_target("provider", is_mcp, false),
            "model" => self.said_or_target("model", is_mcp, true),
            "tenant_id" => Value::from(uuid::Uuid::from_u128(self.tenant).to_string()),
            "user.id" if self.end_user.is_some() => text(self.end_user.as_deref()),
            "risk_score" | "detected_count" => Value::from(0.0),
            "detected" => Value::Array(Vec::new()),
            "hour" => Value::from(self.now.hour()),
            "weekday" => Value::from(self.now.weekday().to_string().to_lowercase()),
            other => self.attribute(other),
        }
    }

    fn said_or_target(&self, name: &str, is_mcp: bool, second: bool) -> Value {
        match self.context.get(name) {
            Some(Value::String(said)) => Value::from(said.as_str()),
            _ if is_mcp => Value::Null,
            _ => self.half(second),
        }
    }

    fn attribute(&self, field: &str) -> Value {
        if let Some(name) = field.strip_prefix("user.") {
            let nested = self.context.pointer(&format!("/user/{name}"));
            return nested.or_else(|| self.context.get(format!("user_{name}"))).cloned().unwrap_or(Value::Null);
        }
        let path = field.trim_start_matches("context").replace('.', "/");
        self.context.pointer(&path).cloned().unwrap_or(Value::Null)
    }
}

fn holds(condition: &ConditionSpec, seen: &Value) -> bool {
    let named = &condition.value;
    match condition.operator.as_str() {
        "equals" => any(seen, |one| same(one, named)),
        "not_equals" => !any(seen, |one| same(one, named)),
        "in" => any(seen, |one| among(named, |value| same(one, value))),
        "not_in" => !any(seen, |one| among(named, |value| same(one, value))),
        "contains" => has(seen, named),
        "not_contains" => !has(seen, named),
        "contains_any" => among(named, |value| has(seen, value)),
        "starts_with" => any(seen, |one| lower(one).is_some_and(|text| text.starts_with(&lower(named).unwrap()))),
        "ends_with" => any(seen, |one| lower(one).is_some_and(|text| text.ends_with(&lower(named).unwrap()))),
        // Random expressions are `^word` or `word$`.
        "regex" => any(seen, |one| one.as_str().is_some_and(|text| expression(text, named.as_str().unwrap()))),
        "greater_than" => any(seen, |one| number(one).is_some_and(|n| n > named.as_f64().unwrap())),
        "greater_than_or_equal" => any(seen, |one| number(one).is_some_and(|n| n >= named.as_f64().unwrap())),
        "less_than" => any(seen, |one| number(one).is_some_and(|n| n < named.as_f64().unwrap())),
        "less_than_or_equal" => any(seen, |one| number(one).is_some_and(|n| n <= named.as_f64().unwrap())),
        "exists" => !seen.is_null(),
        "not_exists" => seen.is_null(),
        other => panic!("the reference does not know {other}"),
    }
}

/// A value, or one entry of a list.
fn any(seen: &Value, is: impl Fn(&Value) -> bool) -> bool {
    if let Value::Array(entries) = seen { entries.iter().any(is) } else { is(seen) }
}

fn among(named: &Value, is: impl Fn(&Value) -> bool) -> bool {
    named.as_array().unwrap().iter().any(is)
}

/// A part of a text; of a list a whole entry.
fn has(seen: &Value, named: &Value) -> bool {
    let word = lower(named).unwrap();
    if let Value::Array(entries) = seen {
        return entries.iter().any(|entry| lower(entry) == Some(word.clone()) || (!entry.is_string() && same(entry, named)));
    }
    lower(seen).is_some_and(|text| text.contains(&word))
}

fn lower(value: &Value) -> Option<String> {
    value.as_str().map(str::to_lowercase)
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number| number.is_finite())
}

/// Numbers and flags are the same as the text that says them.
fn same(seen: &Value, named: &Value) -> bool {
    match (seen, named) {
        (Value::Number(_), _) | (_, Value::Number(_)) => number(seen).is_some() && number(seen) == number(named),
        (Value::Bool(flag), Value::String(text)) | (Value::String(text), Value::Bool(flag)) => *text == flag.to_string(),
        (seen, named) => !seen.is_null() && seen == named,
    }
}

fn expression(text: &str, source: &str) -> bool {
    match (source.strip_prefix('^'), source.strip_suffix('$')) {
        (Some(word), _) => text.starts_with(word),
        (_, Some(word)) => text.ends_with(word),
        _ => panic!("the reference does not know {source}"),
    }
}
