use model::Clock;
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, Transaction};

use crate::{DatabaseUrl, Error, OrgScope, OrgTx, Result};

/// What the database's list of sessions calls this pool.
const NAME: &str = "axonflow";

/// The pool that serves all request traffic, under the login that can become only `axonflow_app_role`.
#[derive(Debug, Clone)]
pub struct RequestPool {
    pool: PgPool,
    clock: Clock,
}

impl RequestPool {
    /// Connects and refuses roles that could see more than one organisation (TC-08, TC-09).
    pub async fn connect(url: &DatabaseUrl, clock: Clock, most: u32) -> Result<Self> {
        let pool = url.pool(NAME, most).await?;
        let faults = role_faults(&pool).await?;
        if faults.is_empty() { Ok(Self { pool, clock }) } else { Err(Error::Roles(faults)) }
    }

    /// Opens new connections under this login from now on; those that are open stay. A login that does not connect, or
    /// could do more than it should, changes nothing.
    pub async fn sign_in_as(&self, url: &DatabaseUrl) -> Result<()> {
        Self::connect(url, self.clock.clone(), 1).await?.pool.close().await;
        self.pool.set_connect_options(url.options(NAME));
        Ok(())
    }

    /// Opens a transaction inside one organisation: `BEGIN`, role and organisation in one round trip.
    #[expect(clippy::disallowed_methods, reason = "the one place where a scoped transaction begins")]
    pub async fn org_tx(&self, scope: &OrgScope) -> Result<OrgTx> {
        let tx = self.pool.begin_with(AssertSqlSafe(scope.enter_statement())).await?;
        Ok(OrgTx::new(tx, scope.clone(), &self.clock))
    }

    /// Opens a transaction that can call entry functions and nothing else, until it enters an organisation.
    #[expect(clippy::disallowed_methods, reason = "entry functions run before the organisation is known")]
    pub async fn entry_tx(&self) -> Result<EntryTx> {
        Ok(EntryTx { tx: self.pool.begin().await?, clock: self.clock.clone() })
    }

    /// A connection for the group-commit writer alone. It stays outside of any organisation: `app.ledger_write` enters each
    /// one by itself, and leaves it with its statement.
    #[expect(clippy::disallowed_methods, reason = "the writer keeps its connection from one commit to the next")]
    pub(crate) async fn ledger_connection(&self) -> Result<sqlx::pool::PoolConnection<Postgres>> {
        Ok(self.pool.acquire().await?)
    }

    /// The clock that records are stamped with.
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether the database answers now.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("select 1").execute(&self.pool).await?;
        Ok(())
    }

    pub(crate) const fn raw(&self) -> &PgPool {
        &self.pool
    }
}

/// A transaction before the organisation is known.
#[must_use = "dropping an EntryTx rolls it back"]
pub struct EntryTx {
    tx: Transaction<'static, Postgres>,
    clock: Clock,
}

impl EntryTx {
    pub(crate) fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Goes on inside the organisation, so that what entry functions changed commits with its deed.
    pub async fn enter(mut self, scope: &OrgScope) -> Result<OrgTx> {
        enter(&mut self.tx, scope).await?;
        Ok(OrgTx::new(self.tx, scope.clone(), &self.clock).changed())
    }

    /// Commits changes that belong to no organisation: sessions, attempts, time steps.
    pub async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }
}

async fn enter(conn: &mut PgConnection, scope: &OrgScope) -> Result<()> {
    sqlx::query("select set_config('app.acting', $2, true), app.enter_org($1)")
        .bind(scope.org().as_uuid())
        .bind(scope.acting().unwrap_or_default())
        .execute(conn)
        .await?;
    Ok(())
}

/// Everything that is wrong with the roles behind this connection; empty when all is well.
async fn role_faults(pool: &PgPool) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "with me as (select * from pg_roles where rolname = session_user),
              app as (select * from pg_roles where rolname = 'axonflow_app_role'),
              reach as (
                select m.member, m.roleid from pg_auth_members m
              ), seen as (
                with recursive walk(id) as (select oid from me union select roleid from reach join walk on member = id)
                select r.* from walk join pg_roles r on r.oid = walk.id
              )
         select fault from (
           select 'role ' || seen.rolname || ' may bypass row-level security' as fault from seen where rolbypassrls or rolsuper
           union all select 'role ' || rolname || ' may create roles or databases' from seen where rolcreaterole or rolcreatedb
           union all select 'login ' || rolname || ' inherits rights: it must be NOINHERIT' from me where rolinherit
           union all select 'login ' || me.rolname || ' can become ' || s.rolname || ', only axonflow_app_role is expected'
             from me cross join seen s where s.rolname not in (me.rolname, 'axonflow_app_role')
           union all select 'role axonflow_app_role is missing' where not exists (select from app)
           union all select 'login ' || session_user || ' is not a member of axonflow_app_role'
             where not exists (select from seen where rolname = 'axonflow_app_role')
           union all select 'role ' || s.rolname || ' owns ' || c.relname from seen s join pg_class c on c.relowner = s.oid
         ) as faults",
    )
    .fetch_all(pool)
    .await?)
}
