//! Small pages that need nothing of the portal: they are drawn for a request that carries no session.

use ::sso::{Step, saml::PostForm};
use axum::{
    http::{HeaderValue, StatusCode, header::CONTENT_SECURITY_POLICY},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use gate::PageRefusal;
use governance::{
    Error,
    sso::{Report, SsoDestination},
};
use url::Url;

const PLAIN: &str = "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/// A form that sends itself, or is sent by its button where scripts are off. It may go to the provider and nowhere else.
pub(super) fn send_form(form: &PostForm) -> Result<Response, PageRefusal> {
    let origin = Url::parse(&form.action).map_err(Error::broken)?.origin().ascii_serialization();
    let nonce = STANDARD.encode(rand::random::<[u8; 16]>());
    let hidden = |name: &str, value: &str| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value));
    let relay = if form.relay_state.is_empty() { String::new() } else { hidden("RelayState", &form.relay_state) };
    let body = format!(
        "<p>Going on to your identity provider.</p><form method=\"post\" action=\"{}\">{}{relay}<button class=\"btn btn-primary\">Continue</button></form>\
         <script nonce=\"{nonce}\">document.forms[0].submit()</script>",
        escape(&form.action),
        hidden(form.field, &form.message),
    );
    let policy = format!(
        "default-src 'none'; style-src 'self'; font-src 'self'; script-src 'nonce-{nonce}'; form-action {origin}; base-uri 'none'; frame-ancestors 'none'"
    );
    let policy = HeaderValue::from_str(&policy).map_err(Error::broken)?;
    Ok(page("One moment", "", &body, policy))
}

/// Goes on from our own page, so that the session's cookie is sent.
pub(super) fn signed_in() -> Response {
    let body = "<p role=\"status\">You are signed in.</p><p><a href=\"/\">Continue to AxonFlow</a></p>";
    page("Signed in", "<meta http-equiv=\"refresh\" content=\"0;url=/\">", body, HeaderValue::from_static(PLAIN))
}

/// Where an address goes, and why.
pub(super) fn onward(found: &SsoDestination) -> Response {
    let (org, connection, path) = (escape(&found.org_name), escape(&found.connection_name), escape(&found.path));
    let body = format!("<p role=\"status\">{org} signs in with {connection}.</p><p><a href=\"{path}\">Continue</a></p>");
    let head = format!("<meta http-equiv=\"refresh\" content=\"0;url={path}\">");
    page("Single sign-on", &head, &body, HeaderValue::from_static(PLAIN))
}

/// The domain leads nowhere.
pub(super) fn no_provider() -> Response {
    let body = "<p role=\"alert\">No organisation signs in with a provider for this address.</p><p><a href=\"/signin\">Sign in with a password</a></p>";
    page("Single sign-on", "", body, HeaderValue::from_static(PLAIN))
}

/// Why is for the organisation's administrators; the person gets what finds it.
pub(super) fn refused(code: Option<&str>) -> Response {
    let help = match code {
        Some(code) => format!("<p>Tell your administrator this code: <strong>{}</strong></p>", escape(code)),
        None => "<p>This sign-in was not begun in this browser, took too long, or was completed before. Begin again.</p>".to_owned(),
    };
    let body = format!("<p role=\"alert\">You could not be signed in.</p>{help}<p><a href=\"/signin\">Back to sign-in</a></p>");
    let mut response = page("Sign-in failed", "", &body, HeaderValue::from_static(PLAIN));
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

/// Back from the provider, at which somebody signed out; the session here had ended before.
pub(super) fn logged_out(confirmed: bool) -> Response {
    let there = if confirmed {
        "You are signed out here and at your identity provider."
    } else {
        "You are signed out here. Your identity provider did not say that its session has ended: close this browser if others use it."
    };
    let body = format!("<p role=\"status\">{there}</p><p><a href=\"/signin\">Sign in</a></p>");
    page("Signed out", "", &body, HeaderValue::from_static(PLAIN))
}

/// The provider ended the sessions, and has no place to be told so.
pub(super) fn ended_by_provider() -> Response {
    let body = "<p role=\"status\">Your identity provider ended your sessions here.</p><p><a href=\"/signin\">Sign in</a></p>";
    page("Signed out", "", body, HeaderValue::from_static(PLAIN))
}

/// What asked to end sessions was not the provider, or not for us.
pub(super) fn not_ended(code: &str) -> Response {
    let code = escape(code);
    let body = format!(
        "<p role=\"alert\">This message did not end any session.</p><p>Sign out in AxonFlow itself, and tell your administrator this code: \
         <strong>{code}</strong></p><p><a href=\"/\">Open AxonFlow</a></p>"
    );
    let mut response = page("Not signed out", "", &body, HeaderValue::from_static(PLAIN));
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

/// A test ended: the portal's page shows every check. It goes on from our own page, so that the session's cookie is sent.
pub(super) fn tested(org: &str, connection: &str, report: &Report) -> Response {
    if let Some(token) = &report.back {
        return tested_by_guest(token, report);
    }
    let path = escape(&format!("/o/{org}/sso/{connection}/test"));
    let verdict = if report.steps.iter().all(|(_, held, _)| *held) { "The test passed." } else { "The test failed." };
    let body = format!(
        "<p role=\"status\">{verdict} Nobody was signed in.</p><p>Code in the sign-in log: {}</p><p><a href=\"{path}\">Show every check</a></p>",
        escape(&report.support_code)
    );
    let head = format!("<meta http-equiv=\"refresh\" content=\"0;url={path}\">");
    page("Test of the connection", &head, &body, HeaderValue::from_static(PLAIN))
}

/// The same for somebody without an account: every check is here, since no page of the portal shows it to them.
fn tested_by_guest(token: &str, report: &Report) -> Response {
    let passed = report.steps.iter().all(|(_, held, _)| *held);
    let verdict = if passed { "The test passed." } else { "The provider answered, but we would refuse this sign-in." };
    let line = |(step, held, seen): &(Step, bool, String)| {
        let word = if *held { "held" } else { "did not hold" };
        format!("<li><strong>{step} {word}</strong>: {}</li>", escape(seen))
    };
    let lines: String = report.steps.iter().map(line).collect();
    let (code, back) = (escape(&report.support_code), escape(&format!("/setup/{token}")));
    let body = format!(
        "<p role=\"status\">{verdict} Nobody was signed in.</p><ol class=\"prose-list\">{lines}</ol><p>Code in the sign-in log: {code}</p>\
         <p><a class=\"btn btn-primary\" href=\"{back}\">Back to the set-up</a></p>"
    );
    page("Test of the connection", "", &body, HeaderValue::from_static(PLAIN))
}

fn page(title: &str, head: &str, body: &str, policy: HeaderValue) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} - AxonFlow</title>{head}<link rel=\"stylesheet\" href=\"/assets/app.css\"></head><body><main class=\"page\"><h1>{title}</h1>{body}</main></body></html>"
    );
    let mut response = Html(html).into_response();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}

/// For text and for attributes in double quotes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[tokio::test]
    async fn a_form_is_escaped_and_goes_to_the_provider_only() {
        let form = PostForm {
            action: "https://idp.example/post?a=\"><script>".to_owned(),
            field: "SAMLRequest",
            message: "PHg+".to_owned(),
            relay_state: "\"><script>alert(1)</script>".to_owned(),
        };

        let response = send_form(&form).unwrap();

        let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let html = String::from_utf8(to_bytes(response.into_body(), 10_000).await.unwrap().to_vec()).unwrap();
        assert!(policy.contains("form-action https://idp.example;") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(html.matches("<script").count(), 1, "{html}");
    }
}
