use axum::{Json, extract::State};
use gate::{ApiClient, MembersRead, problem::Problem};
use governance::{Governance, members::departures};
use model::views::DepartureView;

/// Who left, newest first: what ended with each membership, when, and how long it took.
#[utoipa::path(get, path = "/api/v1/departures", tag = "members", responses((status = 200, body = Value), (status = 403)))]
pub(in crate::api) async fn list_departures(
    client: ApiClient<MembersRead>,
    State(gov): State<Governance>,
) -> Result<Json<Vec<DepartureView>>, Problem> {
    Ok(Json(departures(&gov, &client.caller.scope).await?))
}
