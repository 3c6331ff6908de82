use leptos::prelude::*;
use model::views::StaffAccessView;

use crate::PortalError;

/// What operators asked for, and every look that they took.
#[server(prefix = "/fn", endpoint = "staff-access/read")]
pub(crate) async fn read_staff_access(org: String) -> Result<StaffAccessView, PortalError> {
    crate::door::staff_access::view(&org).await
}

/// Grants, refuses or ends an access.
#[server(prefix = "/fn", endpoint = "staff-access/answer")]
pub(crate) async fn answer_staff_access(
    org: String,
    #[server(default)] id: String,
    #[server(default)] answer: String,
) -> Result<(), PortalError> {
    let done = crate::door::staff_access::answer(&org, &id, &answer).await?;
    leptos_axum::redirect(&format!("/o/{org}/settings/staff-access?done={done}"));
    Ok(())
}
