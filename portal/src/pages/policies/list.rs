use leptos::prelude::*;
use model::views::{PolicyEntry, PolicyList, PolicyQuery, TierOfPolicy};

use super::{
    query::{is_filtered, search},
    switch::Switch,
    words::{category_in_words, decided_in_words, kind_word, surfaces_in_words, tier_word},
};
use crate::components::{ActionMark, ButtonSize, Chip, EmptyState, Pager, SeverityMark, StatusWord, Table, Time, Tone, grouped};

/// The rows: the organisation's own policies first.
#[component]
pub(super) fn PolicyTable(org: String, query: PolicyQuery, page: PolicyList, may_write: bool) -> impl IntoView {
    let base = format!("/o/{org}/policies");
    if page.items.is_empty() {
        return view! { <Nothing base query own=page.own may_write/> }.into_any();
    }
    let shown = range_in_words(&page);
    let next = page.next.map(|offset| format!("{base}{}", search(&query, offset)));
    let before = page.offset.saturating_sub(PolicyList::PAGE);
    let previous = (page.offset > 0).then(|| format!("{base}{}", search(&query, before)));
    let rows = page.items.into_iter().map(|entry| row(&org, entry, may_write)).collect_view();
    let foot = move || {
        view! {
            <div class="table-foot">
                <span>{shown.clone()}</span>
                <Pager label="Pages of policies" previous=previous.clone() next=next.clone()/>
            </div>
        }
    };
    view! {
        <Table label="Policies" foot>
            <thead>
                <tr>
                    <th scope="col">"Policy"</th>
                    <th scope="col">"Asks to"</th>
                    <th scope="col" class="col-md">"Layer"</th>
                    <th scope="col" class="col-md">"Kind"</th>
                    <th scope="col" class="col-lo">"Severity"</th>
                    <th scope="col" class="col-lo">"Speaks on"</th>
                    <th scope="col" class="col-md">"State"</th>
                    <th scope="col" class="col-lo">"Changed"</th>
                    <th scope="col" class="col-md"><span class="visually-hidden">"Actions"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn row(org: &str, entry: PolicyEntry, may_write: bool) -> impl IntoView + use<> {
    let href = format!("/o/{org}/policies/{}", entry.id);
    let decided = decided_in_words(&entry.asks.general.decided_by);
    let changed = entry.updated_at.map_or_else(
        || view! { <span class="none">"ships"</span> }.into_any(),
        |at| view! { <Time at/><span class="cell-sub">{format!("version {}", entry.version)}</span> }.into_any(),
    );
    let waiting = entry.open_release.map(|_| view! { " "<Chip>"draft waits"</Chip> });
    let action = may_write.then(|| view! { <RowAction org=org.to_owned() entry=entry.clone()/> });
    view! {
        <tr class=(!entry.enabled).then_some("quiet-row")>
            <th scope="row">
                <a class="row-link" href=href>{entry.name.clone()}</a>
                <span class="cell-sub">{category_in_words(&entry.category)}</span>
            </th>
            <td><ActionMark action=entry.asks.general.action/>{decided.map(|words| view! { <span class="cell-sub">{words}</span> })}</td>
            <td class="col-md">{tier_word(entry.tier)}</td>
            <td class="col-md">{kind_word(entry.kind)}</td>
            <td class="col-lo"><SeverityMark severity=entry.severity/></td>
            <td class="col-lo">{surfaces_in_words(&entry.surfaces)}</td>
            <td class="col-md"><State enabled=entry.enabled has_override=entry.has_override/>{waiting}</td>
            <td class="col-lo num">{changed}</td>
            <td class="cell-act col-md">{action}</td>
        </tr>
    }
}

/// Whether it is evaluated, and whether something stands above it.
#[component]
pub(super) fn State(enabled: bool, has_override: bool) -> impl IntoView {
    let word = if enabled {
        view! { <StatusWord tone=Tone::Ok>"In force"</StatusWord> }.into_any()
    } else {
        view! { <StatusWord tone=Tone::Neutral icon=icondata_lu::LuCircleOff>"Off"</StatusWord> }.into_any()
    };
    view! { {word}{has_override.then(|| view! { " "<Chip tone=Tone::Warn>"override"</Chip> })} }
}

/// Own policies are switched; shipped ones are overridden.
#[component]
fn RowAction(org: String, entry: PolicyEntry) -> impl IntoView {
    if entry.tier == TierOfPolicy::System {
        let href = format!("/o/{org}/policies/{}/override", entry.id);
        let word = if entry.has_override { "Change override" } else { "Override" };
        return view! { <a class="btn btn-sm" href=href>{word}<span class="visually-hidden">" of "{entry.name}</span></a> }.into_any();
    }
    view! { <Switch org id=entry.id name=entry.name enabled=!entry.enabled back="list" size=ButtonSize::Small/> }.into_any()
}

#[component]
fn Nothing(base: String, query: PolicyQuery, own: usize, may_write: bool) -> impl IntoView {
    let asks_for_own = query.tier.is_some_and(|tier| tier != TierOfPolicy::System);
    let has_other_filters = is_filtered(&PolicyQuery { tier: None, ..query });
    if own == 0 && asks_for_own && !has_other_filters {
        let actions = move || may_write.then(|| view! { <a class="btn" href=format!("{base}/new")>"Write a policy"</a> }.into_any());
        return view! {
            <div class="card">
                <EmptyState title="No policies of your own yet" icon=icondata_lu::LuScrollText actions>
                    "Shipped policies are in force from the start. Write one for what only your organisation knows: names of projects, limits, who may do what."
                </EmptyState>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="card">
            <EmptyState title="No policy matches" icon=icondata_lu::LuListFilter actions=move || view! { <a href=base.clone()>"Clear filters"</a> }>
                "No policy fits every filter above."
            </EmptyState>
        </div>
    }
    .into_any()
}

fn range_in_words(page: &PolicyList) -> String {
    let grouped = |n: usize| grouped(n as u64);
    let own = match page.own {
        0 => "none of your own".to_owned(),
        own => format!("{} of your own", grouped(own)),
    };
    let last = page.offset + page.items.len();
    if page.offset == 0 && page.next.is_none() {
        return format!("{} policies; you have {own}", grouped(page.fitting));
    }
    format!("{} to {} of {} policies; you have {own}", grouped(page.offset + 1), grouped(last), grouped(page.fitting))
}
