use model::views::{InvitationView, SignInStep};

use super::{OrRefuse as _, door};
use crate::PortalError;

/// What the link of an invitation leads to.
pub(crate) async fn invitation(token: String) -> Result<InvitationView, PortalError> {
    let door = door()?;
    door.invitation(&token).await.or_refuse(&door)
}

/// Makes the account that an invitation is for.
pub(crate) async fn accept_new_account(token: String, name: String, password: String) -> Result<SignInStep, PortalError> {
    let door = door()?;
    door.accept_with_new_account(&token, &name, gate::SecretString::new(password)).await.or_refuse(&door)
}

/// Makes whoever is signed in a member; the organisation's short name.
pub(crate) async fn accept_invitation(token: String) -> Result<String, PortalError> {
    let door = door()?;
    door.accept_invitation(&token).await.or_refuse(&door)
}

/// Mails a link for a new password, when somebody has this address.
pub(crate) async fn ask_reset(email: String) -> Result<(), PortalError> {
    let door = door()?;
    door.ask_password_reset(&email).await.or_refuse(&door)
}

/// Whether the link for a new password is good.
pub(crate) async fn reset_is_open(token: String) -> Result<bool, PortalError> {
    let door = door()?;
    door.password_reset_is_open(&token).await.or_refuse(&door)
}

/// Sets the new password.
pub(crate) async fn reset_password(token: String, password: String) -> Result<(), PortalError> {
    let door = door()?;
    door.reset_password(&token, gate::SecretString::new(password)).await.or_refuse(&door)
}
