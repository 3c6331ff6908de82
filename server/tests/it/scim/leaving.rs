//! What ends with a membership, everywhere and at once (C13, C14).

use governance::{evidence, members};
use store::entry;

use super::{Directory, platform};
use crate::kit::{
    self,
    service::{Answer, Service, other_node},
    until,
};

/// A call that any key may make.
const CALLS: &str = "/api/v1/static-policies";

#[test]
fn a_leaver_is_out_on_every_node_at_once_and_the_receipt_says_what_ended() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let (service, other) = (directory.service, other_node().await);
        let who = service.person(&directory.org, "admin").await;
        let name = who.email.split('@').next().unwrap().to_owned();
        let user = directory.worker(&name).await;
        let person = directory.person(&name).await.unwrap();
        let scope = service.scope_of(&directory.org, person).await;
        let key = service.key_made_by(&scope, model::PermissionSet::sdk()).await;
        let export = evidence::request(service.gov(), &scope, None, None).await.unwrap();
        let mut browser = service.browser();
        browser.sign_in(&who).await;
        let seen_at = async |node: &Service| {
            let call = node.stranger("POST", "/fn/session/viewer").header("cookie", browser.cookie.clone().unwrap_or_default());
            let call = call.header("origin", &node.url).header("sec-fetch-site", "same-origin");
            Answer::of(call.form(&[("org", &directory.org.slug)])).await.status.as_u16()
        };
        assert_eq!((seen_at(service).await, seen_at(other).await), (200, 200));
        assert_eq!(key.at(other).get(CALLS).await.status, 200);
        let before = members::departures(service.gov(), &directory.operator()).await.unwrap();
        assert!(before.is_empty());

        directory.deactivate(&user).await.expect(200);
        assert_eq!((seen_at(service).await, seen_at(other).await), (401, 401), "the session is gone");
        until("the key is refused on both nodes", async || {
            key.at(other).get(CALLS).await.status == 401 && key.get(CALLS).await.status == 401
        })
        .await;

        let receipts = members::departures_of(service.gov(), &directory.operator(), person).await.unwrap();
        let [receipt] = receipts.as_slice() else { panic!("{receipts:?}") };
        assert!(receipt.by_directory && receipt.by.contains("Okta") && receipt.took_micros > 0);
        assert_eq!((receipt.sessions, receipt.roles.as_slice()), (1, &["admin".to_owned(), "viewer".to_owned()][..]));
        assert_eq!((receipt.keys_revoked.as_slice(), receipt.exports.as_slice()), (&[key.id.clone()][..], &[export.to_string()][..]));
        let row = store::exports::find(&mut service.kit.pool.org_tx(&directory.operator()).await.unwrap(), export).await.unwrap().unwrap();
        assert_eq!(row.problem.as_deref(), Some("Whoever asked for it left the organisation."));
    });
}

#[test]
fn removing_by_hand_writes_the_same_receipt() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let service = directory.service;
        let leaver = directory.org.member(platform(service), "developer").await;

        members::remove(service.gov(), &directory.operator(), leaver, members::KeysOfLeaver::Revoke).await.unwrap();

        let receipts = members::departures(service.gov(), &directory.operator()).await.unwrap();
        assert_eq!((receipts.len(), receipts[0].by_directory, receipts[0].person), (1, false, leaver));
        assert_eq!((receipts[0].roles.as_slice(), receipts[0].by.as_str()), (&["developer".to_owned()][..], "operator (test)"));
    });
}

#[test]
fn single_sign_on_does_not_bring_back_who_left() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let user = directory.worker("amy").await;
        let person = directory.person("amy").await.unwrap();
        let come = async || {
            let mut tx = directory.service.kit.pool.org_tx(&directory.operator()).await.unwrap();
            store::sso::membership(&mut tx, person).await.unwrap()
        };

        assert_eq!(come().await, Some(true));
        directory.deactivate(&user).await.expect(200);
        assert_eq!(come().await, Some(false));
        let mut tx = directory.service.kit.pool.org_tx(&directory.operator()).await.unwrap();
        assert!(store::directory::users::has_left(&mut tx, &directory.address("AMY")).await.unwrap());
        assert!(!store::directory::users::has_left(&mut tx, &directory.address("ben")).await.unwrap());
    });
}

#[test]
fn owners_are_told_when_the_directory_takes_one_of_them() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let other = directory.service.person(&directory.org, "owner").await;
        let user = directory.worker(other.email.split('@').next().unwrap()).await;

        directory.deactivate(&user).await.expect(200);

        let letters = letters(&directory).await;
        assert_eq!(letters.iter().filter(|letter| letter.contains("owner_left")).count(), 1, "{letters:?}");
        assert!(entry::find_person_by_email(directory.service.gov().pool(), &other.email).await.unwrap().is_some());
    });
}

/// The contents of what waits in the organisation's outbox, or was sent.
pub(super) async fn letters(directory: &Directory) -> Vec<String> {
    let rows: Vec<(serde_json::Value,)> = sqlx::query_as("select content from public.mail where org_id = $1")
        .bind(directory.org.id.as_uuid())
        .fetch_all(&directory.service.kit.superuser)
        .await
        .unwrap();
    rows.into_iter().map(|(content,)| content.to_string()).collect()
}

#[test]
fn the_page_of_who_left_keeps_the_receipt_of_every_way() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let service = directory.service;
        let mut browser = service.browser();
        browser.sign_in(&service.person(&directory.org, "owner").await).await;
        let (by_hand, name) = (directory.org.member(platform(service), "developer").await, format!("gone-{}", directory.org.slug));
        let user = directory.worker(&name).await;
        let by_directory = directory.person(&name).await.unwrap();
        let page = async |browser: &mut kit::service::Browser, person| {
            browser.open(&format!("/o/{}/members/{person}", directory.org.slug)).await.text
        };
        let before = page(&mut browser, by_directory).await;

        members::remove(service.gov(), &directory.operator(), by_hand, members::KeysOfLeaver::Revoke).await.unwrap();
        directory.deactivate(&user).await.expect(200);

        assert!(!before.contains("What ended when they left"), "nobody had left");
        for (person, how) in [(by_hand, "removed by hand"), (by_directory, "the directory said so")] {
            let text = page(&mut browser, person).await;
            assert!(
                text.contains("Left the organisation.") && text.contains("What ended when they left") && text.contains(how),
                "{how}: {text}"
            );
        }
    });
}
