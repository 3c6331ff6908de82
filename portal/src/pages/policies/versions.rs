use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;
use model::{
    Permission,
    views::{PolicyVersion, VersionDiff},
};

use super::one::use_policy_id;
use crate::{
    components::{
        Button, ButtonSize, Card, Choice, Crumb, DiffView, ErrorView, FormProblems, Loading, PageHead, Select, Table, TextInput, Time,
    },
    contexts::{Problems, use_org, use_viewer},
    server_fns::releases::{History, RollBack, read_history},
};

/// `/o/:org/policies/:id/versions`.
#[component]
pub(crate) fn PolicyVersionsPage() -> impl IntoView {
    let org = use_org();
    let id = use_policy_id();
    let words = use_query_map();
    let viewer = use_viewer();
    let asked = Memo::new(move |_| {
        let number = |name| words.with(|words| words.get(name).and_then(|word| word.parse::<u32>().ok()));
        (number("from"), number("to"))
    });
    let history = Resource::new(move || (org.get(), id.get(), asked.get()), |(org, id, (from, to))| read_history(org, id, from, to));
    view! {
        <Transition fallback=|| view! { <div class="page"><Loading label="Loading the versions"/></div> }>
            {move || Suspend::new(async move {
                let may_release = viewer.await.is_ok_and(|viewer| viewer.may(Permission::PoliciesRelease));
                match history.await {
                    Ok(history) => view! { <Page org=org.get_untracked() id=id.get_untracked() history may_release/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(org: String, id: String, history: History, may_release: bool) -> impl IntoView {
    let base = format!("/o/{org}/policies");
    let here = format!("{base}/{id}");
    let crumbs = vec![Crumb::new(base, "Policies"), Crumb::new(here.clone(), history.name.clone())];
    let compared = history.diff.clone().map(|(from, to, diff)| {
        view! { <Compared here=here.clone() versions=history.versions.clone() from to diff/> }
    });
    let roll_back = ServerAction::<RollBack>::new();
    let problems = Problems::of(roll_back);
    view! {
        <div class="page">
            <PageHead title="Versions" crumbs lead="Every form that the policy had, and who gave it that. An earlier one is put back in force in one step."/>
            <FormProblems problems/>
            <VersionTable org id versions=history.versions may_release roll_back/>
            {compared}
        </div>
    }
}

#[component]
fn VersionTable(
    org: String,
    id: String,
    versions: Vec<PolicyVersion>,
    may_release: bool,
    roll_back: ServerAction<RollBack>,
) -> impl IntoView {
    let newest = versions.first().map_or(0, |version| version.version);
    let rows = versions
        .into_iter()
        .map(move |version| {
            let is_earlier = version.version != newest && !matches!(version.change.as_str(), "drafted" | "deleted" | "shipped");
            let act =
                (may_release && is_earlier).then(|| view! { <Back org=org.clone() id=id.clone() version=version.version roll_back/> });
            view! {
                <tr>
                    <th scope="row">{format!("Version {}", version.version)}</th>
                    <td>{version.change.replace('_', " ")}</td>
                    <td>{version.by}</td>
                    <td class="col-md num"><Time at=version.at/></td>
                    <td class="cell-act">{act}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label="Versions">
            <thead>
                <tr>
                    <th scope="col">"Version"</th><th scope="col">"What happened"</th><th scope="col">"By"</th><th scope="col" class="col-md">"When"</th>
                    <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

/// Says why, then puts the version back.
#[component]
fn Back(org: String, id: String, version: u32, roll_back: ServerAction<RollBack>) -> impl IntoView {
    let pending = roll_back.pending();
    let field = format!("reason-{version}");
    view! {
        <details class="disclosure">
            <summary>{format!("Roll back to {version}")}</summary>
            <ActionForm action=roll_back attr:class="form">
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version.to_string()/>
                <TextInput name="reason" id=field label="Reason" optional=true maxlength=500_u32 autocomplete="off"/>
                <Button size=ButtonSize::Small pending>{format!("Put version {version} back in force")}</Button>
            </ActionForm>
        </details>
    }
}

#[component]
fn Compared(here: String, versions: Vec<PolicyVersion>, from: u32, to: u32, diff: VersionDiff) -> impl IntoView {
    let choices =
        versions.iter().map(|version| Choice::new(version.version.to_string(), format!("Version {}", version.version))).collect::<Vec<_>>();
    view! {
        <Card title="Compare" id="compare">
            <div class="stack">
                <form class="filter-form" method="get" action=format!("{here}/versions") aria-label="Compare versions">
                    <Select name="from" label="From" options=choices.clone() selected=from.to_string()/>
                    <Select name="to" label="To" options=choices selected=to.to_string()/>
                    <div class="filter-form-acts"><button class="btn" type="submit">"Compare"</button></div>
                </form>
                <DiffView diff/>
            </div>
        </Card>
    }
}
