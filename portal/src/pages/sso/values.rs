use leptos::prelude::*;
use model::{
    IdpKind, SsoProtocol,
    views::{ConnectionView, SsoValues},
};

use super::{
    frame::{OneConnection, Place},
    guide::{Guide, guide},
};
use crate::components::{ButtonKind, CopyField, LinkButton};

/// `/o/:org/sso/:id/values`: what the provider's console asks for, in its own words.
#[component]
pub(crate) fn ValuesPage() -> impl IntoView {
    view! { <OneConnection at=Place::Values draw=|org, view| view! { <Values org view/> }/> }
}

#[component]
fn Values(org: String, view: ConnectionView) -> impl IntoView {
    let (line, ours) = (view.line, view.ours);
    let next = Place::Provider.href(&org, line.connection);
    let links = format!("/o/{org}/sso/{}/links", line.connection);
    view! {
        <OurValues kind=line.kind protocol=line.protocol ours/>
        <p class="help">"Somebody else runs the provider? "<a href=links>"Send them a link"</a>" by which they do this step and the next one, and read nothing else."</p>
        <div class="form-foot"><LinkButton href=next kind=ButtonKind::Primary>"Continue"</LinkButton></div>
    }
}

/// What to do in the provider's console, and our values under the names that they have there.
#[component]
pub(crate) fn OurValues(kind: IdpKind, protocol: SsoProtocol, ours: SsoValues) -> impl IntoView {
    let guide = guide(kind, protocol);
    let steps = guide.steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view();
    let heading = match kind.name() {
        Some(name) => format!("Give our values to {name}"),
        None => "Give our values to the provider".to_owned(),
    };
    view! {
        <section class="section" aria-labelledby="ours">
            <div class="section-head"><h2 id="ours">{heading}</h2></div>
            <ol class="prose-list">{steps}</ol>
            <div class="card"><div class="card-body stack">{fields(protocol, guide, ours)}</div></div>
        </section>
    }
}

fn fields(protocol: SsoProtocol, guide: Guide, ours: SsoValues) -> impl IntoView {
    let rows = match protocol {
        SsoProtocol::Saml => vec![
            (guide.acs_url, ours.acs_url),
            (guide.entity_id, ours.entity_id),
            ("Single log-out URL, where the provider has one", ours.slo_url),
            ("Our metadata, where the provider takes an address instead", ours.metadata_url),
        ],
        SsoProtocol::Oidc => vec![("Redirect URI", ours.redirect_uri), ("Sign-out redirect URI, where it has one", ours.signed_out_uri)],
    };
    rows.into_iter().filter_map(|(label, value)| value.map(|value| view! { <Value label value/> })).collect_view()
}

/// One value to take elsewhere, under the name that it has there.
#[component]
pub(super) fn Value(label: &'static str, value: String) -> impl IntoView {
    view! {
        <div class="field">
            <p class="label">{label}</p>
            <CopyField text=value label=label/>
        </div>
    }
}
