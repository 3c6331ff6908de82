//! Signing in over HTTP: password, second factor, recovery codes, limits (AX-05, AX-06, A-08, A-09).

pub(crate) mod device;
pub(crate) mod house;
mod passkey_doors;

use identity::totp::{self, TotpSecret};
use model::DeedKind;
use serde_json::{Value, json};
use time::Duration;
use vault::SecretBytes;

use crate::kit::{database::execute, run, until};
use house::{Browser, House, PASSWORD, Somebody};

/// Reads the seed as an authenticator app does.
pub(crate) fn authenticator(setup: &Value) -> TotpSecret {
    authenticator_of(setup["secret"].as_str().unwrap())
}

/// The same from the page that shows it.
pub(crate) fn authenticator_of_text(page: &str) -> TotpSecret {
    let seed = page.split("<p class=\"mono\">").nth(1).unwrap().split('<').next().unwrap();
    authenticator_of(&seed.replace(' ', ""))
}

fn authenticator_of(seed: &str) -> TotpSecret {
    let mut bits = String::new();
    for character in seed.chars() {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(character).unwrap();
        bits.push_str(&format!("{value:05b}"));
    }
    let bytes = bits.as_bytes().chunks_exact(8).map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap());
    TotpSecret::from_bytes(&SecretBytes::new(bytes.collect())).unwrap()
}

impl House {
    pub(crate) fn code(&self, seed: &TotpSecret) -> Value {
        json!({"code": totp::current_code(seed, self.gov.now()).expose()})
    }

    /// An owner with an authenticator, signed in.
    pub(crate) async fn enrolled(&self) -> (Somebody, TotpSecret, Browser) {
        let (owner, mut browser) = (self.somebody("owner").await, self.browser());
        assert_eq!(browser.sign_in(&owner).await.json(), "enrol_factor");
        let seed = authenticator(&browser.get("/enrol").await.json());
        assert_eq!(browser.post("/enrol", self.code(&seed)).await.json(), "signed_in");
        self.wait(Duration::seconds(30));
        (owner, seed, browser)
    }
}

#[test]
fn a_role_without_a_factor_signs_in_by_password() {
    run(async {
        let house = House::build().await;
        let (auditor, mut browser) = (house.somebody("auditor").await, house.browser());

        let answer = browser.sign_in(&auditor).await;

        assert_eq!(answer.json(), "signed_in");
        let cookie = answer.set_cookie.unwrap();
        for attribute in ["__Host-axonflow=", "; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"] {
            assert!(cookie.contains(attribute), "{attribute} in {cookie}");
        }
        assert!(!cookie.contains("Domain"));
        assert_eq!(browser.get(&format!("/o/{}", house.org.slug)).await.json()["email"], auditor.email);
        assert_eq!(house.recorded(DeedKind::SignedIn).await, 1);
    });
}

#[test]
fn visitors_get_no_cookie_and_no_page() {
    run(async {
        let house = House::build().await;
        let mut browser = house.browser();

        for path in ["/open", "/account", &format!("/o/{}", house.org.slug)] {
            let answer = browser.get(path).await;
            assert_eq!((answer.status, answer.set_cookie), (if path == "/open" { 200 } else { 401 }, None), "{path}");
        }
    });
}

#[test]
fn unknown_wrong_and_disabled_are_answered_alike() {
    run(async {
        let house = House::build().await;
        let auditor = house.somebody("auditor").await;
        let disabled = house.somebody("auditor").await;
        execute(&house.kit.superuser, &format!("update auth.persons set disabled_at = now() where person_id = '{}'", disabled.id)).await;
        let unknown = Somebody { email: "nobody@nowhere.example".to_owned(), ..auditor.clone() };

        let mut answers = Vec::new();
        for (who, password) in [(&auditor, "not the passphrase"), (&unknown, PASSWORD), (&disabled, PASSWORD)] {
            let answer = house.browser().post("/sign-in", json!({"email": who.email, "password": password})).await;
            // The code is another one each time, and the only difference.
            let (said, code) = answer.body.split_once("Support code: ").unwrap();
            answers.push((answer.status, said.to_owned(), code.len(), answer.set_cookie));
        }

        assert_eq!(answers[0].0, 403);
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        until("the records of both who exist", || async { house.recorded(DeedKind::SignInRefused).await == 2 }).await;
    });
}

#[test]
fn a_role_that_needs_a_factor_sets_it_up_on_the_way_in() {
    run(async {
        let house = House::build().await;
        let (owner, mut browser) = (house.somebody("owner").await, house.browser());
        browser.sign_in(&owner).await;
        assert_eq!(browser.get(&format!("/o/{}", house.org.slug)).await.status, 401, "the password alone is not enough");
        let first = browser.get("/enrol").await.json();
        assert_eq!(browser.get("/enrol").await.json(), first, "asking again gives the same");
        let before = browser.cookie.clone();

        assert_eq!(browser.post("/enrol", json!({"code": "000000"})).await.status, 400);
        assert_eq!(browser.post("/enrol", house.code(&authenticator(&first))).await.json(), "signed_in");

        assert_ne!(browser.cookie, before);
        assert_eq!(browser.get("/codes").await.json()["codes"].as_array().unwrap().len(), 10);
        assert_eq!(browser.get("/codes").await.json(), Value::Null, "shown once");
        assert_eq!(house.recorded(DeedKind::FactorEnrolled).await, 1);
        assert_eq!(browser.get(&format!("/o/{}/decide", house.org.slug)).await.body, owner.email);
    });
}

#[test]
fn a_code_works_once_also_for_two_at_once() {
    run(async {
        let house = House::build().await;
        let (owner, seed, _) = house.enrolled().await;
        let (mut one, mut two) = (house.browser(), house.browser());
        for browser in [&mut one, &mut two] {
            assert_eq!(browser.sign_in(&owner).await.json(), "second_factor");
        }

        let code = house.code(&seed);
        let (first, second) = tokio::join!(one.post("/factor", code.clone()), two.post("/factor", code.clone()));

        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 400]);
        let mut third = house.browser();
        third.sign_in(&owner).await;
        assert_eq!(third.post("/factor", code).await.status, 400, "later");
    });
}

/// What crypt(3) makes of [`PASSWORD`].
const IMPORTED: &str = "$2b$10$CCCCCCCCCCCCCCCCCCCCC.vpCwO1Y/59X0BF5An2FF4kqV/0ExNWu";

#[test]
fn an_imported_hash_signs_in_and_is_replaced() {
    run(async {
        let house = House::build().await;
        let auditor = house.somebody_with_hash("auditor", IMPORTED.to_owned()).await;
        let wrong = json!({"email": auditor.email, "password": "not the passphrase"});
        assert_eq!(house.browser().post("/sign-in", wrong).await.status, 403);

        assert_eq!(house.browser().sign_in(&auditor).await.json(), "signed_in");

        let stored = store::entry::find_person(house.gov.pool(), auditor.id).await.unwrap().unwrap().password_hash.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(house.browser().sign_in(&auditor).await.json(), "signed_in");
    });
}

/// Twenty tries at once with one code, in four sign-ins; how many got in.
async fn twenty_at_once(house: &House, owner: &Somebody, code: &Value) -> usize {
    let mut tries = Vec::new();
    for _ in 0..4 {
        let mut browser = house.browser();
        assert_eq!(browser.sign_in(owner).await.json(), "second_factor");
        tries.extend((0..5).map(|_| browser.clone()));
    }
    let together = tries.into_iter().map(|mut browser| {
        let code = code.clone();
        tokio::spawn(async move { browser.post("/factor", code).await.body == "\"signed_in\"" })
    });
    futures::future::join_all(together).await.into_iter().filter(|got_in| *got_in.as_ref().unwrap()).count()
}

#[test]
fn a_code_and_a_recovery_code_let_one_of_twenty_in() {
    run(async {
        let house = House::build().await;
        let (owner, seed, _) = house.enrolled().await;
        assert_eq!(twenty_at_once(&house, &owner, &house.code(&seed)).await, 1);

        let (owner, _, mut browser) = house.enrolled().await;
        let spare = json!({"code": browser.get("/codes").await.json()["codes"][0]});

        assert_eq!(twenty_at_once(&house, &owner, &spare).await, 1);
        assert_eq!(house.recorded(DeedKind::RecoveryCodeSpent).await, 1);
    });
}

#[test]
fn a_recovery_code_works_once() {
    run(async {
        let house = House::build().await;
        let (owner, _, mut browser) = house.enrolled().await;
        let code = json!({"code": browser.get("/codes").await.json()["codes"][3]});

        let (mut first, mut second) = (house.browser(), house.browser());
        first.sign_in(&owner).await;
        second.sign_in(&owner).await;

        assert_eq!(first.post("/factor", code.clone()).await.json(), "signed_in");
        assert_eq!(second.post("/factor", code).await.status, 400);
        assert_eq!(house.recorded(DeedKind::RecoveryCodeSpent).await, 1);
        assert_eq!(first.get("/account").await.json()["factor"]["recovery_codes_left"], 9);
    });
}

#[test]
fn after_five_codes_the_password_is_asked_again() {
    run(async {
        let house = House::build().await;
        let (owner, seed, _) = house.enrolled().await;
        let mut browser = house.browser();
        browser.sign_in(&owner).await;

        for _ in 0..5 {
            assert_eq!(browser.post("/factor", json!({"code": "000000"})).await.status, 400);
        }

        assert_eq!(browser.post("/factor", house.code(&seed)).await.json(), "password", "the right one comes too late");
        assert_eq!(browser.post("/factor", house.code(&seed)).await.json(), "password");
    });
}

#[test]
fn codes_of_one_person_are_limited_over_all_sign_ins() {
    run(async {
        let house = House::build().await;
        let (owner, seed, _) = house.enrolled().await;
        for _ in 0..2 {
            let mut browser = house.browser();
            browser.sign_in(&owner).await;
            for _ in 0..5 {
                browser.post("/factor", json!({"code": "000000"})).await;
            }
        }

        let mut browser = house.browser();
        browser.sign_in(&owner).await;

        assert_eq!(browser.post("/factor", house.code(&seed)).await.status, 429);
    });
}

#[test]
fn a_proved_password_is_forgotten_after_ten_minutes() {
    run(async {
        let house = House::build().await;
        let (owner, seed, _) = house.enrolled().await;
        let mut browser = house.browser();
        browser.sign_in(&owner).await;

        house.wait(Duration::minutes(10));

        assert_eq!(browser.post("/factor", house.code(&seed)).await.json(), "password");
    });
}

#[test]
fn strangers_are_slowed_down_and_cannot_lock_the_owner_out() {
    run(async {
        let house = House::build().await;
        let (auditor, mut home) = (house.somebody("auditor").await, house.browser());
        home.sign_in(&auditor).await;
        let mut stranger = house.browser();
        for _ in 0..10 {
            stranger.post("/sign-in", json!({"email": auditor.email, "password": "guess"})).await;
        }

        assert_eq!(house.browser().sign_in(&auditor).await.status, 429, "from anywhere");
        assert_eq!(house.browser_beside(&home).sign_in(&auditor).await.json(), "signed_in", "from where the owner is signed in");
        assert_eq!(house.browser().sign_in(&auditor).await.json(), "signed_in", "a success forgets the guesses");
    });
}

#[test]
fn the_wait_after_too_many_guesses_ends() {
    run(async {
        let house = House::build().await;
        let auditor = house.somebody("auditor").await;
        for _ in 0..11 {
            house.browser().post("/sign-in", json!({"email": auditor.email, "password": "guess"})).await;
        }

        house.wait(Duration::minutes(15) + Duration::SECOND);

        assert_eq!(house.browser().sign_in(&auditor).await.json(), "signed_in");
    });
}

#[test]
fn one_source_may_try_fifty_passwords() {
    run(async {
        let house = House::build().await;
        let (auditor, mut stranger) = (house.somebody("auditor").await, house.browser());
        for n in 0..50 {
            stranger.post("/sign-in", json!({"email": format!("guess-{n}@nowhere.example"), "password": "guess"})).await;
        }

        assert_eq!(stranger.sign_in(&auditor).await.status, 429);
        assert_eq!(house.browser().sign_in(&auditor).await.json(), "signed_in");
    });
}

#[test]
fn a_weak_hash_is_renewed_at_sign_in() {
    run(async {
        let house = House::build().await;
        // Argon2id with 8 MiB and one pass, of the usual passphrase.
        let weak = "$argon2id$v=19$m=8192,t=1,p=1$BQUFBQUFBQUFBQUFBQUFBQ$DbLwqVuq6sn8ajWcWs58JxN22WI+sOcePKZoURX51Wk".to_owned();
        let auditor = house.somebody_with_hash("auditor", weak.clone()).await;

        assert_eq!(house.browser().sign_in(&auditor).await.json(), "signed_in");

        let stored = store::entry::find_person(house.gov.pool(), auditor.id).await.unwrap().unwrap().password_hash.unwrap();
        assert!(stored != weak && stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(house.browser().sign_in(&auditor).await.json(), "signed_in");
    });
}
