//! Writes a new policy.

use model::{Id, TenantId};

use super::{
    PolicyFields,
    fields::{NEXT, bind, columns, places},
};
use crate::{OrgTx, Result, row::expect_one};

/// Inserts a policy as version 1.
pub async fn add(tx: &mut OrgTx, policy: &str, tenant: Option<TenantId>, fields: &PolicyFields, by: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let tier = if tenant.is_some() { "tenant" } else { "organization" };
    let [tenant_at, tier_at, kind_at, by_at, now_at] = [NEXT, NEXT + 1, NEXT + 2, NEXT + 3, NEXT + 4];
    let text = format!(
        "insert into public.policies (org_id, policy_id, {}, version, tenant_id, tier, kind, created_by, created_at, updated_at)
         values ($1, $2, {}, 1, ${tenant_at}, ${tier_at}, ${kind_at}, ${by_at}, ${now_at}, ${now_at})",
        columns(),
        places(),
    );
    let query = bind(sqlx::query(sqlx::AssertSqlSafe(text)).bind(org).bind(policy), fields);
    tx.run(query.bind(tenant.map(Id::as_uuid)).bind(tier).bind(&fields.kind).bind(by).bind(now)).await.and_then(expect_one)
}
