use url::Url;

use super::Provider;

/// Where a browser is sent to sign out at the provider too; `None` when the provider has no such place. With the token of the
/// sign-in the provider knows which session is meant; `state` comes back.
pub fn logout_url(provider: &Provider, client_id: &str, back_to: &str, id_token: Option<&str>, state: &str) -> Option<String> {
    let mut url = Url::parse(provider.end_session_endpoint.as_deref()?).ok()?;
    let mut query = url.query_pairs_mut();
    query.append_pair("client_id", client_id).append_pair("post_logout_redirect_uri", back_to).append_pair("state", state);
    if let Some(token) = id_token {
        query.append_pair("id_token_hint", token);
    }
    drop(query);
    Some(url.into())
}
