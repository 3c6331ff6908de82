use axum::{extract::State, response::Response};
use governance::directory::groups;
use scim::Kind;

use crate::scim::{Scim, answer, answer::Refused, inbound::Inbound};

pub(in crate::scim) async fn create(State(scim): State<Scim>, inbound: Inbound) -> Result<Response, Refused> {
    let shown = groups::create(&scim.gov, inbound.scope(), inbound.body()?).await?;
    answer::resource(201, Kind::Group, shown, &inbound.projection())
}
