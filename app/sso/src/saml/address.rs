/// Our addresses for one connection. Each connection is a service provider of its own, so an assertion for one says nothing
/// to another, of the same organisation or of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceProvider {
    /// Our entity id, which is also where our metadata is.
    pub entity_id: String,
    /// Where the provider's answer goes.
    pub acs_url: String,
    /// Where its messages about signing out go, and the answers to ours.
    pub slo_url: String,
}

impl ServiceProvider {
    /// The addresses below the public address of this server; both parts are ids, not text of a person.
    pub fn new(public_url: &str, org: impl std::fmt::Display, connection: impl std::fmt::Display) -> Self {
        let base = format!("{}/auth/saml/{org}/{connection}", public_url.trim_end_matches('/'));
        Self { entity_id: format!("{base}/metadata"), acs_url: format!("{base}/acs"), slo_url: format!("{base}/slo") }
    }
}
