use leptos::{form::ActionForm, prelude::*};
use model::views::PolicyDetail;

use super::one::OnePolicy;
use crate::{
    components::{Button, ButtonKind, Crumb, FormProblems, LinkButton, Notice, PageHead, Tone},
    contexts::Problems,
    server_fns::policies::DeletePolicy,
};

/// `/o/:org/policies/:id/delete`.
#[component]
pub(crate) fn DeletePolicyPage() -> impl IntoView {
    view! { <OnePolicy draw=|org, policy, _| view! { <Page org policy/> }/> }
}

#[component]
fn Page(org: String, policy: PolicyDetail) -> impl IntoView {
    let base = format!("/o/{org}/policies");
    let here = format!("{base}/{}", policy.entry.id);
    let crumbs = vec![Crumb::new(base, "Policies"), Crumb::new(here.clone(), policy.entry.name.clone())];
    let body = if policy.entry.updated_at.is_none() {
        view! { <Notice tone=Tone::Warn title="System policies ship with the product.">"They cannot be deleted. An override changes what one asks for."</Notice> }
            .into_any()
    } else {
        view! { <Fields org policy here/> }.into_any()
    };
    view! {
        <div class="page page-narrow">
            <PageHead title="Delete policy" crumbs/>
            {body}
        </div>
    }
}

#[component]
fn Fields(org: String, policy: PolicyDetail, here: String) -> impl IntoView {
    let delete = ServerAction::<DeletePolicy>::new();
    let problems = Problems::of(delete);
    let pending = delete.pending();
    view! {
        <ActionForm action=delete attr:class="card form card-form">
            <FormProblems problems/>
            <Notice tone=Tone::Warn title="It stops being enforced.">
                "Within a second no call is held to "<b class="strong">{policy.entry.name}</b>" any more, and its override ends with it. Versions and past decisions stay as they are."
            </Notice>
            <p class="small muted">"To stop it for a while, switch it off instead."</p>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=policy.entry.id/>
            <div class="form-foot">
                <LinkButton href=here>"Cancel"</LinkButton>
                <Button kind=ButtonKind::Danger pending>"Delete policy"</Button>
            </div>
        </ActionForm>
    }
}
