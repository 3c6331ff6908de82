use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use governance::directory::users;

use crate::scim::{Scim, answer::Refused, inbound::Inbound, inbound::id};

pub(in crate::scim) async fn delete(State(scim): State<Scim>, Path(text): Path<String>, inbound: Inbound) -> Result<StatusCode, Refused> {
    users::delete(&scim.gov, inbound.scope(), id(&text)?, inbound.if_match()).await?;
    Ok(StatusCode::NO_CONTENT)
}
