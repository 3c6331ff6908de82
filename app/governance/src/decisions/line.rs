use std::collections::HashMap;

use model::{Id, KeyId, PersonalField, views::DecisionLine};
use store::ledger_read::StoredRecord;

use super::Reading;
use crate::{Error, Result};

/// One decision as lists show it.
pub(super) fn line(record: &StoredRecord, reading: &Reading, names: &HashMap<KeyId, String>) -> Result<DecisionLine> {
    let key_name = record.key.map(|key| names.get(&key).cloned().unwrap_or_else(|| key.client_id()));
    Ok(DecisionLine {
        id: Id::from_uuid(record.record_id),
        seq: record.seq,
        at: record.at,
        verdict: record.verdict.ok_or_else(|| Error::broken("a decision has no verdict"))?,
        plane: reading.plane()?,
        target: reading.target().map(str::to_owned),
        key_name: key_name.unwrap_or_default(),
        end_user: record.value(PersonalField::EndUser).map(str::to_owned),
        policies: reading.matched().into_iter().map(|matched| matched.policy).collect(),
        took_micros: reading.number("took_us"),
    })
}
