use std::sync::Arc;

use model::{RequestFacts, SetUpLinkId};
use sso::saml::Outgoing;

use super::enter;
use crate::{
    Governance, Result,
    sso::{
        begin,
        finish::{Report, Visit},
        judge::Verdict,
        log,
    },
    tickets::Ticket,
};

/// Whether the answer to a guest's test comes by a form of another site.
pub async fn answers_by_form(gov: &Governance, token: &str, facts: &Arc<RequestFacts>) -> Result<bool> {
    let guest = enter::enter(gov, token, facts).await?;
    let (_, row) = enter::open(&mut gov.pool().org_tx(&guest.scope).await?, guest.link).await?;
    Ok(row.protocol == "saml")
}

/// Begins a sign-in that signs nobody in, for the guest's browser.
pub async fn begin_test(gov: &Governance, token: &str, browser: &str, facts: &Arc<RequestFacts>) -> Result<Outgoing> {
    let (guest, link) = enter::enter_to_act(gov, token, facts).await?;
    begin::begin_for_guest(gov, &guest.scope, &guest.owner.slug, link.connection(), guest.link, browser).await
}

/// What the provider's answer was found to be. It ends before anybody looks who has an account: that would tell a guest.
pub(in crate::sso) async fn tested(visit: &Visit<'_>, link: SetUpLinkId, verdict: &Verdict) -> Result<Report> {
    let mut report = match verdict {
        Ok(stated) => log::tested(visit, stated, &stated.trail).await?,
        Err(refused) => log::refused(visit, refused, None).await?,
    };
    report.back = Some(Ticket::SetUp { link: link.as_uuid() }.issue(&visit.gov.signing().mac));
    Ok(report)
}
