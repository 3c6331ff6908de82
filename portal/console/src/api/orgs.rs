use axum::{
    Json,
    extract::{FromRequest, Path, Query, Request, State, rejection::JsonRejection},
    http::StatusCode,
};
use gate::problem::Problem;
use governance::operators::{self, Asked, OrgSearch};
use model::OrgChange;

use super::shapes::{AskedOut, OrgList, OrgOut, PlanIn, SheetOut};
use crate::{
    Console,
    caller::AdminKey,
    forms::{self, NewOrg, Search, Why},
    orgs::id,
};

/// Rows of an answer.
const ROWS: usize = 100;

type Accepted = Result<(StatusCode, Json<AskedOut>), Problem>;

/// A body that is refused in our own words.
pub(super) struct Body<T>(T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let refuse = |refusal: JsonRejection| Problem::new(400, "invalid_request", refusal.body_text());
        Json::from_request(request, state).await.map(|Json(body)| Self(body)).map_err(refuse)
    }
}

pub(super) async fn list(
    State(console): State<Console>,
    AdminKey(who): AdminKey,
    Query(asked): Query<Search>,
) -> Result<Json<OrgList>, Problem> {
    let most = i32::try_from(ROWS + 1).unwrap_or(i32::MAX);
    let search = OrgSearch { text: asked.q.trim().to_owned(), after: asked.after, most };
    let found = operators::list(&console.gov, &who, &search).await?;
    let is_more = found.len() > ROWS;
    let orgs: Vec<OrgOut> = found.into_iter().take(ROWS).map(Into::into).collect();
    let next = orgs.last().filter(|_| is_more).map(|org| org.slug.clone());
    Ok(Json(OrgList { orgs, next }))
}

pub(super) async fn find(
    State(console): State<Console>,
    AdminKey(who): AdminKey,
    Path(org): Path<String>,
) -> Result<Json<SheetOut>, Problem> {
    Ok(Json(operators::sheet(&console.gov, &who, id(&org)?).await?.into()))
}

pub(super) async fn create(State(console): State<Console>, AdminKey(who): AdminKey, Body(new): Body<NewOrg>) -> Accepted {
    accepted(operators::ask_new(&console.gov, &who, &new.change()?).await?)
}

pub(super) async fn plan(
    State(console): State<Console>,
    AdminKey(who): AdminKey,
    Path(org): Path<String>,
    Body(plan): Body<PlanIn>,
) -> Accepted {
    let change = OrgChange::Plan { tier: forms::tier(&plan.tier)?, calls_per_minute: plan.calls_per_minute };
    accepted(operators::ask(&console.gov, &who, id(&org)?, &change).await?)
}

pub(super) async fn suspend(
    State(console): State<Console>,
    AdminKey(who): AdminKey,
    Path(org): Path<String>,
    Body(why): Body<Why>,
) -> Accepted {
    accepted(operators::ask(&console.gov, &who, id(&org)?, &why.suspend()?).await?)
}

pub(super) async fn resume(State(console): State<Console>, AdminKey(who): AdminKey, Path(org): Path<String>) -> Accepted {
    accepted(operators::ask(&console.gov, &who, id(&org)?, &OrgChange::Resume).await?)
}

pub(super) async fn delete(
    State(console): State<Console>,
    AdminKey(who): AdminKey,
    Path(org): Path<String>,
    Body(why): Body<Why>,
) -> Accepted {
    accepted(operators::ask_end(&console.gov, &who, id(&org)?, &why.slug, &why.reason).await?)
}

pub(super) async fn keep(State(console): State<Console>, AdminKey(who): AdminKey, Path(org): Path<String>) -> Accepted {
    accepted(operators::ask(&console.gov, &who, id(&org)?, &OrgChange::Keep).await?)
}

fn accepted(asked: Asked) -> Accepted {
    Ok((StatusCode::ACCEPTED, Json(asked.into())))
}
