use leptos::prelude::*;
use model::views::DomainLine;

use super::{
    OneDomain,
    list::{Mode, Proof},
};
use crate::{
    components::{Button, ButtonKind, Card, CopyField, Crumb, FormProblems, LinkButton, PageHead},
    contexts::Problems,
    server_fns::domains::VerifyDomain,
};

/// `/o/:org/domains/:domain`: the record that proves it, and where it leads.
#[component]
pub(crate) fn DomainPage() -> impl IntoView {
    view! { <OneDomain draw=|org, domain| view! { <Domain org domain/> }/> }
}

#[component]
fn Domain(org: String, domain: DomainLine) -> impl IntoView {
    let verify = ServerAction::<VerifyDomain>::new();
    let crumbs = vec![Crumb::new(format!("/o/{org}/domains"), "Domains")];
    let verified = domain.verified_at.is_some();
    let leads = match &domain.connection {
        Some((id, name)) => view! { <a href=format!("/o/{org}/sso/{id}/turn-on")>{name.clone()}</a> }.into_any(),
        None => view! { <span class="none">"nowhere"</span> }.into_any(),
    };
    let next = verified.then(|| view! { <div class="form-foot"><LinkButton href=format!("/o/{org}/sso") kind=ButtonKind::Primary>"Go to single sign-on"</LinkButton></div> });
    let remove = format!("/o/{org}/domains/{}/remove", domain.domain);
    view! {
        <PageHead title=domain.domain.clone() crumbs/>
        <Card title="The domain" id="about">
            <dl class="kv">
                <dt>"Proof"</dt>
                <dd><Proof verified_at=domain.verified_at/></dd>
                <dt>"Single sign-on"</dt>
                <dd><Mode mode=domain.mode/></dd>
                <dt>"Leads to"</dt>
                <dd>{leads}</dd>
                <dt>"Members"</dt>
                <dd>{domain.members}</dd>
            </dl>
        </Card>
        <Card title="The record" id="record">
            <div class="stack">
                <p class="help">{if verified { "Keep it: the proof can be looked for again." } else { "Add this TXT record where the domain's DNS is kept. Records that are there already stay as they are. It may take some minutes until it is seen." }}</p>
                <div class="field"><p class="label">"Name"</p><CopyField text=domain.record_name.clone() label="the name of the record"/></div>
                <div class="field"><p class="label">"Type"</p><p class="mono">"TXT"</p></div>
                <div class="field"><p class="label">"Value"</p><CopyField text=domain.record_value.clone() label="the value of the record"/></div>
                <ActionForm action=verify attr:class="form">
                    <FormProblems problems=Problems::of(verify)/>
                    <input type="hidden" name="org" value=org.clone()/>
                    <input type="hidden" name="domain" value=domain.domain.clone()/>
                    <div class="form-foot"><Button kind=if verified { ButtonKind::Plain } else { ButtonKind::Primary } pending=verify.pending()>{if verified { "Look again" } else { "Verify domain" }}</Button></div>
                </ActionForm>
            </div>
        </Card>
        {next}
        <div class="form-foot"><LinkButton href=remove kind=ButtonKind::DangerQuiet>"Remove domain"</LinkButton></div>
    }
}
