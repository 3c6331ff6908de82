//! The browser's session: a cookie that only this host gets back, only over TLS (or from `localhost`), never from a link
//! or form of another site, and that no script can read. A visitor who does not sign in gets none.

use axum::{
    Extension, Router,
    extract::Request,
    http::{HeaderValue, header::SET_COOKIE},
    middleware::{self, Next},
    response::Response,
};
use governance::Governance;
use identity::sessions::PgSessionStore;
use tower_sessions::{Session, SessionManagerLayer, cookie::SameSite};

/// The cookie. The prefix makes browsers refuse one that a neighbouring host or an unencrypted page has set.
pub const COOKIE: &str = "__Host-axonflow";

const REMOVAL: &str = "__Host-axonflow=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure";

/// Marks the answer to a request that ended its session.
#[derive(Clone, Copy)]
struct Ended;

/// Gives every route of the router a session, and use cases to work with.
pub fn attach(router: Router, gov: &Governance) -> Router {
    let store = PgSessionStore::new(gov.pool().clone());
    let noting = router.layer(middleware::from_fn(note_end));
    noting.layer(layer(store)).layer(middleware::from_fn(finish_removal)).layer(Extension(gov.clone()))
}

fn layer(store: PgSessionStore) -> SessionManagerLayer<PgSessionStore> {
    // No `Max-Age`: the cookie goes with the browser, and its real ends are in the database.
    SessionManagerLayer::new(store).with_name(COOKIE).with_secure(true).with_http_only(true).with_same_site(SameSite::Strict).with_path("/")
}

async fn note_end(session: Session, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if session.is_modified() && session.is_empty().await {
        response.extensions_mut().insert(Ended);
    }
    response
}

/// Makes the removal of the cookie work after a sign-out, and drops every other one.
///
/// A removal comes without `Secure`, which browsers ignore for a name with this prefix. One that answers a request with an
/// old value must not be sent at all: the browser may have got a new value from another request meanwhile.
async fn finish_removal(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let ended = response.extensions().get::<Ended>().is_some();
    let headers = response.headers_mut();
    if headers.get_all(SET_COOKIE).iter().any(removes) {
        let all: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
        headers.remove(SET_COOKIE);
        let removal = ended.then(|| HeaderValue::from_static(REMOVAL));
        all.into_iter().filter(|cookie| !removes(cookie)).chain(removal).for_each(|cookie| {
            headers.append(SET_COOKIE, cookie);
        });
    }
    response
}

fn removes(cookie: &HeaderValue) -> bool {
    cookie.as_bytes().strip_prefix(COOKIE.as_bytes()).is_some_and(|rest| rest.starts_with(b"=;"))
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        response::{AppendHeaders, IntoResponse},
        routing::get,
    };
    use tower::ServiceExt;

    use super::*;

    async fn cookies_after(ended: bool, cookie: &'static str) -> Vec<String> {
        let answer = move || async move {
            let mut response = AppendHeaders([(SET_COOKIE, "theme=dark; Path=/"), (SET_COOKIE, cookie)]).into_response();
            if ended {
                response.extensions_mut().insert(Ended);
            }
            response
        };
        let app = Router::new().route("/", get(answer)).layer(middleware::from_fn(finish_removal));
        let response = app.oneshot(Request::new(Body::empty())).await.unwrap();
        response.headers().get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap().to_owned()).collect()
    }

    #[tokio::test]
    async fn the_removal_after_a_sign_out_has_what_the_prefix_asks_for() {
        let cookies = cookies_after(true, "__Host-axonflow=; Path=/; Max-Age=0").await;

        assert_eq!(cookies, ["theme=dark; Path=/", "__Host-axonflow=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure"]);
    }

    #[tokio::test]
    async fn an_old_value_is_not_answered_with_a_removal() {
        assert_eq!(cookies_after(false, "__Host-axonflow=; Path=/; Max-Age=0").await, ["theme=dark; Path=/"]);
    }

    #[tokio::test]
    async fn a_new_value_passes() {
        assert_eq!(cookies_after(false, "__Host-axonflow=abc; Path=/").await, ["theme=dark; Path=/", "__Host-axonflow=abc; Path=/"]);
    }
}
