use ed25519_dalek::SigningKey;
use model::OrgId;

use crate::{Error, Hash, Result, VerifierKey, canonical::MAX_INTEGER, note};

/// A tree head in the C2SP tlog-checkpoint format: what the customer keeps, so that history cannot be rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log: `axonflow/` and the organisation's id.
    pub origin: String,
    /// How many records the tree holds.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// When it was made, in microseconds since 1970; an extension line `at <micros>`.
    pub at_micros: i64,
}

/// The origin line of an organisation's log.
pub fn origin_of(org: OrgId) -> String {
    format!("axonflow/{org}")
}

/// Signs a tree head. A log must never sign two heads that do not agree: sign only what was committed.
pub fn sign(checkpoint: &Checkpoint, key_name: &str, key: &SigningKey) -> Result<String> {
    let text = checkpoint.to_text();
    if Checkpoint::from_text(&text)? != *checkpoint {
        return Err(Error::NoteMalformed("the origin holds more than a name"));
    }
    let signature = note::signature_line(&text, key_name, key)?;
    Ok(format!("{text}\n{signature}"))
}

/// Adds the signature of another key, so that old and new key sign together during a rollover.
pub fn add_signature(note: &str, key_name: &str, key: &SigningKey) -> Result<String> {
    let (text, _) = note::split(note)?;
    Ok(format!("{note}{}", note::signature_line(text, key_name, key)?))
}

/// Reads a signed tree head; at least one of the keys must have signed it, unknown signatures are ignored.
pub fn parse_and_verify(note: &str, keys: &[VerifierKey]) -> Result<Checkpoint> {
    Checkpoint::from_text(note::open(note, keys)?)
}

impl Checkpoint {
    fn to_text(&self) -> String {
        let Self { origin, size, root, at_micros } = self;
        format!("{origin}\n{size}\n{root}\nat {at_micros}\n")
    }

    fn from_text(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(Error::NoteMalformed("origin, size and root are expected"));
        };
        if origin.is_empty() {
            return Err(Error::NoteMalformed("the origin is empty"));
        }
        let size = decimal(size).filter(|size| *size <= MAX_INTEGER).ok_or(Error::NoteMalformed("the size is not a number"))?;
        let root = Hash::from_base64(root).ok_or(Error::NoteMalformed("the root is not a hash"))?;
        let at_micros = read_at(lines)?;
        Ok(Self { origin: origin.to_owned(), size, root, at_micros })
    }
}

/// Finds the one `at` line; other extension lines are allowed and mean nothing to us.
fn read_at<'a>(lines: impl Iterator<Item = &'a str>) -> Result<i64> {
    let mut times = Vec::new();
    for line in lines {
        if line.is_empty() {
            return Err(Error::NoteMalformed("an extension line is empty"));
        }
        times.extend(line.strip_prefix("at ").map(decimal));
    }
    match times.as_slice() {
        [Some(micros)] if *micros <= MAX_INTEGER => i64::try_from(*micros).map_err(|_| Error::NoteMalformed("the time")),
        _ => Err(Error::NoteMalformed("exactly one line `at <microseconds>` is expected")),
    }
}

/// Plain digits without sign or leading zeros.
fn decimal(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    is_plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "axonflow/log";

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: "axonflow/x".into(), size: 42, root: Hash([9; 32]), at_micros: 1_700_000_000_000_000 }
    }

    #[test]
    fn a_signed_head_reads_back() -> Result<()> {
        let note = sign(&checkpoint(), NAME, &key(1))?;

        let read = parse_and_verify(&note, &[VerifierKey::of(NAME, &key(1))?])?;

        assert_eq!(read, checkpoint());
        let expected = format!("axonflow/x\n42\n{}\nat 1700000000000000\n\n— {NAME} ", Hash([9; 32]));
        assert!(note.starts_with(&expected), "{note}");
        Ok(())
    }

    #[test]
    fn unknown_signatures_are_ignored_and_one_known_is_needed() -> Result<()> {
        let note = sign(&checkpoint(), NAME, &key(1))?;
        let both = add_signature(&note, NAME, &key(2))?;
        let (old, new) = (VerifierKey::of(NAME, &key(1))?, VerifierKey::of(NAME, &key(2))?);

        assert!(parse_and_verify(&both, std::slice::from_ref(&old)).is_ok());
        assert!(parse_and_verify(&both, std::slice::from_ref(&new)).is_ok());
        assert!(matches!(parse_and_verify(&note, &[new]), Err(Error::KeyUnknown)));
        assert!(matches!(parse_and_verify(&note, &[VerifierKey::of("other", &key(1))?]), Err(Error::KeyUnknown)));
        assert!(matches!(parse_and_verify(&note, &[]), Err(Error::KeyUnknown)));
        Ok(())
    }

    #[test]
    fn no_byte_can_change() -> Result<()> {
        let note = sign(&checkpoint(), NAME, &key(1))?;
        let keys = [VerifierKey::of(NAME, &key(1))?];
        for (at, byte) in note.bytes().enumerate() {
            let mut changed = note.clone().into_bytes();
            changed[at] = if byte == b'1' { b'2' } else { b'1' };
            let Ok(changed) = String::from_utf8(changed) else { continue };
            assert!(parse_and_verify(&changed, &keys).is_err(), "byte {at}");
        }
        Ok(())
    }

    #[test]
    fn a_signed_text_must_still_be_a_head() -> Result<()> {
        let root = Hash([9; 32]);
        let texts = [
            format!("o\n042\n{root}\nat 1\n"),
            format!("o\n+4\n{root}\nat 1\n"),
            format!("o\n\n{root}\nat 1\n"),
            format!("\n4\n{root}\nat 1\n"),
            format!("o\n4\n{root}\n"),
            format!("o\n4\n{root}\nat 1\nat 2\n"),
            format!("o\n4\n{root}\nat -1\n"),
            "o\n4\nAAAA\nat 1\n".to_owned(),
            "o\n4\n".to_owned(),
        ];
        for text in texts {
            let note = format!("{text}\n{}", note::signature_line(&text, NAME, &key(1))?);
            let read = parse_and_verify(&note, &[VerifierKey::of(NAME, &key(1))?]);
            assert!(matches!(read, Err(Error::NoteMalformed(_))), "{text:?}: {read:?}");
        }
        let other = format!("o\n4\n{root}\nfoo bar\nat 1\n");
        let note = format!("{other}\n{}", note::signature_line(&other, NAME, &key(1))?);
        assert_eq!(parse_and_verify(&note, &[VerifierKey::of(NAME, &key(1))?])?.at_micros, 1);
        Ok(())
    }

    #[test]
    fn an_origin_or_name_with_a_line_break_is_not_signed() {
        let forged = Checkpoint { origin: "axonflow/x\n7".into(), ..checkpoint() };

        assert!(sign(&forged, NAME, &key(1)).is_err());
        assert!(sign(&checkpoint(), "a b", &key(1)).is_err());
        assert!(sign(&checkpoint(), "a\nb", &key(1)).is_err());
    }
}
