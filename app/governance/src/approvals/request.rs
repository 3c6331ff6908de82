use model::{ApprovalId, Id, Invalid, Plane, Severity, ShortText};
use serde_json::{Value, json};
use store::{
    OrgTx,
    approvals::{self, ApprovalRecord, NewApproval},
    orgs,
};
use time::Duration;
use url::Url;
use uuid::Uuid;

use crate::{
    Error, Governance, Result,
    audit::clean,
    auth::Caller,
    decide::hold::{call_digest, masked, requested, seal},
    detection::Tally,
};

/// A hold that a client asks for in so many words.
#[derive(Debug, Clone)]
pub struct NewHold {
    /// What the client calls itself: a label.
    pub client_id_label: String,
    /// The text that a human should look at.
    pub original_query: String,
    /// What kind of call it is.
    pub request_type: String,
    /// The end user, when known.
    pub user_id: Option<String>,
    /// What else the client says about it.
    pub request_context: Value,
    /// The policy that it says it tripped.
    pub triggered_policy_id: Option<String>,
    /// That policy's name.
    pub triggered_policy_name: Option<String>,
    /// Why it asks.
    pub trigger_reason: Option<String>,
    /// How bad it could be.
    pub severity: Severity,
    /// Where the client wants to hear of the outcome.
    pub notify_url: Option<String>,
    /// Compliance labels.
    pub labels: Value,
    /// How long a human has, in seconds; the organisation's time when unsaid.
    pub expires_in_seconds: Option<i64>,
}

/// Puts a call into the queue.
pub async fn request(gov: &Governance, caller: &Caller, new: NewHold) -> Result<ApprovalRecord> {
    let approval: ApprovalId = Id::from_uuid(Uuid::now_v7());
    let new = checked(new)?;
    let exact = json!({ "request_type": new.request_type, "original_query": new.original_query, "context": new.request_context });
    let sealed = seal(gov, caller, approval, &exact).await?;
    let masked = masked(&exact).await?;
    let whole = exact.clone();
    let found = tokio::task::spawn_blocking(move || Tally::default().and_json(&whole)).await.map_err(Error::broken)?;
    let mut tx = gov.pool().org_tx(&caller.scope).await?;
    let row = NewApproval { call_masked: masked, ..row(&mut tx, caller, new, approval, &exact, sealed).await? };
    approvals::add(&mut tx, &row).await?;
    let stored = approvals::find(&mut tx, approval).await?.ok_or_else(|| Error::broken("a hold that was just stored is gone"))?;
    tx.commit(requested(&row).fact("detections", found.fact())).await?;
    found.publish(Plane::Queue.as_str());
    Ok(stored)
}

fn checked(new: NewHold) -> Result<NewHold> {
    ShortText::<10_000>::parse("original_query", &new.original_query)?;
    ShortText::<100>::parse("request_type", &new.request_type)?;
    if new.expires_in_seconds.is_some_and(|s| !(60..=2_592_000).contains(&s)) {
        return Err(Invalid::new("expires_in_seconds", "must be between 60 and 2592000").into());
    }
    if let Some(address) = &new.notify_url {
        check_notify_url(address)?;
    }
    Ok(new)
}

/// http or https, without user information or fragment.
fn check_notify_url(address: &str) -> Result<()> {
    let refuse = || Invalid::new("notify_url", "must be an http or https URL without user information and fragment");
    let url = Url::parse(address).map_err(|_| refuse())?;
    let fits = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none()
        && address.len() <= 2_048;
    if fits { Ok(()) } else { Err(refuse().into()) }
}

async fn row(tx: &mut OrgTx, caller: &Caller, new: NewHold, approval: ApprovalId, exact: &Value, sealed: Vec<u8>) -> Result<NewApproval> {
    let org = orgs::this(tx).await?;
    let seconds = new.expires_in_seconds.unwrap_or_else(|| i64::from(org.approve_within_seconds));
    let findings = detect::scan(&new.original_query);
    let title: String = detect::redact(&new.original_query, findings.iter()).chars().take(120).collect();
    let (labels, _) = detect::redact_json(&new.labels, &|_| true);
    Ok(NewApproval {
        id: approval,
        tenant: caller.tenant(),
        key: caller.key_id(),
        decision: None,
        plane: Plane::Queue,
        title,
        target: None,
        severity: new.severity,
        call_masked: String::new(),
        call_digest: call_digest(caller, exact),
        call_sealed: sealed,
        // The client's own words: short, and without values, since they are shown to approvers and the id goes into a record.
        policy_id: new.triggered_policy_id.as_deref().map(clean::word).unwrap_or_default(),
        policy_name: new.triggered_policy_name.as_deref().map(clean::word).unwrap_or_default(),
        reason: new.trigger_reason.as_deref().map(clean::text).unwrap_or_default(),
        end_user: new.user_id.as_deref().and_then(clean::end_user),
        labels,
        notify_url: new.notify_url,
        approve_by: tx.now() + Duration::seconds(seconds),
        execute_seconds: org.execute_within_seconds,
        request_type: clean::word(&new.request_type),
    })
}
