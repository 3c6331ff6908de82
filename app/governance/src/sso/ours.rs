use serde::Serialize;
use sso::saml::ServiceProvider;
use store::sso::ConnectionRow;

use super::connection;

/// What a provider's console asks for.
#[derive(Debug, Clone, Serialize)]
pub struct OurAddresses {
    /// SAML: our entity id ("Audience URI", "Identifier"), and where our metadata is.
    pub entity_id: Option<String>,
    /// SAML: where answers go ("Single sign-on URL", "Reply URL", "ACS URL").
    pub acs_url: Option<String>,
    /// OpenID Connect: the redirect URI.
    pub redirect_uri: Option<String>,
    /// Where a test begins, for a signed-in administrator.
    pub test_url: String,
}

/// Our values for a connection, under this public address.
pub fn our_addresses(public_url: &str, slug: &str, row: &ConnectionRow) -> OurAddresses {
    let (base, id) = (public_url.trim_end_matches('/'), row.connection());
    let is_saml = row.protocol == "saml";
    let sp = ServiceProvider::new(base, slug, id);
    OurAddresses {
        test_url: format!("{base}/auth/{}/{slug}/{id}/login?test=1", row.protocol),
        entity_id: is_saml.then(|| sp.entity_id.clone()),
        acs_url: is_saml.then_some(sp.acs_url),
        redirect_uri: (!is_saml).then(|| connection::redirect_uri_at(base, slug, id)),
    }
}

impl OurAddresses {
    /// Line by line.
    pub fn in_words(&self) -> String {
        let lines = [("entity id", &self.entity_id), ("answers go to", &self.acs_url), ("redirect URI", &self.redirect_uri)];
        let known = lines.iter().filter_map(|(name, value)| Some(format!("  {name}: {}", value.as_ref()?)));
        known.chain([format!("  test: {}", self.test_url)]).collect::<Vec<_>>().join("\n")
    }
}
