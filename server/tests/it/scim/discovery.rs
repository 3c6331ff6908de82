//! What is refused, and in which words (D1, D3, U4).

use serde_json::json;

use super::{Directory, assert_refused};
use crate::kit::{self, service::Answer};

#[test]
fn what_is_asked_badly_is_refused_in_scims_words() {
    kit::run(async {
        let directory = Directory::new().await;
        let user = directory.user("a").await;
        let raw = |body: &str| {
            Answer::of(directory.service.stranger("POST", "/scim/v2/Users").bearer_auth(&directory.secret).body(body.to_owned()))
        };

        assert_refused(&raw("{").await, 400, Some("invalidSyntax"));
        assert_refused(&raw("").await, 400, Some("invalidSyntax"));
        assert_refused(&raw("{\"userName\":\"a\",\"userName\":\"b\"}").await, 400, Some("invalidSyntax"));
        assert_refused(&raw("{\"displayName\":\"x\"}").await, 400, Some("invalidValue"));
        assert_refused(&directory.get("/Users?filter=userName%20zz%201").await, 400, Some("invalidFilter"));
        assert_refused(&directory.get("/Users?startIndex=x").await, 400, Some("invalidValue"));
        assert_refused(
            &directory.patch(&format!("/Users/{user}"), json!([{"op": "remove", "path": "userName"}])).await,
            400,
            Some("mutability"),
        );
        assert_refused(&directory.get("/Users/none").await, 404, None);
        assert_refused(&directory.get("/Robots").await, 404, None);
        assert_refused(&directory.get("/Schemas/urn:none").await, 404, None);
        assert_refused(&directory.send("PUT", "/Users", Some(json!({}))).await, 405, None);
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            for path in [
                "/ServiceProviderConfig",
                "/ResourceTypes",
                "/ResourceTypes/User",
                "/Schemas",
                "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User",
            ] {
                assert_refused(&directory.send(method, path, Some(json!({}))).await, 405, None);
            }
        }
        assert_refused(&directory.send("POST", "/Bulk", Some(json!({}))).await, 501, None);
        assert_refused(&directory.send("POST", "/Users", Some(json!({"userName": "x".repeat(3 * 1024 * 1024)}))).await, 413, None);
    });
}

#[test]
fn what_is_served_is_described() {
    kit::run(async {
        let directory = Directory::new().await;

        let listed = directory.get("/Schemas").await.expect(200);
        assert!(!listed.to_string().contains("null"));
        let mut ids: Vec<&str> = listed["Resources"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        assert_eq!(
            ids,
            [
                "urn:ietf:params:scim:schemas:core:2.0:Group",
                "urn:ietf:params:scim:schemas:core:2.0:ResourceType",
                "urn:ietf:params:scim:schemas:core:2.0:Schema",
                "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
                "urn:ietf:params:scim:schemas:core:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            ]
        );
        for id in ids {
            assert_eq!(directory.get(&format!("/Schemas/{id}")).await.expect(200)["id"], id);
        }
        for path in ["/ServiceProviderConfig", "/ResourceTypes", "/ResourceTypes/User", "/ResourceTypes/Group"] {
            assert_eq!(directory.get(path).await.status, 200, "{path}");
        }
    });
}
