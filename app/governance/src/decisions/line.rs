use std::collections::HashMap;

use model::{Id, KeyId, PersonalField, views::DecisionLine};
use store::ledger_read::StoredRecord;

use super::{Reading, reading::MatchedFact};
use crate::{Error, Result};

/// One decision as lists show it.
pub(super) fn line(record: &StoredRecord, reading: &Reading, names: &HashMap<KeyId, String>) -> Result<DecisionLine> {
    let key_name = record.key.map(|key| names.get(&key).cloned().unwrap_or_else(|| key.client_id()));
    let (policies, policy_names) = reading.matched().into_iter().map(named).unzip();
    Ok(DecisionLine {
        id: Id::from_uuid(record.record_id),
        seq: record.seq,
        at: record.at,
        verdict: record.verdict.ok_or_else(|| Error::broken("a decision has no verdict"))?,
        plane: reading.plane()?,
        target: reading.target().map(str::to_owned),
        key_name: key_name.unwrap_or_default(),
        end_user: record.value(PersonalField::EndUser).map(str::to_owned),
        policies,
        policy_names,
        took_micros: reading.number("took_us"),
    })
}

/// Id and name of a policy; one whose record has no name is called by its id.
fn named(matched: MatchedFact) -> (String, String) {
    let name = if matched.name.is_empty() { matched.policy.clone() } else { matched.name };
    (matched.policy, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_without_a_name_is_called_by_its_id() {
        let fact = |name: &str| MatchedFact { policy: "pol_1".to_owned(), name: name.to_owned(), ..MatchedFact::default() };

        assert_eq!(named(fact("Refunds need a human")).1, "Refunds need a human");
        assert_eq!(named(fact("")), ("pol_1".to_owned(), "pol_1".to_owned()));
    }
}
