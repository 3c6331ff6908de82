use openssl::{
    asn1::Asn1Time,
    bn::{BigNum, MsbOption},
    error::ErrorStack,
    hash::MessageDigest,
    pkey::{PKey, Private},
    rsa::Rsa,
    sign::Signer,
    x509::{X509, X509Name},
};
use time::{Duration, OffsetDateTime};
use vault::SecretBytes;

use crate::{Certificate, CertificateFault};

const BITS: u32 = 3_072;
/// Consoles keep what they were given; our key is exchanged by hand, with both published for a while.
const LASTS: Duration = Duration::days(5 * 365);

/// A key of ours that signs requests to a provider, and the certificate that publishes it.
#[derive(Debug, Clone)]
pub struct SpKey {
    private: SecretBytes,
    /// What our metadata publishes.
    pub certificate: Certificate,
}

impl SpKey {
    /// A new key, valid from `now` for five years. Takes a tenth of a second.
    pub fn generate(now: OffsetDateTime) -> Result<Self, ErrorStack> {
        let key = PKey::from_rsa(Rsa::generate(BITS)?)?;
        let der = self_signed(&key, "AxonFlow", now - Duration::hours(1), now + LASTS)?;
        let certificate = Certificate::from_der(&der).map_err(|_| ErrorStack::get())?;
        Ok(Self { private: SecretBytes::new(key.private_key_to_der()?), certificate })
    }

    /// Puts a stored key together again.
    pub fn from_parts(private: SecretBytes, certificate_der: &[u8]) -> Result<Self, CertificateFault> {
        PKey::private_key_from_der(private.expose()).map_err(|_| CertificateFault::Unreadable)?;
        Ok(Self { private, certificate: Certificate::from_der(certificate_der)? })
    }

    /// The private key, to be sealed.
    pub fn private(&self) -> &SecretBytes {
        &self.private
    }

    /// RSA with SHA-256 over the query of a redirect.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        let key = PKey::private_key_from_der(self.private.expose())?;
        let mut signer = Signer::new(MessageDigest::sha256(), &key)?;
        signer.update(message)?;
        signer.sign_to_vec()
    }
}

/// A certificate that only carries a key: providers compare the key and look at nothing else.
pub(crate) fn self_signed(key: &PKey<Private>, name: &str, from: OffsetDateTime, until: OffsetDateTime) -> Result<Vec<u8>, ErrorStack> {
    let mut subject = X509Name::builder()?;
    subject.append_entry_by_text("CN", name)?;
    let subject = subject.build();
    let mut serial = BigNum::new()?;
    serial.rand(127, MsbOption::MAYBE_ZERO, false)?;
    let (serial, from, until) =
        (serial.to_asn1_integer()?, Asn1Time::from_unix(from.unix_timestamp())?, Asn1Time::from_unix(until.unix_timestamp())?);
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    builder.set_serial_number(&serial)?;
    builder.set_subject_name(&subject)?;
    builder.set_issuer_name(&subject)?;
    builder.set_not_before(&from)?;
    builder.set_not_after(&until)?;
    builder.set_pubkey(key)?;
    builder.sign(key, MessageDigest::sha256())?;
    builder.build().to_der()
}
