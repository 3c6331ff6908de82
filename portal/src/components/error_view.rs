use icondata_lu::{LuCircleAlert, LuLock, LuSearchX};
use leptos::{either::EitherOf3, prelude::*};
use leptos_meta::Title;
use leptos_router::{components::Redirect, hooks::use_location};

use super::{EmptyState, IdText, LinkButton};
use crate::{PortalError, contexts::respond_with};

/// A page that can show nothing but an error, with its HTTP status. A lost session leads to the
/// sign-in page and back.
#[component]
pub(crate) fn ErrorView(
    /// What happened.
    error: PortalError,
) -> impl IntoView {
    match error {
        PortalError::SignedOut => {
            let location = use_location();
            let path = location.pathname.get_untracked();
            EitherOf3::A(view! { <Redirect path=format!("/signin?next={path}") /> })
        }
        PortalError::NotFound => {
            respond_with(404);
            EitherOf3::B(view! { <NotFoundBody /> })
        }
        PortalError::Fields(_) | PortalError::Refused(_) | PortalError::Conflict(_) | PortalError::Broken { .. } => {
            respond_with(error.status());
            EitherOf3::C(view! { <OtherBody error=error /> })
        }
    }
}

#[component]
fn NotFoundBody() -> impl IntoView {
    view! {
        <Title text="Nothing here" />
        <div class="page page-narrow">
            <EmptyState
                title="Nothing here"
                icon=LuSearchX
                page=true
                actions=move || view! { <LinkButton href="/">"Go to home"</LinkButton> }
            >
                "It may be gone, or belong to another organisation. The answer is the same in both cases, on purpose."
            </EmptyState>
        </div>
    }
}

#[component]
fn OtherBody(error: PortalError) -> impl IntoView {
    let sentence = error.to_string();
    let (title, icon, request_id) = match error {
        PortalError::Refused(_) => ("You may not do this", LuLock, None),
        PortalError::Conflict(_) => ("Someone was faster", LuCircleAlert, None),
        PortalError::Fields(_) => ("The address has a problem", LuCircleAlert, None),
        PortalError::Broken { request_id } => ("Something broke on our side", LuCircleAlert, Some(request_id)),
        PortalError::NotFound | PortalError::SignedOut => ("Nothing here", LuSearchX, None),
    };
    let broken = request_id.is_some();
    let request_id = request_id.filter(|id| !id.is_empty());
    view! {
        <Title text=title />
        <div class="page page-narrow">
            <EmptyState title=title icon=icon page=true actions=move || view! { <LinkButton href="/">"Go to home"</LinkButton> }>
                {if broken { "The page could not be made. It was logged; loading it again may help.".to_owned() } else { sentence }}
            </EmptyState>
            {request_id.map(|id| view! { <p class="small muted end-note">"Request "<IdText value=id label="the request id" chars=36 /></p> })}
        </div>
    }
}
