use crate::text::words;

words! {
    /// How an identity provider is spoken to.
    SsoProtocol {
        /// SAML 2.0.
        Saml = "saml",
        /// OpenID Connect.
        Oidc = "oidc",
    }
}

words! {
    /// Whose identity provider it is, so that its own words can be used.
    IdpKind {
        /// Okta.
        Okta = "okta",
        /// Microsoft Entra ID.
        Entra = "entra",
        /// Google Workspace.
        Google = "google",
        /// Any other.
        Other = "other",
    }
}

words! {
    /// Whether the people of a domain sign in by its connection.
    SsoMode {
        /// They do not.
        Off = "off",
        /// They may.
        Optional = "optional",
        /// They have to; a break-glass owner still comes in by password and second factor.
        Required = "required",
    }
}

impl IdpKind {
    /// Its name for people; `None` for one that is not known by name.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Okta => Some("Okta"),
            Self::Entra => Some("Microsoft Entra ID"),
            Self::Google => Some("Google Workspace"),
            Self::Other => None,
        }
    }
}

words! {
    /// Whether a link by which somebody without an account sets up a connection opens anything.
    SetUpLinkState {
        /// It does.
        Open = "open",
        /// Its time is over.
        Expired = "expired",
        /// It was taken back, or whoever made it may not set up connections any more.
        Revoked = "revoked",
        /// People sign in by the connection: nothing is set up by strangers any more.
        InUse = "in_use",
    }
}
