use ledger::Deed;
use model::{DeedKind, Invalid, OrgChange, OrgId, PersonalField, ShortText, StaffMinutes, Verdict};
use store::{
    entry, ledger_read,
    members::{self, MemberRecord},
    org_security::{self, SecurityRecord},
};
use time::Duration;

use super::{Asked, Operator, orgs};
use crate::{Error, Governance, Result};

/// The little of an organisation that a grant opens.
#[derive(Debug, Clone)]
pub struct Inside {
    /// Its full name.
    pub name: String,
    /// Governed calls of the last 24 hours, by how they were answered.
    pub decisions: Vec<(Verdict, u64)>,
    /// Its people, with the names of their roles.
    pub people: Vec<(MemberRecord, Vec<String>)>,
    /// How people get in.
    pub security: SecurityRecord,
}

/// Asks the organisation for access.
pub async fn ask_access(gov: &Governance, who: &Operator, org: OrgId, reason: &str, minutes: &str) -> Result<Asked> {
    if who.is_key() {
        return Err(Error::Refused("Access is given to a person: ask for it in the console.".to_owned()));
    }
    let minutes = minutes.trim().parse::<u16>().ok().and_then(|minutes| StaffMinutes::try_from(minutes).ok());
    let minutes = minutes.ok_or_else(|| Invalid::new("minutes", "is a number from 15 to 480"))?;
    let change = OrgChange::AskAccess { reason: ShortText::parse("reason", reason)?, minutes };
    orgs::ask(gov, who, org, &change).await
}

/// Looks into an organisation under a grant that it gave. The look is in its ledger before anything is shown.
pub async fn look(gov: &Governance, who: &Operator, org: OrgId) -> Result<Inside> {
    let granted = entry::operator_access(gov.pool(), who.proof, org).await?;
    let (access, scope) =
        granted.ok_or_else(|| Error::Refused("The organisation has not granted you access, or it is over.".to_owned()))?;
    let scope = scope.with_request(who.facts.clone());
    let mut tx = gov.pool().org_tx(&scope).await?;
    let since = tx.now() - Duration::DAY;
    let counts = ledger_read::decisions_by_hour(&mut tx, since).await?;
    let total = |verdict: Verdict| counts.iter().filter(|(of, ..)| *of == verdict).map(|(.., count)| count).sum();
    let mut held = members::held_by_all(&mut tx).await?;
    let people = members::list(&mut tx).await?.into_iter().map(|member| {
        let roles = held.remove(&member.person).unwrap_or_default();
        (member, roles.into_iter().map(|role| role.name).collect())
    });
    let inside = Inside {
        decisions: Verdict::ALL.iter().map(|verdict| (*verdict, total(*verdict))).collect(),
        people: people.collect(),
        security: org_security::find(&mut tx).await?,
        name: store::orgs::this(&mut tx).await?.name,
    };
    let deed = Deed::new(DeedKind::StaffLooked, access).fact("shown", "people, settings, counts of decisions");
    tx.commit(deed.personal(PersonalField::ActorEmail, who.name.as_str())).await?;
    entry::note_act(gov.pool(), who.proof, org, "looked_inside", who.facts.ip.as_deref()).await?;
    Ok(inside)
}
