use ledger::Deed;
use model::{DeedKind, Invalid, PersonalField, ShortText};
use serde::Serialize;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;
use vault::user_token::UserIdentity;

use crate::{Governance, Result, auth::Caller};

/// A working day; who is longer at it gets a new one.
const LONGEST_SECONDS: u32 = 12 * 3_600;
/// Addresses that stand for nobody: what is made for programs is no person.
const NOBODYS: [&str; 2] = ["@axonflow.local", "@axonflow.internal"];

/// A token, in the one answer that has it.
#[derive(Clone, Serialize)]
pub struct IssuedUserToken {
    /// The token.
    pub user_token: String,
    /// Until when it is good.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

/// Issues a token for one person. The caller vouches for who that is; the record says so. It gives nobody more than the key that
/// it is sent with may do: it only says for whom, and narrows what is read.
pub async fn issue(gov: &Governance, caller: &Caller, subject: &str, seconds: u32) -> Result<IssuedUserToken> {
    let subject = String::from(ShortText::<254>::parse("subject", subject)?);
    if NOBODYS.iter().any(|domain| subject.to_ascii_lowercase().ends_with(domain)) {
        return Err(Invalid::new("subject", "stands for nobody").into());
    }
    if !(60..=LONGEST_SECONDS).contains(&seconds) {
        return Err(Invalid::new("expires_in_seconds", "must be 60 to 43,200").into());
    }
    let (now, id) = (gov.now(), Uuid::now_v7());
    let expires_at = now.replace_nanosecond(0).unwrap_or(now) + Duration::seconds(i64::from(seconds));
    let identity = UserIdentity { subject, org: caller.key.org, expires_at };
    let token = gov.signing().user_tokens.issuer.issue(&gov.parts.settings.public_url, &identity, id, now);
    let deed = Deed::new(DeedKind::UserTokenIssued, id)
        .fact("expires", expires_at.format(&Rfc3339).ok())
        .personal(PersonalField::EndUser, identity.subject);
    gov.parts.writer.append(&caller.scope, deed).await?;
    Ok(IssuedUserToken { user_token: token.expose().clone(), expires_at })
}
