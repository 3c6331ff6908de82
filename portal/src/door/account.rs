use gate::SecretString;
use model::{
    SessionId,
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
