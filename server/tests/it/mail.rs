//! Letters leave the outbox through a real SMTP server with TLS, after the commit of what they tell about.

use governance::{members, worker};
use mail::{Mailer, Sender};
use model::views::LetterState;
use store::OrgScope;
use time::Duration;
use tokio::sync::Mutex;

use crate::{
    kit::{run, smtp::smtp_server, until},
    sign_in::house::House,
};

/// The database is shared and whoever has a way out sends what is due, so one at a time.
static TURN: Mutex<()> = Mutex::const_new(());

fn scope(house: &House) -> OrgScope {
    house.org.scope(&house.kit.platform)
}

/// Invites `local` at the organisation's domain, and answers the whole address.
async fn invite(house: &House, local: &str) -> String {
    let email = format!("{local}@{}.example", house.org.slug);
    let choices = members::role_choices(&house.gov, &scope(house)).await.unwrap();
    let viewer = choices.iter().find(|choice| choice.name == "viewer").unwrap();
    let new = members::NewInvitations::parse(&email, viewer.role).unwrap();
    members::invite(&house.gov, &scope(house), &new).await.unwrap();
    email
}

/// What became of the letter to the only invited address of the organisation, and how often it was tried.
async fn letter(house: &House) -> (LetterState, i32, Option<String>) {
    let state = members::list(&house.gov, &scope(house)).await.unwrap().invitations.remove(0).letter;
    let sql = "select attempts, last_error from mail where org_id = $1";
    let (attempts, problem): (i32, Option<String>) =
        sqlx::query_as(sql).bind(house.org.id.as_uuid()).fetch_one(&house.kit.superuser).await.unwrap();
    (state, attempts, problem)
}

/// Sends what is due until the letter of this organisation was tried once more.
async fn tried(house: &House) -> (LetterState, i32, Option<String>) {
    let before = letter(house).await.1;
    until("a try", async || {
        worker::send_letters(&house.gov).await.unwrap();
        letter(house).await.1 > before
    })
    .await;
    letter(house).await
}

#[test]
fn a_letter_arrives_over_both_kinds_of_tls_in_text_and_html() {
    run(async {
        let _turn = TURN.lock().await;
        let server = smtp_server().await;
        for scheme in ["smtp", "smtps"] {
            let house = House::build_with(Some(server.mailer(scheme, "s3cret", Some(&server.authority)))).await;
            let email = invite(&house, "ada").await;

            let (state, ..) = tried(&house).await;

            assert_eq!(state, LetterState::Sent, "{scheme}");
            let letters = server.letters_to(&email).await;
            let [letter] = letters.as_slice() else { panic!("{scheme}: {} letters", letters.len()) };
            for part in
                ["From: AxonFlow <no-reply@flow.example>", &format!("To: {email}"), "text/plain", "text/html", "http://localhost/invite/"]
            {
                assert!(letter.contains(part), "{scheme}: {part} is missing in {letter}");
            }
            worker::send_letters(&house.gov).await.unwrap();
            assert_eq!(server.letters_to(&email).await.len(), 1, "a letter that was taken is not sent again");
        }
    });
}

#[test]
fn a_letter_that_is_refused_is_given_up_and_the_reason_is_shown() {
    run(async {
        let _turn = TURN.lock().await;
        let server = smtp_server().await;
        let house = House::build_with(Some(server.mailer("smtp", "s3cret", Some(&server.authority)))).await;
        invite(&house, "refused").await;

        let (state, ..) = tried(&house).await;

        assert!(matches!(&state, LetterState::Failed(why) if why.contains("no such box here")), "{state:?}");
        house.wait(Duration::days(2));
        worker::send_letters(&house.gov).await.unwrap();
        assert_eq!(letter(&house).await.1, 1);
    });
}

#[test]
fn what_may_pass_by_itself_is_tried_again_later() {
    run(async {
        let _turn = TURN.lock().await;
        let server = smtp_server().await;
        let authority = server.authority.as_path();
        for (local, password, authority, why) in [
            ("later", "s3cret", Some(authority), "try again later"),
            ("slow", "s3cret", Some(authority), ""),
            ("untrusted", "s3cret", None, "certificate"),
            ("credentials", "wrong", Some(authority), ""),
        ] {
            let house = House::build_with(Some(server.mailer("smtps", password, authority))).await;
            let email = invite(&house, local).await;

            let (state, attempts, problem) = tried(&house).await;

            assert_eq!((state, attempts), (LetterState::Waiting, 1), "{local}: {problem:?}");
            assert!(problem.is_some_and(|problem| problem.to_lowercase().contains(why)), "{local}");
            assert!(server.letters_to(&email).await.is_empty(), "{local}");
            worker::send_letters(&house.gov).await.unwrap();
            assert_eq!(letter(&house).await.1, 1, "{local}: not before its time");
            house.wait(Duration::seconds(31));
            assert_eq!(tried(&house).await.1, 2, "{local}");
        }
    });
}

#[test]
fn without_a_server_a_letter_becomes_a_file_and_a_refused_change_leaves_none() {
    run(async {
        let _turn = TURN.lock().await;
        let folder = tempfile::tempdir().unwrap();
        let outbox = folder.path().join("outbox");
        let house = House::build_with(Some(Mailer::Folder(outbox.clone(), Sender::of_host("flow.example").unwrap()))).await;
        let email = invite(&house, "ada").await;
        let again = members::NewInvitations::parse("not-an-address", model::Id::from_uuid(uuid::Uuid::nil()));
        assert!(again.is_err());

        let (state, ..) = tried(&house).await;

        assert_eq!(state, LetterState::Sent);
        let files: Vec<String> =
            std::fs::read_dir(&outbox).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
        assert_eq!(files.iter().filter(|file| file.contains(&format!("To: {email}"))).count(), 1);
    });
}
