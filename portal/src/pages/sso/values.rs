use leptos::prelude::*;
use model::{
    SsoProtocol,
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
    let guide = guide(line.kind, line.protocol);
    let next = Place::Provider.href(&org, line.connection);
    let steps = guide.steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view();
    let heading = match line.kind.name() {
        Some(name) => format!("Give our values to {name}"),
        None => "Give our values to the provider".to_owned(),
    };
    view! {
        <section class="section" aria-labelledby="ours">
            <div class="section-head"><h2 id="ours">{heading}</h2></div>
            <ol class="prose-list">{steps}</ol>
            <div class="card"><div class="card-body stack">{fields(line.protocol, guide, ours)}</div></div>
        </section>
        <div class="form-foot"><LinkButton href=next kind=ButtonKind::Primary>"Continue"</LinkButton></div>
    }
}

fn fields(protocol: SsoProtocol, guide: Guide, ours: SsoValues) -> impl IntoView {
    let rows = match protocol {
        SsoProtocol::Saml => vec![
            (guide.acs_url, ours.acs_url),
            (guide.entity_id, ours.entity_id),
            ("Our metadata, where the provider takes an address instead", ours.metadata_url),
        ],
        SsoProtocol::Oidc => vec![("Redirect URI", ours.redirect_uri)],
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
