//! The log of sign-ins: a line for every way in and every refusal, in each organisation of the person and in no other, found by
//! its support code, and without anything that was typed.

use governance::sign_ins;
use model::{
    DeedKind, SignInMethod, SignInOutcome,
    views::{SignInLine, SignInQuery},
};
use serde_json::json;
use store::{OrgScope, platform};

use crate::{
    kit::{
        Org, run,
        service::{Answer, service},
        until,
    },
    sign_in::house::{House, PASSWORD, Somebody},
};

const WRONG: &str = "a guess that nobody else types";

impl House {
    async fn log(&self, query: SignInQuery) -> Vec<SignInLine> {
        self.log_of(&self.scope(), query).await
    }

    async fn log_of(&self, scope: &OrgScope, query: SignInQuery) -> Vec<SignInLine> {
        sign_ins::list(&self.gov, scope, &query).await.unwrap()
    }

    async fn words(&self) -> Vec<(String, &'static str, &'static str)> {
        let lines = self.log(SignInQuery::default()).await;
        lines.into_iter().map(|line| (line.email.unwrap_or_default(), line.method.as_str(), line.outcome.as_str())).collect()
    }

    async fn guess(&self, email: &str) -> String {
        let answer = self.browser().post("/sign-in", json!({"email": email, "password": WRONG})).await;
        assert_eq!(answer.status, 403);
        code_in(&answer.body)
    }
}

/// What the person was shown.
fn code_in(body: &str) -> String {
    body.split("Support code: ").nth(1).unwrap_or_else(|| panic!("{body}")).chars().take(9).collect()
}

fn by_code(code: &str) -> SignInQuery {
    SignInQuery { code: code.to_owned(), ..SignInQuery::default() }
}

#[test]
fn every_way_in_leaves_its_line() {
    run(async {
        let house = House::build().await;
        let auditor = house.somebody("auditor").await;
        house.browser().sign_in(&auditor).await;
        let (owner, _, mut browser) = house.enrolled().await;
        let spare = json!({"code": browser.get("/codes").await.json()["codes"][0]});
        let mut second = house.browser();
        second.sign_in(&owner).await;
        assert_eq!(second.post("/factor", spare).await.json(), "signed_in");

        let words = house.words().await;

        let line = |who: &Somebody, method: SignInMethod| (who.email.clone(), method.as_str(), "signed_in");
        let expected =
            [line(&owner, SignInMethod::RecoveryCode), line(&owner, SignInMethod::Authenticator), line(&auditor, SignInMethod::Password)];
        assert_eq!(words, expected);
        assert_eq!(house.recorded(DeedKind::SignedIn).await, 3);
    });
}

#[test]
fn a_wrong_password_is_found_by_the_code_that_the_person_was_shown() {
    run(async {
        let house = House::build().await;
        let auditor = house.somebody("auditor").await;

        let code = house.guess(&auditor.email).await;

        until("the line of the wrong password", || async { !house.log(by_code(&code)).await.is_empty() }).await;
        let lines = house.log(by_code(&code.to_lowercase())).await;
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].method, lines[0].outcome), (SignInMethod::Password, SignInOutcome::Refused));
        assert_eq!((lines[0].person, lines[0].refusal.as_deref()), (Some(auditor.id), Some("password")));
        assert!(lines[0].ip.is_some() && lines[0].sentence.is_some());
        let other = Org::create(&house.kit.platform).await.scope(&house.kit.platform);
        assert!(house.log_of(&other, by_code(&code)).await.is_empty(), "another organisation reads it");
    });
}

#[test]
fn each_organisation_of_a_person_has_the_line() {
    run(async {
        let house = House::build().await;
        let auditor = house.somebody("auditor").await;
        let second = Org::create(&house.kit.platform).await;
        platform::add_member(&house.kit.platform, second.id, auditor.id, "viewer").await.unwrap();

        house.browser().sign_in(&auditor).await;
        let code = house.guess(&auditor.email).await;

        let second = second.scope(&house.kit.platform);
        until("the line in the second organisation", || async { !house.log_of(&second, by_code(&code)).await.is_empty() }).await;
        until("the line in the first organisation", || async { !house.log(by_code(&code)).await.is_empty() }).await;
        let outcomes = |lines: Vec<SignInLine>| lines.into_iter().map(|line| line.outcome).collect::<Vec<_>>();
        let expected = [SignInOutcome::Refused, SignInOutcome::SignedIn];
        assert_eq!(outcomes(house.log(SignInQuery::default()).await), expected);
        assert_eq!(outcomes(house.log_of(&second, SignInQuery::default()).await), expected);
    });
}

#[test]
fn an_unknown_address_is_told_the_same_and_leaves_no_line() {
    run(async {
        let house = House::build().await;
        let auditor = house.somebody("auditor").await;
        let known = house.browser().post("/sign-in", json!({"email": auditor.email, "password": WRONG})).await.body;
        let unknown = house.browser().post("/sign-in", json!({"email": "nobody@nowhere.example", "password": WRONG})).await.body;

        let (shown, made_up) = (code_in(&known), code_in(&unknown));

        assert_ne!(shown, made_up);
        assert_eq!(known.replace(&shown, "CODE"), unknown.replace(&made_up, "CODE"));
        until("the line of the known one", || async { !house.log(by_code(&shown)).await.is_empty() }).await;
        assert!(house.log(by_code(&made_up)).await.is_empty());
    });
}

#[test]
fn a_wrong_second_step_says_which_it_was() {
    run(async {
        let house = House::build().await;
        let (owner, ..) = house.enrolled().await;
        let mut browser = house.browser();
        browser.sign_in(&owner).await;

        let code = browser.post("/factor", json!({"code": "000000"})).await;
        let recovery = browser.post("/factor", json!({"code": "AAAAAA-AAAAAA-AAAAAA-AAAAAA"})).await;

        assert_eq!((code.status, recovery.status), (400, 400));
        let line = house.log(by_code(&code_in(&code.body))).await;
        assert_eq!(
            line.iter().map(|line| (line.method, line.refusal.as_deref())).collect::<Vec<_>>(),
            [(SignInMethod::Authenticator, Some("code"))]
        );
        let line = house.log(by_code(&code_in(&recovery.body))).await;
        assert_eq!(line.iter().map(|line| (line.method, line.person)).collect::<Vec<_>>(), [(SignInMethod::RecoveryCode, Some(owner.id))]);
    });
}

#[test]
fn too_many_tries_are_one_line_in_a_quarter_of_an_hour() {
    run(async {
        let house = House::build().await;
        let auditor = house.somebody("auditor").await;
        let guess = json!({"email": auditor.email, "password": WRONG});
        let mut stranger = house.browser();
        for _ in 0..10 {
            stranger.post("/sign-in", guess.clone()).await;
        }
        let refused = SignInQuery { outcome: "refused".to_owned(), ..SignInQuery::default() };
        until("the lines of ten guesses", || async { house.log(refused.clone()).await.len() == 10 }).await;

        for _ in 0..3 {
            assert_eq!(stranger.post("/sign-in", guess.clone()).await.status, 429);
        }
        until("the line about too many", || async { house.log(refused.clone()).await.len() > 10 }).await;

        // Whoever guesses for somebody else afterwards is written down after the others.
        let later = house.guess(&house.somebody("auditor").await.email).await;
        until("the line of the later guess", || async { !house.log(by_code(&later)).await.is_empty() }).await;
        let lines = house.log(refused).await;
        assert_eq!(lines.iter().filter(|line| line.refusal.as_deref() == Some("too_many")).count(), 1, "{lines:?}");
    });
}

#[test]
fn a_line_holds_nothing_that_was_typed_as_a_secret() {
    run(async {
        let house = House::build().await;
        let (owner, _, mut browser) = house.enrolled().await;
        let spare = browser.get("/codes").await.json()["codes"][0].as_str().unwrap().to_owned();
        let mut second = house.browser();
        second.sign_in(&owner).await;
        second.post("/factor", json!({"code": "917345"})).await;
        second.post("/factor", json!({"code": spare})).await;
        let code = house.guess(&owner.email).await;
        until("the line of the guess", || async { !house.log(by_code(&code)).await.is_empty() }).await;

        let dump = format!("select string_agg(s::text, ' ') from public.sign_ins s where org_id = '{}'", house.org.id);
        let dump: String = sqlx::query_scalar(sqlx::AssertSqlSafe(dump)).fetch_one(&house.kit.superuser).await.unwrap();

        assert!(dump.contains(&owner.email), "{dump}");
        let cookie = second.cookie.unwrap();
        for secret in [PASSWORD, WRONG, "917345", &spare, &cookie] {
            assert!(!dump.contains(secret), "{secret}");
        }
    });
}

#[test]
fn the_log_is_read_by_method_outcome_and_person() {
    run(async {
        let house = House::build().await;
        let (one, two) = (house.somebody("auditor").await, house.somebody("auditor").await);
        for who in [&one, &two] {
            house.browser().sign_in(who).await;
        }
        let code = house.guess(&two.email).await;
        until("the line of the guess", || async { !house.log(by_code(&code)).await.is_empty() }).await;

        let count = |query: SignInQuery| async { house.log(query).await.len() };

        assert_eq!(count(SignInQuery { outcome: "signed_in".to_owned(), ..SignInQuery::default() }).await, 2);
        assert_eq!(count(SignInQuery { method: "passkey".to_owned(), ..SignInQuery::default() }).await, 0);
        assert_eq!(count(SignInQuery { person: two.id.to_string(), ..SignInQuery::default() }).await, 2);
        assert_eq!(count(SignInQuery { person: one.email[..12].to_uppercase(), ..SignInQuery::default() }).await, 1);
        let unknown = SignInQuery { method: "magic".to_owned(), ..SignInQuery::default() };
        assert!(sign_ins::list(&house.gov, &house.scope(), &unknown).await.is_err());
    });
}

#[test]
fn the_log_is_answered_over_http_to_who_may_change_settings() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let owner = service.person(&org, "owner").await;
        service.browser().sign_in(&owner).await;
        let permissions = [model::Permission::SettingsWrite].into_iter().collect();
        let client = service.key(&org, permissions).await;

        let all = client.get("/api/v1/sign-ins").await.expect(200);

        assert_eq!(all[0]["email"], owner.email);
        assert_eq!(all[0]["outcome"], "signed_in");
        let code = all[0]["code"].as_str().unwrap().to_owned();
        assert_eq!(client.get(&format!("/api/v1/sign-ins?code={code}")).await.expect(200).as_array().unwrap().len(), 1);
        assert_eq!(client.get("/api/v1/sign-ins?method=magic").await.status.as_u16(), 400);
        let stranger = Answer::of(service.stranger("GET", "/api/v1/sign-ins")).await;
        assert_eq!(stranger.status.as_u16(), 401);
    });
}
