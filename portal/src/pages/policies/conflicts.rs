use leptos::prelude::*;
use model::views::{ConflictLine, ConflictsView};

use super::{Area, AreaTabs};
use crate::{
    components::{EmptyState, ErrorView, Loading, PageHead, SeverityMark, Table, grouped},
    contexts::use_org,
    server_fns::policy_questions::list_conflicts,
};

/// `/o/:org/policies/conflicts`: policies that get in each other's way.
#[component]
pub(crate) fn ConflictsPage() -> impl IntoView {
    let org = use_org();
    let conflicts = Resource::new(move || org.get(), list_conflicts);
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Comparing policies"/></div> }>
            {move || Suspend::new(async move {
                match conflicts.await {
                    Ok(found) => view! { <Page org=org.get_untracked() found/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Page(org: String, found: ConflictsView) -> impl IntoView {
    let body = if found.conflicts.is_empty() {
        let compared = format!("{} policies were compared, each with each.", grouped(found.compared as u64));
        view! { <div class="card"><EmptyState title="No conflicts found" icon=icondata_lu::LuShieldCheck>{compared}</EmptyState></div> }
            .into_any()
    } else {
        view! { <Pairs base=format!("/o/{org}/policies") found/> }.into_any()
    };
    view! {
        <div class="page page-wide">
            <PageHead title="Policies" lead="Pairs of policies in force that get in each other's way. Only what follows from what they say is named: modules are not compared."/>
            <AreaTabs org here=Area::Conflicts/>
            {body}
        </div>
    }
}

#[component]
fn Pairs(base: String, found: ConflictsView) -> impl IntoView {
    let count = format!("{} of {} policies compared", pairs(found.conflicts.len()), grouped(found.compared as u64));
    let rows = found.conflicts.into_iter().map(|line| row(&base, line)).collect_view();
    let foot = move || view! { <div class="table-foot"><span>{count.clone()}</span></div> };
    view! {
        <Table label="Conflicts" foot>
            <thead>
                <tr>
                    <th scope="col">"Decides"</th>
                    <th scope="col">"Has no say"</th>
                    <th scope="col" class="col-md">"Because"</th>
                    <th scope="col" class="col-lo">"Matters"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn pairs(count: usize) -> String {
    if count == 1 { "1 pair".to_owned() } else { format!("{} pairs", grouped(count as u64)) }
}

fn row(base: &str, line: ConflictLine) -> impl IntoView + use<> {
    let link = |(id, name): (String, String)| view! { <a href=format!("{base}/{id}")>{name}</a> };
    view! {
        <tr>
            <th scope="row">{link(line.winner)}<span class="cell-sub">{word(&line.kind)}</span></th>
            <td>{link(line.loser)}</td>
            <td class="col-md">{line.description}</td>
            <td class="col-lo"><SeverityMark severity=line.severity/></td>
        </tr>
    }
}

fn word(kind: &str) -> &'static str {
    match kind {
        "duplicate" => "The same twice",
        "contradictory_actions" => "The same, asking for different things",
        _ => "Wider and stricter",
    }
}
