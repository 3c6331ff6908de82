use model::{Id, InvitationId, OrgId, PersonId, Principal, RoleId, SessionId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{EntryTx, OrgScope, RequestPool, Result};

/// An invitation as whoever holds its link may see it.
#[derive(Debug, Clone, FromRow)]
pub struct InvitationRow {
    org_id: Uuid,
    role_id: Uuid,
    person_id: Option<Uuid>,
    /// The organisation's short name.
    pub slug: String,
    /// Its full name.
    pub org_name: String,
    /// Who is invited.
    pub email: String,
    /// As what.
    pub role_name: String,
    /// Counts sendings.
    pub version: i32,
    /// By whom.
    pub invited_name: String,
    /// When its link ends.
    pub expires_at: OffsetDateTime,
    /// When it was accepted.
    pub accepted_at: Option<OffsetDateTime>,
    /// When it was withdrawn.
    pub revoked_at: Option<OffsetDateTime>,
}

impl InvitationRow {
    /// The organisation.
    pub const fn org(&self) -> OrgId {
        Id::from_uuid(self.org_id)
    }

    /// The role that it offers.
    pub const fn role(&self) -> RoleId {
        Id::from_uuid(self.role_id)
    }

    /// Who signs in with its address, when somebody does.
    pub fn person(&self) -> Option<PersonId> {
        self.person_id.map(Id::from_uuid)
    }

    /// The scope in which its person joins; the caller has seen the link that was mailed to them.
    pub fn scope(&self, person: PersonId, session: SessionId) -> OrgScope {
        OrgScope::new(self.org(), Principal::Member { person, session })
    }
}

/// Looks an invitation up.
pub async fn find_invitation(pool: &RequestPool, invitation: InvitationId) -> Result<Option<InvitationRow>> {
    Ok(sqlx::query_as("select * from entry.invitation($1)").bind(invitation.as_uuid()).fetch_optional(pool.raw()).await?)
}

/// A person to make for an invitation.
pub struct NewAccount<'a> {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: &'a str,
    /// PHC string of the password.
    pub password_hash: &'a str,
}

/// Makes the person that an open invitation is for; false when it is not open, or somebody has its address.
pub async fn enrol_invited(
    tx: &mut EntryTx,
    invitation: InvitationId,
    version: i32,
    new: &NewAccount<'_>,
    now: OffsetDateTime,
) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.invitation_enrol($1, $2, $3, $4, $5, $6)")
        .bind(invitation.as_uuid())
        .bind(version)
        .bind(new.person.as_uuid())
        .bind(new.name)
        .bind(new.password_hash)
        .bind(now)
        .fetch_one(tx.conn())
        .await?)
}
