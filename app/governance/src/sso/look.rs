use model::{
    ConnectionId, SsoOutcome,
    views::{ConnectionLine, ConnectionView, SignInLine},
};
use store::{
    OrgScope, entry,
    sso::{self as rows, Wanted},
};

use super::{connection, domains, log, ours::our_addresses, shown};
use crate::{Governance, Result};

/// Every connection, as pages list them.
pub async fn lines(gov: &Governance, scope: &OrgScope) -> Result<Vec<ConnectionLine>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (all, domains, usage) = (rows::list(&mut tx).await?, rows::domains(&mut tx).await?, rows::usage(&mut tx).await?);
    Ok(all.iter().map(|row| shown::line(row, &domains, &usage, gov.now())).collect())
}

/// Everything about one connection.
pub async fn view(gov: &Governance, scope: &OrgScope, connection: ConnectionId) -> Result<ConnectionView> {
    let ways_in = entry::sso_ways_in(gov.pool(), scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = connection::find(&mut tx, connection).await?;
    let (all, owned, usage) = (rows::list(&mut tx).await?, rows::domains(&mut tx).await?, rows::usage(&mut tx).await?);
    let slug = store::orgs::this(&mut tx).await?.slug;
    let keys = rows::keys_of(&mut tx, connection).await?;
    let log = rows::sign_ins(&mut tx, Wanted { connection: Some(connection), code: None }).await?;
    let verified: Vec<_> = domains::lines_in(&mut tx, &all).await?.into_iter().filter(|line| line.verified_at.is_some()).collect();
    let read = connection::protocol(&row).ok();
    Ok(ConnectionView {
        line: shown::line(&row, &owned, &usage, gov.now()),
        ours: our_addresses(&gov.parts.settings.public_url, &slug, &row),
        provider: read.map(|read| shown::provider(&read, row.fields.metadata_url.clone(), gov.now(), Some(connection), &all)),
        email_attribute: row.fields.email_attribute.clone(),
        groups_attribute: row.fields.groups_attribute.clone(),
        default_role: row.fields.default_role.clone(),
        sign_requests: row.fields.sign_requests,
        idp_initiated: row.fields.idp_initiated,
        keys: keys.iter().filter_map(shown::key).collect(),
        domains: verified,
        last_test: log.iter().find(|line| line.outcome == SsoOutcome::Tested.as_str()).map(|line| log::line_of(line, &all)),
        proved: domains::is_proved(gov, &row),
        ways_in: u32::try_from(ways_in).unwrap_or(u32::MAX),
    })
}

/// The sign-in log, newest first; of one connection, or the line of one support code, in whatever case it was typed.
pub async fn sign_in_lines(
    gov: &Governance,
    scope: &OrgScope,
    connection: Option<ConnectionId>,
    code: Option<&str>,
) -> Result<Vec<SignInLine>> {
    let code = code.map(|code| code.trim().to_ascii_uppercase()).filter(|code| !code.is_empty());
    let mut tx = gov.pool().org_tx(scope).await?;
    let found = rows::sign_ins(&mut tx, Wanted { connection, code: code.as_deref() }).await?;
    let all = rows::list(&mut tx).await?;
    Ok(found.iter().map(|row| log::line_of(row, &all)).collect())
}
