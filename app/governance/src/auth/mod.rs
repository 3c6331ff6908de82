//! Who calls: API keys.

mod authenticate;
mod cache;
mod refusal;
mod uses;

pub use authenticate::authenticate;
pub use cache::KeyCache;
pub use refusal::KeyRefusal;
pub use uses::UseMeter;
pub(crate) use uses::write as write_uses;

use std::sync::Arc;

use model::{ConnectorRight, KeyId, KeyKind, PermissionSet, TenantId};
use store::{OrgScope, entry::ApiKeyRow};

use crate::{Error, Result};

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

    /// Refuses a connector that a service identity does not name; `None` is any operation of it, as for what comes out of one.
    /// Other keys are not bound to connectors.
    pub fn use_connector(&self, connector: &str, operation: Option<&str>) -> Result<()> {
        let allows = |right: &ConnectorRight| operation.map_or_else(|| right.is_for(connector), |named| right.allows(connector, named));
        match self.key.kind {
            KeyKind::Service if !self.key.connector_rights.iter().any(allows) => {
                let operation = operation.unwrap_or("*");
                Err(Error::Refused(format!("This service identity lacks the right mcp:{connector}:{operation}.")))
            }
            KeyKind::Service | KeyKind::Client => Ok(()),
        }
    }

    /// The workspace that its key belongs to.
    pub fn tenant(&self) -> TenantId {
        self.key.tenant
    }
}
