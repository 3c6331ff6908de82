use std::sync::Arc;

use ledger::Deed;
use model::{DeedKind, Id, PersonId, RequestFacts, SessionId, SignInMethod};
use store::entry::{self, PersonRow};
use uuid::Uuid;

use super::{
    note::{self, Note},
    throttle::{self, Limit},
    why::Why,
};
use crate::{Error, Governance, Result, account::own_deed};

/// Counts a refusal for operators; who it was is in the logs of their organisations, when it was somebody.
pub(super) fn count(why: &'static str) {
    metrics::counter!("axonflow_sign_in_refused_total", "why" => why).increment(1);
    tracing::info!(why, "refused a sign-in");
}

/// Refuses somebody who has not proved who they are: the sentence with a support code, whoever it was and whether there is such
/// a person. Lines are written beside the answer, since waiting for them would tell that the account exists.
pub(super) fn beside(
    gov: &Governance,
    person: Option<&PersonRow>,
    (method, why): (SignInMethod, Why),
    said: &str,
    facts: &Arc<RequestFacts>,
) -> Error {
    count(if person.is_some() { why.code() } else { "unknown" });
    let note = Note::refused(person, Id::from_uuid(Uuid::new_v4()), method, why);
    let error = Error::Refused(with_code(said, &note.code));
    write_beside(gov, note, facts);
    error
}

/// Refuses somebody who has proved a part: their lines are durable before the answer. The support code joins what they are told.
pub(super) async fn told(
    gov: &Governance,
    person: &PersonRow,
    session: SessionId,
    (method, why): (SignInMethod, Why),
    error: Error,
    facts: &Arc<RequestFacts>,
) -> Error {
    count(why.code());
    let note = Note::refused(Some(person), session, method, why);
    let told = match error {
        Error::Refused(said) => Error::Refused(with_code(&said, &note.code)),
        Error::Invalid(invalid) => Error::Invalid(model::Invalid { problem: with_code(&invalid.problem, &note.code), ..invalid }),
        other @ (Error::NotFound
        | Error::Conflict(_)
        | Error::PlanNeeded(_)
        | Error::Unauthenticated(_)
        | Error::KeyRefused(_)
        | Error::TooMany { .. }
        | Error::Unavailable(_)
        | Error::Broken(_)) => other,
    };
    match note::write(gov, &note, facts).await {
        Ok(()) => told,
        Err(error) => error,
    }
}

/// A line about the first try of a quarter of an hour that was one too many, beside the answer.
pub(super) fn too_many_beside(gov: &Governance, email: &str, facts: &Arc<RequestFacts>) {
    let (gov, email, facts) = (gov.clone(), email.to_owned(), facts.clone());
    tokio::spawn(async move {
        if let Err(error) = too_many(&gov, &email, &facts).await {
            tracing::warn!(%error, "a refused sign-in was not recorded");
        }
    });
}

async fn too_many(gov: &Governance, email: &str, facts: &Arc<RequestFacts>) -> Result<()> {
    if throttle::count(gov, Limit::LockoutNoted, email).await.is_err() {
        return Ok(());
    }
    let person = entry::find_person_by_email(gov.pool(), email).await?;
    let note = Note::refused(person.as_ref(), Id::from_uuid(Uuid::new_v4()), SignInMethod::Password, Why::TooMany);
    note::write(gov, &note, facts).await
}

fn write_beside(gov: &Governance, note: Note, facts: &Arc<RequestFacts>) {
    let (gov, facts) = (gov.clone(), facts.clone());
    tokio::spawn(async move {
        if let Err(error) = note::write(&gov, &note, &facts).await {
            tracing::warn!(%error, "a refused sign-in was not recorded");
        }
    });
}

fn with_code(said: &str, code: &str) -> String {
    format!("{said} Support code: {code}.")
}

/// Records a wrong password or code of somebody who is signed in already and proves again who they are.
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
