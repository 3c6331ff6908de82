//! Who is in which group.

use sqlx::FromRow;
use time::Duration;
use uuid::Uuid;

use crate::{OrgTx, Result, row::org_rows};

/// How long a member is expected that a directory named before it made them.
const EXPECTED: Duration = Duration::days(1);

/// Somebody in a group.
#[derive(Debug, Clone, FromRow)]
pub struct MemberRow {
    org_id: Uuid,
    /// The group.
    pub group_id: Uuid,
    /// Its name.
    pub group_name: String,
    /// Who.
    pub user_id: Uuid,
}

org_rows!(MemberRow);

const SELECT: &str = "select m.org_id, m.group_id, g.display_name as group_name, m.user_id
   from public.directory_group_members m
   join public.directory_groups g on g.org_id = m.org_id and g.group_id = m.group_id";

/// Everybody in these groups.
pub async fn of_groups(tx: &mut OrgTx, groups: &[Uuid]) -> Result<Vec<MemberRow>> {
    let text = format!("{SELECT} where m.org_id = $1 and m.group_id = any($2) order by m.group_id, m.user_id");
    let org = tx.org().as_uuid();
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(groups)).await
}

/// The groups of these people.
pub async fn of_users(tx: &mut OrgTx, users: &[Uuid]) -> Result<Vec<MemberRow>> {
    let text = format!("{SELECT} where m.org_id = $1 and m.user_id = any($2) order by m.user_id, g.display_name");
    let org = tx.org().as_uuid();
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(users)).await
}

/// Adds those who exist and are not in yet; who does not exist is expected for a day. Says how many joined, and how many are
/// expected.
pub async fn add(tx: &mut OrgTx, group: Uuid, named: &[String]) -> Result<(u64, u64)> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let ids = ids(named);
    let joined = sqlx::query(
        "insert into public.directory_group_members (org_id, group_id, user_id)
         select u.org_id, $2, u.user_id from public.directory_users u where u.org_id = $1 and u.user_id = any($3)
         on conflict do nothing",
    );
    let joined = tx.run(joined.bind(org).bind(group).bind(&ids)).await?;
    let expected = sqlx::query(
        "insert into public.directory_expected_members (org_id, group_id, named, named_at)
         select $1, $2, n.named, $4 from unnest($3::text[]) as n(named)
         where not exists (select from public.directory_users u where u.org_id = $1 and u.user_id::text = lower(n.named))
         on conflict do nothing",
    );
    let expected = tx.run(expected.bind(org).bind(group).bind(named).bind(now)).await?;
    Ok((joined, expected))
}

/// Removes these; who is not in is passed over. Says how many left.
pub async fn remove(tx: &mut OrgTx, group: Uuid, named: &[String]) -> Result<u64> {
    let org = tx.org().as_uuid();
    let expected = sqlx::query("delete from public.directory_expected_members where org_id = $1 and group_id = $2 and named = any($3)");
    tx.run(expected.bind(org).bind(group).bind(named)).await?;
    let left = sqlx::query("delete from public.directory_group_members where org_id = $1 and group_id = $2 and user_id = any($3)");
    tx.run(left.bind(org).bind(group).bind(ids(named))).await
}

/// Removes everybody but these. Says how many left.
pub async fn keep_only(tx: &mut OrgTx, group: Uuid, named: &[String]) -> Result<u64> {
    let org = tx.org().as_uuid();
    let expected = sqlx::query("delete from public.directory_expected_members where org_id = $1 and group_id = $2 and not named = any($3)");
    tx.run(expected.bind(org).bind(group).bind(named)).await?;
    let left = sqlx::query("delete from public.directory_group_members where org_id = $1 and group_id = $2 and not user_id = any($3)");
    tx.run(left.bind(org).bind(group).bind(ids(named))).await
}

/// Whether one of these is in the group.
pub async fn holds_one_of(tx: &mut OrgTx, group: Uuid, named: &[String]) -> Result<bool> {
    let org = tx.org().as_uuid();
    let text = "select exists (select from public.directory_group_members where org_id = $1 and group_id = $2 and user_id = any($3))";
    Ok(sqlx::query_scalar(text).bind(org).bind(group).bind(ids(named)).fetch_one(tx.conn()).await?)
}

/// Somebody leaves every group.
pub async fn remove_everywhere(tx: &mut OrgTx, user: Uuid) -> Result<u64> {
    let org = tx.org().as_uuid();
    let query = sqlx::query("delete from public.directory_group_members where org_id = $1 and user_id = $2").bind(org).bind(user);
    tx.run(query).await
}

/// Somebody who came joins the groups that expect them by one of these names; what is older than a day is forgotten.
pub async fn join_expected(tx: &mut OrgTx, user: Uuid, names: &[String]) -> Result<u64> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let old = sqlx::query("delete from public.directory_expected_members where org_id = $1 and named_at < $2");
    tx.run(old.bind(org).bind(now - EXPECTED)).await?;
    let joined = sqlx::query(
        "insert into public.directory_group_members (org_id, group_id, user_id)
         select e.org_id, e.group_id, $2 from public.directory_expected_members e where e.org_id = $1 and e.named = any($3)
         on conflict do nothing",
    );
    let joined = tx.run(joined.bind(org).bind(user).bind(names)).await?;
    let met = sqlx::query("delete from public.directory_expected_members where org_id = $1 and named = any($2)");
    tx.run(met.bind(org).bind(names)).await?;
    Ok(joined)
}

fn ids(named: &[String]) -> Vec<Uuid> {
    named.iter().filter_map(|id| Uuid::try_parse(id).ok()).collect()
}
