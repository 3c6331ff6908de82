use std::{fmt, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{Error, Result};

/// A parsed `postgres://` URL. Its text may hold a password, so it is never printed.
#[derive(Clone)]
pub struct DatabaseUrl(PgConnectOptions);

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl([secret])")
    }
}

impl DatabaseUrl {
    /// Reads a URL as `psql` would.
    pub fn parse(url: &str) -> Result<Self> {
        PgConnectOptions::from_str(url).map(|options| Self(options.disable_statement_logging())).map_err(Error::from)
    }

    /// The same address with another password.
    #[must_use]
    pub fn with_password(self, password: &str) -> Self {
        Self(self.0.password(password))
    }

    /// What a pool of this name opens its connections with.
    pub(crate) fn options(&self, name: &str) -> PgConnectOptions {
        self.0.clone().application_name(name)
    }

    pub(crate) async fn pool(&self, name: &str, most: u32) -> Result<PgPool> {
        let pool = PgPoolOptions::new()
            .max_connections(most)
            .acquire_timeout(Duration::from_secs(5))
            .after_release(|conn, _| Box::pin(end_what_was_left(conn)))
            .connect_with(self.options(name))
            .await?;
        Ok(pool)
    }
}

/// A request that goes away while its transaction begins leaves it open, in its organisation and unknown to the pool.
/// Nothing of one borrower may reach the next: this ends what was left, says nothing when there is nothing, and fails
/// inside a broken transaction, which closes the connection.
async fn end_what_was_left(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::raw_sql("begin; rollback").execute(conn).await?;
    Ok(true)
}
