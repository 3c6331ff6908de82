use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ledger::Deed;
use model::{DeedKind, DirectoryTokenId, Invalid, ShortText};
use store::{
    OrgScope,
    directory::tokens::{self, NewToken},
    members, orgs,
};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use vault::{Secret, SecretString, api_key::digest};

use crate::{Error, Governance, Result, directory::authenticate::PREFIX, keys::issue::tail, members::break_glass};

/// The longest life of a token.
const LONGEST: Duration = Duration::days(730);

/// A token on the one occasion that shows it.
#[derive(Debug)]
pub struct IssuedToken {
    /// Its id.
    pub token: DirectoryTokenId,
    /// Its text.
    pub secret: SecretString,
    /// When it ends by itself.
    pub expires_at: OffsetDateTime,
}

/// Makes a token. Two may live at once, so that one can take the other's place without a gap.
pub async fn create(gov: &Governance, scope: &OrgScope, name: &ShortText<80>, lives: Duration) -> Result<IssuedToken> {
    if lives <= Duration::ZERO || lives > LONGEST {
        return Err(Invalid::new("expires_in_days", "must be from 1 to 730").into());
    }
    let random = Secret::<[u8; 32]>::random(&mut rand::rng());
    let secret = SecretString::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(random.expose())));
    let token = DirectoryTokenId::from_uuid(Uuid::now_v7());
    if !orgs::this(&mut gov.pool().org_tx(scope).await?).await?.tier.may_sync_directory() {
        return Err(Error::PlanNeeded("Directory sync is part of the Enterprise plan.".to_owned()));
    }
    break_glass::must_exist(gov, scope).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let expires_at = tx.now() + lives;
    let text = secret.expose();
    let new = NewToken { token, name: name.as_str(), digest: &digest(text), tail: tail(text), created_by: &acting.name, expires_at };
    if !tokens::add(&mut tx, new).await? {
        return Err(Error::Conflict("Two tokens are live already. Revoke one first.".to_owned()));
    }
    let deed = Deed::new(DeedKind::DirectoryTokenCreated, token.as_uuid()).fact("name", name.as_str());
    tx.commit(acting.sign(deed)).await?;
    Ok(IssuedToken { token, secret, expires_at })
}
