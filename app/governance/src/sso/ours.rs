use model::views::SsoValues;
use sso::saml::ServiceProvider;
use store::sso::ConnectionRow;

use super::connection;

/// Our values for a connection, under this public address.
pub fn our_addresses(public_url: &str, slug: &str, row: &ConnectionRow) -> SsoValues {
    let (base, id) = (public_url.trim_end_matches('/'), row.connection());
    let is_saml = row.protocol == "saml";
    let sp = ServiceProvider::new(base, slug, id);
    SsoValues {
        test_url: format!("{base}/auth/{}/{slug}/{id}/login?test=1", row.protocol),
        entity_id: is_saml.then(|| sp.entity_id.clone()),
        metadata_url: is_saml.then(|| format!("{base}/auth/saml/{slug}/{id}/metadata")),
        acs_url: is_saml.then_some(sp.acs_url),
        slo_url: is_saml.then_some(sp.slo_url),
        signed_out_uri: (!is_saml).then(|| connection::signed_out_uri_at(base, slug, id)),
        redirect_uri: (!is_saml).then(|| connection::redirect_uri_at(base, slug, id)),
    }
}
