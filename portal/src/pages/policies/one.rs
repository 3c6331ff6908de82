use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::{Permission, views::PolicyDetail};

use crate::{
    components::{ErrorView, Loading},
    contexts::{use_org, use_viewer},
    server_fns::policies::read_policy,
};

/// The policy's id in the address.
pub(super) fn use_policy_id() -> Signal<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|p| p.get("id").unwrap_or_default())).into()
}

/// The page of one policy: loads it and hands it to `draw` with whether the viewer may change it, or shows why it cannot.
#[component]
pub(super) fn OnePolicy<V, F>(draw: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Fn(String, PolicyDetail, bool) -> V + Copy + Send + Sync + 'static,
{
    let org = use_org();
    let id = use_policy_id();
    let viewer = use_viewer();
    let policy = Resource::new(move || (org.get(), id.get()), |(org, id)| read_policy(org, id));
    view! {
        <Suspense fallback=|| view! { <div class="page"><Loading label="Loading the policy"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::PoliciesWrite));
                match policy.await {
                    Ok(policy) => draw(org.get_untracked(), policy, may_write).into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}
