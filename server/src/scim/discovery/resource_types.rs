use axum::{
    extract::{Path, State},
    response::Response,
};
use scim::{Page, Problem, list_response};

use crate::scim::{Scim, answer, answer::Refused};

pub(in crate::scim) async fn resource_types(State(scim): State<Scim>) -> Result<Response, Refused> {
    let listed = &scim.discovery.resource_types();
    Ok(answer::document(&list_response(i64::try_from(listed.len()).unwrap_or_default(), Page::read(None, None)?, listed)))
}

pub(in crate::scim) async fn resource_type(State(scim): State<Scim>, Path(name): Path<String>) -> Result<Response, Refused> {
    let found = scim.discovery.resource_type(&name).ok_or_else(|| Problem::NotFound.because("There is no such resource type."))?;
    Ok(answer::document(&found))
}
