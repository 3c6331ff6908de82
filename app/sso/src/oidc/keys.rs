use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet};
use serde_json::Value;

use crate::Refusal;

/// The smallest RSA modulus, in characters of base64: 2048 bits.
const LEAST_MODULUS_CHARS: usize = 342;
/// More keys than any provider has at once.
const MOST_KEYS: usize = 50;

/// A provider's public keys.
#[derive(Debug, Clone)]
pub struct Keys(pub(super) CoreJsonWebKeySet);

impl Keys {
    /// Reads a key set. Keys of kinds that are not accepted, too small ones, secret ones and those not for signatures are
    /// left out.
    pub fn read(body: &[u8]) -> Result<Self, Refusal> {
        let whole: Value = serde_json::from_slice(body).map_err(|_| Refusal::Token("its keys are not JSON".to_owned()))?;
        let listed = whole.get("keys").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let usable = listed.iter().take(MOST_KEYS).filter(|key| is_usable(key));
        let keys: Vec<CoreJsonWebKey> = usable.filter_map(|key| serde_json::from_value(key.clone()).ok()).collect();
        if keys.is_empty() {
            return Err(Refusal::Token("it publishes no key that could check a token".to_owned()));
        }
        Ok(Self(CoreJsonWebKeySet::new(keys)))
    }
}

fn is_usable(key: &Value) -> bool {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    let for_signatures = text("use").is_none_or(|usage| usage == "sig");
    let strong = match text("kty") {
        Some("RSA") => text("n").is_some_and(|modulus| modulus.trim_start_matches('A').len() >= LEAST_MODULUS_CHARS),
        Some("EC") => matches!(text("crv"), Some("P-256" | "P-384")),
        Some("OKP") => text("crv") == Some("Ed25519"),
        _ => false,
    };
    for_signatures && strong
}
