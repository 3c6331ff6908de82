use model::OrgId;
use sqlx::postgres::PgRow;

use crate::{Error, Result};

/// A row that says which organisation it belongs to, so that a foreign one can be refused (SP-11).
pub trait OrgRow: for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin {
    /// The organisation in the row itself.
    fn org(&self) -> OrgId;
}

/// Implements [`OrgRow`] for row structs with an `org_id: Uuid`.
macro_rules! org_rows {
    ($($row:ty),+ $(,)?) => { $(impl $crate::OrgRow for $row {
        fn org(&self) -> model::OrgId { model::OrgId::from_uuid(self.org_id) }
    })+ };
}
pub(crate) use org_rows;

/// An update that must hit one row says so; a silent nothing is a bug.
pub(crate) fn expect_one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::RowCount(rows)) }
}
