//! Directory sync: set-up with its tokens, groups that give roles, people, calls, and what keeps mistakes small; and who left.

mod events;
mod left;
mod mapping;
mod people;
mod preview;
mod safety;
mod set_up;
mod token;

pub(crate) use events::DirectoryEventsPage;
pub(crate) use left::DeparturesPage;
pub(crate) use mapping::MappingPage;
pub(crate) use people::DirectoryPeoplePage;
pub(crate) use preview::PreviewMappingPage;
pub(crate) use safety::SafetyPage;
pub(crate) use set_up::DirectoryPage;
pub(crate) use token::DirectoryTokenPage;

use leptos::prelude::*;

use crate::components::{PageHead, TabLink, Tabs};

/// The frame of every page of directory sync: its heading and the ways to the others.
#[component]
fn Frame(
    /// The organisation's short name.
    org: String,
    /// Which page it is, below `directory`.
    here: &'static str,
    /// The page.
    children: Children,
) -> impl IntoView {
    let pages = [("", "Set-up"), ("/mapping", "Groups and roles"), ("/people", "People"), ("/events", "Calls"), ("/safety", "Safety")];
    let items = pages.into_iter().map(|(path, label)| TabLink::new(format!("/o/{org}/directory{path}"), label).current(path == here));
    view! {
        <div class="page page-wide">
            <PageHead title="Directory sync" lead="Your identity provider says who works here and in which groups they are (SCIM 2.0)."/>
            <Tabs label="Directory sync" items=items.collect()/>
            {children()}
        </div>
    }
}

/// Several words in one cell.
fn list(words: &[String]) -> String {
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ").replace('_', " ") }
}
