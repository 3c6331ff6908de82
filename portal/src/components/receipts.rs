use leptos::prelude::*;
use model::views::DepartureView;

use super::{Table, Time};

/// Receipts of departures: who, what ended, by whom, when, and how long it took. The same for every way of leaving.
#[component]
pub(crate) fn Receipts(
    /// What to show.
    departures: Vec<DepartureView>,
    /// The organisation's short name, where each row leads to the page of its person.
    #[prop(optional, into)]
    org: Option<String>,
) -> impl IntoView {
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
            <tbody>{departures.into_iter().map(|one| row(one, org.as_deref())).collect_view()}</tbody>
        </Table>
    }
}

fn row(one: DepartureView, org: Option<&str>) -> impl IntoView + use<> {
    let who = match org {
        Some(org) => view! { <a href=format!("/o/{org}/members/{}", one.person)>{one.name.clone()}</a> }.into_any(),
        None => one.name.clone().into_any(),
    };
    let way = if one.by_directory { "the directory said so" } else { "removed by hand" };
    view! {
        <tr id=format!("receipt-{}", one.id)>
            <th scope="row">{who}<span class="cell-sub wrap">{one.email.clone()}</span></th>
            <td class="wrap">{ended(&one)}</td>
            <td class="col-md">{one.by}<span class="cell-sub">{way}</span></td>
            <td><Time at=one.left_at/><span class="cell-sub">{took(one.took_micros)}</span></td>
        </tr>
    }
}

/// How long it took, up to the receipt.
fn took(micros: i64) -> String {
    if micros < 1_000 { "took less than 1 ms".to_owned() } else { format!("took {} ms", micros / 1_000) }
}

fn roles(names: &[String]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ").replace('_', " ") }
}

/// What ended, in one sentence.
fn ended(one: &DepartureView) -> String {
    let sessions = if one.sessions == 1 { "1 session".to_owned() } else { format!("{} sessions", one.sessions) };
    let mut parts = vec![sessions, format!("roles: {}", roles(&one.roles))];
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
        assert_eq!((took(400).as_str(), took(4_900).as_str()), ("took less than 1 ms", "took 4 ms"));
    }
}
