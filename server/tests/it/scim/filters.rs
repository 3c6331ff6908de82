//! Filters and pages (U1 to U3, U11).

use governance::directory;
use serde_json::json;

use super::{Directory, id_of};
use crate::kit;

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
