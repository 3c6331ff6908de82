use leptos::prelude::*;
use leptos_meta::Title;

use super::{NextField, next_page};
use crate::{
    components::{Button, ButtonKind, ButtonSize, Flash, FormProblems, PasskeyButton, TextInput},
    contexts::Problems,
    layouts::AuthLayout,
    passkeys::PasskeyAsk,
    server_fns::{
        session::{SignIn, SignInByPasskey, start_by_passkey},
        typed::take,
    },
};

/// E-mail and password.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let sign_in = ServerAction::<SignIn>::new();
    let problems = Problems::of(sign_in);
    let typed = take("email");
    view! {
        <Title text="Sign in" />
        <AuthLayout>
            <header class="stack-2">
                <h1>"Sign in"</h1>
                <p class="muted">"Decide what your AI systems may do, and prove what they did."</p>
            </header>
            <Flash />
            <ActionForm action=sign_in attr:class="form">
                <FormProblems problems=problems />
                <NextField />
                <TextInput
                    name="email"
                    label="Work e-mail"
                    kind="email"
                    autocomplete="username"
                    value=typed
                    problem=problems.field("email")
                    required=true
                    autofocus=true
                    class="input-lg"
                />
                <TextInput
                    name="password"
                    label="Password"
                    kind="password"
                    autocomplete="current-password"
                    problem=problems.field("password")
                    required=true
                    class="input-lg"
                />
                <Button kind=ButtonKind::Primary size=ButtonSize::Block pending=sign_in.pending()>"Sign in"</Button>
            </ActionForm>
            <p class="small muted"><a href="/signin/forgot">"Forgot your password?"</a></p>
            <ByPasskey />
            <form method="post" action="/auth/start" class="form">
                <TextInput
                    name="sso-email"
                    label="Or sign in with your organisation's provider"
                    hint="Your work e-mail says which one."
                    kind="email"
                    autocomplete="username"
                    required=true
                />
                <Button kind=ButtonKind::Plain size=ButtonSize::Block>"Continue with single sign-on"</Button>
            </form>
        </AuthLayout>
    }
}

/// Signs in without an address: the device knows whose passkey it has.
#[component]
fn ByPasskey() -> impl IntoView {
    let sign_in = ServerAction::<SignInByPasskey>::new();
    let next = next_page();
    let answered = move |answer| {
        sign_in.dispatch(SignInByPasskey { answer, next: next.get_untracked() });
    };
    view! {
        <FormProblems problems=Problems::of(sign_in) />
        <PasskeyButton ask=PasskeyAsk::Use begin=start_by_passkey answered=answered size=ButtonSize::Block pending=sign_in.pending()>
            "Sign in with a passkey"
        </PasskeyButton>
    }
}
