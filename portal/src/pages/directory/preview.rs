use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::views::MappingChange;

use super::list;
use crate::{
    components::{Button, ButtonKind, Crumb, ErrorView, FormProblems, LinkButton, Loading, PageHead, Table},
    contexts::{Problems, use_org},
    server_fns::directory::{SaveMapping, preview_mapping},
};

/// What the form says, as the address carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    rules: Vec<String>,
    default_role: String,
}

/// `/o/:org/directory/mapping/preview`: who gains and who loses, and the button that saves.
#[component]
pub(crate) fn PreviewMappingPage() -> impl IntoView {
    let org = use_org();
    let query = use_query_map();
    let draft = Memo::new(move |_| {
        query.with(|q| Draft {
            rules: q.get_all("rules[]").unwrap_or_default().into_iter().filter(|rule| !rule.is_empty()).collect(),
            default_role: q.get("default_role").unwrap_or_default(),
        })
    });
    let changes = Resource::new(move || (org.get(), draft.get()), |(org, draft)| preview_mapping(org, draft.rules, draft.default_role));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the preview"/></div> }>
            {move || Suspend::new(async move {
                match changes.await {
                    Ok(changes) => view! { <Body org=org.get_untracked() draft=draft.get_untracked() changes/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Body(org: String, draft: Draft, changes: Vec<MappingChange>) -> impl IntoView {
    let page = format!("/o/{org}/directory/mapping");
    let crumbs = vec![Crumb::new(format!("/o/{org}/directory"), "Directory sync"), Crumb::new(page.clone(), "Groups and roles")];
    view! {
        <div class="page page-narrow">
            <PageHead title="Who gains and who loses" lead="Nothing is saved yet." crumbs/>
            <People changes/>
            <Save org draft page/>
        </div>
    }
}

#[component]
fn People(changes: Vec<MappingChange>) -> impl IntoView {
    if changes.is_empty() {
        return view! { <p class="small muted">"Nobody gains or loses a role by it now. It counts for whoever joins a group later."</p> }
            .into_any();
    }
    let rows = changes.into_iter().map(|one| {
        view! {
            <tr>
                <th scope="row">{one.name}<span class="cell-sub wrap">{one.email}</span></th>
                <td>{list(&one.gains)}</td>
                <td>{list(&one.loses)}</td>
            </tr>
        }
    });
    view! {
        <Table label="Members whose roles change">
            <thead><tr><th scope="col">"Member"</th><th scope="col">"Gains"</th><th scope="col">"Loses"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
    }
    .into_any()
}

#[component]
fn Save(org: String, draft: Draft, page: String) -> impl IntoView {
    let save = ServerAction::<SaveMapping>::new();
    let problems = Problems::of(save);
    let rules = draft.rules.into_iter().map(|rule| view! { <input type="hidden" name="rules[]" value=rule/> }).collect_view();
    let problem = move || problems.field("rules").get().map(|problem| view! { <p class="error">{problem}</p> });
    view! {
        <ActionForm action=save attr:class="form">
            <FormProblems problems/>
            {problem}
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="default_role" value=draft.default_role/>
            {rules}
            <div class="form-foot">
                <LinkButton href=page>"Back"</LinkButton>
                <Button kind=ButtonKind::Primary pending=save.pending()>"Save"</Button>
            </div>
        </ActionForm>
    }
}
