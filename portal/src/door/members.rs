use governance::members::{self, KeysOfLeaver, NewInvitations};
use model::{
    InvitationId, Permission, PersonId, RoleId,
    views::{DepartureView, MemberDetail, MembersView, RoleChoice},
};

use time::Duration;

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// Members and invitations.
pub(crate) async fn members(org: String) -> Result<MembersView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    members::list(door.governance(), &scope).await.or_refuse(&door)
}

/// The receipts of one person.
pub(crate) async fn departures_of(org: String, id: PersonId) -> Result<Vec<DepartureView>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    members::departures_of(door.governance(), &scope, id).await.or_refuse(&door)
}

/// One member.
pub(crate) async fn one_member(org: String, id: PersonId) -> Result<MemberDetail, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    members::detail(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Every role, and whether the viewer may hand it out.
pub(crate) async fn role_choices(org: String) -> Result<Vec<RoleChoice>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    members::role_choices(door.governance(), &scope).await.or_refuse(&door)
}

/// Invites people.
pub(crate) async fn invite(org: String, emails: &str, role: RoleId) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let new = NewInvitations::parse(emails, role).or_refuse(&door)?;
    members::invite(door.governance(), &scope, &new).await.or_refuse(&door).map(|_invited| ())
}

/// Sends an invitation again.
pub(crate) async fn renew_invitation(org: String, id: InvitationId) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    members::renew(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Withdraws an invitation.
pub(crate) async fn revoke_invitation(org: String, id: InvitationId) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    members::revoke(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Gives a member exactly these roles.
pub(crate) async fn change_roles(org: String, id: PersonId, roles: &[RoleId]) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    members::change_roles(door.governance(), &scope, id, roles).await.or_refuse(&door)
}

/// Gives a member one role more; no days are for good.
pub(crate) async fn give_role(org: String, id: PersonId, role: RoleId, days: u16) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let gov = door.governance();
    let until = (days > 0).then(|| gov.now() + Duration::days(i64::from(days)));
    members::give_role(gov, &scope, id, role, until).await.or_refuse(&door)
}

/// Suspends a member.
pub(crate) async fn suspend(org: String, id: PersonId) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    members::suspend(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Lets a suspended member enter again.
pub(crate) async fn reactivate(org: String, id: PersonId) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    members::reactivate(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Removes a member; `keys` is a person who takes their keys over, or nothing.
pub(crate) async fn remove(org: String, id: PersonId, keys: &str) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let keys_of = match keys {
        "revoke" => KeysOfLeaver::Revoke,
        heir => KeysOfLeaver::HandTo(heir.parse().map_err(|_| PortalError::field_problem("keys", "Choose what becomes of the keys."))?),
    };
    members::remove(door.governance(), &scope, id, keys_of).await.or_refuse(&door).map(|_keys| ())
}

/// Ends every session of a member.
pub(crate) async fn end_sessions(org: String, id: PersonId) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    members::end_all_sessions(door.governance(), &scope, id).await.or_refuse(&door).map(|_ended| ())
}
