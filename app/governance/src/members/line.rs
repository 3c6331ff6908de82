use model::{
    PersonId,
    views::{HeldRole, MemberLine, MemberState},
};
use store::{
    entry::MemberFacts,
    members::{Assignment, MemberRecord},
};

/// A member for the list and for their own page.
pub(super) fn line(record: MemberRecord, held: Vec<Assignment>, facts: MemberFacts, viewer: Option<PersonId>) -> MemberLine {
    MemberLine {
        person: record.person,
        is_you: viewer == Some(record.person),
        name: record.name,
        email: record.email,
        roles: held.into_iter().map(shown).collect(),
        state: if record.suspended_at.is_some() { MemberState::Suspended } else { MemberState::Active },
        has_factor: facts.has_factor,
        last_seen_at: facts.last_seen_at,
    }
}

/// A role that somebody holds, for pages.
fn shown(held: Assignment) -> HeldRole {
    HeldRole {
        role: held.role,
        name: held.name,
        permissions: held.permissions,
        source: held.source,
        via: held.via,
        granted_by: held.granted_by,
        granted_at: held.granted_at,
        expires_at: held.expires_at,
    }
}
