use model::ConnectionId;
use time::OffsetDateTime;

use crate::{OrgTx, Result};

/// Remembers that an assertion was used; false when it was used before. Old ones are forgotten on the way.
pub async fn remember_assertion(tx: &mut OrgTx, connection: ConnectionId, assertion: &str, forget_at: OffsetDateTime) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(sqlx::query("delete from public.sso_assertions where org_id = $1 and forget_at < $2").bind(org).bind(now)).await?;
    let added = tx
        .run(
            sqlx::query(
                "insert into public.sso_assertions (org_id, connection_id, assertion_id, forget_at) values ($1, $2, $3, $4)
                 on conflict on constraint sso_assertion_once do nothing",
            )
            .bind(org)
            .bind(connection.as_uuid())
            .bind(assertion)
            .bind(forget_at),
        )
        .await?;
    Ok(added == 1)
}
