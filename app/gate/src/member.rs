use std::marker::PhantomData;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use governance::{Error, account::OrgScope};
use model::views::Viewer;

use crate::{Door, PageRefusal, Requires};

/// A signed-in member who holds permission `P` in the organisation that the path names as `{org}`.
///
/// For routes that are no pages: downloads and live events. Who is not signed in is told so; an organisation that the
/// person does not belong to is not there.
pub struct OrgMember<P> {
    /// What use cases take.
    pub scope: OrgScope,
    /// Who it is, and what they may do.
    pub viewer: Viewer,
    /// The way on to use cases.
    pub door: Door,
    granted: PhantomData<fn() -> P>,
}

impl<P: Requires> OrgMember<P> {
    /// The member behind a request, in the organisation of this short name.
    pub async fn enter(door: Door, slug: &str) -> governance::Result<Self> {
        let (scope, viewer) = door.member(slug, P::PERMISSION).await?;
        Ok(Self { scope, viewer, door, granted: PhantomData })
    }
}

impl<P: Requires, S: Send + Sync> FromRequestParts<S> for OrgMember<P> {
    type Rejection = PageRefusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageRefusal> {
        let door = Door::from_request_parts(parts, state).await?;
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(Error::broken)?;
        let slug = params.iter().find_map(|(name, value)| (name == "org").then(|| value.to_owned())).ok_or(Error::NotFound)?;
        Ok(Self::enter(door, &slug).await?)
    }
}
