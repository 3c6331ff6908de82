use leptos::prelude::*;
use model::views::{GuestSetUp, ProviderOffer, ProviderView};

use crate::{
    PortalError,
    components::{Card, FormProblems},
    contexts::{Problems, respond_with},
    pages::sso::{Looked, OfferForms, ProviderShown, SaveProblems},
    posted::Sent,
    server_fns::set_up::{SaveAsGuest, preview_as_guest},
};

/// What was read of the posted form, if there was one.
pub(super) type Read = Option<Result<ProviderView, PortalError>>;

/// Reads what was posted; nothing is stored.
pub(super) async fn read(token: String, posted: Option<Sent<ProviderOffer>>) -> Read {
    match posted? {
        Sent::Form(offer) => Some(preview_as_guest(token, offer).await),
        Sent::TooLong => Some(Err(PortalError::field_problem("metadata", "The metadata is too long: 512 kB are read."))),
    }
}

/// What was typed, to be shown again.
pub(super) fn typed(posted: Option<Sent<ProviderOffer>>) -> ProviderOffer {
    match posted {
        Some(Sent::Form(offer)) => offer,
        Some(Sent::TooLong) | None => ProviderOffer::default(),
    }
}

/// The provider: what is stored, what was read, and the forms.
#[component]
pub(super) fn Provider(token: String, set_up: GuestSetUp, read: Read, typed: ProviderOffer) -> impl IntoView {
    if let Some(Err(error)) = &read {
        respond_with(error.status());
    }
    let save = ServerAction::<SaveAsGuest>::new();
    let problems = Problems::of(save);
    let (here, stored) = (format!("/setup/{token}"), set_up.provider.is_some());
    let body = match read {
        Some(Ok(provider)) => {
            let seen = provider.seen.clone();
            view! {
                <Card title="What we read" id="read"><ProviderShown provider/></Card>
                <ActionForm action=save attr:class="form">
                    <FormProblems problems/>
                    <input type="hidden" name="token" value=token/>
                    <Looked offer=typed seen stored problems back=here pending=save.pending()/>
                </ActionForm>
            }
            .into_any()
        }
        refused => {
            let refused = Signal::stored(refused.map(|refused| refused.map(|_| ())));
            let present =
                set_up.provider.map(|provider| view! { <Card title="What is stored" id="stored"><ProviderShown provider/></Card> });
            view! {
                <SaveProblems problems/>
                {present}
                <OfferForms target=here kind=set_up.kind protocol=set_up.protocol typed problems=Problems::in_answer(refused)/>
            }
            .into_any()
        }
    };
    view! {
        <section class="section" aria-labelledby="theirs">
            <div class="section-head"><h2 id="theirs">"Give us the provider\u{2019}s"</h2></div>
            {body}
        </section>
    }
}
