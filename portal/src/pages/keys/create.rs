use leptos::{form::ActionForm, prelude::*};
use model::views::ScopeChoice;

use super::{
    expiry::Expiry,
    settings::{NetworksField, RhythmField},
};
use crate::{
    components::{
        Button, ButtonKind, CheckboxGroup, Choice, Crumb, ErrorView, FormProblems, LinkButton, Loading, PageHead, RadioGroup, Select,
        TextArea, TextInput, Tick,
    },
    contexts::{Problems, use_org},
    server_fns::{
        keys::{CreateKey, list_scope_choices},
        typed::take,
    },
};

/// `/o/:org/keys/new`.
#[component]
pub(crate) fn NewKeyPage() -> impl IntoView {
    let org = use_org();
    let typed = StoredValue::new(take("name"));
    let choices = Resource::new(move || org.get(), list_scope_choices);
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the form"/></div> }>
            {move || Suspend::new(async move {
                match choices.await {
                    Ok(choices) => view! { <Form org=org.get_untracked() choices typed=typed.get_value()/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Form(org: String, choices: Vec<ScopeChoice>, typed: Option<String>) -> impl IntoView {
    let create = ServerAction::new();
    let keys = format!("/o/{org}/keys");
    let crumbs = vec![Crumb::new(keys.clone(), "API keys")];
    view! {
        <div class="page page-narrow">
            <PageHead title="Create an API key" lead="You see the secret once, on the next page." crumbs/>
            <Fields org create choices keys typed/>
        </div>
    }
}

#[component]
fn Fields(org: String, create: ServerAction<CreateKey>, choices: Vec<ScopeChoice>, keys: String, typed: Option<String>) -> impl IntoView {
    let problems = Problems::of(create);
    let pending = create.pending();
    let ticks = choices.into_iter().map(tick).collect::<Vec<_>>();
    let expiries = Expiry::CHOICES.into_iter().map(|(expiry, word)| Choice::new(expiry.word(), word)).collect::<Vec<_>>();
    view! {
        <ActionForm action=create attr:class="card form card-form">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <TextInput name="name" label="Name" hint="Where it runs and what it does, for example claims-triage." maxlength=80_u32 required=true autocomplete="off" value=typed problem=problems.field("name")/>
            <CheckboxGroup name="scopes[]" legend="The key may" hint="Ticked at first is what the SDKs need. You can only give what you hold yourself." options=ticks problem=problems.field("scopes")/>
            <Select name="expires" label="Ends" options=expiries selected=Expiry::Days(90).word() hint="A key that ends by itself is one less to forget." problem=problems.field("expires_at")/>
            <RadioGroup name="environment" legend="Environment" options=environments() problem=problems.field("environment")/>
            <NetworksField problem=problems.field("networks")/>
            <RhythmField days=None problem=problems.field("rotate_every_days")/>
            <TextArea name="connector_rights" label="Connectors" hint="For a service identity only, one a line: mcp:salesforce:query, or mcp:salesforce:* for all of one connector." rows=2_u32 maxlength=12000_u32 optional=true problem=problems.field("connector_rights")/>
            <div class="form-foot">
                <LinkButton href=keys>"Cancel"</LinkButton>
                <Button kind=ButtonKind::Primary pending>"Create API key"</Button>
            </div>
        </ActionForm>
    }
}

fn environments() -> Vec<Tick> {
    let choices = [
        ("live", "Live", "For real work."),
        ("test", "Test", "For trying out. A server can be told to take keys of one environment only."),
    ];
    let tick = |(value, label, hint): (&str, &str, &str)| Tick {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: Some(hint.to_owned()),
        checked: value == "live",
    };
    choices.map(tick).to_vec()
}

fn tick(choice: ScopeChoice) -> Tick {
    Tick {
        value: choice.permission.to_string(),
        label: choice.meaning,
        hint: Some(choice.permission.to_string()),
        checked: choice.in_template,
    }
}
