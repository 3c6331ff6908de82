use std::sync::Arc;

use ledger::Deed;
use model::{DeedKind, Id, PersonId, RequestFacts, SessionId, SignInMethod, SignInOutcome};
use serde_json::Value;
use store::{
    entry::{self, PersonRow},
    sign_ins::{self, NewSignIn},
};
use uuid::Uuid;

use super::why::Why;
use crate::{Governance, Result, sign_ins::support_code};

/// What the log of every organisation of a person says about one sign-in.
pub(super) struct Note {
    /// Nobody's id when there is no such person: it is looked for and found in no organisation.
    person: PersonId,
    email: String,
    session: SessionId,
    pub(super) code: String,
    method: SignInMethod,
    refused: Option<Why>,
}

impl Note {
    pub(super) fn refused(person: Option<&PersonRow>, session: SessionId, method: SignInMethod, why: Why) -> Self {
        let id = person.map_or_else(|| Id::from_uuid(Uuid::nil()), PersonRow::person);
        let email = person.map_or_else(String::new, |person| person.email.clone());
        Self { person: id, email, session, code: support_code(&mut rand::rng()), method, refused: Some(why) }
    }

    pub(super) fn signed_in(person: &PersonRow, session: SessionId, method: SignInMethod) -> Self {
        let email = person.email.clone();
        Self { person: person.person(), email, session, code: support_code(&mut rand::rng()), method, refused: None }
    }

    /// A refusal is a deed of its own; a success is about the session that it opens.
    fn deed(&self) -> Deed {
        let deed = match self.refused {
            Some(why) => Deed::new(DeedKind::SignInRefused, Uuid::new_v4()).fact("wrong", why.code()),
            None => Deed::new(DeedKind::SignedIn, self.session.as_uuid()).fact("factor", self.method.as_str()),
        };
        deed.fact("support_code", self.code.as_str())
    }

    fn line(&self) -> NewSignIn<'_> {
        NewSignIn {
            method: self.method,
            connection: None,
            support_code: &self.code,
            outcome: if self.refused.is_some() { SignInOutcome::Refused } else { SignInOutcome::SignedIn },
            refusal: self.refused.map(Why::code),
            sentence: self.refused.map(|why| why.sentence().to_owned()),
            steps: Value::Array(Vec::new()),
            subject: None,
            email: Some(&self.email),
            groups: None,
            person: Some(self.person),
        }
    }
}

/// Writes the line, with its record, in each organisation that the person would reach: whoever runs one may know who stands at
/// its door, and none has to ask another.
pub(super) async fn write(gov: &Governance, note: &Note, facts: &Arc<RequestFacts>) -> Result<()> {
    for member in entry::memberships(gov.pool(), note.person).await? {
        let scope = member.scope(note.session).with_request(facts.clone());
        let mut tx = gov.pool().org_tx(&scope).await?;
        sign_ins::add(&mut tx, &note.line()).await?;
        tx.commit(note.deed()).await?;
    }
    Ok(())
}
