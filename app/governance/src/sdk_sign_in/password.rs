use ledger::Deed;
use model::{DeedKind, views::SdkSignInView};
use store::{OrgScope, members, sdk_sign_in as rows};
use vault::{SecretString, api_key::digest};

use super::refused_because;
use crate::{Error, Governance, Result};

/// So that whoever finds one knows what it is.
const PREFIX: &str = "axp_";

/// Whether there is a password, and whether it would be taken.
pub async fn view(gov: &Governance, scope: &OrgScope) -> Result<SdkSignInView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let password = rows::password(&mut tx).await?;
    Ok(SdkSignInView {
        made: password.map(|password| (password.made_by, password.made_at)),
        refused_because: refused_because(&mut tx).await?.map(str::to_owned),
    })
}

/// Makes a password, which is told now and never again. One from before ends with every session that it opened.
pub async fn make_password(gov: &Governance, scope: &OrgScope) -> Result<SecretString> {
    let password = SecretString::new(format!("{PREFIX}{}", ::sso::random_handle(&mut rand::rng()).expose()));
    let mut tx = gov.pool().org_tx(scope).await?;
    if let Some(why) = refused_because(&mut tx).await? {
        return Err(Error::Refused(why.to_owned()));
    }
    let acting = members::acting(&mut tx).await?;
    rows::remove_password(&mut tx).await?;
    rows::set_password(&mut tx, &digest(password.expose()), &acting.name).await?;
    let deed = Deed::new(DeedKind::SdkPasswordMade, scope.org().as_uuid());
    tx.commit(acting.sign(deed)).await?;
    Ok(password)
}

/// Removes the password and ends every session that it opened.
pub async fn remove_password(gov: &Governance, scope: &OrgScope) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    if !rows::remove_password(&mut tx).await? {
        return Err(Error::NotFound);
    }
    let deed = Deed::new(DeedKind::SdkPasswordRemoved, scope.org().as_uuid());
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}
