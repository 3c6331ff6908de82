use std::collections::BTreeMap;

use model::{DecisionId, DeedKind, PersonalField, Severity};
use serde::Serialize;
use store::{
    OrgScope, OrgTx,
    ledger_read::{self, RecordFilter},
    policies,
};
use time::{Duration, OffsetDateTime};

use super::{
    Reading,
    detail::find,
    reading::{MatchedFact, context_of},
};
use crate::{Error, Governance, Result};

/// How many context pairs an explanation carries.
const CONTEXT_KEYS: usize = 10;
/// Beyond this the count of earlier hits is only "many".
const HITS_COUNTED: i64 = 10_000;

/// Why a decision came out as it did, in the words of the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Which decision.
    pub decision_id: DecisionId,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub timestamp: OffsetDateTime,
    /// `allowed`, `blocked`, `redacted` or `needs_approval`.
    pub decision: &'static str,
    /// In words.
    pub reason: String,
    /// The worst severity that matched.
    pub risk_level: Severity,
    /// The policies that matched, deciding one first.
    pub policy_matches: Vec<PolicyMatch>,
    /// What they matched on.
    pub matched_rules: Vec<MatchedRule>,
    /// Whether the deciding policy can be overridden.
    pub override_available: bool,
    /// The override of the deciding policy that is in force now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_existing_id: Option<String>,
    /// How often the deciding policy matched in the 24 hours before now.
    pub historical_hit_count_session: u64,
    /// The tool, model or connector.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_signature: Option<String>,
    /// Free string facts that the caller sent along, at most ten.
    pub context: BTreeMap<String, String>,
    /// Whether there were more.
    pub context_truncated: bool,
}

/// One policy that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyMatch {
    /// Its id.
    pub policy_id: String,
    /// Its name.
    pub policy_name: String,
    /// What it asks for.
    pub action: String,
    /// What decided that: `policy`, `override`, a profile, or a setting of the organisation or the server.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub action_source: String,
    /// How bad a match is.
    pub risk_level: Severity,
    /// Whether an override can change what it asks for.
    pub allow_override: bool,
    /// What it is about.
    pub policy_description: String,
}

/// What a policy matched on; never the value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchedRule {
    /// The policy.
    pub policy_id: String,
    /// The version that matched.
    pub rule_id: String,
    /// What it is about.
    pub rule_text: String,
    /// The kind of what was found.
    pub matched_on: String,
}

/// Explains one decision.
pub async fn explain(gov: &Governance, scope: &OrgScope, id: DecisionId, only: Option<&str>) -> Result<Explanation> {
    let _turn = gov.slow_reads.enter(scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let record = find(&mut tx, id).await?;
    if only.is_some() && record.value(PersonalField::EndUser) != only {
        return Err(Error::NotFound);
    }
    let reading = Reading::of(&record)?;
    let matched = reading.matched();
    let (hits, existing) = standing(&mut tx, matched.first()).await?;
    let context = context_of(&record);
    Ok(Explanation {
        decision_id: id,
        timestamp: record.at,
        decision: record.verdict.ok_or_else(|| Error::broken("a decision has no verdict"))?.read_word(),
        reason: reading.text("reason").unwrap_or_default().to_owned(),
        risk_level: matched.iter().map(severity).min().unwrap_or(Severity::Low),
        policy_matches: matched.iter().map(policy_match).collect(),
        matched_rules: matched.iter().map(rule).collect(),
        override_available: !matched.is_empty(),
        override_existing_id: existing,
        historical_hit_count_session: hits,
        tool_signature: reading.target().map(str::to_owned),
        context_truncated: context.len() > CONTEXT_KEYS,
        context: context.into_iter().take(CONTEXT_KEYS).collect(),
    })
}

/// How often the deciding policy matched lately, and its override.
async fn standing(tx: &mut OrgTx, deciding: Option<&MatchedFact>) -> Result<(u64, Option<String>)> {
    let Some(deciding) = deciding else { return Ok((0, None)) };
    let now = tx.now();
    let filter = RecordFilter {
        kinds: vec![DeedKind::Decided],
        policy: Some(deciding.policy.clone()),
        since: Some(now - Duration::DAY),
        ..RecordFilter::default()
    };
    let hits = ledger_read::count(tx, &filter, HITS_COUNTED).await?;
    let found = policies::find_override(tx, &deciding.policy).await?;
    let live = found.filter(|row| row.expires_at.is_none_or(|end| now < end));
    Ok((hits, live.map(|row| format!("ovr_{}", row.policy_id))))
}

fn severity(hit: &MatchedFact) -> Severity {
    Severity::parse(&hit.severity).unwrap_or(Severity::Low)
}

fn policy_match(hit: &MatchedFact) -> PolicyMatch {
    PolicyMatch {
        policy_id: hit.policy.clone(),
        policy_name: hit.name.clone(),
        action: hit.action.clone(),
        action_source: hit.by.clone(),
        risk_level: severity(hit),
        allow_override: true,
        policy_description: hit.category.clone(),
    }
}

fn rule(hit: &MatchedFact) -> MatchedRule {
    MatchedRule {
        policy_id: hit.policy.clone(),
        rule_id: format!("{}_v{}", hit.policy, hit.version),
        rule_text: hit.category.clone(),
        matched_on: hit.on.clone(),
    }
}
