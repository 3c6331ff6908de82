//! The API client as an argument: whoever takes an [`ApiClient`] has an authenticated caller that holds the permission
//! which the type names, within its rate limit.

mod lane;

use std::{marker::PhantomData, sync::Arc};

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use governance::{Governance, auth, auth::Caller, limits::Lane};

pub use lane::{BulkLane, DrawsOn, McpLane, PreCheckLane, StandardLane};

use crate::{
    basic_auth,
    problem::Problem,
    request_facts::{self, Noted},
    requires::Requires,
};

/// An authenticated API client that holds permission `P`; its call draws on lane `L`. The organisation comes from the
/// credential alone: headers that name one are not read.
pub struct ApiClient<P, L = StandardLane> {
    /// Who calls.
    pub caller: Caller,
    granted: PhantomData<fn() -> (P, L)>,
}

/// An authenticated API client whatever it may do, for reads that answer with less instead of refusing: the use case gets
/// the permissions and says in the answer how much it showed.
pub struct AnyClient<L = StandardLane> {
    /// Who calls.
    pub caller: Caller,
    lane: PhantomData<fn() -> L>,
}

/// What a public route takes instead, so that being public is written down.
#[derive(Debug, Clone, Copy)]
pub struct Anyone;

impl<S: Send + Sync> FromRequestParts<S> for Anyone {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

impl<P: Requires, L: DrawsOn, S> FromRequestParts<S> for ApiClient<P, L>
where
    S: Send + Sync,
    Governance: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let caller = admit(&Governance::from_ref(state), parts, L::LANE).await?;
        if !caller.permissions.has(P::PERMISSION) {
            return Err(governance::Error::lacks(P::PERMISSION).into());
        }
        Ok(Self { caller, granted: PhantomData })
    }
}

impl<L: DrawsOn, S> FromRequestParts<S> for AnyClient<L>
where
    S: Send + Sync,
    Governance: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let caller = admit(&Governance::from_ref(state), parts, L::LANE).await?;
        Ok(Self { caller, lane: PhantomData })
    }
}

/// Who it is, then what is left of the limit, then whom it claims to read for.
async fn admit(gov: &Governance, parts: &Parts, lane: Lane) -> Result<Caller, Problem> {
    let noted = parts.extensions.get::<Arc<Noted>>().cloned().unwrap_or_default();
    let caller = authenticate(gov, parts).await?;
    noted.note_caller(&caller);
    noted.note_allowance(gov.limits.check(&caller, lane, gov.now())?);
    refuse_unverifiable_user(&caller, &parts.headers)?;
    Ok(caller)
}

async fn authenticate(gov: &Governance, parts: &Parts) -> Result<Caller, Problem> {
    let sent = basic_auth::read(&parts.headers).map_err(|fault| {
        refused(fault.as_str());
        Problem::new(401, "unauthenticated", "Send the client id and the secret of an API key by Basic authentication.").with_challenge()
    })?;
    let mut caller = auth::authenticate(gov, &sent.client_id, sent.secret.expose()).await.map_err(|error| {
        if matches!(error, governance::Error::Unauthenticated(_)) {
            refused("invalid");
        }
        let problem = Problem::from(error);
        if problem.status == 401 { problem.with_challenge() } else { problem }
    })?;
    caller.scope = caller.scope.with_request(request_facts::of(&parts.extensions));
    Ok(caller)
}

/// Before the organisation is known a refusal is a metric; there is no ledger that it could belong to.
fn refused(why: &'static str) {
    metrics::counter!("axonflow_authentication_refused_total", "why" => why).increment(1);
    tracing::warn!(target: "axonflow::authentication_failed", why, "an API client was not authenticated");
}

/// Nothing here can verify a user token yet. An organisation that insists on verified ones has to be told; for the
/// others the header proves nothing and is no identity.
fn refuse_unverifiable_user(caller: &Caller, headers: &HeaderMap) -> Result<(), Problem> {
    let is_sent = headers.get_all("x-user-token").iter().any(|token| !token.is_empty());
    if is_sent { check_user_token(caller, Some("sent")) } else { Ok(()) }
}

/// The rule for user tokens in headers and bodies: labels, unless the organisation is strict.
pub fn check_user_token(caller: &Caller, token: Option<&str>) -> Result<(), Problem> {
    let is_refused = caller.key.strict_user_tokens && token.is_some_and(|token| !token.is_empty());
    if is_refused {
        let text = "The user token could not be verified, and this organisation accepts only verified ones.";
        return Err(Problem::new(401, "user_token_unverified", text));
    }
    Ok(())
}
