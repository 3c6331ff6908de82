use ledger::Deed;
use model::{DeedKind, Id, SessionId, SignInMethod, SignInOutcome};
use serde_json::Value;
use store::{
    OrgTx, orgs, sdk_sign_in as rows,
    sign_ins::{self, NewSignIn},
};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use vault::{
    SecretString,
    api_key::{digest, digest_eq},
};

use super::refused_because;
use crate::{
    Error, Governance, Result,
    auth::Caller,
    sign_in::throttle::{self, Limit},
    sign_ins::support_code,
};

/// How long a session lasts.
const LASTS: Duration = Duration::hours(12);
const NO_MATCH: &str = "Organisation and password do not match, or this API key is of another organisation.";
const NOT_SIGNED_IN: Error = Error::Unauthenticated("Not signed in to the portal, or no longer. Sign in again.");

/// A session that has just been opened.
pub struct SignedInSdk {
    /// What the cookie holds.
    pub token: SecretString,
    /// The organisation's short name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// When the session ends.
    pub ends_at: OffsetDateTime,
}

/// A session that is live.
#[derive(Debug, Clone)]
pub struct SdkSession {
    /// Its public name.
    pub session: SessionId,
    /// When it ends.
    pub ends_at: OffsetDateTime,
}

/// Opens a session for this key, when the password is its organisation's. `org` is the short name or the id.
pub async fn sign_in(gov: &Governance, caller: &Caller, org: &str, password: SecretString) -> Result<SignedInSdk> {
    throttle::count(gov, Limit::SdkSignIn, &caller.key_id().to_string()).await?;
    let mut tx = gov.pool().org_tx(&caller.scope).await?;
    let this = orgs::this(&mut tx).await?;
    if let Some(why) = refused_because(&mut tx).await? {
        return Err(refuse(tx, "not_allowed", why).await?);
    }
    let stored = rows::password(&mut tx).await?;
    let presented = digest(password.expose());
    let is_named = org == this.slug || org == this.org.to_string();
    if !is_named || !stored.is_some_and(|stored| digest_eq(&stored.digest, &presented)) {
        return Err(refuse(tx, "password", NO_MATCH).await?);
    }
    let token = ::sso::random_handle(&mut rand::rng());
    let (session, ends_at): (SessionId, _) = (Id::from_uuid(Uuid::new_v4()), gov.now() + LASTS);
    rows::add_session(&mut tx, session, caller.key_id(), &digest(token.expose()), ends_at).await?;
    let code = support_code(&mut rand::rng());
    sign_ins::add(&mut tx, &line(&code, None)).await?;
    tx.commit(Deed::new(DeedKind::SignedIn, session.as_uuid()).fact("factor", "sdk").fact("support_code", code)).await?;
    throttle::forget(gov, Limit::SdkSignIn, &caller.key_id().to_string()).await?;
    Ok(SignedInSdk { token, slug: this.slug, name: this.name, ends_at })
}

/// The live session of this token, which has to come with the key that opened it.
pub async fn session(gov: &Governance, caller: &Caller, token: &str) -> Result<SdkSession> {
    let mut tx = gov.pool().org_tx(&caller.scope).await?;
    if refused_because(&mut tx).await?.is_some() {
        return Err(NOT_SIGNED_IN);
    }
    let found = rows::session(&mut tx, caller.key_id(), &digest(token)).await?.ok_or(NOT_SIGNED_IN)?;
    Ok(SdkSession { session: found.session, ends_at: found.ends_at })
}

/// Ends a session.
pub async fn sign_out(gov: &Governance, caller: &Caller, session: SessionId) -> Result<()> {
    let mut tx = gov.pool().org_tx(&caller.scope).await?;
    rows::end_session(&mut tx, session).await?;
    tx.commit(Deed::new(DeedKind::SessionEnded, Uuid::new_v4()).fact("ended", 1).target(session.to_string())).await?;
    Ok(())
}

/// Writes the refusal down; what the program is told.
async fn refuse(mut tx: OrgTx, why: &'static str, said: &'static str) -> Result<Error> {
    let code = support_code(&mut rand::rng());
    sign_ins::add(&mut tx, &line(&code, Some((why, said)))).await?;
    tx.commit(Deed::new(DeedKind::SignInRefused, Uuid::new_v4()).fact("wrong", why).fact("support_code", code.as_str())).await?;
    Ok(Error::Refused(format!("{said} Support code: {code}.")))
}

fn line<'a>(code: &'a str, refused: Option<(&'static str, &'static str)>) -> NewSignIn<'a> {
    NewSignIn {
        method: SignInMethod::Sdk,
        connection: None,
        support_code: code,
        outcome: if refused.is_some() { SignInOutcome::Refused } else { SignInOutcome::SignedIn },
        refusal: refused.map(|(why, _)| why),
        sentence: refused.map(|(_, said)| said.to_owned()),
        steps: Value::Array(Vec::new()),
        subject: None,
        email: None,
        groups: None,
        person: None,
    }
}
