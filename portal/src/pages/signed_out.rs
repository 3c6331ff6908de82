use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{ButtonKind, ButtonSize, LinkButton},
    layouts::AuthLayout,
};

/// Says what has ended.
#[component]
pub(crate) fn SignedOutPage() -> impl IntoView {
    view! {
        <Title text="Signed out" />
        <AuthLayout>
            <header class="stack-2">
                <h1>"Signed out"</h1>
                <p class="muted">"The session in this browser has ended. Sessions in other browsers go on."</p>
            </header>
            <LinkButton href="/signin" kind=ButtonKind::Primary size=ButtonSize::Block>"Sign in"</LinkButton>
        </AuthLayout>
    }
}
