use model::PersonalField;
use serde_json::{Map, Value, json};
use sqlx::types::Json;

use crate::{Error, Result};

/// The side row of a record: `{field: [value, salt in hexadecimal]}`.
pub(crate) fn to_json(values: &[ledger::PersonalValue]) -> Option<Json<Map<String, Value>>> {
    let fields: Map<String, Value> = values.iter().map(|v| (v.field.as_str().to_owned(), json!([v.value, hex::encode(v.salt)]))).collect();
    (!fields.is_empty()).then_some(Json(fields))
}

/// Reads a side row back; unknown fields or shapes are corruption.
pub(crate) fn from_json(fields: Option<Json<Map<String, Value>>>) -> Result<Vec<ledger::PersonalValue>> {
    let Some(Json(fields)) = fields else { return Ok(Vec::new()) };
    fields.into_iter().map(|(name, pair)| read(&name, &pair).ok_or(Error::Corrupt("personal value"))).collect()
}

fn read(name: &str, pair: &Value) -> Option<ledger::PersonalValue> {
    let field = PersonalField::parse(name)?;
    let value = pair.get(0)?.as_str()?.to_owned();
    let mut salt = [0; 32];
    hex::decode_to_slice(pair.get(1)?.as_str()?, &mut salt).ok()?;
    Some(ledger::PersonalValue { field, value, salt })
}
