//! A person's own account: password, factor, recovery codes.

use model::DeedKind;
use serde_json::json;
use time::Duration;

use crate::{
    kit::run,
    sign_in::{
        authenticator,
        house::{House, PASSWORD},
    },
};

const NEW: &str = "another long passphrase";

#[test]
fn a_changed_password_ends_the_other_sessions() {
    run(async {
        let house = House::build().await;
        let auditor = house.somebody("auditor").await;
        let (mut here, mut there) = (house.browser(), house.browser());
        here.sign_in(&auditor).await;
        there.sign_in(&auditor).await;
        let before = here.cookie.clone();

        assert_eq!(here.post("/account/password", json!({"current": PASSWORD, "new": NEW})).await.status, 200);

        assert_ne!(here.cookie, before);
        assert_eq!([here.get("/account").await.status, there.get("/account").await.status], [200, 401]);
        assert_eq!(there.sign_in(&auditor).await.status, 403);
        assert_eq!(there.post("/sign-in", json!({"email": auditor.email, "password": NEW})).await.json(), "signed_in");
        assert_eq!(house.recorded(DeedKind::PasswordChanged).await, 1);
    });
}

#[test]
fn a_new_password_must_be_good_and_the_old_one_right() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());
        browser.sign_in(&auditor).await;

        for (current, new, field) in [("wrong", NEW, "current"), (PASSWORD, "short", "new"), (PASSWORD, PASSWORD, "new")] {
            let answer = browser.post("/account/password", json!({"current": current, "new": new})).await;
            assert_eq!((answer.status, answer.body.contains(field)), (400, true), "{current} {new}: {}", answer.body);
        }
        assert_eq!(browser.sign_in(&auditor).await.json(), "signed_in", "nothing changed");
    });
}

#[test]
fn the_old_authenticator_works_until_the_new_one_is_proved() {
    run(async {
        let house = House::build().await;
        let (owner, old, mut browser) = house.enrolled().await;
        browser.get("/account/factor").await;

        let mut other = house.browser();
        other.sign_in(&owner).await;

        assert_eq!(other.post("/factor", house.code(&old)).await.json(), "signed_in");
    });
}

#[test]
fn a_new_authenticator_ends_other_sessions_and_old_codes() {
    run(async {
        let house = House::build().await;
        let (owner, old, mut browser) = house.enrolled().await;
        let spare = browser.get("/codes").await.json()["codes"][0].clone();
        let mut other = house.browser();
        other.sign_in(&owner).await;
        other.post("/factor", house.code(&old)).await;
        let new = authenticator(&browser.get("/account/factor").await.json());

        assert_eq!(browser.post("/account/factor", house.code(&new)).await.status, 200);

        assert_eq!(other.get("/account").await.status, 401);
        assert_eq!(browser.get("/codes").await.json()["codes"].as_array().unwrap().len(), 10);
        house.wait(Duration::seconds(30));
        other.sign_in(&owner).await;
        assert_eq!(other.post("/factor", json!({"code": spare})).await.status, 400, "an old recovery code");
        assert_eq!(other.post("/factor", house.code(&old)).await.status, 400, "the old authenticator");
        assert_eq!(other.post("/factor", house.code(&new)).await.json(), "signed_in");
    });
}

#[test]
fn factors_can_be_changed_only_soon_after_signing_in() {
    run(async {
        let house = House::build().await;
        let (_, _, mut browser) = house.enrolled().await;

        house.wait(Duration::minutes(5));

        assert_eq!(browser.get("/account/factor").await.status, 403);
    });
}

#[test]
fn new_recovery_codes_need_the_authenticator_and_replace_the_old() {
    run(async {
        let house = House::build().await;
        let (owner, seed, mut browser) = house.enrolled().await;
        let spare = browser.get("/codes").await.json()["codes"][0].clone();

        assert_eq!(browser.post("/codes", json!({"code": "000000"})).await.status, 400);
        assert_eq!(browser.post("/codes", house.code(&seed)).await.status, 200);

        let fresh = browser.get("/codes").await.json()["codes"][0].clone();
        let mut other = house.browser();
        other.sign_in(&owner).await;
        assert_eq!(other.post("/factor", json!({"code": spare})).await.status, 400);
        assert_eq!(other.post("/factor", json!({"code": fresh})).await.json(), "signed_in");
        assert_eq!(house.recorded(DeedKind::RecoveryCodesMade).await, 1);
    });
}
