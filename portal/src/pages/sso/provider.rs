use leptos::prelude::*;
use model::{
    Connection, ConnectionId,
    views::{ConnectionView, ProviderOffer, ProviderView},
};

use super::{
    frame::{Frame, Place},
    offer::{OfferForms, SaveForm},
    provider_shown::ProviderShown,
};
use crate::{
    PortalError,
    components::{Card, ErrorView, FormProblems, Loading},
    contexts::{Problems, forbid_storing, respond_with, use_id, use_org},
    posted::{Sent, sent},
    server_fns::sso::{SaveProvider, preview_provider, read_connection},
};

/// `/o/:org/sso/:id/provider`: what an administrator brings of the provider is posted to the page itself, which shows what was
/// read of it; only then can it be saved.
#[component]
pub(crate) fn ProviderPage() -> impl IntoView {
    forbid_storing();
    let org = use_org();
    let id = use_id::<Connection>("id");
    let posted = StoredValue::new(sent::<ProviderOffer>());
    let save = ServerAction::<SaveProvider>::new();
    let loaded = Resource::new(move || (org.get(), id.get()), move |(org, id)| load(org, id, posted.get_value()));
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading the connection"/></div> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok((view, read)) => view! { <Page org=org.get_untracked() view read typed=typed(posted.get_value()) save/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// What was read of the posted form, if there was one.
type Read = Option<Result<ProviderView, PortalError>>;

async fn load(org: String, id: Option<ConnectionId>, posted: Option<Sent<ProviderOffer>>) -> Result<(ConnectionView, Read), PortalError> {
    let id = id.ok_or(PortalError::NotFound)?;
    let view = read_connection(org.clone(), id).await?;
    let read = match posted {
        None => None,
        Some(Sent::Form(offer)) => Some(preview_provider(org, id, offer).await),
        Some(Sent::TooLong) => Some(Err(PortalError::field_problem("metadata", "The metadata is too long: 512 kB are read."))),
    };
    Ok((view, read))
}

fn typed(posted: Option<Sent<ProviderOffer>>) -> ProviderOffer {
    match posted {
        Some(Sent::Form(offer)) => offer,
        Some(Sent::TooLong) | None => ProviderOffer::default(),
    }
}

#[component]
fn Page(org: String, view: ConnectionView, read: Read, typed: ProviderOffer, save: ServerAction<SaveProvider>) -> impl IntoView {
    if let Some(Err(error)) = &read {
        respond_with(error.status());
    }
    let id = view.line.connection;
    let stored = view.provider.clone();
    let line = view.line.clone();
    let body = match read {
        Some(Ok(provider)) => {
            let seen = provider.seen.clone();
            view! {
                <Card title="What we read" id="read"><ProviderShown provider/></Card>
                <SaveForm org=org.clone() id offer=typed seen stored=stored.is_some() save/>
            }
            .into_any()
        }
        refused => {
            let problems = Signal::stored(refused.map(|refused| refused.map(|_| ())));
            let present = stored.map(|provider| view! { <Card title="What is stored" id="stored"><ProviderShown provider/></Card> });
            view! {
                <SaveProblems problems=Problems::of(save)/>
                {present}
                <OfferForms target=Place::Provider.href(&org, id) kind=view.line.kind protocol=view.line.protocol typed problems=Problems::in_answer(problems)/>
            }
            .into_any()
        }
    };
    view! { <Frame org at=Place::Provider line>{body}</Frame> }
}

/// Why saving was refused; without scripts the browser is back at the forms, so it is said above them, fields too.
#[component]
pub(crate) fn SaveProblems(problems: Problems) -> impl IntoView {
    let field = move |name: &'static str, label: &'static str| {
        move || problems.field(name).get().map(|problem| view! { <p class="error">{label}": "{problem}</p> })
    };
    view! {
        <FormProblems problems/>
        {field("client_id", "Client id")}
        {field("client_secret", "Client secret")}
        {field("metadata", "Metadata")}
        {field("metadata_url", "Metadata address")}
        {field("issuer", "Issuer")}
    }
}
