//! What a set-up link leads to: one connection, for somebody without an account. No session is asked for, and nothing else of
//! the organisation is read.

mod domain;
mod provider;
mod set_up;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::{
    SetUpLinkState,
    views::{GuestView, ProviderOffer},
};

use crate::{
    PortalError,
    components::{ErrorView, Flash, Loading, Notice, PageHead, Tone},
    contexts::forbid_storing,
    layouts::BareLayout,
    posted::sent,
    server_fns::set_up::read_set_up,
};

/// `/setup/:token`: also what the form about the provider is posted to.
#[component]
pub(crate) fn GuestPage() -> impl IntoView {
    forbid_storing();
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|p| p.get("token").unwrap_or_default()));
    let query = use_query_map();
    // What was done is on the page that it leads back to, and what was posted before it is over.
    let done = Memo::new(move |_| query.with(|q| q.get("done")));
    let posted = StoredValue::new(sent::<ProviderOffer>());
    let current = move |done: &Option<String>| posted.get_value().filter(|_| done.is_none());
    let loaded = Resource::new(move || (token.get(), done.get()), move |(token, done)| load(token, current(&done)));
    view! {
        <Title text="Set up single sign-on"/>
        <BareLayout>
            <Flash/>
            <Suspense fallback=|| view! { <div class="page"><Loading label="Loading the set-up"/></div> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok((view, read)) => view! { <Page token=token.get_untracked() view read typed=provider::typed(current(&done.get_untracked()))/> }.into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Suspense>
        </BareLayout>
    }
}

async fn load(token: String, posted: Option<crate::posted::Sent<ProviderOffer>>) -> Result<(GuestView, provider::Read), PortalError> {
    let view = read_set_up(token.clone()).await?;
    let read = if view.set_up.is_some() { provider::read(token, posted).await } else { None };
    Ok((view, read))
}

#[component]
fn Page(token: String, view: GuestView, read: provider::Read, typed: ProviderOffer) -> impl IntoView {
    let GuestView { org_name, made_by, state, set_up } = view;
    let body = match set_up {
        Some(set_up) => view! { <set_up::SetUp token made_by set_up read typed/> }.into_any(),
        None => {
            view! { <Notice tone=Tone::Warn title="This link has ended.">{why(state)}" Ask "{made_by}" if you need another one."</Notice> }
                .into_any()
        }
    };
    view! {
        <div class="page stack-6">
            <PageHead title=format!("Single sign-on for {org_name}")/>
            {body}
        </div>
    }
}

const fn why(state: SetUpLinkState) -> &'static str {
    match state {
        SetUpLinkState::Open => "",
        SetUpLinkState::Expired => "Its time is over.",
        SetUpLinkState::Revoked => "It was taken back.",
        SetUpLinkState::InUse => "The connection is set up, and people sign in by it.",
    }
}
