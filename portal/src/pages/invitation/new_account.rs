use leptos::prelude::*;

use crate::{
    components::{Button, ButtonKind, ButtonSize, FormProblems, TextInput},
    contexts::Problems,
    server_fns::{joining::AcceptWithNewAccount, typed::take},
};

/// Name and password of an account that is made now.
#[component]
pub(super) fn NewAccount(token: String) -> impl IntoView {
    let accept = ServerAction::<AcceptWithNewAccount>::new();
    let problems = Problems::of(accept);
    let typed = take("name");
    view! {
        <ActionForm action=accept attr:class="form">
            <FormProblems problems/>
            <input type="hidden" name="token" value=token/>
            <TextInput name="name" label="Your name" autocomplete="name" value=typed maxlength=120_u32 required=true problem=problems.field("name") class="input-lg"/>
            <TextInput name="password" label="Choose a password" kind="password" hint="At least 12 characters. A few words that mean nothing to others are good." autocomplete="new-password" required=true problem=problems.field("password") class="input-lg"/>
            <Button kind=ButtonKind::Primary size=ButtonSize::Block pending=accept.pending()>"Join"</Button>
        </ActionForm>
        <p class="small muted">"If your role asks for a second factor, setting one up comes next."</p>
    }
}
