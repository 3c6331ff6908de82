use url::Url;

use super::Provider;

/// Where a browser is sent to sign out at the provider too; `None` when the provider has no such place.
pub fn logout_url(provider: &Provider, client_id: &str, back_to: &str) -> Option<String> {
    let mut url = Url::parse(provider.end_session_endpoint.as_deref()?).ok()?;
    url.query_pairs_mut().append_pair("client_id", client_id).append_pair("post_logout_redirect_uri", back_to);
    Some(url.into())
}
