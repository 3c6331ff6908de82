use std::sync::Arc;

use ledger::Deed;
use model::{DeedKind, Id, PersonId, RequestFacts, SessionId};
use uuid::Uuid;

use crate::{Governance, Result, account::own_deed};

/// Counts a refusal for operators; who it was is in the ledger, when it was somebody.
pub(super) fn count(why: &'static str) {
    metrics::counter!("axonflow_sign_in_refused_total", "why" => why).increment(1);
    tracing::info!(why, "refused a sign-in");
}

/// Records a wrong password of a known member beside the answer: waiting for it would tell that the account exists.
pub(super) fn record_beside(gov: &Governance, person: PersonId, facts: &Arc<RequestFacts>, what: &'static str) {
    let (gov, facts) = (gov.clone(), facts.clone());
    tokio::spawn(async move {
        let session = Id::from_uuid(Uuid::new_v4());
        if let Err(error) = record(&gov, person, session, &facts, what).await {
            tracing::warn!(%error, "a refused sign-in was not recorded");
        }
    });
}

/// Records a wrong password or code of a known member.
pub(crate) async fn record(
    gov: &Governance,
    person: PersonId,
    session: SessionId,
    facts: &Arc<RequestFacts>,
    what: &'static str,
) -> Result<()> {
    let Some(scope) = own_deed::scope(gov, person, session, facts).await? else { return Ok(()) };
    let deed = Deed::new(DeedKind::SignInRefused, Uuid::new_v4()).fact("wrong", what);
    gov.pool().org_tx(&scope).await?.commit(deed).await?;
    Ok(())
}
