use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    Plane,
    views::{Ask, PolicyEntry},
};

use super::{
    Area, AreaTabs,
    words::{category_in_words, decided_in_words, kind_word, tier_word},
};
use crate::{
    components::{ActionMark, EmptyState, ErrorView, Loading, PageHead, Segmented, SeverityMark, TabLink, Table, grouped},
    contexts::use_org,
    server_fns::policies::list_in_force,
};

/// The ways that a call can come, with the word of each.
const WAYS: [(Plane, &str); 5] = [
    (Plane::Decide, "Decisions"),
    (Plane::PreCheck, "Gateway pre-checks"),
    (Plane::Proxy, "Proxied requests"),
    (Plane::McpInput, "Into tools"),
    (Plane::McpOutput, "Out of tools"),
];

/// `/o/:org/policies/in-force`: what applies to a call that comes one way, in the order in which it decides.
#[component]
pub(crate) fn InForcePage() -> impl IntoView {
    let org = use_org();
    let words = use_query_map();
    let plane = Memo::new(move |_| {
        let word = words.with(|words| words.get("on").unwrap_or_default());
        WAYS.iter().map(|(plane, _)| *plane).find(|plane| plane.as_str() == word).unwrap_or(Plane::Decide)
    });
    let entries = Resource::new(move || (org.get(), plane.get()), |(org, plane)| list_in_force(org, plane));
    view! {
        <Transition fallback=|| view! { <div class="page page-wide"><Loading label="Loading policies"/></div> }>
            {move || Suspend::new(async move {
                match entries.await {
                    Ok(entries) => view! { <Page org=org.get_untracked() plane=plane.get_untracked() entries/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(org: String, plane: Plane, entries: Vec<PolicyEntry>) -> impl IntoView {
    let base = format!("/o/{org}/policies");
    let ways = WAYS.map(|(way, word)| TabLink::new(format!("{base}/in-force?on={way}"), word).current(way == plane)).to_vec();
    let body = if entries.is_empty() {
        view! {
            <div class="card"><EmptyState title="Nothing is in force here" icon=icondata_lu::LuShieldOff>"Calls that come this way pass without any policy."</EmptyState></div>
        }
        .into_any()
    } else {
        view! { <Order base plane entries/> }.into_any()
    };
    view! {
        <div class="page page-wide">
            <PageHead title="Policies" lead="What applies to a call, by the way that it comes. Every policy is evaluated; of those that match, the one that stands first here decides."/>
            <AreaTabs org here=Area::InForce/>
            <Segmented label="The way a call comes" items=ways/>
            {body}
        </div>
    }
}

#[component]
fn Order(base: String, plane: Plane, entries: Vec<PolicyEntry>) -> impl IntoView {
    let count = format!("{} policies, the strictest first", grouped(entries.len() as u64));
    let rows = entries.into_iter().enumerate().map(|(at, entry)| row(&base, at, plane, entry)).collect_view();
    let foot = move || view! { <div class="table-foot"><span>{count.clone()}</span></div> };
    view! {
        <Table label="Policies in force" foot>
            <thead>
                <tr>
                    <th scope="col" class="cell-num"><abbr title="Order">"No."</abbr></th>
                    <th scope="col">"Asks to"</th>
                    <th scope="col">"Policy"</th>
                    <th scope="col" class="col-md">"Decided"</th>
                    <th scope="col" class="col-md">"Layer"</th>
                    <th scope="col" class="col-lo">"Kind"</th>
                    <th scope="col" class="col-lo">"Severity"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(base: &str, at: usize, plane: Plane, entry: PolicyEntry) -> impl IntoView + use<> {
    let href = format!("{base}/{}", entry.id);
    let ask = ask(&entry, plane).clone();
    let decided = decided_in_words(&ask.decided_by).unwrap_or_else(|| "by the policy".to_owned());
    view! {
        <tr>
            <td class="cell-num muted">{at + 1}</td>
            <td><ActionMark action=ask.action/></td>
            <th scope="row"><a class="row-link" href=href>{entry.name}</a><span class="cell-sub">{category_in_words(&entry.category)}</span></th>
            <td class="col-md">{decided}</td>
            <td class="col-md">{tier_word(entry.tier)}</td>
            <td class="col-lo">{kind_word(entry.kind)}</td>
            <td class="col-lo"><SeverityMark severity=entry.severity/></td>
        </tr>
    }
}

const fn ask(entry: &PolicyEntry, plane: Plane) -> &Ask {
    match plane {
        Plane::Decide | Plane::Proxy | Plane::Queue => &entry.asks.general,
        Plane::PreCheck => &entry.asks.gateway,
        Plane::McpInput | Plane::McpOutput => &entry.asks.mcp,
    }
}
