use leptos::{form::ActionForm, prelude::*};
use model::views::KeyLine;

use super::{OneKey, overlap::overlap_ticks, state::is_live};
use crate::{
    components::{Button, ButtonKind, Crumb, FormProblems, LinkButton, Notice, PageHead, RadioGroup, TextInput, Tone},
    contexts::Problems,
    server_fns::keys::RollKey,
};

/// `/o/:org/keys/:id/roll`.
#[component]
pub(crate) fn RollKeyPage() -> impl IntoView {
    view! { <OneKey draw=|org, key| view! { <Roll org key/> }/> }
}

#[component]
fn Roll(org: String, key: KeyLine) -> impl IntoView {
    let keys = format!("/o/{org}/keys");
    let crumbs = vec![Crumb::new(keys.clone(), "API keys")];
    let body = if is_live(key.state) {
        view! { <Fields org id=key.id.to_string() keys/> }.into_any()
    } else {
        view! { <Notice tone=Tone::Warn title="This key no longer works.">"It cannot be rolled. Create a new one instead."</Notice> }
            .into_any()
    };
    view! {
        <PageHead title=format!("Roll key {}", key.name) crumbs lead="It gets a new secret and keeps its client id, name and permissions. You see the new secret once, on the next page."/>
        {body}
    }
}

#[component]
fn Fields(org: String, id: String, keys: String) -> impl IntoView {
    let roll = ServerAction::<RollKey>::new();
    let problems = Problems::of(roll);
    let pending = roll.pending();
    let ticks = overlap_ticks();
    view! {
        <ActionForm action=roll attr:class="card form card-form">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id/>
            <RadioGroup name="overlap" legend="The old secret keeps working for" options=ticks problem=problems.field("overlap")/>
            <TextInput name="custom_hours" label="Hours, for another time" hint="1 to 720." inputmode="numeric" pattern="[0-9]*" maxlength=3_u32 optional=true problem=problems.field("custom_hours")/>
            <div class="form-foot">
                <LinkButton href=keys>"Cancel"</LinkButton>
                <Button kind=ButtonKind::Primary pending>"Roll key"</Button>
            </div>
        </ActionForm>
    }
}
