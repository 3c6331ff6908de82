use std::sync::Arc;

use model::{OrgId, Principal, RequestFacts};

/// Proof that a verified credential ties someone to an organisation.
///
/// Made only in this room: from a session's membership, an API key, a due job, or a command that holds the
/// platform login. Whoever has one can act inside that organisation and nowhere else.
#[derive(Debug, Clone)]
pub struct OrgScope {
    org: OrgId,
    principal: Principal,
    request: Arc<RequestFacts>,
}

impl OrgScope {
    pub(crate) fn new(org: OrgId, principal: Principal) -> Self {
        Self { org, principal, request: Arc::default() }
    }

    /// The same scope, carrying what the edge knows about the request.
    #[must_use]
    pub fn with_request(mut self, request: Arc<RequestFacts>) -> Self {
        self.request = request;
        self
    }

    /// The organisation.
    pub const fn org(&self) -> OrgId {
        self.org
    }

    /// Who acts.
    pub const fn principal(&self) -> &Principal {
        &self.principal
    }

    /// What is known about the request.
    pub fn request(&self) -> &RequestFacts {
        &self.request
    }

    /// The text that opens a transaction inside the organisation, in one round trip. Built only from typed UUIDs and fixed words.
    pub(crate) fn enter_statement(&self) -> String {
        let org = self.org.as_uuid();
        match self.acting() {
            Some(acting) => format!("BEGIN; SELECT set_config('app.acting', '{acting}', true), app.enter_org('{org}')"),
            None => format!("BEGIN; SELECT app.enter_org('{org}')"),
        }
    }

    /// Who acts, as the database's own guard of roles reads it; an API key or a guest acts for nobody there.
    pub(crate) fn acting(&self) -> Option<String> {
        match &self.principal {
            Principal::Member { person, .. } => Some(format!("person:{}", person.as_uuid())),
            Principal::Command { .. } => Some("command".to_owned()),
            Principal::Job { .. } => Some("job".to_owned()),
            Principal::Directory { .. } => Some("directory".to_owned()),
            Principal::ApiKey { .. } | Principal::Guest { .. } => None,
        }
    }
}
