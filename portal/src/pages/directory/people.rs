use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    Permission,
    views::{DirectoryPerson, DirectoryPersonState},
};

use super::Frame;
use crate::{
    components::{Button, EmptyState, ErrorView, FormProblems, Loading, Pager, StatusWord, Table, Time, Tone},
    contexts::{Problems, use_org, use_viewer},
    server_fns::directory::{LookAgain, list_directory_people},
};

/// What one page shows.
const PAGE: i64 = 100;

/// `/o/:org/directory/people`.
#[component]
pub(crate) fn DirectoryPeoplePage() -> impl IntoView {
    let org = use_org();
    let viewer = use_viewer();
    let query = use_query_map();
    let page = Memo::new(move |_| query.with(|q| q.get("page").and_then(|page| page.parse::<u32>().ok()).unwrap_or(1).max(1)));
    let people = Resource::new(move || (org.get(), page.get()), |(org, page)| list_directory_people(org, page));
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading people"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::MembersWrite));
                match people.await {
                    Ok((total, people)) => {
                        view! { <People org=org.get_untracked() page=page.get_untracked() total people may_write/> }.into_any()
                    }
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn People(org: String, page: u32, total: i64, people: Vec<DirectoryPerson>, may_write: bool) -> impl IntoView {
    let waits = people.iter().any(|person| person.state == DirectoryPersonState::NoMember);
    let again = (waits && may_write).then(|| view! { <Again org=org.clone()/> });
    let body = if people.is_empty() {
        view! {
            <div class="card">
                <EmptyState title="Nobody yet" icon=icondata_lu::LuUsers>"People appear here when your directory is assigned and provisions them. Set-up says which address and token it needs."</EmptyState>
            </div>
        }
        .into_any()
    } else {
        view! { <PeopleTable org=org.clone() page total people/> }.into_any()
    };
    view! { <Frame org=org here="/people">{again}{body}</Frame> }
}

#[component]
fn Again(org: String) -> impl IntoView {
    let again = ServerAction::<LookAgain>::new();
    view! {
        <ActionForm action=again attr:class="card form">
            <FormProblems problems=Problems::of(again)/>
            <input type="hidden" name="org" value=org/>
            <p class="small muted">"Whoever is no member has an address in a domain that is not verified, or is kept outside on purpose. The calls say which."</p>
            <div class="form-foot"><Button pending=again.pending()>"Look again"</Button></div>
        </ActionForm>
    }
}

#[component]
fn PeopleTable(org: String, page: u32, total: i64, people: Vec<DirectoryPerson>) -> impl IntoView {
    let rows = people.into_iter().map(|person| row(&org, person)).collect_view();
    let base = format!("/o/{org}/directory/people?page=");
    let previous = (page > 1).then(|| format!("{base}{}", page - 1));
    let next = (i64::from(page) * PAGE < total).then(|| format!("{base}{}", page + 1));
    let count = if total == 1 { "1 person".to_owned() } else { format!("{total} people") };
    let foot = move || {
        view! { <div class="table-foot"><span>{count.clone()}</span><Pager label="Pages of people" previous=previous.clone() next=next.clone()/></div> }
    };
    view! {
        <Table label="People of the directory" foot>
            <thead>
                <tr>
                    <th scope="col">"Name in the directory"</th>
                    <th scope="col">"Here"</th>
                    <th scope="col" class="col-md">"Id there"</th>
                    <th scope="col" class="col-md">"Changed"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(org: &str, person: DirectoryPerson) -> impl IntoView + use<> {
    let state = match person.state {
        DirectoryPersonState::Member => view! { <StatusWord tone=Tone::Ok>"Member"</StatusWord> },
        DirectoryPersonState::NoMember => view! { <StatusWord tone=Tone::Warn>"No member"</StatusWord> },
        DirectoryPersonState::Held => view! { <StatusWord tone=Tone::Warn>"Leaves when released"</StatusWord> },
        DirectoryPersonState::Left => view! { <StatusWord tone=Tone::Neutral>"Left"</StatusWord> },
    };
    let name = match person.person {
        Some(id) => view! { <a href=format!("/o/{org}/members/{id}")>{person.user_name}</a> }.into_any(),
        None => person.user_name.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}<span class="cell-sub wrap">{person.email}</span></th>
            <td>{state}</td>
            <td class="col-md mono">{person.external_id}</td>
            <td class="col-md"><Time at=person.changed_at/></td>
        </tr>
    }
}
