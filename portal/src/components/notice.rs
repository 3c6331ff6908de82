use icondata_lu::{LuCircleAlert, LuCircleCheckBig, LuInfo, LuTriangleAlert};
use leptos::prelude::*;

use super::Icon;
use crate::{PortalError, contexts::Problems};

/// What a notice, chip or status word is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// In force, verified.
    Ok,
    /// Needs a look, or waits for a person.
    Warn,
    /// Failed, ended, destroys.
    Bad,
}

impl Tone {
    /// The value of `data-tone`.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    const fn icon(self) -> icondata_core::Icon {
        match self {
            Self::Neutral => LuInfo,
            Self::Ok => LuCircleCheckBig,
            Self::Warn => LuTriangleAlert,
            Self::Bad => LuCircleAlert,
        }
    }
}

/// A framed sentence that belongs to the page.
#[component]
pub(crate) fn Notice(
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// Set in bold before the rest.
    #[prop(optional, into)]
    title: Option<String>,
    /// Read out as soon as it appears.
    #[prop(optional)]
    alert: bool,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="notice" data-tone=tone.as_str() role=alert.then_some("alert")>
            <Icon icon=tone.icon() />
            <p>{title.map(|title| view! { <strong>{title}</strong>" " })}{children()}</p>
        </div>
    }
}

/// What is wrong with a whole form; stands first in it.
#[component]
pub(crate) fn FormProblems(
    /// Of the form's action.
    problems: Problems,
) -> impl IntoView {
    let general = problems.general();
    move || {
        general.get().map(|error| {
            let request_id = match &error {
                PortalError::Broken { request_id } if !request_id.is_empty() => Some(request_id.clone()),
                PortalError::Fields(_)
                | PortalError::Refused(_)
                | PortalError::NotFound
                | PortalError::Conflict(_)
                | PortalError::SignedOut
                | PortalError::Broken { .. } => None,
            };
            view! {
                <Notice tone=Tone::Bad alert=true>
                    {error.to_string()}
                    {request_id.map(|id| view! { " Request "<code>{id}</code>"." })}
                </Notice>
            }
        })
    }
}
