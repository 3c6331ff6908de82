//! API keys: the list, and one page for each thing that can be done to a key.

mod create;
mod day;
mod expiry;
mod hygiene;
mod in_words;
mod key;
mod list;
mod look_up;
mod overlap;
mod revoke;
mod rhythm;
mod roll;
mod secret;
mod secrets;
mod settings;
mod state;
mod tabs;

use leptos::prelude::*;
use model::{Key, KeyId, views::KeyLine};

use crate::{
    PortalError,
    components::{ErrorView, Loading},
    contexts::{use_id, use_org},
    server_fns::keys::list_keys,
};
pub(crate) use create::NewKeyPage;
pub(crate) use day::Day;
#[cfg(feature = "ssr")]
pub(crate) use expiry::Expiry;
pub(crate) use hygiene::HygienePage;
pub(crate) use key::KeyPage;
pub(crate) use list::KeysPage;
pub(crate) use look_up::LookUpKeyPage;
#[cfg(feature = "ssr")]
pub(crate) use overlap::Overlap;
pub(crate) use revoke::RevokeKeyPage;
#[cfg(feature = "ssr")]
pub(crate) use rhythm::Rhythm;
pub(crate) use roll::RollKeyPage;
pub(crate) use secret::KeySecretPage;

/// The page of one key: loads it and hands it to `draw`, or shows why it cannot.
#[component]
fn OneKey<V, F>(draw: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Fn(String, KeyLine) -> V + Copy + Send + Sync + 'static,
{
    let org = use_org();
    let id = use_id::<Key>("id");
    let key = Resource::new(move || (org.get(), id.get()), |(org, id)| find(org, id));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the key"/></div> }>
            {move || Suspend::new(async move {
                match key.await {
                    Ok(key) => view! { <div class="page page-narrow">{draw(org.get_untracked(), key)}</div> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn find(org: String, id: Option<KeyId>) -> Result<KeyLine, PortalError> {
    let keys = list_keys(org).await?;
    keys.into_iter().find(|key| Some(key.id) == id).ok_or(PortalError::NotFound)
}
