use ledger::Deed;
use model::{ConnectionId, DeedKind, Invalid, views::DomainLine};
use sso::random_handle;
use store::{
    OrgScope, OrgTx, entry, members,
    sso::{self as rows, ConnectionRow, DomainRow},
};
use time::Duration;
use uuid::Uuid;

use super::{connection, domain_name::parse, plan_allows, shown};
use crate::{Error, Governance, Result, members::break_glass};

/// The record is asked for at this name below the domain, so that nothing that is there already is touched.
const LABEL: &str = "_axonflow-challenge";
const VALUE: &str = "axonflow-verification=";
/// Before a domain is required, somebody has to have come by the connection within this time.
const PROVED_WITHIN: Duration = Duration::hours(24);
/// Every domain of the organisation.
pub async fn domains(gov: &Governance, scope: &OrgScope) -> Result<Vec<DomainRow>> {
    Ok(rows::domains(&mut gov.pool().org_tx(scope).await?).await?)
}

/// Every domain, as pages list them.
pub async fn lines(gov: &Governance, scope: &OrgScope) -> Result<Vec<DomainLine>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let connections = rows::list(&mut tx).await?;
    lines_in(&mut tx, &connections).await
}

/// One domain, as pages show it.
pub async fn line(gov: &Governance, scope: &OrgScope, domain: &str) -> Result<DomainLine> {
    lines(gov, scope).await?.into_iter().find(|line| line.domain == domain).ok_or(Error::NotFound)
}

pub(super) async fn lines_in(tx: &mut OrgTx, connections: &[ConnectionRow]) -> Result<Vec<DomainLine>> {
    let (all, counts) = (rows::domains(tx).await?, rows::members_by_domain(tx).await?);
    let name_of = |id: ConnectionId| connections.iter().find(|row| row.connection() == id).map(|row| (id, row.fields.name.clone()));
    let line = |row: &DomainRow| {
        let (record_name, record_value) = record(row);
        let counted = counts.iter().find(|count| count.domain == row.domain);
        DomainLine {
            domain: row.domain.clone(),
            record_name,
            record_value,
            verified_at: row.verified_at,
            checked_at: row.checked_at,
            mode: shown::mode(row),
            connection: row.connection().and_then(name_of),
            members: counted.map_or(0, |count| u32::try_from(count.members).unwrap_or(u32::MAX)),
        }
    };
    Ok(all.iter().map(line).collect())
}

/// Adds a domain, to be proved by a record that the answer names. One that is there already keeps its record.
pub async fn add_domain(gov: &Governance, scope: &OrgScope, domain: &str) -> Result<DomainRow> {
    let domain = parse(domain)?;
    let mut tx = gov.pool().org_tx(scope).await?;
    plan_allows(store::orgs::this(&mut tx).await?.tier)?;
    let token = random_handle(&mut rand::rng());
    let acting = members::acting(&mut tx).await?;
    let is_new = rows::add_domain(&mut tx, &domain, token.expose()).await?;
    let row = rows::domain_of(&mut tx, &domain).await?.ok_or(Error::NotFound)?;
    if is_new {
        tx.commit(acting.sign(Deed::new(DeedKind::SsoDomainAdded, Uuid::new_v4()).target(domain.as_str()))).await?;
    }
    Ok(row)
}

/// Name and value of the TXT record that proves a domain.
pub type Record = (String, String);

/// The record that proves a domain.
pub fn record(row: &DomainRow) -> Record {
    (format!("{LABEL}.{}", row.domain), format!("{VALUE}{}", row.token))
}

/// Looks for the record now. What DNS said is in the refusal.
pub async fn verify_domain(gov: &Governance, scope: &OrgScope, domain: &str) -> Result<DomainRow> {
    let domain = parse(domain)?;
    let row = rows::domain_of(&mut gov.pool().org_tx(scope).await?, &domain).await?.ok_or(Error::NotFound)?;
    let (name, value) = record(&row);
    let found = gov.parts.outbound.txt(&name).await.map_err(|fault| Error::Conflict(format!("{name} could not be looked up: {fault}.")))?;
    if !found.contains(&value) {
        let said = if found.is_empty() { "no TXT record".to_owned() } else { format!("{} other TXT record(s)", found.len()) };
        return Err(Error::Conflict(format!(
            "DNS has {said} at {name}. Add one that says {value} and try again; it may take some minutes."
        )));
    }
    let mut before = gov.pool().entry_tx().await?;
    if entry::sso_domain_is_taken(&mut before, &domain, scope.org()).await? {
        return Err(Error::Conflict("Another organisation has verified this domain. Its owner has to remove it there first.".to_owned()));
    }
    let mut tx = before.enter(scope).await?;
    let acting = members::acting(&mut tx).await?;
    rows::verify_domain(&mut tx, &domain).await?;
    let row = rows::domain_of(&mut tx, &domain).await?.ok_or(Error::NotFound)?;
    tx.commit(acting.sign(Deed::new(DeedKind::SsoDomainVerified, Uuid::new_v4()).target(domain.as_str()))).await?;
    Ok(row)
}

/// Says by which connection a domain's people sign in, and whether they may, or have to.
pub async fn route_domain(gov: &Governance, scope: &OrgScope, domain: &str, connection: ConnectionId, mode: &str) -> Result<DomainRow> {
    let domain = parse(domain)?;
    if !matches!(mode, "off" | "optional" | "required") {
        return Err(Invalid::new("mode", "is off, optional or required").into());
    }
    if mode == "required" {
        break_glass::must_exist(gov, scope).await?;
    }
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = rows::domain_of(&mut tx, &domain).await?.ok_or(Error::NotFound)?;
    if row.verified_at.is_none() {
        return Err(Error::Conflict("The domain is not verified yet.".to_owned()));
    }
    let (by, acting) = connection::to_change(&mut tx, connection).await?;
    if mode == "required" {
        may_require(is_proved(gov, &by))?;
    }
    rows::route_domain(&mut tx, &domain, Some(connection), mode).await?;
    let row = rows::domain_of(&mut tx, &domain).await?.ok_or(Error::NotFound)?;
    let deed = Deed::new(DeedKind::SsoDomainRouted, connection.as_uuid()).target(domain.as_str()).fact("mode", mode);
    tx.commit(acting.sign(deed)).await?;
    Ok(row)
}

/// Whether a connection was seen to work, so that a domain may require it.
pub(super) fn is_proved(gov: &Governance, by: &ConnectionRow) -> bool {
    by.fields.enabled && by.last_success_at.is_some_and(|at| gov.now() - at < PROVED_WITHIN)
}

fn may_require(proved: bool) -> Result<()> {
    if proved {
        return Ok(());
    }
    Err(Error::Conflict("Nobody has come by this connection in the last 24 hours. Test it first, then require it.".to_owned()))
}

/// Removes a domain; its people sign in by password again.
pub async fn remove_domain(gov: &Governance, scope: &OrgScope, domain: &str) -> Result<()> {
    let domain = parse(domain)?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    if !rows::remove_domain(&mut tx, &domain).await? {
        return Err(Error::NotFound);
    }
    tx.commit(acting.sign(Deed::new(DeedKind::SsoDomainRemoved, Uuid::new_v4()).target(domain.as_str()))).await?;
    Ok(())
}
