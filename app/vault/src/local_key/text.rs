use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::LocalKey;
use crate::{Error, Result, Secret, SecretString, cipher::CipherKey};

const EITHER_PADDING: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

impl LocalKey {
    /// Reads a key of 32 bytes, written as 64 hexadecimal digits or in base64; `name` is the setting that it came from.
    pub fn from_text(name: &'static str, text: &SecretString) -> Result<Self> {
        let text = text.expose().trim();
        hexadecimal(text).or_else(|| base64(text)).map(Self::from_root).ok_or(Error::NotAKey { name })
    }
}

fn hexadecimal(text: &str) -> Option<CipherKey> {
    let mut root = CipherKey::new([0; 32]);
    hex::decode_to_slice(text, root.expose_mut()).ok()?;
    Some(root)
}

fn base64(text: &str) -> Option<CipherKey> {
    [STANDARD, URL_SAFE].iter().find_map(|alphabet| {
        let bytes = GeneralPurpose::new(alphabet, EITHER_PADDING).decode(text).map(Secret::new).ok()?;
        CipherKey::copied_from(bytes.expose())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "00ff102030405060708090a0b0c0d0e0f0fffefdfcfbfaf9f8f7f6f5f4f3f2fb";

    fn read(text: &str) -> Result<LocalKey> {
        LocalKey::from_text("CONNECTOR_ENCRYPTION_KEY", &SecretString::new(text.to_owned()))
    }

    #[test]
    fn every_spelling_of_one_key_is_the_same_key() {
        let bytes = hex::decode(HEX).unwrap();
        let spellings = [
            HEX.to_uppercase(),
            format!(" {HEX}\n"),
            base64::engine::general_purpose::STANDARD.encode(&bytes),
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&bytes),
        ];

        for text in spellings {
            assert_eq!(read(&text).unwrap().id(), read(HEX).unwrap().id(), "{text}");
        }
    }

    #[test]
    fn anything_but_32_bytes_is_refused_with_what_to_do() {
        for text in ["", "secret", &HEX[2..], &HEX[1..], &format!("{HEX}00"), "c2hvcnQ=", "a passphrase of more than 32 characters"] {
            let refused = read(text).unwrap_err().to_string();

            assert!(refused.starts_with("CONNECTOR_ENCRYPTION_KEY is not a key of 32 bytes"), "{refused}");
            assert!(refused.contains("openssl rand -hex 32"));
            assert!(text.is_empty() || !refused.contains(text), "the key is told in {refused}");
        }
    }
}
