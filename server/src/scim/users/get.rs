use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use governance::directory::users;
use scim::Kind;

use crate::scim::{Scim, answer, answer::Refused, inbound::Inbound, inbound::id};

pub(in crate::scim) async fn get(State(scim): State<Scim>, Path(text): Path<String>, inbound: Inbound) -> Result<Response, Refused> {
    let shown = users::get(&scim.gov, inbound.scope(), id(&text)?).await?;
    if inbound.has(&shown.entity_tag.to_string()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    answer::resource(200, Kind::User, shown, &inbound.projection())
}
