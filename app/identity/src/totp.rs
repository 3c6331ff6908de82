//! One-time codes from an authenticator app: RFC 6238 with SHA-1, six digits, 30 seconds, as every app expects.

use rand::CryptoRng;
use time::OffsetDateTime;
use totp_rs::{Builder, Totp};
use vault::{Secret, SecretBytes, SecretString};

/// 160 bits, the length of the hash, as RFC 4226 section 4 recommends.
const SECRET_BYTES: usize = 20;
const STEP_SECONDS: u64 = 30;
/// One step either way, for clocks that differ and codes that are typed slowly.
const SKEW_STEPS: u64 = 1;
const DIGITS: usize = 6;
/// Room for the spaces with which apps show codes.
const MAX_TYPED_BYTES: usize = 16;

/// What an authenticator app and we both know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotpSecret(Secret<[u8; SECRET_BYTES]>);

/// The issuer or account cannot be shown in an authenticator app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an authenticator entry needs an account, and neither account nor issuer may contain a colon")]
pub struct InvalidLabel;

impl TotpSecret {
    /// A new secret.
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(Secret::random(rng))
    }

    /// Reads what [`Self::to_bytes`] gave.
    pub fn from_bytes(bytes: &SecretBytes) -> Option<Self> {
        Secret::copied_from(bytes.expose()).map(Self)
    }

    /// The bytes to seal and store.
    pub fn to_bytes(&self) -> SecretBytes {
        SecretBytes::new(self.0.expose().to_vec())
    }

    /// For typing into an app that cannot scan: base32, 32 characters.
    pub fn to_base32(&self) -> SecretString {
        SecretString::new(self.generator().secret().to_base32())
    }

    /// Reads what [`Self::to_base32`] gave: for whoever keeps a secret as text, as demonstrations do.
    pub fn from_base32(text: &str) -> Option<Self> {
        let bytes = totp_rs::Secret::try_from_base32(text).ok()?;
        Secret::copied_from(bytes.as_ref()).map(Self)
    }

    /// The `otpauth://` address that an app scans as a QR code. It contains the secret.
    pub fn provisioning_uri(&self, issuer: &str, account: &str) -> Result<SecretString, InvalidLabel> {
        let entry = self.builder().with_issuer(Some(issuer)).with_account_name(account).build().map_err(|_| InvalidLabel)?;
        entry.to_url().map(SecretString::new).map_err(|_| InvalidLabel)
    }

    fn builder(&self) -> Builder {
        Builder::new().with_secret(self.0.expose().as_slice())
    }

    fn generator(&self) -> Totp {
        // The checks that this skips are of the secret's length, which the type fixes, and of labels, of which there are none.
        self.builder().build_noncompliant()
    }
}

/// The step whose code this is, if it may still be used: store it, and give it as `last_step` next time.
///
/// A step that is not after `last_step` is refused, so that a code that was seen or overheard is worth nothing (RFC 6238
/// section 5.2). Storing must be atomic with this check when two requests may come at once.
pub fn verify(secret: &TotpSecret, code: &str, now: OffsetDateTime, last_step: Option<u64>) -> Option<u64> {
    let typed = typed_digits(code)?;
    let current = step_at(now)?;
    let generator = secret.generator();
    let fresh = (current.saturating_sub(SKEW_STEPS)..=current + SKEW_STEPS).filter(|step| last_step.is_none_or(|last| *step > last));
    // Every step is compared, in constant time each, whichever of them matches.
    fresh.fold(None, |found, step| if code_of(&generator, step).matches(typed.expose()) { Some(step) } else { found })
}

/// The code that an app shows now.
pub fn current_code(secret: &TotpSecret, now: OffsetDateTime) -> SecretString {
    code_of(&secret.generator(), step_at(now).unwrap_or_default())
}

fn code_of(generator: &Totp, step: u64) -> SecretString {
    SecretString::new(generator.generate(step * STEP_SECONDS).to_string())
}

/// There are no steps before 1970.
fn step_at(now: OffsetDateTime) -> Option<u64> {
    u64::try_from(now.unix_timestamp()).ok().map(|seconds| seconds / STEP_SECONDS)
}

/// Six ASCII digits; spaces are how apps show them and do not count.
fn typed_digits(code: &str) -> Option<SecretString> {
    if code.len() > MAX_TYPED_BYTES {
        return None;
    }
    let typed = SecretString::new(code.chars().filter(|c| *c != ' ').collect());
    let fits = typed.expose().len() == DIGITS && typed.expose().bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(typed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};
    use time::Duration;

    use super::*;

    /// The SHA-1 secret of RFC 6238, appendix B.
    fn secret() -> TotpSecret {
        TotpSecret(Secret::new(*b"12345678901234567890"))
    }

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
    }

    #[test]
    fn agrees_with_rfc_6238() {
        // The last six digits of the eight in appendix B.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(current_code(&secret(), at(seconds)).expose(), code, "at {seconds}");
            assert_eq!(verify(&secret(), code, at(seconds), None), Some(u64::try_from(seconds).unwrap() / 30), "at {seconds}");
        }
    }

    #[test]
    fn a_code_is_accepted_one_step_early_and_late_only() {
        let code = current_code(&secret(), at(3000));

        for (seconds, expected) in [(2969, None), (2970, Some(100)), (3000, Some(100)), (3059, Some(100)), (3060, None)] {
            assert_eq!(verify(&secret(), code.expose(), at(seconds), None), expected, "at {seconds}");
        }
    }

    #[test]
    fn a_used_step_and_earlier_ones_are_refused() {
        let code = current_code(&secret(), at(3000));

        assert_eq!(verify(&secret(), code.expose(), at(3000), Some(99)), Some(100));
        assert_eq!(verify(&secret(), code.expose(), at(3000), Some(100)), None, "replayed");
        assert_eq!(verify(&secret(), code.expose(), at(3030), Some(100)), None, "replayed in the next step");
        assert_eq!(verify(&secret(), code.expose(), at(3000), Some(101)), None, "older than the last");
        let next = current_code(&secret(), at(3030));
        assert_eq!(verify(&secret(), next.expose(), at(3030), Some(100)), Some(101));
    }

    #[test]
    fn only_six_digits_are_a_code() {
        let code = current_code(&secret(), at(59)).expose().clone();
        assert_eq!(code, "287082");

        assert_eq!(verify(&secret(), "287 082", at(59), None), Some(1));
        for wrong in ["", "28708", "2870821", "94287082", "+87082", "28708٢", "287082\n", "287083", "             287082", "0x46176"] {
            assert_eq!(verify(&secret(), wrong, at(59), None), None, "{wrong:?}");
        }
    }

    #[test]
    fn another_secret_has_other_codes() {
        let other = TotpSecret::generate(&mut StdRng::seed_from_u64(1));

        assert_eq!(verify(&other, current_code(&secret(), at(59)).expose(), at(59), None), None);
    }

    #[test]
    fn times_before_1970_have_no_code() {
        assert_eq!(verify(&secret(), "287082", at(-59), None), None);
        assert_eq!(verify(&secret(), current_code(&secret(), at(0)).expose(), at(0), None), Some(0));
    }

    #[test]
    fn apps_get_the_documented_address() {
        let uri = secret().provisioning_uri("AxonFlow", "ada@example.com").unwrap();

        assert_eq!(uri.expose(), "otpauth://totp/AxonFlow:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=AxonFlow");
        assert_eq!(secret().to_base32().expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (issuer, account) in [("Axon:Flow", "ada"), ("AxonFlow", "a:da"), ("AxonFlow", "")] {
            assert_eq!(secret().provisioning_uri(issuer, account).err(), Some(InvalidLabel), "{issuer} {account}");
        }
    }

    #[test]
    fn a_stored_secret_is_the_same_secret() {
        let secret = TotpSecret::generate(&mut StdRng::seed_from_u64(1));

        assert_eq!(TotpSecret::from_bytes(&secret.to_bytes()).as_ref(), Some(&secret));
        assert_eq!(TotpSecret::from_bytes(&SecretBytes::new(vec![0; 19])), None);
    }

    #[test]
    fn debug_shows_no_secret() {
        assert_eq!(format!("{:?}", secret()), "TotpSecret([secret])");
    }

    proptest! {
        #[test]
        fn no_step_is_accepted_twice(start in 0_i64..4_000_000_000, waits in prop::collection::vec(0_i64..70, 1..12)) {
            let (mut now, mut last) = (at(start), None);
            for wait in waits {
                now += Duration::seconds(wait);
                let step = verify(&secret(), current_code(&secret(), now).expose(), now, last);
                prop_assert!(step.is_none() || step > last);
                last = step.or(last);
            }
        }

        #[test]
        fn any_text_is_checked_without_a_panic(text in "\\PC{0,20}", seconds in any::<u32>()) {
            let step = verify(&secret(), &text, at(i64::from(seconds)), None);
            prop_assert!(step.is_none() || text.bytes().filter(u8::is_ascii_digit).count() == 6);
        }
    }
}
