//! Whole conversations as Okta and Entra ID have them (sections of the dialects; U1, U2, U6, G2 to G4).

use serde_json::json;

use super::{Directory, assert_refused, id_of};
use crate::kit;

#[test]
fn okta_tests_its_connection_and_updates_by_put() {
    kit::run(async {
        let directory = Directory::with_domain().await;

        let users = directory.get("/Users?startIndex=1&count=2").await.expect(200);
        assert_eq!((users["totalResults"].as_i64(), users["Resources"].as_array().map(Vec::len)), (Some(0), Some(0)));
        let groups = directory.get("/Groups?startIndex=1&count=100").await.expect(200);
        assert_eq!(groups["Resources"], json!([]));
        let body = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": directory.address("amy"), "externalId": "00u9",
            "displayName": "Amy O'Neil", "locale": "en-US", "groups": [], "password": "Zx9!placeholder", "active": true,
            "name": {"givenName": "Amy", "familyName": "O'Neil"},
            "emails": [{"primary": true, "value": directory.address("amy"), "type": "work"}],
        });
        let made = directory.send("POST", "/Users", Some(body)).await.expect(201);
        assert!(!made.to_string().contains("placeholder"));
        let path = format!("/Users/{}", id_of(&made));
        let mut read = directory.get(&path).await.expect(200);
        read["title"] = json!("Lead");
        read["id"] = json!("somebody-else");
        let put = directory.send("PUT", &path, Some(read)).await.expect(200);
        assert_eq!((put["title"].as_str(), put["id"] == made["id"]), (Some("Lead"), true));
        assert_refused(&directory.send("PUT", &path, Some(json!({"title": "x"}))).await, 400, Some("invalidValue"));
    });
}

#[test]
fn entra_probes_creates_and_updates_attribute_by_attribute() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

        for filter in ["userName eq \"2819c223-7f76\"", "externalId eq \"none\"", "emails[type eq \"work\"].value eq \"no@x.example\""] {
            assert!(directory.find("Users", filter).await.is_empty(), "{filter}");
        }
        let body = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", enterprise], "externalId": "e-1", "userName": directory.address("ben"),
            "active": "True", "roles": [], "meta": {"resourceType": "User"}, "name": {"formatted": "Ben Okri", "familyName": "Okri"},
        });
        let made = directory.send("POST", "/Users", Some(body)).await.expect(201);
        assert_eq!(made["active"], true);
        let path = format!("/Users/{}", id_of(&made));
        let operations = json!([
            {"op": "Add", "path": "emails[type eq \"work\"].value", "value": directory.address("ben")},
            {"op": "Add", "path": format!("{enterprise}:department"), "value": "Risk"},
            {"op": "Replace", "path": "displayName", "value": "Ben O."},
            {"op": "Replace", "value": {"name.givenName": "Ben", format!("{enterprise}:employeeNumber"): "77", "id": "other"}},
        ]);
        let changed = directory.patch(&path, operations).await.expect(200);
        assert_eq!(changed["emails"][0]["value"], directory.address("ben"));
        assert_eq!((changed["displayName"].as_str(), changed["name"]["givenName"].as_str()), (Some("Ben O."), Some("Ben")));
        assert_eq!((&changed[enterprise]["department"], &changed[enterprise]["employeeNumber"]), (&json!("Risk"), &json!("77")));
        assert_eq!(changed["id"], made["id"]);
        let half = json!([{"op": "Replace", "path": "title", "value": "x"}, {"op": "Jump", "path": "title"}]);
        assert_eq!(directory.patch(&path, half).await.status, 400);
        assert!(directory.get(&path).await.expect(200).get("title").is_none(), "all or nothing");
        assert_refused(&directory.patch(&path, json!([{"op": "Remove"}])).await, 400, Some("noTarget"));
    });
}

#[test]
fn groups_take_every_form_of_adding_removing_and_replacing() {
    kit::run(async {
        let directory = Directory::new().await;
        let (one, two) = (directory.user("one").await, directory.user("two").await);
        let made = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
                          "displayName": "Ops", "externalId": "g-1"});
        let group = id_of(&directory.send("POST", "/Groups", Some(made)).await.expect(201));
        let path = format!("/Groups/{group}");
        let both = {
            let mut both = vec![one.clone(), two.clone()];
            both.sort();
            both
        };
        let steps = [
            (json!([{"op": "add", "path": "members", "value": [{"value": one, "display": "One"}]}]), vec![one.clone()]),
            (json!([{"op": "Add", "path": "members", "value": [{"$ref": null, "value": two}, {"value": one}]}]), both.clone()),
            (json!([{"op": "remove", "path": format!("members[value eq \"{one}\"]")}]), vec![two.clone()]),
            (json!([{"op": "add", "path": "members", "value": one}]), both.clone()),
            (json!([{"op": "Remove", "path": "members", "value": [{"value": "nobody"}]}]), both.clone()),
            (json!([{"op": "replace", "path": "members", "value": [{"value": one}]}]), vec![one.clone()]),
            (json!([{"op": "replace", "value": {"id": group, "displayName": "Ops", "members": []}}]), vec![]),
            (json!([{"op": "replace", "path": "members", "value": [{"value": one}, {"value": two}]}]), both),
            (json!([{"op": "remove", "path": "members"}]), vec![]),
        ];

        for (operations, expected) in steps {
            let answer = directory.patch(&path, operations.clone()).await;
            assert_eq!(answer.status, 204, "{operations}: {}", answer.text);
            assert_eq!(directory.members(&group).await, expected, "{operations}");
        }
        assert_refused(&directory.send("POST", "/Groups", Some(json!({"externalId": "g-2"}))).await, 400, Some("invalidValue"));
    });
}
