//! Groups, as a directory describes them.

use scim::{Condition, Kind};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Slice, listing::Listed};
use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A group without its members.
#[derive(Debug, Clone, FromRow)]
pub struct GroupRow {
    org_id: Uuid,
    /// The id that the directory knows it by.
    pub group_id: Uuid,
    /// Its name.
    pub display_name: String,
    /// Its id in the directory.
    pub external_id: Option<String>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When the directory named it.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
}

org_rows!(GroupRow);

const LISTED: Listed = Listed {
    kind: Kind::Group,
    columns: "d.org_id, d.group_id, d.display_name, d.external_id, d.version, d.created_at, d.updated_at",
    from: "public.directory_groups d",
    id: "d.group_id",
};

/// One group.
pub async fn find(tx: &mut OrgTx, group: Uuid) -> Result<Option<GroupRow>> {
    LISTED.find(tx, group).await
}

/// One group, whose row and members nobody else changes until the end of the transaction.
pub async fn lock(tx: &mut OrgTx, group: Uuid) -> Result<Option<GroupRow>> {
    LISTED.lock(tx, group).await
}

/// How many groups meet a condition, and a part of them, oldest first.
pub async fn list(tx: &mut OrgTx, condition: Option<&Condition>, slice: Slice) -> Result<(i64, Vec<GroupRow>)> {
    LISTED.list(tx, condition, slice).await
}

/// Inserts a group without members.
pub async fn add(tx: &mut OrgTx, group: Uuid, display_name: &str, external_id: Option<&str>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let query = sqlx::query(
        "insert into public.directory_groups (org_id, group_id, display_name, external_id, version, created_at, updated_at)
         values ($1, $2, $3, $4, 1, $5, $5)",
    );
    tx.run(query.bind(org).bind(group).bind(display_name).bind(external_id).bind(now)).await.and_then(expect_one)
}

/// Changes a group, or notes that its members changed.
pub async fn update(tx: &mut OrgTx, group: Uuid, display_name: &str, external_id: Option<&str>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let query = sqlx::query(
        "update public.directory_groups set display_name = $3, external_id = $4, version = version + 1, updated_at = $5
         where org_id = $1 and group_id = $2",
    );
    tx.run(query.bind(org).bind(group).bind(display_name).bind(external_id).bind(now)).await.and_then(expect_one)
}

/// Removes a group, whose members have left before.
pub async fn delete(tx: &mut OrgTx, group: Uuid) -> Result<()> {
    let org = tx.org().as_uuid();
    let query = sqlx::query("delete from public.directory_groups where org_id = $1 and group_id = $2").bind(org).bind(group);
    tx.run(query).await.and_then(expect_one)
}
