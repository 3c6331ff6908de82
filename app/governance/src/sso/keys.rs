use ledger::Deed;
use model::{ConnectionId, DeedKind, Id, SsoKeyId};
use sso::saml::SpKey;
use store::{OrgScope, sso as rows};
use uuid::Uuid;

use super::connection;
use crate::{Error, Governance, Result, contexts};

/// What became of our keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange {
    /// A next one is in our metadata and does not sign yet.
    Published,
    /// The one that was next signs; the one before is gone.
    Promoted,
}

impl KeyChange {
    /// The word in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Promoted => "promoted",
        }
    }

    /// The same for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Published => "A next key is published in our metadata. Give it to the provider, then run this again.",
            Self::Promoted => "The next key signs from now on; the one before is gone.",
        }
    }
}

pub(super) async fn new_key(gov: &Governance, scope: &OrgScope, connection: ConnectionId) -> Result<(SsoKeyId, SpKey, Vec<u8>)> {
    let now = gov.now();
    let key = tokio::task::spawn_blocking(move || SpKey::generate(now)).await.map_err(Error::broken)?.map_err(Error::broken)?;
    let id: SsoKeyId = Id::from_uuid(Uuid::now_v7());
    let sealed = gov.parts.vault.seal(&contexts::sso_key(scope.org(), connection, id), key.private().expose()).await?;
    Ok((id, key, sealed.to_bytes()))
}

/// A next key beside the one that signs, or, when there is one, the change to it. Providers read both meanwhile.
pub async fn our_key(gov: &Governance, scope: &OrgScope, connection: ConnectionId) -> Result<KeyChange> {
    let made = new_key(gov, scope, connection).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    if row.protocol != "saml" {
        return Err(Error::Conflict("Only SAML connections have a key of ours.".to_owned()));
    }
    let waiting = rows::keys_of(&mut tx, connection).await?.into_iter().find(|key| !key.is_current);
    let deed = Deed::new(DeedKind::SsoKeyChanged, connection.as_uuid()).target(row.fields.name.as_str());
    let change = match waiting {
        Some(next) => {
            rows::promote_key(&mut tx, connection, next.key()).await?;
            KeyChange::Promoted
        }
        None => {
            rows::add_key(&mut tx, connection, made.0, &made.1.certificate.der, &made.2, false).await?;
            KeyChange::Published
        }
    };
    tx.commit(acting.sign(deed.fact("change", change.as_str()))).await?;
    Ok(change)
}
