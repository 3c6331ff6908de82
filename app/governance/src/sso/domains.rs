use ledger::Deed;
use model::{ConnectionId, DeedKind, Invalid};
use sso::random_handle;
use store::{
    OrgScope, entry, members,
    sso::{self as rows, DomainRow},
};
use time::Duration;
use uuid::Uuid;

use super::{connection, plan_allows};
use crate::{Error, Governance, Result};

/// The record is asked for at this name below the domain, so that nothing that is there already is touched.
const LABEL: &str = "_axonflow-challenge";
const VALUE: &str = "axonflow-verification=";
/// Before a domain is required, somebody has to have come by the connection within this time.
const PROVED_WITHIN: Duration = Duration::hours(24);
/// Where anybody gets an address: nobody owns these.
const PUBLIC: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "mail.com",
    "mail.ru",
    "yandex.com",
    "yandex.ru",
    "qq.com",
    "163.com",
    "126.com",
    "zoho.com",
    "fastmail.com",
    "mailinator.com",
    "guerrillamail.com",
    "10minutemail.com",
    "yopmail.com",
];

/// Every domain of the organisation.
pub async fn domains(gov: &Governance, scope: &OrgScope) -> Result<Vec<DomainRow>> {
    Ok(rows::domains(&mut gov.pool().org_tx(scope).await?).await?)
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
    let ways_in = entry::sso_ways_in(gov.pool(), scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = rows::domain_of(&mut tx, &domain).await?.ok_or(Error::NotFound)?;
    if row.verified_at.is_none() {
        return Err(Error::Conflict("The domain is not verified yet.".to_owned()));
    }
    let by = connection::find(&mut tx, connection).await?;
    if mode == "required" {
        let proved = by.fields.enabled && by.last_success_at.is_some_and(|at| gov.now() - at < PROVED_WITHIN);
        may_require(proved, ways_in)?;
    }
    let acting = members::acting(&mut tx).await?;
    rows::route_domain(&mut tx, &domain, Some(connection), mode).await?;
    let row = rows::domain_of(&mut tx, &domain).await?.ok_or(Error::NotFound)?;
    let deed = Deed::new(DeedKind::SsoDomainRouted, connection.as_uuid()).target(domain.as_str()).fact("mode", mode);
    tx.commit(acting.sign(deed)).await?;
    Ok(row)
}

fn may_require(proved: bool, ways_in: i64) -> Result<()> {
    if !proved {
        return Err(Error::Conflict("Nobody has come by this connection in the last 24 hours. Test it first, then require it.".to_owned()));
    }
    if ways_in == 0 {
        let sentence = "No owner could sign in if the provider fails. An owner with a password and an authenticator is needed first.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    Ok(())
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

/// A registrable name in lower case; the ones where anybody gets an address are refused.
fn parse(text: &str) -> Result<String> {
    let domain = text.trim().trim_end_matches('.').to_ascii_lowercase();
    let label_fits = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if domain.len() > 253 || !domain.contains('.') || !domain.split('.').all(label_fits) || domain.parse::<std::net::IpAddr>().is_ok() {
        return Err(Invalid::new("domain", "is not a domain such as acme.example; write international names in their xn-- form").into());
    }
    if PUBLIC.contains(&domain.as_str()) {
        return Err(Invalid::new("domain", "is a public mail service, which nobody can claim").into());
    }
    Ok(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_name_that_somebody_owns() {
        assert_eq!(parse(" Acme.Example. ").unwrap(), "acme.example");
        assert_eq!(parse("xn--bcher-kva.example").unwrap(), "xn--bcher-kva.example");
        for bad in [
            "",
            "acme",
            "acme..example",
            "-a.example",
            "a_b.example",
            "bücher.example",
            "1.2.3.4",
            "gmail.com",
            "GMail.com.",
            "a b.example",
            "a.example/x",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn nothing_is_required_before_it_was_seen_to_work_and_somebody_could_get_in_without() {
        assert!(may_require(true, 1).is_ok());
        assert!(may_require(false, 1).is_err() && may_require(true, 0).is_err());
    }
}
