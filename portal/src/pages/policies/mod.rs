//! Policies: what is in force and why, what an organisation writes itself, and what a change would do.

mod conflicts;
mod delete;
mod detail;
mod editor;
mod filters;
mod impact;
mod in_force;
mod list;
mod new;
mod one;
mod overriding;
mod query;
mod releases;
mod replay;
mod settings;
mod simulate;
mod switch;
mod trace;
mod try_on;
mod versions;
mod words;

use leptos::prelude::*;
use model::{Permission, views::PolicyList};

use crate::{
    PortalError,
    components::{ButtonKind, ErrorView, LinkButton, Loading, PageHead, TabLink, Tabs},
    contexts::{use_org, use_viewer},
    server_fns::policies::list_policies,
};
pub(crate) use conflicts::ConflictsPage;
pub(crate) use delete::DeletePolicyPage;
pub(crate) use detail::PolicyPage;
pub(crate) use editor::EditPolicyPage;
use filters::Filters;
pub(crate) use impact::ImpactPage;
pub(crate) use in_force::InForcePage;
use list::PolicyTable;
pub(crate) use new::NewPolicyPage;
pub(crate) use overriding::OverridePolicyPage;
use query::use_policy_query;
pub(crate) use releases::{ReleasePage, ReleasesPage};
pub(crate) use replay::ReplayPage;
pub(crate) use settings::PolicySettingsPage;
pub(crate) use simulate::SimulatePage;
use switch::Switched;
pub(crate) use try_on::TryOn;
pub(crate) use versions::PolicyVersionsPage;

/// A page of the area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Area {
    All,
    InForce,
    Simulate,
    Conflicts,
    Releases,
    Settings,
}

/// The pages of the area, as tabs.
#[component]
fn AreaTabs(org: String, here: Area) -> impl IntoView {
    let base = format!("/o/{org}/policies");
    let tab = |area, path: &str, word: &str| TabLink::new(format!("{base}{path}"), word).current(area == here);
    let items = vec![
        tab(Area::All, "", "All policies"),
        tab(Area::InForce, "/in-force", "In force"),
        tab(Area::Simulate, "/simulate", "Simulate"),
        tab(Area::Conflicts, "/conflicts", "Conflicts"),
        tab(Area::Releases, "/releases", "Releases"),
        tab(Area::Settings, "/settings", "Settings"),
    ];
    view! { <Tabs label="Policies" items/> }
}

/// `/o/:org/policies`.
#[component]
pub(crate) fn PoliciesPage() -> impl IntoView {
    let org = use_org();
    let query = use_policy_query();
    let viewer = use_viewer();
    let policies = Resource::new(move || (org.get(), query.get()), |(org, query)| list_policies(org, query));
    view! {
        <Switched org back="list"/>
        <Transition fallback=|| view! { <div class="page page-wide"><Loading label="Loading policies"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::PoliciesWrite));
                let page = policies.await;
                view! { <List org=org.get_untracked() query=query.get_untracked() page may_write/> }
            })}
        </Transition>
    }
}

#[component]
fn List(org: String, query: model::views::PolicyQuery, page: Result<PolicyList, PortalError>, may_write: bool) -> impl IntoView {
    let page = match page {
        Ok(page) => page,
        Err(error) => return view! { <ErrorView error/> }.into_any(),
    };
    let base = format!("/o/{org}/policies");
    let new = format!("{base}/new");
    let create = move || {
        may_write
            .then(|| view! { <LinkButton href=new.clone() kind=ButtonKind::Primary icon=icondata_lu::LuPlus>"Write a policy"</LinkButton> })
    };
    view! {
        <div class="page page-wide">
            <PageHead title="Policies" lead="Every policy that speaks for a call is evaluated; the strictest action decides. Each says what it asks for now, and what decided that." actions=create/>
            <AreaTabs org=org.clone() here=Area::All/>
            <Filters base query=query.clone()/>
            <PolicyTable org query page may_write/>
        </div>
    }
    .into_any()
}
