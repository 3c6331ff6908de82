//! The part of a policy that changes, and how it is written.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{FromRow, Postgres, postgres::PgArguments, query::Query, types::Json};

/// The changeable part of a policy. It is what a version keeps, so what older versions lack has a default.
#[derive(Debug, Clone, PartialEq, FromRow, Serialize, Deserialize)]
pub struct PolicyFields {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its category.
    pub category: String,
    /// How it is written: `pattern`, `conditions` or `rego`; never changes.
    #[serde(default = "pattern")]
    pub kind: String,
    /// The regular expression; empty for other kinds.
    pub pattern: String,
    /// What it says, for other kinds.
    #[serde(default)]
    pub document: Option<Value>,
    /// Where it speaks; everywhere when empty.
    #[serde(default)]
    pub surfaces: Vec<String>,
    /// How bad a match is.
    pub severity: String,
    /// What it asks for.
    pub action: String,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// Order in lists.
    pub priority: i32,
    /// Free labels.
    pub tags: Vec<String>,
    /// Whether it comes into force with green tests only.
    #[serde(default)]
    pub critical: bool,
    /// Calls and what the policy does with them.
    #[serde(default = "no_cases")]
    pub test_cases: Value,
}

fn pattern() -> String {
    "pattern".to_owned()
}

fn no_cases() -> Value {
    Value::Array(Vec::new())
}

/// The columns that change, in the order in which [`bind`] binds them from `$3` on.
const CHANGEABLE: [&str; 13] = [
    "name",
    "description",
    "category",
    "pattern",
    "document",
    "surfaces",
    "severity",
    "action",
    "enabled",
    "priority",
    "tags",
    "critical",
    "test_cases",
];

/// The first place after those of [`bind`].
pub(super) const NEXT: usize = 3 + CHANGEABLE.len();

/// `name, description, ..` for an insert.
pub(super) fn columns() -> String {
    CHANGEABLE.join(", ")
}

/// `$3, $4, ..` for an insert.
pub(super) fn places() -> String {
    (3..NEXT).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}

/// `name = $3, description = $4, ..` for an update.
pub(super) fn assignments() -> String {
    CHANGEABLE.iter().zip(3..).map(|(column, place)| format!("{column} = ${place}")).collect::<Vec<_>>().join(", ")
}

/// Binds what changes; organisation and policy come before it.
pub(super) fn bind<'q>(query: Query<'q, Postgres, PgArguments>, fields: &PolicyFields) -> Query<'q, Postgres, PgArguments> {
    query
        .bind(fields.name.clone())
        .bind(fields.description.clone())
        .bind(fields.category.clone())
        .bind(fields.pattern.clone())
        .bind(fields.document.clone().map(Json))
        .bind(fields.surfaces.clone())
        .bind(fields.severity.clone())
        .bind(fields.action.clone())
        .bind(fields.enabled)
        .bind(fields.priority)
        .bind(fields.tags.clone())
        .bind(fields.critical)
        .bind(Json(fields.test_cases.clone()))
}
