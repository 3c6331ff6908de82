use std::collections::BTreeSet;

use ledger::Deed;
use model::{DeedKind, EmailAddress, Id, Invalid, InvitationId, PersonalField, RoleId};
use store::{
    OrgScope, OrgTx,
    invitations::{self, Sending},
    members::{self, Acting},
    org_security, orgs,
    roles::{self, RoleRecord},
};
use time::Duration;
use uuid::Uuid;

use crate::{
    Governance, Result,
    grants::Actor,
    letters::{self, Letter},
    sign_in::throttle::{self, Limit},
};

/// As many as one form takes.
const MOST_AT_ONCE: usize = 50;

/// Whom to invite, as what.
#[derive(Debug, Clone)]
pub struct NewInvitations {
    /// The addresses, each once.
    pub emails: Vec<EmailAddress>,
    /// The role.
    pub role: RoleId,
}

/// What became of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The address.
    pub email: String,
    /// The invitation.
    pub invitation: InvitationId,
    /// Whether it had been invited before; the earlier link is void.
    pub renewed: bool,
}

impl NewInvitations {
    /// Reads addresses as people write them: one a line, or with commas or semicolons between them.
    pub fn parse(emails: &str, role: RoleId) -> Result<Self> {
        let words = emails.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty());
        let mut unique: Vec<EmailAddress> = Vec::new();
        for (index, word) in words.enumerate() {
            // By its place: what was typed is nobody's business but the form's.
            let refuse = |_| Invalid::new("emails", format!("is wrong: address {} is not an e-mail address", index + 1));
            let email = EmailAddress::parse(word).map_err(refuse)?;
            if !unique.contains(&email) {
                unique.push(email);
            }
        }
        if unique.is_empty() {
            return Err(Invalid::new("emails", "is required").into());
        }
        if unique.len() > MOST_AT_ONCE {
            return Err(Invalid::new("emails", format!("takes at most {MOST_AT_ONCE} addresses at once")).into());
        }
        let emails = unique;
        Ok(Self { emails, role })
    }
}

/// Invites people, all of them or none. Who is invited already gets a new letter, and the link before it is void.
pub async fn invite(gov: &Governance, scope: &OrgScope, new: &NewInvitations) -> Result<Vec<Invited>> {
    for _ in &new.emails {
        throttle::count(gov, Limit::Invitations, &scope.org().to_string()).await?;
    }
    let mut tx = gov.pool().org_tx(scope).await?;
    members::lock_all(&mut tx).await?;
    let acting = members::acting(&mut tx).await?;
    let role = role_to_give(&mut tx, new.role).await?;
    refuse_members(&mut tx, &new.emails).await?;
    let mut invited = Vec::with_capacity(new.emails.len());
    let mut deeds = Vec::with_capacity(new.emails.len());
    for email in &new.emails {
        let (one, deed) = invite_one(&mut tx, email, &role, &acting).await?;
        invited.push(one);
        deeds.push(acting.sign(deed));
    }
    tx.commit_all(&deeds).await?;
    Ok(invited)
}

/// The role, when whoever acts may hand it out.
pub(super) async fn role_to_give(tx: &mut OrgTx, role: RoleId) -> Result<RoleRecord> {
    let role = roles::find(tx, role).await?.ok_or_else(|| Invalid::new("role", "is not a role of this organisation"))?;
    Actor::in_tx(tx).await?.hand_out(role.permissions)?;
    Ok(role)
}

async fn refuse_members(tx: &mut OrgTx, emails: &[EmailAddress]) -> Result<()> {
    let known: BTreeSet<String> = members::list(tx).await?.into_iter().map(|member| member.email).collect();
    match emails.iter().position(|email| known.contains(email.as_str())) {
        Some(index) => Err(Invalid::new("emails", format!("is wrong: address {} is a member already", index + 1)).into()),
        None => Ok(()),
    }
}

async fn invite_one(tx: &mut OrgTx, email: &EmailAddress, role: &RoleRecord, acting: &Acting) -> Result<(Invited, Deed)> {
    let known = invitations::find_by_email(tx, email.as_str()).await?;
    let (invitation, version) =
        known.as_ref().map_or_else(|| (Id::from_uuid(Uuid::now_v7()), 1), |open| (open.invitation, open.version + 1));
    send(tx, email, invitation, version, role, acting).await?;
    let kind = if known.is_some() { DeedKind::InvitationRenewed } else { DeedKind::MemberInvited };
    let deed = Deed::new(kind, invitation.as_uuid()).fact("role", role.name.as_str()).personal(PersonalField::TargetPerson, email.as_str());
    Ok((Invited { email: email.as_str().to_owned(), invitation, renewed: known.is_some() }, deed))
}

/// Writes the invitation in this version, and its letter.
pub(super) async fn send(
    tx: &mut OrgTx,
    email: &EmailAddress,
    invitation: InvitationId,
    version: i32,
    role: &RoleRecord,
    acting: &Acting,
) -> Result<()> {
    let days = org_security::find(tx).await?.invitation_days;
    let expires_at = tx.now() + Duration::days(i64::from(days));
    let by = tx.scope().principal().person();
    let sending = Sending { role: role.role, by, by_name: &acting.name, expires_at };
    if version == 1 {
        invitations::add(tx, invitation, email.as_str(), &sending).await?;
    } else {
        invitations::renew(tx, invitation, &sending).await?;
    }
    let org = orgs::this(tx).await?.name;
    let inviter = acting.name.clone();
    let letter = Letter::Invitation { invitation: invitation.as_uuid(), version, org, inviter, role: role.name.clone(), expires_at };
    letters::to_address(tx, email, Some(invitation.as_uuid()), &letter).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> std::result::Result<Vec<String>, String> {
        let read = NewInvitations::parse(text, Id::from_uuid(Uuid::nil()));
        read.map(|new| new.emails.iter().map(|email| email.as_str().to_owned()).collect()).map_err(|error| error.to_string())
    }

    #[test]
    fn addresses_are_read_as_people_write_them_and_each_counts_once() {
        assert_eq!(
            parsed("Ada@acme.example, ben@acme.example;\r\nada@acme.example"),
            Ok(vec!["ada@acme.example".to_owned(), "ben@acme.example".to_owned()])
        );
    }

    #[test]
    fn one_wrong_address_is_named_and_nothing_else_counts() {
        assert_eq!(parsed("ada@acme.example, nobody"), Err("emails: is wrong: address 2 is not an e-mail address".to_owned()));
        assert_eq!(parsed(" ,\n"), Err("emails: is required".to_owned()));
        let many: String = (0..51).map(|n| format!("p{n}@acme.example\n")).collect();
        assert!(parsed(&many).unwrap_err().contains("at most 50"));
    }
}
