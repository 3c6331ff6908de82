use std::sync::Arc;

use identity::{password::Verified, password_rules};
use ledger::Deed;
use model::{DeedKind, EmailAddress, Invalid, RequestFacts};
use store::entry::{self, PersonRow};
use uuid::Uuid;
use vault::SecretString;

use super::own_deed;
use crate::{
    Error, Governance, Result,
    letters::{self, Letter},
    sign_in::{
        SignedIn, password_check,
        throttle::{self, Limit},
    },
};

/// The fields of the form.
const CURRENT: &str = "current";
const NEW: &str = "new";

/// Changes the password; the current one proves who asks. The person's other sessions end.
pub async fn change_password(
    gov: &Governance,
    who: SignedIn,
    current: SecretString,
    new: SecretString,
    facts: &Arc<RequestFacts>,
) -> Result<()> {
    who.must_be_own()?;
    let person = entry::find_person(gov.pool(), who.person).await?.ok_or(Error::NotFound)?;
    check_new(&new, &current, &person)?;
    check_current(gov, &person, current, CURRENT).await?;
    let hash = password_check::hash(new, NEW).await?;
    let scope = own_deed::scope(gov, who.person, who.session, facts).await?;
    let mut tx = gov.pool().entry_tx().await?;
    if !entry::set_password(&mut tx, who.person, person.password_hash.as_deref(), &hash).await? {
        return Err(Error::Conflict("The password was changed elsewhere meanwhile. Sign in with the new one.".to_owned()));
    }
    entry::end_sessions(&mut tx, who.person, None, Some(who.session)).await?;
    letters::to_person(&mut tx, who.person, &Letter::PasswordChanged { at: gov.now() }, gov.now()).await?;
    own_deed::commit(tx, scope.as_ref(), Deed::new(DeedKind::PasswordChanged, Uuid::new_v4())).await
}

fn check_new(new: &SecretString, current: &SecretString, person: &PersonRow) -> Result<()> {
    let email = EmailAddress::parse(&person.email).map_err(Error::broken)?;
    password_rules::check(new, &email).map_err(|invalid| Invalid { field: NEW, ..invalid })?;
    if new == current {
        return Err(Invalid::new(NEW, "this is the password that you have now; choose another").into());
    }
    Ok(())
}

/// Refuses a wrong password of somebody who is signed in; `field` is where the form shows it.
pub(super) async fn check_current(gov: &Governance, person: &PersonRow, current: SecretString, field: &'static str) -> Result<()> {
    let whose = person.person().to_string();
    throttle::count(gov, Limit::CurrentPassword, &whose).await?;
    if password_check::check(current, person.password_hash.clone()).await?.verified == Verified::NoMatch {
        return Err(Invalid::new(field, "this is not your current password").into());
    }
    throttle::forget(gov, Limit::CurrentPassword, &whose).await
}
