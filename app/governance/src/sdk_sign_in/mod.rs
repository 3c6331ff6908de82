//! The SDK's way into the portal: a password of the organisation beside an API key. It opens nothing by itself: whoever uses
//! it sends the key with every call. An organisation that asks people for a second factor or for its provider refuses it, since
//! a shared password can give neither; an API key with the scopes that the work needs serves instead.

mod password;
mod session;

pub use password::{make_password, remove_password, view};
pub use session::{SdkSession, SignedInSdk, session, sign_in, sign_out};

use store::{OrgTx, org_security, sso};

use crate::Result;

const FACTOR_FOR_ALL: &str = "Everybody here needs a second factor, which a password of the organisation cannot give.";
const PROVIDER_REQUIRED: &str = "A domain of the organisation signs in with its identity provider, which a password cannot replace.";

/// Why the organisation refuses the password whatever it is; `None` when it does not.
async fn refused_because(tx: &mut OrgTx) -> Result<Option<&'static str>> {
    if org_security::find(tx).await?.second_factor_for_all {
        return Ok(Some(FACTOR_FOR_ALL));
    }
    let is_required = sso::domains(tx).await?.iter().any(|domain| domain.verified_at.is_some() && domain.mode == "required");
    Ok(is_required.then_some(PROVIDER_REQUIRED))
}
