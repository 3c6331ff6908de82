use model::views::{DirectoryOverview, DirectoryToken, DirectoryTokenState};
use store::{
    OrgScope, OrgTx,
    directory::{
        Slice, events, groups, held,
        tokens::{self, TokenRow},
        users,
    },
};
use time::OffsetDateTime;

use super::base_url;
use crate::{Governance, Result, members::break_glass};

/// Where directory sync stands: tokens, the newest call, what it brought, and whether it may be switched on.
pub async fn overview(gov: &Governance, scope: &OrgScope) -> Result<DirectoryOverview> {
    let has_break_glass = break_glass::owners(gov, scope).await?.iter().any(|owner| owner.is_proven);
    let mut tx = gov.pool().org_tx(scope).await?;
    let now = gov.now();
    let tokens = tokens::list(&mut tx).await?;
    Ok(DirectoryOverview {
        base_url: base_url(gov),
        is_on: tokens.iter().any(|row| state(row, now) == DirectoryTokenState::Live),
        has_break_glass,
        tokens: tokens.into_iter().map(|row| line(row, now)).collect(),
        last_call_at: events::list(&mut tx, 1).await?.first().map(|event| event.at),
        people: count(&mut tx, true).await?,
        groups: count(&mut tx, false).await?,
        held: held::list(&mut tx).await?.len(),
    })
}

async fn count(tx: &mut OrgTx, people: bool) -> Result<i64> {
    let none = Slice { offset: 0, limit: 0 };
    Ok(if people { users::list(tx, None, none).await?.0 } else { groups::list(tx, None, none).await?.0 })
}

fn state(row: &TokenRow, now: OffsetDateTime) -> DirectoryTokenState {
    if row.revoked_at.is_some() {
        DirectoryTokenState::Revoked
    } else if row.expires_at <= now {
        DirectoryTokenState::Expired
    } else {
        DirectoryTokenState::Live
    }
}

fn line(row: TokenRow, now: OffsetDateTime) -> DirectoryToken {
    DirectoryToken {
        id: row.token(),
        state: state(&row, now),
        name: row.name,
        tail: row.tail,
        created_by: row.created_by,
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
    }
}
