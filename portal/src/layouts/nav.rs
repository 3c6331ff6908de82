use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::{Tier, views::Viewer};

use super::destinations::{Destination, Group, destinations};
use crate::components::{Count, Icon};

/// The side navigation; on a small screen the same element is a popover.
#[component]
pub(super) fn SideNav(
    /// Decides what is shown.
    viewer: Viewer,
) -> impl IntoView {
    let pages = destinations(&viewer);
    let waiting = viewer.waiting_approvals;
    let group = |wanted: Group| pages.iter().filter(|d| d.group == Some(wanted)).cloned().collect::<Vec<_>>();
    let plan = match viewer.tier {
        Tier::Community => "Community plan",
        Tier::Evaluation => "Evaluation plan",
        Tier::Enterprise => "Enterprise plan",
    };
    view! {
        <nav class="sidenav" id="sidenav" popover="auto" aria-label="Main">
            <NavGroup pages=group(Group::Work) waiting=waiting />
            <NavGroup pages=group(Group::Access) title="Access" />
            <NavGroup pages=group(Group::Evidence) title="Evidence" />
            <p class="sidenav-foot">{plan}</p>
        </nav>
    }
}

#[component]
fn NavGroup(pages: Vec<Destination>, #[prop(optional)] title: Option<&'static str>, #[prop(optional)] waiting: u64) -> impl IntoView {
    let pathname = use_location().pathname;
    let id = title.map(|t| format!("nav-{}", t.to_lowercase()));
    (!pages.is_empty()).then(|| {
        let links = pages.into_iter().map(|page| {
            let here = page.href.clone();
            let below = format!("{here}/");
            let current = move || pathname.with(|path| (*path == here || path.starts_with(&below)).then_some("page"));
            let badge = (page.title == "Approvals" && waiting > 0).then(|| view! { <Count n=waiting hot=true word="waiting" /> });
            view! {
                <li>
                    <a href=page.href aria-current=current>
                        <Icon icon=page.icon />
                        {page.title}
                        {badge}
                    </a>
                </li>
            }
        });
        view! {
            {title.map(|title| view! { <p class="nav-group" id=id.clone()>{title}</p> })}
            <ul aria-labelledby=id.clone()>
                {links.collect_view()}
            </ul>
        }
    })
}
