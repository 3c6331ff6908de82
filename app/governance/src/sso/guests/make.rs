use ledger::Deed;
use model::{ConnectionId, DeedKind, Invalid, PersonId, SetUpLinkId, SetUpLinkState, ShortText, views::IssuedSetUpLink};
use store::{
    OrgScope, OrgTx, keys, orgs,
    sso::{self as rows, NewSetUpLink, set_up_links},
};
use time::Duration;
use uuid::Uuid;

use super::enter;
use crate::{
    Error, Governance, Result,
    sso::{connection, plan_allows},
    tickets::Ticket,
};

/// The longest life of a link.
const LONGEST_DAYS: i64 = 30;
/// As many links of one connection open something at once.
const MOST_OPEN: usize = 5;

/// A link to make.
#[derive(Debug)]
pub struct NewLink {
    /// For whom it is; people tell links apart by it.
    pub made_for: ShortText<80>,
    /// The domain whose record the guest may see and have looked for.
    pub domain: Option<String>,
    /// How many days it is good.
    pub days: u16,
}

/// Makes a link. Whoever makes it may do all that an admin may: a guest says whom the organisation would believe.
pub async fn make(gov: &Governance, scope: &OrgScope, connection: ConnectionId, new: &NewLink) -> Result<IssuedSetUpLink> {
    let days = i64::from(new.days);
    if !(1..=LONGEST_DAYS).contains(&days) {
        return Err(Invalid::new("days", format!("must be from 1 to {LONGEST_DAYS}")).into());
    }
    let link = SetUpLinkId::from_uuid(Uuid::now_v7());
    let mut tx = gov.pool().org_tx(scope).await?;
    plan_allows(orgs::this(&mut tx).await?.tier)?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    if enter::is_in_use(&mut tx, connection).await? {
        return Err(Error::Conflict(
            "People sign in by this connection. Switch its domains off before somebody else sets it up.".to_owned(),
        ));
    }
    let domain = domain(&mut tx, new.domain.as_deref()).await?;
    refuse_too_many(&mut tx, connection).await?;
    let expires_at = tx.now() + Duration::days(days);
    let made_by = maker(&mut tx).await?;
    let made_for = new.made_for.as_str();
    let added = NewSetUpLink { link, connection, domain: domain.as_deref(), made_for, made_by, made_name: &acting.name, expires_at };
    set_up_links::add(&mut tx, added).await?;
    let deed = Deed::new(DeedKind::SsoSetUpLinkMade, link.as_uuid()).target(row.fields.name.as_str());
    tx.commit(acting.sign(deed.fact("days", days).fact("domain", domain.unwrap_or_default()))).await?;
    Ok(IssuedSetUpLink { link, made_for: made_for.to_owned(), url: url(gov, link), expires_at })
}

fn url(gov: &Governance, link: SetUpLinkId) -> String {
    let base = gov.parts.settings.public_url.trim_end_matches('/');
    format!("{base}/setup/{}", Ticket::SetUp { link: link.as_uuid() }.issue(&gov.signing().mac))
}

/// In whose name the guest acts: a key's link is that of whoever answers for the key.
async fn maker(tx: &mut OrgTx) -> Result<Option<PersonId>> {
    let Some(key) = tx.scope().principal().key() else { return Ok(tx.scope().principal().person()) };
    let owner = keys::find(tx, key).await?.and_then(|key| key.owner);
    owner.map(Some).ok_or_else(|| Error::Refused("Nobody answers for this key, so nobody would for the link.".to_owned()))
}

async fn domain(tx: &mut OrgTx, wanted: Option<&str>) -> Result<Option<String>> {
    let Some(wanted) = wanted.map(str::trim).filter(|wanted| !wanted.is_empty()) else { return Ok(None) };
    match rows::domain_of(tx, &wanted.to_ascii_lowercase()).await? {
        Some(row) => Ok(Some(row.domain)),
        None => Err(Invalid::new("domain", "is not a domain of this organisation; add it first").into()),
    }
}

async fn refuse_too_many(tx: &mut OrgTx, connection: ConnectionId) -> Result<()> {
    let mut open = 0;
    for row in set_up_links::list(tx, connection).await? {
        open += usize::from(enter::state(tx, &row).await? == SetUpLinkState::Open);
    }
    if open < MOST_OPEN {
        return Ok(());
    }
    Err(Error::Conflict(format!("{MOST_OPEN} links of this connection are open already. Take one back first.")))
}
