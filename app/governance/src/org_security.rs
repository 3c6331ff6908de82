//! How people get into an organisation: who needs a second factor, from where they may come, how long a session lasts.
//!
//! Networks are held against the address on each page and stream, lives of sessions each time a session is loaded. Nobody can
//! lock themself out from a page; a command can undo what was set.

use std::net::IpAddr;

use ledger::Deed;
use model::{DeedKind, Invalid, IpRange, views::SecurityView};
use serde_json::json;
use store::{
    OrgScope,
    entry::Membership,
    members,
    org_security::{self, SecurityRecord},
};
use uuid::Uuid;

use crate::{Error, Governance, Result};

const NETWORKS: &str = "networks";
/// The field, what it counts, and its bounds: the outer ones hold for everybody.
const IDLE: (&str, &str, i32, i32) = ("idle_minutes", "minutes", 5, 720);
const HOURS: (&str, &str, i32, i32) = ("session_hours", "hours", 1, 720);
const INVITATION: (&str, &str, i32, i32) = ("invitation_days", "days", 1, 30);

/// What is to change; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct SecurityChange {
    /// Everybody needs a second factor.
    pub second_factor_for_all: Option<bool>,
    /// From where people may come, as typed; empty for everywhere.
    pub networks: Option<String>,
    /// Idle minutes.
    pub idle_minutes: Option<i32>,
    /// Hours after sign-in.
    pub session_hours: Option<i32>,
    /// Days for which the link of an invitation is good.
    pub invitation_days: Option<i32>,
}

/// Who changes it.
#[derive(Debug, Clone, Copy)]
pub enum ChangedBy<'a> {
    /// A person, who comes from this address and must not lock themself out.
    Person(Option<&'a str>),
    /// Whoever runs the server.
    Command,
}

/// How people get in now; `from` is where the reader comes from.
pub async fn view(gov: &Governance, scope: &OrgScope, from: Option<&str>) -> Result<SecurityView> {
    let record = org_security::find(&mut gov.pool().org_tx(scope).await?).await?;
    Ok(SecurityView {
        second_factor_for_all: record.second_factor_for_all,
        networks: record.networks.iter().map(ToString::to_string).collect(),
        idle_minutes: record.idle_minutes.unsigned_abs(),
        session_hours: record.session_hours.unsigned_abs(),
        invitation_days: record.invitation_days.unsigned_abs(),
        your_address: from.map(str::to_owned),
    })
}

/// Changes it; it counts from everybody's next request.
pub async fn change(gov: &Governance, scope: &OrgScope, change: SecurityChange, by: ChangedBy<'_>) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let record = changed(org_security::find(&mut tx).await?, &change)?;
    if let ChangedBy::Person(from) = by {
        must_hold(&record.networks, from)?;
    }
    org_security::set(&mut tx, &record).await?;
    let networks: Vec<String> = record.networks.iter().map(ToString::to_string).collect();
    let deed = Deed::new(DeedKind::OrgSecurityChanged, Uuid::now_v7())
        .fact("second_factor_for_all", record.second_factor_for_all)
        .fact("networks", json!(networks))
        .fact("idle_minutes", i64::from(record.idle_minutes))
        .fact("session_hours", i64::from(record.session_hours))
        .fact("invitation_days", i64::from(record.invitation_days));
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

/// Refuses whoever comes from elsewhere than the organisation allows.
pub(crate) fn admit(member: &Membership, from: Option<&str>) -> Result<()> {
    if comes_from(&member.networks, from) {
        return Ok(());
    }
    let from = from.unwrap_or("an unknown address");
    Err(Error::Refused(format!("{} lets people in from its own networks only, and you come from {from}.", member.name)))
}

fn changed(mut record: SecurityRecord, change: &SecurityChange) -> std::result::Result<SecurityRecord, Invalid> {
    record.second_factor_for_all = change.second_factor_for_all.unwrap_or(record.second_factor_for_all);
    if let Some(typed) = &change.networks {
        record.networks = IpRange::parse_list(NETWORKS, typed)?;
    }
    record.idle_minutes = within(IDLE, change.idle_minutes.unwrap_or(record.idle_minutes))?;
    record.session_hours = within(HOURS, change.session_hours.unwrap_or(record.session_hours))?;
    record.invitation_days = within(INVITATION, change.invitation_days.unwrap_or(record.invitation_days))?;
    Ok(record)
}

fn within((field, unit, least, most): (&'static str, &str, i32, i32), asked: i32) -> std::result::Result<i32, Invalid> {
    if (least..=most).contains(&asked) { Ok(asked) } else { Err(Invalid::new(field, format!("is {least} to {most} {unit}"))) }
}

fn must_hold(networks: &[IpRange], from: Option<&str>) -> std::result::Result<(), Invalid> {
    if comes_from(networks, from) {
        return Ok(());
    }
    let from = from.unwrap_or("an address that is not known");
    Err(Invalid::new(NETWORKS, format!("You come from {from}, which is in none of them: you would lock yourself out.")))
}

fn comes_from(networks: &[IpRange], from: Option<&str>) -> bool {
    let address = from.and_then(|from| from.parse::<IpAddr>().ok());
    networks.is_empty() || address.is_some_and(|address| networks.iter().any(|network| network.contains(address)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> SecurityRecord {
        SecurityRecord { second_factor_for_all: false, networks: Vec::new(), idle_minutes: 720, session_hours: 720, invitation_days: 7 }
    }

    #[test]
    fn limits_can_be_shortened_and_not_stretched() {
        let asked = |idle, hours| SecurityChange { idle_minutes: Some(idle), session_hours: Some(hours), ..SecurityChange::default() };

        assert_eq!(changed(record(), &asked(15, 8)).unwrap().idle_minutes, 15);
        for (idle, hours, field) in [(4, 8, "idle_minutes"), (721, 8, "idle_minutes"), (15, 0, "session_hours"), (15, 721, "session_hours")]
        {
            assert_eq!(changed(record(), &asked(idle, hours)).unwrap_err().field, field, "{idle} {hours}");
        }
        for days in [0, 31] {
            let asked = SecurityChange { invitation_days: Some(days), ..SecurityChange::default() };
            assert_eq!(changed(record(), &asked).unwrap_err().field, "invitation_days", "{days}");
        }
        assert_eq!(changed(record(), &SecurityChange::default()).unwrap(), record());
    }

    #[test]
    fn an_unknown_address_is_in_no_network() {
        let networks = IpRange::parse_list(NETWORKS, "203.0.113.0/24").unwrap();

        assert!(comes_from(&networks, Some("203.0.113.9")));
        assert!(!comes_from(&networks, Some("198.51.100.1")) && !comes_from(&networks, None) && !comes_from(&networks, Some("x")));
        assert!(comes_from(&[], None));
    }
}
