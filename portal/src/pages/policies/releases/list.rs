use leptos::prelude::*;
use model::{ReleaseState, views::ReleaseLine};

use super::{
    super::{Area, AreaTabs},
    words::{Standing, change_word},
};
use crate::{
    components::{EmptyState, ErrorView, Loading, PageHead, Table, Time},
    contexts::use_org,
    server_fns::releases::list_releases,
};

/// `/o/:org/policies/releases`.
#[component]
pub(crate) fn ReleasesPage() -> impl IntoView {
    let org = use_org();
    let releases = Resource::new(move || org.get(), list_releases);
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading releases"/></div> }>
            {move || Suspend::new(async move {
                match releases.await {
                    Ok(releases) => view! { <Page org=org.get_untracked() releases/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Page(org: String, releases: Vec<ReleaseLine>) -> impl IntoView {
    let base = format!("/o/{org}/policies/releases");
    let waits = |line: &ReleaseLine| matches!(line.state, ReleaseState::Draft | ReleaseState::Requested) || line.waits_for_review();
    let (open, closed): (Vec<_>, Vec<_>) = releases.into_iter().partition(waits);
    let waiting = if open.is_empty() {
        view! { <Nothing org=org.clone()/> }.into_any()
    } else {
        view! { <Rows label="Waiting changes" base=base.clone() lines=open/> }.into_any()
    };
    let history = (!closed.is_empty()).then(|| {
        view! { <section class="section" aria-labelledby="past"><h2 id="past">"Past"</h2><Rows label="Past changes" base lines=closed/></section> }
    });
    view! {
        <div class="page page-wide">
            <PageHead title="Policies" lead="Changes on their way into force. In the mode “reviewed” each is tested, simulated, and released by somebody who did not write it."/>
            <AreaTabs org here=Area::Releases/>
            <section class="section" aria-labelledby="open"><h2 id="open">"Waiting"</h2>{waiting}</section>
            {history}
        </div>
    }
}

#[component]
fn Nothing(org: String) -> impl IntoView {
    let settings = format!("/o/{org}/policies/settings");
    view! {
        <div class="card">
            <EmptyState title="No change waits" icon=icondata_lu::LuGitPullRequest actions=move || view! { <a href=settings.clone()>"How changes come into force"</a> }>
                "In the mode “reviewed” what somebody saves waits here. In the mode “direct” it is live at once."
            </EmptyState>
        </div>
    }
}

#[component]
fn Rows(label: &'static str, base: String, lines: Vec<ReleaseLine>) -> impl IntoView {
    let rows = lines.into_iter().map(|line| row(&base, line)).collect_view();
    view! {
        <Table label>
            <thead>
                <tr>
                    <th scope="col">"Policy"</th>
                    <th scope="col">"Stands"</th>
                    <th scope="col" class="col-md">"Does"</th>
                    <th scope="col" class="col-md">"By"</th>
                    <th scope="col" class="col-lo">"Simulated on"</th>
                    <th scope="col" class="col-md">"Last written"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(base: &str, line: ReleaseLine) -> impl IntoView + use<> {
    let href = format!("{base}/{}", line.id);
    let simulated = line
        .simulated_inputs
        .map_or_else(|| view! { <span class="none">"not yet"</span> }.into_any(), |calls| format!("{calls} calls").into_any());
    let version = line.version.map(|version| view! { <span class="cell-sub">{format!("became version {version}")}</span> });
    view! {
        <tr>
            <th scope="row"><a class="row-link" href=href>{line.policy_name.clone()}</a></th>
            <td><Standing line=line.clone()/></td>
            <td class="col-md">{change_word(line.change)}{version}</td>
            <td class="col-md">{line.changed_by}{line.closed_by.map(|by| view! { <span class="cell-sub">"closed by "{by}</span> })}</td>
            <td class="col-lo">{simulated}</td>
            <td class="col-md num"><Time at=line.changed_at/></td>
        </tr>
    }
}
