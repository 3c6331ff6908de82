use crate::text::words;

words! {
    /// By what somebody signs in, or at what they failed.
    SignInMethod {
        /// Address and password.
        Password = "password",
        /// A code of an authenticator, after the password.
        Authenticator = "authenticator",
        /// A recovery code, after the password.
        RecoveryCode = "recovery_code",
        /// A passkey, alone or after the password.
        Passkey = "passkey",
        /// The organisation's password for the SDK, beside an API key.
        Sdk = "sdk",
        /// The organisation's identity provider.
        Sso = "sso",
    }
}

words! {
    /// What became of a sign-in.
    SignInOutcome {
        /// Somebody came in.
        SignedIn = "signed_in",
        /// Somebody did not.
        Refused = "refused",
        /// An administrator tested a connection; nobody was signed in.
        Tested = "tested",
    }
}

impl SignInMethod {
    /// Its name for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Password => "Password",
            Self::Authenticator => "Authenticator code",
            Self::RecoveryCode => "Recovery code",
            Self::Passkey => "Passkey",
            Self::Sdk => "SDK password",
            Self::Sso => "Single sign-on",
        }
    }
}
