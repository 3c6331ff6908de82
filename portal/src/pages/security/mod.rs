//! How people get into the organisation, and the SDK into its portal.

mod sdk;
mod sdk_password;

pub(crate) use sdk_password::SdkPasswordPage;

use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use model::views::SecurityView;

use sdk::SdkCard;

use crate::{
    components::{Button, ButtonKind, CheckboxGroup, ErrorView, FormProblems, Loading, PageHead, TextArea, TextInput, Tick},
    contexts::{Problems, use_org},
    server_fns::{
        security::{ChangeSecurity, read_security},
        typed::take,
    },
};

/// `/o/:org/settings/security`.
#[component]
pub(crate) fn SecurityPage() -> impl IntoView {
    let org = use_org();
    let change = ServerAction::<ChangeSecurity>::new();
    let security = Resource::new(move || (org.get(), change.version().get()), |(org, _)| read_security(org));
    let typed = StoredValue::new(take("networks"));
    view! {
        <Title text="Security" />
        <div class="page page-narrow">
            <PageHead title="Security" lead="How people get into the organisation, and for how long. API keys are not concerned." />
            <Suspense fallback=|| view! { <Loading label="Loading the settings" /> }>
                {move || Suspend::new(async move {
                    match security.await {
                        Ok(view) => Either::Left(view! { <Form org=org.get_untracked() view change typed=typed.get_value() /> }),
                        Err(error) => Either::Right(view! { <ErrorView error=error /> }),
                    }
                })}
            </Suspense>
            <SdkCard />
        </div>
    }
}

#[component]
fn Form(org: String, view: SecurityView, change: ServerAction<ChangeSecurity>, typed: Option<String>) -> impl IntoView {
    let problems = Problems::of(change);
    let everybody = Tick {
        value: "on".to_owned(),
        label: "Everybody needs a second factor".to_owned(),
        hint: Some("Roles that can change something need one in any case. Whoever has none sets it up at the next sign-in.".to_owned()),
        checked: view.second_factor_for_all,
    };
    let you = view.your_address.map_or_else(|| "Your own address is not known.".to_owned(), |address| format!("You come from {address}."));
    view! {
        <ActionForm action=change attr:class="card form card-form">
            <FormProblems problems=problems />
            <input type="hidden" name="org" value=org />
            <CheckboxGroup name="second_factor_for_all" legend="Second factor" options=vec![everybody] />
            <TextArea
                name="networks"
                label="Networks"
                hint=format!("One address or range to a line, such as 203.0.113.0/24. Empty lets people in from everywhere. {you}")
                value=Some(typed.unwrap_or_else(|| view.networks.join("\n")))
                problem=problems.field("networks")
                rows=4
                optional=true
            />
            <div class="form-row">
                <TextInput
                    name="idle_minutes"
                    label="Unused sessions end after, in minutes"
                    hint="5 to 720"
                    inputmode="numeric"
                    value=Some(view.idle_minutes.to_string())
                    problem=problems.field("idle_minutes")
                    required=true
                />
                <TextInput
                    name="session_hours"
                    label="All sessions end after, in hours"
                    hint="1 to 720"
                    inputmode="numeric"
                    value=Some(view.session_hours.to_string())
                    problem=problems.field("session_hours")
                    required=true
                />
            </div>
            <TextInput
                name="invitation_days"
                label="Invitations are good for, in days"
                hint="1 to 30; those that were sent keep their end."
                inputmode="numeric"
                value=Some(view.invitation_days.to_string())
                problem=problems.field("invitation_days")
                required=true
            />
            <p class="help">"Somebody who belongs to several organisations signs in again as soon as the strictest of them asks for it."</p>
            <div class="form-foot"><Button kind=ButtonKind::Primary pending=change.pending()>"Save settings"</Button></div>
        </ActionForm>
    }
}
