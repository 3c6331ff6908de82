use model::{DeedKind, Invalid, PersonalField, ReleaseId, ShortText, views::ReleaseLine};
use store::{OrgScope, members, releases as stored};

use super::{
    apply::{Releasing, apply, deed, expect_open, locked},
    gate,
    hands::hands,
    list::line,
};
use crate::{Error, Governance, Result};

const SHORTEST_REASON: usize = 10;

/// Puts a draft in force at once, without tests, simulation or a second person. It is recorded as that, with the reason, and waits
/// for the review of somebody else.
pub async fn release_in_emergency(gov: &Governance, scope: &OrgScope, id: ReleaseId, reason: &str) -> Result<ReleaseLine> {
    let reason = checked(reason)?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let (release, live) = locked(&mut tx, id).await?;
    expect_open(&release)?;
    if release.base_version != live.version {
        return Err(Error::Conflict(gate::stale(&release, &live)));
    }
    let own = hands(&mut tx).await?;
    let how = Releasing { hands: &own, reason: Some(reason.as_str()), is_emergency: true };
    let version = apply(&mut tx, &acting, &release, &live, &how).await?;
    let record = deed(DeedKind::EmergencyReleased, &release)?.fact("version", version).personal(PersonalField::Reason, reason.as_str());
    let after = stored::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    tx.commit(acting.sign(record)).await?;
    line(&after, &own)
}

fn checked(reason: &str) -> Result<ShortText<500>> {
    if reason.trim().chars().count() < SHORTEST_REASON {
        return Err(Invalid::new("reason", format!("is required, with at least {SHORTEST_REASON} characters")).into());
    }
    Ok(ShortText::parse("reason", reason)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something() {
        assert!(checked("  short    ").is_err());
        assert!(checked(&"x".repeat(501)).is_err());
        assert!(checked("1234567890").is_ok());
    }
}
