use leptos::prelude::*;

use crate::{
    components::{AlreadyShown, ErrorView, Loading, ShownOnce},
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
                    Ok(None) => view! { <AlreadyShown title=TITLE what="password" advice="make another one." back=page back_to="Security"/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Shown(org: String, password: String, page: String) -> impl IntoView {
    let values = vec![("Organisation", org), ("Password", password)];
    let advice = "Store it where the program reads its API key. If it is lost, make another one.";
    view! { <ShownOnce title=TITLE what="password" advice values back=page back_to="Security"/> }
}

const TITLE: &str = "Password for the SDK";
