use std::borrow::Cow;

use serde_json::Value;

/// What a call shows at a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Seen<'a> {
    Absent,
    Text(Cow<'a, str>),
    Number(f64),
    Flag(bool),
    List(Vec<Seen<'a>>),
    /// Is there, and compares with nothing.
    Object,
}

/// One value that a condition names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Named {
    Text(String),
    Number(f64),
    Flag(bool),
}

impl Named {
    pub(crate) fn read(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Number(number) => number.as_f64().filter(|number| number.is_finite()).map(Self::Number),
            Value::Bool(flag) => Some(Self::Flag(*flag)),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Whether one value, no list, is this. Clients send numbers and flags as text too, and those compare by what they say.
    pub(crate) fn is(&self, seen: &Seen<'_>) -> bool {
        match (self, seen) {
            (Self::Text(a), Seen::Text(b)) => a == b,
            (Self::Number(a), Seen::Number(b)) => a == b,
            (Self::Flag(a), Seen::Flag(b)) => a == b,
            (Self::Number(a), Seen::Text(b)) => number(b) == Some(*a),
            (Self::Text(a), Seen::Number(b)) => number(a) == Some(*b),
            (Self::Flag(a), Seen::Text(b)) => b == flag(*a),
            (Self::Text(a), Seen::Flag(b)) => a == flag(*b),
            _ => false,
        }
    }
}

impl Seen<'_> {
    /// The number that it is or says.
    pub(crate) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => number(text),
            Self::Absent | Self::Flag(_) | Self::List(_) | Self::Object => None,
        }
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

const fn flag(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}
