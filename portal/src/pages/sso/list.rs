use leptos::prelude::*;
use model::{
    SsoMode,
    views::{ConnectionLine, ConnectionState},
};

use super::frame::{days_in_words, protocol_in_words};
use crate::{
    components::{ButtonKind, EmptyState, ErrorView, LinkButton, Loading, PageHead, StatusWord, Table, Time, Tone},
    contexts::use_org,
    pages::keys::Day,
    server_fns::sso::list_connections,
};

/// `/o/:org/sso`.
#[component]
pub(crate) fn ConnectionsPage() -> impl IntoView {
    let org = use_org();
    let lines = Resource::new(move || org.get(), list_connections);
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading connections"/></div> }>
            {move || Suspend::new(async move {
                match lines.await {
                    Ok(lines) => view! { <List org=org.get_untracked() lines/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn List(org: String, lines: Vec<ConnectionLine>) -> impl IntoView {
    let (new, domains, log) = (format!("/o/{org}/sso/new"), format!("/o/{org}/domains"), format!("/o/{org}/sign-ins?method=sso"));
    let actions = move || {
        view! {
            <LinkButton href=domains.clone()>"Domains"</LinkButton>
            <LinkButton href=log.clone()>"Sign-in log"</LinkButton>
            <LinkButton href=new.clone() kind=ButtonKind::Primary icon=icondata_lu::LuPlus>"Add connection"</LinkButton>
        }
    };
    let body = if lines.is_empty() {
        view! {
            <div class="card">
                <EmptyState title="No connection yet" icon=icondata_lu::LuLogIn>
                    "With a connection, people of your domains sign in with the identity provider of your company, such as Okta, Entra ID or Google Workspace. It takes ten minutes and an administrator of the provider."
                </EmptyState>
            </div>
        }
        .into_any()
    } else {
        view! { <Connections org lines/> }.into_any()
    };
    view! {
        <div class="page page-wide">
            <PageHead title="Single sign-on" lead="Identity providers that your people sign in with. A provider is believed for your verified domains only." actions/>
            {body}
        </div>
    }
}

#[component]
fn Connections(org: String, lines: Vec<ConnectionLine>) -> impl IntoView {
    let rows = lines.into_iter().map(|line| row(&org, line)).collect_view();
    view! {
        <Table label="Connections">
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"State"</th>
                    <th scope="col" class="col-md">"Domains"</th>
                    <th scope="col" class="col-lo">"Certificate ends"</th>
                    <th scope="col" class="col-md">"Last success"</th>
                    <th scope="col" class="col-lo num">"Refused, 7 days"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(org: &str, line: ConnectionLine) -> impl IntoView + use<> {
    let never = || view! { <span class="none">"never"</span> }.into_any();
    let last = line.last_success_at.map_or_else(never, |at| view! { <Time at/> }.into_any());
    let ends = line.certificate_ends.map_or_else(
        || view! { <span class="none">"none needed"</span> }.into_any(),
        |at| match line.ends_in_days {
            Some(days) => {
                let tone = if days <= 7 { Tone::Bad } else { Tone::Warn };
                view! { <StatusWord tone>{days_in_words(days)}</StatusWord> }.into_any()
            }
            None => view! { <Day at/> }.into_any(),
        },
    );
    view! {
        <tr>
            <th scope="row">
                <a class="row-link" href=format!("/o/{org}/sso/{}", line.connection)>{line.name.clone()}</a>
                <span class="cell-sub">{protocol_in_words(line.protocol)}</span>
            </th>
            <td><StateWord state=line.state/></td>
            <td class="col-md">{domains_in_words(&line.domains)}</td>
            <td class="col-lo">{ends}</td>
            <td class="col-md">{last}</td>
            <td class="col-lo num">{line.refused}</td>
        </tr>
    }
}

/// Whether anybody can come by a connection, in a word.
#[component]
pub(super) fn StateWord(state: ConnectionState) -> impl IntoView {
    match state {
        ConnectionState::SetUp => view! { <StatusWord tone=Tone::Warn>"Being set up"</StatusWord> },
        ConnectionState::Off => view! { <StatusWord tone=Tone::Neutral>"Off"</StatusWord> },
        ConnectionState::On => view! { <StatusWord tone=Tone::Ok>"On"</StatusWord> },
    }
}

/// The domains that a connection speaks for, and how strictly.
pub(super) fn domains_in_words(domains: &[(String, SsoMode)]) -> String {
    if domains.is_empty() {
        return "none yet".to_owned();
    }
    domains.iter().map(|(domain, mode)| format!("{domain} ({mode})")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_say_how_strict_they_are() {
        assert_eq!(domains_in_words(&[]), "none yet");
        assert_eq!(
            domains_in_words(&[("a.example".to_owned(), SsoMode::Required), ("b.example".to_owned(), SsoMode::Off)]),
            "a.example (required), b.example (off)"
        );
    }
}
