use model::{OrgId, PersonalField, Principal};

use crate::{
    Actor, Deed, Error, Hash, PersonalValue, Result,
    canonical::{MAX_INTEGER, Object, Unfit, write_object},
    commitment, leaf_hash,
};

/// The schema that every record names.
pub const VERSION: &str = "axonflow.record/1";

/// Where a deed stands in its organisation's log, and who did it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The organisation; inside the record, so that a record cannot be moved to another.
    pub org: OrgId,
    /// The number, from 1 and without gaps.
    pub seq: u64,
    /// When, in microseconds since 1970; never before the previous record's.
    pub at_micros: i64,
    /// Who acted.
    pub actor: &'a Principal,
    /// The request that carried it; empty when none did.
    pub request_id: &'a str,
    /// The trace that it belongs to; empty when none.
    pub trace_id: &'a str,
}

/// A numbered, canonical record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The bytes that are hashed.
    pub canonical: String,
    /// Their leaf in the tree.
    pub leaf: Hash,
}

/// A record and the values beside it, ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The bytes that are hashed.
    pub canonical: String,
    /// Their leaf in the tree.
    pub leaf: Hash,
    /// What the record commits to, by field name.
    pub personal: Vec<PersonalValue>,
}

impl Record {
    /// Takes stored bytes and hashes them again.
    pub fn from_canonical(canonical: String) -> Self {
        Self { leaf: leaf_hash(canonical.as_bytes()), canonical }
    }
}

impl From<Sealed> for Record {
    fn from(sealed: Sealed) -> Self {
        Self { canonical: sealed.canonical, leaf: sealed.leaf }
    }
}

/// Numbers a deed: writes its canonical record, commits to its personal values under fresh salts.
pub fn seal(deed: &Deed, place: &Place<'_>, salts: &mut dyn FnMut() -> [u8; 32]) -> Result<Sealed> {
    let personal = salted(&deed.personal, salts)?;
    let canonical = canonical_record(deed, place, &personal)?;
    let leaf = leaf_hash(canonical.as_bytes());
    Ok(Sealed { canonical, leaf, personal })
}

fn salted(values: &[(PersonalField, String)], salts: &mut dyn FnMut() -> [u8; 32]) -> Result<Vec<PersonalValue>> {
    let mut personal: Vec<_> =
        values.iter().map(|(field, value)| PersonalValue { field: *field, value: value.clone(), salt: salts() }).collect();
    personal.sort_by_key(|value| value.field.as_str());
    match personal.windows(2).find(|pair| matches!(pair, [a, b] if a.field == b.field)) {
        Some([twice, ..]) => Err(Error::PersonalTwice(twice.field)),
        _ => Ok(personal),
    }
}

/// The members stand in canonical order; a new one must be put where the alphabet wants it.
fn canonical_record(deed: &Deed, place: &Place<'_>, personal: &[PersonalValue]) -> Result<String> {
    let mut out = String::with_capacity(768);
    let mut record = Object::open(&mut out);
    Actor::from(place.actor).write(record.member("actor"));
    record.integer("at", safe("at", u64::try_from(place.at_micros).ok())?);
    write_commitments(record.member("commitments"), personal);
    write_object(record.member("facts"), &deed.facts, 0).map_err(|unfit| name_the_fact(deed, unfit))?;
    record.uuid("id", deed.record_id);
    record.text("kind", deed.kind.as_str());
    record.uuid("org", place.org.as_uuid());
    record.text("request_id", place.request_id);
    record.integer("seq", safe("seq", Some(place.seq))?);
    record.text_or_null("target", deed.target.as_deref());
    record.text("trace_id", place.trace_id);
    record.text("v", VERSION);
    record.text_or_null("verdict", deed.verdict.map(model::Verdict::as_str));
    record.close();
    Ok(out)
}

fn safe(name: &str, number: Option<u64>) -> Result<i64> {
    let fits = number.filter(|n| *n <= MAX_INTEGER).and_then(|n| i64::try_from(n).ok());
    fits.ok_or_else(|| Error::NumberUnsafe(name.to_owned()))
}

fn write_commitments(out: &mut String, personal: &[PersonalValue]) {
    let mut object = Object::open(out);
    for value in personal {
        object.text(value.field.as_str(), &commitment(&value.salt, &value.value));
    }
    object.close();
}

/// Finds the fact to blame; this is the error path, so it may write everything once more.
fn name_the_fact(deed: &Deed, unfit: Unfit) -> Error {
    let blamed = deed.facts.iter().find(|(_, value)| crate::canonical::write_value(&mut String::new(), value, 1).is_err());
    let name = blamed.map(|(key, _)| key.clone()).unwrap_or_default();
    match unfit {
        Unfit::Number => Error::NumberUnsafe(name),
        Unfit::Depth => Error::TooDeep(name),
    }
}

#[cfg(test)]
mod tests {
    use model::{DeedKind, Id, Verdict};
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    fn sealed(deed: &Deed) -> Result<Sealed> {
        let actor = Principal::ApiKey { key: Id::from_uuid(Uuid::from_u128(3)), tenant: Id::from_uuid(Uuid::from_u128(4)) };
        let org = Id::from_uuid(Uuid::from_u128(1));
        let place = Place { org, seq: 7, at_micros: 1_700_000_000_000_001, actor: &actor, request_id: "r-1", trace_id: "" };
        let mut next = 0;
        seal(deed, &place, &mut || {
            next += 1;
            [next; 32]
        })
    }

    fn deed() -> Deed {
        Deed::new(DeedKind::Decided, Uuid::from_u128(2)).verdict(Verdict::Deny).fact("z", 1).fact("a", json!({"n": [true, null]}))
    }

    #[test]
    fn the_bytes_are_these_forever() -> Result<()> {
        let record = sealed(&deed().personal(PersonalField::Ip, "203.0.113.9"))?;

        let commitment = commitment(&[1; 32], "203.0.113.9");
        let expected = format!(
            concat!(
                r#"{{"actor":{{"key":"00000000-0000-0000-0000-000000000003","kind":"api_key","tenant":"00000000-0000-0000-0000-000000000004"}},"#,
                r#""at":1700000000000001,"commitments":{{"ip":"{}"}},"facts":{{"a":{{"n":[true,null]}},"z":1}},"#,
                r#""id":"00000000-0000-0000-0000-000000000002","kind":"decision.made","org":"00000000-0000-0000-0000-000000000001","#,
                r#""request_id":"r-1","seq":7,"target":null,"trace_id":"","v":"axonflow.record/1","verdict":"deny"}}"#
            ),
            commitment
        );
        assert_eq!(record.canonical, expected);
        assert_eq!(record.leaf, leaf_hash(expected.as_bytes()));
        Ok(())
    }

    #[test]
    fn the_record_is_its_own_canonical_form() -> Result<()> {
        let deed = deed().target("policy \"x\"\n").personal(PersonalField::Query, "q").personal(PersonalField::ActorEmail, "a@b.c");

        let record = sealed(&deed)?;

        let read: Value = serde_json::from_str(&record.canonical)?;
        assert_eq!(crate::canonical::to_canonical(&read), Ok(record.canonical));
        let fields: Vec<_> = record.personal.iter().map(|value| value.field).collect();
        assert_eq!(fields, [PersonalField::ActorEmail, PersonalField::Query]);
        Ok(())
    }

    #[test]
    fn refuses_what_cannot_be_proved_later() {
        assert!(matches!(sealed(&deed().fact("score", 0.5)), Err(Error::NumberUnsafe(name)) if name == "score"));
        let deep = (0..40).fold(json!(1), |inner, _| json!([inner]));
        assert!(matches!(sealed(&deed().fact("deep", deep)), Err(Error::TooDeep(name)) if name == "deep"));
        let twice = deed().personal(PersonalField::Ip, "1").personal(PersonalField::Ip, "2");
        assert!(matches!(sealed(&twice), Err(Error::PersonalTwice(PersonalField::Ip))));
    }
}
