//! The one `Authorization: Basic` header of an API client, read with suspicion.

use axum::http::{HeaderMap, header::AUTHORIZATION};
use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use vault::SecretString;

/// Longer headers are refused before any work; a client id and an issued secret stay far below.
const MAX_CHARS: usize = 4_096;

/// SDKs in other languages leave the padding out.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// `clientId:clientSecret` as a client sent it; nothing about it is proven yet.
#[derive(Debug)]
pub struct BasicCredentials {
    /// The public half.
    pub client_id: String,
    /// The secret half.
    pub secret: SecretString,
}

/// Why there are no credentials to look at. The client is told the same for each; the metric tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasicFault {
    /// No header, or one of another scheme.
    Missing,
    /// Two headers, not base64, not text, no colon, too long.
    Malformed,
    /// Well-formed, and one half is empty: an SDK without credentials.
    Empty,
}

impl BasicFault {
    /// The word for the metric.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::Empty => "empty",
        }
    }
}

/// Reads the one `Authorization: Basic` header.
pub fn read(headers: &HeaderMap) -> Result<BasicCredentials, BasicFault> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let header = all.next().ok_or(BasicFault::Missing)?;
    if all.next().is_some() {
        return Err(BasicFault::Malformed);
    }
    parse(header.to_str().map_err(|_| BasicFault::Malformed)?)
}

fn parse(header: &str) -> Result<BasicCredentials, BasicFault> {
    let (scheme, encoded) = header.split_once(' ').ok_or(BasicFault::Missing)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(BasicFault::Missing);
    }
    if encoded.len() > MAX_CHARS {
        return Err(BasicFault::Malformed);
    }
    let bytes = BASE64.decode(encoded.trim()).map_err(|_| BasicFault::Malformed)?;
    let text = SecretString::new(String::from_utf8(bytes).map_err(|_| BasicFault::Malformed)?);
    let (client_id, secret) = text.expose().split_once(':').ok_or(BasicFault::Malformed)?;
    if client_id.is_empty() || secret.is_empty() {
        return Err(BasicFault::Empty);
    }
    Ok(BasicCredentials { client_id: client_id.to_owned(), secret: SecretString::new(secret.to_owned()) })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn outcome(header: &str) -> Result<(String, String), BasicFault> {
        parse(header).map(|c| (c.client_id, c.secret.expose().clone()))
    }

    fn encoded(text: &str) -> String {
        format!("Basic {}", BASE64.encode(text))
    }

    #[test]
    fn the_pair_is_split_at_the_first_colon() {
        let pair = |id: &str, secret: &str| Ok((id.to_owned(), secret.to_owned()));

        assert_eq!(outcome(&encoded("axk_1:AXON-V2-a-b")), pair("axk_1", "AXON-V2-a-b"));
        assert_eq!(outcome(&encoded("id:se:cret")), pair("id", "se:cret"));
        assert_eq!(outcome("bASIC aWQ6cw"), pair("id", "s"), "any case, without padding");
    }

    #[test]
    fn everything_else_is_refused() {
        for (header, fault) in [
            ("Basic", BasicFault::Missing),
            ("Bearer abc", BasicFault::Missing),
            ("Basic ", BasicFault::Malformed),
            ("Basic !!!", BasicFault::Malformed),
            ("Basic aWQ=", BasicFault::Malformed),
            ("Basic /////w==", BasicFault::Malformed),
        ] {
            assert_eq!(outcome(header), Err(fault), "{header}");
        }
        for text in ["community:", ":secret", ":"] {
            assert_eq!(outcome(&encoded(text)), Err(BasicFault::Empty), "{text}");
        }
        assert_eq!(outcome(&encoded(&format!("id:{}", "s".repeat(MAX_CHARS)))), Err(BasicFault::Malformed));
    }

    #[test]
    fn two_headers_are_refused() {
        let mut headers = HeaderMap::new();
        assert_eq!(read(&headers).map(|_| ()), Err(BasicFault::Missing));
        headers.append(AUTHORIZATION, HeaderValue::from_static("Basic aWQ6cw=="));
        assert!(read(&headers).is_ok());
        headers.append(AUTHORIZATION, HeaderValue::from_static("Basic aWQ6cw=="));

        assert_eq!(read(&headers).map(|_| ()), Err(BasicFault::Malformed));
    }

    #[test]
    fn the_secret_is_not_printed() {
        let shown = format!("{:?}", parse("Basic aWQ6c2VjcmV0"));

        assert!(shown.contains("[secret]") && !shown.contains("\"secret\""), "{shown}");
    }
}
