use crate::{certificate::CertificateFault, xml::XmlFault};

/// Why an identity provider's answer was not taken. The sentence is for the administrator who reads the sign-in log, and
/// says what to look at; the word is for records and metrics. The person who signs in sees neither, only a support code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each case is its documentation")]
pub enum Refusal {
    #[error("The answer is not base64 text.")]
    NotBase64,
    #[error("The answer cannot be read: {0}.")]
    Xml(#[from] XmlFault),
    #[error("The answer is not a SAML 2.0 response: {0}.")]
    Shape(&'static str),
    #[error("The assertion is encrypted. Switch assertion encryption off at the provider: the answer travels over TLS.")]
    Encrypted,
    #[error("The answer holds {0} assertions; exactly one is expected.")]
    Assertions(usize),
    #[error("The provider reports that the sign-in failed: {0}.")]
    Status(String),
    #[error("The answer comes from \u{201c}{found}\u{201d}, and this connection is for \u{201c}{expected}\u{201d}.")]
    Issuer { found: String, expected: String },
    #[error("Nothing in the answer is signed. Let the provider sign the response or the assertion.")]
    Unsigned,
    #[error("The signature is not where one belongs: {0}.")]
    SignaturePlace(&'static str),
    #[error("The answer is signed by an algorithm that is not accepted ({0}). Choose RSA or ECDSA with SHA-256 at the provider.")]
    Algorithm(String),
    #[error("The connection has no certificate that could check a signature: {0}. Add the provider's current certificate.")]
    NoCertificate(CertificateFault),
    #[error("The signature does not match any of the connection's certificates. If the provider changed its certificate, add the new one.")]
    Signature,
    #[error("The answer was sent to \u{201c}{found}\u{201d}; our address for this connection is \u{201c}{expected}\u{201d}.")]
    Destination { found: String, expected: String },
    #[error("The answer does not belong to a sign-in that was begun here by this browser, or that was completed already.")]
    Request,
    #[error("The assertion is for \u{201c}{found}\u{201d}; our entity id for this connection is \u{201c}{expected}\u{201d}.")]
    Audience { found: String, expected: String },
    #[error("The assertion does not say {0}.")]
    Missing(&'static str),
    #[error("The assertion carries a condition that is not known here ({0}).")]
    Condition(String),
    #[error("A time in the answer cannot be read ({0}).")]
    Time(&'static str),
    #[error("The answer is not valid yet. The provider's clock seems to be ahead of ours by more than three minutes.")]
    TooEarly,
    #[error("The answer is no longer valid. The provider's clock is behind ours, or the sign-in took too long.")]
    TooLate,
    #[error("The subject changes with every sign-in (transient). Let the provider send a persistent id or the e-mail address as NameID.")]
    Transient,
    #[error("The answer brings no e-mail address. What it brings: {0}.")]
    NoEmail(String),
    #[error("The e-mail address in the answer cannot be used: it is not one plain address.")]
    BadEmail,
    #[error("The provider does not vouch for the e-mail address (email_verified is not true).")]
    UnverifiedEmail,
    #[error("The assertion was used before.")]
    Replayed,
    #[error("The provider ended the sign-in with the error \u{201c}{0}\u{201d}.")]
    Provider(String),
    #[error("The provider's token was not accepted: {0}.")]
    Token(String),
    #[error("The provider could not be asked: {0}.")]
    Unreachable(String),
    #[error("The address is in the domain \u{201c}{0}\u{201d}, which the organisation has not verified.")]
    Domain(String),
    #[error("The connection is switched off.")]
    Off,
    #[error("There is no account for this person, and the connection does not make accounts.")]
    NoAccount,
    #[error("The person's account is suspended or was removed.")]
    Suspended,
    #[error("The account is linked to another subject of this connection.")]
    OtherSubject,
}

impl Refusal {
    /// The word in records and metrics.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotBase64 => "not_base64",
            Self::Xml(_) => "unreadable",
            Self::Shape(_) => "shape",
            Self::Encrypted => "encrypted",
            Self::Assertions(_) => "assertions",
            Self::Status(_) => "status",
            Self::Issuer { .. } => "issuer",
            Self::Unsigned => "unsigned",
            Self::SignaturePlace(_) => "signature_place",
            Self::Algorithm(_) => "algorithm",
            Self::NoCertificate(_) => "no_certificate",
            Self::Signature => "signature",
            Self::Destination { .. } => "destination",
            Self::Request => "request",
            Self::Audience { .. } => "audience",
            Self::Missing(_) => "missing",
            Self::Condition(_) => "condition",
            Self::Time(_) => "time",
            Self::TooEarly => "too_early",
            Self::TooLate => "too_late",
            Self::Transient => "transient_subject",
            Self::NoEmail(_) => "no_email",
            Self::BadEmail => "bad_email",
            Self::UnverifiedEmail => "unverified_email",
            Self::Replayed => "replayed",
            Self::Provider(_) => "provider",
            Self::Token(_) => "token",
            Self::Unreachable(_) => "unreachable",
            Self::Domain(_) => "domain",
            Self::Off => "off",
            Self::NoAccount => "no_account",
            Self::Suspended => "suspended",
            Self::OtherSubject => "other_subject",
        }
    }
}

/// What a stranger sent, short and in plain characters, to be shown inside a sentence.
pub(crate) fn quoted(text: &str) -> String {
    const MOST: usize = 200;
    let mut shown: String = text.trim().chars().filter(|c| !c.is_control()).take(MOST).collect();
    if text.trim().chars().count() > MOST {
        shown.push('\u{2026}');
    }
    if shown.is_empty() { "nothing".to_owned() } else { shown }
}
