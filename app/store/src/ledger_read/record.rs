//! A record with its personal values.

use model::{DeedKind, Id, KeyId, PersonId, Verdict};
use serde_json::{Map, Value};
use sqlx::{FromRow, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, Result, personal, row::org_rows};

/// A record with its personal values, as far as they still exist.
#[derive(Debug, Clone)]
pub struct StoredRecord {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: OffsetDateTime,
    /// What happened.
    pub kind: DeedKind,
    /// The decision, approval or other thing that it is about.
    pub record_id: Uuid,
    /// The verdict of a decision.
    pub verdict: Option<Verdict>,
    /// The key that acted.
    pub key: Option<KeyId>,
    /// The person who acted.
    pub person: Option<PersonId>,
    /// The canonical text.
    pub canonical: String,
    /// Personal values.
    pub personal: Vec<ledger::PersonalValue>,
}

impl StoredRecord {
    /// The canonical text as JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.canonical).map_err(|_| Error::Corrupt("record"))
    }

    /// A personal value, unless it was erased.
    pub fn value(&self, field: model::PersonalField) -> Option<&str> {
        self.personal.iter().find(|v| v.field == field).map(|v| v.value.as_str())
    }
}

#[derive(FromRow)]
pub(super) struct Row {
    org_id: Uuid,
    seq: i64,
    recorded_at: OffsetDateTime,
    kind: String,
    record_id: Uuid,
    verdict: Option<String>,
    key_id: Option<Uuid>,
    person_id: Option<Uuid>,
    record: String,
    fields: Option<Json<Map<String, Value>>>,
}

org_rows!(Row);

/// What a [`Row`] is read from.
pub(super) const SELECT: &str =
    "select b.org_id, b.seq, b.recorded_at, b.kind, b.record_id, b.verdict, b.key_id, b.person_id, b.record, p.fields
  from public.ledger_body b left join public.ledger_personal p on p.org_id = b.org_id and p.seq = b.seq";

/// The record of a row.
pub(super) fn read(row: Row) -> Result<StoredRecord> {
    Ok(StoredRecord {
        seq: row.seq.unsigned_abs(),
        at: row.recorded_at,
        kind: DeedKind::parse(&row.kind).ok_or(Error::Corrupt("deed kind"))?,
        record_id: row.record_id,
        verdict: row.verdict.as_deref().map(|v| Verdict::parse(v).ok_or(Error::Corrupt("verdict"))).transpose()?,
        key: row.key_id.map(Id::from_uuid),
        person: row.person_id.map(Id::from_uuid),
        canonical: row.record,
        personal: personal::from_json(row.fields)?,
    })
}
