use axum::{
    extract::{Path, State},
    response::Response,
};
use governance::directory::groups;
use scim::Kind;

use crate::scim::{Scim, answer, answer::Refused, inbound::Inbound, inbound::id};

pub(in crate::scim) async fn patch(State(scim): State<Scim>, Path(text): Path<String>, inbound: Inbound) -> Result<Response, Refused> {
    let shown = groups::patch(&scim.gov, inbound.scope(), id(&text)?, inbound.if_match(), inbound.body()?).await?;
    answer::resource(204, Kind::Group, shown, &inbound.projection())
}
