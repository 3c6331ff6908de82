//! Which groups give which roles, and the roles that follow from it.

use model::{Id, RoleId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A group that may give a role.
#[derive(Debug, Clone, FromRow)]
pub struct MappedGroup {
    org_id: Uuid,
    /// The group.
    pub group_id: Uuid,
    /// Its name.
    pub display_name: String,
    /// Its members.
    pub members: i64,
    roles: Vec<Uuid>,
}

org_rows!(MappedGroup);

impl MappedGroup {
    /// The roles that it gives.
    pub fn roles(&self) -> Vec<RoleId> {
        self.roles.iter().copied().map(Id::from_uuid).collect()
    }
}

/// Every group by name, with what it gives.
pub async fn groups(tx: &mut OrgTx) -> Result<Vec<MappedGroup>> {
    let org = tx.org().as_uuid();
    let text = "select g.org_id, g.group_id, g.display_name,
                       (select count(*) from public.directory_group_members m where m.org_id = $1 and m.group_id = g.group_id) as members,
                       array(select r.role_id from public.directory_role_rules r where r.org_id = $1 and r.group_id = g.group_id
                             order by r.role_id) as roles
                from public.directory_groups g where g.org_id = $1 order by lower(g.display_name) limit 500";
    tx.all(sqlx::query_as(text).bind(org)).await
}

/// Whether a group gives any role.
pub async fn gives_roles(tx: &mut OrgTx, group: Uuid) -> Result<bool> {
    let org = tx.org().as_uuid();
    let text = "select exists (select from public.directory_role_rules where org_id = $1 and group_id = $2)";
    Ok(sqlx::query_scalar(text).bind(org).bind(group).fetch_one(tx.conn()).await?)
}

/// Lets a group give a role.
pub async fn add(tx: &mut OrgTx, group: Uuid, role: RoleId, by: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = "insert into public.directory_role_rules (org_id, group_id, role_id, made_by, made_at) values ($1, $2, $3, $4, $5)";
    tx.run(sqlx::query(text).bind(org).bind(group).bind(role.as_uuid()).bind(by).bind(now)).await.and_then(expect_one)
}

/// A group gives a role no longer.
pub async fn remove(tx: &mut OrgTx, group: Uuid, role: RoleId) -> Result<()> {
    let org = tx.org().as_uuid();
    let text = "delete from public.directory_role_rules where org_id = $1 and group_id = $2 and role_id = $3";
    tx.run(sqlx::query(text).bind(org).bind(group).bind(role.as_uuid())).await.and_then(expect_one)
}

/// A group gives no role any longer.
pub async fn remove_of(tx: &mut OrgTx, group: Uuid) -> Result<u64> {
    let org = tx.org().as_uuid();
    tx.run(sqlx::query("delete from public.directory_role_rules where org_id = $1 and group_id = $2").bind(org).bind(group)).await
}

/// What these people of the directory, or all of them, get by it: everybody the default role, the members of a group what it gives.
const DESIRED: &str = "
  with people as (
    select u.user_id, u.person_id from public.directory_users u
    join public.members m on m.org_id = u.org_id and m.person_id = u.person_id and m.removed_at is null
    where u.org_id = $1 and u.active and ($2::uuid[] is null or u.user_id = any($2))
  ), desired as (
    select given.person_id, given.role_id, min(given.via) as via from (
      select p.person_id, r.role_id, g.display_name as via
      from people p
      join public.directory_group_members gm on gm.org_id = $1 and gm.user_id = p.user_id
      join public.directory_role_rules r on r.org_id = $1 and r.group_id = gm.group_id
      join public.directory_groups g on g.org_id = $1 and g.group_id = gm.group_id
      union all
      select p.person_id, $3::uuid, '' from people p where $3::uuid is not null
    ) given group by given.person_id, given.role_id
  )";

/// Gives and takes what follows from groups and rules, for these people of the directory or for all; how many were given and taken.
/// Members have to be locked.
pub async fn apply(tx: &mut OrgTx, users: Option<&[Uuid]>, default_role: Option<RoleId>) -> Result<(u64, u64)> {
    let (org, now, default_role) = (tx.org().as_uuid(), tx.now(), default_role.map(Id::as_uuid));
    let take = format!(
        "{DESIRED} delete from public.user_roles u where u.org_id = $1 and u.source = 'scim'
           and u.person_id in (select d.person_id from public.directory_users d
             where d.org_id = $1 and d.person_id is not null and ($2::uuid[] is null or d.user_id = any($2)))
           and not exists (select from desired x where x.person_id = u.person_id and x.role_id = u.role_id)"
    );
    let taken = tx.run(sqlx::query(sqlx::AssertSqlSafe(take)).bind(org).bind(users).bind(default_role)).await?;
    let give = format!(
        "{DESIRED} insert into public.user_roles (org_id, person_id, role_id, source, via, granted_by, granted_at)
         select $1, x.person_id, x.role_id, 'scim', x.via, 'directory', $4 from desired x
         on conflict do nothing"
    );
    let given = tx.run(sqlx::query(sqlx::AssertSqlSafe(give)).bind(org).bind(users).bind(default_role).bind(now)).await?;
    Ok((given, taken))
}
