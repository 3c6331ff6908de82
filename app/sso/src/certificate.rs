use base64::{Engine, engine::general_purpose::STANDARD};
use openssl::{
    hash::MessageDigest,
    nid::Nid,
    pkey::{Id, PKey, Public},
    x509::{X509, X509NameRef},
};
use time::{Duration, OffsetDateTime};

/// The smallest RSA key that is accepted.
const LEAST_RSA_BITS: u32 = 2_048;

/// A provider's certificate: only its key matters for a signature, its dates for whether we still trust it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The certificate as stored.
    pub der: Vec<u8>,
    /// Whom it names.
    pub subject: String,
    /// SHA-256 of the certificate, 64 hexadecimal digits: what consoles show.
    pub sha256: String,
    /// Valid from.
    pub not_before: OffsetDateTime,
    /// Valid until.
    pub not_after: OffsetDateTime,
    /// Kind and size of the key: `RSA 2048`, `EC P-256`.
    pub key: String,
}

/// Why a certificate cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    /// There is none.
    #[error("it has none")]
    None,
    /// It cannot be read.
    #[error("it cannot be read")]
    Unreadable,
    /// Its key is too small or of a kind that is not accepted.
    #[error("its key is too weak ({0}); RSA of 2048 bits or more, or EC on P-256, P-384 or P-521, is needed")]
    Weak(String),
    /// It is over.
    #[error("it ended on {0}")]
    Ended(String),
    /// It has not begun.
    #[error("it begins only on {0}")]
    NotBegun(String),
}

impl Certificate {
    /// Reads the stored form.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateFault> {
        read(der).ok_or(CertificateFault::Unreadable)
    }

    /// Reads what people paste: PEM, or the base64 of metadata.
    pub fn from_text(text: &str) -> Result<Self, CertificateFault> {
        let inner: String = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with("-----"))
            .flat_map(str::chars)
            .filter(|c| !c.is_whitespace())
            .collect();
        let der = STANDARD.decode(inner).map_err(|_| CertificateFault::Unreadable)?;
        Self::from_der(&der)
    }

    /// PEM, as consoles take it.
    pub fn to_pem(&self) -> String {
        let text = STANDARD.encode(&self.der);
        let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    }

    /// Whether a signature may be checked with it now.
    pub fn usable_at(&self, now: OffsetDateTime) -> Result<(), CertificateFault> {
        self.is_strong()?;
        if now >= self.not_after {
            return Err(CertificateFault::Ended(self.not_after.date().to_string()));
        }
        if now + crate::SKEW < self.not_before {
            return Err(CertificateFault::NotBegun(self.not_before.date().to_string()));
        }
        Ok(())
    }

    /// Whole days until it ends; negative when it has.
    pub fn days_left(&self, now: OffsetDateTime) -> i64 {
        (self.not_after - now).whole_days()
    }

    fn is_strong(&self) -> Result<(), CertificateFault> {
        let weak = || CertificateFault::Weak(self.key.clone());
        let key = X509::from_der(&self.der).and_then(|x509| x509.public_key()).map_err(|_| CertificateFault::Unreadable)?;
        let strong = match key.id() {
            Id::RSA => key.bits() >= LEAST_RSA_BITS,
            Id::EC => curve(&key).is_some(),
            _ => false,
        };
        strong.then_some(()).ok_or_else(weak)
    }
}

fn read(der: &[u8]) -> Option<Certificate> {
    let x509 = X509::from_der(der).ok()?;
    // What follows a certificate would be kept and never looked at.
    if x509.to_der().ok()?.as_slice() != der {
        return None;
    }
    let key = x509.public_key().ok()?;
    Some(Certificate {
        der: der.to_vec(),
        subject: named(x509.subject_name()),
        sha256: hex::encode(x509.digest(MessageDigest::sha256()).ok()?),
        not_before: moment(x509.not_before())?,
        not_after: moment(x509.not_after())?,
        key: describe(&key),
    })
}

fn moment(time: &openssl::asn1::Asn1TimeRef) -> Option<OffsetDateTime> {
    let since = openssl::asn1::Asn1Time::from_unix(0).ok()?.diff(time).ok()?;
    Some(OffsetDateTime::UNIX_EPOCH + Duration::days(i64::from(since.days)) + Duration::seconds(i64::from(since.secs)))
}

fn named(name: &X509NameRef) -> String {
    let entry = |nid| name.entries_by_nid(nid).next().and_then(|entry| entry.data().to_string().ok());
    let text = entry(Nid::COMMONNAME).or_else(|| entry(Nid::ORGANIZATIONNAME)).unwrap_or_default();
    crate::refusal::quoted(&text)
}

fn curve(key: &PKey<Public>) -> Option<&'static str> {
    match key.ec_key().ok()?.group().curve_name()? {
        Nid::X9_62_PRIME256V1 => Some("P-256"),
        Nid::SECP384R1 => Some("P-384"),
        Nid::SECP521R1 => Some("P-521"),
        _ => None,
    }
}

fn describe(key: &PKey<Public>) -> String {
    match key.id() {
        Id::RSA => format!("RSA {}", key.bits()),
        Id::EC => format!("EC {}", curve(key).unwrap_or("another curve")),
        _ => "another kind".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::saml::tests::keys;

    #[test]
    fn a_certificate_is_read_from_what_people_paste() {
        let certificate = keys::rsa(2_048, datetime!(2026-01-01 0:00 UTC), datetime!(2027-01-01 0:00 UTC)).certificate;

        assert_eq!(Certificate::from_text(&certificate.to_pem()).as_ref(), Ok(&certificate));
        assert_eq!(Certificate::from_text(&STANDARD.encode(&certificate.der)).as_ref(), Ok(&certificate));
        assert_eq!((certificate.key.as_str(), certificate.subject.as_str()), ("RSA 2048", "idp.example"));
        assert_eq!(certificate.not_after, datetime!(2027-01-01 0:00 UTC));
        for bad in ["", "-----BEGIN CERTIFICATE-----", "AAAA", "not base64!"] {
            assert_eq!(Certificate::from_text(bad), Err(CertificateFault::Unreadable), "{bad:?}");
        }
        let longer = [certificate.der.as_slice(), b"x"].concat();
        assert_eq!(Certificate::from_der(&longer), Err(CertificateFault::Unreadable));
    }

    #[test]
    fn weak_ended_and_future_certificates_are_not_used() {
        let (from, until) = (datetime!(2026-01-01 0:00 UTC), datetime!(2027-01-01 0:00 UTC));
        let good = keys::rsa(2_048, from, until).certificate;

        assert_eq!(good.usable_at(datetime!(2026-06-01 0:00 UTC)), Ok(()));
        assert!(matches!(good.usable_at(until), Err(CertificateFault::Ended(_))));
        assert!(matches!(good.usable_at(datetime!(2025-12-31 0:00 UTC)), Err(CertificateFault::NotBegun(_))));
        let weak = keys::rsa(1_024, from, until).certificate;
        assert_eq!(weak.usable_at(datetime!(2026-06-01 0:00 UTC)), Err(CertificateFault::Weak("RSA 1024".to_owned())));
        assert_eq!(keys::ec(from, until).certificate.usable_at(datetime!(2026-06-01 0:00 UTC)), Ok(()));
    }
}
