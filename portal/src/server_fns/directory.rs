use leptos::prelude::*;
use model::{
    DirectoryTokenId, PersonId,
    views::{
        DepartureView, DirectoryEvent, DirectoryOverview, DirectoryPerson, IssuedDirectoryToken, MappingChange, MappingView, SafetyView,
    },
};

#[cfg(feature = "ssr")]
use super::typed;
use crate::PortalError;

/// Where directory sync stands.
#[server(prefix = "/fn", endpoint = "directory/overview")]
pub(crate) async fn read_directory(org: String) -> Result<DirectoryOverview, PortalError> {
    crate::door::directory::overview(org).await
}

/// Makes a token and goes to the one page that shows it.
#[server(prefix = "/fn", endpoint = "directory/token-create")]
pub(crate) async fn create_directory_token(org: String, name: String, days: u16) -> Result<(), PortalError> {
    let made = crate::door::directory::create_token(org.clone(), &name, days).await;
    let token = made.inspect_err(|_| typed::keep("name", &name))?;
    leptos_axum::redirect(&format!("/o/{org}/directory/tokens/{token}?done=directory-token-created"));
    Ok(())
}

/// The token that waits to be read; reading it is what ends it.
#[server(prefix = "/fn", endpoint = "directory/issued-token")]
pub(crate) async fn read_issued_token(org: String, id: DirectoryTokenId) -> Result<Option<IssuedDirectoryToken>, PortalError> {
    crate::door::directory::issued_token(org, id).await
}

/// Ends a token.
#[server(prefix = "/fn", endpoint = "directory/token-revoke")]
pub(crate) async fn revoke_directory_token(org: String, id: DirectoryTokenId) -> Result<(), PortalError> {
    crate::door::directory::revoke_token(org.clone(), id).await?;
    leptos_axum::redirect(&format!("/o/{org}/directory?done=directory-token-revoked"));
    Ok(())
}

/// Which groups give which roles.
#[server(prefix = "/fn", endpoint = "directory/mapping")]
pub(crate) async fn read_mapping(org: String) -> Result<MappingView, PortalError> {
    crate::door::directory::mapping(org).await
}

/// Who would gain and lose what.
#[server(prefix = "/fn", endpoint = "directory/mapping-preview")]
pub(crate) async fn preview_mapping(
    org: String,
    #[server(default)] rules: Vec<String>,
    #[server(default)] default_role: String,
) -> Result<Vec<MappingChange>, PortalError> {
    crate::door::directory::preview_mapping(org, &rules, &default_role).await
}

/// Saves which groups give which roles.
#[server(prefix = "/fn", endpoint = "directory/mapping-save")]
pub(crate) async fn save_mapping(
    org: String,
    #[server(default)] rules: Vec<String>,
    #[server(default)] default_role: String,
) -> Result<(), PortalError> {
    crate::door::directory::save_mapping(org.clone(), &rules, &default_role).await?;
    leptos_axum::redirect(&format!("/o/{org}/directory/mapping?done=mapping-saved"));
    Ok(())
}

/// The directory's people, and how many there are.
#[server(prefix = "/fn", endpoint = "directory/people")]
pub(crate) async fn list_directory_people(org: String, page: u32) -> Result<(i64, Vec<DirectoryPerson>), PortalError> {
    crate::door::directory::people(org, page).await
}

/// Looks again at people who are no members.
#[server(prefix = "/fn", endpoint = "directory/look-again")]
pub(crate) async fn look_again(org: String) -> Result<(), PortalError> {
    crate::door::directory::look_again(org.clone()).await?;
    leptos_axum::redirect(&format!("/o/{org}/directory/people?done=looked-again"));
    Ok(())
}

/// The newest calls.
#[server(prefix = "/fn", endpoint = "directory/events")]
pub(crate) async fn list_directory_events(org: String) -> Result<Vec<DirectoryEvent>, PortalError> {
    crate::door::directory::events(org).await
}

/// Who waits to leave, and who is kept outside.
#[server(prefix = "/fn", endpoint = "directory/safety")]
pub(crate) async fn read_safety(org: String) -> Result<SafetyView, PortalError> {
    crate::door::directory::safety(org).await
}

/// Lets everybody leave who waits, or nobody; of one person when there is one.
#[server(prefix = "/fn", endpoint = "directory/settle-held")]
pub(crate) async fn settle_held(org: String, release: bool, #[server(default)] person: Option<PersonId>) -> Result<(), PortalError> {
    crate::door::directory::settle_held(org.clone(), release, person).await?;
    let done = if release { "departures-released" } else { "departures-discarded" };
    leptos_axum::redirect(&format!("/o/{org}/directory/safety?done={done}"));
    Ok(())
}

/// From when on departures wait.
#[server(prefix = "/fn", endpoint = "directory/bounds")]
pub(crate) async fn change_bounds(org: String, above: i32, percent: i32, minutes: i32) -> Result<(), PortalError> {
    crate::door::directory::change_bounds(org.clone(), above, percent, minutes).await?;
    leptos_axum::redirect(&format!("/o/{org}/directory/safety?done=bounds-changed"));
    Ok(())
}

/// Names a break-glass owner, or lifts the mark.
#[server(prefix = "/fn", endpoint = "directory/break-glass")]
pub(crate) async fn mark_break_glass(org: String, id: PersonId, marked: bool) -> Result<(), PortalError> {
    crate::door::directory::mark_break_glass(org.clone(), id, marked).await?;
    let done = if marked { "break-glass-named" } else { "break-glass-lifted" };
    leptos_axum::redirect(&format!("/o/{org}/directory/safety?done={done}"));
    Ok(())
}

/// Who left, with what ended.
#[server(prefix = "/fn", endpoint = "directory/departures")]
pub(crate) async fn list_departures(org: String) -> Result<Vec<DepartureView>, PortalError> {
    crate::door::directory::departures(org).await
}
