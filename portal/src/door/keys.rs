use gate::Door;
use governance::keys::{self, KeySettingsInput, NewKeyInput, RotationInput};
use model::{
    ConnectorRight, Invalid, IpRange, KeyEnvironment, KeyId, Permission, PermissionSet, ShortText,
    views::{FoundHere, HygieneView, IssuedSecret, KeyDetail, KeyLine, ScopeChoice},
};
use time::Duration;

use super::{OrRefuse as _, door, member};
use crate::{
    PortalError,
    pages::keys::{Expiry, Rhythm},
    server_fns::keys::KeyForm,
};

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

/// One key with its secrets and from where they are used.
pub(crate) async fn key(org: String, id: KeyId) -> Result<KeyDetail, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::KeysRead).await?;
    keys::detail(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Live keys with what somebody should look at.
pub(crate) async fn hygiene(org: String) -> Result<HygieneView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::KeysRead).await?;
    keys::hygiene(door.governance(), &scope).await.or_refuse(&door)
}

/// Makes a key; its secret waits to be read once.
pub(crate) async fn create_key(org: String, form: KeyForm) -> Result<KeyId, PortalError> {
    let door = door()?;
    let (scope, viewer) = member(&door, &org, Permission::KeysWrite).await?;
    let expires_at = Expiry::parse(&form.expires)?.days().map(|days| door.governance().now() + Duration::days(i64::from(days)));
    let rotation = rotation(form.rotation.as_deref().unwrap_or("never"), &door)?;
    let new = new_key(&form).or_refuse(&door)?;
    let new = NewKeyInput { expires_at, rotation, ..new };
    let issued = keys::create(door.governance(), &scope, &viewer.permissions, new).await.or_refuse(&door)?;
    door.keep_reveal(&reveal(&org, issued.key), &issued).await.or_refuse(&door)?;
    Ok(issued.key)
}

fn new_key(form: &KeyForm) -> governance::Result<NewKeyInput> {
    let name = ShortText::parse("name", &form.name)?;
    if form.scopes.is_empty() {
        return Err(Invalid::new("scopes", "Choose at least one thing that the key may do.").into());
    }
    let scopes = PermissionSet::parse(&form.scopes).map_err(|unknown| Invalid::new("scopes", unknown.to_string()))?;
    let environment = form.environment.as_deref().map_or(Some(KeyEnvironment::Live), KeyEnvironment::parse);
    Ok(NewKeyInput {
        scopes: Some(scopes),
        environment: environment.ok_or_else(|| Invalid::new("environment", "Choose live or test."))?,
        networks: IpRange::parse_list("networks", &form.networks)?,
        connector_rights: ConnectorRight::parse_list("connector_rights", &form.connector_rights)?,
        ..NewKeyInput::new(name)
    })
}

fn rotation(word: &str, door: &Door) -> Result<Option<RotationInput>, PortalError> {
    let days = Rhythm::parse(word)?.days();
    days.map(|days| RotationInput::parse(days, RotationInput::DEFAULT_OVERLAP_SECONDS)).transpose().or_refuse(door)
}

/// Changes what may be changed about a key without a new secret.
pub(crate) async fn change_key(org: String, id: KeyId, networks: &str, rights: &str, rhythm: &str) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::KeysWrite).await?;
    let lists = || Ok((IpRange::parse_list("networks", networks)?, ConnectorRight::parse_list("connector_rights", rights)?));
    let (networks, connector_rights) = lists().map_err(governance::Error::Invalid).or_refuse(&door)?;
    let input = KeySettingsInput { networks, connector_rights, rotation: rotation(rhythm, &door)? };
    keys::change(door.governance(), &scope, id, &input).await.or_refuse(&door)
}

/// Ends every secret of a key but the newest.
pub(crate) async fn end_overlap(org: String, id: KeyId) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::KeysWrite).await?;
    keys::end_overlap(door.governance(), &scope, id).await.or_refuse(&door)
}

/// The key that something belongs to that was found.
pub(crate) async fn look_up(org: String, found: String) -> Result<FoundHere, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::KeysRead).await?;
    let here = keys::look_up(door.governance(), &scope, found).await.or_refuse(&door)?;
    here.ok_or_else(|| PortalError::field_problem("found", "Nothing of this organisation. It may be cut off, or another organisation's."))
}

/// Bounds how long new keys may live; empty is without a bound.
pub(crate) async fn set_rules(org: String, max_days: &str) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::SettingsWrite).await?;
    let text = max_days.trim();
    let days = if text.is_empty() { None } else { Some(text.parse().unwrap_or(0)) };
    keys::set_max_days(door.governance(), &scope, days).await.or_refuse(&door)
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
