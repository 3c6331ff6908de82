//! Who may call at all, and whose resources there are (A1 to A4, A6).

use governance::directory::tokens;
use model::{ShortText, Tier};
use serde_json::json;
use store::directory as stored;

use super::{Directory, assert_refused, events, id_of, platform};
use crate::kit::{
    self, Org,
    service::{Answer, other_node},
};

#[test]
fn only_a_live_token_opens_anything() {
    kit::run(async {
        let directory = Directory::new().await;
        let service = directory.service;
        let key = service.key(&directory.org, model::PermissionSet::all()).await;
        let at = |path: &str| service.stranger("GET", &format!("/scim/v2{path}"));

        assert_eq!(directory.get("/Users").await.status, 200);
        for path in ["/Users", "/ServiceProviderConfig", "/nothing"] {
            for request in [
                at(path),
                at(path).bearer_auth("axd_wrong"),
                at(path).basic_auth("a", Some(&directory.secret)),
                key.request("GET", &format!("/scim/v2{path}")),
            ] {
                let answer = Answer::of(request).await;
                assert_refused(&answer, 401, None);
                assert_eq!(answer.header("www-authenticate"), "Bearer");
            }
        }
        tokens::revoke(service.gov(), &directory.org.scope(platform(service)), directory.token).await.unwrap();
        assert_refused(&directory.get("/Users").await, 401, None);
        let elsewhere = other_node().await.stranger("GET", "/scim/v2/Users").bearer_auth(&directory.secret);
        assert_refused(&Answer::of(elsewhere).await, 401, None);
    });
}

#[test]
fn two_tokens_live_during_rotation_and_the_plan_has_to_include_it() {
    kit::run(async {
        let first = Directory::new().await;
        let second = Directory::of(first.service, first.org.clone()).await;
        let name = ShortText::parse("name", "third").unwrap();
        let scope = first.org.scope(platform(first.service));

        assert_eq!((first.get("/Users").await.status.as_u16(), second.get("/Users").await.status.as_u16()), (200, 200));
        let third = tokens::create(first.service.gov(), &scope, &name, time::Duration::DAY).await;
        assert!(matches!(third, Err(governance::Error::Conflict(_))), "{third:?}");
        let small = Org::create_with_tier(platform(first.service), Tier::Community).await;
        let refused = tokens::create(first.service.gov(), &small.scope(platform(first.service)), &name, time::Duration::DAY).await;
        assert!(matches!(refused, Err(governance::Error::PlanNeeded(_))), "{refused:?}");
    });
}

#[test]
fn another_organisations_resources_do_not_exist() {
    kit::run(async {
        let (ours, theirs) = (Directory::new().await, Directory::new().await);
        let (user, own) = (theirs.user("a@x.example").await, ours.user("b@x.example").await);
        let (group, own_group) = (theirs.group("Risk", &[&user]).await, ours.group("Own", &[&own]).await);

        for path in [format!("/Users/{user}"), format!("/Groups/{group}")] {
            assert_refused(&ours.get(&path).await, 404, None);
            assert_refused(&ours.patch(&path, json!([{"op": "replace", "value": {"displayName": "x"}}])).await, 404, None);
            assert_refused(&ours.send("PUT", &path, Some(json!({"userName": "x", "displayName": "x"}))).await, 404, None);
            assert_refused(&ours.send("DELETE", &path, None).await, 404, None);
        }
        assert_eq!(
            ours.patch(&format!("/Groups/{own_group}"), json!([{"op": "add", "path": "members", "value": [{"value": user}]}])).await.status,
            204
        );
        assert_eq!(ours.members(&own_group).await, std::slice::from_ref(&own));
        for filter in ["userName pr", "id pr or groups.display eq \"Risk\"", &format!("id eq \"{user}\" or id eq \"{own}\"")] {
            assert_eq!(ours.find("Users", filter).await, std::slice::from_ref(&own), "{filter}");
        }
        assert_eq!(ours.find("Groups", &format!("members.value eq \"{user}\" or displayName pr")).await, [own_group]);
        assert_eq!(theirs.members(&group).await, [user]);
    });
}

#[test]
fn every_call_is_noted_without_passwords_and_every_change_is_a_record() {
    kit::run(async {
        let directory = Directory::new().await;
        let made = directory
            .send("POST", "/Users", Some(json!({"userName": "a@x.example", "password": "Hush-hush-7", "roles": []})))
            .await
            .expect(201);
        directory.get("/Users?filter=nonsense").await;

        let events = events(&directory).await;
        assert_eq!(events.iter().map(|event| (event.method.as_str(), event.status)).collect::<Vec<_>>(), [("GET", 400), ("POST", 201)]);
        assert_eq!(events[1].detail, "created; no membership: the domain x.example is not verified; not kept here: roles");
        assert!(events.iter().all(|event| !event.request.contains("Hush")) && events[1].request.contains("a@x.example"));
        let mut tx = directory.service.kit.pool.org_tx(&directory.org.scope(platform(directory.service))).await.unwrap();
        let records = store::ledger_read::about(&mut tx, id_of(&made).parse().unwrap()).await.unwrap();
        assert_eq!(records.len(), 1);
        let token = stored::tokens::find(&mut tx, directory.token).await.unwrap().unwrap();
        assert!(token.last_used_at.is_some());
    });
}

#[test]
fn what_a_directory_may_not_say_is_not_kept() {
    kit::run(async {
        let (directory, theirs) = (Directory::with_domain().await, Directory::new().await);
        let (manager, chosen) = (theirs.user("boss@x.example").await, "018f0000-0000-7000-8000-000000000000");
        let address = directory.address("grabber");
        let grab = json!({
            "userName": address, "id": chosen, "org_id": theirs.org.id, "meta": {"version": "W/\"99\"", "resourceType": "Group"},
            "roles": [{"value": "owner"}], "entitlements": ["admin"], "is_break_glass": true, "password": "Hush-hush-7",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": manager}},
            "urn:example:made:up": {"admin": true},
        });

        let made = directory.send("POST", "/Users", Some(grab)).await.expect(201);
        let path = format!("/Users/{}", id_of(&made));
        let again = json!([{"op": "replace", "value": {"id": chosen, "roles": [{"value": "owner"}], "meta": {"version": "W/\"99\""}}}]);
        directory.patch(&path, again).await;

        let kept = directory.get(&path).await.expect(200).to_string();
        assert_ne!(made["id"], chosen, "a directory chose an id");
        for word in ["owner", "admin", "made:up", "W/\\\"99", "Hush", "org_id"] {
            assert!(!kept.contains(word), "{word} was kept: {kept}");
        }
        assert_eq!(directory.roles("grabber").await, Some(vec!["viewer by scim".to_owned()]), "a role came by what was said");
        assert_refused(&theirs.get(&path).await, 404, None);
    });
}
