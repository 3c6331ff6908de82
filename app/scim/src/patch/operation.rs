use serde_json::Value;

use super::target::Target;
use crate::{Problem, Result};

/// What is done; words in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Add,
    Replace,
    Remove,
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Operation {
    pub(super) verb: Verb,
    pub(super) target: Option<Target>,
    /// Nothing when the member is missing; null is a value.
    pub(super) value: Option<Value>,
}

impl Operation {
    pub(super) fn read(sent: &Value) -> Result<Self> {
        let sent = sent.as_object().ok_or_else(|| Problem::InvalidSyntax.because("an operation is not an object"))?;
        let member = |name: &str| sent.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        let verb = match member("op").and_then(Value::as_str).map(str::to_ascii_lowercase).as_deref() {
            Some("add") => Verb::Add,
            Some("replace") => Verb::Replace,
            Some("remove") => Verb::Remove,
            _ => return Err(Problem::InvalidSyntax.because("op is none of add, replace, remove")),
        };
        let target = match member("path") {
            None | Some(Value::Null) => None,
            Some(Value::String(path)) if path.is_empty() => None,
            Some(Value::String(path)) => Some(Target::parse(path)?),
            Some(_) => return Err(Problem::InvalidPath.because("path is not a string")),
        };
        let value = member("value").cloned();
        match (verb, &target, &value) {
            (Verb::Remove, None, _) => Err(Problem::NoTarget.because("remove needs a path")),
            (Verb::Add | Verb::Replace, _, None) => Err(Problem::InvalidValue.because("value is missing")),
            _ => Ok(Self { verb, target, value }),
        }
    }
}
