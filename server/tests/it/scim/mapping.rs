//! Groups that give roles (G8, C6).

use governance::directory::mapping;
use model::{BuiltInRole, RoleId, views::MappingDraft};
use serde_json::json;
use store::entry;

use super::Directory;
use crate::kit;

async fn role(directory: &Directory, role: BuiltInRole) -> RoleId {
    let mut tx = directory.service.kit.pool.org_tx(&directory.operator()).await.unwrap();
    store::roles::find_by_name(&mut tx, role.as_str()).await.unwrap().unwrap().role
}

/// What is mapped now, and that this group gives this role.
async fn draft(directory: &Directory, group: &str, given: BuiltInRole) -> MappingDraft {
    let now = mapping::read(directory.service.gov(), &directory.operator()).await.unwrap();
    MappingDraft { rules: vec![(group.to_owned(), role(directory, given).await)], default_role: now.default_role }
}

#[test]
fn a_group_gives_its_role_with_the_change_that_moves_somebody() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let (amy, ben) = (directory.worker("amy").await, directory.worker("ben").await);
        let group = directory.group("Risk", &[&amy]).await;
        let draft = draft(&directory, &group, BuiltInRole::Approver).await;
        let (gov, operator) = (directory.service.gov(), directory.operator());

        let would = mapping::preview(gov, &operator, &draft).await.unwrap();
        assert_eq!(
            would.iter().map(|one| (one.email.clone(), one.gains.clone())).collect::<Vec<_>>(),
            [(directory.address("amy"), vec!["approver".to_owned()])]
        );
        assert_eq!(directory.roles("amy").await.unwrap(), ["viewer by scim"], "a preview keeps nothing");
        mapping::save(gov, &operator, &draft).await.unwrap();
        assert_eq!(directory.roles("amy").await.unwrap(), ["approver by scim", "viewer by scim"]);
        let path = format!("/Groups/{group}");
        let moved = json!([{"op": "add", "path": "members", "value": [{"value": ben}]}, {"op": "remove", "path": format!("members[value eq \"{amy}\"]")}]);
        directory.patch(&path, moved).await;
        assert_eq!(directory.roles("amy").await.unwrap(), ["viewer by scim"]);
        assert_eq!(directory.roles("ben").await.unwrap(), ["approver by scim", "viewer by scim"]);

        directory.patch(&path, json!([{"op": "replace", "value": {"displayName": "Risk 2"}}])).await;
        assert_eq!(directory.roles("ben").await.unwrap().len(), 2, "a renamed group gives what it gave");
        directory.deactivate(&ben).await;
        directory.reactivate(&ben).await;
        assert_eq!(directory.roles("ben").await.unwrap(), ["approver by scim", "viewer by scim"], "what is mapped comes back");
        directory.patch(&path, json!([{"op": "replace", "path": "members", "value": [{"value": amy}]}])).await;
        assert_eq!((directory.roles("amy").await.unwrap().len(), directory.roles("ben").await.unwrap().len()), (2, 1));
        directory.send("DELETE", &path, None).await;
        assert_eq!(directory.roles("amy").await.unwrap(), ["viewer by scim"]);
    });
}

#[test]
fn a_group_gives_nothing_by_its_name_and_nobody_becomes_an_owner_by_one() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let amy = directory.worker("amy").await;
        let group = directory.group("owner", &[&amy]).await;

        assert_eq!(directory.roles("amy").await.unwrap(), ["viewer by scim"]);
        let owners = draft(&directory, &group, BuiltInRole::Owner).await;
        let refused = mapping::save(directory.service.gov(), &directory.operator(), &owners).await;
        assert!(matches!(refused, Err(governance::Error::Refused(_))), "{refused:?}");
        let everybody = MappingDraft { rules: Vec::new(), default_role: Some(role(&directory, BuiltInRole::Admin).await) };
        let refused = mapping::save(directory.service.gov(), &directory.operator(), &everybody).await;
        assert!(matches!(refused, Err(governance::Error::Refused(_))), "{refused:?}");
    });
}

#[test]
fn nobody_maps_a_group_to_more_than_they_may_do() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        let admin = directory.service.person(&directory.org, "admin").await;
        let admin = entry::find_person_by_email(directory.service.gov().pool(), &admin.email).await.unwrap().unwrap().person();
        let scope = directory.service.scope_of(&directory.org, admin).await;
        let group = directory.group("Risk", &[]).await;
        let gov = directory.service.gov();

        let beyond = mapping::save(gov, &scope, &draft(&directory, &group, BuiltInRole::Approver).await).await;
        assert!(matches!(&beyond, Err(governance::Error::Refused(why)) if why.contains("holds:decide")), "{beyond:?}");
        mapping::save(gov, &scope, &draft(&directory, &group, BuiltInRole::Developer).await).await.unwrap();
    });
}

#[test]
fn the_database_gives_by_directory_and_provider_only_what_rules_say() {
    kit::run(async {
        let directory = Directory::with_domain().await;
        directory.worker("amy").await;
        let person = directory.person("amy").await.unwrap();
        let token =
            entry::find_directory_token(directory.service.gov().pool(), &vault::api_key::digest(&directory.secret)).await.unwrap().unwrap();
        let (viewer, admin) = (role(&directory, BuiltInRole::Viewer).await, role(&directory, BuiltInRole::Admin).await);
        let give = async |scope: &store::OrgScope, role, source| {
            let mut tx = directory.service.kit.pool.org_tx(scope).await.unwrap();
            let new = store::members::NewAssignment { person, role, source, via: "", granted_by: "test", expires_at: None };
            store::members::assign(&mut tx, &new).await
        };

        assert!(give(&token.scope(), viewer, model::RoleSource::Scim).await.is_ok());
        for (role, source) in [(admin, model::RoleSource::Scim), (viewer, model::RoleSource::Direct), (viewer, model::RoleSource::Sso)] {
            assert!(give(&token.scope(), role, source).await.is_err(), "{role} by {source}");
        }
    });
}
