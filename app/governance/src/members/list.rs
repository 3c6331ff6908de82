use model::views::{InvitationLine, LetterState, MembersView};
use store::{
    OrgScope, entry,
    invitations::{self, OpenInvitation},
    members,
};
use time::OffsetDateTime;

use super::line::line;
use crate::{Governance, Result};

/// Everybody who belongs to the organisation, and everybody who is invited.
pub async fn list(gov: &Governance, scope: &OrgScope) -> Result<MembersView> {
    let facts = entry::member_facts(gov.pool(), scope).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let now = tx.now();
    let mut held = members::held_by_all(&mut tx).await?;
    let viewer = scope.principal().person();
    let lines = members::list(&mut tx).await?.into_iter().map(|record| {
        let (roles, facts) = (held.remove(&record.person).unwrap_or_default(), facts.get(&record.person).copied().unwrap_or_default());
        line(record, roles, facts, viewer)
    });
    let lines = lines.collect();
    let invitations = invitations::list(&mut tx).await?.into_iter().map(|open| invitation(open, now)).collect();
    Ok(MembersView { members: lines, invitations })
}

fn invitation(open: OpenInvitation, now: OffsetDateTime) -> InvitationLine {
    let letter = match (open.letter_sent_at, open.letter_problem) {
        (Some(_), _) => LetterState::Sent,
        (None, Some(problem)) => LetterState::Failed(problem),
        (None, None) => LetterState::Waiting,
    };
    InvitationLine {
        id: open.invitation,
        email: open.email,
        role: open.role_name,
        invited_by: open.invited_name,
        expires_at: open.expires_at,
        is_expired: open.expires_at <= now,
        letter,
    }
}
