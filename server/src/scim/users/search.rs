use axum::{extract::State, response::Response};
use governance::directory::users;
use scim::Kind;

use crate::scim::{Scim, answer, answer::Refused, inbound::Inbound};

pub(in crate::scim) async fn search(State(scim): State<Scim>, inbound: Inbound) -> Result<Response, Refused> {
    let listed = users::list(&scim.gov, inbound.scope(), &inbound.search(Kind::User)?).await?;
    Ok(answer::document(&listed))
}
