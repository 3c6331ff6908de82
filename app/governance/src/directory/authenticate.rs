use std::sync::Arc;

use model::RequestFacts;
use scim::Problem;
use store::{OrgScope, entry};
use vault::api_key::digest;

use crate::{Governance, limits::DirectoryHolder};

/// A directory that proved to have a live token.
#[derive(Debug, Clone)]
pub struct DirectoryCaller {
    /// Where it may act.
    pub scope: OrgScope,
    /// Whether upkeep is due, once a minute: noting the use of the token, forgetting calls of long ago.
    pub is_due_to_note: bool,
}

/// Tokens begin like this, so that a found one can be told from others.
pub(super) const PREFIX: &str = "axd_";

/// Proves a bearer token, then the plan, then the allowance. One sentence for every token that is not good.
pub async fn authenticate(gov: &Governance, token: &str, request: Arc<RequestFacts>) -> scim::Result<DirectoryCaller> {
    let refused = || Problem::Unauthorized.because("Send a live token of this organisation as Authorization: Bearer.");
    if !token.starts_with(PREFIX) {
        return Err(refused());
    }
    let now = gov.now();
    let row = entry::find_directory_token(gov.pool(), &digest(token)).await?.ok_or_else(refused)?;
    if row.expires_at <= now || row.revoked_at.is_some_and(|at| at <= now) {
        return Err(refused());
    }
    if !row.tier.may_sync_directory() {
        return Err(Problem::Forbidden.because("Directory sync is part of the Enterprise plan."));
    }
    gov.limits.check_directory(DirectoryHolder(row.token))?;
    let is_due_to_note = row.last_used_at.is_none_or(|at| now - at >= time::Duration::MINUTE);
    Ok(DirectoryCaller { scope: row.scope().with_request(request), is_due_to_note })
}
