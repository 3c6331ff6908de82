//! What Okta and Entra ID send, and what a hostile client would.
#![expect(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "test helpers outside #[test] functions; literals read better by value"
)]

use std::collections::BTreeSet;

use scim::{Discovery, Document, Filter, GroupChange, Kind, MemberChange, NewGroup, Patch, Problem, Projection, Schemas};
use serde_json::{Value, json};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn schemas() -> Schemas {
    Schemas::load().unwrap()
}

fn read(body: Value) -> scim::Result<Document> {
    Document::read(&schemas(), Kind::User, &body).map(|(document, _)| document)
}

fn patch(before: &Value, operations: Value) -> scim::Result<Value> {
    let before = read(before.clone()).unwrap();
    let (after, _) = Patch::read(&json!({ "Operations": operations }))?.apply(&schemas(), Kind::User, &before)?;
    Ok(after.to_json())
}

fn refusal<T: std::fmt::Debug>(outcome: scim::Result<T>) -> Problem {
    outcome.unwrap_err().problem
}

#[test]
fn okta_creates_a_person() {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "amy@x.example", "password": "placeholder",
        "name": {"givenName": "Amy", "familyName": "O'Neil"}, "emails": [{"primary": true, "value": "amy@x.example", "type": "work"}],
        "displayName": "Amy O'Neil", "locale": "en-US", "externalId": "00u1", "groups": [], "active": true,
    });

    let (document, ignored) = Document::read(&schemas(), Kind::User, &body).unwrap();

    let mut kept = body;
    for left_out in ["schemas", "password", "groups"] {
        kept.as_object_mut().unwrap().remove(left_out);
    }
    assert_eq!(document.to_json(), kept);
    assert_eq!(ignored.names(), ["groups"]);
    assert_eq!((document.email(), document.active()), (Some("amy@x.example"), Some(true)));
}

#[test]
fn entra_creates_a_person_with_words_for_booleans() {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE], "externalId": "ben", "userName": "Ben@x.example",
        "active": "True", "roles": [], "meta": {"resourceType": "User"}, "emails": [{"primary": "True", "type": "work", "value": "ben@x.example"}],
        ENTERPRISE: {"department": "Risk", "manager": "42", "colour": "red"},
    });

    let (document, ignored) = Document::read(&schemas(), Kind::User, &body).unwrap();

    let expected = json!({
        "externalId": "ben", "userName": "Ben@x.example", "active": true,
        "emails": [{"primary": true, "type": "work", "value": "ben@x.example"}], ENTERPRISE: {"department": "Risk", "manager": {"value": "42"}},
    });
    assert_eq!(document.to_json(), expected);
    assert_eq!(ignored.names().iter().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(["colour", "roles"]));
}

#[test]
fn what_would_be_stored_wrong_is_refused() {
    for (body, problem) in [
        (json!([]), Problem::InvalidSyntax),
        (json!({}), Problem::InvalidValue),
        (json!({"userName": " "}), Problem::InvalidValue),
        (json!({"userName": 7}), Problem::InvalidValue),
        (json!({"userName": "a\u{0}b"}), Problem::InvalidValue),
        (json!({"userName": "a", "active": "perhaps"}), Problem::InvalidValue),
        (json!({"userName": "a", "name": [1]}), Problem::InvalidValue),
        (json!({"userName": "a", "emails": [{"value": "1", "primary": true}, {"value": "2", "primary": true}]}), Problem::InvalidValue),
        (json!({"userName": "a", "emails": vec!["x"; 201]}), Problem::TooMany),
        (json!({"userName": "a".repeat(5_000)}), Problem::InvalidValue),
    ] {
        assert_eq!(refusal(read(body.clone())), problem, "{body}");
    }
}

#[test]
fn seven_spellings_deactivate() {
    let before = json!({"userName": "a", "active": true});
    for operation in [
        json!({"op": "replace", "value": {"active": false}}),
        json!({"op": "Replace", "path": "active", "value": "False"}),
        json!({"op": "replace", "path": "active", "value": "false"}),
        json!({"op": "replace", "path": "active", "value": false}),
        json!({"op": "Add", "path": "active", "value": "False"}),
        json!({"op": "ADD", "value": {"Active": "False"}}),
        json!({"op": "Replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:active", "value": "False"}),
    ] {
        assert_eq!(patch(&before, json!([operation])).unwrap(), json!({"userName": "a", "active": false}), "{operation}");
    }
}

#[test]
fn entra_with_its_flag_sends_dotted_keys_and_urns_beside_paths() {
    let before = json!({"userName": "a", "name": {"familyName": "B"}});

    let after = patch(
        &before,
        json!([
            {"op": "replace", "path": "emails[type eq \"work\"].value", "value": "a@x.example"},
            {"op": "replace", "value": {"name.givenName": "A", format!("{ENTERPRISE}:department"): "Risk", "phoneNumbers[type eq \"mobile\"].value": "1"}},
            {"op": "Add", "path": format!("{ENTERPRISE}.manager"), "value": "42"},
        ]),
    );

    let expected = json!({
        "userName": "a", "name": {"familyName": "B", "givenName": "A"}, "emails": [{"type": "work", "value": "a@x.example"}],
        "phoneNumbers": [{"type": "mobile", "value": "1"}], ENTERPRISE: {"department": "Risk", "manager": {"value": "42"}},
    });
    assert_eq!(after.unwrap(), expected);
}

#[test]
fn operations_that_cannot_be_done_change_nothing_and_say_why() {
    let before = json!({"userName": "a", "emails": [{"value": "1", "type": "home"}]});
    for (operation, problem) in [
        (json!({"op": "increase", "path": "title", "value": "x"}), Problem::InvalidSyntax),
        (json!({"op": "remove"}), Problem::NoTarget),
        (json!({"op": "remove", "path": "userName"}), Problem::Mutability),
        (json!({"op": "replace", "path": "userName", "value": null}), Problem::Mutability),
        (json!({"op": "replace", "path": "userName", "value": ""}), Problem::InvalidValue),
        (json!({"op": "replace", "path": "id", "value": "x"}), Problem::Mutability),
        (json!({"op": "replace", "path": "groups", "value": []}), Problem::Mutability),
        (json!({"op": "replace", "path": "title"}), Problem::InvalidValue),
        (json!({"op": "replace", "value": "x"}), Problem::InvalidValue),
        (json!({"op": "replace", "path": "emails[type eq \"home\"", "value": "x"}), Problem::InvalidPath),
        (json!({"op": "replace", "path": "emails[type zz \"home\"].value", "value": "x"}), Problem::InvalidFilter),
        (json!({"op": "replace", "path": "title[value eq 1]", "value": "x"}), Problem::InvalidPath),
        (json!({"op": "replace", "path": "emails[value sw \"z\"].value", "value": "x"}), Problem::NoTarget),
    ] {
        let both = json!([{"op": "replace", "path": "title", "value": "never"}, operation]);
        assert_eq!(refusal(patch(&before, both)), problem, "{operation}");
    }
    assert_eq!(refusal(Patch::read(&json!({"Operations": vec![json!({"op": "remove", "path": "title"}); 5_000]}))), Problem::TooMany);
    assert_eq!(refusal(Patch::read(&json!({"operations": []}))), Problem::InvalidSyntax);
}

#[test]
fn an_id_in_an_object_is_passed_over_and_what_is_unknown_is_named() {
    let before = read(json!({"userName": "a"})).unwrap();
    let request = json!({"Operations": [{"op": "replace", "value": {"id": "x", "meta": {}, "admin": true, "displayName": "A"}}]});

    let (after, ignored) = Patch::read(&request).unwrap().apply(&schemas(), Kind::User, &before).unwrap();

    assert_eq!(after.to_json(), json!({"userName": "a", "displayName": "A"}));
    assert_eq!(ignored.names(), ["admin"]);
}

#[test]
fn parts_of_a_name_that_are_not_sent_stay() {
    let before = json!({"userName": "a", "name": {"familyName": "B", "givenName": "A"}});
    for operation in
        [json!({"op": "replace", "path": "name", "value": {"GivenName": "C"}}), json!({"op": "add", "value": {"name": {"givenName": "C"}}})]
    {
        let after = patch(&before, json!([operation])).unwrap();
        assert_eq!(after, json!({"userName": "a", "name": {"familyName": "B", "givenName": "C"}}), "{operation}");
    }
}

#[test]
fn a_new_primary_address_takes_the_place_of_the_old_one() {
    let before = json!({"userName": "a", "emails": [{"value": "1", "type": "work", "primary": true}, {"value": "2", "type": "home"}]});

    let after = patch(&before, json!([{"op": "replace", "path": "emails[type eq \"home\"].primary", "value": "True"}])).unwrap();

    assert_eq!(after["emails"], json!([{"value": "1", "type": "work", "primary": false}, {"value": "2", "type": "home", "primary": true}]));
}

fn group_changes(operation: Value) -> scim::Result<Vec<GroupChange>> {
    Patch::read(&json!({ "Operations": [operation] }))?.group_changes()
}

#[test]
fn members_leave_in_three_spellings_and_a_value_that_names_nobody_never_means_all() {
    let one = || Ok(vec![GroupChange::Members(MemberChange::Remove(vec!["1".into()]))]);
    assert_eq!(group_changes(json!({"op": "remove", "path": "members[value eq \"1\"]"})), one());
    assert_eq!(group_changes(json!({"op": "Remove", "path": "members", "value": [{"value": "1"}]})), one());
    assert_eq!(group_changes(json!({"op": "Remove", "path": "members", "value": "1"})), one());
    for nobody in [json!([]), json!(null)] {
        let change = group_changes(json!({"op": "Remove", "path": "members", "value": nobody}));
        assert_eq!(change, Ok(vec![GroupChange::Members(MemberChange::Remove(vec![]))]));
    }
    assert_eq!(group_changes(json!({"op": "remove", "path": "members"})), Ok(vec![GroupChange::Members(MemberChange::Clear)]));
}

#[test]
fn a_group_is_renamed_with_its_id_beside_its_name() {
    let changes = group_changes(json!({"op": "replace", "value": {"id": "7", "displayName": "Risk"}}));

    assert_eq!(changes, Ok(vec![GroupChange::Rename("Risk".into())]));
    assert_eq!(refusal(group_changes(json!({"op": "remove", "path": "displayName"}))), Problem::Mutability);
    assert_eq!(refusal(group_changes(json!({"op": "replace", "path": "members[display eq \"x\"]", "value": {}}))), Problem::InvalidPath);
}

#[test]
fn entra_creates_a_group_with_a_schema_that_nobody_knows() {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
        "externalId": "g", "displayName": "Risk", "meta": {"resourceType": "Group"},
    });

    let group = NewGroup::read(&body).unwrap();

    assert_eq!(group, NewGroup { display_name: "Risk".into(), external_id: Some("g".into()), members: None });
    assert_eq!(refusal(NewGroup::read(&json!({"members": []}))), Problem::InvalidValue);
}

fn met(filter: &str, document: &Value) -> bool {
    Filter::parse(filter).unwrap().resolve(&schemas(), Kind::User).unwrap().is_met_by(document.as_object().unwrap())
}

#[test]
fn filters_compare_by_type_and_case() {
    let person = json!({
        "userName": "Amy@X.example", "externalId": "Ab", "active": true, "name": {"familyName": "O'Neil"},
        "emails": [{"type": "work", "value": "amy@x.example"}, {"type": "home", "value": "a@home.example"}],
        ENTERPRISE: {"department": "Risk"}, "meta": {"lastModified": "2026-05-01T10:00:00Z"},
    });
    for filter in [
        "userName eq \"AMY@x.EXAMPLE\"",
        "USERNAME Eq amy@x.example",
        "externalId eq \"Ab\"",
        "ActiVe eq true",
        "active eq \"True\"",
        "active ne false",
        "name.familyName co \"'n\"",
        "emails.value eq \"A@home.example\"",
        "emails eq \"amy@x.example\"",
        "emails[type eq \"work\" and value sw \"amy\"]",
        "emails[type eq \"work\"].value ew \".example\"",
        "not (emails[type eq \"work\" and value sw \"a@\"])",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"risk\"",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName pr",
        "title ne \"x\" and not (title pr) and title eq null",
        "meta.lastModified ge \"2026-05-01T11:00:00+01:00\" and meta.lastModified lt \"2026-05-02T00:00:00Z\"",
        "displayName pr or (userName gt \"a\" and userName le \"b\")",
    ] {
        assert!(met(filter, &person), "{filter}");
    }
    for filter in [
        "externalId eq \"ab\"",
        "active eq false",
        "colour eq \"red\"",
        "password eq \"x\"",
        "emails[type eq \"work\" and value sw \"a@\"]",
        "userName eq \"%\"",
    ] {
        assert!(!met(filter, &person), "{filter}");
    }
}

#[test]
fn filters_that_make_no_sense_are_refused() {
    for filter in ["active gt true", "active eq \"x\"", "name eq \"x\"", "userName[value eq 1]", "meta.created gt \"yesterday\""] {
        assert_eq!(refusal(Filter::parse(filter).unwrap().resolve(&schemas(), Kind::User)), Problem::InvalidFilter, "{filter}");
    }
}

#[test]
fn attributes_are_chosen_and_left_out() {
    let resource = json!({
        "schemas": ["u"], "id": "1", "userName": "a", "name": {"givenName": "A", "familyName": "B"},
        "emails": [{"type": "work", "value": "1"}, {"type": "home", "value": "2"}], ENTERPRISE: {"department": "Risk"},
    });
    let project = |attributes: Option<&str>, excluded: Option<&str>| {
        let mut map = resource.as_object().unwrap().clone();
        Projection::read(attributes, excluded).apply(&schemas(), Kind::User, &mut map);
        Value::Object(map)
    };

    assert_eq!(
        project(Some("USERNAME, name.givenName"), None),
        json!({"schemas": ["u"], "id": "1", "userName": "a", "name": {"givenName": "A"}})
    );
    assert_eq!(project(Some("emails[type eq \"work\"]"), None)["emails"], resource["emails"]);
    assert_eq!(project(Some("emails.value"), None)["emails"], json!([{"value": "1"}, {"value": "2"}]));
    assert_eq!(project(Some("nothing"), None), json!({"schemas": ["u"], "id": "1"}));
    let without = project(None, Some(&format!("id,emails,name.familyName,{ENTERPRISE}:department")));
    assert_eq!(without, json!({"schemas": ["u"], "id": "1", "userName": "a", "name": {"givenName": "A"}, ENTERPRISE: {}}));
    assert!(!Projection::read(None, Some("Members")).wants("members") && Projection::read(Some("members"), None).wants("members"));
}

#[test]
fn discovery_names_everything_that_is_stored_and_holds_no_null() {
    let discovery = Discovery::new(&schemas(), "https://x.example/scim/v2");
    let ids: Vec<&str> = discovery.schemas().iter().filter_map(|schema| schema["id"].as_str()).collect();

    assert_eq!(
        ids.iter().map(|id| id.rsplit(':').next().unwrap()).collect::<Vec<_>>(),
        ["User", "Group", "User", "ServiceProviderConfig", "ResourceType", "Schema"]
    );
    assert!(!discovery.schemas().iter().any(|schema| schema.to_string().contains("null")));
    let user = discovery.schema("urn:ietf:params:scim:schemas:core:2.0:user").unwrap();
    let names: Vec<&str> = user["attributes"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
    assert!(names.contains(&"userName") && !names.contains(&"id") && !names.contains(&"password"), "{names:?}");
    assert!(discovery.resource_type("Group").is_some() && discovery.resource_type("Robot").is_none());
    assert_eq!(discovery.service_provider_config()["patch"]["supported"], true);
}
