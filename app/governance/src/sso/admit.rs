//! Who may come in, once a provider has said who it is.

use ledger::Deed;
use model::{DeedKind, Id, PersonId, PersonalField};
use sso::{Refusal, Refused, Step, Trail};
use store::{
    EntryTx, OrgTx,
    entry::{self, PersonRow},
    sso::{self as rows},
};
use uuid::Uuid;

use super::{finish::Visit, judge::Stated, log, rules};
use crate::{Result, directory::safety};

/// Somebody who may come in.
pub(super) struct Admitted {
    pub(super) person: PersonId,
    pub(super) trail: Trail,
}

/// What has to be done first.
enum Plan {
    /// Nothing: the subject is known.
    Known(PersonId),
    /// A member with this address comes by this connection for the first time.
    Link(PersonId),
    /// A person that other organisations know becomes a member.
    Join(PersonId, String),
    /// Somebody new.
    New(String),
}

/// Lets somebody in, links or makes their account, and records it; or says why not. A test changes nothing.
pub(super) async fn admit(visit: &Visit<'_>, stated: &Stated) -> Result<std::result::Result<Admitted, Refused>> {
    let gov = visit.gov;
    let mut trail = stated.trail.clone();
    let by_email = entry::find_person_by_email(gov.pool(), stated.subject.email.as_str()).await?;
    let mut tx = gov.pool().org_tx(visit.scope).await?;
    if let Err(why) = speaks_for(&mut tx, visit, stated).await? {
        return Ok(Err(trail.refuse(Step::Email, why)));
    }
    trail.held(Step::Email, stated.subject.email.as_str());
    let planned = plan(&mut tx, visit, stated, by_email.as_ref()).await?;
    drop(tx);
    let plan = match planned {
        Ok(plan) => plan,
        Err(why) => return Ok(Err(trail.refuse(Step::Account, why))),
    };
    if let Some(person) = plan.person()
        && !is_enabled(visit, person).await?
    {
        return Ok(Err(trail.refuse(Step::Account, Refusal::Suspended)));
    }
    trail.held(Step::Account, plan.in_words());
    if visit.is_test {
        return Ok(Ok(Admitted { person: plan.person().unwrap_or_else(|| Id::from_uuid(Uuid::nil())), trail }));
    }
    match carry_out(visit, stated, plan, &trail).await? {
        Ok(person) => Ok(Ok(Admitted { person, trail })),
        Err((step, why)) => Ok(Err(trail.refuse(step, why))),
    }
}

/// Only for domains that this organisation proved and gave to this connection, and not while the domain's switch is off.
async fn speaks_for(tx: &mut OrgTx, visit: &Visit<'_>, stated: &Stated) -> Result<std::result::Result<(), Refusal>> {
    let email = stated.subject.email.as_str();
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
    let row = rows::domain_of(tx, domain).await?.filter(|row| row.verified_at.is_some());
    let Some(row) = row else { return Ok(Err(Refusal::Domain(domain.to_owned()))) };
    if visit.is_test {
        return Ok(Ok(()));
    }
    if row.connection() != Some(visit.row.connection()) {
        return Ok(Err(Refusal::Domain(domain.to_owned())));
    }
    Ok(if row.mode == "off" || !visit.row.fields.enabled { Err(Refusal::Off) } else { Ok(()) })
}

async fn plan(
    tx: &mut OrgTx,
    visit: &Visit<'_>,
    stated: &Stated,
    by_email: Option<&PersonRow>,
) -> Result<std::result::Result<Plan, Refusal>> {
    let subject = stated.subject.subject.as_str();
    let links = rows::linked(tx, visit.row.connection(), subject, by_email.map(PersonRow::person)).await?;
    if let Some(link) = links.iter().find(|link| link.subject == subject) {
        let person = link.person();
        let may_come = rows::membership(tx, person).await? == Some(true);
        return Ok(if may_come { Ok(Plan::Known(person)) } else { Err(Refusal::Suspended) });
    }
    // Whoever the directory calls inactive does not come back by another door; a member is another question.
    let has_left = safety::has_left(tx, stated.subject.email.as_str()).await?;
    let Some(known) = by_email else {
        if has_left {
            return Ok(Err(Refusal::Suspended));
        }
        return Ok(visit.row.fields.default_role.clone().map(Plan::New).ok_or(Refusal::NoAccount));
    };
    let person = known.person();
    if !links.is_empty() {
        return Ok(Err(Refusal::OtherSubject));
    }
    Ok(match rows::membership(tx, person).await? {
        Some(true) => Ok(Plan::Link(person)),
        Some(false) => Err(Refusal::Suspended),
        None if has_left => Err(Refusal::Suspended),
        None => visit.row.fields.default_role.clone().map(|role| Plan::Join(person, role)).ok_or(Refusal::NoAccount),
    })
}

/// Whether a person is not disabled altogether; asked without a transaction, so that no request holds two connections.
async fn is_enabled(visit: &Visit<'_>, person: PersonId) -> Result<bool> {
    let known = entry::find_person(visit.gov.pool(), person).await?;
    Ok(known.is_some_and(|known| known.disabled_at.is_none()))
}

/// One transaction: the assertion is spent, the account is there, the log and the ledger say so.
async fn carry_out(
    visit: &Visit<'_>,
    stated: &Stated,
    plan: Plan,
    trail: &Trail,
) -> Result<std::result::Result<PersonId, (Step, Refusal)>> {
    let (gov, email) = (visit.gov, &stated.subject.email);
    let mut before = gov.pool().entry_tx().await?;
    let Some(person) = person_of(&mut before, visit, stated, &plan).await? else {
        // Somebody with this address came to be meanwhile: the next try sees them.
        return Ok(Err((Step::Account, Refusal::NoAccount)));
    };
    let mut tx = before.enter(visit.scope).await?;
    if let Some((id, until)) = &stated.once
        && !rows::remember_assertion(&mut tx, visit.row.connection(), id, *until).await?
    {
        return Ok(Err((Step::Request, Refusal::Replayed)));
    }
    let mut deeds = Vec::new();
    if let Some(role) = plan.role() {
        rows::add_member(&mut tx, person, email, email.as_str(), role).await?;
        let deed = Deed::new(DeedKind::MemberAdded, person.as_uuid()).fact("role", role).fact("source", "sso");
        deeds.push(deed.personal(PersonalField::TargetPerson, email.as_str()));
    }
    if !matches!(plan, Plan::Known(_)) {
        rows::link(&mut tx, visit.row.connection(), &stated.subject.subject, person).await?;
    }
    deeds.extend(rules::apply(&mut tx, visit.row.connection(), person, stated.subject.groups.as_deref()).await?);
    rows::note_success(&mut tx, visit.row.connection()).await?;
    log::signed_in(&mut tx, visit, stated, trail, person).await?;
    let deed = Deed::new(DeedKind::SsoArrived, visit.row.connection().as_uuid()).fact("support_code", visit.code.as_str());
    deeds.push(deed.personal(PersonalField::TargetPerson, email.as_str()));
    tx.commit_all(&deeds).await?;
    Ok(Ok(person))
}

/// Who it is, made when there was nobody; `None` when somebody with the address came to be meanwhile.
async fn person_of(tx: &mut EntryTx, visit: &Visit<'_>, stated: &Stated, plan: &Plan) -> Result<Option<PersonId>> {
    if let Some(person) = plan.person() {
        return Ok(Some(person));
    }
    let (person, email) = (Id::from_uuid(Uuid::now_v7()), &stated.subject.email);
    let is_new = entry::add_sso_person(tx, person, email, email.as_str(), visit.gov.now()).await?;
    Ok(is_new.then_some(person))
}

impl Plan {
    const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Known(person) | Self::Link(person) | Self::Join(person, _) => Some(*person),
            Self::New(_) => None,
        }
    }

    fn role(&self) -> Option<&str> {
        match self {
            Self::Join(_, role) | Self::New(role) => Some(role),
            Self::Known(_) | Self::Link(_) => None,
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::Known(_) => "came by this connection before".to_owned(),
            Self::Link(_) => "a member with this address, linked now".to_owned(),
            Self::Join(_, role) | Self::New(role) => format!("becomes a member with the role {role}"),
        }
    }
}
