//! Who may call what: every route and server function against every role that all organisations have, and the proof that each
//! function refuses whoever lacks what it needs (TC-77, A-11, ASVS 8.2.1).

use std::collections::BTreeSet;

use axonflow::api::table::{Needs as ApiNeeds, ROUTES};
use governance::{
    members,
    roles::{self, RoleInput},
};
use model::{BuiltInRole, Permission, PermissionSet};
use portal::needs::{FUNCTIONS, Needs};
use serde_json::{Value, json};

use crate::kit::{
    run,
    service::{Answer, service},
};

/// What the matrix was when somebody last looked at it.
const SNAPSHOT: &str = include_str!("role_routes.txt");

fn line(name: &str, needs: &str, permission: Option<Permission>) -> String {
    let may = |role: &BuiltInRole| permission.is_none_or(|permission| role.permissions().has(permission));
    let roles: Vec<&str> = BuiltInRole::ALL.iter().filter(|role| may(role)).map(|role| role.as_str()).collect();
    format!("{name:<60} {needs:<16} {}", roles.join(" ")).trim_end().to_owned()
}

/// For the API the roles are of whoever makes the key: it can hold no more than they do.
fn matrix() -> String {
    let api = ROUTES.iter().map(|route| {
        let name = format!("{} {}", route.method, route.path);
        match route.needs {
            ApiNeeds::Anyone => format!("{name:<60} anyone"),
            ApiNeeds::AnyClient => format!("{name:<60} any key"),
            ApiNeeds::Permission(permission) => line(&name, permission.as_str(), Some(permission)),
        }
    });
    let functions = FUNCTIONS.iter().map(|(path, needs)| {
        let name = format!("POST /fn/{path}");
        match needs {
            Needs::Anyone => format!("{name:<60} anyone"),
            Needs::SignedIn => format!("{name:<60} a session"),
            Needs::Member => format!("{name:<60} a member"),
            Needs::Permission(permission) => line(&name, permission.as_str(), Some(*permission)),
        }
    });
    api.chain(functions).map(|line| line + "\n").collect()
}

#[test]
fn the_matrix_of_roles_and_routes_is_what_somebody_looked_at() {
    let now = matrix();
    if now != SNAPSHOT {
        let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("role_routes.txt");
        std::fs::write(&file, now).unwrap();
        panic!("the matrix changed: look at {} and put it in the place of role_routes.txt", file.display());
    }
}

#[test]
fn the_table_names_every_server_function_and_no_other() {
    let registered: BTreeSet<String> =
        leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.trim_start_matches("/fn/").to_owned()).collect();
    let named: BTreeSet<String> = FUNCTIONS.iter().map(|(path, _)| (*path).to_owned()).collect();

    assert_eq!(registered, named);
    assert_eq!(named.len(), FUNCTIONS.len(), "one is named twice");
}

/// Values for every argument that some function takes; each ignores what is not its own.
pub(crate) fn arguments(org: &str) -> Vec<(&'static str, String)> {
    let id = "018f0000-0000-7000-8000-000000000000";
    let mut fields = vec![("org", org.to_owned())];
    for name in ["id", "role", "session", "link"] {
        fields.push((name, id.to_owned()));
    }
    for (name, value) in [
        ("name", "x"),
        ("emails", "x@x.example"),
        ("keys", "revoke"),
        ("days", "1"),
        ("expires", "never"),
        ("overlap", "0"),
        ("networks", ""),
        ("rotation", "never"),
        ("found", "x"),
        ("max_days", ""),
        ("reason", "because"),
        ("answer", "approve"),
        ("text", "x"),
        ("q", "x"),
        ("token", "x"),
        ("code", "000000"),
        ("current", "x"),
        ("new", "x"),
        ("from", ""),
        ("until", ""),
        ("query[half]", "waiting"),
        ("query[order]", "due"),
        ("filter", ""),
        ("page", "1"),
        ("above", "5"),
        ("percent", "20"),
        ("minutes", "10"),
        ("release", "true"),
        ("marked", "true"),
        ("enabled", "false"),
        ("back", "x"),
        ("plane", "decide"),
        ("profile", ""),
        ("mode", "direct"),
        ("step", "request"),
        ("version", "1"),
        ("kind", "pattern"),
        ("action", "block"),
        ("idle_minutes", "30"),
        ("session_hours", "8"),
        ("invitation_days", "7"),
        ("what", "roles"),
    ] {
        fields.push((name, value.to_owned()));
    }
    fields
}

/// Functions that take JSON; each ignores what is not its own.
pub(crate) const BY_JSON: [&str; 7] =
    ["policies/impact", "policies/lint", "policies/list", "policies/save", "policies/simulate", "policies/try", "releases/simulate"];

pub(crate) fn json_arguments(org: &str) -> Value {
    let id = "018f0000-0000-7000-8000-000000000000";
    json!({"org": org, "id": id, "query": {"offset": 0}, "draft": {}, "call": {}, "form": {"org": org}, "on": {}})
}

#[test]
fn every_server_function_refuses_whoever_lacks_just_what_it_needs() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let operator = org.scope(&service.kit.platform);
        let gov = service.gov();
        service.person(&org, "owner").await;
        let somebody = service.person(&org, "owner").await;
        let person = store::entry::find_person_by_email(gov.pool(), &somebody.email).await.unwrap().unwrap().person();
        let mut browser = service.browser();
        browser.sign_in(&somebody).await;
        let input = |permissions: PermissionSet| RoleInput::parse("All but one", "", &permissions.words()).unwrap();
        let role = roles::create(gov, &operator, &input(PermissionSet::all())).await.unwrap();
        members::change_roles(gov, &operator, person, &[role]).await.unwrap();
        let fields = arguments(&org.slug);

        for (path, needs) in FUNCTIONS {
            let Needs::Permission(permission) = needs else { continue };
            let all_but: PermissionSet = Permission::ALL.iter().copied().filter(|one| one != permission).collect();
            roles::change(gov, &operator, role, &input(all_but)).await.unwrap();

            let request =
                browser.request("POST", &format!("/fn/{path}")).header("origin", &service.url).header("sec-fetch-site", "same-origin");
            let by_json = BY_JSON.contains(path);
            let answer = Answer::of(if by_json { request.json(&json_arguments(&org.slug)) } else { request.form(&fields) }).await;

            assert_eq!(answer.status.as_u16(), 403, "{path}: {}", answer.text);
            assert!(answer.text.contains(&format!("needs the permission {permission}")), "{path}: {}", answer.text);
        }
    });
}
