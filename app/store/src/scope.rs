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

    /// The text that opens a transaction inside the organisation, in one round trip. Built only from a typed UUID.
    pub(crate) fn enter_statement(&self) -> String {
        format!("BEGIN; SELECT app.enter_org('{}')", self.org.as_uuid())
    }
}
