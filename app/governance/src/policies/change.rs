use ledger::Deed;
use model::DeedKind;
use policy::PolicyKind;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{
    OrgTx,
    members::Acting,
    policies::{self, PolicyFields, PolicyRow},
};
use uuid::Uuid;

use super::{get::is_kind, shipped, view::is_visible};
use crate::{Error, Result};

/// One change of a policy, under its new version.
pub(super) struct Change<'a> {
    pub(super) id: &'a str,
    pub(super) version: i32,
    /// `created`, `updated`, `enabled`, `disabled` or `deleted`.
    pub(super) what: &'a str,
    pub(super) tier: &'a str,
    pub(super) fields: &'a PolicyFields,
}

/// The policy, locked; a shipped one is refused, one that this caller may not see, or of another kind, does not exist.
pub(super) async fn lock_own(tx: &mut OrgTx, id: &str, kind: PolicyKind) -> Result<PolicyRow> {
    let row = policies::lock(tx, id).await?.filter(|row| is_visible(tx.scope().principal(), row.tenant()));
    row.filter(|row| is_kind(row, Some(kind))).ok_or_else(|| shipped::refusal(id))
}

impl Change<'_> {
    /// Keeps this form of the policy and commits everything with its deed.
    pub(super) async fn commit(&self, mut tx: OrgTx, acting: &Acting, kind: DeedKind) -> Result<()> {
        policies::add_version(&mut tx, self.id, self.version, self.what, &acting.name, self.snapshot()).await?;
        tx.commit(acting.sign(self.deed(kind))).await?;
        Ok(())
    }

    fn snapshot(&self) -> Value {
        let fields = self.fields;
        json!({
            "name": fields.name, "description": fields.description, "category": fields.category, "pattern": fields.pattern,
            "severity": fields.severity, "action": fields.action, "enabled": fields.enabled, "priority": fields.priority,
            "tags": fields.tags, "tier": self.tier, "version": self.version, "kind": fields.kind, "document": fields.document,
            "surfaces": fields.surfaces,
        })
    }

    /// Names the pattern or document by its hash: facts stay forever, and a pattern may hold a name.
    fn deed(&self, kind: DeedKind) -> Deed {
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
            .fact("kind", self.fields.kind.as_str())
            .fact("pattern_sha256", hex::encode(Sha256::digest(&self.fields.pattern)))
            .fact("document_sha256", self.fields.document.as_ref().map(|document| hex::encode(Sha256::digest(document.to_string()))))
    }
}

/// Own ids hold a UUID, which names the policy in the ledger too.
fn record_id(id: &str) -> Uuid {
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
