//! Answers that nobody asked for here: a sign-in that began at the provider. A connection takes them only when somebody who may
//! set it up said so, since a person can be led into somebody else's account by such an answer.

use std::sync::Arc;

use model::RequestFacts;
use store::{entry::ConnectionOwner, sso::ConnectionRow};

use super::{
    connection,
    finish::{Arrived, Sent, Visit},
    judge, plan_allows,
};
use crate::{
    Governance, Result,
    sign_in::throttle::{self, Limit},
    sign_ins::support_code,
};

/// Takes an answer to nothing, where the connection allows it. It is used once: its assertion is remembered in the commit that
/// lets the person in.
pub(super) async fn arrive(
    gov: &Governance,
    owner: ConnectionOwner,
    connection: model::ConnectionId,
    sent: Sent,
    facts: &Arc<RequestFacts>,
) -> Result<Arrived> {
    let scope = owner.scope().with_request(facts.clone());
    let row = connection::find(&mut gov.pool().org_tx(&scope).await?, connection).await?;
    let Some(encoded) = taken(&row, sent) else {
        metrics::counter!("axonflow_sso_refused_total", "why" => "request").increment(1);
        return Ok(Arrived::Refused(None));
    };
    throttle::count(gov, Limit::SsoUnsolicited, &throttle::source(facts.ip.as_deref())).await?;
    plan_allows(owner.tier)?;
    let verdict = judge::judge_unsolicited(gov, &owner.slug, &row, encoded).await?;
    let visit = Visit { gov, slug: &owner.slug, scope: &scope, row: &row, is_test: false, code: support_code(&mut rand::rng()) };
    visit.judged(verdict).await
}

fn taken(row: &ConnectionRow, sent: Sent) -> Option<String> {
    match sent {
        Sent::Saml(encoded) if row.fields.idp_initiated && row.fields.enabled && !encoded.is_empty() => Some(encoded),
        Sent::Saml(_) | Sent::Code { .. } | Sent::Error(_) => None,
    }
}
