//! How long sessions last and what ends them (AX-07, TC-30, A-08).

use serde_json::json;
use store::platform;
use time::Duration;

use crate::{
    kit::{Org, database::execute, run},
    sign_in::house::House,
};

#[test]
fn the_cookie_value_changes_at_every_step_and_the_old_one_is_dead() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());
        browser.sign_in(&auditor).await;
        let first = browser.cookie.clone();

        browser.sign_in(&auditor).await;

        assert_ne!(browser.cookie, first);
        assert_eq!(browser.get("/account").await.status, 200);
        browser.cookie = first;
        let answer = browser.get("/account").await;
        assert_eq!((answer.status, answer.set_cookie), (401, None), "and it does not take the new cookie away");
    });
}

#[test]
fn an_idle_session_ends_after_twelve_hours() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());
        browser.sign_in(&auditor).await;

        house.wait(Duration::hours(12) - Duration::SECOND);
        assert_eq!(browser.get("/account").await.status, 200);
        house.wait(Duration::hours(12) - Duration::SECOND);
        assert_eq!(browser.get("/account").await.status, 200, "use keeps it alive");
        house.wait(Duration::hours(12));

        assert_eq!(browser.get("/account").await.status, 401);
    });
}

#[test]
fn a_busy_session_ends_after_thirty_days() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());
        browser.sign_in(&auditor).await;

        for _ in 0..(30 * 3 - 1) {
            house.wait(Duration::hours(8));
            assert_eq!(browser.get("/account").await.status, 200);
        }
        house.wait(Duration::hours(8));

        assert_eq!(browser.get("/account").await.status, 401);
    });
}

#[test]
fn signing_out_ends_the_session_on_the_server_too() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());
        browser.sign_in(&auditor).await;
        let value = browser.cookie.clone();

        let answer = browser.post("/out", json!({})).await;

        let removal = answer.set_cookie.unwrap();
        assert!(removal.starts_with("__Host-axonflow=;") && removal.contains("Max-Age=0") && removal.ends_with("Secure"), "{removal}");
        browser.cookie = value;
        assert_eq!(browser.get("/account").await.status, 401);
        assert_eq!(house.recorded(model::DeedKind::SessionEnded).await, 1);
        assert_eq!(browser.post("/out", json!({})).await.status, 200, "again");
    });
}

#[test]
fn a_session_can_be_ended_from_another_one() {
    run(async {
        let house = House::build().await;
        let auditor = house.somebody("auditor").await;
        let (mut one, mut two, mut three) = (house.browser(), house.browser(), house.browser());
        for browser in [&mut one, &mut two, &mut three] {
            browser.sign_in(&auditor).await;
        }
        let account = two.get("/account").await.json();
        let second = account["sessions"].as_array().unwrap().iter().find(|session| session["current"] == true).unwrap()["id"].clone();

        assert_eq!(one.post(&format!("/account/sessions/{}", second.as_str().unwrap()), json!({})).await.status, 200);
        assert_eq!([two.get("/account").await.status, three.get("/account").await.status], [401, 200]);

        assert_eq!(one.post("/account/others", json!({})).await.status, 200);
        assert_eq!([one.get("/account").await.status, three.get("/account").await.status], [200, 401]);
    });
}

#[test]
fn a_session_of_somebody_else_is_not_there() {
    run(async {
        let house = House::build().await;
        let (mut mine, mut theirs) = (house.browser(), house.browser());
        mine.sign_in(&house.somebody("auditor").await).await;
        theirs.sign_in(&house.somebody("auditor").await).await;
        let id = theirs.get("/account").await.json()["sessions"][0]["id"].clone();

        assert_eq!(mine.post(&format!("/account/sessions/{}", id.as_str().unwrap()), json!({})).await.status, 404);
        assert_eq!(theirs.get("/account").await.status, 200);
    });
}

#[test]
fn another_organisation_and_none_are_answered_alike() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());
        let other = Org::create(&house.kit.platform).await;
        browser.sign_in(&auditor).await;

        let (foreign, missing) = (browser.get(&format!("/o/{}/decide", other.slug)).await, browser.get("/o/no-such-org/decide").await);

        assert_eq!((foreign.status, &foreign.body), (404, &missing.body));
        assert_eq!(browser.get(&format!("/o/{}/decide", house.org.slug)).await.status, 403, "seen and not allowed");
    });
}

#[test]
fn a_disabled_person_is_out_at_once() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());
        browser.sign_in(&auditor).await;

        execute(&house.kit.superuser, &format!("update auth.persons set disabled_at = now() where person_id = '{}'", auditor.id)).await;

        assert_eq!(browser.get("/account").await.status, 401);
    });
}

#[test]
fn a_role_that_is_granted_later_asks_for_its_factor_at_once() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());
        browser.sign_in(&auditor).await;
        let other = Org::create(&house.kit.platform).await;

        platform::add_member(&house.kit.platform, other.id, auditor.id, "owner").await.unwrap();

        assert_eq!(browser.get(&format!("/o/{}", other.slug)).await.status, 403);
        assert_eq!(browser.sign_in(&auditor).await.json(), "enrol_factor");
    });
}

#[test]
fn the_table_holds_no_cookie_value() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());
        browser.sign_in(&auditor).await;

        let query = format!("select s::text from auth.sessions s where person_id = '{}'", auditor.id);
        let row: String = sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_one(&house.kit.superuser).await.unwrap();

        assert!(!row.contains(&browser.cookie.unwrap()), "{row}");
    });
}
