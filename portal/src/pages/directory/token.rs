use leptos::prelude::*;
use model::{DirectoryToken, DirectoryTokenId, views::IssuedDirectoryToken};

use crate::{
    PortalError,
    components::{ButtonKind, CopyField, Crumb, EmptyState, ErrorView, LinkButton, Loading, Notice, PageHead, Tone},
    contexts::{forbid_storing, use_id, use_org},
    server_fns::directory::read_issued_token,
};

/// `/o/:org/directory/tokens/:id`: the only page that ever shows a token, and only the first time it is opened.
#[component]
pub(crate) fn DirectoryTokenPage() -> impl IntoView {
    forbid_storing();
    let org = use_org();
    let id = use_id::<DirectoryToken>("id");
    let token = Resource::new(move || (org.get(), id.get()), |(org, id)| read(org, id));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the token"/></div> }>
            {move || Suspend::new(async move {
                let page = format!("/o/{}/directory", org.get_untracked());
                match token.await {
                    Ok(Some(token)) => view! { <Shown token page/> }.into_any(),
                    Ok(None) => view! { <AlreadyShown page/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn read(org: String, id: Option<DirectoryTokenId>) -> Result<Option<IssuedDirectoryToken>, PortalError> {
    match id {
        Some(id) => read_issued_token(org, id).await,
        None => Err(PortalError::NotFound),
    }
}

#[component]
fn Shown(token: IssuedDirectoryToken, page: String) -> impl IntoView {
    let crumbs = vec![Crumb::new(page.clone(), "Directory sync")];
    view! {
        <div class="page page-narrow">
            <PageHead title=format!("Token {}", token.name) crumbs/>
            <Notice tone=Tone::Warn title="This is the only time you see the token.">"Enter both in your directory before you leave this page. If it is lost, revoke it and make another one."</Notice>
            <section class="secret" aria-label="Address and token">
                <div class="stack-2"><h2 class="small">"Address"</h2><CopyField text=token.base_url label="the address"/></div>
                <div class="stack-2"><h2 class="small">"Token"</h2><CopyField text=token.token label="the token"/></div>
            </section>
            <div class="form-foot"><LinkButton href=page kind=ButtonKind::Primary>"I have stored it"</LinkButton></div>
        </div>
    }
}

#[component]
fn AlreadyShown(page: String) -> impl IntoView {
    view! {
        <div class="page page-narrow">
            <PageHead title="Token" crumbs=vec![Crumb::new(page.clone(), "Directory sync")]/>
            <div class="card">
                <EmptyState title="The token was already shown" icon=icondata_lu::LuEyeOff actions=move || view! { <a class="btn" href=page.clone()>"Back to directory sync"</a> }>
                    "It is shown once and not kept in readable form. If nobody stored it, revoke it and make another one."
                </EmptyState>
            </div>
        </div>
    }
}
