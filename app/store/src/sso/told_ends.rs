use model::ConnectionId;
use time::OffsetDateTime;

use crate::{OrgTx, Result};

/// Notes that administrators are told, so many days before, that a certificate ends; false when they were told before.
pub async fn note_end_told(
    tx: &mut OrgTx,
    connection: ConnectionId,
    whose: &str,
    ends_at: OffsetDateTime,
    days_before: i32,
) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let added = tx
        .run(
            sqlx::query(
                "insert into public.sso_told_ends (org_id, connection_id, whose, ends_at, days_before, told_at)
                 values ($1, $2, $3, $4, $5, $6) on conflict on constraint sso_told_end_once do nothing",
            )
            .bind(org)
            .bind(connection.as_uuid())
            .bind(whose)
            .bind(ends_at)
            .bind(days_before)
            .bind(now),
        )
        .await?;
    Ok(added == 1)
}
