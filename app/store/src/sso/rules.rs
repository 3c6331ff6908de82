use model::{ConnectionId, Id, RoleId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// What a group of a connection gets.
#[derive(Debug, Clone, FromRow)]
pub struct RuleRow {
    org_id: Uuid,
    /// The group, as the provider calls it.
    pub group_name: String,
    role_id: Uuid,
    /// The role's name.
    pub role_name: String,
    /// Who made the rule.
    pub made_by: String,
    /// When.
    pub created_at: OffsetDateTime,
}

/// The groups that a provider stated for somebody when they last came.
#[derive(Debug, Clone, FromRow)]
pub struct StatedGroups {
    org_id: Uuid,
    /// The address that it stated.
    pub email: String,
    /// When.
    pub at: OffsetDateTime,
    /// The groups; nothing when none were stated.
    pub groups: Option<Vec<String>>,
}

org_rows!(RuleRow, StatedGroups);

impl RuleRow {
    /// The role.
    pub const fn role(&self) -> RoleId {
        Id::from_uuid(self.role_id)
    }
}

/// The rules of a connection, by group.
pub async fn rules_of(tx: &mut OrgTx, connection: ConnectionId) -> Result<Vec<RuleRow>> {
    let org = tx.org().as_uuid();
    let text = "select l.org_id, l.group_name, l.role_id, r.name as role_name, l.made_by, l.created_at
        from public.sso_role_rules l join public.roles r on r.org_id = l.org_id and r.role_id = l.role_id
        where l.org_id = $1 and l.connection_id = $2 order by lower(l.group_name), r.name";
    tx.all(sqlx::query_as(text).bind(org).bind(connection.as_uuid())).await
}

/// Adds a rule; false when it is there already.
pub async fn add_rule(tx: &mut OrgTx, connection: ConnectionId, group: &str, role: RoleId, made_by: &str) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = "insert into public.sso_role_rules (org_id, connection_id, group_name, role_id, made_by, created_at)
        values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
    let query = sqlx::query(text).bind(org).bind(connection.as_uuid()).bind(group).bind(role.as_uuid()).bind(made_by).bind(now);
    Ok(tx.run(query).await? == 1)
}

/// Removes a rule.
pub async fn remove_rule(tx: &mut OrgTx, connection: ConnectionId, group: &str, role: RoleId) -> Result<()> {
    let org = tx.org().as_uuid();
    let text = "delete from public.sso_role_rules where org_id = $1 and connection_id = $2 and group_name = $3 and role_id = $4";
    tx.run(sqlx::query(text).bind(org).bind(connection.as_uuid()).bind(group).bind(role.as_uuid())).await.and_then(expect_one)
}

/// Everybody who came by a connection in the time of the log, as they last came.
pub async fn last_stated(tx: &mut OrgTx, connection: ConnectionId) -> Result<Vec<StatedGroups>> {
    let org = tx.org().as_uuid();
    let text = "select * from (
          select distinct on (email) org_id, email, at, groups from public.sign_ins
          where org_id = $1 and connection_id = $2 and email is not null and outcome in ('signed_in', 'tested') and refusal is null
          order by email, at desc) s
        order by at desc limit 200";
    tx.all(sqlx::query_as(text).bind(org).bind(connection.as_uuid())).await
}
