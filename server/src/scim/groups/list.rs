use axum::{extract::State, response::Response};
use governance::directory::groups;
use scim::Kind;

use crate::scim::{Scim, answer, answer::Refused, inbound::Inbound};

pub(in crate::scim) async fn list(State(scim): State<Scim>, inbound: Inbound) -> Result<Response, Refused> {
    let listed = groups::list(&scim.gov, inbound.scope(), &inbound.query(Kind::Group)?).await?;
    Ok(answer::document(&listed))
}
