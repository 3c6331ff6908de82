use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::{
    Error, Result,
    canonical::{Unfit, write_object},
};

/// The name of a policy set: lower-case hex of SHA-256 over its canonical JSON. A record that carries
/// it as the fact `policy_set` binds the set's line in a bundle to the signed tree.
pub fn policy_set_digest(set: &Map<String, Value>) -> Result<String> {
    let mut canonical = String::new();
    write_object(&mut canonical, set, 0).map_err(|unfit| match unfit {
        Unfit::Number => Error::NumberUnsafe("policy_set".to_owned()),
        Unfit::Depth => Error::TooDeep("policy_set".to_owned()),
    })?;
    Ok(hex::encode(Sha256::digest(canonical)))
}
