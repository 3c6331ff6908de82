//! Who calls: API keys.

mod authenticate;
mod cache;

pub use authenticate::authenticate;
pub use cache::KeyCache;

use std::sync::Arc;

use model::{KeyId, PermissionSet, TenantId};
use store::{OrgScope, entry::ApiKeyRow};

/// An authenticated API client.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Where it may act.
    pub scope: OrgScope,
    /// What it may do.
    pub permissions: PermissionSet,
    /// What is stored about its key.
    pub key: Arc<ApiKeyRow>,
}

impl Caller {
    /// Its key.
    pub fn key_id(&self) -> KeyId {
        self.key.key
    }

    /// The workspace that its key belongs to.
    pub fn tenant(&self) -> TenantId {
        self.key.tenant
    }
}
