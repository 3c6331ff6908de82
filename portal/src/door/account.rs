use gate::SecretString;
use model::{
    PasskeyId, SessionId,
    views::{AccountView, RecoveryCodes, TotpSetup},
};

use super::{OrRefuse as _, door};
use crate::PortalError;

/// The account page.
pub(crate) async fn account() -> Result<AccountView, PortalError> {
    let door = door()?;
    door.account().await.or_refuse(&door)
}

/// What to scan for a new second factor.
pub(crate) async fn start_factor() -> Result<TotpSetup, PortalError> {
    let door = door()?;
    door.start_factor().await.or_refuse(&door)
}

/// Proves the new second factor.
pub(crate) async fn confirm_factor(code: String) -> Result<(), PortalError> {
    let door = door()?;
    door.confirm_factor(&code).await.or_refuse(&door)
}

/// The recovery codes made last; a second reading finds none.
pub(crate) async fn recovery_codes() -> Result<Option<RecoveryCodes>, PortalError> {
    let door = door()?;
    door.recovery_codes().await.or_refuse(&door)
}

/// Replaces all recovery codes.
pub(crate) async fn new_recovery_codes(code: String) -> Result<(), PortalError> {
    let door = door()?;
    door.new_recovery_codes(&code).await.or_refuse(&door)
}

/// Ends one session of the person.
pub(crate) async fn end_session(session: SessionId) -> Result<(), PortalError> {
    let door = door()?;
    door.end_session(session).await.or_refuse(&door)
}

/// Ends every session of the person but this one.
pub(crate) async fn end_other_sessions() -> Result<(), PortalError> {
    let door = door()?;
    door.end_other_sessions().await.or_refuse(&door)
}

/// Changes the password; the current one proves who asks.
pub(crate) async fn change_password(current: String, new: String) -> Result<(), PortalError> {
    let door = door()?;
    door.change_password(SecretString::new(current), SecretString::new(new)).await.or_refuse(&door)
}

/// What the browser's script is given to make a passkey.
pub(crate) async fn start_passkey() -> Result<String, PortalError> {
    let door = door()?;
    door.start_passkey().await.or_refuse(&door)
}

/// Adds the passkey that was made; true when recovery codes wait to be read once.
pub(crate) async fn add_passkey(answer: String, name: String) -> Result<bool, PortalError> {
    let door = door()?;
    door.add_passkey(&answer, &name).await.or_refuse(&door)
}

/// Removes a passkey.
pub(crate) async fn remove_passkey(passkey: PasskeyId) -> Result<(), PortalError> {
    let door = door()?;
    door.remove_passkey(passkey).await.or_refuse(&door)
}

/// Proves again who is signed in.
pub(crate) async fn confirm(secret: String) -> Result<(), PortalError> {
    let door = door()?;
    door.confirm(SecretString::new(secret)).await.or_refuse(&door)
}

/// What the browser's script is given to do the same by a passkey.
pub(crate) async fn start_confirm_by_passkey() -> Result<String, PortalError> {
    let door = door()?;
    door.start_confirm_by_passkey().await.or_refuse(&door)
}

/// Does the same by a passkey.
pub(crate) async fn confirm_by_passkey(answer: String) -> Result<(), PortalError> {
    let door = door()?;
    door.confirm_by_passkey(&answer).await.or_refuse(&door)
}
