use leptos::prelude::*;
use model::{PersonId, views::SessionLine};

use crate::{
    components::{Button, ButtonSize, FormProblems, Table, Time},
    contexts::Problems,
    pages::account::browser_name,
    server_fns::members::EndMemberSessions,
};

/// Where a member is signed in.
#[component]
pub(super) fn MemberSessions(org: String, person: PersonId, sessions: Vec<SessionLine>, may_end: bool) -> impl IntoView {
    let end = ServerAction::<EndMemberSessions>::new();
    let button = may_end.then(|| {
        view! {
            <ActionForm action=end attr:class="push">
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=person.to_string()/>
                <Button size=ButtonSize::Small pending=end.pending()>"End all sessions"</Button>
            </ActionForm>
        }
    });
    let list = if sessions.is_empty() {
        view! { <p class="small muted">"Not signed in anywhere."</p> }.into_any()
    } else {
        view! { <List sessions/> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="sessions">
            <div class="section-head"><h2 id="sessions">"Sessions"</h2>{button}</div>
            <FormProblems problems=Problems::of(end)/>
            {list}
        </section>
    }
}

#[component]
fn List(sessions: Vec<SessionLine>) -> impl IntoView {
    let rows = sessions.into_iter().map(|session| {
        let browser = session.user_agent.as_deref().map_or_else(|| "Unknown browser".to_owned(), browser_name);
        view! {
            <tr>
                <th scope="row">{browser}</th>
                <td class="col-lo mono">{session.ip.unwrap_or_default()}</td>
                <td class="col-md"><Time at=session.created_at/></td>
                <td><Time at=session.last_seen_at/></td>
            </tr>
        }
    });
    view! {
        <Table label="Sessions of the member">
            <thead>
                <tr>
                    <th scope="col">"Browser"</th>
                    <th scope="col" class="col-lo">"Address"</th>
                    <th scope="col" class="col-md">"Signed in"</th>
                    <th scope="col">"Last seen"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
    }
}
