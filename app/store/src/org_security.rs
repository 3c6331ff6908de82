//! How people get into the organisation.

use model::IpRange;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, OrgTx, Result,
    entry::networks_of,
    row::{expect_one, org_rows},
};

/// Who needs a second factor, from where people may come, how long a session lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityRecord {
    /// Everybody needs a second factor, whatever their role.
    pub second_factor_for_all: bool,
    /// From where people may come; from everywhere when empty.
    pub networks: Vec<IpRange>,
    /// A session that nobody used for so long is over.
    pub idle_minutes: i32,
    /// A session is over so long after sign-in.
    pub session_hours: i32,
    /// The link of an invitation is good for so long.
    pub invitation_days: i32,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    second_factor_for_all: bool,
    allowed_networks: Vec<String>,
    idle_minutes: i32,
    session_hours: i32,
    invitation_days: i32,
}

org_rows!(Row);

/// Reads it.
pub async fn find(tx: &mut OrgTx) -> Result<SecurityRecord> {
    let org = tx.org().as_uuid();
    let select = "select org_id, second_factor_for_all, allowed_networks, idle_minutes, session_hours, invitation_days
      from public.orgs where org_id = $1";
    let row: Option<Row> = tx.maybe(sqlx::query_as(select).bind(org)).await?;
    let row = row.ok_or(Error::RowCount(0))?;
    Ok(SecurityRecord {
        second_factor_for_all: row.second_factor_for_all,
        networks: networks_of(&row.allowed_networks)?,
        idle_minutes: row.idle_minutes,
        session_hours: row.session_hours,
        invitation_days: row.invitation_days,
    })
}

/// Writes it.
pub async fn set(tx: &mut OrgTx, new: &SecurityRecord) -> Result<()> {
    let (org, networks) = (tx.org().as_uuid(), new.networks.iter().map(ToString::to_string).collect::<Vec<_>>());
    tx.run(
        sqlx::query(
            "update public.orgs set second_factor_for_all = $2, allowed_networks = $3, idle_minutes = $4, session_hours = $5,
               invitation_days = $6
             where org_id = $1",
        )
        .bind(org)
        .bind(new.second_factor_for_all)
        .bind(networks)
        .bind(new.idle_minutes)
        .bind(new.session_hours)
        .bind(new.invitation_days),
    )
    .await
    .and_then(expect_one)
}
