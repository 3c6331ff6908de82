use leptos::prelude::*;
use model::views::DetectionView;

use crate::PortalError;

/// Whether the viewer may use the page; it has nothing of its own to load.
#[server(prefix = "/fn", endpoint = "detection/open")]
pub(crate) async fn open_detection(org: String) -> Result<(), PortalError> {
    crate::door::detection::open(org).await
}

/// What the detector sees in a text. The text is in the body, is not stored, and is in no log.
#[server(prefix = "/fn", endpoint = "detection/inspect")]
pub(crate) async fn inspect_text(org: String, text: String) -> Result<DetectionView, PortalError> {
    crate::door::detection::inspect(org, text).await
}
