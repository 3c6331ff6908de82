//! PATCH (RFC 7644 section 3.5.2), in every spelling that Okta and Entra ID use.

mod apply;
mod list;
mod members;
mod operation;
mod target;

use serde_json::Value;

use crate::{Document, GroupChange, Kind, Problem, Result, Schemas};
use operation::Operation;

/// Operations of one request at most.
const MOST_OPERATIONS: usize = 1_000;
/// Names that are kept of what was ignored.
const MOST_NAMES: usize = 50;

/// The operations of one request, which are done all or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    operations: Vec<Operation>,
}

/// The names of attributes that were sent and are not kept here, for the log of the directory's administrator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignored(Vec<String>);

impl Ignored {
    /// The names, each once.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    pub(crate) fn note(&mut self, name: &str) {
        const COMMON: [&str; 4] = ["schemas", "id", "meta", "password"];
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(128).collect();
        let is_common = COMMON.iter().any(|common| common.eq_ignore_ascii_case(&name));
        if !is_common && self.0.len() < MOST_NAMES && !self.0.contains(&name) {
            self.0.push(name);
        }
    }
}

impl Patch {
    /// Reads a request.
    pub fn read(body: &Value) -> Result<Self> {
        let refused = |detail: &str| Problem::InvalidSyntax.because(detail);
        let body = body.as_object().ok_or_else(|| refused("the body is not a JSON object"))?;
        let listed = body.iter().find(|(key, _)| key.eq_ignore_ascii_case("operations")).and_then(|(_, value)| value.as_array());
        let listed = listed.filter(|list| !list.is_empty()).ok_or_else(|| refused("Operations is missing or empty"))?;
        if listed.len() > MOST_OPERATIONS {
            return Err(Problem::TooMany.because(format!("more than {MOST_OPERATIONS} operations")));
        }
        Ok(Self { operations: listed.iter().map(Operation::read).collect::<Result<_>>()? })
    }

    /// What a document becomes. Nothing is changed when an operation fails.
    pub fn apply(&self, schemas: &Schemas, kind: Kind, before: &Document) -> Result<(Document, Ignored)> {
        let (mut after, mut ignored) = (before.clone(), Ignored::default());
        for operation in &self.operations {
            apply::apply(schemas, kind, operation, &mut after, &mut ignored)?;
        }
        after.check(kind)?;
        Ok((after, ignored))
    }

    /// What it does to a group, in order. Members are not part of a document: a group may have very many.
    pub fn group_changes(&self) -> Result<Vec<GroupChange>> {
        let changes: Vec<_> = self.operations.iter().map(members::changes).collect::<Result<_>>()?;
        Ok(changes.concat())
    }
}
