use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, MembersRead, MembersWrite, problem::Problem};
use governance::{
    Governance,
    members::by_email,
    teams::{self, TeamChange},
};
use model::{EmailAddress, PersonId};
use store::OrgScope;

use super::{page, shapes::TeamMemberPage, team_id};
use crate::http::QueryText;

/// Who is in a team, by name.
#[utoipa::path(get, path = "/api/v1/teams/{id}/members", tag = "members", responses((status = 200, body = TeamMemberPage), (status = 404)),
    params(("id" = String, Path), ("limit" = Option<i64>, Query), ("offset" = Option<u32>, Query)))]
pub(in crate::api) async fn list_team_members(
    client: ApiClient<MembersRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    query: QueryText,
) -> Result<Json<TeamMemberPage>, Problem> {
    let page = page(&query)?;
    let (members, total) = teams::members(&gov, &client.caller.scope, team_id(&id)?, page).await?;
    Ok(Json(TeamMemberPage { members, total, limit: page.size.get(), offset: page.offset }))
}

/// Puts a member, named by id or address, into a team; one that carries roles takes nobody from a key.
#[utoipa::path(put, path = "/api/v1/teams/{id}/members/{member}", tag = "members",
    params(("id" = String, Path), ("member" = String, Path)), responses((status = 204), (status = 403), (status = 404)))]
pub(in crate::api) async fn add_team_member(
    client: ApiClient<MembersWrite>,
    State(gov): State<Governance>,
    Path((id, member)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let scope = &client.caller.scope;
    let person = member_named(&gov, scope, &member).await?;
    teams::apply(&gov, scope, team_id(&id)?, &TeamChange::Add(vec![person])).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a member, named by id or address, out of a team, with what they have by it.
#[utoipa::path(delete, path = "/api/v1/teams/{id}/members/{member}", tag = "members",
    params(("id" = String, Path), ("member" = String, Path)), responses((status = 204), (status = 404)))]
pub(in crate::api) async fn remove_team_member(
    client: ApiClient<MembersWrite>,
    State(gov): State<Governance>,
    Path((id, member)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let scope = &client.caller.scope;
    let person = member_named(&gov, scope, &member).await?;
    teams::apply(&gov, scope, team_id(&id)?, &TeamChange::Remove(vec![person])).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn member_named(gov: &Governance, scope: &OrgScope, text: &str) -> Result<PersonId, Problem> {
    if let Ok(person) = text.parse() {
        return Ok(person);
    }
    let email = EmailAddress::parse(text).map_err(|_| Problem::not_found())?;
    Ok(by_email(gov, scope, &email).await?)
}
