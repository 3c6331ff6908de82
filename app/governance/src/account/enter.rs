use std::sync::Arc;

use model::{
    Permission, RequestFacts,
    views::{OrgChoice, Viewer},
};
use store::{
    OrgScope,
    entry::{self, Membership, PersonRow},
};

use crate::{
    Error, Governance, Result, approvals, org_security,
    sign_in::{SignedIn, needs_second_factor},
};

const FACTOR_MISSING: &str = "You need a second factor here. Sign out and in again to set one up.";

/// A signed-in person inside one of their organisations.
#[derive(Debug, Clone)]
pub struct Entered {
    /// What use cases take.
    pub scope: OrgScope,
    /// What pages show; waiting approvals are not counted yet.
    pub viewer: Viewer,
}

impl Entered {
    /// The scope, when the person may do this here.
    pub fn allowed(self, permission: Permission) -> Result<Self> {
        if self.viewer.may(permission) { Ok(self) } else { Err(Error::lacks(permission)) }
    }
}

/// Takes a person into the organisation with this short name, or the first of theirs. An organisation that does not
/// exist and one that the person does not belong to are the same. Roles count as they are now, not as they were at sign-in.
pub async fn enter(gov: &Governance, who: SignedIn, slug: Option<&str>, facts: &Arc<RequestFacts>) -> Result<Entered> {
    let mut memberships = entry::memberships(gov.pool(), who.person).await?;
    // What one organisation's provider said is nothing to the others.
    memberships.retain(|member| who.by_provider_of.is_none_or(|org| member.org == org));
    let chosen = choose(&memberships, slug, facts)?;
    org_security::admit(chosen, facts.ip.as_deref())?;
    let person = entry::find_person(gov.pool(), who.person).await?.ok_or(Error::NotFound)?;
    if who.by_provider_of.is_none() && !person.factors().any() && needs_second_factor(&memberships) {
        return Err(Error::Refused(FACTOR_MISSING.to_owned()));
    }
    let scope = chosen.scope(who.session).with_request(facts.clone());
    Ok(Entered { scope, viewer: draw(person, chosen, &memberships) })
}

/// The membership of this short name; without one, the first that lets the person in from where they are.
fn choose<'m>(all: &'m [Membership], slug: Option<&str>, facts: &RequestFacts) -> Result<&'m Membership> {
    let found = match slug {
        Some(slug) => all.iter().find(|member| member.slug == slug),
        None => all.iter().find(|member| org_security::admit(member, facts.ip.as_deref()).is_ok()).or(all.first()),
    };
    found.ok_or(Error::NotFound)
}

/// The same with the number of waiting approvals, for pages.
pub async fn viewer(gov: &Governance, who: SignedIn, slug: Option<&str>, facts: &Arc<RequestFacts>) -> Result<Entered> {
    let mut entered = enter(gov, who, slug, facts).await?;
    if entered.viewer.may(Permission::HoldsRead) {
        entered.viewer.waiting_approvals = approvals::counts(gov, &entered.scope, None).await?.pending;
    }
    Ok(entered)
}

fn draw(person: PersonRow, chosen: &Membership, all: &[Membership]) -> Viewer {
    let orgs = all.iter().map(|m| OrgChoice { org: m.org, slug: m.slug.clone(), name: m.name.clone() }).collect();
    Viewer {
        person: person.person(),
        name: person.display_name,
        email: person.email,
        org: chosen.org,
        org_slug: chosen.slug.clone(),
        org_name: chosen.name.clone(),
        tier: chosen.tier,
        permissions: chosen.permissions,
        roles: chosen.roles.clone(),
        orgs,
        waiting_approvals: 0,
    }
}
