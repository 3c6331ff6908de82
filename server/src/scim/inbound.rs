use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use governance::directory::{Query, schemas};
use scim::{Kind, Problem, Projection};
use serde_json::Value;
use store::OrgScope;
use uuid::Uuid;

use super::{answer::Refused, gate::Admitted};
use crate::http::QueryText;

/// A call that was admitted.
pub(super) struct Inbound {
    admitted: Arc<Admitted>,
    query: QueryText,
    if_match: Option<String>,
    if_none_match: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Inbound {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let admitted = parts.extensions.get::<Arc<Admitted>>().cloned();
        let admitted = admitted.ok_or_else(|| Problem::Unauthorized.because("No token was proved."))?;
        let query = QueryText::from_request_parts(parts, state).await.unwrap_or_default();
        let if_match = text_of(&parts.headers, &header::IF_MATCH);
        let if_none_match = text_of(&parts.headers, &header::IF_NONE_MATCH);
        Ok(Self { admitted, query, if_match, if_none_match })
    }
}

fn text_of(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default().to_owned())
}

impl Inbound {
    pub(super) fn scope(&self) -> &OrgScope {
        &self.admitted.caller.scope
    }

    pub(super) fn body(&self) -> Result<&Value, Refused> {
        Ok(self.admitted.body.as_ref().ok_or_else(|| Problem::InvalidSyntax.because("A JSON body is expected and there is none."))?)
    }

    /// The version that the client wants to change.
    pub(super) fn if_match(&self) -> Option<&str> {
        self.if_match.as_deref()
    }

    /// Whether the client has this version already.
    pub(super) fn has(&self, tag: &str) -> bool {
        self.if_none_match.as_deref().is_some_and(|known| known.split(',').any(|one| one.trim() == tag))
    }

    pub(super) fn query(&self, kind: Kind) -> Result<Query, Refused> {
        Ok(Query::read(schemas()?, kind, |name| self.query.text(name))?)
    }

    /// The same from the body of a search (RFC 7644 section 3.4.3).
    pub(super) fn search(&self, kind: Kind) -> Result<Query, Refused> {
        let body = self.body()?;
        let parameter = |name: &str| match body.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Array(names) => Some(names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")),
            Value::Null | Value::Bool(_) | Value::Object(_) => None,
        };
        Ok(Query::read(schemas()?, kind, parameter)?)
    }

    pub(super) fn projection(&self) -> Projection {
        Projection::read(self.query.text("attributes").as_deref(), self.query.text("excludedAttributes").as_deref())
    }
}

/// The id in a path; what is no id names nothing.
pub(super) fn id(text: &str) -> Result<Uuid, Refused> {
    Ok(Uuid::try_parse(text).map_err(|_| Problem::NotFound.because("There is no such resource."))?)
}
