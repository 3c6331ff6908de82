use leptos::prelude::*;
use model::views::DirectoryEvent;

use super::Frame;
use crate::{
    components::{CodeBlock, EmptyState, ErrorView, Loading, StatusWord, Table, Time, Tone},
    contexts::use_org,
    server_fns::directory::list_directory_events,
};

/// `/o/:org/directory/events`: the newest calls with what was sent and what came of it.
#[component]
pub(crate) fn DirectoryEventsPage() -> impl IntoView {
    let org = use_org();
    let events = Resource::new(move || org.get(), list_directory_events);
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading calls"/></div> }>
            {move || Suspend::new(async move {
                match events.await {
                    Ok(events) => view! { <Frame org=org.get_untracked() here="/events"><Events events/></Frame> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Events(events: Vec<DirectoryEvent>) -> impl IntoView {
    if events.is_empty() {
        return view! {
            <div class="card">
                <EmptyState title="No call yet" icon=icondata_lu::LuListChecks>"Every call of your directory is listed here for thirty days, with its body and what came of it. Its connection test is the first one."</EmptyState>
            </div>
        }
        .into_any();
    }
    let rows = events.into_iter().map(row).collect_view();
    view! {
        <Table label="Calls of the directory">
            <thead>
                <tr>
                    <th scope="col">"Call"</th>
                    <th scope="col">"Answer"</th>
                    <th scope="col" class="col-md">"When"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn row(event: DirectoryEvent) -> impl IntoView {
    let tone = if event.status < 400 { Tone::Ok } else { Tone::Bad };
    let body = (!event.request.is_empty()).then(|| {
        view! {
            <details>
                <summary class="small">"What was sent"</summary>
                <CodeBlock code=event.request label="the body of the call, without passwords" wrap=true/>
            </details>
        }
    });
    view! {
        <tr>
            <th scope="row"><span class="mono wrap">{event.method}" "{event.path}</span>{body}</th>
            <td>
                <StatusWord tone>{event.status}</StatusWord>
                <span class="cell-sub wrap">{event.detail}</span>
            </td>
            <td class="col-md"><Time at=event.at/><span class="cell-sub">{event.took_micros / 1_000}" ms"</span></td>
        </tr>
    }
}
