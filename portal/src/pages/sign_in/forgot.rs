use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Button, ButtonKind, ButtonSize, FormProblems, LinkButton, Notice, TextInput, Tone},
    contexts::Problems,
    layouts::AuthLayout,
    server_fns::{joining::AskPasswordReset, typed::take},
};

/// `/signin/forgot`: asks for a letter with a link. The page says the same whether somebody has the address or not.
#[component]
pub(crate) fn ForgotPage() -> impl IntoView {
    let query = use_query_map();
    let typed = StoredValue::new(take("email"));
    let sent = Memo::new(move |_| query.with(|q| q.get("sent").is_some()));
    view! {
        <Title text="Forgot password"/>
        <AuthLayout>
            {move || if sent.get() { Either::Left(view! { <Sent/> }) } else { Either::Right(view! { <Ask typed=typed.get_value()/> }) }}
        </AuthLayout>
    }
}

#[component]
fn Sent() -> impl IntoView {
    view! {
        <header class="stack-2"><h1>"Look into your mail"</h1></header>
        <Notice tone=Tone::Ok>"If there is an account with that address, a letter is on its way. Its link is good for an hour and works once."</Notice>
        <LinkButton href="/signin" size=ButtonSize::Block>"Back to sign in"</LinkButton>
    }
}

#[component]
fn Ask(typed: Option<String>) -> impl IntoView {
    let ask = ServerAction::<AskPasswordReset>::new();
    let problems = Problems::of(ask);
    view! {
        <header class="stack-2">
            <h1>"Forgot your password?"</h1>
            <p class="muted">"We mail you a link to choose a new one. Your second factor stays as it is."</p>
        </header>
        <ActionForm action=ask attr:class="form">
            <FormProblems problems/>
            <TextInput name="email" label="Work e-mail" kind="email" autocomplete="username" value=typed required=true autofocus=true problem=problems.field("email") class="input-lg"/>
            <Button kind=ButtonKind::Primary size=ButtonSize::Block pending=ask.pending()>"Send the link"</Button>
        </ActionForm>
        <p class="small muted"><a href="/signin">"Back to sign in"</a></p>
    }
}
