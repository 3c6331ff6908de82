use scim::{Condition, Kind};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{Slice, filter};
use crate::{OrgRow, OrgTx, Result};

/// A kind of rows that can be listed: the row is `d`.
pub(super) struct Listed {
    pub(super) kind: Kind,
    /// The columns of a row.
    pub(super) columns: &'static str,
    /// The table, as `d`.
    pub(super) from: &'static str,
    /// The id, which puts rows of one moment in order.
    pub(super) id: &'static str,
}

impl Listed {
    /// How many rows meet a condition, and a part of them, oldest first.
    pub(super) async fn list<R: OrgRow>(&self, tx: &mut OrgTx, condition: Option<&Condition>, slice: Slice) -> Result<(i64, Vec<R>)> {
        let mut total = self.matching(tx, "count(*)", condition);
        let total: i64 = total.build_query_scalar().fetch_one(tx.conn()).await?;
        if slice.limit == 0 {
            return Ok((total, Vec::new()));
        }
        let mut page = self.matching(tx, self.columns, condition);
        page.push(" order by d.created_at, ").push(self.id);
        page.push(" limit ").push_bind(slice.limit).push(" offset ").push_bind(slice.offset);
        Ok((total, tx.all(page.build_query_as()).await?))
    }

    /// One row.
    pub(super) async fn find<R: OrgRow>(&self, tx: &mut OrgTx, id: Uuid) -> Result<Option<R>> {
        self.one(tx, id, "").await
    }

    /// One row, which nobody else changes until the end of the transaction.
    pub(super) async fn lock<R: OrgRow>(&self, tx: &mut OrgTx, id: Uuid) -> Result<Option<R>> {
        let found = self.one(tx, id, " for update").await?;
        tx.catch_up();
        Ok(found)
    }

    async fn one<R: OrgRow>(&self, tx: &mut OrgTx, id: Uuid, lock: &str) -> Result<Option<R>> {
        let text = format!("select {} from {} where d.org_id = $1 and {} = $2{lock}", self.columns, self.from, self.id);
        let org = tx.org().as_uuid();
        tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(id)).await
    }

    fn matching(&self, tx: &OrgTx, columns: &str, condition: Option<&Condition>) -> QueryBuilder<Postgres> {
        let mut query = QueryBuilder::new("select ");
        query.push(columns).push(" from ").push(self.from).push(" where d.org_id = ").push_bind(tx.org().as_uuid());
        if let Some(condition) = condition {
            query.push(" and ");
            filter::push(&mut query, filter::Place::Row(self.kind), condition);
        }
        query
    }
}
