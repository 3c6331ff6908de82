use leptos::{form::ActionForm, prelude::*};
use model::views::KeyLine;

use super::{OneKey, state::is_live};
use crate::{
    components::{Button, ButtonKind, Crumb, FormProblems, LinkButton, Notice, PageHead, TextArea, Time, Tone},
    contexts::Problems,
    server_fns::{keys::RevokeKey, typed::take},
};

/// `/o/:org/keys/:id/revoke`.
#[component]
pub(crate) fn RevokeKeyPage() -> impl IntoView {
    let typed = StoredValue::new(take("reason"));
    view! { <OneKey draw=move |org, key| view! { <Revoke org key typed=typed.get_value()/> }/> }
}

#[component]
fn Revoke(org: String, key: KeyLine, typed: Option<String>) -> impl IntoView {
    let keys = format!("/o/{org}/keys");
    let crumbs = vec![Crumb::new(keys.clone(), "API keys")];
    let title = format!("Revoke key {}", key.name);
    let body = if is_live(key.state) {
        view! { <Fields org key keys typed/> }.into_any()
    } else {
        view! { <Notice tone=Tone::Warn title="This key no longer works.">"There is nothing left to revoke."</Notice> }.into_any()
    };
    view! {
        <PageHead title crumbs/>
        {body}
    }
}

#[component]
fn Fields(org: String, key: KeyLine, keys: String, typed: Option<String>) -> impl IntoView {
    let revoke = ServerAction::<RevokeKey>::new();
    let problems = Problems::of(revoke);
    let pending = revoke.pending();
    let last_used = key
        .last_used_at
        .map_or_else(|| view! { "It was never used." }.into_any(), |at| view! { "It was last used on " <Time at/> "." }.into_any());
    view! {
        <ActionForm action=revoke attr:class="card form card-form">
            <FormProblems problems/>
            <Notice tone=Tone::Warn title="This cannot be undone.">
                "Every call with "<b class="strong">{key.name}</b>" is refused from the next second on, on every node. " {last_used}
            </Notice>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=key.id.to_string()/>
            <TextArea name="reason" label="Reason" hint="It is kept with the key in the ledger." rows=2_u32 maxlength=500_u32 required=true value=typed problem=problems.field("reason")/>
            <div class="form-foot">
                <LinkButton href=keys>"Cancel"</LinkButton>
                <Button kind=ButtonKind::Danger pending>"Revoke key"</Button>
            </div>
        </ActionForm>
    }
}
