//! Single sign-on through the whole router: SAML and OpenID Connect, who comes in and who does not.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use futures::future::join_all;
use governance::{
    Error,
    members::break_glass,
    sso::{self, NewConnection, NewProvider},
};
use model::{ConnectionId, ShortText, views::SignInQuery};
use serde_json::json;
use vault::SecretString;

use crate::kit::{
    Org,
    providers::{Idp, oidc_code, oidc_issuer, oidc_token, parameter, set_txt, unpacked},
    run,
    service::{Answer, Service, service, twin},
};

/// An organisation with a SAML connection that its domain leads to.
struct Acme<'s> {
    service: &'s Service,
    org: Org,
    idp: Idp,
    connection: ConnectionId,
}

impl<'s> Acme<'s> {
    async fn new(service: &'s Service, default_role: Option<&str>) -> Self {
        let (org, idp) = (service.org().await, Idp::new());
        let connection = connect(service, &org, NewProvider::SamlMetadata(idp.metadata().into_bytes()), default_role).await;
        let acme = Self { service, org, idp, connection };
        acme.prove_domain().await;
        acme.route("optional").await.unwrap();
        acme
    }

    fn domain(&self) -> String {
        format!("{}.example", self.org.slug)
    }

    async fn prove_domain(&self) {
        let scope = self.org.scope(&self.service.kit.platform);
        let row = sso::add_domain(self.service.gov(), &scope, &self.domain()).await.unwrap();
        let (name, value) = sso::record(&row);
        set_txt(&name, &["something else", &value]);
        sso::verify_domain(self.service.gov(), &scope, &self.domain()).await.unwrap();
    }

    async fn route(&self, mode: &str) -> governance::Result<()> {
        let scope = self.org.scope(&self.service.kit.platform);
        sso::route_domain(self.service.gov(), &scope, &self.domain(), self.connection, mode).await.map(|_| ())
    }

    fn path(&self, last: &str) -> String {
        format!("/auth/saml/{}/{}/{last}", self.org.slug, self.connection)
    }

    fn slo(&self) -> String {
        format!("{}{}", self.service.gov().parts.settings.public_url.trim_end_matches('/'), self.path("slo"))
    }

    /// The provider sends a browser with a message about signing out.
    async fn slo_at(&self, node: &Service, query: &str) -> Answer {
        Answer::of(node.stranger("GET", &format!("{}?{query}", self.path("slo")))).await
    }

    /// Begins a sign-in: where the provider is, and the browser's cookie.
    async fn begin(&self) -> (String, String) {
        let answer = Answer::of(self.service.stranger("GET", &self.path("login"))).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.text);
        let cookie = answer.header("set-cookie");
        assert!(cookie.contains("SameSite=None") && cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
        (answer.header("location").to_owned(), cookie.split(';').next().unwrap().to_owned())
    }

    /// The provider's page sends its form: from another site, with the one cookie that comes along.
    async fn post(&self, form: &[(&'static str, String)], cookie: &str) -> Answer {
        self.post_to(self.service, form, cookie).await
    }

    async fn post_to(&self, node: &Service, form: &[(&'static str, String)], cookie: &str) -> Answer {
        let request =
            node.stranger("POST", &self.path("acs")).header("origin", "https://idp.example").header("sec-fetch-site", "cross-site");
        Answer::of(request.header("cookie", cookie).form(form)).await
    }

    /// Comes with these groups.
    async fn come_in_groups(&self, subject: &str, email: &str, groups: &[&str]) -> Answer {
        let (location, cookie) = self.begin().await;
        self.post(&self.idp.answer_in_groups(&location, subject, email, groups), &cookie).await
    }

    /// What somebody holds: role, source and group.
    async fn held(&self, email: &str) -> Vec<(String, &'static str, String)> {
        let person = store::entry::find_person_by_email(self.service.gov().pool(), email).await.unwrap().unwrap().person();
        let mut tx = self.service.gov().pool().org_tx(&self.org.scope(&self.service.kit.platform)).await.unwrap();
        let held = store::members::held(&mut tx, person).await.unwrap();
        held.into_iter().map(|held| (held.name, held.source.as_str(), held.via)).collect()
    }

    async fn role(&self, name: &str) -> model::RoleId {
        let mut tx = self.service.gov().pool().org_tx(&self.org.scope(&self.service.kit.platform)).await.unwrap();
        store::roles::find_by_name(&mut tx, name).await.unwrap().unwrap().role
    }

    async fn come(&self, subject: &str, email: &str) -> Answer {
        let (location, cookie) = self.begin().await;
        self.post(&self.idp.answer(&location, subject, email), &cookie).await
    }

    async fn last_refusal(&self) -> String {
        let scope = self.org.scope(&self.service.kit.platform);
        let rows = governance::sign_ins::list(self.service.gov(), &scope, &SignInQuery::default()).await.unwrap();
        rows.first().and_then(|row| row.refusal.clone()).unwrap_or_default()
    }

    async fn opens(&self, answer: &Answer, org: &Org) -> bool {
        let Some(cookie) = session_of(answer) else { return false };
        let page = self.service.stranger("GET", &format!("/o/{}/home", org.slug)).header("cookie", cookie).header("accept", "text/html");
        Answer::of(page).await.status.as_u16() == 200
    }
}

async fn connect(service: &Service, org: &Org, provider: NewProvider, default_role: Option<&str>) -> ConnectionId {
    let name = ShortText::parse("name", "Okta").unwrap();
    let new = NewConnection { name, provider, email_attribute: None, default_role: default_role.map(str::to_owned) };
    sso::create(service.gov(), &org.scope(&service.kit.platform), new).await.unwrap().connection()
}

fn session_of(answer: &Answer) -> Option<String> {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    cookies.filter_map(|cookie| cookie.split(';').next()).find(|pair| pair.starts_with("__Host-axonflow=")).map(str::to_owned)
}

#[test]
fn a_member_comes_in_by_saml_and_reaches_that_organisation_alone() {
    run(async {
        let service = service().await;
        let (acme, other) = (Acme::new(service, None).await, service.org().await);
        let member = service.person(&acme.org, "owner").await;
        let person = store::entry::find_person_by_email(service.gov().pool(), &member.email).await.unwrap().unwrap().person();
        store::platform::add_member(&service.kit.platform, other.id, person, "owner").await.unwrap();

        let answer = acme.come("person-1", &member.email).await;

        assert_eq!(answer.status.as_u16(), 200, "{} {}", answer.text, acme.last_refusal().await);
        assert!(answer.text.contains("http-equiv=\"refresh\""), "the session's cookie needs a page of ours in between");
        assert!(acme.opens(&answer, &acme.org).await);
        assert!(!acme.opens(&answer, &other).await, "a provider of one organisation opened another");
    });
}

#[test]
fn somebody_new_gets_the_default_role_and_nobody_new_comes_without_one() {
    run(async {
        let service = service().await;
        let (with, without) = (Acme::new(service, Some("viewer")).await, Acme::new(service, None).await);
        let (new, nobody) = (format!("new@{}", with.domain()), format!("new@{}", without.domain()));

        let first = with.come("subject-1", &new).await;
        let again = with.come("subject-1", &new).await;
        let refused = without.come("subject-1", &nobody).await;

        assert!(with.opens(&first, &with.org).await && with.opens(&again, &with.org).await);
        assert_eq!((refused.status.as_u16(), without.last_refusal().await.as_str()), (403, "no_account"));
        assert!(store::entry::find_person_by_email(service.gov().pool(), &nobody).await.unwrap().is_none(), "a ghost account was made");
        let taken = with.come("subject-2", &new).await;
        assert_eq!((taken.status.as_u16(), with.last_refusal().await.as_str()), (403, "other_subject"));
    });
}

#[test]
fn a_provider_speaks_for_no_domain_that_its_organisation_did_not_prove() {
    run(async {
        let service = service().await;
        let (acme, other) = (Acme::new(service, Some("viewer")).await, Acme::new(service, Some("viewer")).await);
        let victim = service.person(&other.org, "owner").await;

        let refused = acme.come("person-1", &victim.email).await;

        assert_eq!((refused.status.as_u16(), acme.last_refusal().await.as_str()), (403, "domain"));
        assert_eq!(session_of(&refused), None);
    });
}

#[test]
fn one_answer_sent_twenty_times_at_once_over_two_nodes_gives_one_session() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, Some("viewer")).await;
        let nodes = [service, twin().await];
        let (location, cookie) = acme.begin().await;
        let form = acme.idp.answer(&location, "person-1", &format!("one@{}", acme.domain()));

        let answers = join_all((0..20).map(|n| acme.post_to(nodes[n % 2], &form, &cookie))).await;

        assert_eq!(answers.iter().filter(|answer| session_of(answer).is_some()).count(), 1);
        let later = acme.post(&form, &cookie).await;
        assert!(session_of(&later).is_none() && later.status.as_u16() == 403, "{}", later.text);
    });
}

#[test]
fn forged_answers_open_nothing_and_the_log_says_why() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, Some("viewer")).await;
        let email = format!("new@{}", acme.domain());

        let (location, cookie) = acme.begin().await;
        let unsigned = acme.post(&Idp::unsigned_answer(&location, "p", &email), &cookie).await;
        assert_eq!((session_of(&unsigned), acme.last_refusal().await.as_str()), (None, "unsigned"));

        let (location, cookie) = acme.begin().await;
        let stranger = acme.post(&Idp::new().answer(&location, "p", &email), &cookie).await;
        assert_eq!((session_of(&stranger), acme.last_refusal().await.as_str()), (None, "signature"));

        let (_, cookie) = acme.begin().await;
        let (other_request, _) = acme.begin().await;
        let other_browser = acme.post(&acme.idp.answer(&other_request, "p", &email), &cookie).await;
        assert_eq!((session_of(&other_browser), other_browser.status.as_u16()), (None, 403), "another browser's sign-in was taken");

        let large = acme.post(&[("SAMLResponse", "A".repeat(200_000))], &cookie).await;
        assert_eq!(large.status.as_u16(), 413);
        assert!(store::entry::find_person_by_email(service.gov().pool(), &email).await.unwrap().is_none());
    });
}

/// Each is refused for its own reason, which is in the log; nobody is signed in and nobody is made.
#[test]
fn every_bent_answer_is_refused_with_its_reason() {
    type Bend = fn(String) -> String;
    const BEFORE: [(&str, Bend); 7] = [
        ("audience", |xml| xml.replace("<saml:Audience>", "<saml:Audience>https://other.example/")),
        ("destination", |xml| xml.replace(" Destination=\"", " Destination=\"https://other.example/")),
        ("destination", |xml| xml.replace(" Recipient=\"", " Recipient=\"https://other.example/")),
        ("request", |xml| xml.replace(" InResponseTo=\"_", " InResponseTo=\"_0")),
        ("too_late", |xml| {
            let ends: Vec<&str> = xml.split("NotOnOrAfter=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            xml.replace(ends[0], "2020-01-01T00:00:00Z")
        }),
        ("assertions", |xml| {
            let from = xml.find("<saml:Assertion ").unwrap();
            let second = xml[from..].replace(" ID=\"_a", " ID=\"_b");
            xml.replace("</samlp:Response>", &second)
        }),
        ("algorithm", |xml| xml.replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")),
    ];
    const AFTER: [(&str, Bend); 3] = [
        ("signature", |xml| xml.replace("new@", "old@")),
        ("unreadable", |xml| format!("<!DOCTYPE x>{}", xml.split_once("?>").map_or(xml.as_str(), |(_, rest)| rest))),
        ("unreadable", |xml| format!("{xml}<!-- and more -->")),
    ];
    run(async {
        let service = service().await;
        let acme = Acme::new(service, Some("viewer")).await;
        let email = format!("new@{}", acme.domain());

        for (why, bend) in BEFORE {
            let (location, cookie) = acme.begin().await;
            let answer = acme.post(&acme.idp.bent_answer(&location, "p", &email, bend), &cookie).await;
            assert_eq!((session_of(&answer), acme.last_refusal().await.as_str(), answer.status.as_u16()), (None, why, 403));
        }
        for (why, bend) in AFTER {
            let (location, cookie) = acme.begin().await;
            let answer = acme.post(&acme.idp.forged_answer(&location, "p", &email, bend), &cookie).await;
            assert_eq!((session_of(&answer), acme.last_refusal().await.as_str(), answer.status.as_u16()), (None, why, 403));
        }

        for made in [email.clone(), email.replace("new@", "old@")] {
            assert!(store::entry::find_person_by_email(service.gov().pool(), &made).await.unwrap().is_none(), "{made} was made");
        }
        let honest = acme.come("p", &email).await;
        assert!(acme.opens(&honest, &acme.org).await, "what was bent is otherwise good: {}", acme.last_refusal().await);
    });
}

#[test]
fn groups_give_roles_at_each_sign_in_and_take_them_back() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, Some("viewer")).await;
        let scope = acme.org.scope(&service.kit.platform);
        let (email, staff) = (format!("new@{}", acme.domain()), ShortText::parse("group", "staff & friends").unwrap());
        sso::add_rule(service.gov(), &scope, acme.connection, &staff, acme.role("auditor").await).await.unwrap();
        let auditor = ("auditor".to_owned(), "sso", "staff & friends".to_owned());

        let first = acme.come_in_groups("p", &email, &["staff &amp; friends", "others"]).await;
        assert!(acme.opens(&first, &acme.org).await, "{}", acme.last_refusal().await);
        assert!(acme.held(&email).await.contains(&auditor), "{:?}", acme.held(&email).await);

        acme.come("p", &email).await;
        assert!(acme.held(&email).await.contains(&auditor), "no word about groups was taken for none");

        acme.come_in_groups("p", &email, &["others"]).await;
        let left = acme.held(&email).await;
        assert_eq!(left.iter().map(|(role, ..)| role.as_str()).collect::<Vec<_>>(), ["viewer"], "{left:?}");
    });
}

#[test]
fn a_rule_is_seen_before_it_is_made_and_gives_nobody_what_its_maker_lacks() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, Some("viewer")).await;
        let admin = service.person(&acme.org, "admin").await;
        let person = store::entry::find_person_by_email(service.gov().pool(), &admin.email).await.unwrap().unwrap().person();
        let scope = service.scope_of(&acme.org, person).await;
        let (gov, group) = (service.gov(), ShortText::parse("group", "risk").unwrap());
        let email = format!("new@{}", acme.domain());
        acme.come_in_groups("p", &email, &["risk"]).await;

        let draft = sso::rules(gov, &scope, acme.connection, Some(("risk", acme.role("auditor").await))).await.unwrap();
        let now = sso::rules(gov, &scope, acme.connection, None).await.unwrap();
        let beyond = sso::add_rule(gov, &scope, acme.connection, &group, acme.role("approver").await).await;
        let owner = sso::add_rule(gov, &acme.org.scope(&service.kit.platform), acme.connection, &group, acme.role("owner").await).await;
        sso::add_rule(gov, &scope, acme.connection, &group, acme.role("auditor").await).await.unwrap();

        assert_eq!((draft.people[0].roles.as_slice(), now.people[0].roles.len()), (["auditor".to_owned()].as_slice(), 0));
        assert!(matches!(&beyond, Err(Error::Refused(why)) if why.contains("holds:decide")), "{beyond:?}");
        assert!(matches!(&owner, Err(Error::Refused(why)) if why.contains("owner")), "{owner:?}");
    });
}

#[test]
fn an_answer_for_one_connection_is_nothing_to_another() {
    run(async {
        let service = service().await;
        let (acme, other) = (Acme::new(service, Some("viewer")).await, Acme::new(service, Some("viewer")).await);
        let (location, cookie) = acme.begin().await;
        let form = acme.idp.answer(&location, "p", &format!("new@{}", other.domain()));

        let carried = other.post(&form, &cookie).await;

        assert_eq!((session_of(&carried), carried.status.as_u16()), (None, 403));
    });
}

#[test]
fn a_required_provider_ends_passwords_but_not_an_owners_way_in() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, None).await;
        let viewer = service.person(&acme.org, "viewer").await;
        assert!(matches!(acme.route("required").await, Err(Error::Conflict(_))), "nobody has come by it yet");
        assert!(acme.opens(&acme.come("p", &viewer.email).await, &acme.org).await);
        assert!(matches!(acme.route("required").await, Err(Error::Conflict(_))), "no owner could get in without");
        let (owner, other) = (service.person(&acme.org, "owner").await, service.person(&acme.org, "owner").await);
        assert!(matches!(acme.route("required").await, Err(Error::Conflict(_))), "an owner whom nobody named is no way in");
        let scope = acme.org.scope(&service.kit.platform);
        let kept = store::entry::find_person_by_email(service.gov().pool(), &owner.email).await.unwrap().unwrap().person();
        break_glass::mark(service.gov(), &scope, kept, true).await.unwrap();
        acme.route("required").await.unwrap();
        assert!(matches!(break_glass::mark(service.gov(), &scope, kept, false).await, Err(Error::Conflict(_))), "the last one stays");

        let (mut as_viewer, mut as_owner, mut as_other) = (service.browser(), service.browser(), service.browser());
        as_viewer.sign_in(&viewer).await;
        as_owner.sign_in(&owner).await;
        as_other.sign_in(&other).await;

        let home = format!("/o/{}/home", acme.org.slug);
        assert_ne!(as_viewer.open(&home).await.status.as_u16(), 200, "a password still opens the organisation");
        assert_eq!(as_owner.open(&home).await.status.as_u16(), 200, "the owner is locked out");
        assert_ne!(as_other.open(&home).await.status.as_u16(), 200, "an owner whom nobody named came in by password");
        let view = sso::view(service.gov(), &scope, acme.connection).await.unwrap();
        assert_eq!(view.break_glass, std::slice::from_ref(&owner.email), "the page says who it is");
    });
}

#[test]
fn a_session_by_a_provider_changes_no_password_or_factor() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, None).await;
        let member = service.person(&acme.org, "owner").await;
        let mut browser = service.browser();
        browser.cookie = session_of(&acme.come("p", &member.email).await);

        let changed =
            browser.submit("/fn/account/password", &[("current", crate::kit::service::PASSWORD), ("new", "another long passphrase")]).await;

        assert_ne!(changed.status.as_u16(), 200);
        let mut fresh = service.browser();
        fresh.sign_in(&member).await;
        assert_eq!(
            fresh.open(&format!("/o/{}/home", acme.org.slug)).await.status.as_u16(),
            200,
            "the password was changed: {}",
            changed.text
        );
    });
}

#[test]
fn a_domain_is_proved_by_its_record_and_by_one_organisation() {
    run(async {
        let service = service().await;
        let (acme, rival) = (Acme::new(service, None).await, service.org().await);
        let scope = rival.scope(&service.kit.platform);

        let row = sso::add_domain(service.gov(), &scope, &acme.domain()).await.unwrap();
        let missing = sso::verify_domain(service.gov(), &scope, &acme.domain()).await;
        let (name, value) = sso::record(&row);
        set_txt(&name, &[&value]);
        let taken = sso::verify_domain(service.gov(), &scope, &acme.domain()).await;

        assert!(matches!(&missing, Err(Error::Conflict(why)) if why.contains("2 other TXT")), "{missing:?}");
        assert!(matches!(&taken, Err(Error::Conflict(why)) if why.contains("Another organisation")), "{taken:?}");
    });
}

#[test]
fn our_metadata_is_served_and_a_switched_off_connection_is_not_there() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, None).await;

        let metadata = Answer::of(service.stranger("GET", &acme.path("metadata"))).await;
        assert!(metadata.text.contains(&format!("{}{}", service.url, acme.path("acs"))), "{}", metadata.text);
        sso::set_enabled(service.gov(), &acme.org.scope(&service.kit.platform), acme.connection, false).await.unwrap();

        assert_eq!(Answer::of(service.stranger("GET", &acme.path("login"))).await.status.as_u16(), 404);
        let elsewhere = format!("/auth/saml/nobody/{}/login", acme.connection);
        assert_eq!(Answer::of(service.stranger("GET", &elsewhere)).await.status.as_u16(), 404);
    });
}

#[test]
fn openid_connect_signs_in_and_refuses_what_does_not_fit() {
    run(async {
        let service = service().await;
        let (org, issuer) = (service.org().await, oidc_issuer());
        let provider = NewProvider::Oidc {
            issuer: issuer.clone(),
            client_id: "client-1".to_owned(),
            client_secret: SecretString::new("s".to_owned()),
        };
        let connection = connect(service, &org, provider, Some("viewer")).await;
        let acme = Acme { service, org, idp: Idp::new(), connection };
        acme.prove_domain().await;
        acme.route("optional").await.unwrap();
        let base = format!("/auth/oidc/{}/{connection}", acme.org.slug);
        let now = service.gov().now().unix_timestamp();
        let come = |code: &'static str, nonce: Option<&'static str>, state: Option<&'static str>| {
            let (base, issuer, email) = (&base, &issuer, format!("new@{}", acme.domain()));
            async move {
                let begun = Answer::of(service.stranger("GET", &format!("{base}/login"))).await;
                let (location, cookie) =
                    (begun.header("location").to_owned(), begun.header("set-cookie").split(';').next().unwrap().to_owned());
                assert!(begun.header("set-cookie").contains("SameSite=Lax") && parameter(&location, "code_challenge_method") == "S256");
                let nonce = nonce.map_or_else(|| parameter(&location, "nonce"), str::to_owned);
                oidc_code(
                    code,
                    json!({"iss": issuer, "aud": "client-1", "sub": "s1", "nonce": nonce, "iat": now, "exp": now + 300, "email": email, "email_verified": true}),
                );
                let state = state.map_or_else(|| parameter(&location, "state"), str::to_owned);
                Answer::of(service.stranger("GET", &format!("{base}/callback?code={code}&state={state}")).header("cookie", cookie)).await
            }
        };

        assert_eq!(session_of(&come("c1", Some("wrong"), None).await), None);
        assert_eq!(acme.last_refusal().await, "request");
        assert_eq!(session_of(&come("c2", None, Some("wrong")).await), None);
        let good = come("c3", None, None).await;

        assert!(acme.opens(&good, &acme.org).await, "{} {}", good.text, acme.last_refusal().await);
    });
}

/// The token says something else than it should, or is not signed: refused, with the check that failed in the log.
#[test]
fn tokens_for_others_or_without_a_signature_open_nothing() {
    run(async {
        let service = service().await;
        let (org, issuer) = (service.org().await, oidc_issuer());
        let client_secret = SecretString::new("s".to_owned());
        let provider = NewProvider::Oidc { issuer: issuer.clone(), client_id: "client-1".to_owned(), client_secret };
        let connection = connect(service, &org, provider, Some("viewer")).await;
        let acme = Acme { service, org, idp: Idp::new(), connection };
        acme.prove_domain().await;
        acme.route("optional").await.unwrap();
        let base = format!("/auth/oidc/{}/{connection}", acme.org.slug);
        let (now, email) = (service.gov().now().unix_timestamp(), format!("new@{}", acme.domain()));
        let none = |claims: &serde_json::Value| {
            let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
            format!("{}.{}.", part(&json!({"alg": "none"})), part(claims))
        };

        for (what, claim, value, says_iss) in [
            ("aud", "aud", json!("other"), None),
            ("issuer", "iss", json!("https://other.example"), None),
            ("issuer of the answer", "sub", json!("s1"), Some("https://other.example")),
            ("over", "exp", json!(now - 600), None),
            ("unverified", "email_verified", json!(false), None),
            ("unsigned", "sub", json!("s1"), None),
        ] {
            let begun = Answer::of(service.stranger("GET", &format!("{base}/login"))).await;
            let (location, cookie) =
                (begun.header("location").to_owned(), begun.header("set-cookie").split(';').next().unwrap().to_owned());
            let mut claims = json!({"iss": issuer, "aud": "client-1", "sub": "s1", "nonce": parameter(&location, "nonce"), "iat": now, "exp": now + 300, "email": email, "email_verified": true});
            claims[claim] = value;
            let code = format!("a05-{}", what.replace(' ', "-"));
            if what == "unsigned" {
                oidc_token(&code, none(&claims));
            } else {
                oidc_code(&code, claims);
            }
            let iss = says_iss.map(|iss| format!("&iss={iss}")).unwrap_or_default();
            let path = format!("{base}/callback?code={code}&state={}{iss}", parameter(&location, "state"));

            let answer = Answer::of(service.stranger("GET", &path).header("cookie", cookie)).await;

            assert_eq!((session_of(&answer), answer.status.as_u16()), (None, 403), "{what}");
            let expected: &[&str] = match what {
                "issuer of the answer" => &["issuer"],
                "unverified" => &["unverified_email"],
                "over" => &["too_late", "token"],
                "unsigned" => &["token", "unsigned", "algorithm"],
                _ => &["token"],
            };
            let why = acme.last_refusal().await;
            assert!(expected.contains(&why.as_str()), "{what}: {why}");
        }

        assert!(store::entry::find_person_by_email(service.gov().pool(), &email).await.unwrap().is_none(), "somebody was made");
    });
}

/// An answer that begins at the provider: to no request of ours.
fn to_nothing(xml: String) -> String {
    let mut left = xml;
    while let Some(at) = left.find(" InResponseTo=\"") {
        let end = at + 15 + left[at + 15..].find('"').unwrap() + 1;
        left.replace_range(at..end, "");
    }
    left
}

#[test]
fn a_sign_in_that_begins_at_the_provider_is_refused_until_somebody_allows_it() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, Some("viewer")).await;
        let email = format!("from@{}", acme.domain());
        let (location, cookie) = acme.begin().await;
        let answer = || acme.idp.bent_answer(&location, "person-1", &email, to_nothing);

        let refused = acme.post(&answer(), "").await;
        let with_cookie = acme.post(&answer(), &cookie).await;
        let scope = acme.org.scope(&service.kit.platform);
        sso::set_idp_initiated(service.gov(), &scope, acme.connection, true).await.unwrap();
        let unsigned = acme.post(&[("SAMLResponse", Idp::unsigned_answer(&location, "p", &email)[0].1.clone())], "").await;
        let to_another = acme.post(&acme.idp.answer(&location, "person-1", &email), "").await;
        let why = acme.last_refusal().await;
        let taken = acme.post(&answer(), "").await;

        assert_eq!((session_of(&refused), refused.status.as_u16()), (None, 403), "it was taken before it was allowed");
        assert!(session_of(&with_cookie).is_none(), "an answer to nothing stood for one to a request");
        assert!(session_of(&unsigned).is_none() && session_of(&to_another).is_none(), "{}", to_another.text);
        assert_eq!(why, "request", "an answer to another browser's request was taken");
        assert!(acme.opens(&taken, &acme.org).await, "{}", taken.text);
    });
}

#[test]
fn an_answer_that_began_at_the_provider_counts_once_over_two_nodes() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, Some("viewer")).await;
        let scope = acme.org.scope(&service.kit.platform);
        sso::set_idp_initiated(service.gov(), &scope, acme.connection, true).await.unwrap();
        let nodes = [service, twin().await];
        let (location, _) = acme.begin().await;
        let known = acme.idp.bent_answer(&location, "person-1", &format!("one@{}", acme.domain()), to_nothing);
        assert!(session_of(&acme.post(&known, "").await).is_some());
        let form = acme.idp.bent_answer(&location, "person-1", &format!("one@{}", acme.domain()), to_nothing);

        let answers = join_all((0..20).map(|n| acme.post_to(nodes[n % 2], &form, ""))).await;

        assert_eq!(answers.iter().filter(|answer| session_of(answer).is_some()).count(), 1);
        assert_eq!(acme.last_refusal().await, "replayed");
    });
}

#[test]
fn whoever_came_by_openid_connect_is_offered_to_sign_out_at_the_provider_too() {
    run(async {
        let service = service().await;
        let (org, issuer) = (service.org().await, oidc_issuer());
        let client_secret = SecretString::new("s".to_owned());
        let provider = NewProvider::Oidc { issuer: issuer.clone(), client_id: "client-1".to_owned(), client_secret };
        let connection = connect(service, &org, provider, Some("viewer")).await;
        let acme = Acme { service, org, idp: Idp::new(), connection };
        acme.prove_domain().await;
        acme.route("optional").await.unwrap();
        let base = format!("/auth/oidc/{}/{connection}", acme.org.slug);
        let (email, now) = (format!("leaver@{}", acme.domain()), service.gov().now().unix_timestamp());
        let begun = Answer::of(service.stranger("GET", &format!("{base}/login"))).await;
        let (nonce, state) = (parameter(begun.header("location"), "nonce"), parameter(begun.header("location"), "state"));
        let claims = json!({"iss": issuer, "aud": "client-1", "sub": "leaver", "nonce": nonce, "iat": now, "exp": now + 300, "email": email, "email_verified": true});
        oidc_code("leaver", claims);
        let cookie = begun.header("set-cookie").split(';').next().unwrap().to_owned();
        let came =
            Answer::of(service.stranger("GET", &format!("{base}/callback?code=leaver&state={state}")).header("cookie", cookie)).await;

        let mut browser = service.browser();
        browser.cookie = session_of(&came);
        let out = browser.submit("/fn/session/sign-out", &[]).await;
        let page = browser.open(out.header("location")).await;
        let way = way_out(&page);
        let leaves = Answer::of(service.stranger("GET", &way)).await;
        let again = Answer::of(service.stranger("GET", &way)).await;
        let back = format!("{base}/signed-out?state={}", parameter(leaves.header("location"), "state"));
        let cookie = leaves.header("set-cookie").split(';').next().unwrap().to_owned();
        let elsewhere = Answer::of(service.stranger("GET", &back)).await;
        let back = Answer::of(service.stranger("GET", &back).header("cookie", cookie)).await;

        assert!(way.starts_with(&format!("{base}/logout?ticket=")) && page.text.contains("Sign out there too"), "{}", page.text);
        assert_eq!(again.header("location"), "/signed-out", "a ticket opens once");
        assert!(!elsewhere.text.contains(SIGNED_OUT_THERE) && back.text.contains(SIGNED_OUT_THERE), "{}", back.text);
        let location = leaves.header("location");
        assert_eq!(parameter(location, "id_token_hint").split('.').count(), 3, "the token of the sign-in");
        assert!(leaves.status.as_u16() == 303 && location.starts_with(&format!("{issuer}/end?")), "{location}");
        assert_eq!(parameter(location, "client_id"), "client-1");
        assert!(parameter(location, "post_logout_redirect_uri").ends_with(&format!("{base}/signed-out")));
    });
}

const SIGNED_OUT_THERE: &str = "signed out here and at your identity provider";

/// Where the page after a sign-out leads on to.
fn way_out(page: &Answer) -> String {
    let from = page.text.find("/auth/").unwrap_or_else(|| panic!("no way out: {}", page.text));
    page.text[from..].split('"').next().unwrap().to_owned()
}

#[test]
fn whoever_came_by_saml_signs_out_here_and_then_at_the_provider() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, Some("viewer")).await;
        let came = acme.come("person-1", &format!("leaver@{}", acme.domain())).await;
        let session = session_of(&came);
        let mut browser = service.browser();
        browser.cookie = session.clone();

        let out = browser.submit("/fn/session/sign-out", &[]).await;
        let page = browser.open(out.header("location")).await;
        let opens = acme.opens(&came, &acme.org).await;
        let leaves = Answer::of(service.stranger("GET", &way_out(&page))).await;

        assert!(!opens, "the session here had to end first");
        let (location, asked) = (leaves.header("location").to_owned(), unpacked(leaves.header("location")));
        assert!(location.starts_with("https://idp.example/slo?SAMLRequest=") && location.contains("&Signature="), "{location}");
        assert!(asked.contains(">person-1</saml:NameID>") && asked.contains("<samlp:SessionIndex>of-person-1<"), "{asked}");
        let answer = format!("{}?{}", acme.path("slo"), acme.idp.confirms_out(&acme.slo(), &location));
        let cookie = leaves.header("set-cookie").split(';').next().unwrap().to_owned();
        let forged = format!("{}?{}", acme.path("slo"), Idp::new().confirms_out(&acme.slo(), &location));
        let bare = Answer::of(service.stranger("GET", &answer)).await;
        let back = Answer::of(service.stranger("GET", &answer).header("cookie", cookie.clone())).await;
        let late = Answer::of(service.stranger("GET", &forged).header("cookie", cookie)).await;
        assert!(!bare.text.contains(SIGNED_OUT_THERE), "an answer counts in the browser that was sent");
        assert!(back.text.contains(SIGNED_OUT_THERE), "{}", back.text);
        assert!(!late.text.contains(SIGNED_OUT_THERE), "and once");
    });
}

#[test]
fn an_answer_that_the_provider_did_not_sign_confirms_nothing() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, Some("viewer")).await;
        let mut browser = service.browser();
        browser.cookie = session_of(&acme.come("person-1", &format!("leaver@{}", acme.domain())).await);
        let out = browser.submit("/fn/session/sign-out", &[]).await;
        let leaves = Answer::of(service.stranger("GET", &way_out(&browser.open(out.header("location")).await))).await;
        let cookie = leaves.header("set-cookie").split(';').next().unwrap().to_owned();

        let forged = format!("{}?{}", acme.path("slo"), Idp::new().confirms_out(&acme.slo(), leaves.header("location")));
        let back = Answer::of(service.stranger("GET", &forged).header("cookie", cookie)).await;

        assert!(!back.text.contains(SIGNED_OUT_THERE) && back.text.contains("did not say"), "{}", back.text);
    });
}

#[test]
fn a_provider_ends_the_sessions_of_one_of_its_people_on_every_node() {
    run(async {
        let service = service().await;
        let acme = Acme::new(service, Some("viewer")).await;
        let (one, two) = (format!("one@{}", acme.domain()), format!("two@{}", acme.domain()));
        let mine = [acme.come("person-1", &one).await, acme.come("person-1", &one).await];
        let theirs = acme.come("person-2", &two).await;
        let other_index = acme.idp.asks_out(&acme.slo(), "person-1", Some("of-somebody-else"));
        let query = acme.idp.asks_out(&acme.slo(), "person-1", Some("of-person-1"));

        let elsewhere = acme.slo_at(service, &other_index).await;
        let before = acme.opens(&mine[0], &acme.org).await;
        let answer = acme.slo_at(twin().await, &query).await;
        let again = acme.slo_at(service, &query).await;

        assert!(before && elsewhere.status.as_u16() == 303, "another session of theirs was meant");
        assert!(!acme.opens(&mine[0], &acme.org).await && !acme.opens(&mine[1], &acme.org).await, "a session goes on");
        assert!(acme.opens(&theirs, &acme.org).await, "somebody else was signed out");
        let (location, said) = (answer.header("location"), unpacked(answer.header("location")));
        assert!(location.starts_with("https://idp.example/slo?SAMLResponse=") && location.contains("&Signature="), "{location}");
        assert!(said.contains("status:Success") && said.contains(" InResponseTo=\"_m"), "{said}");
        assert_eq!((again.status.as_u16(), acme.last_refusal().await.as_str()), (403, "replayed"));
    });
}

#[test]
fn nobody_but_the_provider_ends_a_session() {
    run(async {
        let service = service().await;
        let (acme, other) = (Acme::new(service, Some("viewer")).await, Acme::new(service, Some("viewer")).await);
        let came = acme.come("person-1", &format!("one@{}", acme.domain())).await;
        let stranger = Idp::new().asks_out(&acme.slo(), "person-1", None);
        let for_another = acme.idp.asks_out(&other.slo(), "person-1", None);
        let unsigned = acme.idp.asks_out(&acme.slo(), "person-1", None).split("&SigAlg=").next().unwrap().to_owned();

        let mut said = Vec::new();
        for query in [stranger, for_another, unsigned] {
            let status = acme.slo_at(service, &query).await.status.as_u16();
            said.push((status, acme.last_refusal().await));
        }
        let by_the_other = other.slo_at(service, &other.idp.asks_out(&other.slo(), "person-1", None)).await;

        let expected = ["signature", "destination", "unsigned"].map(|why| (403, why.to_owned()));
        assert_eq!(said, expected);
        assert_eq!(by_the_other.status.as_u16(), 303, "{}", by_the_other.text);
        assert!(acme.opens(&came, &acme.org).await, "a session was ended by somebody else's word");
    });
}
