use governance::keys::{self, NewKeyInput};
use model::{
    Invalid, KeyId, Permission, PermissionSet, ShortText,
    views::{IssuedSecret, KeyLine, ScopeChoice},
};
use time::Duration;

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// Every API key of the organisation.
pub(crate) async fn keys(org: String) -> Result<Vec<KeyLine>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::KeysRead).await?;
    keys::list(door.governance(), &scope).await.or_refuse(&door)
}

/// What the viewer may give to a new key.
pub(crate) async fn scope_choices(org: String) -> Result<Vec<ScopeChoice>, PortalError> {
    let door = door()?;
    let (_, viewer) = member(&door, &org, Permission::KeysWrite).await?;
    Ok(keys::scope_choices(viewer.permissions))
}

/// Makes a key; its secret waits to be read once.
pub(crate) async fn create_key(org: String, name: String, scopes: Vec<String>, expires_days: Option<u32>) -> Result<KeyId, PortalError> {
    let door = door()?;
    let (scope, viewer) = member(&door, &org, Permission::KeysWrite).await?;
    let expires_at = expires_days.map(|days| door.governance().now() + Duration::days(i64::from(days)));
    let new = new_key(&name, &scopes, expires_at).or_refuse(&door)?;
    let issued = keys::create(door.governance(), &scope, &viewer.permissions, new).await.or_refuse(&door)?;
    door.keep_reveal(&reveal(&org, issued.key), &issued).await.or_refuse(&door)?;
    Ok(issued.key)
}

fn new_key(name: &str, scopes: &[String], expires_at: Option<time::OffsetDateTime>) -> governance::Result<NewKeyInput> {
    let name = ShortText::parse("name", name)?;
    if scopes.is_empty() {
        return Err(Invalid::new("scopes", "Choose at least one thing that the key may do.").into());
    }
    let scopes = PermissionSet::parse(scopes).map_err(|unknown| Invalid::new("scopes", unknown.to_string()))?;
    Ok(NewKeyInput { name, scopes: Some(scopes), expires_at, tenant: None })
}

/// Gives a key a new secret, which waits to be read once.
pub(crate) async fn roll_key(org: String, id: KeyId, overlap_hours: u32) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::KeysWrite).await?;
    let overlap = overlap_hours.saturating_mul(3_600);
    let issued = keys::roll(door.governance(), &scope, id, overlap).await.or_refuse(&door)?;
    door.keep_reveal(&reveal(&org, id), &issued).await.or_refuse(&door)
}

/// Ends a key.
pub(crate) async fn revoke_key(org: String, id: KeyId, reason: String) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::KeysWrite).await?;
    let said = Some(reason.trim()).filter(|text| !text.is_empty());
    if said.is_none() {
        return Err(PortalError::field_problem("reason", "Say why: it is kept with the key."));
    }
    keys::revoke(door.governance(), &scope, id, said).await.or_refuse(&door)
}

/// The secret that waits to be read; reading it is what ends it.
pub(crate) async fn issued_secret(org: String, id: KeyId) -> Result<Option<IssuedSecret>, PortalError> {
    let door = door()?;
    member(&door, &org, Permission::KeysWrite).await?;
    door.take_reveal(&reveal(&org, id)).await.or_refuse(&door)
}

fn reveal(org: &str, key: KeyId) -> String {
    format!("key/{org}/{key}")
}
