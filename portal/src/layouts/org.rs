use icondata_lu::{LuMenu, LuSearch};
use leptos::{either::Either, prelude::*};
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::use_location,
};
use model::views::Viewer;

use super::{
    account_menu::AccountMenu,
    brand::{Brand, SkipLink},
    nav::SideNav,
    palette::{Palette, open_palette},
    switcher::OrgSwitcher,
};
use crate::{
    PortalError,
    components::{Flash, Icon},
    contexts::{ViewerResource, respond_with, use_org},
    server_fns::session::read_viewer,
};

/// The frame of every page of an organisation. The page itself stands outside of what waits for the
/// viewer, so that a changed badge never draws the page anew.
#[component]
pub(crate) fn OrgLayout() -> impl IntoView {
    let org = use_org();
    let viewer = Resource::new(move || org.get(), read_viewer);
    provide_context(ViewerResource(viewer));
    close_menus_on_navigation();
    view! {
        <div class="app">
            <SkipLink />
            <Transition fallback=|| view! { <header class="topbar"></header> }>
                {move || Suspend::new(async move {
                    match viewer.await {
                        Ok(viewer) => Either::Left(view! { <Frame viewer=viewer /> }),
                        Err(error) => Either::Right(view! { <BareFrame error=error /> }),
                    }
                })}
            </Transition>
            <main class="main" id="main" tabindex="-1">
                <Flash />
                <Outlet />
            </main>
        </div>
    }
}

#[component]
fn Frame(viewer: Viewer) -> impl IntoView {
    let home = format!("/o/{}", viewer.org_slug);
    let search = format!("{home}/search");
    view! {
        <header class="topbar">
            <button class="btn btn-quiet btn-icon nav-toggle" type="button" popovertarget="sidenav" aria-label="Navigation">
                <Icon icon=LuMenu />
            </button>
            <Brand href=home />
            <OrgSwitcher viewer=viewer.clone() />
            <a class="search-open" href=search on:click=open_palette aria-keyshortcuts="Control+K Meta+K">
                <Icon icon=LuSearch />
                <span class="search-text">"Search or jump to"</span>
                <span class="keys needs-script" aria-hidden="true"><kbd>"Ctrl"</kbd><kbd>"K"</kbd></span>
            </a>
            <div class="topbar-end">
                <AccountMenu name=viewer.name.clone() email=viewer.email.clone() initials=viewer.initials() />
            </div>
        </header>
        <SideNav viewer=viewer.clone() />
        <Palette viewer=viewer />
    }
}

/// No viewer, no navigation. The page says what happened; only a lost session is handled here.
#[component]
fn BareFrame(error: PortalError) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    if error != PortalError::SignedOut {
        respond_with(error.status());
    }
    view! {
        <header class="topbar"><Brand href="/" /></header>
        {(error == PortalError::SignedOut).then(|| view! { <Redirect path=format!("/signin?next={path}") /> })}
    }
}

/// A menu that led somewhere has done its work.
fn close_menus_on_navigation() {
    let pathname = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = pathname.get();
        if before.is_some_and(|before| before != path) {
            hide_open_menus();
        }
        path
    });
}

fn hide_open_menus() {
    let Ok(open) = document().query_selector_all(":popover-open") else { return };
    for index in 0..open.length() {
        use wasm_bindgen::JsCast as _;
        if let Some(menu) = open.item(index).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Already closed is as good as closed.
            let _ = menu.hide_popover();
        }
    }
}
