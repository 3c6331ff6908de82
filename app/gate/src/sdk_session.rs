//! The SDK's portal session as an argument: an API key and, beside it, the cookie that the key's sign-in gave. It is read by the
//! routes that take an [`SdkSession`] and by no other; it opens no page.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};
use governance::{
    Governance,
    auth::Caller,
    sdk_sign_in::{self, SdkSession as Live},
};

use crate::{AnyClient, cookies, problem::Problem};

/// The cookie, as the published SDK knows it.
pub const SDK_COOKIE: &str = "axonflow_session";

/// A signed-in SDK: its key, and its live session.
pub struct SdkSession {
    /// Who calls.
    pub caller: Caller,
    /// The session.
    pub live: Live,
}

impl<S: Send + Sync> FromRequestParts<S> for SdkSession
where
    Governance: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let gov = Governance::from_ref(state);
        let AnyClient { caller, .. } = AnyClient::<crate::StandardLane>::from_request_parts(parts, state).await?;
        // No cookie, two of them, and a wrong one are one answer.
        let token = cookies::value(&parts.headers, SDK_COOKIE).unwrap_or_default();
        let live = sdk_sign_in::session(&gov, &caller, token).await?;
        Ok(Self { caller, live })
    }
}
