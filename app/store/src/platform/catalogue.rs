use sqlx::FromRow;

use crate::{PlatformPool, Result};

/// Something in the database's catalogue that strays from the tenancy rules.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Fault {
    /// The rule, by number and word.
    pub rule: String,
    /// The table, function, role or grant.
    pub object: String,
}

const CATALOGUE_SQL: &str = include_str!("catalogue.sql");

/// Everything in the catalogue that strays; empty when tenancy holds (TC-03, TC-05, TC-08, TC-10).
pub async fn catalogue_faults(pool: &PlatformPool) -> Result<Vec<Fault>> {
    Ok(sqlx::query_as(CATALOGUE_SQL).fetch_all(pool.raw()).await?)
}

/// The database's own time.
pub async fn database_time(pool: &PlatformPool) -> Result<time::OffsetDateTime> {
    Ok(sqlx::query_scalar("select clock_timestamp()").fetch_one(pool.raw()).await?)
}
