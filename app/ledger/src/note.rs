//! The signed note of C2SP: a text, an empty line, signature lines.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer, SigningKey};

use crate::{Error, Result, VerifierKey};

/// More signatures than any rotation needs; a bound for what a stranger can make us check.
const MAX_SIGNATURES: usize = 100;

/// A signature line begins with this dash.
const DASH: &str = "— ";

/// The signature line of one key under a text.
pub(crate) fn signature_line(text: &str, key_name: &str, key: &SigningKey) -> Result<String> {
    let mut bytes = VerifierKey::of(key_name, key)?.id().to_vec();
    bytes.extend(key.sign(text.as_bytes()).to_bytes());
    Ok(format!("{DASH}{key_name} {}\n", STANDARD.encode(bytes)))
}

/// Cuts a note into the signed text, with its last newline, and the signature lines.
pub(crate) fn split(note: &str) -> Result<(&str, &str)> {
    if note.chars().any(|c| c != '\n' && c.is_control()) {
        return Err(Error::NoteMalformed("it holds control characters"));
    }
    let cut = note.rfind("\n\n").ok_or(Error::NoteMalformed("there is no empty line before the signatures"))?;
    let (text, signatures) = note.split_at(cut + 1);
    let signatures = &signatures[1..];
    if signatures.is_empty() || !signatures.ends_with('\n') {
        return Err(Error::NoteMalformed("the signatures do not end with a newline"));
    }
    Ok((text, signatures))
}

/// The signed text, when at least one of the keys signed it. Unknown signatures are ignored; a wrong
/// one in the name of a known key is not.
pub(crate) fn open<'a>(note: &'a str, keys: &[VerifierKey]) -> Result<&'a str> {
    let (text, signatures) = split(note)?;
    let mut is_signed = false;
    for (index, line) in signatures.lines().enumerate() {
        let (name, id, signature) =
            read_signature(line).filter(|_| index < MAX_SIGNATURES).ok_or(Error::NoteMalformed("a signature line"))?;
        let Some(key) = keys.iter().find(|key| key.name() == name && key.id() == id) else { continue };
        let fits = <&[u8; 64]>::try_from(signature.as_slice()).is_ok_and(|signature| key.verifies(text, signature));
        if !fits {
            return Err(Error::SignatureWrong(name.to_owned()));
        }
        is_signed = true;
    }
    if is_signed { Ok(text) } else { Err(Error::KeyUnknown) }
}

fn read_signature(line: &str) -> Option<(&str, [u8; 4], Vec<u8>)> {
    let (name, signature) = line.strip_prefix(DASH)?.split_once(' ')?;
    let bytes = STANDARD.decode(signature).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    let is_whole = !name.is_empty() && !signature.is_empty();
    is_whole.then(|| (name, *id, signature.to_vec()))
}
