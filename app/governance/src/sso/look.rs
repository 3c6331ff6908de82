use model::{
    ConnectionId, SignInOutcome,
    views::{ConnectionLine, ConnectionView},
};
use store::{
    OrgScope, members,
    sign_ins::{self, Wanted},
    sso as rows,
};

use super::{connection, domains, ours::our_addresses, shown};
use crate::{Governance, Result, members::break_glass, sign_ins::line as line_of};

/// Every connection, as pages list them.
pub async fn lines(gov: &Governance, scope: &OrgScope) -> Result<Vec<ConnectionLine>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (all, domains, usage) = (rows::list(&mut tx).await?, rows::domains(&mut tx).await?, rows::usage(&mut tx).await?);
    Ok(all.iter().map(|row| shown::line(row, &domains, &usage, gov.now())).collect())
}

/// Everything about one connection.
pub async fn view(gov: &Governance, scope: &OrgScope, connection: ConnectionId) -> Result<ConnectionView> {
    let kept = break_glass::owners(gov, scope).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = connection::find(&mut tx, connection).await?;
    let (all, owned, usage) = (rows::list(&mut tx).await?, rows::domains(&mut tx).await?, rows::usage(&mut tx).await?);
    let slug = store::orgs::this(&mut tx).await?.slug;
    let keys = rows::keys_of(&mut tx, connection).await?;
    let tests = Wanted { connection: Some(connection), outcome: Some(SignInOutcome::Tested), ..Wanted::default() };
    let tests = sign_ins::list(&mut tx, tests).await?;
    let verified: Vec<_> = domains::lines_in(&mut tx, &all).await?.into_iter().filter(|line| line.verified_at.is_some()).collect();
    let read = connection::protocol(&row).ok();
    let is_proven = |person| kept.iter().any(|owner| owner.is_proven && owner.person == person);
    let owners = members::owners(&mut tx).await?;
    let break_glass = owners.into_iter().filter(|(person, _)| is_proven(*person)).map(|(_, email)| email).collect();
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
        last_test: tests.first().map(|test| line_of(test, &all)).transpose()?,
        proved: domains::is_proved(gov, &row),
        break_glass,
    })
}
