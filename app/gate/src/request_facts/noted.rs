use std::sync::OnceLock;

use governance::{auth::Caller, limits::Allowance};
use model::{KeyId, OrgId};

/// What extractors learn about a request, for the layers around them: log line, headers, records of refusals.
#[derive(Debug, Default)]
pub struct Noted {
    org: OnceLock<OrgId>,
    caller: OnceLock<Caller>,
    allowance: OnceLock<Allowance>,
}

impl Noted {
    /// The organisation that the credential belongs to.
    pub fn note_org(&self, org: OrgId) {
        // The first credential counts; a second extractor of one request sees the same.
        let _ = self.org.set(org);
    }

    /// The API client, once it has proved who it is.
    pub fn note_caller(&self, caller: &Caller) {
        self.note_org(caller.scope.org());
        let _ = self.caller.set(caller.clone());
    }

    /// What is left of the rate limit.
    pub fn note_allowance(&self, allowance: Allowance) {
        let _ = self.allowance.set(allowance);
    }

    /// The organisation, when known.
    pub fn org(&self) -> Option<OrgId> {
        self.org.get().copied()
    }

    /// The key, when one proved itself.
    pub fn key(&self) -> Option<KeyId> {
        self.caller.get().map(Caller::key_id)
    }

    /// The API client, when one proved itself.
    pub fn caller(&self) -> Option<&Caller> {
        self.caller.get()
    }

    /// The rate limit, when one was looked at.
    pub fn allowance(&self) -> Option<Allowance> {
        self.allowance.get().copied()
    }
}
