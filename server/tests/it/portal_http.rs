//! The portal as a browser without scripts meets it, through the whole router: cookies, headers, origins.

use model::PermissionSet;

use crate::kit::{
    run,
    service::{Answer, service},
};

#[test]
fn signing_in_gives_a_guarded_cookie_and_opens_the_organisation() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let owner = service.person(&org, "owner").await;
        let mut browser = service.browser();
        assert_eq!(browser.open("/signin").await.status.as_u16(), 200);
        assert_eq!(browser.cookie, None, "a visitor gets no cookie");

        browser.sign_in(&owner).await;

        let home = browser.open(&format!("/o/{}/home", org.slug)).await;
        assert_eq!(home.status.as_u16(), 200, "{}", home.text);
        assert!(home.text.contains(&owner.email) || home.text.contains("Organisation "), "the page does not know who looks at it");
        assert_eq!(home.header("cache-control"), "no-store");
    });
}

#[test]
fn the_cookie_value_changes_with_the_second_factor() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let owner = service.person(&org, "owner").await;
        let mut browser = service.browser();
        let fields = [("email", owner.email.as_str()), ("password", crate::kit::service::PASSWORD)];
        let answer = browser.submit("/fn/session/sign-in", &fields).await;
        let before = browser.cookie.clone().unwrap();
        let set = answer.header("set-cookie");
        for flag in ["__Host-axonflow=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
            assert!(set.contains(flag), "{flag} is missing in {set}");
        }
        assert_ne!(browser.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200, "the password alone opens nothing");

        let code = owner.code(service.gov());
        browser.submit("/fn/session/factor", &[("code", &code)]).await;

        assert_ne!(browser.cookie.as_ref(), Some(&before));
        assert_eq!(browser.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200);
        browser.cookie = Some(before);
        assert_ne!(browser.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200, "the earlier cookie still works");
    });
}

#[test]
fn another_organisation_is_not_there() {
    run(async {
        let service = service().await;
        let (own, foreign) = (service.org().await, service.org().await);
        let owner = service.person(&own, "owner").await;
        let mut browser = service.browser();
        browser.sign_in(&owner).await;
        for page in ["home", "approvals", "decisions", "keys", "evidence"] {
            let theirs = browser.open(&format!("/o/{}/{page}", foreign.slug)).await;
            let missing = browser.open(&format!("/o/no-such-org/{page}")).await;
            assert_eq!((theirs.status.as_u16(), missing.status.as_u16()), (404, 404), "{page}");
            assert!(!theirs.text.contains(&format!("Organisation {}", foreign.slug)), "{page} shows the other organisation's name");
        }
    });
}

#[test]
fn writes_from_other_sites_are_refused_before_anything_else() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let owner = service.person(&org, "owner").await;
        let mut browser = service.browser();
        browser.sign_in(&owner).await;
        for (name, value) in
            [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")]
        {
            let form = browser.request("POST", "/fn/session/sign-out").header(name, value).form(&[("a", "b")]);
            assert_eq!(Answer::of(form).await.status.as_u16(), 403, "{name}: {value}");
        }
        let silent = browser.request("POST", "/fn/session/sign-out").form(&[("a", "b")]);
        assert_eq!(Answer::of(silent).await.status.as_u16(), 403, "a cookie without an origin");

        assert_eq!(browser.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200, "nobody was signed out");
    });
}

#[test]
fn a_server_function_is_never_a_get() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let owner = service.person(&org, "owner").await;
        let mut browser = service.browser();
        browser.sign_in(&owner).await;

        for path in ["/fn/session/sign-out", "/fn/keys/create?org=x&name=y&expires=never", "/fn/approvals/decide"] {
            let answer = browser.open(path).await;
            assert!(matches!(answer.status.as_u16(), 404 | 405), "{path}: {}", answer.status);
        }

        assert_eq!(browser.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200);
    });
}

#[test]
fn a_signed_out_browser_sees_nothing_again() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let owner = service.person(&org, "owner").await;
        let mut browser = service.browser();
        browser.sign_in(&owner).await;
        let kept = browser.cookie.clone();

        browser.submit("/fn/session/sign-out", &[]).await;

        assert_eq!(browser.cookie, None);
        browser.cookie = kept;
        assert_ne!(browser.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200);
    });
}

#[test]
fn the_portal_cookie_opens_no_api_and_a_key_opens_no_page() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let owner = service.person(&org, "owner").await;
        let mut browser = service.browser();
        browser.sign_in(&owner).await;
        let client = service.key(&org, PermissionSet::all()).await;

        assert_eq!(Answer::of(browser.request("GET", "/api/v1/connectors")).await.status.as_u16(), 401);
        let page = Answer::of(client.request("GET", &format!("/o/{}/home", org.slug)).header("accept", "text/html")).await;
        assert_ne!(page.status.as_u16(), 200);
    });
}

#[test]
fn every_answer_carries_the_security_headers() {
    run(async {
        let service = service().await;
        let client = service.key(&service.org().await, PermissionSet::sdk()).await;
        for (method, path) in [
            ("GET", "/signin"),
            ("GET", "/nothing"),
            ("GET", "/health"),
            ("GET", "/api/v1/nothing"),
            ("POST", "/api/v1/decide"),
            ("GET", "/api/v1/connectors"),
            ("GET", "/docs/api"),
        ] {
            let answer = Answer::of(client.request(method, path).header("accept", "text/html")).await;
            let what = format!("{method} {path} ({})", answer.status);
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
            assert!(
                answer.header("content-security-policy").contains("frame-ancestors 'none'"),
                "{what}: {}",
                answer.header("content-security-policy")
            );
            assert!(!answer.header("referrer-policy").is_empty(), "{what}");
            assert!(answer.header("access-control-allow-origin").is_empty(), "{what}");
        }
        let [one, two] = [service.browser().open("/signin").await, service.browser().open("/signin").await];
        let policy = one.header("content-security-policy");
        assert_ne!(policy, two.header("content-security-policy"), "the nonce is the same twice");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert!(policy.contains("object-src 'none'") && policy.contains("base-uri 'none'"), "{policy}");
    });
}
