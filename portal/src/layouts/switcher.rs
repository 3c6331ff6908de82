use icondata_lu::{LuCheck, LuChevronsUpDown};
use leptos::prelude::*;
use model::views::Viewer;

use crate::components::Icon;

/// Names the organisation in view and leads to the others.
#[component]
pub(super) fn OrgSwitcher(
    /// Whose organisations.
    viewer: Viewer,
) -> impl IntoView {
    let choices = viewer.orgs.into_iter().map(|org| {
        let here = org.org == viewer.org;
        view! {
            <a href=format!("/o/{}", org.slug) aria-current=here.then_some("true")>
                <span class="avatar avatar-org" aria-hidden="true">{first_letter(&org.name)}</span>
                <span class="truncate">{org.name}</span>
                {here.then(|| view! { <span class="push"><Icon icon=LuCheck /></span> })}
            </a>
        }
    });
    view! {
        <button class="switcher" type="button" popovertarget="orgs">
            <span class="visually-hidden">"Organisation"</span>
            <span class="avatar avatar-org" aria-hidden="true">{first_letter(&viewer.org_name)}</span>
            <span>{viewer.org_name}</span>
            <Icon icon=LuChevronsUpDown />
        </button>
        <div class="menu" id="orgs" popover="auto">
            <p class="menu-label">"Your organisations"</p>
            {choices.collect_view()}
        </div>
    }
}

fn first_letter(name: &str) -> String {
    name.chars().next().map(|c| c.to_uppercase().collect()).unwrap_or_default()
}
