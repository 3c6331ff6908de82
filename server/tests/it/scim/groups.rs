//! Groups and their members (G1 to G7).

use futures::future::join_all;
use serde_json::json;

use super::{Directory, assert_refused, events, id_of};
use crate::kit;

#[test]
fn entra_moves_members_in_its_own_words() {
    kit::run(async {
        let directory = Directory::new().await;
        let (one, two) = (directory.user("one").await, directory.user("two").await);
        let group = directory.group("Risk", &[&one]).await;
        let path = format!("/Groups/{group}");

        let added = directory.patch(&path, json!([{"op": "Add", "path": "members", "value": [{"$ref": null, "value": two}]}])).await;
        assert_eq!((added.status.as_u16(), added.text.as_str()), (204, ""));
        let mut both = vec![one.clone(), two.clone()];
        both.sort();
        assert_eq!(directory.members(&group).await, both);
        assert_eq!(directory.get(&format!("/Users/{one}")).await.expect(200)["groups"][0]["display"], "Risk");
        directory.patch(&path, json!([{"op": "Remove", "path": "members", "value": [{"value": one}]}])).await;
        assert_eq!(directory.members(&group).await, std::slice::from_ref(&two));
        directory.patch(&path, json!([{"op": "Remove", "path": "members", "value": []}])).await;
        assert_eq!(directory.members(&group).await, std::slice::from_ref(&two), "a value that names nobody never means all");
        let lean = directory.get(&format!("{path}?excludedAttributes=members")).await.expect(200);
        assert!(lean.get("members").is_none());
        assert_refused(
            &directory.patch(&path, json!([{"op": "replace", "path": format!("members[value eq \"{one}\"]"), "value": {}}])).await,
            400,
            Some("noTarget"),
        );
        assert_refused(&directory.send("POST", "/Groups", Some(json!({"displayName": "RISK"}))).await, 409, Some("uniqueness"));
        let kept = directory.send("PUT", &path, Some(json!({"displayName": "Risk 2"}))).await.expect(200);
        assert_eq!(kept["members"].as_array().unwrap().len(), 1, "members that are not sent stay");
        assert_eq!(directory.send("DELETE", &path, None).await.status, 204);
        assert_refused(&directory.get(&path).await, 404, None);
    });
}

#[test]
fn an_unknown_member_does_not_lose_the_others_and_joins_when_it_comes() {
    kit::run(async {
        let directory = Directory::new().await;
        let known = directory.user("known").await;
        let group = directory.group("Risk", &[]).await;

        let answer = directory
            .patch(&format!("/Groups/{group}"), json!([{"op": "add", "path": "members", "value": [{"value": known}, {"value": "late"}]}]))
            .await;
        assert_eq!(answer.status, 204);
        assert_eq!(directory.members(&group).await, std::slice::from_ref(&known));
        let late =
            id_of(&directory.send("POST", "/Users", Some(json!({"userName": "l@x.example", "externalId": "late"}))).await.expect(201));

        let mut both = vec![known, late];
        both.sort();
        assert_eq!(directory.members(&group).await, both);
        let events = events(&directory).await;
        assert!(events.iter().any(|event| event.detail.contains("partial: 1")), "{events:?}");
    });
}

#[test]
fn twenty_adds_at_once_lose_nobody_and_twenty_creates_make_one() {
    kit::run(async {
        let directory = Directory::new().await;
        let group = directory.group("Risk", &[]).await;
        let users = join_all((0..20).map(|n| {
            let directory = &directory;
            async move { directory.user(&format!("user-{n}")).await }
        }))
        .await;

        let path = format!("/Groups/{group}");
        let add = |user: &String| json!([{"op": "add", "path": "members", "value": [{"value": user}]}]);
        let answers = join_all(users.iter().map(|user| directory.patch(&path, add(user)))).await;
        let made = join_all((0..20).map(|_| directory.send("POST", "/Users", Some(json!({"userName": "same"}))))).await;

        assert!(answers.iter().all(|answer| answer.status == 204));
        assert_eq!(directory.members(&group).await.len(), 20);
        assert_eq!(made.iter().filter(|answer| answer.status == 201).count(), 1);
        assert_eq!(made.iter().filter(|answer| answer.status == 409).count(), 19);
    });
}
