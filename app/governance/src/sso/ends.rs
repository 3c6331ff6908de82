//! Letters about certificates that end: the provider's last one, after which nobody comes in, and ours, with which requests are
//! signed.

use ledger::Deed;
use model::{DeedKind, EmailAddress};
use sso::Certificate;
use store::{
    OrgScope, OrgTx, entry, members, orgs,
    sso::{self as rows, ConnectionRow},
};
use time::{Duration, OffsetDateTime};

use super::shown;
use crate::{
    Governance, Result,
    letters::{self, Letter},
};

/// So many days before an end administrators are told, each time once.
const TOLD_BEFORE_DAYS: [i32; 3] = [1, 7, 30];
/// Organisations in one round.
const MOST_ORGS: i32 = 10_000;

/// Tells of ends that are near; says how many there were. One organisation's failure stops nobody else's letters.
pub(crate) async fn tell_of_ends(gov: &Governance) -> Result<usize> {
    let (mut told, mut failed) = (0, None);
    for scope in entry::orgs_with_certificates(gov.pool(), MOST_ORGS).await? {
        match tell(gov, &scope).await {
            Ok(some) => told += some,
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(told), Err)
}

async fn tell(gov: &Governance, scope: &OrgScope) -> Result<usize> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let now = tx.now();
    let mut deeds = Vec::new();
    for row in rows::list(&mut tx).await?.into_iter().filter(|row| row.fields.enabled) {
        for (whose, ends_at) in ends(&mut tx, &row).await? {
            let Some(days) = days_before(ends_at, now) else { continue };
            if rows::note_end_told(&mut tx, row.connection(), whose, ends_at, days).await? {
                write(&mut tx, &row, whose, ends_at).await?;
                let deed = Deed::new(DeedKind::SsoCertificateEndTold, row.connection().as_uuid()).target(row.fields.name.as_str());
                deeds.push(deed.fact("whose", whose).fact("days_before", i64::from(days)));
            }
        }
    }
    if !deeds.is_empty() {
        tx.commit_all(&deeds).await?;
    }
    Ok(deeds.len())
}

/// The ends that stop something: of the provider's last certificate, and of the key that signs our requests.
async fn ends(tx: &mut OrgTx, row: &ConnectionRow) -> Result<Vec<(&'static str, OffsetDateTime)>> {
    let keys = rows::keys_of(tx, row.connection()).await?;
    let ours = keys.iter().find(|key| key.is_current).and_then(|key| Certificate::from_der(&key.certificate).ok());
    let all = [("provider", shown::certificate_ends(row)), ("ours", ours.map(|certificate| certificate.not_after))];
    Ok(all.into_iter().filter_map(|(whose, end)| Some((whose, end?))).collect())
}

/// Which of the warnings is due; none when the end is far, or has passed.
fn days_before(ends_at: OffsetDateTime, now: OffsetDateTime) -> Option<i32> {
    let left = ends_at - now;
    let is_near = |days: &i32| left <= Duration::days(i64::from(*days));
    if left.is_positive() { TOLD_BEFORE_DAYS.into_iter().find(is_near) } else { None }
}

async fn write(tx: &mut OrgTx, row: &ConnectionRow, whose: &str, ends_at: OffsetDateTime) -> Result<()> {
    let org = orgs::this(tx).await?;
    let letter = Letter::CertificateEnds {
        org: org.name,
        slug: org.slug,
        connection: row.connection(),
        name: row.fields.name.clone(),
        ours: whose == "ours",
        ends_at,
    };
    for email in members::admins(tx).await? {
        letters::to_address(tx, &EmailAddress::parse(&email)?, Some(row.connection().as_uuid()), &letter).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_warning_is_due_thirty_seven_and_one_days_before_and_never_afterwards() {
        let end = datetime!(2026-03-31 12:00 UTC);

        assert_eq!(days_before(end, datetime!(2026-03-01 11:59 UTC)), None);
        assert_eq!(days_before(end, datetime!(2026-03-01 12:00 UTC)), Some(30));
        assert_eq!(days_before(end, datetime!(2026-03-24 11:59 UTC)), Some(30));
        assert_eq!(days_before(end, datetime!(2026-03-24 12:00 UTC)), Some(7));
        assert_eq!(days_before(end, datetime!(2026-03-31 11:00 UTC)), Some(1));
        assert_eq!(days_before(end, end), None);
    }
}
