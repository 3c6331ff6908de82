//! The API client as an argument: whoever takes an [`ApiClient`] has an authenticated caller that holds the permission
//! which the type names, within its rate limit.

mod lane;

use std::{marker::PhantomData, sync::Arc, time::Instant};

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use governance::{
    Governance, auth,
    auth::Caller,
    limits::Lane,
    user_tokens::{self, Presented, UserTokenRefusal},
};

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
    /// For whom it reads, when a user token says so.
    pub reader: Option<Arc<str>>,
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
        let gov = Governance::from_ref(state);
        let caller = admit(&gov, parts, L::LANE).await?;
        // Where nothing is read for a person the header says nothing, but a strict organisation wants it genuine.
        if caller.key.strict_user_tokens {
            end_user(&gov, &caller, user_header(&parts.headers)?)?;
        }
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
        let gov = Governance::from_ref(state);
        let caller = admit(&gov, parts, L::LANE).await?;
        let reader = user_header(&parts.headers)?.map(|token| user_tokens::reader(&gov, &caller, token)).transpose().map_err(refusal)?;
        Ok(Self { caller, reader, lane: PhantomData })
    }
}

/// Who it is, then what is left of the limit.
async fn admit(gov: &Governance, parts: &Parts, lane: Lane) -> Result<Caller, Problem> {
    let started = Instant::now();
    let noted = parts.extensions.get::<Arc<Noted>>().cloned().unwrap_or_default();
    let caller = authenticate(gov, parts).await?;
    noted.note_caller(&caller);
    noted.note_allowance(gov.limits.check(&caller, lane, gov.now())?);
    metrics::histogram!("axonflow_admission_micros").record(started.elapsed().as_secs_f64() * 1e6);
    Ok(caller)
}

async fn authenticate(gov: &Governance, parts: &Parts) -> Result<Caller, Problem> {
    let sent = basic_auth::read(&parts.headers).map_err(|fault| {
        refused(fault.as_str());
        Problem::new(401, "unauthenticated", "Send the client id and the secret of an API key by Basic authentication.").with_challenge()
    })?;
    let facts = request_facts::of(&parts.extensions);
    auth::authenticate(gov, &sent.client_id, sent.secret.expose(), &facts).await.map_err(|error| {
        let problem = Problem::from(error);
        if problem.status != 401 {
            return problem;
        }
        refused(if problem.code == "unauthenticated" { "invalid" } else { problem.code });
        problem.with_challenge()
    })
}

/// Before the organisation is known a refusal is a metric; there is no ledger that it could belong to.
fn refused(why: &'static str) {
    metrics::counter!("axonflow_authentication_refused_total", "why" => why).increment(1);
    tracing::warn!(target: "axonflow::authentication_failed", why, "an API client was not authenticated");
}

/// The one user token in the headers.
fn user_header(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut sent = headers.get_all("x-user-token").iter().filter(|token| !token.is_empty());
    let Some(token) = sent.next() else { return Ok(None) };
    let readable = token.to_str().ok().filter(|_| sent.next().is_none());
    readable.map(Some).ok_or_else(|| refusal(UserTokenRefusal::Invalid))
}

/// For whom a governed call is made, as its `user_token` says: the person that a genuine token names, or a label where the
/// organisation takes those.
pub fn end_user(gov: &Governance, caller: &Caller, token: Option<&str>) -> Result<Option<String>, Problem> {
    user_tokens::present(gov, caller, token).map(Presented::label).map_err(refusal)
}

fn refusal(refusal: UserTokenRefusal) -> Problem {
    let (status, code) = refusal.status_and_code();
    Problem::new(status, code, refusal.to_string())
}
