//! Roles: the list, the matrix that writes one, and what a change would mean before it is saved.

mod edit;
mod fields;
mod list;
mod new;
mod preview;
mod remove;

pub(crate) use edit::EditRolePage;
pub(crate) use list::RolesPage;
pub(crate) use new::NewRolePage;
pub(crate) use preview::{GainsAndLosses, PreviewRolePage};
pub(crate) use remove::RemoveRolePage;

use leptos::prelude::*;
use model::{Role, RoleId, views::RoleLine};

use crate::{
    PortalError,
    components::{ErrorView, Loading},
    contexts::{use_id, use_org},
    server_fns::roles::read_role,
};

/// The page of one role: loads it and hands it to `draw`, or shows why it cannot.
#[component]
fn OneRole<V, F>(draw: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Fn(String, RoleLine) -> V + Copy + Send + Sync + 'static,
{
    let org = use_org();
    let id = use_id::<Role>("id");
    let role = Resource::new(move || (org.get(), id.get()), |(org, id)| read(org, id));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the role"/></div> }>
            {move || Suspend::new(async move {
                match role.await {
                    Ok(role) => view! { <div class="page page-narrow">{draw(org.get_untracked(), role)}</div> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn read(org: String, id: Option<RoleId>) -> Result<RoleLine, PortalError> {
    match id {
        Some(id) => read_role(org, id).await,
        None => Err(PortalError::NotFound),
    }
}
