use axum::{extract::State, response::Response};
use governance::directory;
use scim::Kind;

use crate::scim::{Scim, answer, answer::Refused, inbound::Inbound};

/// A search over every resource type (RFC 7644 section 3.4.3): people first, then groups.
pub(in crate::scim) async fn search(State(scim): State<Scim>, inbound: Inbound) -> Result<Response, Refused> {
    let queries = (inbound.search(Kind::User)?, inbound.search(Kind::Group)?);
    let listed = directory::search(&scim.gov, inbound.scope(), queries).await?;
    Ok(answer::document(&listed))
}
