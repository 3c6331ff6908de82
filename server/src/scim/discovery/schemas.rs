use axum::{
    extract::{Path, State},
    response::Response,
};
use scim::{Page, Problem, list_response};

use crate::scim::{Scim, answer, answer::Refused};

pub(in crate::scim) async fn schemas(State(scim): State<Scim>) -> Result<Response, Refused> {
    let listed = scim.discovery.schemas();
    Ok(answer::document(&list_response(i64::try_from(listed.len()).unwrap_or_default(), Page::read(None, None)?, listed)))
}

pub(in crate::scim) async fn schema(State(scim): State<Scim>, Path(urn): Path<String>) -> Result<Response, Refused> {
    let found = scim.discovery.schema(&urn).ok_or_else(|| Problem::NotFound.because("There is no such schema."))?;
    Ok(answer::document(found))
}
