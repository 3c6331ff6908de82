use leptos::prelude::*;
use model::{
    ConnectionId, SsoMode,
    views::{ConnectionState, ConnectionView, DomainLine},
};

use super::frame::{OneConnection, Place};
use crate::{
    components::{Button, ButtonKind, ButtonSize, CheckLine, CheckResult, EmptyState, FormProblems, LinkButton, Notice, Tone},
    contexts::Problems,
    server_fns::sso::RouteDomain,
};

/// `/o/:org/sso/:id/turn-on`: for each verified domain off, optional or required.
#[component]
pub(crate) fn TurnOnPage() -> impl IntoView {
    view! { <OneConnection at=Place::TurnOn draw=|org, view| view! { <TurnOn org view/> }/> }
}

#[component]
fn TurnOn(org: String, view: ConnectionView) -> impl IntoView {
    let route = ServerAction::<RouteDomain>::new();
    let id = view.line.connection;
    if view.line.state == ConnectionState::SetUp {
        let href = Place::Provider.href(&org, id);
        return view! {
            <Notice tone=Tone::Warn title="The provider is not known yet.">"Give us its values first: "<a href=href>"provider"</a>"."</Notice>
        }
        .into_any();
    }
    let domains = format!("/o/{org}/domains");
    if view.domains.is_empty() {
        let add = format!("{domains}/new");
        return view! {
            <div class="card">
                <EmptyState title="No verified domain yet" icon=icondata_lu::LuGlobe actions=move || view! { <LinkButton href=add.clone() kind=ButtonKind::Primary>"Add domain"</LinkButton> }>
                    "A provider is believed for domains that you proved to own by a record in DNS, and for no other."
                </EmptyState>
            </div>
        }
        .into_any();
    }
    let may_require = view.proved && !view.break_glass.is_empty();
    let rows =
        view.domains.clone().into_iter().map(|domain| view! { <DomainForm org=org.clone() id domain may_require route/> }).collect_view();
    view! {
        <Conditions org view/>
        <section class="section" aria-labelledby="domains">
            <div class="section-head"><h2 id="domains">"Who signs in by this connection"</h2><a class="push" href=domains>"Domains"</a></div>
            <FormProblems problems=Problems::of(route)/>
            {rows}
        </section>
    }
    .into_any()
}

/// What has to be true before passwords end.
#[component]
fn Conditions(org: String, view: ConnectionView) -> impl IntoView {
    let result = |held| if held { CheckResult::Pass } else { CheckResult::Fail };
    let proved =
        if view.proved { "somebody did, in the last 24 hours" } else { "nobody did in the last 24 hours; test it or sign in by it" };
    let kept = !view.break_glass.is_empty();
    let ways = if kept { view.break_glass.join(", ") } else { "nobody is named and proven".to_owned() };
    let name = (!kept).then(|| {
        let safety = format!("/o/{org}/directory/safety");
        view! {
            <p class="help">
                <a href=safety>"Name a break-glass owner"</a>
                ": an owner outside of the directory, with a password and an authenticator or a passkey, who comes in when the provider fails."
            </p>
        }
    });
    view! {
        <section class="section" aria-labelledby="before">
            <div class="section-head"><h2 id="before">"Before it can be required"</h2></div>
            <ol class="checklist">
                <CheckLine result=result(view.proved) what="It works" seen=proved/>
                <CheckLine result=result(kept) what="A break-glass owner" seen=ways/>
            </ol>
            {name}
        </section>
    }
}

#[component]
fn DomainForm(org: String, id: ConnectionId, domain: DomainLine, may_require: bool, route: ServerAction<RouteDomain>) -> impl IntoView {
    let here = domain.connection.as_ref().is_some_and(|(connection, _)| *connection == id);
    let mode = if here { domain.mode } else { SsoMode::Off };
    let elsewhere = domain.connection.filter(|(connection, _)| *connection != id && domain.mode != SsoMode::Off).map(|(_, name)| name);
    let told = elsewhere.clone().map(|name| {
        view! { <p class="help">"Its people sign in by "{name}" now. Choosing here leads them to this connection instead."</p> }
    });
    let here_or_off = elsewhere.is_none();
    let members = match domain.members {
        0 => "no member yet".to_owned(),
        1 => "1 member".to_owned(),
        more => format!("{more} members"),
    };
    // A domain that leads elsewhere is not switched off from here.
    let offered = SsoMode::ALL.iter().filter(move |choice| **choice != SsoMode::Off || elsewhere.is_none());
    let choices = offered.map(move |choice| {
        let (label, hint) = in_words(*choice);
        let disabled = *choice == SsoMode::Required && !may_require && mode != SsoMode::Required;
        view! {
            <label class="check">
                <input type="radio" name="mode" value=choice.as_str() checked=*choice == mode && here_or_off disabled=disabled/>
                <span>{label}</span>
                <small>{hint}</small>
            </label>
        }
    });
    view! {
        <ActionForm action=route attr:class="card form card-form">
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="domain" value=domain.domain.clone()/>
            <fieldset class="field">
                <legend>{domain.domain.clone()}", "{members}</legend>
                {told}
                <div class="stack-2">{choices.collect_view()}</div>
            </fieldset>
            <div class="form-foot">
                <Button size=ButtonSize::Small pending=route.pending()>"Save"<span class="visually-hidden">" for "{domain.domain}</span></Button>
            </div>
        </ActionForm>
    }
}

const fn in_words(mode: SsoMode) -> (&'static str, &'static str) {
    match mode {
        SsoMode::Off => ("Off", "They sign in by password."),
        SsoMode::Optional => ("Optional", "They may sign in by the provider or by password."),
        SsoMode::Required => ("Required", "Passwords end for them. Break-glass owners still come in when the provider fails."),
    }
}
