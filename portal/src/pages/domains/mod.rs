//! Domains: what an organisation proves to own by a record in DNS, and where its people sign in.

mod list;
mod new;
mod one;
mod remove;

pub(crate) use list::DomainsPage;
pub(crate) use new::NewDomainPage;
pub(crate) use one::DomainPage;
pub(crate) use remove::RemoveDomainPage;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::views::DomainLine;

use crate::{
    PortalError,
    components::{ErrorView, Loading},
    contexts::use_org,
    server_fns::domains::list_domains,
};

/// The page of one domain: loads it and hands it to `draw`, or shows why it cannot.
#[component]
fn OneDomain<V, F>(draw: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Fn(String, DomainLine) -> V + Copy + Send + Sync + 'static,
{
    let org = use_org();
    let params = use_params_map();
    let name = Memo::new(move |_| params.with(|params| params.get("domain").unwrap_or_default()));
    let domain = Resource::new(move || (org.get(), name.get()), |(org, name)| find(org, name));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the domain"/></div> }>
            {move || Suspend::new(async move {
                match domain.await {
                    Ok(domain) => view! { <div class="page page-narrow stack-6">{draw(org.get_untracked(), domain)}</div> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn find(org: String, name: String) -> Result<DomainLine, PortalError> {
    let domains = list_domains(org).await?;
    domains.into_iter().find(|domain| domain.domain == name).ok_or(PortalError::NotFound)
}
