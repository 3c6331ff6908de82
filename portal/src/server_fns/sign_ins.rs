use leptos::prelude::*;
use model::views::{SignInLine, SignInQuery};

use crate::PortalError;

/// The sign-in log, as far as the query asks for it.
#[server(prefix = "/fn", endpoint = "sign-ins/list")]
pub(crate) async fn list_sign_ins(org: String, #[server(default)] query: SignInQuery) -> Result<Vec<SignInLine>, PortalError> {
    crate::door::sign_ins::list(&org, &query).await
}
