use model::{Severity, views::EvaluatedPolicy};
use serde::Deserialize;
use serde_json::Value;
use store::{OrgTx, policies};

use super::{Reading, reading::MatchedFact};
use crate::Result;

/// A policy as the kept set describes it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct SetLine {
    id: String,
    name: String,
    tier: String,
    version: u32,
    category: String,
    action: String,
    severity: String,
    enabled: bool,
}

/// Every policy that the decision was made under, matching ones first, in the order of the record (TC-62).
pub(super) async fn evaluated(tx: &mut OrgTx, reading: &Reading) -> Result<Vec<EvaluatedPolicy>> {
    let set = match reading.text("policy_set") {
        Some(digest) => policies::find_set(tx, digest).await?,
        None => None,
    };
    Ok(merge(reading.matched(), &lines_of(set.as_ref())))
}

/// The lines of a kept set: a list, or an object that holds it.
fn lines_of(set: Option<&Value>) -> Vec<SetLine> {
    let listed = set.and_then(|set| set.as_array().or_else(|| set["policies"].as_array()));
    listed.into_iter().flatten().filter_map(|line| SetLine::deserialize(line).ok()).collect()
}

fn merge(matched: Vec<MatchedFact>, set: &[SetLine]) -> Vec<EvaluatedPolicy> {
    let is_matched = |id: &str| matched.iter().any(|hit| hit.policy == id);
    let others: Vec<_> = set.iter().filter(|line| line.enabled && !is_matched(&line.id)).map(unmatched).collect();
    let hits = matched.into_iter().map(|hit| {
        let tier = set.iter().find(|line| line.id == hit.policy).map(|line| line.tier.clone()).unwrap_or_default();
        hit_of(hit, tier)
    });
    hits.chain(others).collect()
}

fn hit_of(hit: MatchedFact, tier: String) -> EvaluatedPolicy {
    EvaluatedPolicy {
        id: hit.policy,
        name: hit.name,
        version: hit.version,
        tier,
        category: hit.category,
        action: hit.action,
        severity: Severity::parse(&hit.severity).unwrap_or(Severity::Low),
        matched: true,
        matched_on: Some(hit.on).filter(|on| !on.is_empty()),
    }
}

fn unmatched(line: &SetLine) -> EvaluatedPolicy {
    EvaluatedPolicy {
        id: line.id.clone(),
        name: line.name.clone(),
        version: line.version,
        tier: line.tier.clone(),
        category: line.category.clone(),
        action: line.action.clone(),
        severity: Severity::parse(&line.severity).unwrap_or(Severity::Low),
        matched: false,
        matched_on: None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn matching_policies_come_first_and_disabled_ones_were_not_evaluated() {
        let line = |id: &str, enabled: bool| json!({"id": id, "tier": "system", "severity": "high", "enabled": enabled});
        let set = json!([line("a", true), line("b", true), line("off", false)]);
        let hit = MatchedFact { policy: "b".to_owned(), on: "ssn".to_owned(), ..MatchedFact::default() };

        let merged = merge(vec![hit], &lines_of(Some(&set)));

        let shown: Vec<_> = merged.iter().map(|p| (p.id.as_str(), p.tier.as_str(), p.matched)).collect();
        assert_eq!(shown, [("b", "system", true), ("a", "system", false)]);
        assert_eq!(merged[0].matched_on.as_deref(), Some("ssn"));
    }

    #[test]
    fn a_set_in_an_object_reads_alike_and_a_missing_one_leaves_the_matches() {
        assert_eq!(lines_of(Some(&json!({"policies": [{"id": "a"}]}))).len(), 1);
        assert_eq!(merge(vec![MatchedFact::default()], &lines_of(None)).len(), 1);
    }
}
