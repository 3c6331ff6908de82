use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::{
    components::{Button, ButtonKind, ButtonSize, ErrorView, FormProblems, LinkButton, Loading, Notice, TextInput, Tone},
    contexts::{Problems, forbid_storing},
    layouts::AuthLayout,
    server_fns::joining::{ResetPassword, read_password_reset},
};

/// `/signin/reset/:token`: chooses a new password by the link of a letter.
#[component]
pub(crate) fn ResetPage() -> impl IntoView {
    forbid_storing();
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|p| p.get("token").unwrap_or_default()));
    let open = Resource::new(move || token.get(), read_password_reset);
    view! {
        <Title text="New password"/>
        <AuthLayout>
            <header class="stack-2"><h1>"Choose a new password"</h1></header>
            <Suspense fallback=|| view! { <Loading label="Loading the form"/> }>
                {move || Suspend::new(async move {
                    match open.await {
                        Ok(true) => view! { <Choose token=token.get_untracked()/> }.into_any(),
                        Ok(false) => view! { <Over/> }.into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Suspense>
        </AuthLayout>
    }
}

#[component]
fn Over() -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn title="This link is not good any more.">"It works once and for an hour. Ask for a new one."</Notice>
        <LinkButton href="/signin/forgot" kind=ButtonKind::Primary size=ButtonSize::Block>"Ask for a new link"</LinkButton>
    }
}

#[component]
fn Choose(token: String) -> impl IntoView {
    let reset = ServerAction::<ResetPassword>::new();
    let problems = Problems::of(reset);
    view! {
        <ActionForm action=reset attr:class="form">
            <FormProblems problems/>
            <input type="hidden" name="token" value=token/>
            <TextInput name="password" label="New password" kind="password" hint="At least 12 characters. All your sessions end." autocomplete="new-password" required=true autofocus=true problem=problems.field("password") class="input-lg"/>
            <Button kind=ButtonKind::Primary size=ButtonSize::Block pending=reset.pending()>"Set the password"</Button>
        </ActionForm>
    }
}
