use leptos::prelude::*;
use model::{SetUpLink, SetUpLinkId, views::IssuedSetUpLink};

use crate::{
    PortalError,
    components::{ButtonKind, CopyField, Crumb, EmptyState, ErrorView, LinkButton, Loading, Notice, PageHead, Time, Tone},
    contexts::{forbid_storing, use_id, use_org},
    server_fns::set_up::read_issued_link,
};

/// `/o/:org/sso/:id/links/:link`: the only page that ever shows a link, and only the first time it is opened.
#[component]
pub(crate) fn IssuedLinkPage() -> impl IntoView {
    forbid_storing();
    let org = use_org();
    let connection = use_id::<model::Connection>("id");
    let link = use_id::<SetUpLink>("link");
    let issued = Resource::new(move || (org.get(), link.get()), |(org, link)| read(org, link));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the link"/></div> }>
            {move || Suspend::new(async move {
                let id = connection.get_untracked().map(|id| id.to_string()).unwrap_or_default();
                let page = format!("/o/{}/sso/{id}/links", org.get_untracked());
                match issued.await {
                    Ok(Some(issued)) => view! { <Shown issued page/> }.into_any(),
                    Ok(None) => view! { <AlreadyShown page/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn read(org: String, link: Option<SetUpLinkId>) -> Result<Option<IssuedSetUpLink>, PortalError> {
    match link {
        Some(link) => read_issued_link(org, link).await,
        None => Err(PortalError::NotFound),
    }
}

#[component]
fn Shown(issued: IssuedSetUpLink, page: String) -> impl IntoView {
    let crumbs = vec![Crumb::new(page.clone(), "Set-up links")];
    view! {
        <div class="page page-narrow">
            <PageHead title=format!("Link for {}", issued.made_for) crumbs/>
            <Notice tone=Tone::Warn title="This is the only time you see the link.">"Whoever has it can say which provider your people would be led to. Send it to one person, by a way that others do not read. It is good until "<Time at=issued.expires_at/>"."</Notice>
            <section class="secret" aria-label="The link">
                <CopyField text=issued.url label="the link"/>
            </section>
            <div class="form-foot"><LinkButton href=page kind=ButtonKind::Primary>"I have sent it"</LinkButton></div>
        </div>
    }
}

#[component]
fn AlreadyShown(page: String) -> impl IntoView {
    view! {
        <div class="page page-narrow">
            <PageHead title="Link" crumbs=vec![Crumb::new(page.clone(), "Set-up links")]/>
            <div class="card">
                <EmptyState title="The link was already shown" icon=icondata_lu::LuEyeOff actions=move || view! { <a class="btn" href=page.clone()>"Back to set-up links"</a> }>
                    "It is shown once. If it was not sent, take it back and make another one."
                </EmptyState>
            </div>
        </div>
    }
}
