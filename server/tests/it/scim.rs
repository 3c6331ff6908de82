//! Directory sync over HTTP, as Okta and Entra ID speak it and as an attacker would (TC-80, AX-04).

use futures::future::join_all;
use governance::directory::{self, tokens};
use model::{DirectoryTokenId, ShortText, Tier};
use serde_json::{Value, json};
use store::{PlatformPool, directory as stored};

use crate::kit::{
    self,
    actors::Org,
    service::{Answer, Service, other_node, service},
};

const PATCH_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// A directory with a live token of its own organisation.
struct Directory {
    service: &'static Service,
    org: Org,
    token: DirectoryTokenId,
    secret: String,
}

impl Directory {
    async fn new() -> Self {
        let service = service().await;
        Self::of(service, service.org().await).await
    }

    async fn of(service: &'static Service, org: Org) -> Self {
        let name = ShortText::parse("name", "Okta").unwrap();
        let issued = tokens::create(service.gov(), &org.scope(platform(service)), &name, time::Duration::DAY).await.unwrap();
        Self { service, org, token: issued.token, secret: issued.secret.expose().clone() }
    }

    async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = self.service.stranger(method, &format!("/scim/v2{path}")).bearer_auth(&self.secret);
        Answer::of(match body {
            Some(body) => request.header("content-type", "application/scim+json").body(body.to_string()),
            None => request,
        })
        .await
    }

    async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    async fn find(&self, resource: &str, filter: &str) -> Vec<String> {
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let listed = self.get(&format!("/{resource}?filter={query}")).await.expect(200);
        listed["Resources"].as_array().unwrap().iter().map(id_of).collect()
    }

    async fn user(&self, name: &str) -> String {
        id_of(&self.send("POST", "/Users", Some(json!({"userName": name}))).await.expect(201))
    }

    async fn group(&self, name: &str, members: &[&str]) -> String {
        let members: Vec<Value> = members.iter().map(|id| json!({"value": id})).collect();
        id_of(&self.send("POST", "/Groups", Some(json!({"displayName": name, "members": members}))).await.expect(201))
    }

    async fn patch(&self, path: &str, operations: Value) -> Answer {
        self.send("PATCH", path, Some(json!({"schemas": [PATCH_SCHEMA], "Operations": operations}))).await
    }

    async fn members(&self, group: &str) -> Vec<String> {
        let shown = self.get(&format!("/Groups/{group}")).await.expect(200);
        let mut ids: Vec<String> =
            shown["members"].as_array().into_iter().flatten().map(|one| one["value"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    }
}

fn platform(service: &Service) -> &PlatformPool {
    &service.kit.platform
}

fn id_of(resource: &Value) -> String {
    resource["id"].as_str().unwrap().to_owned()
}

#[track_caller]
fn assert_refused(answer: &Answer, status: u16, scim_type: Option<&str>) {
    let body = answer.expect(status);
    assert_eq!(answer.header("content-type"), "application/scim+json");
    assert_eq!(body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
    assert_eq!(body["status"], status.to_string());
    assert!(!body["detail"].as_str().unwrap().is_empty());
    assert_eq!(body.get("scimType").and_then(Value::as_str), scim_type, "{body}");
}

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

async fn events(directory: &Directory) -> Vec<stored::events::EventRow> {
    directory::events(directory.service.gov(), &directory.org.scope(platform(directory.service)), 100).await.unwrap()
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
fn the_database_filters_as_the_rules_say() {
    kit::run(async {
        let directory = Directory::new().await;
        let bodies = [
            json!({"userName": "Amy@x.example", "externalId": "Ab", "displayName": "Amy O'Neil", "emails": [{"type": "work", "value": "amy@x.example", "primary": true}]}),
            json!({"userName": "ben", "active": "False", "title": "100%_\\", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Risk"}}),
            json!({"userName": "Çelik", "name": {"familyName": "Ç"}, "emails": [{"type": "home", "value": "c@home.example"}, {"type": "work", "value": "c@x.example"}]}),
        ];
        let mut shown = Vec::new();
        for body in bodies {
            shown.push(directory.send("POST", "/Users", Some(body)).await.expect(201));
        }
        let filters = [
            "userName eq \"AMY@X.example\"",
            "userName ne \"ben\"",
            "externalId eq \"ab\"",
            "externalId eq \"Ab\"",
            "active eq true",
            "active ne true",
            "title co \"%_\"",
            "title co \"%%\"",
            "title ew \"\\\\\"",
            "title sw \"100\"",
            "title pr",
            "not (title pr)",
            "title eq null",
            "emails[type eq \"work\" and value ew \"x.example\"]",
            "emails.value sw \"c@\"",
            "emails.primary eq true",
            "emails pr",
            "emails co \"HOME\"",
            "name.familyName eq \"ç\"",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"RISK\"",
            "colour eq \"red\"",
            "userName gt \"b\" and not (active eq false)",
            "userName lt \"b\" or title ge \"1\"",
            "userName eq \"' or 1=1 --\"",
            "meta.created gt \"2020-01-01T00:00:00Z\"",
            "meta.lastModified lt \"2020-01-01T00:00:00+02:00\"",
            "meta.resourceType eq \"User\"",
            "groups pr",
            "displayName eq \"amy o'neil\"",
            "id pr",
        ];

        for filter in filters {
            let condition = scim::Filter::parse(filter).unwrap().resolve(directory::schemas().unwrap(), scim::Kind::User).unwrap();
            let expected: Vec<String> = shown.iter().filter(|one| condition.is_met_by(one.as_object().unwrap())).map(id_of).collect();
            assert_eq!(directory.find("Users", filter).await, expected, "{filter}");
        }
    });
}

#[test]
fn pages_are_stable_and_bounded() {
    kit::run(async {
        let directory = Directory::new().await;
        for n in 0..5 {
            directory.user(&format!("user-{n}")).await;
        }
        let page = async |query: &str| {
            let listed = directory.get(&format!("/Users?{query}")).await.expect(200);
            let names: Vec<String> =
                listed["Resources"].as_array().unwrap().iter().map(|one| one["userName"].as_str().unwrap().to_owned()).collect();
            (
                listed["totalResults"].as_i64().unwrap(),
                listed["startIndex"].as_i64().unwrap(),
                listed["itemsPerPage"].as_i64().unwrap(),
                names.join(","),
            )
        };

        assert_eq!(page("startIndex=2&count=2").await, (5, 2, 2, "user-1,user-2".to_owned()));
        assert_eq!(page("startIndex=0&count=1").await, (5, 1, 1, "user-0".to_owned()));
        assert_eq!(page("count=0").await, (5, 1, 0, String::new()));
        assert_eq!(page("startIndex=99").await, (5, 99, 0, String::new()));
        assert_eq!(page("count=1000000000").await.2, 5);
        let searched = directory
            .send("POST", "/Users/.search", Some(json!({"filter": "userName ew \"3\"", "attributes": ["userName"]})))
            .await
            .expect(200);
        assert_eq!(
            searched["Resources"][0].as_object().unwrap().keys().map(String::as_str).collect::<std::collections::BTreeSet<_>>(),
            ["id", "schemas", "userName"].into()
        );
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
        assert_eq!(events[1].detail, "created; not kept here: roles");
        assert!(events.iter().all(|event| !event.request.contains("Hush")) && events[1].request.contains("a@x.example"));
        let mut tx = directory.service.kit.pool.org_tx(&directory.org.scope(platform(directory.service))).await.unwrap();
        let records = store::ledger_read::about(&mut tx, id_of(&made).parse().unwrap()).await.unwrap();
        assert_eq!(records.len(), 1);
        let token = stored::tokens::find(&mut tx, directory.token).await.unwrap().unwrap();
        assert!(token.last_used_at.is_some());
    });
}
