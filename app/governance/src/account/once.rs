use store::entry;
use uuid::Uuid;

use crate::{Governance, Result};

/// Longer than any ticket is good for.
const REMEMBERED_SECONDS: i32 = 60 * 60;

/// True for the first who asks with this ticket, on any node, and for nobody after that.
pub async fn spend_once(gov: &Governance, ticket: Uuid) -> Result<bool> {
    let bucket = gov.signing().mac.fingerprint("once", &ticket.to_string());
    Ok(entry::attempt(gov.pool(), &bucket, gov.now(), REMEMBERED_SECONDS).await? == 1)
}
