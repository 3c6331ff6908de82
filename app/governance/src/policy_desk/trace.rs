use std::sync::Arc;

use model::{
    Invalid, TenantId, Verdict,
    views::{PolicyDraft, TierOfPolicy, TraceLine, TraceView, TrialCall},
};
use policy::{Policy, PolicyId, PolicyTier, Snapshot};
use serde_json::{Map, Value};
use store::{OrgScope, OrgTx};

use super::{drafted::Drafted, line_breaks::unix};
use crate::{
    Error, Governance, Result,
    decide::{main_part, weigh},
    policies,
    simulation::{self, PolicyLine, Question},
};

/// The id that a draft has as long as it is no policy.
const NEW: &str = "draft";

/// Says what would be answered to a call; with a draft, as if it were in force in the place of the policy with this id.
/// Nothing is recorded. It counts as a simulation.
pub async fn trace(gov: &Governance, scope: &OrgScope, draft: Option<(Option<&str>, PolicyDraft)>, call: &TrialCall) -> Result<TraceView> {
    let call = question(call)?.call()?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let tenant = policies::own_tenant(&mut tx).await?;
    let drafted = match draft {
        Some((id, draft)) => Some(compile(&mut tx, tenant, id, draft).await?),
        None => None,
    };
    let (_, daily) = simulation::take(gov, &mut tx, 1).await?;
    let mut stored = policies::load(gov, &mut tx).await?;
    drop(tx);
    let id = drafted.as_ref().map(|draft| draft.id.clone());
    let sets = tokio::task::spawn_blocking(move || {
        let now = stored.compile()?;
        let with = drafted.map(|draft| {
            stored.put(draft);
            stored.compile()
        });
        Ok::<_, Error>((Arc::new(now), with.transpose()?.map(Arc::new)))
    });
    let (now, with) = sets.await.map_err(Error::broken)??;
    let at = gov.now();
    let without_draft = match &with {
        Some(_) => Some(weigh(now.clone(), tenant, at, call.clone()).await?.evaluation.verdict),
        None => None,
    };
    let set = with.unwrap_or(now);
    let weighed = weigh(set.clone(), tenant, at, call).await?;
    let left_today = u32::try_from(daily.limit).ok().map(|limit| limit.saturating_sub(daily.used));
    Ok(view(&weighed, &set, id.as_ref(), without_draft, left_today))
}

fn view(
    weighed: &crate::decide::Weighed,
    set: &Snapshot,
    draft: Option<&PolicyId>,
    without_draft: Option<Verdict>,
    left_today: Option<u32>,
) -> TraceView {
    let evaluation = &weighed.evaluation;
    let lines = simulation::lines(evaluation, &weighed.results);
    TraceView {
        verdict: evaluation.verdict,
        reason: evaluation.reason(),
        without_draft,
        policies: lines.into_iter().map(|said| line(said, set, draft)).collect(),
        redacted: main_part(&weighed.redacted_text),
        took_micros: weighed.took_micros,
        left_today,
    }
}

fn line(said: PolicyLine, set: &Snapshot, draft: Option<&PolicyId>) -> TraceLine {
    let policy = PolicyId::parse(&said.id).ok().and_then(|id| set.find(&id));
    TraceLine {
        name: policy.map_or_else(|| said.id.clone(), |policy| policy.name.clone()),
        tier: policy.map_or(TierOfPolicy::System, |policy| tier(policy.tier)),
        is_draft: draft.is_some_and(|draft| draft.as_str() == said.id),
        id: said.id,
        version: said.version,
        action: said.action,
        because: said.because,
        took_micros: said.took_micros,
    }
}

const fn tier(tier: PolicyTier) -> TierOfPolicy {
    match tier {
        PolicyTier::System => TierOfPolicy::System,
        PolicyTier::Organization => TierOfPolicy::Organization,
        PolicyTier::Tenant => TierOfPolicy::Tenant,
    }
}

/// The draft as a policy in force: where the policy speaks that it takes the place of, or in the caller's own workspace.
async fn compile(tx: &mut OrgTx, own: TenantId, id: Option<&str>, draft: PolicyDraft) -> Result<Policy> {
    let (whom, version) = match id {
        Some(id) => {
            let row = policies::own_row(tx, id, None).await?;
            ((tier_of(&row.tier), row.tenant()), row.version.unsigned_abs().saturating_add(1))
        }
        None if draft.tier == "tenant" => ((PolicyTier::Tenant, Some(own)), 1),
        None => ((PolicyTier::Organization, None), 1),
    };
    let id = id.unwrap_or(NEW).to_owned();
    let work = move || {
        let fields = Drafted::of(&nameable(draft))?.fields()?;
        policies::compiled(&id, whom, version, &fields)
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)?
}

/// A draft as if it were on; one without a name gets one, since it can be tried before it is named.
pub(super) fn nameable(draft: PolicyDraft) -> PolicyDraft {
    let name = if draft.name.trim().is_empty() { "This draft".to_owned() } else { draft.name };
    PolicyDraft { name, off: false, ..draft }
}

fn tier_of(word: &str) -> PolicyTier {
    PolicyTier::parse(word).unwrap_or(PolicyTier::Organization)
}

/// Reads the form of a call.
fn question(call: &TrialCall) -> Result<Question> {
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let user = said(&call.user).map(|id| Map::from_iter([("id".to_owned(), Value::String(id))]));
    let context = Some(context(&call.context)?);
    Ok(Question { query: unix(&call.query), request_type: None, user, context, target: said(&call.target), plane: said(&call.plane) })
}

fn context(text: &str) -> Result<Map<String, Value>> {
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    let refused = |why: String| Invalid::new("context", why);
    let read = serde_json::from_str::<Value>(text);
    let value = read.map_err(|error| refused(format!("Line {}, character {}: this is no JSON.", error.line(), error.column())))?;
    match value {
        Value::Object(members) => Ok(members),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(refused("Write an object, for example {\"user\": {\"role\": \"contractor\"}}.".to_owned()).into())
        }
    }
}
