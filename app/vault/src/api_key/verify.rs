use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{KeyEnvironment, KeyId, OrgId};
use time::OffsetDateTime;

use super::{
    MAX_CHARS, PREFIX, SIGNATURE_CHARS,
    claims::{Claims, VERSION},
};
use crate::signing::PublicKey;

/// The lengths of an HMAC-SHA256 tag in unpadded base64url, padded base64, and hexadecimal.
const HMAC_CHARS: [usize; 3] = [43, 44, 64];

/// What a valid signature says about a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedApiKey {
    /// Which key it is a secret of.
    pub key: KeyId,
    /// Whose key.
    pub org: OrgId,
    /// What it may be used in.
    pub environment: KeyEnvironment,
    /// Which signing key issued it.
    pub kid: String,
    /// When it ends, when it does.
    pub expires_at: Option<OffsetDateTime>,
}

/// Why a text is not accepted as an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApiKeyError {
    /// Not an API key at all.
    #[error("this is not an API key")]
    Malformed,
    /// A V1 key, or one signed by HMAC.
    #[error("this API key has an old format; only AXON-V2 keys signed with Ed25519 are accepted, make a new one in the portal")]
    OldFormat,
    /// Signed by a key that is not, or no longer, trusted here.
    #[error("this API key was signed by a key that is not trusted here")]
    UnknownSigner,
    /// The signature does not hold for the text.
    #[error("the signature of this API key is not valid")]
    BadSignature,
    /// Genuine, but its time is over.
    #[error("this API key has expired")]
    Expired,
}

/// Checks API keys against the trusted signing keys: the current one, and during a rollover the next or the last.
#[derive(Debug, Clone)]
pub struct ApiKeyVerifier(HashMap<String, PublicKey>);

impl ApiKeyVerifier {
    /// A verifier that trusts these signers.
    pub fn new(trusted: impl IntoIterator<Item = PublicKey>) -> Self {
        Self(trusted.into_iter().map(|key| (key.kid().to_owned(), key)).collect())
    }

    /// Checks form, signature and expiry.
    pub fn verify(&self, key: &str, now: OffsetDateTime) -> Result<VerifiedApiKey, ApiKeyError> {
        let (signed, payload, signature) = parts(key)?;
        let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| ApiKeyError::Malformed)?;
        // The claims only choose the signer until the signature is checked.
        let claims: Claims<'_> = serde_json::from_slice(&payload).map_err(|_| ApiKeyError::Malformed)?;
        let signer = self.0.get(claims.kid).ok_or(ApiKeyError::UnknownSigner)?;
        if !signer.verifies(signed.as_bytes(), &signature) {
            return Err(ApiKeyError::BadSignature);
        }
        accept(&claims, now)
    }
}

fn accept(claims: &Claims<'_>, now: OffsetDateTime) -> Result<VerifiedApiKey, ApiKeyError> {
    if claims.v != VERSION {
        return Err(ApiKeyError::Malformed);
    }
    let environment = KeyEnvironment::parse(claims.env).ok_or(ApiKeyError::Malformed)?;
    let expires_at = claims.exp.map(OffsetDateTime::from_unix_timestamp).transpose().map_err(|_| ApiKeyError::Malformed)?;
    if expires_at.is_some_and(|end| end <= now) {
        return Err(ApiKeyError::Expired);
    }
    Ok(VerifiedApiKey {
        key: KeyId::from_uuid(claims.key),
        org: OrgId::from_uuid(claims.org),
        environment,
        kid: claims.kid.to_owned(),
        expires_at,
    })
}

/// The signed text, the payload in it, and the signature. Both halves may contain `-`, so the cut is by the known length
/// of the signature, from the right.
fn parts(key: &str) -> Result<(&str, &str, [u8; 64]), ApiKeyError> {
    if key.len() > MAX_CHARS {
        return Err(ApiKeyError::Malformed);
    }
    let cut = key.len().checked_sub(SIGNATURE_CHARS + 1);
    let halves = cut.and_then(|at| key.split_at_checked(at)).and_then(|(signed, tail)| Some((signed, tail.strip_prefix('-')?)));
    let payload = halves.and_then(|(signed, _)| signed.strip_prefix(PREFIX));
    let (Some((signed, signature)), Some(payload)) = (halves, payload) else {
        return Err(misfit(key));
    };
    let signature = URL_SAFE_NO_PAD.decode(signature).ok().and_then(|bytes| bytes.try_into().ok());
    Ok((signed, payload, signature.ok_or(ApiKeyError::Malformed)?))
}

/// Tells an old key, whose owner needs to know what to do, from any other text.
fn misfit(key: &str) -> ApiKeyError {
    let Some(rest) = key.strip_prefix("AXON-") else {
        return ApiKeyError::Malformed;
    };
    let has_hmac = rest.rsplit_once('-').is_some_and(|(_, tail)| HMAC_CHARS.contains(&tail.len()));
    if rest.starts_with("V2-") && !has_hmac { ApiKeyError::Malformed } else { ApiKeyError::OldFormat }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};
    use time::{Duration, macros::datetime};
    use uuid::Uuid;

    use super::*;
    use crate::{
        api_key::{ApiKeyIssuer, digest},
        signing::{Purpose, SigningKeyPair},
    };

    const NOW: OffsetDateTime = datetime!(2026-03-01 12:00:00 UTC);

    fn pair(seed: u64) -> SigningKeyPair {
        SigningKeyPair::generate(Purpose::ApiKeys, &mut StdRng::seed_from_u64(seed))
    }

    fn verifier(seeds: &[u64]) -> ApiKeyVerifier {
        ApiKeyVerifier::new(seeds.iter().map(|seed| pair(*seed).public().clone()))
    }

    fn ids() -> (KeyId, OrgId) {
        (KeyId::from_uuid(Uuid::from_u128(11)), OrgId::from_uuid(Uuid::from_u128(22)))
    }

    fn minted(signer: u64, expires: Option<OffsetDateTime>, seed: u64) -> String {
        let issuer = ApiKeyIssuer::new(pair(signer)).unwrap();
        issuer.mint(ids().0, ids().1, KeyEnvironment::Live, expires, NOW, &mut StdRng::seed_from_u64(seed)).expose().clone()
    }

    /// A key over any payload, honestly signed.
    fn signed(payload: &str) -> String {
        let signed = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(payload));
        format!("{signed}-{}", URL_SAFE_NO_PAD.encode(pair(1).sign(signed.as_bytes())))
    }

    fn refusal(key: &str) -> ApiKeyError {
        verifier(&[1]).verify(key, NOW).unwrap_err()
    }

    #[test]
    fn a_minted_key_verifies_and_says_whose_it_is() {
        let end = NOW + Duration::days(90);
        let key = minted(1, Some(end), 1);

        let verified = verifier(&[1, 2]).verify(&key, NOW).unwrap();

        assert_eq!(
            verified,
            VerifiedApiKey {
                key: ids().0,
                org: ids().1,
                environment: KeyEnvironment::Live,
                kid: pair(1).kid().to_owned(),
                expires_at: Some(end),
            }
        );
        assert!(verifier(&[1]).verify(&minted(1, None, 1), NOW + Duration::days(36_500)).unwrap().expires_at.is_none());
    }

    #[test]
    fn the_payload_is_the_documented_json() {
        let key = minted(1, None, 1);
        let payload = &key[PREFIX.len()..key.len() - SIGNATURE_CHARS - 1];

        let json = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();

        let kid = pair(1).kid().to_owned();
        let start = format!(
            r#"{{"v":2,"kid":"{kid}","key":"00000000-0000-0000-0000-00000000000b","org":"00000000-0000-0000-0000-000000000016","env":"live","iat":1772366400,"exp":null,"n":""#
        );
        assert!(json.starts_with(&start), "{json}");
        assert_eq!(json.len(), start.len() + 22 + 2);
    }

    #[test]
    fn dashes_in_payload_and_signature_do_not_confuse_it() {
        let mut with_dash = 0;
        for seed in 0..60 {
            let key = minted(1, None, seed);
            with_dash += usize::from(key[key.len() - SIGNATURE_CHARS..].contains('-'));
            assert!(verifier(&[1]).verify(&key, NOW).is_ok(), "{key}");
        }
        assert!(with_dash > 20, "the test must meet signatures with dashes, met {with_dash}");
    }

    #[test]
    fn two_secrets_of_one_key_differ() {
        assert_ne!(digest(&minted(1, None, 1)), digest(&minted(1, None, 2)));
    }

    #[test]
    fn a_key_ends_at_its_expiry() {
        let end = NOW + Duration::hours(1);
        let key = minted(1, Some(end), 1);

        assert!(verifier(&[1]).verify(&key, end - Duration::SECOND).is_ok());
        assert_eq!(verifier(&[1]).verify(&key, end), Err(ApiKeyError::Expired));
    }

    #[test]
    fn other_signers_are_refused() {
        let foreign = minted(2, None, 1);
        assert_eq!(refusal(&foreign), ApiKeyError::UnknownSigner);

        // The right name over the wrong signature.
        let own = minted(1, None, 1);
        let (own_signed, foreign_signature) = (&own[..own.len() - SIGNATURE_CHARS], &foreign[foreign.len() - SIGNATURE_CHARS..]);
        assert_eq!(refusal(&format!("{own_signed}{foreign_signature}")), ApiKeyError::BadSignature);
    }

    #[test]
    fn keys_for_checkpoints_sign_no_api_keys() {
        let pair = SigningKeyPair::generate(Purpose::Checkpoints, &mut StdRng::seed_from_u64(1));

        assert!(ApiKeyIssuer::new(pair).is_err());
    }

    #[test]
    fn no_changed_character_passes() {
        let key = minted(1, None, 1);

        for at in 0..key.len() {
            for other in ["A", "B", "-", "_", "=", "é"] {
                let changed = format!("{}{other}{}", &key[..at], &key[at + 1..]);
                assert!(changed == key || verifier(&[1]).verify(&changed, NOW).is_err(), "{changed}");
            }
            assert!(verifier(&[1]).verify(&key[..at], NOW).is_err(), "cut at {at}");
        }
        for longer in [format!("{key} "), format!(" {key}"), format!("{key}="), format!("{key}A"), key.to_lowercase()] {
            assert!(verifier(&[1]).verify(&longer, NOW).is_err(), "{longer}");
        }
    }

    #[test]
    fn old_formats_are_refused_with_a_reason() {
        let payload = URL_SAFE_NO_PAD.encode(r#"{"org":"acme"}"#);
        for old in [
            "AXON-ENT-acme-20301231-0123456789abcdef".to_owned(),
            "AXON-COMMUNITY-my-org-20301231-abc".to_owned(),
            "AXON-".to_owned(),
            format!("AXON-V1-{payload}-{}", "A".repeat(86)),
            format!("AXON-V2-{payload}-{}", "a".repeat(43)),
            format!("AXON-V2-{payload}-{}", "0".repeat(64)),
        ] {
            assert_eq!(refusal(&old), ApiKeyError::OldFormat, "{old}");
        }
        assert!(ApiKeyError::OldFormat.to_string().contains("only AXON-V2 keys signed with Ed25519 are accepted"));
    }

    #[test]
    fn anything_else_is_malformed() {
        let key = minted(1, None, 1);
        for text in ["", "-", "sk-123", "AXON-V2-", "axon-v2-abc", &key[..key.len() - 1], &key[8..]] {
            assert_eq!(refusal(text), ApiKeyError::Malformed, "{text}");
        }
        assert_eq!(refusal(&format!("AXON-V2-{}", "A".repeat(2000))), ApiKeyError::Malformed);
    }

    #[test]
    fn signed_nonsense_is_malformed() {
        let kid = pair(1).kid().to_owned();
        let payload = |v: u8, env: &str, exp: &str| {
            let id = Uuid::nil();
            format!(r#"{{"v":{v},"kid":"{kid}","key":"{id}","org":"{id}","env":"{env}","iat":0,"exp":{exp},"n":""}}"#)
        };

        assert!(verifier(&[1]).verify(&signed(&payload(2, "live", "null")), NOW).is_ok());
        assert_eq!(verifier(&[1]).verify(&signed(&payload(2, "test", "null")), NOW).unwrap().environment, KeyEnvironment::Test);
        for bad in [payload(3, "live", "null"), payload(2, "prod", "null"), payload(2, "live", "9223372036854775807"), "{}".to_owned()] {
            assert_eq!(refusal(&signed(&bad)), ApiKeyError::Malformed, "{bad}");
        }
        assert_eq!(refusal(&signed(&payload(2, "live", "-1"))), ApiKeyError::Expired);
    }

    proptest! {
        #[test]
        fn any_text_is_refused_without_a_panic(text in "(AXON-)?(V2-)?\\PC{0,200}") {
            prop_assert!(verifier(&[1]).verify(&text, NOW).is_err());
        }
    }
}
