use std::sync::Arc;

use model::{Clock, OrgId, Principal};
use sqlx::{PgPool, Postgres, Transaction};

use crate::{DatabaseUrl, Error, MIGRATOR, OrgScope, Result};

/// What the database's list of sessions calls this pool.
const NAME: &str = "axonflow-platform";

/// The pool behind the platform login, which bypasses row-level security.
#[derive(Debug, Clone)]
pub struct PlatformPool {
    pool: PgPool,
    clock: Clock,
}

impl PlatformPool {
    /// Connects; a login that is not the platform's is refused.
    pub async fn connect(url: &DatabaseUrl, clock: Clock) -> Result<Self> {
        let pool = url.pool(NAME, 4).await?;
        let fits: bool =
            sqlx::query_scalar("select rolbypassrls and not rolsuper from pg_roles where rolname = session_user").fetch_one(&pool).await?;
        if fits {
            return Ok(Self { pool, clock });
        }
        Err(Error::Roles(vec!["the platform login must have BYPASSRLS and must not be a superuser".to_owned()]))
    }

    /// Opens new connections under this login from now on; those that are open stay. A login that does not connect, or is
    /// not the platform's, changes nothing.
    pub async fn sign_in_as(&self, url: &DatabaseUrl) -> Result<()> {
        Self::connect(url, self.clock.clone()).await?.pool.close().await;
        self.pool.set_connect_options(url.options(NAME));
        Ok(())
    }

    /// Brings the schema up to this binary; says how many migrations are in force.
    pub async fn migrate(&self) -> Result<usize> {
        MIGRATOR.run(&self.pool).await?;
        Ok(MIGRATOR.iter().count())
    }

    /// Makes the monthly ledger partitions of the coming year.
    pub async fn ensure_ledger_months(&self) -> Result<i32> {
        let today = self.clock.now().date();
        Ok(sqlx::query_scalar("select app.ensure_ledger_months($1, 14)").bind(today).fetch_one(&self.pool).await?)
    }

    /// Waits for its turn among processes that start at once; the turn ends when the answer is dropped.
    pub async fn turn(&self) -> Result<Turn> {
        let mut tx = self.begin().await?;
        sqlx::query("select pg_advisory_xact_lock(hashtext('axonflow start'))").execute(&mut *tx).await?;
        Ok(Turn { _tx: tx })
    }

    /// The scope of an operator's command inside one organisation.
    pub fn command_scope(&self, org: OrgId, command: &str) -> OrgScope {
        OrgScope::new(org, Principal::Command { name: Arc::from(command) })
    }

    /// The clock that records are stamped with.
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) const fn raw(&self) -> &PgPool {
        &self.pool
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where a platform transaction begins")]
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Postgres>> {
        Ok(self.pool.begin().await?)
    }
}

/// A turn that no other process has at the same time.
#[must_use = "the turn ends when it is dropped"]
pub struct Turn {
    _tx: Transaction<'static, Postgres>,
}
