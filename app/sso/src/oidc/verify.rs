use chrono::{DateTime, Utc};
use model::EmailAddress;
use openidconnect::{
    AdditionalClaims, ClaimsVerificationError, ClientId, IdToken, IssuerUrl, Nonce, SignatureVerificationError,
    core::{CoreGenderClaim, CoreIdTokenVerifier, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm as Algorithm},
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{Keys, Provider};
use crate::{
    Refusal, Refused, SKEW, Step, Trail,
    refusal::quoted,
    saml::{self, Subject},
};

const ALLOWED: &[Algorithm] = &[
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];
/// A token is exchanged for a code seconds after it was made.
const FRESH: Duration = Duration::minutes(10);

/// What Entra ID says about an address instead of `email_verified`.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Extra {
    #[serde(default)]
    xms_edov: serde_json::Value,
    /// Not a standard claim, and the name that all use.
    #[serde(default)]
    groups: serde_json::Value,
}
impl AdditionalClaims for Extra {}

type Token = IdToken<Extra, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, Algorithm>;

/// What a token has to fit.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Who has to have made it.
    pub provider: &'a Provider,
    /// By which keys.
    pub keys: &'a Keys,
    /// For whom.
    pub client_id: &'a str,
    /// In answer to what.
    pub nonce: &'a str,
    /// Now.
    pub now: OffsetDateTime,
}

/// What a provider says about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Who it is.
    pub subject: Subject,
    /// What was checked.
    pub trail: Trail,
}

/// What became of a token.
#[derive(Debug)]
pub enum Judged {
    /// It is good.
    Good(Claims),
    /// It names a key that is not among those given: fetch them anew, once, and ask again.
    UnknownKey,
    /// It is refused.
    Refused(Refused),
}

/// Judges an id token.
pub fn verify(token: &str, question: &Question<'_>) -> Judged {
    let mut trail = Trail::default();
    match checked(token, question, &mut trail) {
        Ok(subject) => Judged::Good(Claims { subject, trail }),
        Err(Fault::UnknownKey) => Judged::UnknownKey,
        Err(Fault::Refused(step, why)) => Judged::Refused(trail.refuse(step, why)),
    }
}

enum Fault {
    UnknownKey,
    Refused(Step, Refusal),
}

fn checked(token: &str, question: &Question<'_>, trail: &mut Trail) -> Result<Subject, Fault> {
    let refuse = |step, why| Fault::Refused(step, why);
    let token: Token = token.parse().map_err(|_| refuse(Step::Shape, Refusal::Token("it cannot be read".to_owned())))?;
    trail.held(Step::Shape, "an id token");
    let issuer =
        IssuerUrl::new(question.provider.issuer.clone()).map_err(|error| refuse(Step::Issuer, Refusal::Token(error.to_string())))?;
    let now = moment(question.now);
    // The library asks whether the token is over by its clock, which is set back by what clocks may differ.
    let verifier = CoreIdTokenVerifier::new_public_client(ClientId::new(question.client_id.to_owned()), issuer, question.keys.0.clone())
        .set_allowed_algs(ALLOWED.iter().cloned())
        .set_time_fn(move || now - chrono::Duration::seconds(SKEW.whole_seconds()))
        .set_issue_time_verifier_fn(move |issued| is_fresh(issued, now));
    let claims = token.claims(&verifier, &Nonce::new(question.nonce.to_owned())).map_err(fault)?;
    if claims.authorized_party().is_some_and(|party| party.as_str() != question.client_id) {
        return Err(refuse(
            Step::Audience,
            Refusal::Audience { found: "another client (azp)".to_owned(), expected: quoted(question.client_id) },
        ));
    }
    note_held(question, claims.expiration(), trail);
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > 256 || subject.chars().any(char::is_control) {
        return Err(refuse(Step::Subject, Refusal::Missing("whom it speaks of (sub)")));
    }
    trail.held(Step::Subject, quoted(subject));
    let stated = claims.email().map(|email| email.as_str());
    let email = email(stated, claims.email_verified(), &claims.additional_claims().xms_edov).map_err(|why| refuse(Step::Email, why))?;
    let groups = claims.additional_claims().groups.as_array().map(|all| saml::groups(all.iter().filter_map(serde_json::Value::as_str)));
    Ok(Subject { subject: subject.to_owned(), email, groups })
}

/// The library checks all of these at once.
fn note_held(question: &Question<'_>, until: DateTime<Utc>, trail: &mut Trail) {
    for (step, seen) in [
        (Step::Issuer, quoted(&question.provider.issuer)),
        (Step::Signature, "by a key that the provider publishes".to_owned()),
        (Step::Request, "answers the sign-in that was begun here".to_owned()),
        (Step::Audience, quoted(question.client_id)),
        (Step::Window, format!("valid until {}", until.format("%Y-%m-%dT%H:%M:%SZ"))),
    ] {
        trail.held(step, seen);
    }
}

/// The address, when the provider vouches for it. Only when it says nothing of its own does Entra's word count.
fn email(stated: Option<&str>, verified: Option<bool>, edov: &serde_json::Value) -> Result<EmailAddress, Refusal> {
    let stated =
        stated.ok_or_else(|| Refusal::NoEmail("no claim \u{201c}email\u{201d}; ask for the scope email at the provider".to_owned()))?;
    let edov = edov.as_bool().unwrap_or_else(|| matches!(edov.as_str(), Some("1" | "true")) || edov.as_i64() == Some(1));
    if !verified.unwrap_or(edov) {
        return Err(Refusal::UnverifiedEmail);
    }
    let email = EmailAddress::parse(stated).map_err(|_| Refusal::BadEmail)?;
    if email.as_str().is_ascii() { Ok(email) } else { Err(Refusal::BadEmail) }
}

fn is_fresh(issued: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), String> {
    if issued > now + chrono::Duration::seconds(SKEW.whole_seconds()) {
        return Err("it was issued in the future".to_owned());
    }
    if issued < now - chrono::Duration::seconds((FRESH + SKEW).whole_seconds()) {
        return Err("it was issued too long ago".to_owned());
    }
    Ok(())
}

fn moment(now: OffsetDateTime) -> DateTime<Utc> {
    DateTime::from_timestamp(now.unix_timestamp(), 0).unwrap_or_default()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library may add cases; each refuses")]
fn fault(error: ClaimsVerificationError) -> Fault {
    let (step, why) = match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => return Fault::UnknownKey,
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::DisallowedAlg(text)) => {
            (Step::Signature, Refusal::Algorithm(quoted(&text)))
        }
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoSignature) => (Step::Signature, Refusal::Unsigned),
        ClaimsVerificationError::SignatureVerification(other) => (Step::Signature, Refusal::Token(quoted(&other.to_string()))),
        ClaimsVerificationError::InvalidIssuer(text) => (Step::Issuer, Refusal::Token(quoted(&text))),
        ClaimsVerificationError::InvalidAudience(text) => (Step::Audience, Refusal::Token(quoted(&text))),
        ClaimsVerificationError::InvalidNonce(_) => (Step::Request, Refusal::Request),
        ClaimsVerificationError::Expired(_) => (Step::Window, Refusal::TooLate),
        other => (Step::Window, Refusal::Token(quoted(&other.to_string()))),
    };
    Fault::Refused(step, why)
}
