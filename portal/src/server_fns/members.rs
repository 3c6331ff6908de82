use leptos::prelude::*;
use model::{
    InvitationId, PersonId, RoleId,
    views::{DepartureView, MemberDetail, MembersView, RoleChoice},
};

#[cfg(feature = "ssr")]
use super::typed;
use crate::PortalError;

/// Members and invitations.
#[server(prefix = "/fn", endpoint = "members/list")]
pub(crate) async fn list_members(org: String) -> Result<MembersView, PortalError> {
    crate::door::members::members(org).await
}

/// One member.
#[server(prefix = "/fn", endpoint = "members/read")]
pub(crate) async fn read_member(org: String, id: PersonId) -> Result<MemberDetail, PortalError> {
    crate::door::members::one_member(org, id).await
}

/// The receipts of one person, who may be a member again; newest first.
#[server(prefix = "/fn", endpoint = "members/departures")]
pub(crate) async fn list_departures_of(org: String, id: PersonId) -> Result<Vec<DepartureView>, PortalError> {
    crate::door::members::departures_of(org, id).await
}

/// Every role, and whether the viewer may hand it out.
#[server(prefix = "/fn", endpoint = "members/role-choices")]
pub(crate) async fn list_role_choices(org: String) -> Result<Vec<RoleChoice>, PortalError> {
    crate::door::members::role_choices(org).await
}

/// Invites people.
#[server(prefix = "/fn", endpoint = "members/invite")]
pub(crate) async fn invite_members(org: String, emails: String, role: RoleId) -> Result<(), PortalError> {
    crate::door::members::invite(org.clone(), &emails, role).await.inspect_err(|_| typed::keep("emails", &emails))?;
    leptos_axum::redirect(&format!("/o/{org}/members?done=invited"));
    Ok(())
}

/// Sends an invitation again.
#[server(prefix = "/fn", endpoint = "members/invitation-renew")]
pub(crate) async fn renew_invitation(org: String, id: InvitationId) -> Result<(), PortalError> {
    crate::door::members::renew_invitation(org.clone(), id).await?;
    leptos_axum::redirect(&format!("/o/{org}/members?done=invitation-renewed"));
    Ok(())
}

/// Withdraws an invitation.
#[server(prefix = "/fn", endpoint = "members/invitation-revoke")]
pub(crate) async fn revoke_invitation(org: String, id: InvitationId) -> Result<(), PortalError> {
    crate::door::members::revoke_invitation(org.clone(), id).await?;
    leptos_axum::redirect(&format!("/o/{org}/members?done=invitation-revoked"));
    Ok(())
}

/// Gives a member exactly these roles.
#[server(prefix = "/fn", endpoint = "members/roles")]
pub(crate) async fn change_member_roles(org: String, id: PersonId, #[server(default)] roles: Vec<RoleId>) -> Result<(), PortalError> {
    crate::door::members::change_roles(org.clone(), id, &roles).await?;
    leptos_axum::redirect(&format!("/o/{org}/members/{id}?done=roles-changed"));
    Ok(())
}

/// Gives a member one role more, for good or for some days.
#[server(prefix = "/fn", endpoint = "members/give-role")]
pub(crate) async fn give_member_role(org: String, id: PersonId, role: RoleId, days: u16) -> Result<(), PortalError> {
    crate::door::members::give_role(org.clone(), id, role, days).await?;
    leptos_axum::redirect(&format!("/o/{org}/members/{id}?done=role-given"));
    Ok(())
}

/// Suspends a member.
#[server(prefix = "/fn", endpoint = "members/suspend")]
pub(crate) async fn suspend_member(org: String, id: PersonId) -> Result<(), PortalError> {
    crate::door::members::suspend(org.clone(), id).await?;
    leptos_axum::redirect(&format!("/o/{org}/members/{id}?done=member-suspended"));
    Ok(())
}

/// Lets a suspended member enter again.
#[server(prefix = "/fn", endpoint = "members/reactivate")]
pub(crate) async fn reactivate_member(org: String, id: PersonId) -> Result<(), PortalError> {
    crate::door::members::reactivate(org.clone(), id).await?;
    leptos_axum::redirect(&format!("/o/{org}/members/{id}?done=member-reactivated"));
    Ok(())
}

/// Removes a member.
#[server(prefix = "/fn", endpoint = "members/remove")]
pub(crate) async fn remove_member(org: String, id: PersonId, keys: String) -> Result<(), PortalError> {
    crate::door::members::remove(org.clone(), id, &keys).await?;
    leptos_axum::redirect(&format!("/o/{org}/members/left?done=member-removed"));
    Ok(())
}

/// Ends every session of a member.
#[server(prefix = "/fn", endpoint = "members/sessions-end")]
pub(crate) async fn end_member_sessions(org: String, id: PersonId) -> Result<(), PortalError> {
    crate::door::members::end_sessions(org.clone(), id).await?;
    leptos_axum::redirect(&format!("/o/{org}/members/{id}?done=member-sessions-ended"));
    Ok(())
}
