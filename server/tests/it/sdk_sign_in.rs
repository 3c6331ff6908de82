//! The SDK's way into the portal: what the password and the cookie open, and where they are refused.

use governance::{
    org_security::{self, ChangedBy, SecurityChange},
    sdk_sign_in, sign_ins,
};
use model::{PermissionSet, SignInMethod, views::SignInQuery};
use serde_json::json;

use crate::kit::{
    Org, run,
    service::{Answer, Client, Service, service},
};

async fn make(service: &Service, org: &Org) -> String {
    sdk_sign_in::make_password(service.gov(), &org.scope(&service.kit.platform)).await.unwrap().expose().clone()
}

async fn log_in(client: &Client<'_>, org: &str, password: &str) -> Answer {
    client.post("/api/v1/auth/login", &json!({"org_id": org, "password": password})).await
}

fn cookie_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn session(client: &Client<'_>, cookie: &str) -> u16 {
    Answer::of(client.request("GET", "/api/v1/auth/session").header("cookie", cookie)).await.status.as_u16()
}

#[test]
fn the_password_opens_a_session_for_the_key_that_came_with_it() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let (client, other) = (service.key(&org, PermissionSet::sdk()).await, service.key(&org, PermissionSet::sdk()).await);
        let password = make(service, &org).await;

        let answer = log_in(&client, &org.slug, &password).await;

        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        for attribute in ["axonflow_session=", "; HttpOnly", "; Secure", "; SameSite=Strict", "; Path=/api/v1"] {
            assert!(answer.header("set-cookie").contains(attribute), "{attribute}");
        }
        let cookie = cookie_of(&answer);
        assert_eq!(answer.json()["org_id"], org.slug);
        assert_eq!((session(&client, &cookie).await, session(&other, &cookie).await), (200, 401), "another key of the organisation");
        assert_eq!(Answer::of(client.request("POST", "/api/v1/auth/logout").header("cookie", &cookie)).await.status.as_u16(), 204);
        assert_eq!(session(&client, &cookie).await, 401, "it has ended");
    });
}

#[test]
fn the_cookie_opens_nothing_else() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::sdk()).await;
        let cookie = cookie_of(&log_in(&client, &org.id.to_string(), &make(service, &org).await).await);

        for path in ["/api/v1/auth/session", "/api/v1/decisions", "/api/v1/api-keys"] {
            let alone = Answer::of(service.stranger("GET", path).header("cookie", &cookie)).await;
            assert_eq!(alone.status.as_u16(), 401, "{path} without the key");
        }
        let page = service.stranger("GET", &format!("/o/{}/home", org.slug)).header("cookie", &cookie).header("accept", "text/html");
        assert_ne!(Answer::of(page).await.status.as_u16(), 200);
        let more = Answer::of(client.request("GET", "/api/v1/sign-ins").header("cookie", &cookie)).await;
        assert_eq!(more.status.as_u16(), 403, "the key is given nothing that it lacks");
        let twice = format!("{cookie}; {cookie}");
        assert_eq!(session(&client, &twice).await, 401);
    });
}

#[test]
fn a_wrong_password_or_organisation_is_refused_and_written_down() {
    run(async {
        let service = service().await;
        let (org, other) = (service.org().await, service.org().await);
        let client = service.key(&org, PermissionSet::sdk()).await;
        assert_eq!(log_in(&client, &org.slug, "").await.status.as_u16(), 403, "before there is a password");
        let (password, theirs) = (make(service, &org).await, make(service, &other).await);

        for (named, tried) in [(&org.slug, "axp_guess"), (&org.slug, theirs.as_str()), (&other.slug, &password), (&other.slug, &theirs)] {
            assert_eq!(log_in(&client, named, tried).await.status.as_u16(), 403, "{named}");
        }

        let query = SignInQuery { outcome: "refused".to_owned(), ..SignInQuery::default() };
        let lines = sign_ins::list(service.gov(), &org.scope(&service.kit.platform), &query).await.unwrap();
        assert_eq!(lines.iter().filter(|line| line.method == SignInMethod::Sdk).count(), 5);
        let elsewhere = sign_ins::list(service.gov(), &other.scope(&service.kit.platform), &query).await.unwrap();
        assert!(elsewhere.is_empty(), "the other organisation hears of a key that is not its own");
    });
}

#[test]
fn where_a_second_factor_is_asked_of_everybody_the_password_is_refused() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::sdk()).await;
        let password = make(service, &org).await;
        let cookie = cookie_of(&log_in(&client, &org.slug, &password).await);
        let operator = org.scope(&service.kit.platform);
        let everybody = |on| SecurityChange { second_factor_for_all: Some(on), ..SecurityChange::default() };

        org_security::change(service.gov(), &operator, everybody(true), ChangedBy::Command).await.unwrap();

        assert_eq!(session(&client, &cookie).await, 401, "what was opened before");
        assert_eq!(log_in(&client, &org.slug, &password).await.status.as_u16(), 403);
        assert!(sdk_sign_in::make_password(service.gov(), &operator).await.is_err());
        org_security::change(service.gov(), &operator, everybody(false), ChangedBy::Command).await.unwrap();
        assert_eq!(log_in(&client, &org.slug, &password).await.status.as_u16(), 200);
    });
}

#[test]
fn another_password_ends_the_one_before_and_its_sessions() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::sdk()).await;
        let first = make(service, &org).await;
        let cookie = cookie_of(&log_in(&client, &org.slug, &first).await);

        let second = make(service, &org).await;

        assert_eq!(session(&client, &cookie).await, 401);
        assert_eq!(log_in(&client, &org.slug, &first).await.status.as_u16(), 403);
        let cookie = cookie_of(&log_in(&client, &org.slug, &second).await);
        assert_eq!(session(&client, &cookie).await, 200);
        sdk_sign_in::remove_password(service.gov(), &org.scope(&service.kit.platform)).await.unwrap();
        assert_eq!(session(&client, &cookie).await, 401);
        assert_eq!(log_in(&client, &org.slug, &second).await.status.as_u16(), 403);
    });
}
