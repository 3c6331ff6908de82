use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};
use governance::{
    Error, Governance, Result,
    account::{self, Entered, OrgScope},
    sign_in::SignedIn,
};
use identity::sessions;
use model::{Permission, RequestFacts, views::Viewer};
use serde::{Serialize, de::DeserializeOwned};
use tower_sessions::Session;

use crate::{
    PageRefusal,
    request_facts::{self, Noted},
};

/// Remembers who is signed in, since when and under which public name.
const SIGNED_IN: &str = "signed_in";
const SIGNED_OUT: Error = Error::Unauthenticated("Your session has ended. Sign in again.");

/// How a page or server function asks who calls and gets on to use cases. Made from the request; cheap to clone.
#[derive(Clone)]
pub struct Door {
    pub(crate) session: Session,
    pub(crate) gov: Governance,
    pub(crate) facts: Arc<RequestFacts>,
    noted: Option<Arc<Noted>>,
}

impl Door {
    /// The door of a request that passed [`crate::session::attach`].
    pub fn from_parts(parts: &Parts) -> Option<Self> {
        let extensions = &parts.extensions;
        Some(Self {
            session: extensions.get::<Session>()?.clone(),
            gov: extensions.get::<Governance>()?.clone(),
            facts: request_facts::of(extensions),
            noted: extensions.get::<Arc<Noted>>().cloned(),
        })
    }

    /// What use cases work with.
    pub const fn governance(&self) -> &Governance {
        &self.gov
    }

    /// What is known about the request.
    pub const fn facts(&self) -> &Arc<RequestFacts> {
        &self.facts
    }

    /// Who is signed in; [`Error::Unauthenticated`] when nobody is.
    pub async fn signed_in(&self) -> Result<SignedIn> {
        self.read(SIGNED_IN).await?.ok_or(SIGNED_OUT)
    }

    /// The signed-in person in the organisation of this short name, or in the first of theirs, with counts for the page's
    /// frame.
    pub async fn viewer(&self, slug: Option<&str>) -> Result<Viewer> {
        let entered = account::viewer(&self.gov, self.signed_in().await?, slug, &self.facts).await?;
        Ok(self.noted(entered).viewer)
    }

    /// The signed-in person in the organisation of this short name, who may do this there.
    pub async fn member(&self, slug: &str, permission: Permission) -> Result<(OrgScope, Viewer)> {
        let entered = account::enter(&self.gov, self.signed_in().await?, Some(slug), &self.facts).await?;
        let Entered { scope, viewer } = self.noted(entered).allowed(permission)?;
        Ok((scope, viewer))
    }

    /// The session becomes this person's: nothing of who was here before is left, and the cookie's value is a new one.
    pub(crate) async fn sign_in_as(&self, who: SignedIn) -> Result<()> {
        self.session.clear().await;
        self.session.cycle_id().await.map_err(unavailable)?;
        self.write(SIGNED_IN, who).await?;
        self.write(sessions::PERSON, who.person).await?;
        self.write(sessions::SESSION, who.session).await?;
        self.write(sessions::IP, &self.facts.ip).await?;
        self.write(sessions::USER_AGENT, &self.facts.user_agent).await
    }

    /// The session goes on with what was proved again, under a new cookie value.
    pub(crate) async fn stay_as(&self, who: SignedIn) -> Result<()> {
        self.write(SIGNED_IN, who).await?;
        self.renew_cookie().await
    }

    /// A new value for the cookie; the session and its end stay.
    pub(crate) async fn renew_cookie(&self) -> Result<()> {
        self.session.cycle_id().await.map_err(unavailable)
    }

    pub(crate) async fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        self.session.get(key).await.map_err(unavailable)
    }

    pub(crate) async fn write(&self, key: &str, value: impl Serialize) -> Result<()> {
        self.session.insert(key, value).await.map_err(unavailable)
    }

    pub(crate) async fn forget(&self, key: &str) -> Result<()> {
        self.session.remove_value(key).await.map_err(unavailable).map(|_forgotten| ())
    }

    /// Keeps changes now. A page may be on its way to the browser before it is finished, and what its reading changed
    /// would be lost; new cookies cannot be given there.
    pub(crate) async fn keep_now(&self) -> Result<()> {
        self.session.save().await.map_err(unavailable)
    }

    fn noted(&self, entered: Entered) -> Entered {
        if let Some(noted) = &self.noted {
            noted.note_org(entered.scope.org());
        }
        entered
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Door {
    type Rejection = PageRefusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, PageRefusal> {
        Self::from_parts(parts).ok_or_else(|| Error::broken("the route has no session layer").into())
    }
}

pub(crate) fn unavailable(error: tower_sessions::session::Error) -> Error {
    Error::Unavailable(Box::new(error))
}
