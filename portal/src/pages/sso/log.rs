use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    Connection, ConnectionId, SsoOutcome,
    views::{ConnectionView, SignInLine},
};

use super::frame::{OneConnection, Place};
use crate::{
    PortalError,
    components::{Button, Crumb, EmptyState, ErrorView, Loading, PageHead, StatusWord, Table, TextInput, Time, Tone},
    contexts::{use_id, use_org},
    server_fns::sso::read_log,
};

/// `/o/:org/sso/log`: the sign-ins of every connection, or the one of a support code.
#[component]
pub(crate) fn LogPage() -> impl IntoView {
    let org = use_org();
    let query = use_query_map();
    let code = Memo::new(move |_| query.with(|query| query.get("code").unwrap_or_default()));
    let lines = Resource::new(move || (org.get(), code.get()), |(org, code)| read_log(org, None, code));
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading the sign-in log"/></div> }>
            {move || Suspend::new(async move {
                match lines.await {
                    Ok(lines) => view! { <Log org=org.get_untracked() lines code=code.get_untracked()/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Log(org: String, lines: Vec<SignInLine>, code: String) -> impl IntoView {
    let crumbs = vec![Crumb::new(format!("/o/{org}/sso"), "Single sign-on")];
    let target = format!("/o/{org}/sso/log");
    let looked_up = !code.is_empty();
    let back = looked_up.then(|| view! { <a href=target.clone()>"All sign-ins"</a> });
    view! {
        <div class="page page-wide stack-6">
            <PageHead title="Sign-in log" lead="What providers answered in the last two weeks, and why somebody was refused." crumbs/>
            <form method="get" action=target.clone() class="look-up">
                <TextInput name="code" label="Support code" hint="What the person was shown, for example ABCD-2345." maxlength=20_u32 autocomplete="off" value=Some(code)/>
                <Button>"Look up"</Button>
                {back}
            </form>
            <Lines org lines looked_up/>
        </div>
    }
}

/// `/o/:org/sso/:id/log`.
#[component]
pub(crate) fn ConnectionLogPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<Connection>("id");
    let lines = Resource::new(move || (org.get(), id.get()), |(org, id)| of_one(org, id));
    let draw = move |org: String, _: ConnectionView| {
        let org = StoredValue::new(org);
        view! {
            <Suspense fallback=|| view! { <Loading label="Loading the sign-in log"/> }>
                {move || Suspend::new(async move {
                    match lines.await {
                        Ok(lines) => view! { <Lines org=org.get_value() lines looked_up=false/> }.into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Suspense>
        }
    };
    view! { <OneConnection at=Place::Log draw/> }
}

async fn of_one(org: String, id: Option<ConnectionId>) -> Result<Vec<SignInLine>, PortalError> {
    match id {
        Some(id) => read_log(org, Some(id), String::new()).await,
        None => Err(PortalError::NotFound),
    }
}

#[component]
fn Lines(org: String, lines: Vec<SignInLine>, looked_up: bool) -> impl IntoView {
    if lines.is_empty() {
        let (title, text) = if looked_up {
            ("No sign-in has this code", "Codes are kept for two weeks, and belong to the organisation that the person signs in to.")
        } else {
            ("No sign-in yet", "Each answer of a provider is a line here, whether somebody came in or not.")
        };
        return view! { <div class="card"><EmptyState title icon=icondata_lu::LuLogIn>{text}</EmptyState></div> }.into_any();
    }
    let rows = lines.into_iter().map(|line| row(&org, line)).collect_view();
    view! {
        <Table label="Sign-ins">
            <thead>
                <tr>
                    <th scope="col">"Code"</th>
                    <th scope="col">"Result"</th>
                    <th scope="col" class="col-md">"Person"</th>
                    <th scope="col" class="col-lo">"Connection"</th>
                    <th scope="col" class="col-md">"When"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn row(org: &str, line: SignInLine) -> impl IntoView + use<> {
    let who = line.email.clone().unwrap_or_else(|| "not known".to_owned());
    let why = line.sentence.clone().map(|sentence| view! { <span class="cell-sub may-wrap">{sentence}</span> });
    view! {
        <tr>
            <th scope="row"><a class="row-link mono" href=format!("/o/{org}/sso/log/{}", line.code)>{line.code.clone()}</a></th>
            <td><OutcomeWord outcome=line.outcome failed=line.sentence.is_some()/>{why}</td>
            <td class="col-md">{who}</td>
            <td class="col-lo">{line.connection_name}</td>
            <td class="col-md"><Time at=line.at/></td>
        </tr>
    }
}

/// What became of a sign-in, in a word.
#[component]
pub(super) fn OutcomeWord(outcome: SsoOutcome, failed: bool) -> impl IntoView {
    match (outcome, failed) {
        (SsoOutcome::SignedIn, _) => view! { <StatusWord tone=Tone::Ok>"Signed in"</StatusWord> },
        (SsoOutcome::Refused, _) => view! { <StatusWord tone=Tone::Bad>"Refused"</StatusWord> },
        (SsoOutcome::Tested, false) => view! { <StatusWord tone=Tone::Ok>"Test passed"</StatusWord> },
        (SsoOutcome::Tested, true) => view! { <StatusWord tone=Tone::Bad>"Test failed"</StatusWord> },
    }
}
