use leptos::{form::ActionForm, prelude::*};
use model::{KeyKind, views::KeyLine};

use super::rhythm::Rhythm;
use crate::{
    components::{Button, ButtonKind, Choice, FormProblems, Select, TextArea, Time},
    contexts::Problems,
    server_fns::keys::ChangeKey,
};

/// What can be changed about a key without a new secret.
#[component]
pub(super) fn SettingsCard(org: String, line: KeyLine) -> impl IntoView {
    let change = ServerAction::<ChangeKey>::new();
    let problems = Problems::of(change);
    let pending = change.pending();
    let networks = lines(&line.networks);
    let days = line.rotation.as_ref().map(|rotation| rotation.every_days);
    let next = line.rotation.as_ref().map(|rotation| {
        let at = rotation.next_at;
        view! { <p class="small muted">"The next rotation begins on "<Time at/>"."</p> }
    });
    view! {
        <section class="section" aria-labelledby="settings">
            <div class="section-head"><h2 id="settings">"Settings"</h2></div>
            <ActionForm action=change attr:class="card form card-form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=line.id.to_string()/>
                <NetworksField value=networks problem=problems.field("networks")/>
                <RightsField kind=line.kind value=lines(&line.connector_rights) problem=problems.field("connector_rights")/>
                <RhythmField days problem=problems.field("rotate_every_days")/>
                {next}
                <div class="form-foot"><Button kind=ButtonKind::Primary pending>"Save settings"</Button></div>
            </ActionForm>
        </section>
    }
}

/// From where a key may be used.
#[component]
pub(super) fn NetworksField(#[prop(optional_no_strip, into)] value: Option<String>, problem: Signal<Option<String>>) -> impl IntoView {
    let hint = "Addresses or ranges such as 203.0.113.0/24, one a line. Empty is from anywhere.";
    view! { <TextArea name="networks" label="May be used from" hint rows=3_u32 maxlength=3000_u32 optional=true value problem/> }
}

/// Which connectors a service identity may use; nothing for other keys.
#[component]
fn RightsField(kind: KeyKind, value: String, problem: Signal<Option<String>>) -> impl IntoView {
    let hint = "One a line: mcp:salesforce:query, or mcp:salesforce:* for all of one connector.";
    match kind {
        KeyKind::Service => {
            view! { <TextArea name="connector_rights" label="Connectors" hint rows=4_u32 maxlength=12000_u32 required=true value problem/> }
                .into_any()
        }
        KeyKind::Client => view! { <input type="hidden" name="connector_rights" value=""/> }.into_any(),
    }
}

/// How often the secret is exchanged.
#[component]
pub(super) fn RhythmField(days: Option<u32>, problem: Signal<Option<String>>) -> impl IntoView {
    let options = Rhythm::choices(days).into_iter().map(|rhythm| Choice::new(rhythm.word(), rhythm.label())).collect::<Vec<_>>();
    let selected = Rhythm::of(days).word();
    let hint = "When it is due, the secret in use works for another week, and whoever answers for the key gets a letter.";
    view! { <Select name="rotation" label="New secret" options selected hint problem/> }
}

fn lines<T: ToString>(list: &[T]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
