use leptos::prelude::*;
use model::views::{GuestSetUp, ProviderOffer};

use super::{
    domain::Domain,
    provider::{Provider, Read},
};
use crate::{
    components::{Card, Time},
    pages::sso::OurValues,
};

/// The steps, one below the other; all of them can be done in any order and again.
#[component]
pub(super) fn SetUp(token: String, made_by: String, set_up: GuestSetUp, read: Read, typed: ProviderOffer) -> impl IntoView {
    let known = set_up.provider.is_some();
    let domain = set_up.domain.clone().map(|domain| view! { <Domain token=token.clone() domain/> });
    let test = format!("/auth/setup/{token}/test");
    view! {
        <p class="muted">
            {made_by}" asks you to connect "<b class="strong">{set_up.name.clone()}</b>". Nobody is affected by what you do here: an administrator looks at it and turns it on. This link is good until "
            <Time at=set_up.expires_at/>", and for you alone."
        </p>
        <OurValues kind=set_up.kind protocol=set_up.protocol ours=set_up.ours.clone()/>
        <Provider token=token set_up read typed/>
        {domain}
        <Card title="Test sign-in" id="test">
            {if known {
                view! {
                    <p class="help">"Goes to the provider and back, signs nobody in, and shows what was checked."</p>
                    <div class="form-foot"><a class="btn btn-primary" href=test rel="external">"Test sign-in"</a></div>
                }.into_any()
            } else {
                view! { <p class="help">"As soon as the provider is saved."</p> }.into_any()
            }}
        </Card>
    }
}
