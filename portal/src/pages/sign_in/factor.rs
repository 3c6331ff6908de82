use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::NextField;
use crate::{
    components::{Button, ButtonKind, ButtonSize, FormProblems, LinkButton, TextInput},
    contexts::Problems,
    layouts::AuthLayout,
    server_fns::session::SignInFactor,
};

/// The code of the authenticator, or one recovery code.
#[component]
pub(crate) fn FactorPage() -> impl IntoView {
    let check = ServerAction::<SignInFactor>::new();
    let problems = Problems::of(check);
    let query = use_query_map();
    let recovery = Memo::new(move |_| query.with(|q| q.get("method").is_some_and(|method| method == "recovery")));
    let next = move || query.with(|q| q.get("next").map(|next| format!("next={next}&")).unwrap_or_default());
    let other = move || {
        let (method, words) =
            if recovery.get() { ("", "Use your authenticator app") } else { ("method=recovery", "Use a recovery code instead") };
        let href = format!("/signin/factor?{}{method}", next());
        view! { <LinkButton href=href kind=ButtonKind::Quiet size=ButtonSize::Block>{words}</LinkButton> }
    };
    view! {
        <Title text="Second factor" />
        <AuthLayout>
            <header class="stack-2">
                <h1>"Confirm it is you"</h1>
                <p class="muted">
                    {move || if recovery.get() { "Each recovery code works once." } else { "Your account is protected by an authenticator app." }}
                </p>
            </header>
            <ActionForm action=check attr:class="form">
                <FormProblems problems=problems />
                <NextField />
                {move || if recovery.get() {
                    Either::Left(view! { <RecoveryField problem=problems.field("code") /> })
                } else {
                    Either::Right(view! { <CodeField problem=problems.field("code") autofocus=true /> })
                }}
                <Button kind=ButtonKind::Primary size=ButtonSize::Block pending=check.pending()>"Continue"</Button>
            </ActionForm>
            {other}
            <p class="small muted">"Not you? "<a href="/signin">"Sign in as someone else"</a></p>
        </AuthLayout>
    }
}

/// Six digits from the app.
#[component]
pub(crate) fn CodeField(problem: Signal<Option<String>>, #[prop(optional)] autofocus: bool) -> impl IntoView {
    view! {
        <TextInput
            name="code"
            label="Six-digit code"
            hint="From the entry “AxonFlow” in your app. Each code works once."
            problem=problem
            autocomplete="one-time-code"
            inputmode="numeric"
            pattern="[0-9 ]*"
            maxlength=7
            required=true
            autofocus=autofocus
            class="otp"
        />
    }
}

#[component]
fn RecoveryField(problem: Signal<Option<String>>) -> impl IntoView {
    view! {
        <TextInput
            name="code"
            label="Recovery code"
            hint="One of the ten that you kept when you set up the app."
            problem=problem
            autocomplete="off"
            maxlength=40
            required=true
            autofocus=true
            class="input-lg input-mono"
        />
    }
}
