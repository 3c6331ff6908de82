//! The person's own account: who they are, how they sign in, where they are signed in.

mod confirm;
mod factor;
mod overview;
mod passkeys;
mod password;
mod recovery_codes;
mod sessions;

pub(crate) use factor::FactorPage;
pub(crate) use overview::AccountPage;
pub(crate) use recovery_codes::RecoveryCodesPage;
pub(crate) use sessions::browser_name;
