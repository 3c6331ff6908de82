use ledger::Deed;
use model::{Action, DeedKind, Invalid, Permission, PermissionSet, PersonalField, ShortText};
use policy::Way;
use serde::Deserialize;
use store::{OrgScope, OrgTx, members, orgs, policies};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{OverrideView, around::is_live, change::expect_visible, get::own_row, shipped};
use crate::{Error, Governance, Result, governing};

/// Days after which a less strict override ends at the latest.
const LONGEST_LOOSENING_DAYS: i64 = 90;

/// Whether the caller holds the permission to override a policy with a less strict action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loosening {
    /// They do.
    Permitted,
    /// They may only make policies stricter.
    Refused,
}

impl Loosening {
    /// What somebody with these permissions may.
    pub fn of(permissions: PermissionSet) -> Self {
        if permissions.has(Permission::PoliciesLoosen) { Self::Permitted } else { Self::Refused }
    }
}

/// An override to make, in the words of the wire.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewOverride {
    /// What the policy asks for instead.
    pub action_override: String,
    /// Why.
    pub override_reason: String,
    /// Until when.
    #[serde(with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
}

/// Changes what a policy asks for, without editing it; once per policy until it ends. One that is less strict than what the policy
/// asks for on some way needs its own permission, and an end.
pub async fn create_override(
    gov: &Governance,
    scope: &OrgScope,
    policy: &str,
    loosening: Loosening,
    new: NewOverride,
) -> Result<OverrideView> {
    let (action, reason) = check(&new, gov.now())?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    expect_visible(&mut tx, policy).await?;
    let loosens = strictest_ask(gov, &mut tx, policy).await? < action;
    if loosens {
        may_loosen(loosening, new.expires_at, tx.now())?;
    }
    if let Some(earlier) = policies::find_override(&mut tx, policy).await? {
        if is_live(&earlier, tx.now()) {
            let why = format!("This policy has an override by {} already. Remove it first.", earlier.created_by);
            return Err(Error::Conflict(why));
        }
        policies::delete_override(&mut tx, policy).await?;
    }
    policies::add_override(&mut tx, policy, action.as_str(), reason.as_str(), &acting.name, new.expires_at).await?;
    let made = policies::find_override(&mut tx, policy).await?.ok_or(Error::NotFound)?;
    let deed = Deed::new(DeedKind::OverrideCreated, Uuid::now_v7())
        .target(policy)
        .fact("action", action.as_str())
        .fact("loosens", loosens)
        .fact("expires", new.expires_at.and_then(|end| end.format(&Rfc3339).ok()))
        .personal(PersonalField::Reason, reason.as_str());
    tx.commit(acting.sign(deed)).await?;
    Ok(OverrideView::of(made))
}

/// The strictest that a policy asks for on any way, before overrides.
async fn strictest_ask(gov: &Governance, tx: &mut OrgTx, policy: &str) -> Result<Action> {
    if let Some(shipped) = shipped::find(policy) {
        let governing = governing::stored(gov, &orgs::governing(tx).await?)?;
        return Ok(Way::ALL.into_iter().map(|way| governing.resolve(shipped, way).0).min().unwrap_or(shipped.action));
    }
    let row = own_row(tx, policy, None).await?;
    Action::parse(&row.fields.action).ok_or_else(|| Error::broken("a stored action cannot be read"))
}

fn may_loosen(loosening: Loosening, expires_at: Option<OffsetDateTime>, now: OffsetDateTime) -> Result<()> {
    if loosening == Loosening::Refused {
        let why = "This is less strict than what the policy asks for, which needs the permission";
        return Err(Error::Refused(format!("{why} {}. An owner or admin of the organisation can grant it.", Permission::PoliciesLoosen)));
    }
    let latest = now + Duration::days(LONGEST_LOOSENING_DAYS);
    if expires_at.is_none_or(|end| end > latest) {
        let why = format!("is required for an action that is less strict, and at most {LONGEST_LOOSENING_DAYS} days ahead");
        return Err(Invalid::new("expires_at", why).into());
    }
    Ok(())
}

fn check(new: &NewOverride, now: OffsetDateTime) -> Result<(Action, ShortText<500>)> {
    let action = Action::parse(&new.action_override).filter(|action| *action != Action::Allow);
    let action = action.ok_or_else(|| Invalid::new("action_override", "must be block, require_approval, redact, warn or log"))?;
    if new.expires_at.is_some_and(|end| end <= now) {
        return Err(Invalid::new("expires_at", "must be in the future").into());
    }
    Ok((action, ShortText::parse("override_reason", &new.override_reason)?))
}

/// Lifts an override.
pub async fn delete_override(gov: &Governance, scope: &OrgScope, policy: &str) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    expect_visible(&mut tx, policy).await?;
    if !policies::delete_override(&mut tx, policy).await? {
        return Err(Error::NotFound);
    }
    let deed = Deed::new(DeedKind::OverrideDeleted, Uuid::now_v7()).target(policy);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

/// The overrides that are in force.
pub async fn list_overrides(gov: &Governance, scope: &OrgScope) -> Result<Vec<OverrideView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let rows = policies::overrides(&mut tx).await?;
    let now = tx.now();
    Ok(rows.into_iter().filter(|row| is_live(row, now)).map(OverrideView::of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(action: &str) -> NewOverride {
        NewOverride { action_override: action.to_owned(), override_reason: "pilot".to_owned(), expires_at: None }
    }

    #[test]
    fn an_override_can_weaken_but_not_silence() {
        let now = OffsetDateTime::UNIX_EPOCH;

        assert!(check(&new("log"), now).is_ok());
        assert!(check(&new("allow"), now).is_err());
        assert!(check(&new("off"), now).is_err());
    }

    #[test]
    fn loosening_needs_its_permission_and_an_end_in_reach() {
        let (now, day) = (OffsetDateTime::UNIX_EPOCH, Duration::DAY);

        assert!(matches!(may_loosen(Loosening::Refused, Some(now + day), now), Err(Error::Refused(_))));
        assert!(matches!(may_loosen(Loosening::Permitted, None, now), Err(Error::Invalid(_))));
        assert!(matches!(may_loosen(Loosening::Permitted, Some(now + day * 91), now), Err(Error::Invalid(_))));
        assert!(may_loosen(Loosening::Permitted, Some(now + day * 90), now).is_ok());
    }

    #[test]
    fn it_needs_a_reason_and_an_end_in_the_future() {
        let now = OffsetDateTime::UNIX_EPOCH;

        assert!(check(&NewOverride { override_reason: " ".to_owned(), ..new("warn") }, now).is_err());
        assert!(check(&NewOverride { expires_at: Some(now), ..new("warn") }, now).is_err());
        assert!(check(&NewOverride { expires_at: Some(now + Duration::SECOND), ..new("warn") }, now).is_ok());
    }
}
