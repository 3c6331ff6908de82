use leptos::prelude::*;

use crate::{
    components::{Button, ButtonKind, Crumb, FormProblems, LinkButton, PageHead, RadioGroup, TextInput, Tick},
    contexts::{Problems, use_org},
    server_fns::{sso::BeginConnection, typed::take},
};

const CHOICES: [(&str, &str, &str); 5] = [
    ("okta", "Okta", "By SAML 2.0."),
    ("entra", "Microsoft Entra ID", "By SAML 2.0; formerly Azure AD."),
    ("google", "Google Workspace", "By SAML 2.0."),
    ("saml", "Another provider by SAML 2.0", "AD FS, OneLogin, PingOne, JumpCloud, Keycloak and others."),
    ("oidc", "Another provider by OpenID Connect", "Also Okta, Entra ID and Google, where you prefer it."),
];

/// `/o/:org/sso/new`.
#[component]
pub(crate) fn NewConnectionPage() -> impl IntoView {
    let org = use_org();
    let begin = ServerAction::<BeginConnection>::new();
    let problems = Problems::of(begin);
    let sso = move || format!("/o/{}/sso", org.get());
    let crumbs = vec![Crumb::new(sso(), "Single sign-on")];
    let options = CHOICES.map(|(value, label, hint)| Tick {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: Some(hint.to_owned()),
        checked: value == "okta",
    });
    view! {
        <div class="page page-narrow">
            <PageHead title="Add a connection" lead="You need an administrator of the provider, ten minutes, and a domain that you can change in DNS." crumbs/>
            <ActionForm action=begin attr:class="card form card-form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=move || org.get()/>
                <RadioGroup name="choice" legend="Which provider" options=options.to_vec() problem=problems.field("choice")/>
                <TextInput
                    name="name"
                    label="Name"
                    hint="People read \u{201c}Acme signs in with NAME\u{201d}. Left empty, it is the provider's."
                    optional=true
                    maxlength=60_u32
                    autocomplete="off"
                    value=take("name")
                    problem=problems.field("name")
                />
                <div class="form-foot">
                    <LinkButton href=sso()>"Cancel"</LinkButton>
                    <Button kind=ButtonKind::Primary pending=begin.pending()>"Continue"</Button>
                </div>
            </ActionForm>
        </div>
    }
}
