use leptos::prelude::*;
use model::{SsoMode, views::DomainLine};

use crate::{
    components::{ButtonKind, EmptyState, ErrorView, LinkButton, Loading, PageHead, StatusWord, Table, Tone},
    contexts::use_org,
    pages::keys::Day,
    server_fns::domains::list_domains,
};

/// `/o/:org/domains`.
#[component]
pub(crate) fn DomainsPage() -> impl IntoView {
    let org = use_org();
    let domains = Resource::new(move || org.get(), list_domains);
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading domains"/></div> }>
            {move || Suspend::new(async move {
                match domains.await {
                    Ok(domains) => view! { <List org=org.get_untracked() domains/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn List(org: String, domains: Vec<DomainLine>) -> impl IntoView {
    let (new, sso) = (format!("/o/{org}/domains/new"), format!("/o/{org}/sso"));
    let actions = move || {
        view! {
            <LinkButton href=sso.clone()>"Single sign-on"</LinkButton>
            <LinkButton href=new.clone() kind=ButtonKind::Primary icon=icondata_lu::LuPlus>"Add domain"</LinkButton>
        }
    };
    let body = if domains.is_empty() {
        view! {
            <div class="card">
                <EmptyState title="No domain yet" icon=icondata_lu::LuGlobe>
                    "A domain is proved by one TXT record. Only for proved domains can an identity provider sign people in, and one organisation at a time can prove a domain."
                </EmptyState>
            </div>
        }
        .into_any()
    } else {
        let rows = domains.into_iter().map(|domain| row(&org, domain)).collect_view();
        view! {
            <Table label="Domains">
                <thead>
                    <tr>
                        <th scope="col">"Domain"</th>
                        <th scope="col">"Proof"</th>
                        <th scope="col">"Single sign-on"</th>
                        <th scope="col" class="col-md">"Leads to"</th>
                        <th scope="col" class="col-lo num">"Members"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        }
        .into_any()
    };
    view! {
        <div class="page page-wide">
            <PageHead title="Domains" lead="Domains of your people's e-mail addresses, proved by a record in DNS." actions/>
            {body}
        </div>
    }
}

fn row(org: &str, domain: DomainLine) -> impl IntoView + use<> {
    let leads = domain.connection.map_or_else(|| "nowhere".to_owned(), |(_, name)| name);
    view! {
        <tr>
            <th scope="row"><a class="row-link" href=format!("/o/{org}/domains/{}", domain.domain)>{domain.domain.clone()}</a></th>
            <td><Proof verified_at=domain.verified_at/></td>
            <td><Mode mode=domain.mode/></td>
            <td class="col-md">{leads}</td>
            <td class="col-lo num">{domain.members}</td>
        </tr>
    }
}

/// Whether a domain is proved.
#[component]
pub(super) fn Proof(verified_at: Option<time::OffsetDateTime>) -> impl IntoView {
    match verified_at {
        Some(at) => view! { <StatusWord tone=Tone::Ok>"Verified "<Day at/></StatusWord> }.into_any(),
        None => view! { <StatusWord tone=Tone::Warn>"Not verified"</StatusWord> }.into_any(),
    }
}

/// Whether a domain's people sign in by a provider.
#[component]
pub(super) fn Mode(mode: SsoMode) -> impl IntoView {
    match mode {
        SsoMode::Off => view! { <StatusWord tone=Tone::Neutral>"Off"</StatusWord> },
        SsoMode::Optional => view! { <StatusWord tone=Tone::Ok>"Optional"</StatusWord> },
        SsoMode::Required => view! { <StatusWord tone=Tone::Ok>"Required"</StatusWord> },
    }
}
