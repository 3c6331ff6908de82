//! Teams: named sets of members, and the roles that each member has by being in one (TC-76, A-11).

use governance::{
    Error, Governance, members,
    roles::{self, RoleInput},
    teams::{self, TeamChange, TeamInput},
};
use model::{BuiltInRole, Permission, PermissionSet, PersonId, RoleId, RoleSource, TeamId, views::HeldRole};
use serde_json::json;
use store::{OrgScope, entry};

use crate::kit::{Org, run, service::service};

async fn rights(gov: &Governance, org: &Org, person: PersonId) -> PermissionSet {
    let memberships = entry::memberships(gov.pool(), person).await.unwrap();
    memberships.iter().find(|membership| membership.org == org.id).map_or(PermissionSet::NONE, |membership| membership.permissions)
}

async fn role(gov: &Governance, scope: &OrgScope, role: BuiltInRole) -> RoleId {
    roles::named(gov, scope, role.as_str()).await.unwrap()
}

async fn team(gov: &Governance, scope: &OrgScope, name: &str) -> TeamId {
    teams::create(gov, scope, &TeamInput::parse(name, "").unwrap()).await.unwrap()
}

async fn apply(gov: &Governance, scope: &OrgScope, team: TeamId, change: TeamChange) -> governance::Result<()> {
    teams::apply(gov, scope, team, &change).await
}

/// What somebody holds by teams: the roles, and the names of the teams.
async fn by_teams(gov: &Governance, scope: &OrgScope, person: PersonId) -> Vec<(String, String)> {
    let held = members::detail(gov, scope, person).await.unwrap().line.roles;
    let of_team = |held: HeldRole| (held.source == RoleSource::Team).then_some((held.name, held.via));
    held.into_iter().filter_map(of_team).collect()
}

fn pair(role: &str, teams: &str) -> (String, String) {
    (role.to_owned(), teams.to_owned())
}

#[test]
fn whoever_is_in_a_team_has_what_it_carries_and_their_page_says_by_which() {
    run(async {
        let (service, gov) = (service().await, service().await.gov());
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        let (inside, later) = (org.member(&service.kit.platform, "viewer").await, org.member(&service.kit.platform, "viewer").await);
        let viewer = rights(gov, &org, inside).await;
        let night = team(gov, &scope, "Night shift").await;
        let approver = role(gov, &scope, BuiltInRole::Approver).await;

        apply(gov, &scope, night, TeamChange::Add(vec![inside])).await.unwrap();
        assert_eq!(rights(gov, &org, inside).await, viewer, "a team that carries nothing gives nothing");
        apply(gov, &scope, night, TeamChange::Roles(vec![approver])).await.unwrap();
        apply(gov, &scope, night, TeamChange::Add(vec![inside, later])).await.unwrap();

        for person in [inside, later] {
            assert!(rights(gov, &org, person).await.has(Permission::HoldsDecide));
            assert_eq!(by_teams(gov, &scope, person).await, [pair("approver", "Night shift")]);
        }
        let detail = members::detail(gov, &scope, later).await.unwrap();
        let path = detail.permissions.iter().find(|one| one.permission == Permission::HoldsRead).unwrap();
        assert_eq!(path.by.iter().map(|held| held.source).collect::<Vec<_>>(), [RoleSource::Team, RoleSource::Command]);
        assert_eq!(detail.teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>(), ["Night shift"]);
        teams::change(gov, &scope, night, &TeamInput::parse("Late shift", "").unwrap()).await.unwrap();
        assert_eq!(by_teams(gov, &scope, later).await, [pair("approver", "Late shift")], "a new name is told at once");
        apply(gov, &scope, night, TeamChange::Remove(vec![later])).await.unwrap();
        assert_eq!(rights(gov, &org, later).await, viewer);
        apply(gov, &scope, night, TeamChange::Delete).await.unwrap();
        assert_eq!(rights(gov, &org, inside).await, viewer);
        assert!(matches!(teams::find(gov, &scope, night).await, Err(Error::NotFound)));
    });
}

#[test]
fn what_two_teams_or_a_person_gave_stays_until_all_of_them_took_it() {
    run(async {
        let (service, gov) = (service().await, service().await.gov());
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        org.member(&service.kit.platform, "owner").await;
        let member = org.member(&service.kit.platform, "viewer").await;
        let (a, b) = (team(gov, &scope, "Risk").await, team(gov, &scope, "Desk").await);
        let [approver, viewer] = [role(gov, &scope, BuiltInRole::Approver).await, role(gov, &scope, BuiltInRole::Viewer).await];
        for one in [a, b] {
            apply(gov, &scope, one, TeamChange::Give(vec![approver])).await.unwrap();
            apply(gov, &scope, one, TeamChange::Add(vec![member])).await.unwrap();
        }

        assert_eq!(by_teams(gov, &scope, member).await, [pair("approver", "Desk, Risk")]);
        apply(gov, &scope, a, TeamChange::Take(vec![approver])).await.unwrap();
        assert_eq!(by_teams(gov, &scope, member).await, [pair("approver", "Desk")]);
        members::change_roles(gov, &scope, member, &[viewer, approver]).await.unwrap();
        apply(gov, &scope, b, TeamChange::Delete).await.unwrap();
        assert!(rights(gov, &org, member).await.has(Permission::HoldsDecide), "somebody gave it by hand too");
        members::change_roles(gov, &scope, member, &[viewer]).await.unwrap();
        assert!(!rights(gov, &org, member).await.has(Permission::HoldsDecide));
    });
}

#[test]
fn nobody_hands_out_by_a_team_what_they_lack_and_no_team_makes_owners() {
    run(async {
        let (service, gov) = (service().await, service().await.gov());
        let org = service.org().await;
        let operator = org.scope(&service.kit.platform);
        let (admin_id, member) = (org.member(&service.kit.platform, "admin").await, org.member(&service.kit.platform, "viewer").await);
        let admin = service.scope_of(&org, admin_id).await;
        let [approver, owner] = [role(gov, &admin, BuiltInRole::Approver).await, role(gov, &admin, BuiltInRole::Owner).await];
        let night = team(gov, &admin, "Night shift").await;
        let lacks = |outcome: governance::Result<()>| matches!(&outcome, Err(Error::Refused(why)) if why.contains("holds:decide"));

        assert!(lacks(apply(gov, &admin, night, TeamChange::Roles(vec![approver])).await), "an admin may not decide held calls");
        apply(gov, &operator, night, TeamChange::Roles(vec![approver])).await.unwrap();
        for person in [member, admin_id] {
            assert!(lacks(apply(gov, &admin, night, TeamChange::Add(vec![person])).await));
            assert!(lacks(teams::preview(gov, &admin, night, &TeamChange::Add(vec![person])).await.map(|_| ())));
            let mut tx = gov.pool().org_tx(&admin).await.unwrap();
            let behind = store::teams::add_member(&mut tx, night, person, "").await;
            assert!(format!("{behind:?}").contains("42501"), "{behind:?}");
        }
        let mut tx = gov.pool().org_tx(&admin).await.unwrap();
        let behind = store::teams::give_role(&mut tx, team(gov, &admin, "Other").await, approver, "").await;
        assert!(format!("{behind:?}").contains("42501"), "{behind:?}");
        drop(tx);
        let by_team = apply(gov, &operator, night, TeamChange::Give(vec![owner])).await;
        assert!(matches!(&by_team, Err(Error::Refused(why)) if why.contains("owner by a team")), "{by_team:?}");
        let mut tx = gov.pool().org_tx(&operator).await.unwrap();
        let behind = store::teams::give_role(&mut tx, night, owner, "").await;
        assert!(format!("{behind:?}").contains("nor that of an owner"), "{behind:?}");
        drop(tx);
        apply(gov, &operator, night, TeamChange::Add(vec![member])).await.unwrap();
        apply(gov, &admin, night, TeamChange::Remove(vec![member])).await.unwrap();
        assert!(!rights(gov, &org, member).await.has(Permission::HoldsDecide), "taking away needs no right to give");
    });
}

#[test]
fn the_database_gives_by_a_team_only_what_a_team_carries_for_whom_it_has() {
    run(async {
        let (service, gov) = (service().await, service().await.gov());
        let org = service.org().await;
        let operator = org.scope(&service.kit.platform);
        let (admin_id, member) = (org.member(&service.kit.platform, "admin").await, org.member(&service.kit.platform, "viewer").await);
        let admin = service.scope_of(&org, admin_id).await;
        let approver = role(gov, &operator, BuiltInRole::Approver).await;
        let night = team(gov, &operator, "Night shift").await;
        apply(gov, &operator, night, TeamChange::Give(vec![approver])).await.unwrap();
        let claimed = async |person| {
            let mut tx = gov.pool().org_tx(&admin).await.unwrap();
            let source = RoleSource::Team;
            let new =
                store::members::NewAssignment { person, role: approver, source, via: "Night shift", granted_by: "", expires_at: None };
            store::members::assign(&mut tx, &new).await
        };

        assert!(format!("{:?}", claimed(member).await).contains("42501"));
        apply(gov, &operator, night, TeamChange::Add(vec![member])).await.unwrap();
        assert!(claimed(member).await.is_ok());
        assert!(format!("{:?}", claimed(admin_id).await).contains("42501"));
    });
}

#[test]
fn a_preview_says_who_gains_and_loses_what_and_changes_nothing() {
    run(async {
        let (service, gov) = (service().await, service().await.gov());
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        let (viewer, approver) = (org.member(&service.kit.platform, "viewer").await, org.member(&service.kit.platform, "approver").await);
        let night = team(gov, &scope, "Night shift").await;
        apply(gov, &scope, night, TeamChange::Add(vec![viewer, approver])).await.unwrap();
        let decides = role(gov, &scope, BuiltInRole::Approver).await;
        let change = TeamChange::Roles(vec![decides]);
        let before = rights(gov, &org, viewer).await;

        let preview = teams::preview(gov, &scope, night, &change).await.unwrap();

        let gains: Vec<_> = preview.iter().map(|one| (one.person, one.gains.words(), one.loses.words())).collect();
        assert_eq!(gains, [(viewer, vec!["holds:decide"], vec![])], "an approver has it all already");
        assert_eq!(rights(gov, &org, viewer).await, before);
        apply(gov, &scope, night, change).await.unwrap();
        assert_eq!(rights(gov, &org, viewer).await, before.with(Permission::HoldsDecide));
        for change in [TeamChange::Remove(vec![viewer]), TeamChange::Roles(vec![]), TeamChange::Delete] {
            let preview = teams::preview(gov, &scope, night, &change).await.unwrap();
            let loses: Vec<_> = preview.iter().map(|one| (one.person, one.loses.words())).collect();
            assert_eq!(loses, [(viewer, vec!["holds:decide"])], "{change:?}");
        }
    });
}

#[test]
fn whoever_leaves_the_organisation_leaves_its_teams_and_the_receipt_names_them() {
    run(async {
        let (service, gov) = (service().await, service().await.gov());
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        org.member(&service.kit.platform, "owner").await;
        let member = org.member(&service.kit.platform, "viewer").await;
        let night = team(gov, &scope, "Night shift").await;
        let approver = role(gov, &scope, BuiltInRole::Approver).await;
        apply(gov, &scope, night, TeamChange::Give(vec![approver])).await.unwrap();
        apply(gov, &scope, night, TeamChange::Add(vec![member])).await.unwrap();

        members::remove(gov, &scope, member, members::KeysOfLeaver::Revoke).await.unwrap();

        assert!(teams::find(gov, &scope, night).await.unwrap().members.is_empty());
        let receipt = members::departures_of(gov, &scope, member).await.unwrap().remove(0);
        assert_eq!((receipt.teams, receipt.roles), (vec!["Night shift".to_owned()], vec!["approver".to_owned(), "viewer".to_owned()]));
        assert!(matches!(apply(gov, &scope, night, TeamChange::Add(vec![member])).await, Err(Error::Invalid(_))), "a leaver is no member");
    });
}

#[test]
fn a_team_is_of_its_organisation_alone_and_its_name_is_there_once() {
    run(async {
        let (service, gov) = (service().await, service().await.gov());
        let (org, other) = (service.org().await, service.org().await);
        let (here, there) = (org.scope(&service.kit.platform), other.scope(&service.kit.platform));
        let night = team(gov, &here, "Night shift").await;
        let foreign = other.member(&service.kit.platform, "viewer").await;

        for outcome in [
            teams::find(gov, &there, night).await.map(|_| ()),
            teams::change(gov, &there, night, &TeamInput::parse("Mine", "").unwrap()).await,
            apply(gov, &there, night, TeamChange::Add(vec![foreign])).await,
            apply(gov, &there, night, TeamChange::Delete).await,
            teams::preview(gov, &there, night, &TeamChange::Delete).await.map(|_| ()),
        ] {
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
        assert!(matches!(apply(gov, &here, night, TeamChange::Add(vec![foreign])).await, Err(Error::Invalid(_))));
        let again = teams::create(gov, &here, &TeamInput::parse("NIGHT SHIFT", "").unwrap()).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        team(gov, &there, "Night shift").await;
    });
}

#[test]
fn a_role_that_a_team_carries_is_not_removed() {
    run(async {
        let (service, gov) = (service().await, service().await.gov());
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        let watch = roles::create(gov, &scope, &RoleInput::parse::<&str>("Watch", "", &[]).unwrap()).await.unwrap();
        let night = team(gov, &scope, "Night shift").await;
        apply(gov, &scope, night, TeamChange::Give(vec![watch])).await.unwrap();

        assert!(matches!(roles::remove(gov, &scope, watch).await, Err(Error::Conflict(_))));
        assert_eq!(roles::find(gov, &scope, watch).await.unwrap().teams, 1);
        apply(gov, &scope, night, TeamChange::Roles(vec![])).await.unwrap();
        roles::remove(gov, &scope, watch).await.unwrap();
    });
}

#[test]
fn a_change_of_a_team_is_a_record_and_what_changes_nothing_is_none() {
    run(async {
        let (service, gov) = (service().await, service().await.gov());
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        let member = org.member(&service.kit.platform, "viewer").await;
        let night = team(gov, &scope, "Night shift").await;
        let viewer = role(gov, &scope, BuiltInRole::Viewer).await;
        for change in [
            TeamChange::Add(vec![member]),
            TeamChange::Add(vec![member]),
            TeamChange::Roles(vec![viewer]),
            TeamChange::Roles(vec![viewer]),
            TeamChange::Remove(vec![member]),
            TeamChange::Remove(vec![member]),
            TeamChange::Delete,
        ] {
            apply(gov, &scope, night, change).await.unwrap();
        }

        let mut tx = gov.pool().org_tx(&scope).await.unwrap();
        let all = store::ledger_read::page(&mut tx, &store::ledger_read::RecordFilter::default(), 50, 0).await.unwrap();
        let kinds: Vec<&str> = all.iter().rev().map(|record| record.kind.as_str()).filter(|kind| kind.starts_with("team.")).collect();
        assert_eq!(kinds, ["team.created", "team.member_added", "team.roles_changed", "team.member_removed", "team.removed"]);
    });
}

#[test]
fn programs_keep_teams_by_the_api_and_give_nobody_a_role() {
    run(async {
        let (service, gov) = (service().await, service().await.gov());
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        let member = org.member(&service.kit.platform, "viewer").await;
        let email = members::detail(gov, &scope, member).await.unwrap().line.email;
        let client = service.key(&org, [Permission::MembersRead, Permission::MembersWrite].into_iter().collect()).await;

        let made = client.post("/api/v1/teams", &json!({"name": "Night shift", "description": "Clears the queue"})).await.expect(201);
        let path = format!("/api/v1/teams/{}", made["team"].as_str().unwrap());
        client.post("/api/v1/teams", &json!({"name": "Desk"})).await.expect(201);
        client.post("/api/v1/teams", &json!({"name": "desk"})).await.expect(409);
        let page = client.get("/api/v1/teams?limit=1&offset=1").await.expect(200);
        assert_eq!((&page["total"], &page["teams"][0]["name"]), (&json!(2), &json!("Night shift")));
        let changed = client.send("PATCH", &path, &json!({"name": "Late shift"})).await.expect(200);
        assert_eq!((&changed["name"], &changed["description"]), (&json!("Late shift"), &json!("Clears the queue")));
        assert_eq!(client.send("PUT", &format!("{path}/members/{email}"), &json!({})).await.status.as_u16(), 204);
        let inside = client.get(&format!("{path}/members")).await.expect(200);
        assert_eq!((&inside["total"], &inside["members"][0]["person"]), (&json!(1), &json!(member)));
        assert_eq!(client.send("DELETE", &format!("{path}/members/{member}"), &json!({})).await.status.as_u16(), 204);

        let viewer = role(gov, &scope, BuiltInRole::Viewer).await;
        apply(gov, &scope, made["team"].as_str().unwrap().parse().unwrap(), TeamChange::Give(vec![viewer])).await.unwrap();
        let refused = client.send("PUT", &format!("{path}/members/{member}"), &json!({})).await.expect(403);
        assert!(refused.to_string().contains("gives nobody a role"), "{refused}");
        assert_eq!(client.send("DELETE", &format!("{path}/roles/viewer"), &json!({})).await.status.as_u16(), 204);
        assert_eq!(client.get(&path).await.expect(200)["roles"], json!([]));
        assert_eq!(client.send("DELETE", &path, &json!({})).await.status.as_u16(), 204);
        assert_eq!(client.get(&path).await.status.as_u16(), 404);
    });
}
