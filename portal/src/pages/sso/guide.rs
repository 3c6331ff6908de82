//! What each provider calls our values, and where in its console they go.

use model::{IdpKind, SsoProtocol};

/// The words of one provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guide {
    /// What to do in its console, in order.
    pub(super) steps: &'static [&'static str],
    /// What it calls our entity id.
    pub(super) entity_id: &'static str,
    /// What it calls the address that answers go to.
    pub(super) acs_url: &'static str,
    /// Where it shows its own metadata, or its issuer.
    pub(super) theirs: &'static str,
}

/// The words for a provider.
pub(super) const fn guide(kind: IdpKind, protocol: SsoProtocol) -> Guide {
    match (protocol, kind) {
        (SsoProtocol::Oidc, _) => OIDC,
        (SsoProtocol::Saml, IdpKind::Okta) => OKTA,
        (SsoProtocol::Saml, IdpKind::Entra) => ENTRA,
        (SsoProtocol::Saml, IdpKind::Google) => GOOGLE,
        (SsoProtocol::Saml, IdpKind::Other) => SAML,
    }
}

const OKTA: Guide = Guide {
    steps: &[
        "In the Okta admin console open Applications, Create App Integration, and choose SAML 2.0.",
        "Paste the two values below into SAML settings.",
        "Set Name ID format to EmailAddress and Application username to Email.",
        "Assign the people or groups who may sign in.",
    ],
    entity_id: "Audience URI (SP Entity ID)",
    acs_url: "Single sign-on URL",
    theirs: "In Okta: your application, tab Sign On, Metadata URL.",
};

const ENTRA: Guide = Guide {
    steps: &[
        "In the Entra admin center open Enterprise applications, New application, Create your own application, and choose the one that is not in the gallery.",
        "Open Single sign-on, SAML, and paste the two values below into Basic SAML Configuration.",
        "Leave Attributes & Claims as they are: the claim emailaddress is read.",
        "Assign the people or groups who may sign in.",
    ],
    entity_id: "Identifier (Entity ID)",
    acs_url: "Reply URL (Assertion Consumer Service URL)",
    theirs: "In Entra: Single sign-on, SAML Certificates, App Federation Metadata Url.",
};

const GOOGLE: Guide = Guide {
    steps: &[
        "In the Google admin console open Apps, Web and mobile apps, Add app, Add custom SAML app.",
        "Download the metadata on the second page: Google has no address for it.",
        "Paste the two values below on the third page, set Name ID format to EMAIL and Name ID to Basic Information, Primary email.",
        "Switch User access on for the people who may sign in.",
    ],
    entity_id: "Entity ID",
    acs_url: "ACS URL",
    theirs: "In Google: Download metadata. Open the file in a text editor and paste all of it.",
};

const SAML: Guide = Guide {
    steps: &[
        "At your provider make an application for SAML 2.0.",
        "Give it the two values below, or our metadata, which holds both.",
        "Let it sign the response or the assertion with SHA-256, and do not encrypt the assertion.",
        "Let it send the e-mail address as NameID or as the attribute email.",
    ],
    entity_id: "Entity ID (audience)",
    acs_url: "Assertion consumer service URL (by POST)",
    theirs: "Most providers publish their metadata at an address. It is the best choice: new certificates can be read from there.",
};

const OIDC: Guide = Guide {
    steps: &[
        "At your provider register a web application for OpenID Connect with the authorization code flow.",
        "Paste the redirect URI below.",
        "Let it send the claims email and email_verified. In Entra ID add the optional claims email and xms_edov.",
        "Keep its client id and client secret at hand for the next step.",
    ],
    entity_id: "",
    acs_url: "",
    theirs: "The issuer is the address that the provider calls itself, for example https://acme.okta.com or https://login.microsoftonline.com/TENANT/v2.0.",
};
