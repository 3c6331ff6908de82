//! How an organisation lets its directory act.

use model::{BuiltInRole, Id, RoleId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    OrgTx, Result, roles,
    row::{expect_one, org_rows},
};

/// How an organisation lets its directory act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// What everybody gets whom the directory names.
    pub default_role: Option<RoleId>,
    /// More departures than this within the window are held,
    pub held_above: i32,
    /// when they are also more than this part of the directory's members.
    pub held_percent: i32,
    /// The window.
    pub window_minutes: i32,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    default_role_id: Option<Uuid>,
    held_above: i32,
    held_percent: i32,
    window_minutes: i32,
}

org_rows!(Row);

/// The settings; without a row, the role `viewer` and the valve's usual bounds.
pub async fn read(tx: &mut OrgTx) -> Result<Settings> {
    let org = tx.org().as_uuid();
    let text = "select org_id, default_role_id, held_above, held_percent, window_minutes from public.directory_settings where org_id = $1";
    let row: Option<Row> = tx.maybe(sqlx::query_as(text).bind(org)).await?;
    Ok(match row {
        Some(row) => Settings {
            default_role: row.default_role_id.map(Id::from_uuid),
            held_above: row.held_above,
            held_percent: row.held_percent,
            window_minutes: row.window_minutes,
        },
        None => {
            let viewer = roles::find_by_name(tx, BuiltInRole::Viewer.as_str()).await?;
            Settings { default_role: viewer.map(|role| role.role), held_above: 5, held_percent: 20, window_minutes: 10 }
        }
    })
}

/// Writes the settings.
pub async fn write(tx: &mut OrgTx, new: &Settings) -> Result<()> {
    let org = tx.org().as_uuid();
    let text = "insert into public.directory_settings (org_id, default_role_id, held_above, held_percent, window_minutes)
                values ($1, $2, $3, $4, $5)
                on conflict (org_id) do update set default_role_id = $2, held_above = $3, held_percent = $4, window_minutes = $5";
    let query = sqlx::query(text).bind(org).bind(new.default_role.map(Id::as_uuid));
    tx.run(query.bind(new.held_above).bind(new.held_percent).bind(new.window_minutes)).await.and_then(expect_one)
}
