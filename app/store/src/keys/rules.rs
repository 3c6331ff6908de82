use crate::{OrgTx, Result, row::expect_one};

/// What holds for every new key of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyRules {
    /// How many days a key may live at most; without one it may live for good.
    pub max_days: Option<i32>,
}

/// The organisation's rules for keys.
pub async fn rules(tx: &mut OrgTx) -> Result<KeyRules> {
    let org = tx.org().as_uuid();
    let max_days = sqlx::query_scalar("select key_max_days from public.orgs where org_id = $1").bind(org).fetch_one(tx.conn()).await?;
    Ok(KeyRules { max_days })
}

/// Writes the organisation's rules for keys. Keys that there are stay as they are.
pub async fn set_rules(tx: &mut OrgTx, new: KeyRules) -> Result<()> {
    let org = tx.org().as_uuid();
    tx.run(sqlx::query("update public.orgs set key_max_days = $2 where org_id = $1").bind(org).bind(new.max_days))
        .await
        .and_then(expect_one)
}
