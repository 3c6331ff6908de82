use ledger::Deed;
use model::{BuiltInRole, ConnectionId, DeedKind, Invalid, ShortText};
use store::{
    OrgScope,
    sso::{self as rows, ConnectionFields},
};

use super::connection;
use crate::{Error, Governance, Result};

/// What an administrator sets beside the provider itself.
#[derive(Debug)]
pub struct Mapping {
    /// Where the address is read from, when the usual names do not fit.
    pub email_attribute: Option<ShortText<200>>,
    /// Where the groups are read from, when the usual names do not fit.
    pub groups_attribute: Option<ShortText<200>>,
    /// The role of people who come for the first time; nobody new comes without one.
    pub default_role: Option<String>,
    /// Whether requests are signed though the provider does not ask for it.
    pub sign_requests: bool,
}

/// Changes how people of a connection become members.
pub async fn set_mapping(gov: &Governance, scope: &OrgScope, connection: ConnectionId, mapping: Mapping) -> Result<()> {
    let default_role = mapping.default_role.as_deref().map(modest).transpose()?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    let mut fields = row.fields.clone();
    fields.email_attribute = mapping.email_attribute.map(String::from);
    fields.groups_attribute = mapping.groups_attribute.map(String::from);
    fields.default_role = default_role;
    fields.sign_requests = mapping.sign_requests;
    rows::update(&mut tx, connection, &fields).await?;
    tx.commit(acting.sign(connection::changed(&row, "mapping"))).await?;
    Ok(())
}

/// Says whether sign-ins may begin at the provider.
pub async fn set_idp_initiated(gov: &Governance, scope: &OrgScope, connection: ConnectionId, allowed: bool) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    if row.protocol != "saml" {
        return Err(Error::Conflict("With OpenID Connect every sign-in begins here.".to_owned()));
    }
    rows::update(&mut tx, connection, &ConnectionFields { idp_initiated: allowed, ..row.fields.clone() }).await?;
    tx.commit(acting.sign(connection::changed(&row, "sign-in from the provider").fact("allowed", allowed))).await?;
    Ok(())
}

/// Gives a connection another name.
pub async fn rename(gov: &Governance, scope: &OrgScope, connection: ConnectionId, name: &ShortText<60>) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    let mut fields = row.fields.clone();
    name.as_str().clone_into(&mut fields.name);
    rows::update(&mut tx, connection, &fields).await?;
    tx.commit(acting.sign(connection::changed(&row, "name"))).await?;
    Ok(())
}

/// Never owner, never admin: what a provider says makes nobody powerful.
pub(super) fn modest(role: &str) -> Result<String> {
    match BuiltInRole::parse(role) {
        Some(BuiltInRole::Owner | BuiltInRole::Admin) | None => {
            Err(Invalid::new("default_role", "is one of policy_admin, approver, developer, auditor, viewer").into())
        }
        Some(role) => Ok(role.as_str().to_owned()),
    }
}

/// Removes a connection that no domain leads to, with its keys, its links and its log. The people stay members.
pub async fn remove(gov: &Governance, scope: &OrgScope, connection: ConnectionId) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    let led: Vec<String> = rows::domains(&mut tx)
        .await?
        .into_iter()
        .filter(|domain| domain.connection() == Some(connection))
        .map(|domain| domain.domain)
        .collect();
    if !led.is_empty() {
        let sentence = format!("People of {} sign in by this connection. Lead them elsewhere first.", led.join(", "));
        return Err(Error::Conflict(sentence));
    }
    rows::remove(&mut tx, connection).await?;
    let deed = Deed::new(DeedKind::SsoConnectionRemoved, connection.as_uuid()).target(row.fields.name.as_str());
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}
