use model::{DeedKind, ReleaseId, views::ReleaseLine};
use store::{OrgScope, members, releases as stored};

use super::{
    apply::{deed, locked},
    hands::{everybody, expect_second, hands},
    list::line,
};
use crate::{Error, Governance, Result};

/// Notes that somebody who neither wrote nor released an emergency looked at it afterwards.
pub async fn review(gov: &Governance, scope: &OrgScope, id: ReleaseId) -> Result<ReleaseLine> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let (release, _) = locked(&mut tx, id).await?;
    if !release.is_emergency {
        return Err(Error::Conflict("It was not released in an emergency, so there is nothing to review afterwards.".to_owned()));
    }
    if let Some(by) = &release.reviewed_by {
        return Err(Error::Conflict(format!("{by} reviewed it already.")));
    }
    let own = hands(&mut tx).await?;
    expect_second(&mut tx, &own, &everybody(&release)).await?;
    stored::review(&mut tx, id, &acting.name).await?;
    let record = deed(DeedKind::EmergencyReviewed, &release)?.fact("version", release.version);
    let after = stored::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    tx.commit(acting.sign(record)).await?;
    line(&after, &own)
}
