use ledger::Deed;
use model::{DeedKind, Invalid};
use store::{
    OrgScope, OrgTx,
    keys::{self, KeyRules},
    members,
};
use time::{Duration, OffsetDateTime};

use crate::{Error, Governance, Result};

/// How many days a new key of the organisation may live at most; `None` is without a bound.
pub async fn max_days(gov: &Governance, scope: &OrgScope) -> Result<Option<u32>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    Ok(keys::rules(&mut tx).await?.max_days.map(i32::unsigned_abs))
}

/// Bounds how long new keys may live. Keys that there are stay as they are; the hygiene view names them.
pub async fn set_max_days(gov: &Governance, scope: &OrgScope, days: Option<u32>) -> Result<()> {
    if days.is_some_and(|days| !(1..=3_650).contains(&days)) {
        return Err(Invalid::new("max_days", "must be 1 to 3,650 days, or nothing for no bound").into());
    }
    let mut tx = gov.pool().org_tx(scope).await?;
    let before = keys::rules(&mut tx).await?.max_days;
    let max_days = days.map(u32::cast_signed);
    keys::set_rules(&mut tx, KeyRules { max_days }).await?;
    let acting = members::acting(&mut tx).await?;
    let deed = Deed::new(DeedKind::KeyRulesChanged, scope.org().as_uuid()).fact("max_days", max_days).fact("max_days_before", before);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

/// Refuses an end that the organisation's rules do not allow.
pub(super) async fn refuse_too_long(tx: &mut OrgTx, expires_at: Option<OffsetDateTime>) -> Result<()> {
    let Some(days) = keys::rules(tx).await?.max_days else { return Ok(()) };
    // A minute more, for whoever counts days from a clock that is a little ahead.
    let latest = tx.now() + Duration::days(i64::from(days)) + Duration::MINUTE;
    if expires_at.is_none_or(|end| end > latest) {
        let problem = format!("must be at most {days} days ahead: the organisation does not allow longer");
        return Err(Error::Invalid(Invalid::new("expires_at", problem)));
    }
    Ok(())
}
