use leptos::prelude::*;
use model::views::DepartureView;

use super::list;
use crate::{
    components::{Crumb, EmptyState, ErrorView, Loading, PageHead, Table, Time},
    contexts::use_org,
    server_fns::directory::list_departures,
};

/// `/o/:org/members/left`: the receipts of who left.
#[component]
pub(crate) fn DeparturesPage() -> impl IntoView {
    let org = use_org();
    let departures = Resource::new(move || org.get(), list_departures);
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading who left"/></div> }>
            {move || Suspend::new(async move {
                match departures.await {
                    Ok(departures) => view! { <Page org=org.get_untracked() departures/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Page(org: String, departures: Vec<DepartureView>) -> impl IntoView {
    let crumbs = vec![Crumb::new(format!("/o/{org}/members"), "Members")];
    let body = if departures.is_empty() {
        view! {
            <div class="card"><EmptyState title="Nobody left yet" icon=icondata_lu::LuUsers>"When somebody is removed, or leaves the directory, the receipt of what ended is kept here."</EmptyState></div>
        }
        .into_any()
    } else {
        view! { <Receipts departures/> }.into_any()
    };
    view! {
        <div class="page page-wide">
            <PageHead title="Who left" lead="What ended with each membership, when, and how long it took." crumbs/>
            {body}
        </div>
    }
}

#[component]
fn Receipts(departures: Vec<DepartureView>) -> impl IntoView {
    view! {
        <Table label="Receipts">
            <thead>
                <tr>
                    <th scope="col">"Who"</th>
                    <th scope="col">"What ended"</th>
                    <th scope="col" class="col-md">"By"</th>
                    <th scope="col">"When"</th>
                </tr>
            </thead>
            <tbody>{departures.into_iter().map(row).collect_view()}</tbody>
        </Table>
    }
}

fn row(one: DepartureView) -> impl IntoView {
    let way = if one.by_directory { "the directory said so" } else { "removed by hand" };
    view! {
        <tr id=format!("receipt-{}", one.id)>
            <th scope="row">{one.name.clone()}<span class="cell-sub wrap">{one.email.clone()}</span></th>
            <td class="wrap">{ended(&one)}</td>
            <td class="col-md">{one.by}<span class="cell-sub">{way}</span></td>
            <td><Time at=one.left_at/><span class="cell-sub">{format!("took {} ms", one.took_micros / 1_000)}</span></td>
        </tr>
    }
}

/// What ended, in one sentence.
fn ended(one: &DepartureView) -> String {
    let sessions = if one.sessions == 1 { "1 session".to_owned() } else { format!("{} sessions", one.sessions) };
    let mut parts = vec![sessions, format!("roles: {}", list(&one.roles))];
    let named = [
        ("teams", &one.teams),
        ("keys ended", &one.keys_revoked),
        ("keys handed over", &one.keys_handed),
        ("exports given up", &one.exports),
    ];
    parts.extend(named.into_iter().filter(|(_, names)| !names.is_empty()).map(|(what, names)| format!("{what}: {}", names.join(", "))));
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use model::PersonId;
    use time::OffsetDateTime;

    use super::*;

    #[test]
    fn a_receipt_says_what_ended() {
        let mut one = DepartureView {
            id: "1".to_owned(),
            person: "018f0000-0000-7000-8000-000000000000".parse::<PersonId>().unwrap(),
            name: "Amy".to_owned(),
            email: "amy@x.example".to_owned(),
            by_directory: true,
            by: "directory (Okta)".to_owned(),
            left_at: OffsetDateTime::UNIX_EPOCH,
            took_micros: 4_000,
            sessions: 1,
            roles: vec!["policy_admin".to_owned(), "viewer".to_owned()],
            teams: vec!["Night shift".to_owned()],
            keys_revoked: vec!["axk_1".to_owned()],
            keys_handed: vec![],
            exports: vec![],
        };
        assert_eq!(ended(&one), "1 session; roles: policy admin, viewer; teams: Night shift; keys ended: axk_1");
        (one.sessions, one.roles, one.teams, one.keys_revoked) = (0, vec![], vec![], vec![]);
        assert_eq!(ended(&one), "0 sessions; roles: nothing");
    }
}
