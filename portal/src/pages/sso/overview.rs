use leptos::prelude::*;
use model::{
    ConnectionId, SsoProtocol,
    views::{ConnectionLine, ConnectionState, ConnectionView},
};

use super::{
    frame::{OneConnection, Place, protocol_in_words},
    list::{StateWord, domains_in_words},
};
use crate::{
    components::{Button, ButtonKind, Card, FormProblems, LinkButton, TextInput, Time},
    contexts::Problems,
    server_fns::sso::{AllowIdpInitiated, RenameConnection, SwitchConnection},
};

/// `/o/:org/sso/:id`.
#[component]
pub(crate) fn ConnectionPage() -> impl IntoView {
    view! { <OneConnection at=Place::Overview draw=|org, view| view! { <Overview org view/> }/> }
}

#[component]
fn Overview(org: String, view: ConnectionView) -> impl IntoView {
    let line = view.line;
    let id = line.connection;
    let never = || view! { <span class="none">"never"</span> }.into_any();
    let last = line.last_success_at.map_or_else(never, |at| view! { <Time at/> }.into_any());
    let provider = line
        .kind
        .name()
        .map_or_else(|| protocol_in_words(line.protocol).to_owned(), |name| format!("{name}, {}", protocol_in_words(line.protocol)));
    let is_known = line.state != ConnectionState::SetUp;
    let next = (!is_known).then(|| {
        let href = Place::Values.href(&org, id);
        view! { <div class="form-foot"><LinkButton href=href kind=ButtonKind::Primary>"Continue"</LinkButton></div> }
    });
    let domains = domains_in_words(&line.domains);
    let rename = view! { <Rename org=org.clone() line=line.clone()/> };
    view! {
        <Card title="The connection" id="about">
            <dl class="kv">
                <dt>"State"</dt>
                <dd><StateWord state=line.state/></dd>
                <dt>"Provider"</dt>
                <dd>{provider}</dd>
                <dt>"Domains"</dt>
                <dd>{domains}</dd>
                <dt>"Last success"</dt>
                <dd>{last}</dd>
                <dt>"Refused in 7 days"</dt>
                <dd>{line.refused}</dd>
                <dt>"People linked"</dt>
                <dd>{line.people}</dd>
            </dl>
        </Card>
        {next}
        {rename}
        {(is_known && line.protocol == SsoProtocol::Saml).then(|| view! { <IdpInitiated org=org.clone() id allowed=view.idp_initiated/> })}
        {is_known.then(|| view! { <Switch org=org.clone() id on=line.state == ConnectionState::On/> })}
        <Card title="Remove" id="remove">
            <p class="help">"The people stay members, and sign in by password or by another connection."</p>
            <div class="form-foot"><LinkButton href=format!("/o/{org}/sso/{id}/remove") kind=ButtonKind::DangerQuiet>"Remove connection"</LinkButton></div>
        </Card>
    }
}

#[component]
fn Rename(org: String, line: ConnectionLine) -> impl IntoView {
    let rename = ServerAction::<RenameConnection>::new();
    let problems = Problems::of(rename);
    view! {
        <ActionForm action=rename attr:class="card form card-form">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=line.connection.to_string()/>
            <TextInput name="name" label="Name" hint="People read it when they sign in." maxlength=60_u32 required=true autocomplete="off" value=Some(line.name) problem=problems.field("name")/>
            <div class="form-foot"><Button pending=rename.pending()>"Rename connection"</Button></div>
        </ActionForm>
    }
}

#[component]
fn Switch(org: String, id: ConnectionId, on: bool) -> impl IntoView {
    let switch = ServerAction::<SwitchConnection>::new();
    let (title, help, verb, kind) = if on {
        (
            "Switch off",
            "Nobody comes by it then, and people of its domains sign in by password, also where it was required. It can be switched on again.",
            "Switch connection off",
            ButtonKind::DangerQuiet,
        )
    } else {
        ("Switch on", "People of its domains come by it again.", "Switch connection on", ButtonKind::Plain)
    };
    view! {
        <Card title id="switch">
            <ActionForm action=switch attr:class="form">
                <FormProblems problems=Problems::of(switch)/>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="enabled" value=(!on).to_string()/>
                <p class="help">{help}</p>
                <div class="form-foot"><Button kind pending=switch.pending()>{verb}</Button></div>
            </ActionForm>
        </Card>
    }
}

/// Off unless somebody says so: an answer to nothing can lead a person into somebody else's account.
#[component]
fn IdpInitiated(org: String, id: ConnectionId, allowed: bool) -> impl IntoView {
    let allow = ServerAction::<AllowIdpInitiated>::new();
    let (help, verb) = if allowed {
        ("Your provider's start page signs people in here. Each answer counts once.", "Begin sign-ins here only")
    } else {
        (
            "Every sign-in begins here, so that an answer fits what this browser asked for. Allow it for people who start from the provider's own page; a link that somebody else sends can then sign them in as somebody else.",
            "Allow sign-ins from the provider",
        )
    };
    view! {
        <Card title="Sign-ins that begin at the provider" id="idp-initiated">
            <ActionForm action=allow attr:class="form">
                <FormProblems problems=Problems::of(allow)/>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="enabled" value=(!allowed).to_string()/>
                <p class="help">{help}</p>
                <div class="form-foot"><Button pending=allow.pending()>{verb}</Button></div>
            </ActionForm>
        </Card>
    }
}
