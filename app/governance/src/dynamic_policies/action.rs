use model::{Action, Invalid, Severity};
use policy::ConditionSpec;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// What to do when the conditions hold, in the words of the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionSpec {
    /// `block`, `require_approval`, `redact`, `route`, `alert`, `warn` or `log`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the action needs to know.
    #[serde(default)]
    pub config: Map<String, Value>,
}

/// What several actions come to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Doing {
    pub(super) action: Action,
    pub(super) severity: Severity,
    pub(super) because: Option<String>,
    /// What has to hold on top of the policy's own conditions.
    pub(super) condition: Option<ConditionSpec>,
}

const MOST: usize = 5;
const LONGEST_SENTENCE: usize = 300;
const MOST_PROVIDERS: usize = 50;

/// One action decides; `alert`, `warn` and `log` may stand beside it, because every match is recorded anyway.
pub(super) fn read(actions: &[ActionSpec]) -> Result<Doing, Invalid> {
    if actions.is_empty() || actions.len() > MOST {
        return Err(refused(format!("are 1 to {MOST}")));
    }
    let read = actions.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    let deciding: Vec<&Doing> = read.iter().filter(|doing| doing.action < Action::Warn).collect();
    if deciding.len() > 1 {
        return Err(refused("name two that decide; write a policy for each"));
    }
    let strictest = read.iter().min_by_key(|doing| doing.action).cloned();
    strictest.ok_or_else(|| refused("are missing"))
}

fn one(spec: &ActionSpec) -> Result<Doing, Invalid> {
    let action = match spec.kind.as_str() {
        "route" | "block" => Action::Block,
        "require_approval" => Action::RequireApproval,
        "redact" => Action::Redact,
        "alert" | "warn" => Action::Warn,
        "log" => Action::Log,
        "modify_risk" => return Err(refused("cannot be modify_risk: what one policy does never depends on another")),
        _ => return Err(refused("are block, require_approval, redact, route, alert, warn and log")),
    };
    let is_route = spec.kind == "route";
    let known = |name: &str| matches!(name, "reason" | "message" | "severity") || (is_route && name == "allowed_providers");
    if let Some(unknown) = spec.config.keys().find(|name| !known(name)) {
        let unknown: String = unknown.chars().take(60).collect();
        return Err(refused(format!("of type {} do nothing with config.{unknown}", spec.kind)));
    }
    Ok(Doing {
        action,
        severity: severity(&spec.config, action)?,
        because: sentence(&spec.config)?,
        condition: is_route.then(|| route(&spec.config)).transpose()?,
    })
}

fn severity(config: &Map<String, Value>, action: Action) -> Result<Severity, Invalid> {
    let Some(said) = config.get("severity") else {
        return Ok(if action <= Action::RequireApproval { Severity::High } else { Severity::Medium });
    };
    said.as_str().and_then(Severity::parse).ok_or_else(|| refused("have a severity of critical, high, medium or low"))
}

fn sentence(config: &Map<String, Value>) -> Result<Option<String>, Invalid> {
    let Some(said) = config.get("reason").or_else(|| config.get("message")) else { return Ok(None) };
    let text = said.as_str().map(str::trim).filter(|text| (1..=LONGEST_SENTENCE).contains(&text.chars().count()));
    text.map(|text| Some(text.to_owned())).ok_or_else(|| refused(format!("have a reason of 1 to {LONGEST_SENTENCE} characters")))
}

/// A call may go to the named providers only. One that names no provider cannot be seen to, so it is stopped as well.
fn route(config: &Map<String, Value>) -> Result<ConditionSpec, Invalid> {
    let named = config.get("allowed_providers").and_then(Value::as_array).filter(|named| (1..=MOST_PROVIDERS).contains(&named.len()));
    let named = named.filter(|named| named.iter().all(|name| name.as_str().is_some_and(|name| !name.is_empty())));
    let named = named.ok_or_else(|| refused(format!("of type route need config.allowed_providers with 1 to {MOST_PROVIDERS} names")))?;
    Ok(ConditionSpec { field: "provider".to_owned(), operator: "not_in".to_owned(), value: json!(named) })
}

fn refused(why: impl Into<String>) -> Invalid {
    Invalid::new("actions", why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(kind: &str, config: &Value) -> ActionSpec {
        ActionSpec { kind: kind.to_owned(), config: config.as_object().cloned().unwrap_or_default() }
    }

    fn refused_with(actions: &[ActionSpec], expected: &str) {
        let error = read(actions).unwrap_err().to_string();

        assert!(error.contains(expected), "{actions:?}: {error}");
    }

    #[test]
    fn every_type_works_or_is_refused() {
        let action = |kind: &str| read(&[spec(kind, &json!({}))]).unwrap().action;

        assert_eq!(action("block"), Action::Block);
        assert_eq!(action("require_approval"), Action::RequireApproval);
        assert_eq!(action("redact"), Action::Redact);
        assert_eq!((action("alert"), action("warn"), action("log")), (Action::Warn, Action::Warn, Action::Log));
        refused_with(&[spec("modify_risk", &json!({}))], "modify_risk");
        refused_with(&[spec("page_somebody", &json!({}))], "are block");
        refused_with(&[], "are 1 to");
    }

    #[test]
    fn what_a_config_says_is_used_or_refused() {
        let doing = read(&[spec("block", &json!({"reason": "Not at night.", "severity": "critical"}))]).unwrap();

        assert_eq!((doing.because.as_deref(), doing.severity), (Some("Not at night."), Severity::Critical));
        refused_with(&[spec("alert", &json!({"channel": "#ops"}))], "config.channel");
        refused_with(&[spec("block", &json!({"severity": "huge"}))], "severity");
        refused_with(&[spec("block", &json!({"allowed_providers": ["a"]}))], "config.allowed_providers");
    }

    #[test]
    fn one_action_decides() {
        let both = [spec("log", &json!({})), spec("block", &json!({})), spec("alert", &json!({}))];

        assert_eq!(read(&both).unwrap().action, Action::Block);
        refused_with(&[spec("redact", &json!({})), spec("require_approval", &json!({}))], "two that decide");
    }

    #[test]
    fn a_route_stops_every_other_provider() {
        let doing = read(&[spec("route", &json!({"allowed_providers": ["ollama"]}))]).unwrap();

        assert_eq!(doing.action, Action::Block);
        assert_eq!(doing.condition.map(|condition| condition.operator), Some("not_in".to_owned()));
        refused_with(&[spec("route", &json!({}))], "allowed_providers");
        refused_with(&[spec("route", &json!({"allowed_providers": [1]}))], "allowed_providers");
    }
}
