//! Roles of an organisation's own: written, previewed, given, explained, and never a way to more (A-11, TC-76).

use governance::{
    Error, Governance,
    keys::{self, NewKeyInput},
    members,
    roles::{self, RoleInput},
    teams::{self, TeamChange, TeamInput},
};
use model::{BuiltInRole, Permission, PermissionSet, PersonId, RoleId, ShortText, TeamId};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use store::{OrgScope, entry};
use time::Duration;

use crate::{
    kit::{Org, run, service::service},
    sign_in::house::House,
};

fn input(name: &str, permissions: PermissionSet) -> RoleInput {
    RoleInput::parse(name, "", &permissions.words()).unwrap()
}

async fn rights(gov: &Governance, org: &Org, person: PersonId) -> PermissionSet {
    let memberships = entry::memberships(gov.pool(), person).await.unwrap();
    memberships.iter().find(|membership| membership.org == org.id).map_or(PermissionSet::NONE, |membership| membership.permissions)
}

async fn built_in(gov: &Governance, scope: &OrgScope, role: BuiltInRole) -> RoleId {
    roles::list(gov, scope).await.unwrap().into_iter().find(|line| line.name == role.as_str()).unwrap().role
}

#[test]
fn a_role_is_of_its_organisation_alone() {
    run(async {
        let service = service().await;
        let (org, other) = (service.org().await, service.org().await);
        let (here, there) = (org.scope(&service.kit.platform), other.scope(&service.kit.platform));
        let role = roles::create(service.gov(), &here, &input("Night shift", PermissionSet::NONE)).await.unwrap();
        let foreign = other.member(&service.kit.platform, "viewer").await;

        for outcome in [
            roles::find(service.gov(), &there, role).await.map(|_| ()),
            roles::change(service.gov(), &there, role, &input("Mine", PermissionSet::NONE)).await,
            roles::remove(service.gov(), &there, role).await,
            roles::preview(service.gov(), &there, role, PermissionSet::NONE).await.map(|_| ()),
        ] {
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
        assert!(matches!(members::change_roles(service.gov(), &there, foreign, &[role]).await, Err(Error::Invalid(_))));
        assert!(
            roles::create(service.gov(), &there, &input("Night shift", PermissionSet::NONE)).await.is_ok(),
            "names are of one organisation"
        );
        assert!(matches!(roles::create(service.gov(), &here, &input("Night shift", PermissionSet::NONE)).await, Err(Error::Conflict(_))));
    });
}

#[test]
fn a_change_is_previewed_and_counts_at_the_next_request() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        let gov = service.gov();
        let before: PermissionSet = [Permission::KeysRead, Permission::AuditReadAll].into_iter().collect();
        let after: PermissionSet = [Permission::AuditReadAll, Permission::HoldsRead].into_iter().collect();
        let role = roles::create(gov, &scope, &input("Watch", before)).await.unwrap();
        org.member(&service.kit.platform, "owner").await;
        let (alone, also_viewer) = (org.member(&service.kit.platform, "viewer").await, org.member(&service.kit.platform, "viewer").await);
        let viewer = built_in(gov, &scope, BuiltInRole::Viewer).await;
        members::change_roles(gov, &scope, alone, &[role]).await.unwrap();
        members::change_roles(gov, &scope, also_viewer, &[role, viewer]).await.unwrap();

        let preview = roles::preview(gov, &scope, role, after).await.unwrap();

        let of = |person: PersonId| preview.affected.iter().find(|one| one.person == person).unwrap();
        assert_eq!((of(alone).gains.words(), of(alone).loses.words()), (vec!["holds:read"], vec!["keys:read"]));
        assert_eq!(of(also_viewer).gains, PermissionSet::NONE, "a viewer has it already");
        assert_eq!(rights(gov, &org, alone).await, before, "a preview changes nothing");
        roles::change(gov, &scope, role, &input("Watch", after)).await.unwrap();
        assert_eq!(rights(gov, &org, alone).await, after);
        let paths = members::detail(gov, &scope, also_viewer).await.unwrap().permissions;
        let path = paths.iter().find(|path| path.permission == Permission::HoldsRead).unwrap();
        assert_eq!(path.by.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(), ["Watch", "viewer"]);
    });
}

#[test]
fn a_role_given_for_a_time_ends_by_itself() {
    run(async {
        let house = House::build().await;
        let scope = house.org.scope(&house.kit.platform);
        house.somebody("owner").await;
        let guest = house.somebody("viewer").await.id;
        let auditor = built_in(&house.gov, &scope, BuiltInRole::Auditor).await;
        let until = house.gov.now() + Duration::days(7);

        members::give_role(&house.gov, &scope, guest, auditor, Some(until)).await.unwrap();

        assert!(rights(&house.gov, &house.org, guest).await.has(Permission::MembersRead));
        house.wait(Duration::days(7));
        assert!(!rights(&house.gov, &house.org, guest).await.has(Permission::MembersRead));
        let past = members::give_role(&house.gov, &scope, guest, auditor, Some(house.gov.now())).await;
        assert!(matches!(past, Err(Error::Invalid(_))), "{past:?}");
    });
}

#[test]
fn a_role_in_use_and_one_that_everybody_has_are_not_removed() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        let gov = service.gov();
        let role = roles::create(gov, &scope, &input("Watch", PermissionSet::NONE)).await.unwrap();
        org.member(&service.kit.platform, "owner").await;
        let member = org.member(&service.kit.platform, "viewer").await;
        members::change_roles(gov, &scope, member, &[role]).await.unwrap();

        assert!(matches!(roles::remove(gov, &scope, role).await, Err(Error::Conflict(_))));
        let owner = built_in(gov, &scope, BuiltInRole::Owner).await;
        assert!(matches!(roles::remove(gov, &scope, owner).await, Err(Error::Refused(_))));
        assert!(matches!(roles::change(gov, &scope, owner, &input("Boss", PermissionSet::NONE)).await, Err(Error::Refused(_))));
        members::change_roles(gov, &scope, member, &[]).await.unwrap();
        roles::remove(gov, &scope, role).await.unwrap();
        assert!(matches!(roles::find(gov, &scope, role).await, Err(Error::NotFound)));
    });
}

/// Everything that somebody with these rights could try, picked at random; most of it is refused.
struct Climber<'g> {
    gov: &'g Governance,
    scope: OrgScope,
    people: Vec<PersonId>,
    roles: Vec<RoleId>,
    teams: Vec<TeamId>,
    rng: StdRng,
    number: u32,
}

impl Climber<'_> {
    fn permissions(&mut self) -> PermissionSet {
        let bits: u32 = self.rng.random();
        Permission::ALL.iter().copied().filter(|permission| bits >> (*permission as u32) & 1 == 1).collect()
    }

    fn person(&mut self) -> PersonId {
        self.people[self.rng.random_range(0..self.people.len())]
    }

    fn role(&mut self) -> RoleId {
        self.roles[self.rng.random_range(0..self.roles.len())]
    }

    /// Whether it was done.
    async fn step(&mut self) -> bool {
        self.number += 1;
        let (person, role, permissions) = (self.person(), self.role(), self.permissions());
        let name = format!("Role {}", self.number);
        match self.rng.random_range(0..12) {
            0 => match roles::create(self.gov, &self.scope, &input(&name, permissions)).await {
                Ok(role) => {
                    self.roles.push(role);
                    true
                }
                Err(_) => false,
            },
            1 => roles::change(self.gov, &self.scope, role, &input(&name, permissions)).await.is_ok(),
            2 => {
                let other = self.role();
                members::change_roles(self.gov, &self.scope, person, &[role, other]).await.is_ok()
            }
            3 => members::give_role(self.gov, &self.scope, person, role, None).await.is_ok(),
            4 => members::suspend(self.gov, &self.scope, person).await.is_ok(),
            5 => members::reactivate(self.gov, &self.scope, person).await.is_ok(),
            6 => roles::remove(self.gov, &self.scope, role).await.is_ok(),
            7 => {
                let new = members::NewInvitations::parse(&format!("x{}@climb.example", self.number), role).unwrap();
                members::invite(self.gov, &self.scope, &new).await.is_ok()
            }
            8 => match teams::create(self.gov, &self.scope, &TeamInput::parse(&name, "").unwrap()).await {
                Ok(team) => {
                    self.teams.push(team);
                    true
                }
                Err(_) => false,
            },
            9 | 10 => {
                let change = self.team_change(person, role);
                let team = self.teams[self.rng.random_range(0..self.teams.len())];
                teams::apply(self.gov, &self.scope, team, &change).await.is_ok()
            }
            _ => {
                let new = NewKeyInput { scopes: Some(permissions), ..NewKeyInput::new(ShortText::parse("name", &name).unwrap()) };
                let Ok(own) = self.own().await else { return false };
                keys::create(self.gov, &self.scope, &own, new).await.is_ok()
            }
        }
    }

    fn team_change(&mut self, person: PersonId, role: RoleId) -> TeamChange {
        match self.rng.random_range(0..6) {
            0 => TeamChange::Roles(vec![role]),
            1 | 2 => TeamChange::Give(vec![role]),
            3 => TeamChange::Take(vec![role]),
            4 => TeamChange::Remove(vec![person]),
            _ => TeamChange::Add(vec![person]),
        }
    }

    async fn own(&self) -> Result<PermissionSet, store::Error> {
        let person = self.scope.principal().person().unwrap();
        let memberships = entry::memberships(self.gov.pool(), person).await?;
        Ok(memberships.iter().find(|one| one.org == self.scope.org()).map_or(PermissionSet::NONE, |one| one.permissions))
    }
}

#[test]
fn two_hundred_random_steps_never_lead_to_more_for_oneself_an_accomplice_an_invitation_or_a_key() {
    run(async {
        let service = service().await;
        for seed in 0..3_u64 {
            let org = service.org().await;
            let gov = service.gov();
            let operator = org.scope(&service.kit.platform);
            org.member(&service.kit.platform, "owner").await;
            let (admin, accomplice) = (org.member(&service.kit.platform, "admin").await, org.member(&service.kit.platform, "viewer").await);
            let approver = org.member(&service.kit.platform, "approver").await;
            let start = rights(gov, &org, admin).await;
            let all_roles = roles::list(gov, &operator).await.unwrap().into_iter().map(|line| line.role).collect();
            let scope = service.scope_of(&org, admin).await;
            let people = vec![admin, accomplice, approver];
            let beyond = teams::create(gov, &operator, &TeamInput::parse("Deciders", "").unwrap()).await.unwrap();
            let decides = roles::named(gov, &operator, "approver").await.unwrap();
            teams::apply(gov, &operator, beyond, &TeamChange::Give(vec![decides])).await.unwrap();
            let mut climber =
                Climber { gov, scope, people, roles: all_roles, teams: vec![beyond], rng: StdRng::seed_from_u64(seed), number: 0 };

            let mut done = 0;
            for step in 0..200 {
                done += u32::from(climber.step().await);
                for person in [admin, accomplice] {
                    let now = rights(gov, &org, person).await;
                    assert!(start.covers(now), "seed {seed}, step {step}: {:?}", now.without(start).words());
                }
            }

            assert!(done >= 10, "seed {seed}: only {done} steps did anything");
            let sql = "select coalesce(array_agg(distinct word), '{}') from (
                         select unnest(r.permissions) as word from invitations i join roles r using (org_id, role_id) where i.org_id = $1
                         union select unnest(k.scopes) from api_keys k where k.org_id = $1) as handed_out";
            let handed_out: Vec<String> = sqlx::query_scalar(sql).bind(org.id.as_uuid()).fetch_one(&service.kit.superuser).await.unwrap();
            assert!(start.covers(PermissionSet::parse(handed_out).unwrap()), "seed {seed}");
        }
    });
}
