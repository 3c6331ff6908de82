use model::{DecisionId, Id, Invalid};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::Outcome;
use crate::{Governance, Result, auth::Caller};

/// How long a context id ties a report to its decision.
pub const CONTEXT_MINUTES: i64 = 5;

const PURPOSE: &str = "context";

/// A context id that proves by itself which decision of which key it belongs to, and until when.
pub fn context_id(gov: &Governance, outcome: &Outcome, caller: &Caller) -> (String, OffsetDateTime) {
    let expires_at = gov.now() + Duration::minutes(CONTEXT_MINUTES);
    let mut payload = Vec::with_capacity(40);
    payload.extend_from_slice(outcome.decision.as_uuid().as_bytes());
    payload.extend_from_slice(caller.key_id().as_uuid().as_bytes());
    payload.extend_from_slice(&expires_at.unix_timestamp().to_be_bytes());
    (gov.signing().mac.issue(PURPOSE, &payload), expires_at)
}

/// Reads a context id back; one that is forged, past its end or another key's is refused alike.
pub fn read_context(gov: &Governance, caller: &Caller, context_id: &str) -> Result<DecisionId> {
    let refuse = || Invalid::new("context_id", "Invalid or expired context: report within five minutes, with the key that asked");
    let payload = gov.signing().mac.read(PURPOSE, context_id).ok_or_else(refuse)?;
    let (decision, rest) = payload.split_at_checked(16).ok_or_else(refuse)?;
    let (key, until) = rest.split_at_checked(16).ok_or_else(refuse)?;
    let until = i64::from_be_bytes(until.try_into().map_err(|_| refuse())?);
    let fits = key == caller.key_id().as_uuid().as_bytes() && until > gov.now().unix_timestamp();
    let decision = Uuid::from_slice(decision).map_err(|_| refuse())?;
    if fits { Ok(Id::from_uuid(decision)) } else { Err(refuse().into()) }
}
