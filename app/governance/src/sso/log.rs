use ledger::Deed;
use model::{DeedKind, PersonId, PersonalField, Principal, SignInMethod, SignInOutcome};
use serde_json::{Value, json};
use sso::{Refused, Step, Trail};
use store::{
    OrgTx,
    sign_ins::{self, NewSignIn},
    sso as rows,
};

use super::{
    finish::{Report, Visit},
    judge::Stated,
};
use crate::Result;

/// The line of somebody who comes in; the caller commits it.
pub(super) async fn signed_in(tx: &mut OrgTx, visit: &Visit<'_>, stated: &Stated, trail: &Trail, person: PersonId) -> Result<()> {
    let line =
        NewSignIn { outcome: SignInOutcome::SignedIn, person: Some(person), ..line(visit, as_json(&steps(trail, None)), Some(stated)) };
    Ok(sign_ins::add(tx, &line).await?)
}

/// The line of a test that held. The connection works, so it may be required from now on; not when a guest says so.
pub(super) async fn tested(visit: &Visit<'_>, stated: &Stated, trail: &Trail) -> Result<Report> {
    let steps = steps(trail, None);
    let mut tx = visit.gov.pool().org_tx(visit.scope).await?;
    sign_ins::add(&mut tx, &line(visit, as_json(&steps), Some(stated))).await?;
    if !matches!(visit.scope.principal(), Principal::Guest { .. }) {
        rows::note_success(&mut tx, visit.row.connection()).await?;
    }
    tx.commit(deed(visit, DeedKind::SsoTested, Some(stated))).await?;
    Ok(Report { steps, support_code: visit.code.clone(), back: None })
}

/// The line of somebody who is not let in.
pub(super) async fn refused(visit: &Visit<'_>, refused: &Refused, stated: Option<&Stated>) -> Result<Report> {
    let steps = steps(&refused.held, Some(refused));
    let code = refused.why.code();
    metrics::counter!("axonflow_sso_refused_total", "why" => code).increment(1);
    let outcome = if visit.is_test { SignInOutcome::Tested } else { SignInOutcome::Refused };
    let new = NewSignIn { outcome, refusal: Some(code), sentence: Some(refused.why.to_string()), ..line(visit, as_json(&steps), stated) };
    let mut tx = visit.gov.pool().org_tx(visit.scope).await?;
    sign_ins::add(&mut tx, &new).await?;
    let kind = if visit.is_test { DeedKind::SsoTested } else { DeedKind::SsoRefused };
    tx.commit(deed(visit, kind, stated).fact("why", code)).await?;
    Ok(Report { steps, support_code: visit.code.clone(), back: None })
}

fn line<'a>(visit: &'a Visit<'_>, steps: Value, stated: Option<&'a Stated>) -> NewSignIn<'a> {
    NewSignIn {
        method: SignInMethod::Sso,
        connection: Some(visit.row.connection()),
        support_code: &visit.code,
        outcome: SignInOutcome::Tested,
        refusal: None,
        sentence: None,
        steps,
        subject: stated.map(|stated| stated.subject.subject.as_str()),
        email: stated.map(|stated| stated.subject.email.as_str()),
        groups: stated.and_then(|stated| stated.subject.groups.as_deref()),
        person: None,
    }
}

fn deed(visit: &Visit<'_>, kind: DeedKind, stated: Option<&Stated>) -> Deed {
    let deed = Deed::new(kind, visit.row.connection().as_uuid()).target(visit.row.fields.name.as_str());
    let deed = deed.fact("support_code", visit.code.as_str());
    deed.personal_opt(PersonalField::TargetPerson, stated.map(|stated| stated.subject.email.as_str()))
}

fn steps(held: &Trail, refused: Option<&Refused>) -> Vec<(Step, bool, String)> {
    let mut steps: Vec<_> = held.steps().iter().map(|(step, seen)| (*step, true, seen.clone())).collect();
    steps.extend(refused.map(|refused| (refused.step, false, refused.why.to_string())));
    steps
}

fn as_json(steps: &[(Step, bool, String)]) -> Value {
    steps.iter().map(|(step, held, seen)| json!({"step": step.as_str(), "held": held, "seen": seen})).collect()
}
