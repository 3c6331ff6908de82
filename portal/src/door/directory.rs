use governance::{
    directory::{self, mapping, safety, tokens},
    members::{self, break_glass},
};
use model::{
    DirectoryTokenId, Permission, PersonId, RoleId, ShortText,
    views::{
        DepartureView, DirectoryEvent, DirectoryOverview, DirectoryPerson, IssuedDirectoryToken, MappingChange, MappingDraft, MappingView,
        SafetyView,
    },
};
use time::Duration;

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// How many calls the page shows.
const CALLS: u16 = 50;

/// Where directory sync stands.
pub(crate) async fn overview(org: String) -> Result<DirectoryOverview, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    directory::overview(door.governance(), &scope).await.or_refuse(&door)
}

/// Makes a token, which waits to be read once.
pub(crate) async fn create_token(org: String, name: &str, days: u16) -> Result<DirectoryTokenId, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::SettingsWrite).await?;
    let gov = door.governance();
    let name = ShortText::parse("name", name).map_err(governance::Error::from).or_refuse(&door)?;
    let issued = tokens::create(gov, &scope, &name, Duration::days(i64::from(days))).await.or_refuse(&door)?;
    let shown =
        IssuedDirectoryToken { name: name.as_str().to_owned(), base_url: directory::base_url(gov), token: issued.secret.expose().clone() };
    door.keep_reveal(&reveal(&org, issued.token), &shown).await.or_refuse(&door)?;
    Ok(issued.token)
}

/// The token that waits to be read; reading it is what ends it.
pub(crate) async fn issued_token(org: String, id: DirectoryTokenId) -> Result<Option<IssuedDirectoryToken>, PortalError> {
    let door = door()?;
    member(&door, &org, Permission::SettingsWrite).await?;
    door.take_reveal(&reveal(&org, id)).await.or_refuse(&door)
}

fn reveal(org: &str, token: DirectoryTokenId) -> String {
    format!("directory-token/{org}/{token}")
}

/// Ends a token.
pub(crate) async fn revoke_token(org: String, id: DirectoryTokenId) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::SettingsWrite).await?;
    tokens::revoke(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Which groups give which roles.
pub(crate) async fn mapping(org: String) -> Result<MappingView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    mapping::read(door.governance(), &scope).await.or_refuse(&door)
}

/// Who would gain and lose what.
pub(crate) async fn preview_mapping(org: String, rules: &[String], default_role: &str) -> Result<Vec<MappingChange>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    mapping::preview(door.governance(), &scope, &draft(rules, default_role)?).await.or_refuse(&door)
}

/// Saves which groups give which roles.
pub(crate) async fn save_mapping(org: String, rules: &[String], default_role: &str) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    mapping::save(door.governance(), &scope, &draft(rules, default_role)?).await.or_refuse(&door)
}

/// Reads what the form posts: `GROUP:ROLE` for each rule; empty where a group gives nothing.
fn draft(rules: &[String], default_role: &str) -> Result<MappingDraft, PortalError> {
    let problem = || PortalError::field_problem("rules", "Choose a role, or none.");
    let read = |rule: &String| {
        let (group, role) = rule.split_once(':').ok_or_else(problem)?;
        Ok((group.to_owned(), role.parse::<RoleId>().map_err(|_| problem())?))
    };
    let rules = rules.iter().filter(|rule| !rule.is_empty()).map(read).collect::<Result<_, PortalError>>()?;
    let default_role = match default_role {
        "" => None,
        role => Some(role.parse().map_err(|_| problem())?),
    };
    Ok(MappingDraft { rules, default_role })
}

/// The directory's people.
pub(crate) async fn people(org: String, page: u32) -> Result<(i64, Vec<DirectoryPerson>), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    directory::people(door.governance(), &scope, page).await.or_refuse(&door)
}

/// Looks again at people who are no members.
pub(crate) async fn look_again(org: String) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    directory::settle_waiting(door.governance(), &scope).await.or_refuse(&door).map(|_joined| ())
}

/// The newest calls.
pub(crate) async fn events(org: String) -> Result<Vec<DirectoryEvent>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::SettingsWrite).await?;
    let rows = directory::events(door.governance(), &scope, CALLS).await.or_refuse(&door)?;
    let event = |row: directory::EventRow| DirectoryEvent {
        at: row.at,
        method: row.method,
        path: row.path,
        status: row.status,
        request: row.request,
        detail: row.detail,
        took_micros: row.took_micros,
    };
    Ok(rows.into_iter().map(event).collect())
}

/// Who waits to leave.
pub(crate) async fn safety(org: String) -> Result<SafetyView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    safety::read(door.governance(), &scope).await.or_refuse(&door)
}

/// Lets everybody leave who waits, or nobody; of one person when there is one.
pub(crate) async fn settle_held(org: String, release: bool, who: Option<PersonId>) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let gov = door.governance();
    let settled = if release { safety::release(gov, &scope, who).await } else { safety::discard(gov, &scope, who).await };
    settled.or_refuse(&door).map(|_people| ())
}

/// From when on departures wait.
pub(crate) async fn change_bounds(org: String, above: i32, percent: i32, minutes: i32) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::SettingsWrite).await?;
    safety::change(door.governance(), &scope, above, percent, minutes).await.or_refuse(&door)
}

/// Names a break-glass owner, or lifts the mark.
pub(crate) async fn mark_break_glass(org: String, id: PersonId, marked: bool) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    break_glass::mark(door.governance(), &scope, id, marked).await.or_refuse(&door)
}

/// Who left, with what ended.
pub(crate) async fn departures(org: String) -> Result<Vec<DepartureView>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    members::departures(door.governance(), &scope).await.or_refuse(&door)
}
