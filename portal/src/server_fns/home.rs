use leptos::prelude::*;
use model::views::HomeView;

use crate::PortalError;

/// What the home page shows.
#[server(prefix = "/fn", endpoint = "home/read")]
pub(crate) async fn read_home(org: String) -> Result<HomeView, PortalError> {
    crate::door::home::home(org).await
}
