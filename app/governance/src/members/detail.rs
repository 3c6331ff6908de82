use identity::sessions::IDLE_SECONDS;
use model::{
    Permission, PersonId,
    views::{EffectivePermission, HeldRole, MemberDetail, OwnedKey, SessionLine, TeamName},
};
use store::{
    OrgScope, OrgTx,
    entry::{self, SessionRow},
    keys, members, teams,
};

use super::line::line;
use crate::{Error, Governance, Result, grants::Actor, keys::meaning};

/// The page of one member: what they may do, by which way, from where they are signed in, and which keys hang on them.
pub async fn detail(gov: &Governance, scope: &OrgScope, person: PersonId) -> Result<MemberDetail> {
    let facts = entry::member_facts(gov.pool(), scope).await?.remove(&person).ok_or(Error::NotFound)?;
    let sessions = entry::sessions_of(gov.pool(), person, gov.now(), IDLE_SECONDS).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let life = members::life(&mut tx, person).await?.ok_or(Error::NotFound)?;
    let held = members::held(&mut tx, person).await?;
    let actor = Actor::in_tx(&mut tx).await?;
    let may_change = actor.rights.has(Permission::MembersWrite) && actor.touch(&held).is_ok();
    let owned = owned_keys(&mut tx, person).await?;
    let teams = teams::of_person(&mut tx, person).await?.into_iter().map(|(team, name)| TeamName { team, name }).collect();
    let record = members::MemberRecord { person, name: life.name, email: life.email, suspended_at: life.suspended_at };
    let line = line(record, held, facts, scope.principal().person());
    Ok(MemberDetail {
        permissions: effective(&line.roles),
        joined_at: life.joined_at,
        teams,
        sessions: sessions.into_iter().map(|session| session_line(session, scope)).collect(),
        keys: owned,
        may_change,
        line,
    })
}

/// Every permission that some role gives, with all the roles that do.
pub(crate) fn effective(roles: &[HeldRole]) -> Vec<EffectivePermission> {
    let ways = Permission::ALL.iter().map(|permission| {
        let by: Vec<HeldRole> = roles.iter().filter(|role| role.permissions.has(*permission)).cloned().collect();
        EffectivePermission { permission: *permission, meaning: meaning(*permission).to_owned(), by }
    });
    ways.filter(|way| !way.by.is_empty()).collect()
}

async fn owned_keys(tx: &mut OrgTx, person: PersonId) -> Result<Vec<OwnedKey>> {
    let all = keys::list(tx).await?;
    let own = all.into_iter().filter(|key| key.owner == Some(person) && key.revoked_at.is_none());
    Ok(own.map(|key| OwnedKey { client_id: key.key.client_id(), name: key.name, last_used_at: key.last_used_at }).collect())
}

fn session_line(session: SessionRow, scope: &OrgScope) -> SessionLine {
    let current = matches!(scope.principal(), model::Principal::Member { session: own, .. } if *own == session.session());
    SessionLine {
        id: session.session(),
        current,
        user_agent: session.user_agent,
        ip: session.ip,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        ends_at: session.ends_at,
    }
}

#[cfg(test)]
mod tests {
    use model::{BuiltInRole, Id, RoleSource};
    use time::OffsetDateTime;
    use uuid::Uuid;

    use super::*;

    fn role(role: BuiltInRole, source: RoleSource) -> HeldRole {
        HeldRole {
            role: Id::from_uuid(Uuid::nil()),
            name: role.to_string(),
            permissions: role.permissions(),
            source,
            via: String::new(),
            granted_by: "Mara".to_owned(),
            granted_at: OffsetDateTime::UNIX_EPOCH,
            expires_at: None,
        }
    }

    #[test]
    fn every_way_to_a_permission_is_told_and_no_other_permission() {
        let roles = [role(BuiltInRole::Viewer, RoleSource::Direct), role(BuiltInRole::Approver, RoleSource::Scim)];

        let effective = effective(&roles);

        let ways = |permission: Permission| {
            let found = effective.iter().find(|way| way.permission == permission);
            found.map(|way| way.by.iter().map(|role| role.name.as_str()).collect::<Vec<_>>())
        };
        assert_eq!(ways(Permission::HoldsRead), Some(vec!["viewer", "approver"]));
        assert_eq!(ways(Permission::HoldsDecide), Some(vec!["approver"]));
        assert_eq!(ways(Permission::KeysWrite), None);
    }
}
