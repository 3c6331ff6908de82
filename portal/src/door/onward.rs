use model::{Permission, views::SignInStep};

use super::{first_org, viewer};
use crate::{PortalError, pages::own_page};

/// Leads to the page of the next step of signing in, and in the end to where the person wanted to go.
pub(crate) fn onward(step: SignInStep, next: &str) {
    leptos_axum::redirect(&address(step, next));
}

/// The same after a forced set-up of the second factor, whose recovery codes are shown in between.
pub(crate) fn onward_after_enrolment(step: SignInStep, next: &str) {
    match step {
        SignInStep::SignedIn => {
            let then = own_page(next).map(|next| format!("&next={next}")).unwrap_or_default();
            leptos_axum::redirect(&format!("/account/recovery-codes?done=factor-on{then}"));
        }
        SignInStep::Password | SignInStep::SecondFactor | SignInStep::EnrolFactor => onward(step, next),
    }
}

/// The page that a person starts on: home, or the queue for those who only approve.
/// Without an organisation in the address it is the first of theirs.
pub(crate) async fn landing(org: String) -> Result<String, PortalError> {
    let named = (!org.is_empty()).then_some(org);
    let org = match named {
        Some(org) => org,
        None => first_org().await?.ok_or_else(no_organisation)?,
    };
    let viewer = viewer(org.clone()).await?;
    let page = if viewer.may(Permission::AuditReadAll) { "home" } else { "approvals" };
    Ok(format!("/o/{org}/{page}"))
}

fn no_organisation() -> PortalError {
    PortalError::Refused("You belong to no organisation yet. An owner has to add you.".to_owned())
}

fn address(step: SignInStep, next: &str) -> String {
    let page = match step {
        SignInStep::SignedIn => return own_page(next).unwrap_or("/").to_owned(),
        SignInStep::Password => "/signin",
        SignInStep::SecondFactor => "/signin/factor",
        SignInStep::EnrolFactor => "/signin/enrol",
    };
    own_page(next).map_or_else(|| page.to_owned(), |next| format!("{page}?next={next}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_has_its_page() {
        assert_eq!(address(SignInStep::SecondFactor, ""), "/signin/factor");
        assert_eq!(address(SignInStep::EnrolFactor, "/o/acme/keys"), "/signin/enrol?next=/o/acme/keys");
        assert_eq!(address(SignInStep::SignedIn, "/o/acme/keys"), "/o/acme/keys");
        assert_eq!(address(SignInStep::SignedIn, "https://evil.example"), "/");
    }
}
