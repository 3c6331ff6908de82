use governance::detection;
use model::{Permission, views::DetectionView};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// Whoever may read policies may try what they look for.
pub(crate) async fn open(org: String) -> Result<(), PortalError> {
    member(&door()?, &org, Permission::PoliciesRead).await.map(|_| ())
}

/// What the detector sees in a text.
pub(crate) async fn inspect(org: String, text: String) -> Result<DetectionView, PortalError> {
    let door = door()?;
    member(&door, &org, Permission::PoliciesRead).await?;
    detection::inspect(text).await.or_refuse(&door)
}
