use leptos::prelude::*;
use model::views::RoleLine;

use super::OneRole;
use crate::{
    components::{Button, ButtonKind, Crumb, FormProblems, LinkButton, Notice, PageHead, Tone},
    contexts::Problems,
    pages::members::role_name,
    server_fns::roles::RemoveRole,
};

/// `/o/:org/roles/:id/remove`.
#[component]
pub(crate) fn RemoveRolePage() -> impl IntoView {
    view! { <OneRole draw=|org, role| view! { <Remove org role/> }/> }
}

#[component]
fn Remove(org: String, role: RoleLine) -> impl IntoView {
    let remove = ServerAction::<RemoveRole>::new();
    let roles = format!("/o/{org}/roles");
    let crumbs = vec![Crumb::new(roles.clone(), "Roles")];
    let in_use = role.people > 0 || role.invitations > 0 || role.teams > 0;
    let notice = if in_use {
        view! { <Notice tone=Tone::Warn title="Somebody holds this role or is invited to it, or a team carries it.">"Take it away from them first."</Notice> }
            .into_any()
    } else {
        view! { <Notice tone=Tone::Warn title="This cannot be undone.">"Nobody holds the role, so nobody loses anything."</Notice> }
            .into_any()
    };
    let button = (!in_use).then(|| view! { <Button kind=ButtonKind::Danger pending=remove.pending()>"Remove role"</Button> });
    view! {
        <PageHead title=format!("Remove role {}", role_name(&role.name)) crumbs/>
        <ActionForm action=remove attr:class="card form card-form">
            <FormProblems problems=Problems::of(remove)/>
            {notice}
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=role.role.to_string()/>
            <div class="form-foot"><LinkButton href=roles>"Cancel"</LinkButton>{button}</div>
        </ActionForm>
    }
}
