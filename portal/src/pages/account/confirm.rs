use leptos::prelude::*;
use model::views::FactorWays;

use crate::{
    components::{Button, ButtonKind, Card, FormProblems, PasskeyButton, TextInput},
    contexts::Problems,
    layouts::AccountResource,
    passkeys::PasskeyAsk,
    server_fns::account::{ConfirmByPasskey, ConfirmSelf, start_confirm_by_passkey},
};

/// Asks somebody who signed in a while ago to prove again that it is them.
#[component]
pub(super) fn ConfirmCard(
    /// By what they can.
    ways: FactorWays,
) -> impl IntoView {
    view! {
        <Card title="Confirm it is you" id="confirm">
            <div class="stack">
                <p class="small muted">"You signed in a while ago. Before you change how you sign in, prove that it is still you."</p>
                {ways.passkey.then(|| view! { <ByPasskey /> })}
                {(ways.authenticator || !ways.passkey).then(|| view! { <ByTyping code=ways.authenticator /> })}
            </div>
        </Card>
    }
}

#[component]
fn ByPasskey() -> impl IntoView {
    let confirm = ServerAction::<ConfirmByPasskey>::new();
    expect_context::<AccountResource>().follow(confirm.version());
    let answered = move |answer| {
        confirm.dispatch(ConfirmByPasskey { answer });
    };
    view! {
        <FormProblems problems=Problems::of(confirm) />
        <PasskeyButton ask=PasskeyAsk::Use begin=start_confirm_by_passkey answered=answered kind=ButtonKind::Primary pending=confirm.pending()>
            "Confirm with a passkey"
        </PasskeyButton>
    }
}

#[component]
fn ByTyping(
    /// A code of the app; the password otherwise.
    code: bool,
) -> impl IntoView {
    let confirm = ServerAction::<ConfirmSelf>::new();
    expect_context::<AccountResource>().follow(confirm.version());
    let problems = Problems::of(confirm);
    let (label, kind, autocomplete) =
        if code { ("Six-digit code of your app", "text", "one-time-code") } else { ("Your password", "password", "current-password") };
    view! {
        <ActionForm action=confirm attr:class="form form-inline">
            <FormProblems problems=problems />
            <TextInput name="secret" id="confirm-secret" label=label kind=kind autocomplete=autocomplete problem=problems.field("secret") required=true />
            <Button pending=confirm.pending()>"Confirm"</Button>
        </ActionForm>
    }
}
