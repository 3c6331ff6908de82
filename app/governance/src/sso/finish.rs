use std::sync::Arc;

use model::{ConnectionId, Id, OrgId, PersonId, RequestFacts, SessionId};
use sso::{Refused, Step};
use store::{entry, sso::ConnectionRow};
use uuid::Uuid;

use super::{
    admit, connection,
    expects::{Expects, digest},
    guests,
    judge::{self, Stated, Verdict},
    log,
    log_out::Origin,
    plan_allows, unsolicited,
};
use crate::{Governance, Result, sign_in::Proved, sign_ins::support_code};

/// What came back from a provider.
#[derive(Debug)]
pub enum Sent {
    /// The field `SAMLResponse`.
    Saml(String),
    /// A code, and who says to be its issuer.
    Code {
        /// The code.
        code: String,
        /// The parameter `iss`.
        issuer: Option<String>,
    },
    /// The provider's own refusal.
    Error(String),
}

/// What an administrator reads after a test.
#[derive(Debug, Clone)]
pub struct Report {
    /// Each check, whether it held, and what was seen.
    pub steps: Vec<(Step, bool, String)>,
    /// The line in the sign-in log.
    pub support_code: String,
    /// The text of the link by which a guest tested, to lead back to it.
    pub back: Option<String>,
}

/// What became of somebody who came back.
#[derive(Debug)]
pub enum Arrived {
    /// They proved who they are; [`crate::sign_in::finish`] comes next. By which session with the provider they came.
    Proved(Proved, Origin),
    /// A test: nobody was signed in.
    Tested(Report),
    /// They are not let in; an administrator finds why by the code. Without one, nothing of the kind was begun here.
    Refused(Option<String>),
}

/// Takes an answer. The sign-in that it belongs to is taken out first, so that of any number of copies, over any number of
/// processes, one is looked at. Where this browser began none, it may be one that began at the provider.
pub async fn finish(
    gov: &Governance,
    slug: &str,
    connection: ConnectionId,
    handle: &str,
    browser: Option<&str>,
    sent: Sent,
    facts: &Arc<RequestFacts>,
) -> Result<Arrived> {
    let handle = digest(handle);
    let taken = match browser {
        Some(browser) => entry::take_sso_request(gov.pool(), &handle, &digest(browser), connection, gov.now()).await?,
        None => None,
    };
    let owner = entry::sso_connection(gov.pool(), connection).await?.filter(|owner| owner.slug == slug);
    let Some(owner) = owner else { return Ok(Arrived::Refused(None)) };
    let Some(taken) = taken else { return unsolicited::arrive(gov, owner, connection, sent, facts).await };
    plan_allows(owner.tier)?;
    let (expects, guest) = Expects::open(gov, taken.org(), &handle, &taken.expects).await?.whose();
    let scope = guest.map_or_else(|| owner.scope(), |link| owner.scope_of_guest(link)).with_request(facts.clone());
    let mut tx = gov.pool().org_tx(&scope).await?;
    if let Some(link) = guest {
        guests::open(&mut tx, link).await?;
    }
    let row = connection::find(&mut tx, connection).await?;
    drop(tx);
    let verdict = judge::judge(gov, &scope, slug, &row, expects, sent).await?;
    let visit = Visit { gov, slug, scope: &scope, row: &row, is_test: taken.is_test, code: support_code(&mut rand::rng()) };
    if let Some(link) = guest {
        return guests::tested(&visit, link, &verdict).await.map(Arrived::Tested);
    }
    visit.judged(verdict).await
}

/// One answer on its way.
pub(super) struct Visit<'a> {
    pub(super) gov: &'a Governance,
    /// The organisation's short name.
    pub(super) slug: &'a str,
    pub(super) scope: &'a store::OrgScope,
    pub(super) row: &'a ConnectionRow,
    pub(super) is_test: bool,
    pub(super) code: String,
}

impl Visit<'_> {
    pub(super) async fn judged(self, verdict: Verdict) -> Result<Arrived> {
        match verdict {
            Ok(stated) => self.stated(stated).await,
            Err(refused) => self.refuse(refused, None).await,
        }
    }

    async fn stated(self, stated: Stated) -> Result<Arrived> {
        match admit::admit(&self, &stated).await? {
            Ok(admitted) if self.is_test => log::tested(&self, &stated, &admitted.trail).await.map(Arrived::Tested),
            Ok(admitted) => {
                let (org, connection) = ((self.scope.org(), self.slug), self.row.connection());
                let origin = Origin::new(self.gov, org, connection, &stated.subject.subject, &stated.at_provider).await?;
                Ok(Arrived::Proved(self.proved(admitted.person), origin))
            }
            Err(refused) => self.refuse(refused, Some(&stated)).await,
        }
    }

    async fn refuse(self, refused: Refused, stated: Option<&Stated>) -> Result<Arrived> {
        let report = log::refused(&self, &refused, stated).await?;
        if self.is_test { Ok(Arrived::Tested(report)) } else { Ok(Arrived::Refused(Some(report.support_code))) }
    }

    fn proved(&self, person: PersonId) -> Proved {
        let session: SessionId = Id::from_uuid(Uuid::new_v4());
        let org: OrgId = self.scope.org();
        Proved::by_provider(person, session, org)
    }
}
