use ledger::Deed;
use model::DeedKind;
use policy::PolicyKind;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{
    OrgTx,
    policies::{self, PolicyFields, PolicyRow},
};
use uuid::Uuid;

use super::{get::is_kind, shipped, view::is_visible};
use crate::{Error, Result};

/// One change of a policy, under its new version.
pub(crate) struct Change<'a> {
    pub(crate) id: &'a str,
    pub(crate) version: i32,
    /// What a version calls it.
    pub(crate) what: &'a str,
    pub(crate) tier: &'a str,
    pub(crate) fields: &'a PolicyFields,
}

/// The policy, locked; a shipped one is refused, one that this caller may not see, or of another kind, does not exist.
pub(super) async fn lock_own(tx: &mut OrgTx, id: &str, kind: PolicyKind) -> Result<PolicyRow> {
    let row = policies::lock(tx, id).await?.filter(|row| is_visible(tx.scope().principal(), row.tenant()));
    row.filter(|row| is_kind(row, Some(kind))).ok_or_else(|| shipped::refusal(id))
}

impl Change<'_> {
    /// Keeps this form of the policy under its version.
    pub(crate) async fn keep(&self, tx: &mut OrgTx, by: &str) -> Result<()> {
        let mut snapshot = serde_json::to_value(self.fields).map_err(Error::broken)?;
        if let Value::Object(members) = &mut snapshot {
            members.extend([("tier".to_owned(), json!(self.tier)), ("version".to_owned(), json!(self.version))]);
        }
        Ok(policies::add_version(tx, self.id, self.version, self.what, by, snapshot).await?)
    }

    /// Names pattern, document and cases by their hash: facts stay forever, and they may hold a name.
    pub(crate) fn deed(&self, kind: DeedKind) -> Deed {
        Deed::new(kind, record_id(self.id))
            .target(self.id)
            .fact("name", self.fields.name.as_str())
            .fact("version", self.version)
            .fact("change", self.what)
            .fact("tier", self.tier)
            .fact("category", self.fields.category.as_str())
            .fact("severity", self.fields.severity.as_str())
            .fact("action", self.fields.action.as_str())
            .fact("enabled", self.fields.enabled)
            .fact("critical", self.fields.critical)
            .fact("kind", self.fields.kind.as_str())
            .fact("pattern_sha256", hash(&self.fields.pattern))
            .fact("document_sha256", self.fields.document.as_ref().map(|document| hash(&document.to_string())))
            .fact("test_cases_sha256", hash(&self.fields.test_cases.to_string()))
    }
}

fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

/// Own ids hold a UUID, which names the policy in the ledger too.
pub(crate) fn record_id(id: &str) -> Uuid {
    id.strip_prefix("pol_").and_then(|digits| Uuid::try_parse(digits).ok()).unwrap_or_else(Uuid::now_v7)
}

/// The policy must exist and be visible, shipped or own.
pub(super) async fn expect_visible(tx: &mut OrgTx, id: &str) -> Result<()> {
    if shipped::find(id).is_some() {
        return Ok(());
    }
    let row = policies::find(tx, id).await?.filter(|row| is_visible(tx.scope().principal(), row.tenant()));
    row.map(|_| ()).ok_or(Error::NotFound)
}
