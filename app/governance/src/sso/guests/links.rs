use ledger::Deed;
use model::{ConnectionId, DeedKind, SetUpLinkId, views::SetUpLinkLine};
use store::{
    OrgScope,
    sso::{SetUpLinkRow, set_up_links},
};

use super::enter;
use crate::{Error, Governance, Result, sso::connection};

/// The links of a connection, newest first, those that have ended too; never their text.
pub async fn list(gov: &Governance, scope: &OrgScope, connection: ConnectionId) -> Result<Vec<SetUpLinkLine>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    connection::find(&mut tx, connection).await?;
    let mut lines = Vec::new();
    for row in set_up_links::list(&mut tx, connection).await? {
        let state = enter::state(&mut tx, &row).await?;
        lines.push(line(row, state));
    }
    Ok(lines)
}

fn line(row: SetUpLinkRow, state: model::SetUpLinkState) -> SetUpLinkLine {
    SetUpLinkLine {
        link: row.link(),
        made_for: row.made_for,
        domain: row.domain,
        made_by: row.made_name,
        created_at: row.created_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
        state,
    }
}

/// Takes a link back: it opens nothing from its guest's next request on.
pub async fn revoke(gov: &Governance, scope: &OrgScope, connection: ConnectionId, link: SetUpLinkId) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    let known = set_up_links::find(&mut tx, link).await?;
    if known.is_none_or(|known| known.connection() != connection) {
        return Err(Error::NotFound);
    }
    if !set_up_links::revoke(&mut tx, link).await? {
        return Err(Error::Conflict("This link was taken back before.".to_owned()));
    }
    let deed = Deed::new(DeedKind::SsoSetUpLinkRevoked, link.as_uuid()).target(row.fields.name.as_str());
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}
