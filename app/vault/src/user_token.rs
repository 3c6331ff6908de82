//! User tokens: JSON Web Tokens (RFC 7519) that say for which person a call is made, signed with Ed25519 (RFC 8037).
//!
//! One algorithm, one type, keys by their id from our own list: what a token says about how to check it is compared and never
//! followed. Nothing here asks a clock.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::OrgId;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error, SecretString,
    signing::{PublicKey, Purpose, SigningKeyPair},
};

/// Keeps our tokens apart from every other JWT.
const TYPE: &str = "axonflow-user+jwt";
const ALGORITHM: &str = "EdDSA";
const AUDIENCE: &str = "axonflow";
/// Longer texts are refused before any work.
const MAX_CHARS: usize = 2_048;
/// How far the clock of whoever issued may be ahead.
const LEEWAY_SECONDS: i64 = 30;

#[derive(Serialize, Deserialize)]
struct Header<'a> {
    alg: &'a str,
    typ: &'a str,
    kid: &'a str,
}

#[derive(Serialize, Deserialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: String,
    org: Uuid,
    iat: i64,
    exp: i64,
    jti: Uuid,
}

/// Whom a token speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserIdentity {
    /// The person, as the organisation names them.
    pub subject: String,
    /// The organisation that vouches.
    pub org: OrgId,
    /// Until when.
    pub expires_at: OffsetDateTime,
}

/// Why a text is not accepted as a user token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UserTokenError {
    /// It does not claim to be one of ours.
    #[error("this is not a user token of this platform")]
    Foreign,
    /// It claims to be one of ours, and is none: signer, signature, issuer, audience or times.
    #[error("this user token is not valid")]
    Invalid,
    /// Genuine, but its time is over.
    #[error("this user token has expired")]
    Expired,
}

/// Signs user tokens.
#[derive(Debug)]
pub struct UserTokenIssuer(SigningKeyPair);

impl UserTokenIssuer {
    /// An issuer; the pair must be for user tokens.
    pub fn new(pair: SigningKeyPair) -> crate::Result<Self> {
        match pair.purpose() {
            Purpose::UserTokens => Ok(Self(pair)),
            Purpose::ApiKeys | Purpose::Checkpoints => Err(Error::NotASigningKey),
        }
    }

    /// A token of `issuer` for one person of one organisation; sub-second parts of the times are dropped.
    pub fn issue(&self, issuer: &str, identity: &UserIdentity, id: Uuid, now: OffsetDateTime) -> SecretString {
        let header = Header { alg: ALGORITHM, typ: TYPE, kid: self.0.kid() };
        let claims = Claims {
            iss: issuer,
            aud: AUDIENCE,
            sub: identity.subject.clone(),
            org: identity.org.as_uuid(),
            iat: now.unix_timestamp(),
            exp: identity.expires_at.unix_timestamp(),
            jti: id,
        };
        let signed = format!("{}.{}", encoded(&header), encoded(&claims));
        let signature = URL_SAFE_NO_PAD.encode(self.0.sign(signed.as_bytes()));
        SecretString::new(format!("{signed}.{signature}"))
    }
}

/// Texts, numbers and ids always serialise; an empty part would not verify.
fn encoded(part: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(part).unwrap_or_default())
}

/// Checks user tokens against the trusted signing keys: the current one, and during a rollover the next or the last.
#[derive(Debug, Clone)]
pub struct UserTokenVerifier(HashMap<String, PublicKey>);

impl UserTokenVerifier {
    /// A verifier that trusts these signers.
    pub fn new(trusted: impl IntoIterator<Item = PublicKey>) -> Self {
        Self(trusted.into_iter().map(|key| (key.kid().to_owned(), key)).collect())
    }

    /// Checks form, type, algorithm, signature, issuer, audience and times.
    pub fn verify(&self, token: &str, issuer: &str, now: OffsetDateTime) -> Result<UserIdentity, UserTokenError> {
        let (signed, header, claims, signature) = parts(token).ok_or(UserTokenError::Foreign)?;
        let header_bytes = URL_SAFE_NO_PAD.decode(header).map_err(|_| UserTokenError::Foreign)?;
        let header: Header<'_> = serde_json::from_slice(&header_bytes).map_err(|_| UserTokenError::Foreign)?;
        if header.typ != TYPE {
            return Err(UserTokenError::Foreign);
        }
        let signer = self.0.get(header.kid).filter(|_| header.alg == ALGORITHM).ok_or(UserTokenError::Invalid)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(UserTokenError::Invalid)?;
        if !signer.verifies(signed.as_bytes(), &signature) {
            return Err(UserTokenError::Invalid);
        }
        let claims = URL_SAFE_NO_PAD.decode(claims).map_err(|_| UserTokenError::Invalid)?;
        accept(&serde_json::from_slice(&claims).map_err(|_| UserTokenError::Invalid)?, issuer, now)
    }

    /// The trusted public halves as a JSON Web Key Set (RFC 7517, RFC 8037), for whoever checks tokens themselves.
    pub fn key_set(&self) -> serde_json::Value {
        let mut keys: Vec<&PublicKey> = self.0.values().collect();
        keys.sort_unstable_by_key(|key| key.kid());
        let keys = keys.into_iter().map(|key| {
            let x = URL_SAFE_NO_PAD.encode(key.to_bytes());
            serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": ALGORITHM, "kid": key.kid(), "x": x })
        });
        serde_json::json!({ "keys": keys.collect::<Vec<_>>() })
    }
}

fn accept(claims: &Claims<'_>, issuer: &str, now: OffsetDateTime) -> Result<UserIdentity, UserTokenError> {
    let expires_at = OffsetDateTime::from_unix_timestamp(claims.exp).map_err(|_| UserTokenError::Invalid)?;
    let is_from_the_future = claims.iat > now.unix_timestamp() + LEEWAY_SECONDS;
    if claims.iss != issuer || claims.aud != AUDIENCE || claims.sub.is_empty() || is_from_the_future {
        return Err(UserTokenError::Invalid);
    }
    if expires_at <= now {
        return Err(UserTokenError::Expired);
    }
    Ok(UserIdentity { subject: claims.sub.clone(), org: OrgId::from_uuid(claims.org), expires_at })
}

/// The signed text, header, claims and signature of what has the form of a JWT.
fn parts(token: &str) -> Option<(&str, &str, &str, &str)> {
    if token.len() > MAX_CHARS {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.').filter(|(_, claims)| !claims.contains('.'))?;
    Some((signed, header, claims, signature))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};
    use time::{Duration, macros::datetime};

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-03-01 12:00:00 UTC);
    const ISSUER: &str = "https://flow.example";

    fn pair(seed: u64, purpose: Purpose) -> SigningKeyPair {
        SigningKeyPair::generate(purpose, &mut StdRng::seed_from_u64(seed))
    }

    fn verifier(seeds: &[u64]) -> UserTokenVerifier {
        UserTokenVerifier::new(seeds.iter().map(|seed| pair(*seed, Purpose::UserTokens).public().clone()))
    }

    fn ann() -> UserIdentity {
        UserIdentity { subject: "ann@acme.example".to_owned(), org: OrgId::from_uuid(Uuid::from_u128(7)), expires_at: NOW + Duration::HOUR }
    }

    fn issued(seed: u64) -> String {
        let issuer = UserTokenIssuer::new(pair(seed, Purpose::UserTokens)).unwrap();
        issuer.issue(ISSUER, &ann(), Uuid::from_u128(1), NOW).expose().clone()
    }

    /// A token with these parts, rightly signed.
    fn signed(header: &str, claims: &str) -> String {
        let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(pair(1, Purpose::UserTokens).sign(text.as_bytes())))
    }

    fn refusal(token: &str) -> UserTokenError {
        verifier(&[1]).verify(token, ISSUER, NOW).unwrap_err()
    }

    #[test]
    fn an_issued_token_says_who_and_for_how_long() {
        assert_eq!(verifier(&[1]).verify(&issued(1), ISSUER, NOW), Ok(ann()));
        assert_eq!(verifier(&[1]).verify(&issued(1), ISSUER, NOW + Duration::HOUR), Err(UserTokenError::Expired));
        assert_eq!(verifier(&[1]).verify(&issued(1), "https://other.example", NOW), Err(UserTokenError::Invalid));
        assert_eq!(verifier(&[1]).verify(&issued(1), ISSUER, NOW - Duration::HOUR), Err(UserTokenError::Invalid), "not issued yet");
    }

    #[test]
    fn through_a_rollover_both_signers_count_and_a_retired_one_does_not() {
        for token in [issued(1), issued(2)] {
            assert!(verifier(&[1, 2]).verify(&token, ISSUER, NOW).is_ok());
        }
        assert_eq!(verifier(&[2]).verify(&issued(1), ISSUER, NOW), Err(UserTokenError::Invalid));
    }

    #[test]
    fn what_a_token_says_about_its_check_is_never_followed() {
        let kid = pair(1, Purpose::UserTokens).kid().to_owned();
        let good = format!(
            r#"{{"iss":"{ISSUER}","aud":"axonflow","sub":"a","org":"{}","iat":1772366400,"exp":1772370000,"jti":"{}"}}"#,
            Uuid::nil(),
            Uuid::nil()
        );
        let header = |alg: &str, typ: &str, kid: &str| {
            format!(r#"{{"alg":"{alg}","typ":"{typ}","kid":"{kid}","jku":"https://evil.example","jwk":{{}}}}"#)
        };
        assert!(verifier(&[1]).verify(&signed(&header(ALGORITHM, TYPE, &kid), &good), ISSUER, NOW).is_ok());

        for alg in ["none", "None", "HS256", "ES256", "eddsa", ""] {
            assert_eq!(refusal(&signed(&header(alg, TYPE, &kid), &good)), UserTokenError::Invalid, "{alg}");
        }
        for other in ["../../etc/passwd", "' or 1=1 --", ""] {
            assert_eq!(refusal(&signed(&header(ALGORITHM, TYPE, other), &good)), UserTokenError::Invalid, "{other}");
        }
        assert_eq!(refusal(&signed(&header(ALGORITHM, "JWT", &kid), &good)), UserTokenError::Foreign);
        for (from, to) in
            [("\"aud\":\"axonflow\"", "\"aud\":\"other\""), ("\"sub\":\"a\"", "\"sub\":\"\""), ("1772370000", "9223372036854775807")]
        {
            assert_eq!(refusal(&signed(&header(ALGORITHM, TYPE, &kid), &good.replace(from, to))), UserTokenError::Invalid, "{to}");
        }
    }

    #[test]
    fn a_changed_token_and_a_key_of_another_purpose_are_refused() {
        let token = issued(1);
        for index in [0, 40, 120, token.len() - 2] {
            let mut changed = token.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            assert!(verifier(&[1]).verify(&String::from_utf8(changed).unwrap(), ISSUER, NOW).is_err(), "{index}");
        }
        assert!(UserTokenIssuer::new(pair(1, Purpose::ApiKeys)).is_err());
    }

    #[test]
    fn the_key_set_has_public_halves_only() {
        let set = verifier(&[1, 2]).key_set();

        assert_eq!(set["keys"].as_array().map(Vec::len), Some(2));
        assert!(set["keys"].as_array().unwrap().iter().all(|key| key["kty"] == "OKP" && key.get("d").is_none()));
    }

    proptest! {
        #[test]
        fn any_text_is_refused_without_a_panic(text in "\\PC{0,200}|[A-Za-z0-9_-]{0,90}\\.[A-Za-z0-9_-]{0,90}\\.[A-Za-z0-9_-]{0,90}") {
            prop_assert!(verifier(&[1]).verify(&text, ISSUER, NOW).is_err());
        }
    }
}
