use std::{fmt, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, PgPool,
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

    pub(crate) async fn pool(&self, name: &str, most: u32) -> Result<PgPool> {
        let pool = PgPoolOptions::new()
            .max_connections(most)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(self.0.clone().application_name(name))
            .await?;
        Ok(pool)
    }
}
