use leptos::prelude::*;
use model::{SsoMode, views::DomainLine};

use super::OneDomain;
use crate::{
    components::{Button, ButtonKind, Crumb, FormProblems, LinkButton, Notice, PageHead, Tone},
    contexts::Problems,
    server_fns::domains::RemoveDomain,
};

/// `/o/:org/domains/:domain/remove`.
#[component]
pub(crate) fn RemoveDomainPage() -> impl IntoView {
    view! { <OneDomain draw=|org, domain| view! { <Remove org domain/> }/> }
}

#[component]
fn Remove(org: String, domain: DomainLine) -> impl IntoView {
    let remove = ServerAction::<RemoveDomain>::new();
    let page = format!("/o/{org}/domains/{}", domain.domain);
    let crumbs = vec![Crumb::new(format!("/o/{org}/domains"), "Domains"), Crumb::new(page.clone(), domain.domain.clone())];
    let what = match (domain.mode, domain.members) {
        (SsoMode::Off, _) => {
            "Nobody signs in by a provider for it, so nobody is affected. Another organisation could prove it then.".to_owned()
        }
        (_, 1) => {
            "1 member signs in by a provider for it, and by password from then on. Another organisation could prove it then.".to_owned()
        }
        (_, members) => {
            format!(
                "{members} members sign in by a provider for it, and by password from then on. Another organisation could prove it then."
            )
        }
    };
    view! {
        <PageHead title=format!("Remove {}", domain.domain) crumbs/>
        <ActionForm action=remove attr:class="card form card-form">
            <FormProblems problems=Problems::of(remove)/>
            <Notice tone=Tone::Warn title="To have it again it has to be proved anew.">{what}</Notice>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="domain" value=domain.domain/>
            <div class="form-foot"><LinkButton href=page>"Cancel"</LinkButton><Button kind=ButtonKind::Danger pending=remove.pending()>"Remove domain"</Button></div>
        </ActionForm>
    }
}
