use std::{borrow::Cow, fmt};

use detect::Kind;
use model::Plane;
use serde_json::Value;
use time::Weekday;

use super::seen::Seen;
use crate::{Surface, facts::Asked};

const LONGEST_NAME: usize = 64;
const DEEPEST_PATH: usize = 5;

/// What a condition looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    Query,
    Text,
    Response,
    RequestType,
    Surface,
    Plane,
    Target,
    Connector,
    Operation,
    Provider,
    Model,
    Tenant,
    UserId,
    User(String),
    Context(Vec<String>),
    RiskScore,
    Detected,
    DetectedCount,
    Hour,
    Weekday,
}

/// What kind of value a field holds, which says what operators it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    Text,
    Number,
    Words,
    /// Whatever the client sent.
    Anything,
}

/// The fields with a fixed name.
const NAMED: [(&str, Field); 18] = [
    ("query", Field::Query),
    ("text", Field::Text),
    ("response", Field::Response),
    ("request_type", Field::RequestType),
    ("surface", Field::Surface),
    ("plane", Field::Plane),
    ("target", Field::Target),
    ("connector", Field::Connector),
    ("operation", Field::Operation),
    ("provider", Field::Provider),
    ("model", Field::Model),
    ("tenant_id", Field::Tenant),
    ("user.id", Field::UserId),
    ("risk_score", Field::RiskScore),
    ("detected", Field::Detected),
    ("detected_count", Field::DetectedCount),
    ("hour", Field::Hour),
    ("weekday", Field::Weekday),
];

impl Field {
    /// Every fixed name; `user.NAME` and `context.NAME` come on top.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, _)| *name)
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        if let Some((_, field)) = NAMED.iter().find(|(known, _)| *known == name) {
            return Some(field.clone());
        }
        if let Some(attribute) = name.strip_prefix("user.") {
            return is_name(attribute).then(|| Self::User(attribute.to_owned()));
        }
        let path: Vec<String> = name.strip_prefix("context.")?.split('.').map(str::to_owned).collect();
        (path.len() <= DEEPEST_PATH && path.iter().all(|step| is_name(step))).then_some(Self::Context(path))
    }

    pub(crate) const fn holds(&self) -> Holds {
        match self {
            Self::RiskScore | Self::DetectedCount | Self::Hour => Holds::Number,
            Self::Detected => Holds::Words,
            Self::User(_) | Self::Context(_) => Holds::Anything,
            Self::Query
            | Self::Text
            | Self::Response
            | Self::RequestType
            | Self::Surface
            | Self::Plane
            | Self::Target
            | Self::Connector
            | Self::Operation
            | Self::Provider
            | Self::Model
            | Self::Tenant
            | Self::UserId
            | Self::Weekday => Holds::Text,
        }
    }

    /// The only words that can ever be seen, where they are known.
    pub(crate) fn closed(&self) -> Option<Vec<&'static str>> {
        if *self == Self::Surface {
            return Some(Surface::ALL.iter().map(|surface| surface.as_str()).collect());
        }
        if *self == Self::Plane {
            return Some(Plane::ALL.iter().map(|plane| plane.as_str()).collect());
        }
        if *self == Self::Detected {
            return Some(Kind::ALL.iter().map(|kind| kind.word()).collect());
        }
        (*self == Self::Weekday).then(|| WEEK.iter().map(|day| weekday(*day)).collect())
    }

    /// Whether it reads the text that was scanned, so that what matched can be taken out of it.
    pub(crate) const fn is_scanned(&self) -> bool {
        matches!(self, Self::Query | Self::Text | Self::Response)
    }

    pub(crate) fn see<'a>(&self, asked: &Asked<'a>) -> Seen<'a> {
        let facts = &asked.call.facts;
        match self {
            Self::Query => Seen::text(asked.query()),
            Self::Text => Seen::text(asked.call.text),
            Self::Response if asked.surface() == Surface::Response => Seen::text(asked.query()),
            Self::Response => Seen::Absent,
            Self::RequestType => Seen::text(facts.request_type),
            Self::Surface => Seen::text(asked.surface().as_str()),
            Self::Plane => Seen::text(asked.call.plane.as_str()),
            Self::Target => Seen::maybe(facts.target),
            Self::Connector => Seen::maybe(asked.connector()),
            Self::Operation => Seen::maybe(asked.operation()),
            Self::Provider => Seen::maybe(asked.provider()),
            Self::Model => Seen::maybe(asked.model()),
            Self::Tenant => Seen::Text(Cow::Owned(asked.call.tenant.to_string())),
            Self::UserId => facts.end_user.map_or_else(|| Seen::json(asked.user("id")), Seen::text),
            Self::User(attribute) => Seen::json(asked.user(attribute)),
            Self::Context(path) => Seen::json(asked.context(path)),
            Self::RiskScore => Seen::Number(asked.risk_score()),
            Self::Detected => Seen::List(asked.findings.kinds().into_iter().map(|kind| Seen::text(kind.word())).collect()),
            Self::DetectedCount => Seen::Number(count(asked.findings.len())),
            Self::Hour => Seen::Number(f64::from(asked.call.now.to_offset(time::UtcOffset::UTC).hour())),
            Self::Weekday => Seen::text(weekday(asked.call.now.to_offset(time::UtcOffset::UTC).weekday())),
        }
    }
}

fn count(findings: usize) -> f64 {
    f64::from(u32::try_from(findings).unwrap_or(u32::MAX))
}

fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

const WEEK: [Weekday; 7] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday, Weekday::Saturday, Weekday::Sunday];

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::User(attribute) = self {
            return write!(f, "user.{attribute}");
        }
        if let Self::Context(path) = self {
            return write!(f, "context.{}", path.join("."));
        }
        f.write_str(NAMED.iter().find(|(_, field)| field == self).map_or("", |(name, _)| name))
    }
}

impl<'a> Seen<'a> {
    fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::Absent, Self::text)
    }

    fn json(value: Option<&'a Value>) -> Self {
        match value {
            None | Some(Value::Null) => Self::Absent,
            Some(Value::String(text)) => Self::text(text),
            Some(Value::Bool(flag)) => Self::Flag(*flag),
            Some(Value::Number(number)) => number.as_f64().map_or(Self::Absent, Self::Number),
            Some(Value::Array(items)) => Self::List(items.iter().map(|item| Self::json(Some(item))).collect()),
            Some(Value::Object(_)) => Self::Object,
        }
    }
}
