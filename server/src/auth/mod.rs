//! The browser's way to an identity provider and back: `/auth/saml/{org}/{connection}/..` and `/auth/oidc/..`.
//!
//! A provider's page sends the browser here with a form, so this is outside of the gate that refuses other sites. What binds
//! the two halves is a cookie of its own, which is sent along with such a form and is good for nothing else.

mod back;
mod browser;
mod go;
mod out;
mod pages;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

/// An answer of 64 KiB, in base64 and form encoding, fits; what is larger is not read.
const MOST_FORM_BYTES: usize = 160 * 1024;

/// The routes; the caller attaches sessions.
pub(crate) fn router() -> Router {
    Router::new()
        .route("/auth/start", post(go::start))
        .route("/auth/setup/{token}/test", get(go::test_by_guest))
        .route("/auth/saml/{org}/{connection}/metadata", get(go::metadata))
        .route("/auth/saml/{org}/{connection}/login", get(go::login))
        .route("/auth/saml/{org}/{connection}/acs", post(back::saml).layer(DefaultBodyLimit::max(MOST_FORM_BYTES)))
        .route("/auth/saml/{org}/{connection}/logout", get(out::by_saml))
        .route(
            "/auth/saml/{org}/{connection}/slo",
            get(out::slo_by_redirect).post(out::slo_by_form).layer(DefaultBodyLimit::max(MOST_FORM_BYTES)),
        )
        .route("/auth/oidc/{org}/{connection}/login", get(go::login))
        .route("/auth/oidc/{org}/{connection}/logout", get(out::by_oidc))
        .route("/auth/oidc/{org}/{connection}/signed-out", get(out::back_from_oidc))
        .route("/auth/oidc/{org}/{connection}/callback", get(back::oidc))
}
