use ledger::Deed;
use model::{DeedKind, EmailAddress, InvitationId, PersonalField};
use store::{
    OrgScope, OrgTx,
    invitations::{self, OpenInvitation},
    members,
};

use super::invite::{role_to_give, send};
use crate::{
    Error, Governance, Result,
    sign_in::throttle::{self, Limit},
};

/// Sends an invitation again: it is good for as long as a new one, and the link before it is void.
pub async fn renew(gov: &Governance, scope: &OrgScope, invitation: InvitationId) -> Result<()> {
    throttle::count(gov, Limit::Invitations, &scope.org().to_string()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let open = lock(&mut tx, invitation).await?;
    let acting = members::acting(&mut tx).await?;
    let role = role_to_give(&mut tx, open.role).await?;
    let email = EmailAddress::parse(&open.email)?;
    send(&mut tx, &email, invitation, open.version + 1, &role, &acting).await?;
    let deed = deed(DeedKind::InvitationRenewed, &open);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

/// Withdraws an invitation; its link opens nothing from now on.
pub async fn revoke(gov: &Governance, scope: &OrgScope, invitation: InvitationId) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let open = lock(&mut tx, invitation).await?;
    let acting = members::acting(&mut tx).await?;
    invitations::revoke(&mut tx, invitation).await?;
    let deed = deed(DeedKind::InvitationRevoked, &open);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

async fn lock(tx: &mut OrgTx, invitation: InvitationId) -> Result<OpenInvitation> {
    members::lock_all(tx).await?;
    invitations::find(tx, invitation).await?.ok_or(Error::NotFound)
}

fn deed(kind: DeedKind, open: &OpenInvitation) -> Deed {
    Deed::new(kind, open.invitation.as_uuid())
        .fact("role", open.role_name.as_str())
        .personal(PersonalField::TargetPerson, open.email.as_str())
}
