//! People, as Okta moves them (U4, U5, U8, U10), and two writers at once.

use serde_json::json;

use super::{Directory, assert_refused, id_of};
use crate::kit::{self, service::Answer};

#[test]
fn okta_provisions_renames_deactivates_and_brings_back() {
    kit::run(async {
        let directory = Directory::new().await;
        let body = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "amy@x.example", "externalId": "00u1", "password": "Placeholder-9",
            "name": {"givenName": "Amy", "familyName": "O'Neil"}, "emails": [{"primary": true, "value": "amy@x.example", "type": "work"}], "groups": [], "active": true,
        });

        assert!(directory.find("Users", "userName eq \"amy@x.example\"").await.is_empty());
        let made = directory.send("POST", "/Users", Some(body.clone())).await;
        let mut amy = made.expect(201);
        let id = id_of(&amy);
        assert_eq!(made.header("location"), amy["meta"]["location"].as_str().unwrap());
        assert_eq!(made.header("etag"), amy["meta"]["version"].as_str().unwrap());
        assert!(amy.get("password").is_none() && amy["name"]["familyName"] == "O'Neil");
        assert_refused(&directory.send("POST", "/Users", Some(body.clone())).await, 409, Some("uniqueness"));
        assert_eq!(directory.find("Users", "userName eq \"AMY@X.EXAMPLE\"").await, std::slice::from_ref(&id));
        let path = format!("/Users/{id}");

        let same = directory.send("PUT", &path, Some(amy.clone())).await.expect(200);
        assert_eq!(same["meta"]["version"], amy["meta"]["version"], "an echo changes nothing");
        amy["userName"] = json!("amy.new@x.example");
        amy.as_object_mut().unwrap().remove("active");
        let renamed = directory.send("PUT", &path, Some(amy)).await.expect(200);
        assert_eq!((renamed["userName"].as_str(), renamed["active"].as_bool()), (Some("amy.new@x.example"), Some(true)));
        let left = directory.patch(&path, json!([{"op": "replace", "value": {"active": false}}])).await.expect(200);
        assert_eq!(left["active"], false);
        assert_eq!(directory.find("Users", "active eq false").await, std::slice::from_ref(&id));
        let back = directory.send("POST", "/Users", Some(body)).await.expect(201);
        assert_eq!((id_of(&back), back["active"].as_bool(), back["userName"].as_str()), (id.clone(), Some(true), Some("amy@x.example")));

        assert_eq!(directory.send("DELETE", &path, None).await.status, 204);
        assert_refused(&directory.send("DELETE", &path, None).await, 404, None);
        assert_refused(&directory.get(&path).await, 404, None);
        assert_ne!(directory.user("amy@x.example").await, id);
    });
}

#[test]
fn of_two_writers_with_one_version_the_second_is_told() {
    kit::run(async {
        let directory = Directory::new().await;
        let id = directory.user("a").await;
        let path = format!("/scim/v2/Users/{id}");
        let tag = directory.get(&format!("/Users/{id}")).await.header("etag").to_owned();
        let put = |title: &str| {
            let request = directory.service.stranger("PUT", &path).bearer_auth(&directory.secret).header("if-match", &tag);
            Answer::of(request.body(json!({"userName": "a", "title": title}).to_string()))
        };

        let (first, second) = (put("one").await, put("two").await);

        assert_eq!(first.status, 200);
        assert_refused(&second, 412, None);
        let unchanged =
            directory.service.stranger("GET", &path).bearer_auth(&directory.secret).header("if-none-match", first.header("etag"));
        assert_eq!(Answer::of(unchanged).await.status, 304);
    });
}
