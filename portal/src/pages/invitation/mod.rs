//! What the link of an invitation leads to. It comes from a letter, so the browser brings no session to the first page: whoever
//! has an account goes on to the second, which asks who they are.

mod join;
mod look;
mod new_account;

pub(crate) use join::JoinPage;
pub(crate) use look::InvitationPage;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use model::views::InvitationView;

use crate::{
    components::{ErrorView, Loading},
    contexts::forbid_storing,
    layouts::AuthLayout,
    server_fns::joining::read_invitation,
};

/// The token in the address.
fn use_token() -> Signal<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|p| p.get("token").unwrap_or_default())).into()
}

/// Loads the invitation and hands it to `draw`.
#[component]
fn WithInvitation<V, F>(draw: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Fn(String, InvitationView) -> V + Copy + Send + Sync + 'static,
{
    forbid_storing();
    let token = use_token();
    let invitation = Resource::new(move || token.get(), read_invitation);
    view! {
        <Title text="Invitation"/>
        <AuthLayout>
            <Suspense fallback=|| view! { <Loading label="Loading the invitation"/> }>
                {move || Suspend::new(async move {
                    match invitation.await {
                        Ok(invitation) => draw(token.get_untracked(), invitation).into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Suspense>
        </AuthLayout>
    }
}

/// Who invites whom, to what, as what.
#[component]
fn Head(invitation: InvitationView) -> impl IntoView {
    let role = invitation.role.replace('_', " ");
    view! {
        <header class="stack-2">
            <h1>"Join "{invitation.org_name}</h1>
            <p class="muted">{invitation.invited_by}" invites "<b class="strong">{invitation.email}</b>" as "<b class="strong">{role}</b>"."</p>
        </header>
    }
}
