//! Who a directory names becomes a member, and who it takes away is none (U7 to U10, C7, C15).

use governance::{directory, members::break_glass};
use ledger::Deed;
use model::{DeedKind, EmailAddress, Id, PersonId};
use serde_json::json;
use store::{entry, sso};
use uuid::Uuid;

use super::{Directory, assert_refused, id_of, platform};
use crate::kit;

#[test]
fn whoever_works_here_is_a_member_with_the_default_role_and_whoever_left_is_none() {
    kit::run(async {
        let directory = Directory::with_domain().await;

        let amy = directory.worker("amy").await;
        assert_eq!(directory.roles("amy").await, Some(vec!["viewer by scim".to_owned()]));
        assert_eq!(directory.newest().await, "created; is a member now");
        let person = directory.person("amy").await;
        assert_eq!(directory.deactivate(&amy).await.expect(200)["active"], false);
        assert_eq!(directory.roles("amy").await, None);
        assert_eq!(directory.newest().await, "deactivated; is no member any more");
        directory.reactivate(&amy).await.expect(200);

        assert_eq!(directory.roles("amy").await, Some(vec!["viewer by scim".to_owned()]));
        assert_eq!(directory.person("amy").await, person, "they come back as who they were");
    });
}

#[test]
fn every_spelling_of_leaving_ends_the_membership() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let patches = [
            json!([{"op": "replace", "value": {"active": false}}]),
            json!([{"op": "Replace", "path": "active", "value": "False"}]),
            json!([{"op": "Add", "path": "active", "value": "false"}]),
            json!([{"op": "replace", "path": "active", "value": false}]),
            json!([{"op": "Replace", "value": {"active": "False"}}]),
        ];
        let amy = directory.worker("amy").await;
        let path = format!("/Users/{amy}");
        for patch in patches {
            governance::directory::safety::change(directory.service.gov(), &directory.operator(), 100, 100, 10).await.unwrap();
            directory.patch(&path, patch.clone()).await.expect(200);
            assert_eq!(directory.roles("amy").await, None, "{patch}");
            directory.reactivate(&amy).await.expect(200);
            assert!(directory.roles("amy").await.is_some());
        }

        directory.send("PUT", &path, Some(json!({"userName": directory.address("amy"), "active": false}))).await.expect(200);
        assert_eq!(directory.roles("amy").await, None);
        directory.send("PUT", &path, Some(json!({"userName": directory.address("amy"), "active": true}))).await.expect(200);
        assert!(directory.roles("amy").await.is_some());
        assert_eq!(directory.send("DELETE", &path, None).await.status, 204);
        assert_eq!(directory.roles("amy").await, None);
    });
}

#[test]
fn an_address_of_an_unproved_domain_links_nobody_until_the_domain_is_proved() {
    kit::run(async {
        let (ours, theirs) = (Directory::new().await, Directory::new().await);
        let known = theirs.org.member(platform(theirs.service), "viewer").await;
        let row = entry::find_person(theirs.service.gov().pool(), known).await.unwrap().unwrap();

        ours.send("POST", "/Users", Some(json!({"userName": row.email}))).await.expect(201);
        assert!(ours.newest().await.ends_with("is not verified"), "{}", ours.newest().await);
        ours.worker("amy").await;
        assert_eq!(ours.person("amy").await, None, "nobody is made for an address that nobody proved");
        ours.send("POST", "/Users", Some(json!({"userName": "amy"}))).await.expect(201);
        assert_eq!(ours.newest().await, "created; no membership: no e-mail address is given");

        let mut tx = ours.service.kit.pool.org_tx(&ours.operator()).await.unwrap();
        sso::add_domain(&mut tx, &ours.domain(), "token").await.unwrap();
        sso::verify_domain(&mut tx, &ours.domain()).await.unwrap();
        tx.commit(Deed::new(DeedKind::SsoDomainVerified, Uuid::now_v7())).await.unwrap();
        assert_eq!(directory::settle_waiting(ours.service.gov(), &ours.operator()).await.unwrap(), 1);
        assert_eq!(ours.roles("amy").await, Some(vec!["viewer by scim".to_owned()]));
        let mut tx = ours.service.kit.pool.org_tx(&ours.operator()).await.unwrap();
        assert!(store::members::life(&mut tx, known).await.unwrap().is_none(), "who belongs to others is not taken by name");
    });
}

#[test]
fn a_member_with_a_proved_address_is_linked_and_keeps_what_was_given_by_hand() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let owner = directory.service.person(&directory.org, "approver").await;
        let name = owner.email.split('@').next().unwrap().to_owned();

        let user = directory.worker(&name).await;

        assert_eq!(directory.newest().await, "created; is the member with this address");
        assert_eq!(directory.roles(&name).await, Some(vec!["approver by command".to_owned(), "viewer by scim".to_owned()]));
        let twin = json!({"userName": "twin", "emails": [{"value": owner.email, "primary": true}]});
        directory.send("POST", "/Users", Some(twin)).await.expect(201);
        assert_eq!(directory.newest().await, "created; no membership: somebody else in the directory has this account");
        directory.deactivate(&user).await.expect(200);
        directory.reactivate(&user).await.expect(200);
        assert_eq!(directory.roles(&name).await, Some(vec!["viewer by scim".to_owned()]), "roles of before do not come back");
    });
}

#[test]
fn a_changed_name_or_address_moves_nobody_to_another_account() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let admin = directory.service.person(&directory.org, "admin").await;
        let amy = directory.worker("amy").await;
        let person = directory.person("amy").await.unwrap();

        let grab = json!([{"op": "replace", "path": "emails", "value": [{"value": admin.email, "primary": true}]}]);
        directory.patch(&format!("/Users/{amy}"), grab).await.expect(200);
        directory.deactivate(&amy).await.expect(200);

        assert_eq!(directory.roles("amy").await, None, "it was amy who left");
        let mut tx = directory.service.kit.pool.org_tx(&directory.operator()).await.unwrap();
        let admin = entry::find_person_by_email(directory.service.gov().pool(), &admin.email).await.unwrap().unwrap().person();
        assert!(store::members::life(&mut tx, admin).await.unwrap().is_some());
        // The name under which Entra ID keeps somebody whom it deleted never becomes the address that they sign in with.
        let tombstone = json!([{"op": "Replace", "path": "userName", "value": format!("0123456789abcdef0123456789abcdef{}", directory.address("amy"))}]);
        directory.patch(&format!("/Users/{amy}"), tombstone).await.expect(200);
        assert_eq!(directory.person("amy").await, Some(person));
    });
}

#[test]
fn the_name_of_who_left_is_free_and_a_deleted_person_comes_as_a_new_one() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let first = directory.worker("amy").await;
        directory.send("DELETE", &format!("/Users/{first}"), None).await;

        let second = directory.worker("amy").await;

        assert_ne!(first, second);
        assert_eq!(directory.roles("amy").await, Some(vec!["viewer by scim".to_owned()]));
        assert_refused(&directory.get(&format!("/Users/{first}")).await, 404, None);
    });
}

#[test]
fn a_directory_is_switched_on_only_beside_a_break_glass_owner_who_then_stays() {
    kit::run(async {
        let service = kit::service::service().await;
        let org = service.org().await;
        let scope = org.scope(platform(service));
        let name = model::ShortText::parse("name", "Okta").unwrap();
        let gov = service.gov();
        let plain = service.person(&org, "owner").await;
        let owner = entry::find_person_by_email(gov.pool(), &plain.email).await.unwrap().unwrap().person();

        let refused = directory::tokens::create(gov, &scope, &name, time::Duration::DAY).await;
        assert!(matches!(refused, Err(governance::Error::Conflict(why)) if why.contains("break-glass")));
        let without_factor = org.member(platform(service), "owner").await;
        break_glass::mark(gov, &scope, without_factor, true).await.unwrap();
        assert!(directory::tokens::create(gov, &scope, &name, time::Duration::DAY).await.is_err(), "nobody saw them sign in");
        break_glass::mark(gov, &scope, without_factor, false).await.unwrap();
        break_glass::mark(gov, &scope, owner, true).await.unwrap();
        directory::tokens::create(gov, &scope, &name, time::Duration::DAY).await.unwrap();

        let conflict = |result: governance::Result<()>| assert!(matches!(result, Err(governance::Error::Conflict(_))), "{result:?}");
        conflict(governance::members::suspend(gov, &scope, owner).await);
        conflict(governance::members::change_roles(gov, &scope, owner, &[]).await);
        conflict(governance::members::remove(gov, &scope, owner, governance::members::KeysOfLeaver::Revoke).await.map(|_| ()));
        conflict(break_glass::mark(gov, &scope, owner, false).await);
    });
}

#[test]
fn the_directory_never_takes_the_break_glass_owner_and_always_takes_every_other() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let mut tx = directory.service.kit.pool.org_tx(&directory.operator()).await.unwrap();
        let (kept, email) = store::members::owners(&mut tx).await.unwrap().remove(0);
        drop(tx);
        let other = directory.service.person(&directory.org, "owner").await;
        let names = |email: &str| email.split('@').next().unwrap().to_owned();

        let of_kept = directory.worker(&names(&email)).await;
        assert!(directory.newest().await.contains("break-glass"));
        directory.deactivate(&of_kept).await.expect(200);
        let of_other = directory.worker(&names(&other.email)).await;
        directory.deactivate(&of_other).await.expect(200);

        assert_eq!(directory.roles(&names(&other.email)).await, None);
        let mut tx = directory.service.kit.pool.org_tx(&directory.operator()).await.unwrap();
        assert_eq!(store::members::owners(&mut tx).await.unwrap(), [(kept, email)]);
    });
}

#[test]
fn twenty_arrivals_of_one_address_make_one_member() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let address = directory.address("amy");
        let body = |n: usize| json!({"userName": format!("amy-{n}"), "emails": [{"value": address, "primary": true}]});

        let answers = futures::future::join_all((0..20).map(|n| directory.send("POST", "/Users", Some(body(n))))).await;

        assert!(answers.iter().all(|answer| answer.status == 201 || answer.status == 503), "{answers:?}");
        let made: Vec<String> = answers.iter().filter(|answer| answer.status == 201).map(|answer| id_of(&answer.json())).collect();
        let mut tx = directory.service.kit.pool.org_tx(&directory.operator()).await.unwrap();
        let mut linked = 0;
        for user in made {
            let row = store::directory::users::find(&mut tx, user.parse().unwrap()).await.unwrap().unwrap();
            linked += usize::from(row.person().is_some());
        }
        assert_eq!(linked, 1);
    });
}

/// A person whom another organisation knows, by address.
#[test]
fn who_is_known_elsewhere_joins_by_an_address_of_a_domain_that_is_ours() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let person: PersonId = Id::from_uuid(Uuid::now_v7());
        let email = EmailAddress::parse(&directory.address("amy")).unwrap();
        let new = store::platform::NewPerson { email, name: "Amy".to_owned(), password_hash: "none".to_owned() };
        store::platform::create_person(platform(directory.service), person, &new).await.unwrap();

        directory.worker("amy").await;

        assert_eq!(directory.person("amy").await, Some(person));
        assert_eq!(directory.roles("amy").await, Some(vec!["viewer by scim".to_owned()]));
    });
}
