use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use url::form_urlencoded::{Serializer, byte_serialize};
use vault::SecretString;

use super::Provider;
use crate::{Refusal, refusal::quoted};

/// The longest token that is looked at.
const MOST: usize = 32 * 1024;

/// Who we are to a provider.
#[derive(Debug)]
pub struct Client {
    /// The id that it gave us.
    pub id: String,
    /// The secret that it gave us.
    pub secret: SecretString,
    /// Where its answers go.
    pub redirect_uri: String,
}

/// A request for tokens, to be sent by POST as a form.
#[derive(Debug)]
pub struct TokenRequest {
    /// Where to.
    pub url: String,
    /// The value of the header `Authorization`, when the secret goes there.
    pub authorization: Option<SecretString>,
    /// The form.
    pub form: SecretString,
}

/// Exchanges a code.
pub fn token_request(provider: &Provider, client: &Client, code: &str, verifier: &str) -> TokenRequest {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code")
        .append_pair("code", code)
        .append_pair("redirect_uri", &client.redirect_uri)
        .append_pair("code_verifier", verifier);
    let in_form = provider.secret_in_form();
    if in_form {
        form.append_pair("client_id", &client.id).append_pair("client_secret", client.secret.expose());
    }
    let authorization = (!in_form).then(|| {
        // Both halves are form-encoded first (RFC 6749, 2.3.1), so that a colon in one does not move the border.
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let pair = SecretString::new(format!("{}:{}", encoded(&client.id), encoded(client.secret.expose())));
        SecretString::new(format!("Basic {}", STANDARD.encode(pair.expose())))
    });
    TokenRequest { url: provider.token_endpoint.clone(), authorization, form: SecretString::new(form.finish()) }
}

#[derive(Deserialize)]
struct Answer {
    id_token: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

/// The id token in a provider's answer. Access and refresh tokens are not kept: nothing is asked in a person's name.
pub fn read_id_token(body: &[u8]) -> Result<SecretString, Refusal> {
    let answer: Answer = serde_json::from_slice(body).map_err(|_| Refusal::Token("its answer is not JSON".to_owned()))?;
    if let Some(error) = answer.error {
        let description = answer.error_description.map(|text| format!(", {text}")).unwrap_or_default();
        return Err(Refusal::Provider(quoted(&format!("{error}{description}"))));
    }
    let token = answer.id_token.filter(|token| token.len() <= MOST);
    token.map(SecretString::new).ok_or_else(|| Refusal::Token("its answer has no id token".to_owned()))
}
