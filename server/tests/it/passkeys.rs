//! Passkeys: signing in by one, as a second factor, and to confirm; what does not fit is refused (AX-06, A-08, A-09).

use model::DeedKind;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    kit::{Org, run},
    sign_in::{
        device::Device,
        house::{Browser, House, PASSWORD, Somebody},
    },
};

/// Adds a passkey to whoever is signed in.
async fn add(browser: &mut Browser, device: &mut Device) {
    let options = browser.get("/account/passkey").await.json();
    let added = browser.post("/account/passkey", json!({"answer": device.make(&options), "name": "Key ring"})).await;
    assert_eq!(added.status, 200, "{}", added.body);
}

impl House {
    /// Somebody of this role with a passkey and no authenticator, signed in.
    async fn with_passkey(&self, role: &str) -> (Somebody, Device, Browser) {
        let (somebody, mut browser, mut device) = (self.somebody(role).await, self.browser(), Device::new());
        assert_eq!(browser.sign_in(&somebody).await.json(), "signed_in");
        add(&mut browser, &mut device).await;
        (somebody, device, browser)
    }
}

/// The status, and what was answered; a refusal is a sentence and no JSON.
async fn by_passkey(browser: &mut Browser, device: &mut Device) -> (u16, Value) {
    let options = browser.get("/passkey").await.json();
    let answer = browser.post("/passkey", json!({"answer": device.answer(&options)})).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap_or_default())
}

async fn first_passkey(browser: &mut Browser) -> String {
    browser.get("/account").await.json()["passkeys"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_passkey_signs_in_without_address_and_password() {
    run(async {
        let house = House::build().await;
        let (auditor, mut device, mut first) = house.with_passkey("auditor").await;
        let mut browser = house.browser();

        assert_eq!(by_passkey(&mut browser, &mut device).await, (200, json!("signed_in")));

        let account = browser.get("/account").await.json();
        assert_eq!((&account["email"], &account["passkeys"][0]["name"]), (&json!(auditor.email), &json!("Key ring")));
        assert!(account["passkeys"][0]["last_used_at"].is_string());
        assert_eq!(house.recorded(DeedKind::PasskeyAdded).await, 1);
        assert_eq!(first.get("/codes").await.json()["codes"].as_array().unwrap().len(), 10, "the first factor brings recovery codes");
    });
}

#[test]
fn an_answer_works_once_and_in_its_own_session() {
    run(async {
        let house = House::build().await;
        let (_, mut device, _) = house.with_passkey("auditor").await;
        let (mut browser, mut stranger) = (house.browser(), house.browser());
        stranger.get("/passkey").await;
        let options = browser.get("/passkey").await.json();
        let answer = json!({"answer": device.answer(&options)});

        assert_eq!(stranger.post("/passkey", answer.clone()).await.status, 403, "another browser was asked something else");
        assert_eq!(browser.post("/passkey", answer.clone()).await.json(), "signed_in");
        assert_eq!(browser.post("/passkey", answer).await.status, 409, "sent twice");
    });
}

#[test]
fn an_answer_that_was_asked_long_ago_is_too_late() {
    run(async {
        let house = House::build().await;
        let (_, mut device, _) = house.with_passkey("auditor").await;
        let mut browser = house.browser();
        let options = browser.get("/passkey").await.json();

        house.wait(Duration::minutes(10));

        assert_eq!(browser.post("/passkey", json!({"answer": device.answer(&options)})).await.status, 409);
    });
}

#[test]
fn an_answer_for_another_site_or_without_a_check_of_the_holder_is_refused() {
    run(async {
        let house = House::build().await;
        let (_, mut device, _) = house.with_passkey("auditor").await;
        let mut browser = house.browser();

        "https://1ocalhost.example".clone_into(&mut device.origin);
        assert_eq!(by_passkey(&mut browser, &mut device).await.0, 403, "another site");
        "http://localhost".clone_into(&mut device.origin);
        device.verifies = false;
        assert_eq!(by_passkey(&mut browser, &mut device).await.0, 403, "nobody was checked");
        device.verifies = true;
        assert_eq!(by_passkey(&mut browser, &mut device).await.0, 200);
    });
}

#[test]
fn somebody_elses_passkey_does_not_open_an_account() {
    run(async {
        let house = House::build().await;
        let (_, mut mine, _) = house.with_passkey("auditor").await;
        let (other, _, _) = house.with_passkey("auditor").await;
        let mut browser = house.browser();
        assert_eq!(browser.sign_in(&other).await.json(), "second_factor");
        assert_eq!(browser.get("/factor/ways").await.json(), json!({"authenticator": false, "passkey": true}));
        let options = browser.get("/factor/passkey").await.json();

        let answer = browser.post("/factor/passkey", json!({"answer": mine.answer(&options)})).await;

        assert_eq!(answer.status, 403, "{}", answer.body);
        assert_eq!(browser.get("/account").await.status, 401);
        assert_eq!(house.recorded(DeedKind::SignInRefused).await, 1);
    });
}

#[test]
fn a_passkey_is_the_second_factor_of_a_role_that_needs_one() {
    run(async {
        let house = House::build().await;
        let (owner, _, mut browser) = house.enrolled().await;
        let mut device = Device::new();
        add(&mut browser, &mut device).await;
        let mut other = house.browser();
        assert_eq!(other.sign_in(&owner).await.json(), "second_factor");
        let options = other.get("/factor/passkey").await.json();

        assert_eq!(other.post("/factor/passkey", json!({"answer": device.answer(&options)})).await.json(), "signed_in");
        assert_eq!(other.get(&format!("/o/{}", house.org.slug)).await.status, 200);
    });
}

#[test]
fn a_passkey_is_made_on_the_way_in_where_a_role_asks_for_a_factor() {
    run(async {
        let house = House::build().await;
        let (owner, mut browser, mut device) = (house.somebody("owner").await, house.browser(), Device::new());
        assert_eq!(browser.get("/enrol/passkey").await.json(), Value::Null, "before the password nothing is asked");
        assert_eq!(browser.sign_in(&owner).await.json(), "enrol_factor");
        let options = browser.get("/enrol/passkey").await.json();
        let answer = json!({"answer": device.make(&options)});
        let before = browser.cookie.clone();

        assert_eq!(browser.post("/enrol/passkey", answer.clone()).await.json(), "signed_in");

        assert_ne!(browser.cookie, before);
        assert_eq!(browser.get(&format!("/o/{}", house.org.slug)).await.status, 200);
        assert_eq!(browser.get("/codes").await.json()["codes"].as_array().unwrap().len(), 10);
        assert_eq!(house.recorded(DeedKind::PasskeyAdded).await, 1);
        let mut other = house.browser();
        assert_eq!(other.sign_in(&owner).await.json(), "second_factor", "it is asked from now on");
        assert_eq!(by_passkey(&mut house.browser(), &mut device).await, (200, json!("signed_in")));
    });
}

#[test]
fn whoever_has_a_factor_makes_no_passkey_on_the_way_in() {
    run(async {
        let house = House::build().await;
        let (owner, ..) = house.enrolled().await;
        let mut browser = house.browser();
        assert_eq!(browser.sign_in(&owner).await.json(), "second_factor");

        assert_eq!(browser.get("/enrol/passkey").await.json(), Value::Null);

        assert_eq!(browser.get(&format!("/o/{}", house.org.slug)).await.status, 401);
    });
}

#[test]
fn adding_and_removing_end_the_other_sessions() {
    run(async {
        let house = House::build().await;
        let (auditor, _, mut browser) = house.with_passkey("auditor").await;
        let mut there = house.browser();
        // With a passkey a password is not enough, so the other session is by one as well.
        let mut device = Device::new();
        add(&mut browser, &mut device).await;
        assert_eq!(by_passkey(&mut there, &mut device).await.0, 200);

        let passkey = first_passkey(&mut browser).await;
        assert_eq!(browser.post(&format!("/account/passkey/{passkey}"), json!({})).await.status, 200);

        assert_eq!([browser.get("/account").await.status, there.get("/account").await.status], [200, 401]);
        assert_eq!(browser.post(&format!("/account/passkey/{passkey}"), json!({})).await.status, 404, "gone");
        assert_eq!(house.recorded(DeedKind::PasskeyRemoved).await, 1);
        assert_eq!(by_passkey(&mut house.browser(), &mut device).await.0, 200, "the other one of {} stays", auditor.email);
    });
}

#[test]
fn the_last_factor_stays_where_a_role_needs_one() {
    run(async {
        let house = House::build().await;
        let (auditor, _, mut browser) = house.with_passkey("auditor").await;
        let passkey = first_passkey(&mut browser).await;
        let other = Org::create(&house.kit.platform).await;
        store::platform::add_member(&house.kit.platform, other.id, auditor.id, "admin").await.unwrap();

        let kept = browser.post(&format!("/account/passkey/{passkey}"), json!({})).await;

        assert_eq!(kept.status, 409, "{}", kept.body);
        assert_eq!(first_passkey(&mut browser).await, passkey);
    });
}

#[test]
fn somebody_elses_passkey_cannot_be_removed_or_added_again() {
    run(async {
        let house = House::build().await;
        let (_, mut device, mut mine) = house.with_passkey("auditor").await;
        let (_, _, mut theirs) = house.with_passkey("auditor").await;
        let passkey = first_passkey(&mut mine).await;

        assert_eq!(theirs.post(&format!("/account/passkey/{passkey}"), json!({})).await.status, 404);
        let options = theirs.get("/account/passkey").await.json();
        let again = theirs.post("/account/passkey", json!({"answer": device.make(&options), "name": "Copy"})).await;
        assert_eq!(again.status, 409, "{}", again.body);
        assert_eq!(first_passkey(&mut mine).await, passkey);
    });
}

#[test]
fn an_old_session_confirms_first() {
    run(async {
        let house = House::build().await;
        let (_, mut device, mut browser) = house.with_passkey("auditor").await;
        house.wait(Duration::minutes(5));
        assert_eq!(browser.get("/account/passkey").await.status, 403);
        assert_eq!(browser.get("/account").await.json()["confirm_by"]["passkey"], true);
        assert_eq!(browser.post("/account/confirm", json!({"secret": PASSWORD})).await.status, 400, "a password is no second factor");

        let options = browser.get("/account/confirm/passkey").await.json();
        let confirmed = browser.post("/account/confirm/passkey", json!({"answer": device.answer(&options)})).await;

        assert_eq!(confirmed.status, 200, "{}", confirmed.body);
        assert_eq!(browser.get("/account/passkey").await.status, 200);
        assert_eq!(browser.get("/account").await.json()["confirm_by"], Value::Null);
    });
}

#[test]
fn an_answer_to_one_question_does_not_answer_another() {
    run(async {
        let house = House::build().await;
        let (_, mut device, mut browser) = house.with_passkey("auditor").await;
        let mut stranger = house.browser();
        let options = stranger.get("/passkey").await.json();
        browser.get("/account/confirm/passkey").await;

        let answer = browser.post("/account/confirm/passkey", json!({"answer": device.answer(&options)})).await;

        assert_eq!(answer.status, 403, "{}", answer.body);
    });
}

#[test]
fn whoever_has_no_factor_confirms_by_password() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());
        browser.sign_in(&auditor).await;
        house.wait(Duration::minutes(5));

        assert_eq!(browser.post("/account/confirm", json!({"secret": "wrong"})).await.status, 400);
        assert_eq!(browser.get("/account/factor").await.status, 403);
        assert_eq!(browser.post("/account/confirm", json!({"secret": PASSWORD})).await.status, 200);
        assert_eq!(browser.get("/account/factor").await.status, 200);
    });
}
