//! Arrows between crates point one way; a new one is a design change and starts in this table.
#![expect(clippy::unwrap_used, reason = "test helpers outside #[test] functions")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Who may depend on whom, inside the workspace.
const ALLOWED: [(&str, &[&str]); 19] = [
    ("model", &[]),
    ("detect", &[]),
    ("policy", &["detect", "model"]),
    ("ledger", &["model"]),
    ("scim", &[]),
    ("store", &["ledger", "model", "scim"]),
    ("vault", &["model"]),
    ("cloud", &["model", "vault"]),
    ("mail", &["model", "vault"]),
    ("sso", &["model", "vault"]),
    ("outbound", &[]),
    ("identity", &["model", "store", "vault"]),
    ("governance", &["detect", "identity", "ledger", "mail", "model", "outbound", "policy", "scim", "sso", "store", "vault"]),
    ("gate", &["governance", "identity", "model", "vault"]),
    ("portal", &["gate", "governance", "identity", "model"]),
    // Without `store`, so that nothing in the console can name the pool that bypasses row-level security.
    ("console", &["gate", "governance", "model"]),
    ("hydrate", &["portal"]),
    ("bundle", &[]),
    (
        "axonflow",
        &[
            "cloud",
            "console",
            "detect",
            "gate",
            "governance",
            "identity",
            "ledger",
            "mail",
            "model",
            "outbound",
            "policy",
            "portal",
            "scim",
            "sso",
            "store",
            "vault",
        ],
    ),
];

/// The only crates that may name these libraries: each is the door to something that others must not reach.
const DOORS: [(&str, &str); 7] = [
    ("sqlx", "store"),
    ("samael", "sso"),
    ("openssl", "sso"),
    ("openidconnect", "sso"),
    ("hickory-resolver", "outbound"),
    ("reqwest", "outbound"),
    ("lettre", "mail"),
];

/// Libraries that have no business in a browser.
const SERVER_ONLY: [&str; 4] = ["axum", "sqlx", "tokio", "leptos_axum"];

fn workspace() -> Metadata {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().unwrap()
}

/// Every dependency that a manifest names, whatever the kind, target or feature.
fn named_by(package: &Package) -> BTreeSet<&str> {
    package.dependencies.iter().map(|dependency| dependency.name.as_str()).collect()
}

/// What ends up in the product: tests may look behind a door, nothing else may.
fn built_from(package: &Package) -> BTreeSet<&str> {
    let built = package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
    built.map(|dependency| dependency.name.as_str()).collect()
}

#[test]
fn every_arrow_is_in_the_table() {
    let workspace = workspace();
    let members = workspace.workspace_packages();
    let ours: BTreeSet<_> = members.iter().map(|package| package.name.as_str()).collect();
    let allowed = BTreeMap::from(ALLOWED);

    let mut strays = Vec::new();
    for package in &members {
        let name = package.name.as_str();
        let targets = allowed.get(name).copied().unwrap_or_else(|| panic!("the crate {name} is missing in the table"));
        let inside = named_by(package).into_iter().filter(|to| ours.contains(to) && *to != name);
        strays.extend(inside.filter(|to| !targets.contains(to)).map(|to| format!("{name} -> {to}")));
    }

    assert!(strays.is_empty(), "arrows that are not in the table: {strays:?}");
}

#[test]
fn the_table_names_only_crates_that_exist() {
    let workspace = workspace();
    let ours: BTreeSet<_> = workspace.workspace_packages().iter().map(|package| package.name.as_str()).collect();
    let named: BTreeSet<_> = ALLOWED.iter().flat_map(|(from, to)| to.iter().chain([from])).copied().collect();

    assert_eq!(named, ours);
}

#[test]
fn only_the_door_of_a_library_names_it() {
    let workspace = workspace();

    for (library, door) in DOORS {
        let members = workspace.workspace_packages().into_iter();
        let users: Vec<_> = members.filter(|package| built_from(package).contains(library)).map(|package| package.name.as_str()).collect();
        assert_eq!(users, [door], "who names {library}");
    }
}

#[test]
fn the_browser_reaches_portal_and_model_and_nothing_else_of_ours() {
    let workspace = workspace();
    let ours: BTreeSet<_> = workspace.workspace_packages().iter().map(|package| package.name.to_string()).collect();

    let compiled = compiled_for_the_browser();

    let reached: Vec<_> = compiled.intersection(&ours).map(String::as_str).collect();
    assert_eq!(reached, ["hydrate", "model", "portal"]);
    let forbidden: Vec<_> = SERVER_ONLY.iter().filter(|name| compiled.contains(**name)).collect();
    assert!(forbidden.is_empty(), "the browser bundle compiles {forbidden:?}");
}

/// The crates of the browser build. Asked of `cargo tree`, since `cargo metadata` mixes in the server's features.
fn compiled_for_the_browser() -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "-p", "hydrate", "--target", "wasm32-unknown-unknown", "-e", "normal,no-proc-macro", "--prefix", "none"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().filter_map(|line| line.split(' ').next()).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
