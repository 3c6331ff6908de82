use std::collections::BTreeMap;

use ledger::Deed;
use model::{DeedKind, Invalid};
use policy::{Profile, Setting};
use serde::Deserialize;
use serde_json::json;
use store::{OrgScope, members, orgs};
use uuid::Uuid;

use super::{GoverningView, get};
use crate::{Governance, Result};

/// What is to change; what is `None` stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GoverningChange {
    /// `dev`, `default`, `strict` or `compliance`.
    pub profile: Option<String>,
    /// All settings of the organisation by name; one that is not named is taken away.
    pub actions: Option<BTreeMap<String, String>>,
}

/// Changes profile and settings; live on every node within a second.
pub async fn change(gov: &Governance, scope: &OrgScope, change: GoverningChange) -> Result<GoverningView> {
    check(&change)?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let mut record = orgs::governing(&mut tx).await?;
    record.profile = change.profile.unwrap_or(record.profile);
    record.actions = change.actions.unwrap_or(record.actions);
    orgs::set_governing(&mut tx, &record).await?;
    let deed = Deed::new(DeedKind::GoverningChanged, Uuid::now_v7())
        .fact("profile", record.profile.as_str())
        .fact("actions", json!(record.actions));
    tx.commit(acting.sign(deed)).await?;
    get(gov, scope).await
}

fn check(change: &GoverningChange) -> std::result::Result<(), Invalid> {
    if change.profile.as_deref().is_some_and(|word| Profile::parse(word).is_none()) {
        return Err(Invalid::new("profile", "must be dev, default, strict or compliance"));
    }
    for (name, word) in change.actions.iter().flatten() {
        let setting = Setting::parse(name).ok_or_else(|| {
            let known: Vec<String> = Setting::all().map(|setting| setting.to_string()).collect();
            Invalid::new("actions", format!("are named {}", known.join(", ")))
        })?;
        setting.action(word)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: serde_json::Value) -> Option<&'static str> {
        check(&serde_json::from_value(body).unwrap()).err().map(|invalid| invalid.field)
    }

    #[test]
    fn unknown_words_are_refused() {
        assert_eq!(refused(json!({"profile": "lax"})), Some("profile"));
        assert_eq!(refused(json!({"actions": {"PII": "block"}})), Some("actions"));
        assert_eq!(refused(json!({"actions": {"SQLI_ACTION": "redact"}})), Some("actions"));
        assert_eq!(refused(json!({"profile": "strict", "actions": {"MCP_PII_ACTION": "log"}})), None);
        assert!(serde_json::from_value::<GoverningChange>(json!({"pii_action": "block"})).is_err());
    }
}
