use model::OrgId;

/// What a sealed value belongs to. Opening under another context fails, so a row that is copied to another
/// organisation or another record is worthless there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    owner: Owner,
    record: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Org(OrgId),
    Platform,
}

/// The two encryptions of an envelope; their ciphertexts must not be exchangeable.
#[derive(Clone, Copy)]
pub(crate) enum Layer {
    /// The value under its data key.
    Record,
    /// The data key under the key that wraps it.
    DataKey,
}

impl Context {
    /// A record of one organisation; `record` names it uniquely, such as `connector/<id>/credential`.
    pub fn org(org: OrgId, record: &str) -> Self {
        Self { owner: Owner::Org(org), record: record.to_owned() }
    }

    /// A record of the platform itself, such as a signing key.
    pub fn platform(record: &str) -> Self {
        Self { owner: Owner::Platform, record: record.to_owned() }
    }

    /// Whose record it is; `None` for the platform's own.
    pub const fn organisation(&self) -> Option<OrgId> {
        match self.owner {
            Owner::Org(org) => Some(org),
            Owner::Platform => None,
        }
    }

    /// The context as name and value pairs, the form that key services take.
    pub fn pairs(&self) -> [(&'static str, String); 2] {
        let owner = match self.owner {
            Owner::Org(org) => org.to_string(),
            Owner::Platform => "platform".to_owned(),
        };
        [("organisation", owner), ("record", self.record.clone())]
    }

    /// Whom the record belongs to, in bytes that no two owners share.
    pub(crate) fn owner_bytes(&self) -> Vec<u8> {
        match self.owner {
            Owner::Org(org) => joined(&[b"org", org.as_uuid().as_bytes()]),
            Owner::Platform => joined(&[b"platform"]),
        }
    }

    /// The associated data of one layer of the envelope.
    pub(crate) fn associated_data(&self, layer: Layer, key_id: &str) -> Vec<u8> {
        let layer: &[u8] = match layer {
            Layer::Record => b"axonflow/vault/1/record",
            Layer::DataKey => b"axonflow/vault/1/data-key",
        };
        joined(&[layer, &self.owner_bytes(), self.record.as_bytes(), key_id.as_bytes()])
    }
}

/// Each part preceded by its length, so that no two lists of parts give the same bytes.
pub(crate) fn joined(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| 8 + part.len()).sum());
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn org(n: u128) -> OrgId {
        OrgId::from_uuid(Uuid::from_u128(n))
    }

    #[test]
    fn every_difference_shows_in_the_bytes() {
        let contexts = [
            Context::org(org(1), "a"),
            Context::org(org(2), "a"),
            Context::org(org(1), "b"),
            Context::org(org(1), ""),
            Context::platform("a"),
            Context::platform(""),
        ];

        let mut seen = HashSet::new();
        for context in &contexts {
            for layer in [Layer::Record, Layer::DataKey] {
                for key_id in ["k", "k2", ""] {
                    assert!(seen.insert(context.associated_data(layer, key_id)), "{context:?}");
                }
            }
        }
    }

    #[test]
    fn key_services_see_organisation_and_record() {
        let pairs = Context::org(org(7), "connector/1").pairs();

        assert_eq!(pairs[0], ("organisation", "00000000-0000-0000-0000-000000000007".to_owned()));
        assert_eq!(pairs[1], ("record", "connector/1".to_owned()));
    }

    proptest! {
        #[test]
        fn moving_a_byte_between_record_and_key_id_changes_the_bytes(text in "[a-z/]{2,20}", cut in 0_usize..20, other in 0_usize..20) {
            let (cut, other) = (cut.min(text.len()), other.min(text.len()));
            prop_assume!(cut != other);
            let at = |n: usize| Context::platform(&text[..n]).associated_data(Layer::Record, &text[n..]);

            prop_assert_ne!(at(cut), at(other));
        }
    }
}
