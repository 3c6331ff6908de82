use leptos::prelude::*;

use crate::{
    components::{ButtonKind, CopyField, Crumb, EmptyState, ErrorView, LinkButton, Loading, Notice, PageHead, Tone},
    contexts::{forbid_storing, use_org},
    server_fns::security::read_issued_sdk_password,
};

/// `/o/:org/settings/security/sdk-password`: the only page that ever shows the password, and only the first time it is opened.
#[component]
pub(crate) fn SdkPasswordPage() -> impl IntoView {
    forbid_storing();
    let org = use_org();
    let password = Resource::new(move || org.get(), read_issued_sdk_password);
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the password"/></div> }>
            {move || Suspend::new(async move {
                let org = org.get_untracked();
                let page = format!("/o/{org}/settings/security");
                match password.await {
                    Ok(Some(password)) => view! { <Shown org password page/> }.into_any(),
                    Ok(None) => view! { <AlreadyShown page/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Shown(org: String, password: String, page: String) -> impl IntoView {
    let crumbs = vec![Crumb::new(page.clone(), "Security")];
    view! {
        <div class="page page-narrow">
            <PageHead title="Password for the SDK" crumbs/>
            <Notice tone=Tone::Warn title="This is the only time you see the password.">"Store it where the program reads its API key. If it is lost, make another one."</Notice>
            <section class="secret" aria-label="Organisation and password">
                <div class="stack-2"><h2 class="small">"Organisation"</h2><CopyField text=org label="the organisation"/></div>
                <div class="stack-2"><h2 class="small">"Password"</h2><CopyField text=password label="the password"/></div>
            </section>
            <div class="form-foot"><LinkButton href=page kind=ButtonKind::Primary>"I have stored it"</LinkButton></div>
        </div>
    }
}

#[component]
fn AlreadyShown(page: String) -> impl IntoView {
    view! {
        <div class="page page-narrow">
            <PageHead title="Password for the SDK" crumbs=vec![Crumb::new(page.clone(), "Security")]/>
            <div class="card">
                <EmptyState title="The password was already shown" icon=icondata_lu::LuEyeOff actions=move || view! { <a class="btn" href=page.clone()>"Back to security"</a> }>
                    "It is shown once and not kept in readable form. If nobody stored it, make another one."
                </EmptyState>
            </div>
        </div>
    }
}
