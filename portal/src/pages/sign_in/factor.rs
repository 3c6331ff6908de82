use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::views::FactorWays;

use super::{NextField, by_passkey::ByPasskey};
use crate::{
    components::{Button, ButtonKind, ButtonSize, FormProblems, LinkButton, Loading, TextInput},
    contexts::Problems,
    layouts::AuthLayout,
    passkeys::PasskeyAsk,
    server_fns::session::{FactorByPasskey, SignInFactor, read_factor_ways, start_factor_by_passkey},
};

/// What comes after the password: a passkey, a code of the authenticator, or one recovery code.
#[component]
pub(crate) fn FactorPage() -> impl IntoView {
    let query = use_query_map();
    let recovery = Memo::new(move |_| query.with(|q| q.get("method").is_some_and(|method| method == "recovery")));
    let ways = Resource::new(|| (), |()| read_factor_ways());
    let next = move || query.with(|q| q.get("next").map(|next| format!("next={next}&")).unwrap_or_default());
    let other = move || {
        let (method, words) = if recovery.get() { ("", "Use another way") } else { ("method=recovery", "Use a recovery code instead") };
        let href = format!("/signin/factor?{}{method}", next());
        view! { <LinkButton href=href kind=ButtonKind::Quiet size=ButtonSize::Block>{words}</LinkButton> }
    };
    view! {
        <Title text="Second factor" />
        <AuthLayout>
            <header class="stack-2">
                <h1>"Confirm it is you"</h1>
                <p class="muted">
                    {move || if recovery.get() { "Each recovery code works once." } else { "Your account is protected by a second factor." }}
                </p>
            </header>
            <Suspense fallback=|| view! { <Loading label="Loading the form" /> }>
                {move || Suspend::new(async move {
                    let ways = ways.await.unwrap_or_default();
                    view! { <Ways ways=ways recovery=recovery /> }
                })}
            </Suspense>
            {other}
            <p class="small muted">"Not you? "<a href="/signin">"Sign in as someone else"</a></p>
        </AuthLayout>
    }
}

/// A passkey first where there is one; the code below it.
#[component]
fn Ways(ways: FactorWays, recovery: Memo<bool>) -> impl IntoView {
    let asks_code = move || recovery.get() || ways.authenticator || !ways.passkey;
    view! {
        {move || (ways.passkey && !recovery.get()).then(|| view! { <ByTheirPasskey /> })}
        {move || asks_code().then(|| view! { <ByCode recovery=recovery.get() only=!ways.passkey /> })}
    }
}

#[component]
fn ByTheirPasskey() -> impl IntoView {
    view! {
        <ByPasskey
            ask=PasskeyAsk::Use
            begin=start_factor_by_passkey
            call=|answer, next| FactorByPasskey { answer, next }
            words="Use a passkey"
        />
    }
}

#[component]
fn ByCode(
    /// A recovery code is asked, not one of the app.
    recovery: bool,
    /// There is no passkey.
    only: bool,
) -> impl IntoView {
    let check = ServerAction::<SignInFactor>::new();
    let problems = Problems::of(check);
    let kind = if only || recovery { ButtonKind::Primary } else { ButtonKind::Plain };
    view! {
        <ActionForm action=check attr:class="form">
            <FormProblems problems=problems />
            <NextField />
            {if recovery {
                Either::Left(view! { <RecoveryField problem=problems.field("code") /> })
            } else {
                Either::Right(view! { <CodeField problem=problems.field("code") autofocus=only /> })
            }}
            <Button kind=kind size=ButtonSize::Block pending=check.pending()>"Continue"</Button>
        </ActionForm>
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
