use std::sync::Arc;

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use model::{Id, views::Viewer};
use serde::{Deserialize, Serialize};

use crate::PortalError;

/// Light, dark, or what the system says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The cookie that remembers it.
    pub const COOKIE: &'static str = "theme";

    /// Reads the cookie's or form's word; anything unknown is the system's choice.
    pub fn parse(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The word in the cookie and in the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The value of `data-theme`; absent when the system decides.
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// What the server tells the document before anything is drawn: provide it as a context to every render.
#[derive(Debug, Clone, Default)]
pub struct ShellFacts {
    /// The choice in the cookie.
    pub theme: Theme,
    /// Changes whenever the style sheet does, so that it can be cached for ever.
    pub asset_version: Arc<str>,
}

/// The viewer, loaded once for every page of an organisation.
#[derive(Clone, Copy)]
pub(crate) struct ViewerResource(pub(crate) Resource<Result<Viewer, PortalError>>);

/// Whether the script has taken over the page.
#[derive(Clone, Copy)]
pub(crate) struct Hydrated(pub(crate) ReadSignal<bool>);

/// The organisation's short name in the address; empty outside an organisation.
pub(crate) fn use_org() -> Signal<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|p| p.get("org").unwrap_or_default())).into()
}

/// The id in the address; `None` when it is no id.
pub(crate) fn use_id<K: 'static>(name: &'static str) -> Signal<Option<Id<K>>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|p| p.get(name).and_then(|text| text.parse::<Id<K>>().ok()))).into()
}

/// The viewer, loaded once by the layout; refetch it after a write that changes the navigation's badge.
///
/// Outside an organisation there is none: it answers "signed out".
pub(crate) fn use_viewer() -> Resource<Result<Viewer, PortalError>> {
    use_context::<ViewerResource>().map_or_else(|| Resource::new(|| (), |()| async { Err(PortalError::SignedOut) }), |viewer| viewer.0)
}

/// False while the server draws and the browser hydrates, true once the script has taken over.
pub(crate) fn is_hydrated() -> ReadSignal<bool> {
    use_context::<Hydrated>().map_or_else(|| RwSignal::new(false).read_only(), |hydrated| hydrated.0)
}

/// Sets the HTTP status of the page being drawn; does nothing in the browser.
pub(crate) fn respond_with(status: u16) {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(status)) = (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status)) {
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// Whether a browser without scripts asks, which wants a page and not an answer for a script.
pub(crate) fn is_plain_form() -> bool {
    #[cfg(feature = "ssr")]
    {
        let parts = use_context::<http::request::Parts>();
        let accepts =
            parts.and_then(|p| p.headers.get(http::header::ACCEPT).and_then(|v| v.to_str().ok()).map(|v| v.contains("text/html")));
        accepts.unwrap_or(false)
    }
    #[cfg(not(feature = "ssr"))]
    false
}

/// Forbids any cache to keep the page being drawn; does nothing in the browser.
pub(crate) fn forbid_storing() {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    }
}

/// What the last attempt of a form was refused for.
#[derive(Clone, Copy)]
pub(crate) struct Problems(Signal<Option<PortalError>>);

impl Problems {
    /// Follows the answers of `action`.
    pub(crate) fn of<S>(action: ServerAction<S>) -> Self
    where
        S: ServerFn<Error = PortalError> + Clone + Send + Sync + 'static,
        S::Output: Send + Sync + 'static,
    {
        Self(Signal::derive(move || action.value().with(|answer| answer.as_ref().and_then(|a| a.as_ref().err().cloned()))))
    }

    /// Follows an answer that may have come with the page or later.
    pub(crate) fn in_answer<T: Clone + Send + Sync + 'static>(answer: Signal<Option<Result<T, PortalError>>>) -> Self {
        Self(Signal::derive(move || answer.with(|answer| answer.as_ref().and_then(|a| a.as_ref().err().cloned()))))
    }

    /// What is wrong with one field.
    pub(crate) fn field(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.0.with(|e| e.as_ref().and_then(|e| e.problem_of(name)).map(str::to_owned)))
    }

    /// What is wrong with the whole form; field problems are shown at their fields instead.
    pub(crate) fn general(self) -> Signal<Option<PortalError>> {
        Signal::derive(move || self.0.get().filter(|e| !matches!(e, PortalError::Fields(_))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_round_trip_and_unknown_words_follow_the_system() {
        for theme in [Theme::System, Theme::Light, Theme::Dark] {
            assert_eq!(Theme::parse(theme.as_str()), theme);
        }
        assert_eq!(Theme::parse("<script>"), Theme::System);
    }
}
